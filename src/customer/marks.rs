//! 【必告】【仅内部】【禁说】【内外有别】: what an internal text says about who may hear it.

use std::ops::Range;

use super::marker::marker;

/// A mark (标记) of an internal text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// 【必告】: the customer must be told.
    MustTell,
    /// 【仅内部】: must never reach the customer.
    InternalOnly,
    /// 【禁说】: must not be said.
    Forbidden,
    /// 【内外有别】: one value for the house, another for the customer.
    Differs,
}

impl Mark {
    /// All of them.
    pub const ALL: [Mark; 4] = [Mark::MustTell, Mark::InternalOnly, Mark::Forbidden, Mark::Differs];

    /// How it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::MustTell => "【必告】",
            Mark::InternalOnly => "【仅内部】",
            Mark::Forbidden => "【禁说】",
            Mark::Differs => "【内外有别】",
        }
    }

    /// The mark that a text begins with.
    pub fn at_head(text: &str) -> Option<Mark> {
        Mark::ALL.into_iter().find(|mark| text.starts_with(mark.sign()))
    }
}

/// A stretch of a text that stands under a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The mark.
    pub mark: Mark,
    /// What it covers: bytes of the raw text, on char boundaries, without the sign.
    pub at: Range<usize>,
}

/// What of a text stands under which mark, in order, not overlapping.
///
/// A mark holds from its sign to the next sign or to the end of its line; in a row of a table to the end of its cell. At the
/// head of a heading it holds for the section; at the head of an item also for what is further in, and behind a line that
/// ends with a colon for the list or the table that follows. In fenced code there are no marks.
pub fn marked(text: &str) -> Vec<Marked> {
    if !text.contains('【') {
        return Vec::new();
    }
    let mut reader = Reader::default();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        reader.line(line.trim_end_matches(['\n', '\r']), from);
        from += line.len();
    }
    reader.out
}

#[derive(Default)]
struct Reader {
    out: Vec<Marked>,
    in_code: bool,
    /// The mark of the section, and how deep its heading is.
    section: Option<(Mark, usize)>,
    /// The mark of the item or the line above, until it ends.
    open: Option<Open>,
}

#[derive(Clone, Copy)]
struct Open {
    mark: Mark,
    /// Chars of white space before the line.
    indent: usize,
    /// Whether a list is announced, and whether it has begun.
    announced: bool,
    begun: bool,
}

impl Reader {
    /// Reads a line that begins at a byte.
    fn line(&mut self, line: &str, from: usize) {
        let inner = line.trim_start();
        if inner.starts_with("```") {
            self.in_code = !self.in_code;
            return;
        }
        if self.in_code {
            return;
        }
        let level = heading(inner);
        let body = without_signs_of_lists(inner);
        let own = Mark::at_head(body);
        if let Some(level) = level {
            self.open = None;
            if self.section.is_some_and(|(_, above)| level <= above) {
                self.section = None;
            }
            if let Some(mark) = own {
                self.section = Some((mark, level));
            }
        }
        let inherited = self.inherited(line, inner).or(self.section.map(|(mark, _)| mark));
        if level.is_none()
            && let Some(mark) = own
        {
            let indent = line.len() - inner.len();
            let announced = line.trim_end().ends_with(['：', ':']);
            self.open = Some(Open { mark, indent, announced, begun: false });
        }
        self.stretches(line, from, inherited);
    }

    /// The mark of a line above that holds for this line too.
    fn inherited(&mut self, line: &str, inner: &str) -> Option<Mark> {
        let open = self.open.as_mut()?;
        if inner.is_empty() {
            // A list may follow its announcement after an empty line; what has begun goes on only further in.
            open.announced &= !open.begun;
            return None;
        }
        let is_deeper = line.len() - inner.len() > open.indent;
        let is_listed = open.announced && (marker(inner).is_some() || inner.starts_with('|'));
        if is_deeper || is_listed {
            open.begun = true;
            return Some(open.mark);
        }
        self.open = None;
        None
    }

    fn stretches(&mut self, line: &str, from: usize, inherited: Option<Mark>) {
        let is_row = line.trim_start().starts_with('|');
        let mut now = inherited;
        let mut begin = 0;
        for (at, c) in line.char_indices() {
            let next = match c {
                '【' => line.get(at..).and_then(Mark::at_head).map(|mark| (Some(mark), mark.sign().len())),
                '|' if is_row => Some((inherited, c.len_utf8())),
                _ => None,
            };
            if let Some((mark, width)) = next {
                self.put(now, from + begin..from + at);
                (now, begin) = (mark, at + width);
            }
        }
        self.put(now, from + begin..from + line.len());
    }

    fn put(&mut self, mark: Option<Mark>, at: Range<usize>) {
        if let Some(mark) = mark
            && !at.is_empty()
        {
            self.out.push(Marked { mark, at });
        }
    }
}

/// How deep a heading is, 1 to 6.
fn heading(inner: &str) -> Option<usize> {
    let level = inner.len() - inner.trim_start_matches('#').len();
    ((1..=6).contains(&level) && inner.get(level..).is_some_and(|rest| rest.starts_with(' ')))
        .then_some(level)
}

/// The text of a line without `> `, `## ` and the sign of an item.
fn without_signs_of_lists(inner: &str) -> &str {
    let inner = inner.trim_start_matches(['>', '#', ' ']);
    marker(inner).map_or(inner, |(_, rest)| rest).trim_start_matches(['*', ' '])
}

/// One of the two sides of a 【内外有别】 line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What the house aims at.
    House,
    /// What the customer is told.
    Customer,
}

