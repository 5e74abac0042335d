//! Reads what was typed from left to right, once.

use super::facet::stage_named;
use super::piece::Piece;
use super::{Asked, Condition, Facet, LONGEST_CHARS, LONGEST_VALUE_CHARS, MOST_FILTERS, MOST_WORDS, Problem};
use crate::model::day::When;
use crate::text::clean::is_harmful;

/// Kinds of quotes: what opens one, what closes it.
const QUOTES: [(&[char], &[char]); 4] = [
    (&['"', '“', '”', '＂'], &['"', '“', '”', '＂']),
    (&['「'], &['」']),
    (&['『'], &['』']),
    (&['｢'], &['｣']),
];

/// Takes apart what was typed.
pub(super) fn read(text: &str) -> Asked {
    let mut reader = Reader::new(text);
    reader.run();
    reader.finish()
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    /// For each kind of quotes the place of the last char that closes it, so that an opening one without a partner
    /// is known without looking for it.
    last_closing: [Option<usize>; 4],
    asked: Asked,
    /// Chars and words of words and phrases before any cut, and whether a cut was made.
    chars_seen: usize,
    words_seen: usize,
    words_taken: usize,
    chars_taken: usize,
    is_full: bool,
}

impl Reader {
    fn new(text: &str) -> Reader {
        let chars: Vec<char> = text
            .chars()
            .filter_map(|c| match c {
                c if c.is_whitespace() || c.is_control() => Some(' '),
                c if is_harmful(c) => None,
                c => Some(c),
            })
            .collect();
        let last_closing = QUOTES.map(|(_, closing)| chars.iter().rposition(|c| closing.contains(c)));
        Reader {
            chars,
            at: 0,
            last_closing,
            asked: Asked::default(),
            chars_seen: 0,
            words_seen: 0,
            words_taken: 0,
            chars_taken: 0,
            is_full: false,
        }
    }

    fn run(&mut self) {
        let mut leads = true;
        while let Some(&c) = self.chars.get(self.at) {
            if c == ' ' {
                self.at += 1;
                continue;
            }
            if is_quote(c) {
                match self.quoted() {
                    Some(phrase) => self.phrase(phrase),
                    None => self.at += 1,
                }
            } else {
                let run = self.run_of_chars();
                self.piece(&run, leads);
            }
            leads = false;
        }
    }

    fn run_of_chars(&mut self) -> String {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let run: String = rest.iter().take_while(|&&c| c != ' ' && !is_quote(c)).collect();
        self.at += run.chars().count();
        run
    }

