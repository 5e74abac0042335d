//! The syllables of Standard Chinese as people write them with letters: without tone, ü as v (`lv`, `nv`), as input
//! methods have it.

use std::collections::HashMap;
use std::sync::OnceLock;

/// A syllable.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Syllable(u16);

/// All syllables; a [`Syllable`] is a place in the lists.
struct Table {
    texts: Vec<String>,
    /// Bytes of the consonants.
    initials: Vec<usize>,
    /// For each syllable the number of the first one that is confused with it.
    blurs: Vec<u16>,
    blurred: Vec<String>,
    places: HashMap<String, u16>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let spelled = FINALS.iter().flat_map(|(initials, finals)| {
            initials.iter().flat_map(move |i| finals.iter().map(move |f| format!("{i}{f}")))
        });
        let mut texts: Vec<String> = spelled.chain(INTERJECTIONS.iter().map(|s| (*s).to_owned())).collect();
        texts.sort_unstable();
        texts.dedup();
        let mut firsts: HashMap<String, u16> = HashMap::new();
        let blurs = (0..).zip(&texts).map(|(n, text)| *firsts.entry(blurred(text)).or_insert(n)).collect();
        Table {
            initials: texts.iter().map(|text| halves(text).0.len()).collect(),
            places: (0..).zip(&texts).map(|(n, text)| (text.clone(), n)).collect(),
            blurred: texts.iter().map(|text| blurred(text)).collect(),
            blurs,
            texts,
        }
    })
}

impl Syllable {
    /// The syllable that is written so.
    pub fn of(text: &str) -> Option<Syllable> {
        table().places.get(text).copied().map(Syllable)
    }

    /// The one with a number.
    pub fn numbered(number: u16) -> Option<Syllable> {
        (usize::from(number) < table().texts.len()).then_some(Syllable(number))
    }

    /// Its number: the same as long as the program runs.
    pub fn number(self) -> u16 {
        self.0
    }

    /// How it is written.
    pub fn text(self) -> &'static str {
        table().texts.get(usize::from(self.0)).map_or("", String::as_str)
    }

    /// Its first letter.
    pub fn first_letter(self) -> char {
        self.text().chars().next().unwrap_or_default()
    }

    /// Its consonants and the rest.
    pub fn halves(self) -> (&'static str, &'static str) {
        let initial = table().initials.get(usize::from(self.0)).copied().unwrap_or(0);
        self.text().split_at(initial)
    }

    /// How it is written with those that are often confused with it made equal; as [`blurred`].
    pub fn blurred(self) -> &'static str {
        table().blurred.get(usize::from(self.0)).map_or("", String::as_str)
    }

    /// The number that it shares with those that are often confused with it.
    pub fn blur(self) -> u16 {
        table().blurs.get(usize::from(self.0)).copied().unwrap_or(self.0)
    }
}

impl std::fmt::Debug for Syllable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text())
    }
}

/// A syllable with those that are often confused with it made equal: zh z, ch c, sh s, n l, ang an, eng en, ing in.
pub fn blurred(syllable: &str) -> String {
    let (initial, last) = halves(syllable);
    let initial = match initial {
        "zh" => "z",
        "ch" => "c",
        "sh" => "s",
        "n" => "l",
        other => other,
    };
    let last = last.strip_suffix('g').unwrap_or(last);
    format!("{initial}{last}")
}

/// A syllable's consonants and the rest.
fn halves(syllable: &str) -> (&str, &str) {
    let vowel = syllable.find(['a', 'e', 'i', 'o', 'u', 'v']).unwrap_or(syllable.len());
    syllable.split_at(vowel)
}

/// Whether this is a syllable of Standard Chinese, written without tone.
pub fn is_syllable(text: &str) -> bool {
    let (initial, last) = halves(text);
    FINALS.iter().any(|(initials, finals)| initials.contains(&initial) && finals.contains(&last))
}

/// Whether a syllable begins so and goes on.
pub fn begins_syllable(text: &str) -> bool {
    let (initial, last) = halves(text);
    FINALS.iter().any(|(initials, finals)| {
        initials.contains(&initial) && finals.iter().any(|f| f.starts_with(last) && f.len() > last.len())
    })
}

