//! A text in parts, for a channel that does not take it at once.

use super::glue::{Hold, glue};

/// How good a place for a cut is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Anywhere,
    Word,
    Clause,
    Sentence,
    Line,
    Paragraph,
}

/// A place where a text can be cut. White space there belongs to neither part.
#[derive(Debug, Clone, Copy)]
struct Cut {
    /// The char behind the last of the part before.
    end: usize,
    /// The first char of the part after.
    next: usize,
    rank: Rank,
    hold: Hold,
}

/// Which cut is taken: the last of the first rank that leaves the part at least so full, in eighths.
///
/// Half a part for the sake of a clean end is read more easily than a full one that stops in a clause; less is a scrap.
const CHOICE: [(Rank, usize); 8] = [
    (Rank::Paragraph, 4),
    (Rank::Line, 4),
    (Rank::Sentence, 4),
    (Rank::Sentence, 3),
    (Rank::Clause, 4),
    (Rank::Word, 6),
    (Rank::Clause, 2),
    (Rank::Anywhere, 0),
];

/// A text in parts of at most `limit_chars` chars each. One that fits is its only part; a blank one has none.
///
/// Several are numbered, `(1/3) ` in front, and the number is counted. Cut is at the end of a paragraph, else of a line,
/// a sentence, a clause, else anywhere, but not inside an address, a number with its unit or a variable unless such a thing
/// alone is longer than a part. White space at the cuts is dropped, nothing else. With a limit that hardly holds the number
/// (under 20) a part can be longer than it.
pub fn parts(text: &str, limit_chars: usize) -> Vec<String> {
    let text = text.trim();
    let chars: Vec<char> = text.chars().collect();
    if chars.is_empty() {
        return Vec::new();
    }
    if chars.len() <= limit_chars {
        return vec![text.to_owned()];
    }
    let cuts = cuts(&chars, &glue(text));
    // More parts have longer numbers, which leave less room, which makes more parts.
    let mut digits = 1;
    let pieces = loop {
        let room = limit_chars.saturating_sub("(/) ".len() + 2 * digits).max(1);
        let pieces = divide(&chars, &cuts, room);
        let needed = pieces.len().to_string().len();
        if needed <= digits {
            break pieces;
        }
        digits = needed;
    };
    let count = pieces.len();
    let number = |(at, piece): (usize, String)| format!("({}/{count}) {piece}", at + 1);
    pieces.into_iter().enumerate().map(number).collect()
}

fn divide(chars: &[char], cuts: &[Cut], room: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let (mut start, mut seen) = (0, 0);
    while chars.len() - start > room {
        let rest = cuts.get(seen..).unwrap_or_default();
        let reach = rest.partition_point(|cut| cut.end <= start + room);
        let window = rest.get(..reach).unwrap_or_default();
        let cut = choose(window, start, chars.len(), room);
        pieces.push(chars.iter().skip(start).take(cut.end - start).collect());
        start = cut.next;
        seen += rest.partition_point(|c| c.next <= start);
    }
    pieces.push(chars.iter().skip(start).collect());
    pieces
}

/// The cut for a part that begins at `start`, of those that it can reach.
fn choose(window: &[Cut], start: usize, length: usize, room: usize) -> Cut {
    if let Some(cut) = halves(window, start, length, room) {
        return cut;
    }
    let free = |eighths: usize, rank: Rank| {
        let full = |cut: &&Cut| (cut.end - start) * 8 >= room * eighths;
        window.iter().rev().take_while(full).find(|cut| cut.hold == Hold::Free && cut.rank >= rank)
    };
    CHOICE
        .iter()
        .find_map(|&(rank, eighths)| free(eighths, rank))
        .or_else(|| window.iter().rev().find(|cut| cut.hold < Hold::Grapheme))
        .copied()
        // A grapheme longer than a part.
        .unwrap_or(Cut { end: start + room, next: start + room, rank: Rank::Anywhere, hold: Hold::Grapheme })
}

/// Where two parts are enough for the rest, the best cut near the middle: the last part is then no scrap.
fn halves(window: &[Cut], start: usize, length: usize, room: usize) -> Option<Cut> {
    let middle = start + (length - start) / 2;
    window
        .iter()
        .filter(|cut| cut.hold == Hold::Free && cut.rank >= Rank::Clause && length - cut.next <= room)
        .filter(|cut| (cut.end - start) * 4 >= room && (length - cut.next) * 4 >= room)
        .max_by_key(|cut| (cut.rank, std::cmp::Reverse(cut.end.abs_diff(middle))))
        .copied()
}

/// All places between two chars that are not white space, in order.
fn cuts(chars: &[char], holds: &[Hold]) -> Vec<Cut> {
    let mut cuts = Vec::with_capacity(chars.len());
    let mut heading = chars.first() == Some(&'#');
    let mut end = 0;
    for (next, (&c, &hold)) in chars.iter().zip(holds).enumerate() {
        if c.is_whitespace() {
            continue;
        }
        let gap = chars.get(end..next).unwrap_or_default();
        if next > 0 {
            let rank = rank(chars.get(..end).unwrap_or_default(), gap, c, heading);
            // Over white space only what holds it too is held: `5 GB`, but not two lines.
            let over = holds.get(end..next).unwrap_or_default().iter().all(|hold| *hold > Hold::Free);
            cuts.push(Cut { end, next, rank, hold: if over { hold } else { Hold::Free } });
        }
        if gap.contains(&'\n') {
            heading = c == '#';
        }
        end = next + 1;
    }
    cuts
}

