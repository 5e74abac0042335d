//! Use cases over one knowledge base; the only room where store and search meet.

pub mod view;

pub use view::{Found, Notice, Overview, Row, Shown};
