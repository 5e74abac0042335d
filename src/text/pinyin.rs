//! How Chinese characters sound: readings in context, and how people spell them with letters.
//!
//! Readings of single characters come from the `pinyin` crate; which of several readings a word takes comes from
//! `data/language/polyphones.tsv`. A syllable is written without tone, ü as v (`lv`, `nv`), as input methods have it.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};

use pinyin::ToPinyin as _;

use super::fold::is_han;
use super::syllable::{Syllable, begins_syllable, is_syllable};

/// One polyphonic character: its usual reading, and the words in which it is read otherwise.
struct Polyphone {
    usual: Syllable,
    others: Vec<(Syllable, Vec<Vec<char>>)>,
}

fn polyphones() -> &'static HashMap<char, Polyphone> {
    static TABLE: OnceLock<HashMap<char, Polyphone>> = OnceLock::new();
    TABLE.get_or_init(|| {
        super::table::rows(include_str!("../../data/language/polyphones.tsv"))
            .filter_map(|mut cells| {
                let c = cells.next()?.chars().next()?;
                let usual = Syllable::of(cells.next()?)?;
                let others = cells
                    .next()
                    .unwrap_or_default()
                    .split(';')
                    .filter_map(|other| {
                        let (reading, words) = other.split_once(':')?;
                        let words = words.split(',').map(|w| w.chars().collect()).collect();
                        Some((Syllable::of(reading.trim())?, words))
                    })
                    .collect();
                Some((c, Polyphone { usual, others }))
            })
            .collect()
    })
}

/// What is known of a character's sound without its context.
#[derive(Clone, Copy)]
enum Voice {
    /// It has no known reading.
    Mute,
    /// It is read so everywhere.
    Always(Syllable),
    /// It is read so or otherwise.
    Polyphone(Syllable),
}

impl Voice {
    const UNKNOWN: u16 = 0;
    const MUTE: u16 = 1;
    const READ: u16 = 2;
    const POLYPHONE: u16 = 1 << 15;

    fn of(c: char) -> Voice {
        /// The block of the common characters. Ranking asks for thousands of readings in a query, so each is looked up
        /// in the tables once and kept as a number; what nobody asks for takes no memory.
        const FIRST: usize = 0x4e00;
        const COUNT: usize = 0xa000 - FIRST;
        static KEPT: [AtomicU16; COUNT] = [const { AtomicU16::new(Voice::UNKNOWN) }; COUNT];
        let slot = usize::try_from(u32::from(c)).ok().and_then(|c| KEPT.get(c.checked_sub(FIRST)?));
        let Some(slot) = slot else { return Voice::looked_up(c) };
        let kept = slot.load(Ordering::Relaxed);
        if kept != Voice::UNKNOWN {
            return Voice::kept(kept);
        }
        let voice = Voice::looked_up(c);
        slot.store(voice.keep(), Ordering::Relaxed);
        voice
    }

    fn looked_up(c: char) -> Voice {
        if !is_han(c) {
            return Voice::Mute;
        }
        match polyphones().get(&c) {
            Some(polyphone) => Voice::Polyphone(polyphone.usual),
            None => plain(c).map_or(Voice::Mute, Voice::Always),
        }
    }

    fn keep(self) -> u16 {
        match self {
            Voice::Mute => Voice::MUTE,
            Voice::Always(reading) => Voice::READ + reading.number(),
            Voice::Polyphone(usual) => Voice::POLYPHONE | (Voice::READ + usual.number()),
        }
    }

    fn kept(kept: u16) -> Voice {
        let reading = |n: u16| n.checked_sub(Voice::READ).and_then(Syllable::numbered);
        match reading(kept & !Voice::POLYPHONE) {
            Some(usual) if kept & Voice::POLYPHONE != 0 => Voice::Polyphone(usual),
            Some(only) => Voice::Always(only),
            None => Voice::Mute,
        }
    }
}

/// The usual reading of a character; `None` for what is no Chinese character or has no known reading.
pub fn usual(c: char) -> Option<Syllable> {
    match Voice::of(c) {
        Voice::Mute => None,
        Voice::Always(reading) | Voice::Polyphone(reading) => Some(reading),
    }
}

fn plain(c: char) -> Option<Syllable> {
    Syllable::of(match c.to_pinyin()?.plain() {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" => "lue",
        "nüe" => "nue",
        reading => reading,
    })
}

/// The other current readings of a character, beside the one that it has in its context.
pub fn others(c: char) -> impl Iterator<Item = Syllable> {
    let polyphone = match Voice::of(c) {
        Voice::Polyphone(_) => polyphones().get(&c),
        Voice::Mute | Voice::Always(_) => None,
    };
    polyphone.into_iter().flat_map(|p| std::iter::once(p.usual).chain(p.others.iter().map(|(r, _)| *r)))
}

