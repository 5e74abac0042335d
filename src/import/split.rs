//! Cuts a Markdown text into the pieces that can stand alone: one for each question of a page of questions, or along its
//! headings. Deterministic; nothing of the text is lost, what stands before the first piece is the lead.

use crate::text::asking::asks;
use crate::text::title::title;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// Its heading or question, without number and marks.
    pub title: String,
    /// The headings above it, the outermost first.
    pub path: Vec<String>,
    /// What stands below the heading.
    pub body: String,
}

/// A text in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cut {
    /// What belongs to none of them.
    pub lead: String,
    /// At least two.
    pub sections: Vec<Section>,
}

/// A longer section is cut again along its own headings.
const LONG_CHARS: usize = 1500;
/// A longer line is no question that stands alone.
const MOST_QUESTION_CHARS: usize = 60;

/// The pieces of a page of questions and answers: headings that ask, `问：` and `答：`, or lines of their own that ask.
/// `None` when it is no such page.
pub(super) fn questions(text: &str) -> Option<Cut> {
    let lines = lines(text);
    by_asking_headings(&lines).or_else(|| by_marks(&lines)).or_else(|| by_lines(&lines))
}

/// The pieces of a document along its headings, in reading order. `None` when it has not two.
pub(super) fn atoms(text: &str) -> Option<Cut> {
    let lines = lines(text);
    let level =
        (1..=6).find(|level| lines.iter().filter(|line| line.level() == Some(*level)).count() >= 2)?;
    let mut cut = by_headings(&lines, level);
    let mut at = 0;
    while let Some(section) = cut.sections.get(at) {
        let again = (section.body.chars().count() > LONG_CHARS).then(|| atoms(&section.body)).flatten();
        let Some(again) = again else {
            at += 1;
            continue;
        };
        let section = cut.sections.remove(at);
        let below = |mut one: Section| {
            one.path = section.path.iter().chain([&section.title]).cloned().chain(one.path).collect();
            one
        };
        let pieces: Vec<Section> = again.sections.into_iter().map(below).collect();
        let next = at + pieces.len();
        cut.sections.splice(at..at, pieces);
        if !again.lead.is_empty() {
            cut.sections.insert(at, Section { body: again.lead, ..section });
        }
        at = next;
    }
    (cut.sections.len() >= 2).then_some(cut)
}

/// A line of a text.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    /// Inside a fence of code nothing is a heading.
    in_code: bool,
}

impl<'t> Line<'t> {
    fn heading(&self) -> Option<(usize, &'t str)> {
        if self.in_code {
            return None;
        }
        let level = self.text.bytes().take_while(|b| *b == b'#').count();
        let rest = self.text.get(level..)?.strip_prefix(' ')?;
        ((1..=6).contains(&level)).then(|| (level, rest.trim().trim_end_matches('#').trim_end()))
    }

