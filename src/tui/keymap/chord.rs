//! Keys pressed one after the other.

use std::fmt;
use std::str::FromStr;

use super::key::{Key, NoKey};

/// One key, or several after each other: `ctrl-k ctrl-x`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord(pub Vec<Key>);

impl Chord {
    /// The chord for people: `Ctrl+K Ctrl+X`.
    pub fn label(&self) -> String {
        self.0.iter().map(Key::label).collect::<Vec<_>>().join(" ")
    }

    /// Whether this chord is the beginning of a longer one.
    pub(super) fn begins(&self, longer: &Chord) -> bool {
        self.0.len() < longer.0.len() && longer.0.starts_with(&self.0)
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, key) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{key}")?;
        }
        Ok(())
    }
}

impl FromStr for Chord {
    type Err = NoKey;

    fn from_str(written: &str) -> Result<Chord, NoKey> {
        let keys = written.split_whitespace().map(str::parse).collect::<Result<Vec<Key>, NoKey>>()?;
        if keys.is_empty() { Err(NoKey(written.to_owned())) } else { Ok(Chord(keys)) }
    }
}
