//! `zhixi completions` and `zhixi man`

use std::path::Path;

use clap::CommandFactory as _;

use super::args::{Cli, localise};
use super::context::Context;
use super::error::CliError;

pub fn completions(context: &mut Context, shell: clap_complete::Shell) -> Result<u8, CliError> {
    let mut command = localise(Cli::command(), &context.messages);
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut command, "zhixi", &mut out);
    context.print(&String::from_utf8_lossy(&out))?;
    Ok(0)
}

pub fn man(context: &mut Context, dir: Option<&Path>) -> Result<u8, CliError> {
    let command = localise(Cli::command(), &context.messages);
    let Some(dir) = dir else {
        let mut out = Vec::new();
        clap_mangen::Man::new(command).render(&mut out).map_err(CliError::file(Path::new("-")))?;
        context.print(&String::from_utf8_lossy(&out))?;
        return Ok(0);
    };
    let at = CliError::file(dir);
    std::fs::create_dir_all(dir).map_err(&at)?;
    clap_mangen::generate_to(command, dir).map_err(&at)?;
    Ok(0)
}