/// The sides of a 【内外有别】 stretch, in order.
///
/// `首次响应内部考核 12 小时，对客承诺 24 小时；普通投诉内部 36 小时，对客 48 小时。` — 内部 or 对内 begins what the house aims
/// at, 对客 or 对外 what the customer is told; each holds to the next such word, or to the end of its sentence (`；` or `。`).
/// What stands before the first of them, or in a sentence without one, is no side: it is read like a line without a mark.
pub fn sides(text: &str, at: Range<usize>) -> Vec<(Side, Range<usize>)> {
    const WORDS: &[(&str, Side)] =
        &[("内部", Side::House), ("对内", Side::House), ("对客", Side::Customer), ("对外", Side::Customer)];
    let Some(inner) = text.get(at.clone()) else { return Vec::new() };
    let mut out: Vec<(Side, Range<usize>)> = Vec::new();
    let mut open: Option<(Side, usize)> = None;
    for (n, c) in inner.char_indices() {
        let word =
            || WORDS.iter().find(|(word, _)| inner.get(n..).is_some_and(|rest| rest.starts_with(word)));
        let next =
            if matches!(c, '；' | ';' | '。' | '\n') { Some(None) } else { word().map(|w| Some(w.1)) };
        let Some(next) = next else { continue };
        if let Some((side, from)) = open {
            out.push((side, from..at.start + n));
        }
        open = next.map(|side| (side, at.start + n));
    }
    if let Some((side, from)) = open {
        out.push((side, from..at.end));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Vec<(Mark, &str)> {
        marked(text).into_iter().map(|m| (m.mark, text.get(m.at).unwrap())).collect()
    }

    use Mark::{Forbidden, InternalOnly, MustTell};

    #[test]
    fn a_mark_holds_to_the_end_of_its_line() {
        let cases: &[(&str, &[(Mark, &str)])] = &[
            ("", &[]),
            ("【云岭通信】您好", &[]),
            ("先查。\n【必告】次月生效。\n再办。", &[(MustTell, "次月生效。")]),
            (
                "- 【禁说】免费\n1. 【必告】5元\r\n> 【仅内部】8001",
                &[(Forbidden, "免费"), (MustTell, "5元"), (InternalOnly, "8001")],
            ),
            ("上门建单，【仅内部】48小时联系。\n24小时答复。", &[(InternalOnly, "48小时联系。")]),
            ("【必告】5元。【禁说】免费。", &[(MustTell, "5元。"), (Forbidden, "免费。")]),
            ("|【仅内部】20元|30元|\n", &[(InternalOnly, "20元")]),
            ("```\n【必告】5元\n```\n【必告】6元", &[(MustTell, "6元")]),
        ];
        for (text, expected) in cases {
            assert_eq!(said(text), *expected, "{text}");
        }
    }

    #[test]
    fn a_mark_holds_for_what_hangs_on_it() {
        let cases: &[(&str, &[(Mark, &str)])] = &[
            (
                "- 【仅内部】减免\n  - 一线20元\n- 副卡5元",
                &[(InternalOnly, "减免"), (InternalOnly, "  - 一线20元")],
            ),
            (
                "【仅内部】减免：\n- 一线20元\n- 班长50元\n\n- 副卡5元",
                &[(InternalOnly, "减免："), (InternalOnly, "- 一线20元"), (InternalOnly, "- 班长50元")],
            ),
            (
                "【仅内部】减免：\n\n|级|额|\n|-|-|\n|一线|20元|\n副卡5元",
                &[
                    (InternalOnly, "减免："),
                    (InternalOnly, "级"),
                    (InternalOnly, "额"),
                    (InternalOnly, "-"),
                    (InternalOnly, "-"),
                    (InternalOnly, "一线"),
                    (InternalOnly, "20元"),
                ],
            ),
            ("【仅内部】减免20元\n- 副卡5元", &[(InternalOnly, "减免20元")]),
            (
                "## 【仅内部】授权\n一线20元\n### 例外\n50元\n## 资费\n5元",
                &[
                    // The signs of the heading belong to it.
                    (InternalOnly, "## "),
                    (InternalOnly, "授权"),
                    (InternalOnly, "一线20元"),
                    (InternalOnly, "### 例外"),
                    (InternalOnly, "50元"),
                ],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(said(text), *expected, "{text}");
        }
    }

    fn halves(text: &str) -> Vec<(Side, &str)> {
        sides(text, 0..text.len()).into_iter().map(|(side, at)| (side, text.get(at).unwrap())).collect()
    }

    #[test]
    fn the_sides_of_a_line_are_told_by_their_words() {
        use Side::{Customer, House};
        let cases: &[(&str, &[(Side, &str)])] = &[
            (
                "内部时限 12 小时，对客承诺 24 小时。",
                &[(House, "内部时限 12 小时，"), (Customer, "对客承诺 24 小时")],
            ),
            (
                "城区内部12小时、对客承诺24小时；农村对客承诺48小时。",
                &[(House, "内部12小时、"), (Customer, "对客承诺24小时"), (Customer, "对客承诺48小时")],
            ),
            (
                "审核内部 3 天，对客 5 天；核定后 2 天内赔付。",
                &[(House, "内部 3 天，"), (Customer, "对客 5 天")],
            ),
            ("内部 12 小时", &[(House, "内部 12 小时")]),
            ("12 小时", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(halves(text), *expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn stretches_lie_in_the_text_in_order(text in "(【必告】|【仅内部】|【内外有别】|内部|对客|[-#>|：；。a\\n ]|```|\\PC){0,40}") {
            let mut end = 0;
            for one in marked(&text) {
                prop_assert!(one.at.start >= end && !one.at.is_empty() && text.get(one.at.clone()).is_some());
                end = one.at.end;
                for (_, side) in sides(&text, one.at.clone()) {
                    prop_assert!(side.start >= one.at.start && side.end <= one.at.end && text.get(side).is_some());
                }
            }
        }
    }
}
