//! Lays a run of typed characters along a question: letters that spell its characters wholly, half or by their first
//! letter, characters that are the same, sound the same or look the same, in order, gaps allowed.
//!
//! Dynamic programming over typed characters and units of the question: quadratic in lengths that are both small.

use std::ops::Range;

use crate::text::fold::{is_han, is_word};
use crate::text::lookalike::{look_alike, looks};
use crate::text::pinyin::{Spelling, others, reading, spellings, usual};
use crate::text::syllable::Syllable;

/// A question as it is heard: its letters without punctuation, each with its reading.
#[derive(Default)]
pub(super) struct Heard {
    units: Vec<Unit>,
    /// The blurred sounds of all units, as bits.
    sounds: [u64; SOUND_WORDS],
}

/// Words of bits for all syllables: there are some 400.
const SOUND_WORDS: usize = 8;

/// The word and the bit of a sound.
fn bit_of(sound: Syllable) -> (usize, u64) {
    let number = usize::from(sound.blur());
    (number / 64 % SOUND_WORDS, 1 << (number % 64))
}

/// A unit of a question.
#[derive(Clone, Copy)]
struct Unit {
    c: char,
    /// Where it stands in the question, in chars.
    at: usize,
    /// Its reading in context; `None` for what is not Chinese.
    reading: Option<Syllable>,
    looks: &'static [u16],
}

/// A typed run with what is known of its characters: asked once, used for every question.
#[derive(Default)]
pub(super) struct Typed {
    chars: Vec<char>,
    /// For each char its readings and how it looks; empty for letters.
    known: Vec<(Vec<Syllable>, &'static [u16])>,
}

impl Typed {
    /// Looks at a run; a longer one is cut.
    pub fn new(run: &[char]) -> Typed {
        let chars: Vec<char> = run.iter().copied().take(LONGEST_RUN).collect();
        let known = chars
            .iter()
            .map(|&c| {
                if is_han(c) {
                    (usual(c).into_iter().chain(others(c)).collect(), looks(c))
                } else {
                    (Vec::new(), &[][..])
                }
            })
            .collect();
        Typed { chars, known }
    }

    /// How many characters it has.
    pub fn len(&self) -> usize {
        self.chars.len()
    }
}

impl Heard {
    /// Hears a folded question.
    pub fn new(folded: &[char]) -> Heard {
        let mut sounds = [0; SOUND_WORDS];
        let units = folded
            .iter()
            .enumerate()
            .filter(|(_, c)| is_word(**c))
            .map(|(at, &c)| {
                let reading = if is_han(c) { reading(folded, at) } else { None };
                if let Some((word, bit)) = reading.map(bit_of)
                    && let Some(word) = sounds.get_mut(word)
                {
                    *word |= bit;
                }
                Unit { c, at, reading, looks: if is_han(c) { looks(c) } else { &[] } }
            })
            .collect();
        Heard { units, sounds }
    }

    /// Whether a character of this sound, or of one confused with it, may stand in the question.
    fn may_sound(&self, sound: Syllable) -> bool {
        let (word, bit) = bit_of(sound);
        self.sounds.get(word).is_some_and(|word| word & bit != 0)
    }

    /// At most so many typed characters stand for something in the question, in whatever order: what tells nearly all
    /// questions without likeness from the few that are worth an alignment.
    pub fn at_most(&self, typed: &Typed) -> usize {
        let stands = |(c, (sounds, shapes)): &(&char, &(Vec<Syllable>, &'static [u16]))| {
            sounds.iter().any(|sound| self.may_sound(*sound))
                || self.units.iter().any(|unit| unit.c == **c || look_alike(shapes, unit.looks))
        };
        typed.chars.iter().zip(&typed.known).filter(stands).count()
    }

    /// How many units it has.
    pub fn len(&self) -> usize {
        self.units.len()
    }
}

/// How a unit was matched, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// By a character that looks alike.
    Shape,
    /// By a character that sounds alike.
    Sound,
    /// By its first letter.
    Initial,
    /// By its spelling.
    Pinyin,
    /// By itself.
    Same,
}

/// One unit of the question and the typed characters that stand for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Place in the question, in chars.
    pub at: usize,
    /// The typed characters.
    pub typed: Range<usize>,
    /// How they match.
    pub how: How,
}

/// The best way to lay a run along a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alignment {
    /// What the match is worth: 1 for a unit spelled out, more where neighbours are neighbours.
    pub worth: f32,
    /// Typed characters that stand for something.
    pub used: usize,
    /// Gaps between matched units.
    pub gaps: usize,
    /// The matched units in order.
    pub steps: Vec<Step>,
}