    fn level(&self) -> Option<usize> {
        self.heading().map(|(level, _)| level)
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut fence: Option<char> = None;
    let line = |text| {
        let start = str::trim_start(text);
        let mark = start
            .chars()
            .next()
            .filter(|c| start.starts_with("```") && *c == '`' || start.starts_with("~~~"));
        let in_code = fence.is_some() || mark.is_some();
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        Line { text, in_code }
    };
    text.lines().map(line).collect()
}

/// What stands in some lines, without blank ones around it.
fn joined(lines: &[Line<'_>]) -> String {
    let text: Vec<&str> = lines.iter().map(|line| line.text.trim_end()).collect();
    text.join("\n").trim_matches('\n').to_owned()
}

fn by_asking_headings(lines: &[Line<'_>]) -> Option<Cut> {
    let of = |level| lines.iter().filter_map(Line::heading).filter(move |heading| heading.0 == level);
    let asking = |level| of(level).filter(|heading| asks(&title(heading.1))).count();
    let level = (1..=6).max_by_key(|level| (asking(*level), 6 - level))?;
    let (asking, all) = (asking(level), of(level).count());
    let cut = (asking >= 2 && asking * 2 >= all).then(|| by_headings(lines, level))?;
    (cut.sections.len() >= 2).then_some(cut)
}

/// Along the headings of a level. One with nothing below it only names what follows.
fn by_headings(lines: &[Line<'_>], level: usize) -> Cut {
    let mut cut = Cut::default();
    let mut lead: Vec<Line<'_>> = Vec::new();
    let mut path: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        match line.heading() {
            Some((found, text)) if found == level => {
                let rest = lines.get(at + 1..).unwrap_or_default();
                let count =
                    rest.iter().take_while(|line| line.level().is_none_or(|next| next > level)).count();
                let body = joined(rest.get(..count).unwrap_or_default());
                if !body.trim().is_empty() {
                    let path = path.iter().map(|(_, name)| name.clone()).collect();
                    cut.sections.push(Section { title: title(text), path, body });
                }
                at += count + 1;
            }
            Some((found, text)) if found < level => {
                path.retain(|(above, _)| *above < found);
                path.push((found, title(text)));
                at += 1;
            }
            _ => {
                lead.push(*line);
                at += 1;
            }
        }
    }
    cut.lead = joined(&lead);
    cut
}

/// What stands behind `问：` or `Q1.`; of a line in bold, without the stars.
fn marked<'t>(line: &Line<'t>, marks: &[&str]) -> Option<&'t str> {
    if line.in_code {
        return None;
    }
    let text = line.text.trim().trim_start_matches(['#', '-', '*', '>', ' ']);
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', '、', ' ']);
    let rest = marks.iter().find_map(|mark| text.strip_prefix(mark))?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十 *".contains(c));
    let rest = rest.strip_prefix(['：', ':', '.', '、', '．'])?;
    Some(rest.trim().trim_matches('*').trim())
}

fn by_marks(lines: &[Line<'_>]) -> Option<Cut> {
    const ASK: &[&str] = &["问题", "提问", "问", "Q", "q"];
    const ANSWER: &[&str] = &["回答", "解答", "答案", "答", "A", "a"];
    let mut cut = Cut::default();
    let mut lead: Vec<Line<'_>> = Vec::new();
    let mut answered = 0;
    for line in lines {
        if let Some(asked) = marked(line, ASK) {
            // Both in one line: 问：能退吗？答：能。
            let both = ["答：", "答:", "A：", "A:"].iter().find_map(|mark| asked.split_once(mark));
            let (asked, answer) = both.unwrap_or((asked, ""));
            answered += usize::from(both.is_some());
            let (title, body) = (title(asked), answer.trim().to_owned());
            cut.sections.push(Section { title, path: Vec::new(), body });
            continue;
        }
        let Some(section) = cut.sections.last_mut() else {
            lead.push(*line);
            continue;
        };
        if section.title.is_empty() {
            section.title = title(line.text);
            continue;
        }
        // Further down `A.` is the first of several choices.
        let text = match marked(line, ANSWER).filter(|_| section.body.trim().is_empty()) {
            Some(answer) => {
                answered += 1;
                answer
            }
            None => line.text.trim_end(),
        };
        if !section.body.is_empty() {
            section.body.push('\n');
        }
        section.body.push_str(text);
    }
    let all = cut.sections.len();
    cut.lead = joined(&lead);
    let (answered_ones, open): (Vec<_>, Vec<_>) =
        cut.sections.into_iter().partition(|one| !one.body.trim().is_empty() && !one.title.is_empty());
    // What nobody answers is kept all the same.
    for one in open {
        cut.lead = [cut.lead, one.title, one.body.trim().to_owned()].join("\n").trim_matches('\n').to_owned();
    }
    cut.sections = answered_ones;
    for section in &mut cut.sections {
        section.body = section.body.trim_matches('\n').to_owned();
    }
    (cut.sections.len() >= 2 && answered * 2 >= all).then_some(cut)
}

/// A paragraph of one line that asks: `**1、怎么办理？**`.
fn asking_line(lines: &[Line<'_>], at: usize) -> Option<String> {
    let line = lines.get(at)?;
    let text = line.text.trim();
    let is_apart =
        at == 0 || lines.get(at - 1).is_some_and(|before| before.is_blank() || before.level().is_some());
    if line.in_code || !is_apart || text.starts_with(['#', '-', '|', '>']) {
        return None;
    }
    let asked = title(text);
    let is_short = asked.chars().count() <= MOST_QUESTION_CHARS;
    (is_short && asked.trim_end_matches('*').ends_with(['?', '？'])).then_some(asked)
}

fn by_lines(lines: &[Line<'_>]) -> Option<Cut> {
    let mut cut = Cut::default();
    let mut from = 0;
    for at in 0..lines.len() {
        let Some(title) = asking_line(lines, at) else { continue };
        let before = joined(lines.get(from..at).unwrap_or_default());
        match cut.sections.last_mut() {
            Some(section) => section.body = before,
            None => cut.lead = before,
        }
        cut.sections.push(Section { title, path: Vec::new(), body: String::new() });
        from = at + 1;
    }
    let rest = joined(lines.get(from..).unwrap_or_default());
    cut.sections.last_mut()?.body = rest;
    let all = cut.sections.len();
    cut.sections.retain(|section| !section.body.trim().is_empty());
    // Two questions in a row ask the reader something; pages of questions answer them.
    (cut.sections.len() >= 3 && cut.sections.len() == all).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cut: Option<Cut>) -> Vec<(String, String)> {
        cut.into_iter().flat_map(|cut| cut.sections).map(|one| (one.title, one.body)).collect()
    }

    fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
        wanted.iter().map(|(title, body)| ((*title).to_owned(), (*body).to_owned())).collect()
    }

    #[test]
    fn headings_that_ask_make_a_page_of_questions() {
        let text = "开头。\n\n## 费用\n\n### 1. 怎么收费？\n\n每月10元。\n\n#### 细则\n\n不满一月按天。\n\n### 2. 能退吗\n\n能。\n\n## 其他\n\n### 说明\n\n无。";
        let cut = questions(text).unwrap();
        assert_eq!(cut.lead, "开头。");
        let paths: Vec<_> = cut.sections.iter().map(|one| one.path.join("/")).collect();
        assert_eq!(paths, ["费用", "费用", "其他"]);
        assert_eq!(
            told(Some(cut)),
            pairs(&[
                ("怎么收费？", "每月10元。\n\n#### 细则\n\n不满一月按天。"),
                ("能退吗", "能。"),
                ("说明", "无。")
            ])
        );
        assert_eq!(
            questions("## 办理\n\n甲\n\n## 材料\n\n乙\n\n## 怎么退\n\n丙"),
            None,
            "most of it asks nothing"
        );
        assert_eq!(questions("```\n# 怎么？\na\n# 什么？\nb\n```"), None, "code");
    }

    #[test]
    fn marks_of_question_and_answer() {
        let text = "常见问题\n\n**Q1：能退吗？**\n\nA：能。\n七天内。\n\nQ2. 收费吗？\nA2. 不收。";
        let cut = questions(text);
        assert_eq!(cut.as_ref().map(|cut| cut.lead.as_str()), Some("常见问题"));
        assert_eq!(told(cut), pairs(&[("能退吗？", "能。\n七天内。"), ("收费吗？", "不收。")]));
        let both = "问：能退吗？答：能。\n问：收费吗？答：不收。";
        assert_eq!(told(questions(both)), pairs(&[("能退吗？", "能。"), ("收费吗？", "不收。")]));
        assert_eq!(questions("问：能退吗？\n问：收费吗？"), None, "nobody answers");
        // An open question is kept, and choices keep their letters.
        let open =
            questions("问：能退吗？\n答：选一个：\nA. 全退\nB. 半退\n问：多久？\n问：收费吗？\n答：不收。")
                .unwrap();
        assert_eq!(open.lead, "多久？");
        assert_eq!(open.sections[0].body, "选一个：\nA. 全退\nB. 半退");
    }

    #[test]
    fn lines_of_their_own_that_ask() {
        let text = "1、怎么办？\n\n到厅。\n\n2、收费吗？\n\n不收。\n\n**3、多久？**\n\n三天。";
        assert_eq!(
            told(questions(text)),
            pairs(&[("怎么办？", "到厅。"), ("收费吗？", "不收。"), ("多久？", "三天。")])
        );
        assert_eq!(questions("您好？\n\n在吗？\n\n请问？\n\n好。"), None, "asked, not answered");
    }

    #[test]
    fn a_document_is_cut_along_its_headings_and_again_where_it_is_long() {
        let long = "长。".repeat(800);
        let text = format!(
            "# 手册\n\n前言\n\n## 一、总则\n\n甲\n\n## 二、办理\n\n概述\n\n### 条件\n\n{long}\n\n### 材料\n\n证件"
        );
        let cut = atoms(&text).unwrap();
        assert_eq!(cut.lead, "前言");
        let named: Vec<_> = cut.sections.iter().map(|one| (one.path.join("/"), one.title.as_str())).collect();
        assert_eq!(
            named,
            [
                ("手册".to_owned(), "总则"),
                ("手册".to_owned(), "办理"),
                ("手册/办理".to_owned(), "条件"),
                ("手册/办理".to_owned(), "材料")
            ]
        );
        assert_eq!(cut.sections[1].body, "概述");
        assert_eq!(atoms("没有标题"), None);
    }

    proptest::proptest! {
        /// Every line with words of its own is in exactly one piece, or is a heading.
        #[test]
        fn nothing_is_lost(text in "((#{1,4} [a-c]{1,3}[?]?|[d-z]{1,4}|```|)\n){0,24}") {
            for cut in [questions(&text), atoms(&text)].into_iter().flatten() {
                let mut kept: Vec<String> = cut.lead.lines().map(str::to_owned).collect();
                kept.extend(cut.sections.iter().flat_map(|one| one.body.lines().map(str::to_owned)));
                let words = |lines: Vec<String>| {
                    let mut words: Vec<String> = lines.into_iter().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).collect();
                    words.sort();
                    words
                };
                let all = text.lines().map(|line| line.trim_end().to_owned()).collect();
                proptest::prop_assert_eq!(words(kept), words(all));
            }
        }
    }
}
