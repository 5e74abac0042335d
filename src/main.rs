//! The door: everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    zhixi::cli::run(std::env::args_os())
}
