//! How Chinese characters sound: readings in context, and how people spell them with letters.
//!
//! Readings of single characters come from the `pinyin` crate; which of several readings a word takes comes from
//! `data/language/polyphones.tsv`. A syllable is written without tone, ü as v (`lv`, `nv`), as input methods have it.

use std::collections::HashMap;
use std::sync::OnceLock;

use pinyin::ToPinyin as _;

use super::fold::is_han;

/// One polyphonic character: its usual reading, and the words in which it is read otherwise.
struct Polyphone {
    usual: &'static str,
    others: Vec<(&'static str, Vec<Vec<char>>)>,
}

fn polyphones() -> &'static HashMap<char, Polyphone> {
    static TABLE: OnceLock<HashMap<char, Polyphone>> = OnceLock::new();
    TABLE.get_or_init(|| {
        super::table::rows(include_str!("../../data/language/polyphones.tsv"))
            .filter_map(|mut cells| {
                let c = cells.next()?.chars().next()?;
                let usual = cells.next()?;
                let others = cells
                    .next()
                    .unwrap_or_default()
                    .split(';')
                    .filter_map(|other| {
                        let (reading, words) = other.split_once(':')?;
                        let words = words.split(',').map(|w| w.chars().collect()).collect();
                        Some((reading.trim(), words))
                    })
                    .collect();
                Some((c, Polyphone { usual, others }))
            })
            .collect()
    })
}

/// The usual reading of a character; `None` for what is no Chinese character or has no known reading.
pub fn usual(c: char) -> Option<&'static str> {
    if !is_han(c) {
        return None;
    }
    match polyphones().get(&c) {
        Some(polyphone) => Some(polyphone.usual),
        None => plain(c),
    }
}

fn plain(c: char) -> Option<&'static str> {
    Some(match c.to_pinyin()?.plain() {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" => "lue",
        "nüe" => "nue",
        // A few interjections are read without a vowel.
        "m" | "n" | "ng" | "hm" | "hng" => return None,
        reading if reading.is_ascii() => reading,
        _ => return None,
    })
}

/// The other current readings of a character, beside the one that it has in its context.
pub fn others(c: char) -> impl Iterator<Item = &'static str> {
    polyphones()
        .get(&c)
        .into_iter()
        .flat_map(|p| std::iter::once(p.usual).chain(p.others.iter().map(|(r, _)| *r)))
}

/// The reading of the character at `at` in its context.
pub fn reading(text: &[char], at: usize) -> Option<&'static str> {
    let c = *text.get(at)?;
    if !is_han(c) {
        return None;
    }
    let Some(polyphone) = polyphones().get(&c) else { return plain(c) };
    let longest = |words: &Vec<Vec<char>>| {
        words.iter().filter(|word| stands_at(text, at, c, word)).map(Vec::len).max().unwrap_or(0)
    };
    let best =
        polyphone.others.iter().map(|(reading, words)| (longest(words), *reading)).max_by_key(|(n, _)| *n);
    Some(best.filter(|(length, _)| *length > 0).map_or(polyphone.usual, |(_, reading)| reading))
}

/// Whether a word stands in the text so that its `c` falls on `at`.
fn stands_at(text: &[char], at: usize, c: char, word: &[char]) -> bool {
    word.iter().enumerate().filter(|(_, w)| **w == c).any(|(offset, _)| {
        at.checked_sub(offset)
            .and_then(|from| text.get(from..from + word.len()))
            .is_some_and(|cut| cut == word)
    })
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

/// Whether two syllables are confused, or the same.
pub fn is_blurred(a: &str, b: &str) -> bool {
    let first = |s: &str| match s {
        "zh" | "z" => 0,
        "ch" | "c" => 1,
        "sh" | "s" => 2,
        "n" | "l" => 3,
        other => other.bytes().next().map_or(4, |b| 4 + usize::from(b)),
    };
    let open = |s: &str| match s.strip_suffix('g') {
        Some(open) if !open.ends_with('o') => open.len(),
        _ => s.len(),
    };
    let ((head_a, tail_a), (head_b, tail_b)) = (halves(a), halves(b));
    first(head_a) == first(head_b) && tail_a.get(..open(tail_a)) == tail_b.get(..open(tail_b))
}

/// A syllable's consonants and the rest.
fn halves(syllable: &str) -> (&str, &str) {
    let vowel = syllable.find(['a', 'e', 'i', 'o', 'u', 'v']).unwrap_or(syllable.len());
    syllable.split_at(vowel)
}

/// How letters spell a syllable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spelling {
    /// Only how it begins: its first letter, or zh, ch, sh.
    Initial,
    /// A beginning of it, longer than its initial.
    Begun,
    /// All of it, but for a pair that is often confused.
    Blurred,
    /// All of it.
    Whole,
}

