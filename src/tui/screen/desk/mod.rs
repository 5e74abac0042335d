//! The desk: search line, results, both answers, and what can be trusted about them.

pub mod beside;
pub mod board;
pub mod contact;
pub mod gate;
pub mod home;
pub mod layout;
pub mod notes;
pub mod pages;
pub mod reading;
mod reply;
pub mod results;
pub mod state;
pub mod strip;
pub mod trust;
pub mod turn;
mod under;
pub mod update;
pub mod verbs;
pub mod view;
pub mod wrap_up;

pub use state::State;