/// A text as it is typed in letters: its initials, and its syllables in one word; what is not Chinese stays out.
///
/// 复制内部口径 gives `fznbkj` and `fuzhineibukoujing`.
pub fn letters(text: &str) -> (String, String) {
    let chars: Vec<char> = text.chars().collect();
    let readings: Vec<Syllable> = (0..chars.len()).filter_map(|at| reading(&chars, at)).collect();
    (readings.iter().map(|r| r.first_letter()).collect(), readings.iter().map(|r| r.text()).collect())
}

/// The reading of the character at `at` in its context.
pub fn reading(text: &[char], at: usize) -> Option<Syllable> {
    let c = *text.get(at)?;
    let usual = match Voice::of(c) {
        Voice::Mute => return None,
        Voice::Always(reading) => return Some(reading),
        Voice::Polyphone(usual) => usual,
    };
    let others = polyphones().get(&c).map(|polyphone| polyphone.others.as_slice()).unwrap_or_default();
    let longest = |words: &Vec<Vec<char>>| {
        words.iter().filter(|word| stands_at(text, at, c, word)).map(Vec::len).max().unwrap_or(0)
    };
    let best = others.iter().map(|(reading, words)| (longest(words), *reading)).max_by_key(|(n, _)| *n);
    Some(best.filter(|(length, _)| *length > 0).map_or(usual, |(_, reading)| reading))
}

/// Whether a word stands in the text so that its `c` falls on `at`.
fn stands_at(text: &[char], at: usize, c: char, word: &[char]) -> bool {
    word.iter().enumerate().filter(|(_, w)| **w == c).any(|(offset, _)| {
        at.checked_sub(offset)
            .and_then(|from| text.get(from..from + word.len()))
            .is_some_and(|cut| cut == word)
    })
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
pub fn spellings(syllable: Syllable, letters: &[char], blur: bool, mut each: impl FnMut(usize, Spelling)) {
    // Nearly all that is asked ends here: only n and l are confused among first letters.
    let begins = |c: char| letters.first() == Some(&c);
    match syllable.first_letter() {
        'n' | 'l' if blur && (begins('n') || begins('l')) => {}
        first if begins(first) => {}
        _ => return,
    }
    let (initial, last) = syllable.halves();
    let syllable = syllable.text();
    let same = |text: &str, at: usize| {
        text.chars().zip(letters.iter().skip(at)).take_while(|(a, b)| a == *b).count()
    };
    let whole = same(syllable, 0);
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

const LONGEST_SYLLABLE: usize = 6;

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        (0..chars.len())
            .filter_map(|at| reading(&chars, at))
            .map(Syllable::text)
            .collect::<Vec<_>>()
            .join(" ")
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
        let syllable = Syllable::of(syllable).expect("a syllable");
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
    fn every_reading_of_the_tables_is_a_syllable() {
        let rows = || crate::text::table::rows(include_str!("../../data/language/polyphones.tsv"));
        assert_eq!(polyphones().len(), rows().count(), "a usual reading is no syllable");
        for mut cells in rows() {
            let c = cells.next().and_then(|cell| cell.chars().next()).expect("a character");
            let others = cells.nth(1).unwrap_or_default().split(';').filter(|o| !o.is_empty()).count();
            let polyphone = polyphones().get(&c).expect("a polyphone");
            assert_eq!(polyphone.others.len(), others, "{c}: a reading is no syllable");
            for (reading, words) in &polyphone.others {
                assert!(words.iter().all(|w| w.contains(&c)), "{c} {reading:?} {words:?}");
            }
        }
        // Only interjections that are read without a vowel, or with one that is not written with letters, are left out.
        let left = ('\u{4e00}'..='\u{9fa5}').filter(|c| plain(*c).is_none());
        let left: Vec<&str> = left.filter_map(|c| c.to_pinyin()).map(|p| p.plain()).collect();
        assert!(left.iter().all(|r| ["m", "n", "ng", "hm", "hng"].contains(r) || !r.is_ascii()), "{left:?}");
    }

    #[test]
    fn a_reading_kept_is_the_one_looked_up() {
        for c in ('\u{4e00}'..='\u{9fff}').chain(['a', '，', '㐀']) {
            let looked_up = Voice::looked_up(c).keep();
            assert_eq!(Voice::of(c).keep(), looked_up, "{c}");
            assert_eq!(Voice::of(c).keep(), looked_up, "{c} again");
        }
    }

    proptest! {
        #[test]
        fn pieces_cover_the_run_without_gaps(letters in "[a-z]{0,40}") {
            let (one, _) = pieces(&letters);
            prop_assert_eq!(cut(&letters, &one).concat(), letters);
        }
    }
}
