//! The command line, run as people and programs run it.

mod exchange;
mod import;
mod places;
mod search;
mod usage;
