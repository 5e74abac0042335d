//! 客户化: what becomes of the customer answer on its way to a channel. Pure, over model and text.

pub mod budget;
pub mod compare;
pub mod conflict;
pub mod draft;
pub mod drift;
pub mod finding;
mod glue;
pub mod house;
pub mod lint;
mod marker;
pub mod marks;
mod pace;
pub mod pack;
pub mod parity;
pub mod parts;
pub mod pieces;
mod place;
pub mod render;
pub mod say;
mod sms;
pub mod ssml;
pub mod stack;
pub mod stated;
pub mod template;
pub mod variables;
pub mod wording;
