//! Names of files: safe on every system and in every address, and the same for the same thing each time.

use std::collections::HashSet;

use sha2::{Digest as _, Sha256};

use crate::model::hex;

/// Most bytes of an id that is its own name.
const MOST: usize = 64;

/// Names that no file may have on Windows, whatever follows their point.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The name of an article's file, without ending: its id where that is safe, else what is safe of it and a hash.
pub(super) fn of_id(id: &str) -> String {
    let safe = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_');
    let is_plain = !id.is_empty() && id.len() <= MOST && id.chars().all(safe) && !is_reserved(id);
    if is_plain && id.starts_with(|c: char| c.is_ascii_alphanumeric()) && id != "index" {
        return id.to_owned();
    }
    let head: String = id.to_ascii_lowercase().chars().filter(|c| safe(*c)).take(24).collect();
    format!("x-{head}-{}", hash(id))
}

/// The name of a category's file, without ending.
pub(super) fn of_category(path: &[String]) -> String {
    hash(&path.join("\u{1f}"))
}

fn is_reserved(id: &str) -> bool {
    RESERVED.iter().any(|name| id.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.len() == 1))
}

fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes())).chars().take(16).collect()
}

/// Names of one folder, none of them twice: of two articles with one id the second has a number.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// The name, or with the first number that makes it new.
    pub(super) fn new_one(&mut self, name: String) -> String {
        if self.0.insert(name.clone()) {
            return name;
        }
        let mut number = 2;
        loop {
            let other = format!("{name}-{number}");
            if self.0.insert(other.clone()) {
                return other;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn safe_ids_are_their_own_names() {
        for id in ["kd-0012", "yl_1", "1001"] {
            assert_eq!(of_id(id), id);
        }
        for id in ["KD-0012", "../etc/passwd", "con", "com1", "index", "-a", "宽带", "", "a b", "a.html"] {
            let name = of_id(id);
            assert_ne!(name, id);
            assert_eq!(of_id(id), name, "the same each time");
        }
        assert_ne!(of_id("KD-1"), of_id("kd-1"), "on systems that know no case");
    }

    #[test]
    fn a_name_is_given_once() {
        let mut names = Names::default();
        let given: Vec<String> = ["a", "a", "a-2", "a"].map(|name| names.new_one(name.into())).into();
        assert_eq!(given, ["a", "a-2", "a-2-2", "a-3"]);
    }

    proptest! {
        #[test]
        fn every_name_is_safe(id in any::<String>()) {
            let name = of_id(&id);
            prop_assert!(name.starts_with(|c: char| c.is_ascii_alphanumeric()));
            prop_assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_'));
            prop_assert!(name.len() <= 64 && !is_reserved(&name));
        }
    }
}
