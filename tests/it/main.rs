//! The one integration binary: the house's own rules, the data it ships, the command line, and journeys in a real
//! terminal. `arch::no_test_file_was_forgotten` fails when a file here is not named below.

// A test says what it expected by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, clippy::string_slice)]

mod arch;
#[cfg(unix)]
mod chats;
mod cli;
#[cfg(unix)]
mod clipboard;
mod data;
#[cfg(unix)]
mod drill;
#[cfg(unix)]
mod endings;
#[cfg(unix)]
mod journeys;
#[cfg(unix)]
mod kill;
mod lint;
mod parity;
#[cfg(unix)]
mod plain;
#[cfg(unix)]
mod replaced;
#[cfg(unix)]
mod settings;
#[cfg(unix)]
mod told;
#[cfg(unix)]
mod verbs;

mod support;
#[cfg(unix)]
mod writing;
