//! Tests of the desk: a fake knowledge base, a harness that does at once what the threads do, and the cases.

mod beside;
mod colours;
mod contacts;
mod fixture;
mod frames;
mod gate;
mod harness;
mod late;
mod never_panics;
mod piles;
#[cfg(target_os = "linux")]
mod pty;
mod settings;
mod shift;
mod states;
mod trouble;
mod update;
mod writing;