/// The ways in which `letters` may begin with a syllable: how many letters it takes and how well they spell it.
/// `blur` allows the confused pairs.
pub fn spellings(syllable: &str, letters: &[char], blur: bool, mut each: impl FnMut(usize, Spelling)) {
    let (initial, last) = halves(syllable);
    let same = |text: &str, at: usize| {
        text.chars().zip(letters.iter().skip(at)).take_while(|(a, b)| a == *b).count()
    };
    let whole = same(syllable, 0);
    if whole == 0 && !blur {
        return;
    }
    let mut widest = 0;
    if whole == syllable.len() {
        each(whole, Spelling::Whole);
        widest = whole;
    } else if whole > initial.len().max(1) {
        each(whole, Spelling::Begun);
    }
    if whole > 0 {
        each(1, Spelling::Initial);
        if initial.len() == 2 && whole >= 2 {
            each(2, Spelling::Initial);
        }
    }
    if !blur {
        return;
    }
    let heads: &[&str] = match initial {
        "zh" | "z" => &["zh", "z"],
        "ch" | "c" => &["ch", "c"],
        "sh" | "s" => &["sh", "s"],
        "n" | "l" => &["n", "l"],
        _ => std::slice::from_ref(&initial),
    };
    let open = last.strip_suffix('g').unwrap_or(last);
    let nasal = open.ends_with("an") || open.ends_with("en") || open.ends_with("in");
    for head in heads {
        if same(head, 0) < head.len() || same(open, head.len()) < open.len() {
            continue;
        }
        let short = head.len() + open.len();
        let mut tell = |taken: usize, text_is_exact: bool| {
            if !text_is_exact && taken != widest {
                each(taken, Spelling::Blurred);
            }
        };
        tell(short, *head == initial && open == last);
        if nasal && letters.get(short) == Some(&'g') {
            tell(short + 1, *head == initial && open != last);
        }
    }
}

/// A piece of a run of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// First letter.
    pub from: usize,
    /// The letter after its last.
    pub to: usize,
    /// Whether it is a whole syllable; else it is an initial, or a syllable still being typed.
    pub whole: bool,
}

/// The pieces of the best readings of a run of ASCII letters as pinyin: as few as possible, each a syllable, an initial,
/// or at the end a syllable still being typed; then all pieces of readings that take one piece more at most.
///
/// The first list is one reading from left to right.
pub fn pieces(letters: &str) -> (Vec<Piece>, Vec<Piece>) {
    let n = letters.len();
    let edges: Vec<(Piece, u32)> = (0..n).flat_map(|from| edges_from(letters, from)).collect();
    let mut before = vec![u32::MAX; n + 1];
    let mut after = vec![u32::MAX; n + 1];
    if let Some(first) = before.first_mut() {
        *first = 0;
    }
    if let Some(last) = after.last_mut() {
        *last = 0;
    }
    let get = |list: &[u32], at: usize| list.get(at).copied().unwrap_or(u32::MAX);
    for (piece, cost) in &edges {
        let new = get(&before, piece.from).saturating_add(*cost);
        if let Some(slot) = before.get_mut(piece.to).filter(|slot| new < **slot) {
            *slot = new;
        }
    }
    for (piece, cost) in edges.iter().rev() {
        let new = get(&after, piece.to).saturating_add(*cost);
        if let Some(slot) = after.get_mut(piece.from).filter(|slot| new < **slot) {
            *slot = new;
        }
    }
    let best = get(&before, n);
    if best == u32::MAX {
        return (Vec::new(), Vec::new());
    }
    let through = |piece: &Piece, cost: u32| {
        get(&before, piece.from).saturating_add(cost).saturating_add(get(&after, piece.to))
    };
    let all = edges.iter().filter(|(p, c)| through(p, *c) <= best + SYLLABLE).map(|(p, _)| *p).collect();
    let mut one = Vec::new();
    let mut at = 0;
    while at < n {
        let next = edges
            .iter()
            .filter(|(p, c)| p.from == at && through(p, *c) == best)
            .map(|(p, _)| *p)
            .max_by_key(|p| p.to);
        let Some(next) = next else { break };
        one.push(next);
        at = next.to;
    }
    (one, all)
}

/// What a syllable costs in a reading; other pieces cost the same and a little more.
const SYLLABLE: u32 = 100;

fn edges_from(letters: &str, from: usize) -> Vec<(Piece, u32)> {
    let n = letters.len();
    let mut edges = Vec::new();
    for to in from + 1..=n.min(from + LONGEST_SYLLABLE) {
        let Some(cut) = letters.get(from..to) else { continue };
        if is_syllable(cut) {
            // One vowel alone is a syllable too (a, e, o), but rarely meant.
            edges.push((
                Piece { from, to, whole: true },
                if cut.len() == 1 { SYLLABLE + 10 } else { SYLLABLE },
            ));
        } else if cut.len() == 1 {
            edges.push((Piece { from, to, whole: false }, SYLLABLE + 5));
        } else if matches!(cut, "zh" | "ch" | "sh") {
            edges.push((Piece { from, to, whole: false }, SYLLABLE + 3));
        } else if to == n && begins_syllable(cut) {
            edges.push((Piece { from, to, whole: false }, SYLLABLE + 2));
        }
    }
    edges
}

