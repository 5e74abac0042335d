//! Where there are no local sockets: everything answers that it is not available.

use std::convert::Infallible;
use std::io::BufRead;
use std::path::Path;

use super::{Listening, SocketError, TellError};
use crate::model::told::{Answer, Envelope, Told};

/// A door that cannot be.
#[derive(Debug)]
pub struct Door(Infallible);

impl Door {
    /// Where it is.
    pub fn path(&self) -> &Path {
        match self.0 {}
    }
}

/// Opens no door.
///
/// # Errors
/// Always.
pub fn listen(_: &Path, _: impl Fn(Told) -> Answer + Send + 'static) -> Result<Listening, SocketError> {
    Err(SocketError::NotHere)
}

/// Opens no door either.
///
/// # Errors
/// Always.
pub fn listen_when_free(
    _: &Path,
    _: impl Fn(Told) -> Answer + Send + 'static,
) -> Result<Listening, SocketError> {
    Err(SocketError::NotHere)
}

/// Sends nothing.
///
/// # Errors
/// Always.
pub fn send(_: &Path, _: &Envelope) -> Result<Answer, TellError> {
    Err(TellError::NotHere)
}

/// Sends nothing.
///
/// # Errors
/// Always.
pub fn transcript(
    _: &Path,
    _: Option<&str>,
    _: &mut dyn BufRead,
    _: &mut dyn FnMut(&Answer),
) -> Result<(), TellError> {
    Err(TellError::NotHere)
}