/// What neighbouring matches add, as a share of the later one's worth.
const NEIGHBOUR: f32 = 0.5;
/// What a gap costs.
const GAP: f32 = 0.3;
/// What a typed character costs that stands for nothing.
const SKIP: f32 = 0.45;
/// What the beginning of the question adds.
const BEGINNING: f32 = 0.2;

#[derive(Clone, Copy)]
struct Cell {
    worth: f32,
    /// The cell before: units and typed characters, and how many characters this unit took.
    before: (u16, u16),
    took: u8,
    how: How,
}

const NOTHING: Cell = Cell { worth: f32::NEG_INFINITY, before: (0, 0), took: 0, how: How::Shape };

/// Room for the table, used again from question to question.
#[derive(Default)]
pub(super) struct Room {
    cells: Vec<Cell>,
    open: Vec<(f32, (u16, u16))>,
}

/// A run longer than this is cut.
const LONGEST_RUN: usize = 64;

/// What one match of a unit is worth.
fn worth_of(spelling: Spelling, taken: usize, at_end: bool) -> Option<(f32, How)> {
    Some(match spelling {
        Spelling::Whole => (1.0, How::Pinyin),
        Spelling::Blurred => (0.85, How::Pinyin),
        // A syllable breaks off where the typing does.
        Spelling::Begun if at_end => (0.8, How::Pinyin),
        Spelling::Begun => return None,
        Spelling::Initial => (if taken > 1 { 0.55 } else { 0.5 }, How::Initial),
    })
}

/// The ways in which the typed characters from `at` on may stand for a unit.
fn options(
    unit: Unit,
    typed: &Typed,
    at: usize,
    blur: bool,
    loose: bool,
    mut each: impl FnMut(usize, f32, How),
) {
    let Unit { c, reading, .. } = unit;
    let rest = typed.chars.get(at..).unwrap_or_default();
    let Some(&first) = rest.first() else { return };
    if first == c {
        each(1, if reading.is_some() { 1.0 } else { 0.4 }, How::Same);
        return;
    }
    let Some(reading) = reading else { return };
    if !first.is_ascii() {
        let Some((sounds, shapes)) = typed.known.get(at).filter(|_| loose) else { return };
        if look_alike(shapes, unit.looks) {
            each(1, 0.6, How::Shape);
        }
        if sounds.contains(&reading) {
            each(1, 0.7, How::Sound);
        } else if blur && sounds.first().is_some_and(|s| s.blur() == reading.blur()) {
            each(1, 0.5, How::Sound);
        }
        return;
    }
    if !first.is_ascii_lowercase() {
        return;
    }
    let mut tell = |reading: Syllable, share: f32| {
        spellings(reading, rest, blur, |taken, spelling| {
            if let Some((worth, how)) = worth_of(spelling, taken, taken == rest.len()) {
                each(taken, worth * share, how);
            }
        });
    };
    tell(reading, 1.0);
    for other in others(c).filter(|other| *other != reading) {
        tell(other, 0.85);
    }
}

/// Lays `typed` along the question. `loose` lets characters stand for others that sound or look alike.
pub(super) fn align(
    typed: &Typed,
    heard: &Heard,
    blur: bool,
    loose: bool,
    room: &mut Room,
) -> Option<Alignment> {
    let (m, n) = (typed.len(), heard.units.len());
    let width = m + 1;
    room.cells.clear();
    room.cells.resize((n + 1) * width, NOTHING);
    room.open.clear();
    room.open.resize(width, (f32::NEG_INFINITY, (0, 0)));
    let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    for (j, unit) in heard.units.iter().enumerate() {
        for i in 0..m {
            let contiguous = room.cells.get(j * width + i).map_or(f32::NEG_INFINITY, |cell| cell.worth);
            let (open, open_at) = room.open.get(i).copied().unwrap_or((f32::NEG_INFINITY, (0, 0)));
            let skipped = f32::from(small(i)) * SKIP;
            let start = if j == 0 { BEGINNING } else { 0.0 } - skipped;
            let cells = &mut room.cells;
            options(*unit, typed, i, blur, loose, |taken, worth, how| {
                let ways = [
                    (contiguous + worth * (1.0 + NEIGHBOUR), (small(j), small(i))),
                    (open - GAP + worth, open_at),
                    (start + worth, (0, 0)),
                ];
                let Some(slot) = cells.get_mut((j + 1) * width + i + taken) else { return };
                for (total, before) in ways {
                    if total > slot.worth {
                        *slot =
                            Cell { worth: total, before, took: u8::try_from(taken).unwrap_or(u8::MAX), how };
                    }
                }
            });
        }
        for i in 0..=m {
            let worth = room.cells.get((j + 1) * width + i).map_or(f32::NEG_INFINITY, |cell| cell.worth);
            if let Some(slot) = room.open.get_mut(i)
                && worth > slot.0
            {
                *slot = (worth, (small(j + 1), small(i)));
            }
        }
        // A typed character may stand for nothing.
        for i in 0..m {
            let (worth, at) = room.open.get(i).copied().unwrap_or((f32::NEG_INFINITY, (0, 0)));
            if let Some(slot) = room.open.get_mut(i + 1)
                && worth - SKIP > slot.0
            {
                *slot = (worth - SKIP, at);
            }
        }
    }
    let (worth, at) = room.open.get(m).copied()?;
    if worth <= 0.0 {
        return None;
    }
    Some(trace(room, heard, width, worth, at))
}