/// How good a cut is between what is `before` the white space of `gap` and the char `next`.
fn rank(before: &[char], gap: &[char], next: char, heading: bool) -> Rank {
    let last = before.last();
    match gap.iter().filter(|c| **c == '\n').count() {
        0 => {}
        // A heading, or a line such as 共五档：, alone at the end of a part would announce nothing.
        _ if heading || matches!(last, Some(':' | '：')) => return Rank::Word,
        1 => return Rank::Line,
        _ => return Rank::Paragraph,
    }
    let spaced = !gap.is_empty();
    match before.iter().rev().find(|c| !"”’」』）】》)\"'".contains(**c)) {
        Some('。' | '！' | '？' | '!' | '?' | '…') => Rank::Sentence,
        Some('.') if spaced => Rank::Sentence,
        Some('，' | '；') => Rank::Clause,
        Some(',' | ';') if spaced || !next.is_ascii() => Rank::Clause,
        Some('、' | '：') => Rank::Word,
        _ if spaced => Rank::Word,
        _ => Rank::Anywhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A part without its number.
    fn bare(part: &str) -> &str {
        part.strip_prefix('(').and_then(|p| p.split_once(") ")).map_or(part, |(_, text)| text)
    }

    fn solid(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    #[test]
    fn what_fits_is_one_part_without_a_number() {
        assert_eq!(parts("您好。", 3), ["您好。"]);
        assert_eq!(parts("\n您好。 \n", 3), ["您好。"]);
        assert_eq!(parts(" \n", 20), [""; 0]);
    }

    #[test]
    fn the_best_end_within_reach_is_taken() {
        let cases: &[(&str, &[&str])] = &[
            (
                "第一段说的是一件事情。\n\n第二段说的是另一件事情。",
                &["(1/2) 第一段说的是一件事情。", "(2/2) 第二段说的是另一件事情。"],
            ),
            (
                "第一句话在这里结束。第二句话，在那里结束。",
                &["(1/2) 第一句话在这里结束。", "(2/2) 第二句话，在那里结束。"],
            ),
            ("共五档：\n59元档\n129元档\n199元档", &["(1/2) 共五档：\n59元档", "(2/2) 129元档\n199元档"]),
            (
                "请打开https://a.example/b?c=12345看",
                &["(1/3) 请打开", "(2/3) https://a.example/b?c", "(3/3) =12345看"],
            ),
        ];
        for (text, expected) in cases {
            let limit = if text.contains("http") { 27 } else { 20 };
            assert_eq!(parts(text, limit), *expected, "{text}");
        }
    }

    #[test]
    fn what_is_read_as_one_stays_whole() {
        let text = "办理之后每月的费用是1299元您的{{套餐名}}到2026年12月31日为止见https://a.example/b了";
        for limit in 27..60 {
            let parts = parts(text, limit);
            for whole in ["1299元", "{{套餐名}}", "2026年12月31日", "https://a.example/b"] {
                assert!(parts.iter().any(|part| part.contains(whole)), "{limit} {whole} {parts:?}");
            }
        }
    }

    #[test]
    fn the_last_part_is_no_scrap() {
        let text = format!("{}。{}。{}。", "一".repeat(10), "二".repeat(10), "三".repeat(2));
        assert_eq!(parts(&text, 30), [text.as_str()].map(str::to_owned));
        let halves = parts(&text, 24).iter().map(|p| bare(p).chars().count()).collect::<Vec<_>>();
        assert_eq!(halves, [11, 14]);
    }

    #[test]
    fn ten_parts_have_longer_numbers() {
        let parts = parts(&"一二三四五六七八九十".repeat(14), 20);
        assert_eq!(parts.len(), 12);
        assert!(parts.iter().all(|p| p.chars().count() <= 20));
        assert_eq!(parts.first().map(String::as_str), Some("(1/12) 一二三四五六七八九十一二"));
    }

    #[test]
    fn a_limit_that_is_too_small_is_no_trouble() {
        for limit in 0..20 {
            assert_eq!(
                parts("退款👨‍👩‍👧退款退款退款", limit).iter().map(|p| bare(p)).collect::<String>(),
                "退款👨‍👩‍👧退款退款退款"
            );
        }
    }

    fn texts() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[一-十]{1,12}[，。；：、]?",
            "[ -~]{1,10}",
            Just("\n".to_owned()),
            Just("\n\n".to_owned()),
            Just("· ".to_owned()),
            Just("1. ".to_owned()),
            "[0-9]{1,6}(元|个工作日| GB)",
            Just("{{套餐名}}".to_owned()),
            Just("https://a.example/b?c=1".to_owned()),
            Just("👨‍👩‍👧".to_owned()),
            any::<String>(),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_all_fit(text in texts(), limit in 20_usize..120) {
            let parts = parts(&text, limit);
            let joined: String = match parts.as_slice() {
                [one] => one.clone(),
                many => many.iter().map(|part| bare(part)).collect(),
            };
            prop_assert_eq!(solid(&joined), solid(&text));
            for (at, part) in parts.iter().enumerate() {
                prop_assert!(part.chars().count() <= limit, "{} {:?}", limit, part);
                if parts.len() > 1 {
                    let number = format!("({}/{}) ", at + 1, parts.len());
                    prop_assert!(part.starts_with(&number), "{:?}", part);
                    prop_assert!(!bare(part).is_empty() && bare(part).trim() == bare(part), "{:?}", part);
                }
            }
        }

        #[test]
        fn no_limit_is_too_odd(text in any::<String>(), limit in 0_usize..30) {
            let parts = parts(&text, limit);
            prop_assert!(parts.iter().all(|part| !part.trim().is_empty()));
        }
    }
}
