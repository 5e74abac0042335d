//! What is called otherwise in Taiwan: wording, not script. Folding has made Traditional characters Simplified before.

use std::collections::HashMap;
use std::sync::OnceLock;

struct Entry {
    mainland: Vec<&'static str>,
    /// The word is an ordinary Mainland word too: it is meant the Taiwan way only by who writes Traditional characters.
    shared: bool,
}

struct Wording {
    entries: HashMap<&'static str, Entry>,
    longest_chars: usize,
}

fn wording() -> &'static Wording {
    static TABLE: OnceLock<Wording> = OnceLock::new();
    TABLE.get_or_init(|| {
        let entries: HashMap<&str, Entry> =
            super::table::rows(include_str!("../../data/language/taiwan.tsv"))
                .filter_map(|mut cells| {
                    let (word, mainland) = (cells.next()?, cells.next()?);
                    let shared = cells.next() == Some("!");
                    Some((word, Entry { mainland: mainland.split('|').collect(), shared }))
                })
                .collect();
        let longest_chars = entries.keys().map(|word| word.chars().count()).max().unwrap_or(0);
        Wording { entries, longest_chars }
    })
}

/// A Taiwan word in a text, and what the Mainland says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewording {
    /// Where it stands, in chars.
    pub at: std::ops::Range<usize>,
    /// What the Mainland says, the best first.
    pub mainland: Vec<&'static str>,
}

/// The Taiwan words of a folded text, longest first from the left. `traditional` says that it was written in Traditional
/// characters: then words are meant the Taiwan way also where the Mainland has them in another sense.
pub fn rewordings(folded: &[char], traditional: bool) -> Vec<Rewording> {
    let table = wording();
    let mut out = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let found = (2..=table.longest_chars.min(folded.len() - at)).rev().find_map(|length| {
            let word: String = folded.get(at..at + length)?.iter().collect();
            let entry = table.entries.get(word.as_str())?;
            (traditional || !entry.shared)
                .then(|| Rewording { at: at..at + length, mainland: entry.mainland.clone() })
        });
        match found {
            Some(rewording) => {
                let shields = folded.get(rewording.at.clone()).is_some_and(|word| {
                    rewording.mainland.first().is_some_and(|first| first.chars().eq(word.iter().copied()))
                });
                at = rewording.at.end;
                // A word that stands for itself keeps others from being found across its ends.
                if !shields {
                    out.push(rewording);
                }
            }
            None => at += 1,
        }
    }
    out
}

/// A folded text with its Taiwan words replaced by the Mainland's best ones.
pub fn reworded(folded: &[char], found: &[Rewording]) -> Vec<char> {
    let mut out = Vec::with_capacity(folded.len());
    let mut at = 0;
    for rewording in found {
        out.extend(folded.get(at..rewording.at.start).into_iter().flatten());
        out.extend(rewording.mainland.first().into_iter().flat_map(|word| word.chars()));
        at = rewording.at.end;
    }
    out.extend(folded.get(at..).into_iter().flatten());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reworded(text: &str, traditional: bool) -> Vec<&'static str> {
        let chars: Vec<char> = text.chars().collect();
        rewordings(&chars, traditional).into_iter().filter_map(|r| r.mainland.first().copied()).collect()
    }

    #[test]
    fn taiwan_words_become_mainland_words() {
        assert_eq!(reworded("软体更新伺服器", false), ["软件", "服务器"]);
    }

    #[test]
    fn shared_words_change_only_when_written_in_traditional_characters() {
        assert_eq!(reworded("资料", false), Vec::<&str>::new());
        assert_eq!(reworded("资料", true).len(), 1);
    }
}