    /// The text in the quotes that open here, behind which reading goes on; `None` when none open or they do not close.
    fn quoted(&mut self) -> Option<String> {
        let opening = self.chars.get(self.at)?;
        let kind = QUOTES.iter().position(|(openings, _)| openings.contains(opening))?;
        let (_, closing) = QUOTES.get(kind)?;
        let rest = self.chars.get(self.at + 1..).unwrap_or_default();
        let closes = self.last_closing.get(kind).copied().flatten().is_some_and(|last| last > self.at);
        let length = if closes { rest.iter().position(|c| closing.contains(c)) } else { None };
        let Some(length) = length else {
            self.problem(Problem::UnclosedQuote);
            return None;
        };
        let inner: String = rest.iter().take(length).collect();
        self.at += length + 2;
        Some(inner.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn piece(&mut self, run: &str, leads: bool) {
        match Piece::of(run, leads) {
            Piece::Word => self.word(run, leads),
            Piece::Minus => match self.quoted() {
                Some(phrase) => self.without(&phrase),
                None => self.word(run, leads),
            },
            Piece::Without(word) => self.without(word),
            Piece::Condition { on, value, not } => self.condition(on, value, not),
            Piece::Open { on, not } => match self.quoted() {
                Some(value) if value.chars().nth(LONGEST_VALUE_CHARS).is_none() => {
                    self.condition(on, &value, not);
                }
                // Too long for a name: somebody's words, as a conversation quotes them.
                Some(phrase) if not => self.without(&phrase),
                Some(phrase) => self.phrase(phrase),
                None => {}
            },
        }
    }

    fn word(&mut self, word: &str, leads: bool) {
        let space = usize::from(!self.asked.words.is_empty());
        let taken = self.take(word, space);
        // The beginning of what was plain may be a condition; then it is better gone.
        let is_plain = taken == word || matches!(Piece::of(&taken, leads), Piece::Word | Piece::Minus);
        if is_plain && !taken.is_empty() {
            if space > 0 {
                self.asked.words.push(' ');
            }
            self.asked.words.push_str(&taken);
        }
    }

    fn phrase(&mut self, phrase: String) {
        if self.asked.phrases.contains(&phrase) {
            return;
        }
        let taken = self.take(&phrase, 0);
        if !taken.is_empty() && !self.asked.phrases.contains(&taken) {
            self.asked.phrases.push(taken);
        }
    }

    /// As much of a text as there is room for, `space` chars in front of it counted too.
    fn take(&mut self, text: &str, space: usize) -> String {
        if text.is_empty() {
            return String::new();
        }
        let words = text.split(' ').count();
        self.chars_seen += text.chars().count() + space;
        self.words_seen += words;
        if self.is_full {
            return String::new();
        }
        self.is_full = self.chars_seen > LONGEST_CHARS || self.words_seen > MOST_WORDS;
        if !self.is_full {
            (self.chars_taken, self.words_taken) = (self.chars_seen, self.words_seen);
            return text.to_owned();
        }
        let room_words = MOST_WORDS.saturating_sub(self.words_taken);
        let room_chars = LONGEST_CHARS.saturating_sub(self.chars_taken + space);
        let fitting = text.split(' ').take(room_words).collect::<Vec<_>>().join(" ");
        fitting.chars().take(room_chars).collect::<String>().trim_end().to_owned()
    }

    fn condition(&mut self, on: Facet, value: &str, not: bool) {
        if value.is_empty() {
            return;
        }
        let text = value.to_owned();
        match on {
            Facet::On if When::read(value).is_none() => self.misread(Problem::BadDate { text }),
            Facet::Stage if stage_named(value).is_none() => self.misread(Problem::UnknownStage { text }),
            _ => {
                let condition = Condition { on, value: text, not };
                if !self.asked.conditions.contains(&condition) && self.has_room() {
                    self.asked.conditions.push(condition);
                }
            }
        }
    }

    fn misread(&mut self, problem: Problem) {
        if !self.asked.problems.contains(&problem) && self.has_room() {
            self.asked.problems.push(problem);
        }
    }

    fn without(&mut self, text: &str) {
        // No candidate has more in common with a longer text.
        let text = text.chars().take(LONGEST_CHARS).collect::<String>().trim_end().to_owned();
        if !text.is_empty() && !self.asked.without.contains(&text) && self.has_room() {
            self.asked.without.push(text);
        }
    }

    /// Whether one more condition, exclusion or misread condition is heeded.
    fn has_room(&mut self) -> bool {
        let Asked { conditions, without, problems, .. } = &self.asked;
        let misread = |p: &&Problem| matches!(p, Problem::BadDate { .. } | Problem::UnknownStage { .. });
        let has_room =
            conditions.len() + without.len() + problems.iter().filter(misread).count() < MOST_FILTERS;
        if !has_room {
            self.problem(Problem::TooManyFilters);
        }
        has_room
    }

    fn problem(&mut self, problem: Problem) {
        if !self.asked.problems.contains(&problem) {
            self.asked.problems.push(problem);
        }
    }

    fn finish(mut self) -> Asked {
        if self.chars_seen > LONGEST_CHARS {
            self.problem(Problem::TooLong { chars: self.chars_seen });
        }
        if self.words_seen > MOST_WORDS {
            self.problem(Problem::TooManyWords { words: self.words_seen });
        }
        self.asked
    }
}

fn is_quote(c: char) -> bool {
    QUOTES.iter().any(|(opening, closing)| opening.contains(&c) || closing.contains(&c))
}
