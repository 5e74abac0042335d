//! The command line, run as people and programs run it.

mod batch;
mod channels;
mod check;
mod eval;
mod exchange;
mod house;
mod import;
#[cfg(unix)]
mod inbox;
mod life;
mod merge;
mod places;
mod search;
mod today;
mod usage;