fn trace(room: &Room, heard: &Heard, width: usize, worth: f32, mut at: (u16, u16)) -> Alignment {
    let mut steps = Vec::new();
    while at.0 > 0 {
        let (j, i) = (usize::from(at.0), usize::from(at.1));
        let (Some(cell), Some(unit)) = (room.cells.get(j * width + i), heard.units.get(j - 1)) else { break };
        let took = usize::from(cell.took);
        steps.push(Step { at: unit.at, typed: i.saturating_sub(took)..i, how: cell.how });
        if cell.before.0 >= at.0 {
            break;
        }
        at = cell.before;
    }
    steps.reverse();
    let used = steps.iter().map(|step| step.typed.len()).sum();
    let gaps = steps.windows(2).filter(|w| matches!(w, [a, b] if b.at > a.at + 1)).count();
    Alignment { worth, used, gaps, steps }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold_chars;
    use proptest::prelude::*;

    fn aligned(typed: &str, question: &str) -> Option<Alignment> {
        align(
            &Typed::new(&fold_chars(typed)),
            &Heard::new(&fold_chars(question)),
            true,
            true,
            &mut Room::default(),
        )
    }

    fn matched(typed: &str, question: &str) -> String {
        let chars = fold_chars(question);
        let steps = aligned(typed, question).map(|a| a.steps).unwrap_or_default();
        steps.iter().filter_map(|s| chars.get(s.at)).collect()
    }

    #[test]
    fn every_way_of_typing_finds_its_characters() {
        for (typed, question, want) in [
            ("liuliangbao", "怎么订流量包", "流量包"),
            ("llb", "怎么订流量包", "流量包"),
            ("liulb", "怎么订流量包", "流量包"),
            ("流量b", "怎么订流量包", "流量包"),
            ("fzjhecssl", "负载均衡，可调整ECS数量", "负载均衡ecs数量"),
            ("chongzhimima", "重置密码", "重置密码"),
            ("xianzai", "现在办理", "现在"),
            ("携转", "携号转网", "携转"),
            ("浙将", "浙江用户", "浙江"),
            ("lanse", "蓝色灯", "蓝色"),
            ("zanghao", "账号", "账号"),
        ] {
            assert_eq!(matched(typed, question), want, "{typed}");
        }
    }

    #[test]
    fn better_evidence_is_worth_more() {
        let worth = |typed, question| aligned(typed, question).map_or(0.0, |a| a.worth);
        assert!(worth("liuliang", "流量") > worth("ll", "流量"));
        assert!(worth("llb", "流量包") > worth("llb", "流程和量表"));
        assert!(worth("携转", "携号转网") < worth("携转", "携转"));
        assert!(worth("zhang", "张") > worth("zang", "张"));
        assert!(worth("chong", "重置") > worth("zhong", "重置"));
    }

    proptest! {
        #[test]
        fn no_alignment_uses_more_than_can_stand(typed in "[流量包重置冲至末未携转]{1,12}", question in "[流量包重置充值未末携号转网，]{0,20}") {
            let (typed, heard) = (Typed::new(&fold_chars(&typed)), Heard::new(&fold_chars(&question)));
            if let Some(found) = align(&typed, &heard, true, true, &mut Room::default()) {
                prop_assert!(found.used <= heard.at_most(&typed));
            }
        }

        #[test]
        fn steps_go_forward(typed in "[a-z流量包重置]{1,20}", question in "[a-z流量包重置，]{0,20}") {
            if let Some(found) = aligned(&typed, &question) {
                prop_assert!(found.steps.windows(2).all(|w| w[0].at < w[1].at && w[0].typed.end <= w[1].typed.start));
                prop_assert!(found.used <= typed.chars().count());
            }
        }
    }
}
