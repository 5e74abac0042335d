//! The command line, run as people and programs run it.

mod check;
mod eval;
mod exchange;
mod import;
mod places;
mod search;
mod usage;