const LONGEST_SYLLABLE: usize = 6;

/// Whether this is a syllable of Standard Chinese, written without tone.
pub fn is_syllable(text: &str) -> bool {
    let (initial, last) = halves(text);
    FINALS.iter().any(|(initials, finals)| initials.contains(&initial) && finals.contains(&last))
}

fn begins_syllable(text: &str) -> bool {
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
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        (0..chars.len()).filter_map(|at| reading(&chars, at)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_decide_between_readings() {
        assert_eq!(read("重置密码"), "chong zhi mi ma");
        assert_eq!(read("重要"), "zhong yao");
        assert_eq!(read("银行"), "yin hang");
        assert_eq!(read("行程"), "xing cheng");
        assert_eq!(read("充值"), "chong zhi");
        assert_eq!(read("重庆"), "chong qing");
        assert_eq!(read("费率"), "fei lv");
        assert_eq!(read("绿色"), "lv se");
    }

    fn spelled(syllable: &str, letters: &str, blur: bool) -> Vec<(usize, Spelling)> {
        let letters: Vec<char> = letters.chars().collect();
        let mut out = Vec::new();
        spellings(syllable, &letters, blur, |n, s| out.push((n, s)));
        out
    }

    #[test]
    fn letters_spell_a_syllable_in_several_ways() {
        use Spelling::{Begun, Blurred, Initial, Whole};
        assert_eq!(spelled("zhang", "zhangdan", false), [(5, Whole), (1, Initial), (2, Initial)]);
        assert_eq!(spelled("liang", "lia", false), [(3, Begun), (1, Initial)]);
        assert_eq!(spelled("liu", "lb", false), [(1, Initial)]);
        assert_eq!(spelled("zhan", "zan", true), [(1, Initial), (3, Blurred)]);
        assert_eq!(spelled("zan", "zhang", true), [(1, Initial), (4, Blurred), (5, Blurred)]);
        assert_eq!(spelled("niu", "liu", true), [(3, Blurred)]);
        assert_eq!(spelled("niu", "liu", false), []);
        assert_eq!(spelled("bao", "dao", true), []);
    }

    fn cut<'t>(letters: &'t str, pieces: &[Piece]) -> Vec<&'t str> {
        pieces.iter().filter_map(|p| letters.get(p.from..p.to)).collect()
    }

    #[test]
    fn letters_are_cut_into_as_few_pieces_as_possible() {
        for (letters, want) in [
            ("liuliangbao", vec!["liu", "liang", "bao"]),
            ("llb", vec!["l", "l", "b"]),
            ("liulb", vec!["liu", "l", "b"]),
            ("fuzaijunhengyunxingzhongs", vec!["fu", "zai", "jun", "heng", "yun", "xing", "zhong", "s"]),
            ("guangm", vec!["guang", "m"]),
            ("kuand", vec!["kuan", "d"]),
            ("chongzh", vec!["chong", "zh"]),
        ] {
            assert_eq!(cut(letters, &pieces(letters).0), want, "{letters}");
        }
        let (_, all) = pieces("xian");
        assert_eq!(cut("xian", &all), ["xi", "xian", "an"]);
    }

    #[test]
    fn confused_pairs_are_blurred_alike() {
        assert_eq!(blurred("zhang"), blurred("zan"));
        assert_eq!(blurred("ning"), blurred("lin"));
        // No syllable ends in `on`, so nothing is taken for 动 by losing its g.
        assert!(!is_syllable("don") && !is_syllable("gon"));
        assert_ne!(blurred("dong"), blurred("dang"));
        assert_ne!(blurred("zhong"), blurred("zhang"));
        for (a, b) in [
            ("zhang", "zan"),
            ("ning", "lin"),
            ("dong", "dong"),
            ("gong", "gon"),
            ("ai", "bai"),
            ("shi", "si"),
        ] {
            assert_eq!(is_blurred(a, b), blurred(a) == blurred(b), "{a} {b}");
        }
    }

    #[test]
    fn every_reading_of_the_tables_is_a_syllable() {
        for (c, polyphone) in polyphones() {
            assert!(is_syllable(polyphone.usual), "{c} {}", polyphone.usual);
            for (reading, words) in &polyphone.others {
                assert!(is_syllable(reading), "{c} {reading}");
                assert!(words.iter().all(|w| w.contains(c)), "{c} {reading} {words:?}");
            }
        }
        let odd: Vec<_> = ('\u{4e00}'..='\u{9fa5}').filter_map(plain).filter(|r| !is_syllable(r)).collect();
        assert!(odd.iter().all(|r| ["yo", "ê", "lo", "fiao"].contains(r)), "{odd:?}");
    }

    proptest! {
        #[test]
        fn pieces_cover_the_run_without_gaps(letters in "[a-z]{0,40}") {
            let (one, _) = pieces(&letters);
            prop_assert_eq!(cut(&letters, &one).concat(), letters);
        }
    }
}
