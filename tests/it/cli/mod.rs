//! The command line, run as people and programs run it.

mod eval;
mod exchange;
mod import;
mod places;
mod search;
mod usage;
