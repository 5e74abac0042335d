//! The desk: search line, results, both answers, and what can be trusted about them.

pub mod home;
pub mod layout;
pub mod notes;
pub mod pages;
pub mod results;
pub mod state;
pub mod strip;
pub mod trust;
pub mod update;
pub mod view;

pub use state::State;
