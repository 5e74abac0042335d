//! 客户化: what becomes of the customer answer on its way to a channel. Pure, over model and text.

pub mod budget;
pub mod compare;
pub mod finding;
mod glue;
pub mod lint;
mod marker;
mod pace;
pub mod parity;
pub mod parts;
pub mod pieces;
pub mod render;
mod sms;
pub mod stack;
pub mod variables;