/// The syllables that begin so, the beginning itself not among them.
pub fn completions(begun: &str) -> Vec<String> {
    let mut out: Vec<String> = FINALS
        .iter()
        .flat_map(|(initials, finals)| {
            initials.iter().flat_map(|i| finals.iter().map(move |f| format!("{i}{f}")))
        })
        .filter(|syllable| syllable.len() > begun.len() && syllable.starts_with(begun))
        .collect();
    out.sort_unstable();
    out
}

/// Syllables of a few interjections that the scheme does not have.
const INTERJECTIONS: &[&str] = &["fiao", "lo", "yo"];

/// Which finals follow which initials (Scheme for the Chinese Phonetic Alphabet, ISO 7098).
const FINALS: &[(&[&str], &[&str])] = &[
    (&[""], &["a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er"]),
    (
        &["b", "p", "m"],
        &["a", "o", "ai", "ei", "ao", "an", "en", "ang", "eng", "i", "ie", "iao", "ian", "in", "ing", "u"],
    ),
    (&["p", "m"], &["ou"]),
    (&["m"], &["e", "iu"]),
    (&["f"], &["a", "o", "ei", "ou", "an", "en", "ang", "eng", "u"]),
    (
        &["d", "t"],
        &[
            "a", "e", "ai", "ei", "ao", "ou", "an", "ang", "eng", "ong", "i", "ie", "iao", "ian", "ing", "u",
            "uo", "ui", "uan", "un",
        ],
    ),
    (&["d"], &["en", "ia", "iu"]),
    (
        &["n", "l"],
        &[
            "a", "e", "ai", "ei", "ao", "ou", "an", "ang", "eng", "ong", "i", "ie", "iao", "iu", "ian", "in",
            "iang", "ing", "u", "uo", "uan", "un", "v", "ve", "ue",
        ],
    ),
    (&["n"], &["en"]),
    (&["l"], &["ia", "o"]),
    (
        &["g", "k", "h"],
        &[
            "a", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "u", "ua", "uo", "uai", "ui",
            "uan", "un", "uang",
        ],
    ),
    (
        &["j", "q", "x"],
        &["i", "ia", "ie", "iao", "iu", "ian", "in", "iang", "ing", "iong", "u", "ue", "uan", "un"],
    ),
    (
        &["zh", "ch", "sh"],
        &[
            "i", "a", "e", "ai", "ao", "ou", "an", "en", "ang", "eng", "u", "ua", "uo", "uai", "ui", "uan",
            "un", "uang",
        ],
    ),
    (&["zh", "sh"], &["ei"]),
    (&["zh", "ch"], &["ong"]),
    (&["r"], &["i", "e", "ao", "ou", "an", "en", "ang", "eng", "ong", "u", "ua", "uo", "ui", "uan", "un"]),
    (
        &["z", "c", "s"],
        &["i", "a", "e", "ai", "ao", "ou", "an", "en", "ang", "eng", "ong", "u", "uo", "ui", "uan", "un"],
    ),
    (&["z"], &["ei"]),
    (&["y"], &["a", "o", "e", "i", "u", "ao", "ou", "an", "in", "ang", "ing", "ong", "ue", "uan", "un"]),
    (&["w"], &["a", "o", "u", "ai", "ei", "an", "en", "ang", "eng"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confused_pairs_are_blurred_alike() {
        assert_eq!(blurred("zhang"), blurred("zan"));
        assert_eq!(blurred("ning"), blurred("lin"));
        // No syllable ends in `on`, so nothing is taken for 动 by losing its g.
        assert!(!is_syllable("don") && !is_syllable("gon"));
        assert_ne!(blurred("dong"), blurred("dang"));
        assert_ne!(blurred("zhong"), blurred("zhang"));
        let blur = |text: &str| Syllable::of(text).expect("a syllable").blur();
        for (a, b) in [("zhang", "zan"), ("ning", "lin"), ("dong", "dong"), ("ai", "bai"), ("shi", "si")] {
            assert_eq!(blur(a) == blur(b), blurred(a) == blurred(b), "{a} {b}");
        }
    }

    #[test]
    fn a_syllable_knows_itself() {
        for number in 0..u16::try_from(table().texts.len()).expect("few") {
            let syllable = Syllable::numbered(number).expect("one of the list");
            assert_eq!(Syllable::of(syllable.text()), Some(syllable));
            let (initial, last) = syllable.halves();
            assert_eq!(format!("{initial}{last}"), syllable.text());
        }
        assert_eq!(Syllable::of("gon"), None);
        assert_eq!(Syllable::of("zhuang").map(Syllable::halves), Some(("zh", "uang")));
    }
}
