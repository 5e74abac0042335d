//! A manuscript taken apart: the fields, then a part for each section, each with its own text to write in.

use std::ops::Range;

use crate::model::manuscript::Section;
use crate::tui::widget::area::Area;

/// What a section of a manuscript begins with.
const MARK: &str = "=== ";

/// One part.
#[derive(Debug)]
pub struct Part {
    /// The line that it begins with; empty for the fields.
    pub heading: String,
    /// What it is; `None`: a section that no manuscript has.
    pub section: Option<Section>,
    /// What is written in it.
    pub area: Area,
}

/// All parts, in their order.
#[derive(Debug)]
pub struct Parts(pub Vec<Part>);

impl Parts {
    /// Takes a manuscript apart.
    pub fn of(text: &str) -> Parts {
        Parts(cut(text).into_iter().map(|(heading, text)| part(heading, text)).collect())
    }

    /// The manuscript.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for part in &self.0 {
            if !part.heading.is_empty() {
                text.push('\n');
                text.push_str(&part.heading);
                text.push('\n');
            }
            text.push_str(part.area.text());
            if !part.area.text().ends_with('\n') {
                text.push('\n');
            }
        }
        text
    }

    /// Puts another manuscript in the place of this one: what differs in a part is one step there that can be undone.
    /// Returns whether there was room for all of it.
    pub fn put(&mut self, text: &str) -> bool {
        let mut old = std::mem::take(&mut self.0);
        let mut has_room = true;
        for (heading, text) in cut(text) {
            let section = Section::begun_by(&heading);
            let same = |part: &Part| part.section == section || part.heading == heading;
            match old.iter().position(same) {
                Some(at) => {
                    let mut part = old.remove(at);
                    has_room &= part.area.set_text(&text).is_ok();
                    part.heading = heading;
                    self.0.push(part);
                }
                None => {
                    let mut part = part(heading, String::new());
                    has_room &= part.area.set_text(&text).is_ok();
                    self.0.push(part);
                }
            }
        }
        has_room
    }

    /// The part of a section.
    pub fn find(&self, section: &Section) -> Option<usize> {
        self.0.iter().position(|part| part.section.as_ref() == Some(section))
    }

    /// The parts that stand in the customer's column.
    pub fn of_customer(&self) -> impl Iterator<Item = usize> + '_ {
        let is_customer = |part: &Part| !part.heading.is_empty() && part.section != Some(Section::Internal);
        self.0.iter().enumerate().filter(move |(_, part)| is_customer(part)).map(|(at, _)| at)
    }

    /// A line of the manuscript, from 1: the part it lies in, and where it begins there in bytes.
    pub fn line(&self, line: usize) -> (usize, usize) {
        let mut before = 0;
        for (at, part) in self.0.iter().enumerate() {
            let head = if part.heading.is_empty() { 0 } else { 2 };
            let lines = part.area.text().trim_end_matches('\n').matches('\n').count() + 1;
            if line <= before + head + lines || at + 1 == self.0.len() {
                let inside = line.saturating_sub(before + head + 1);
                let byte = part.area.text().split_inclusive('\n').take(inside).map(str::len).sum();
                return (at, byte);
            }
            before += head + lines;
        }
        (0, 0)
    }

    /// Where words stand in a part, the nearest to a place in bytes.
    pub fn nearest(&self, part: usize, words: &str, place: usize) -> Option<Range<usize>> {
        if words.is_empty() {
            return None;
        }
        let text = self.0.get(part)?.area.text();
        let at = text.match_indices(words).map(|(at, _)| at).min_by_key(|at| at.abs_diff(place))?;
        Some(at..at + words.len())
    }
}

/// Headings with their texts, without the empty lines around them.
fn cut(text: &str) -> Vec<(String, String)> {
    let mut parts = vec![(String::new(), String::new())];
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        if bare.starts_with(MARK) {
            parts.push((bare.to_owned(), String::new()));
        } else if let Some((_, text)) = parts.last_mut() {
            text.push_str(line);
        }
    }
    for (heading, text) in &mut parts {
        text.truncate(text.trim_end_matches('\n').len());
        if !heading.is_empty() {
            let blank = text.len() - text.trim_start_matches('\n').len();
            text.drain(..blank);
        }
    }
    parts
}

fn part(heading: String, text: String) -> Part {
    Part { section: Section::begun_by(&heading), area: Area::new(&text), heading }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\n标准问: 甲\n---\n\n=== 内部口径\n首句: 一\n\n正文\n\n=== 客户口径 @当前\n首句: 二\n\n=== 短信\n三\n";

    #[test]
    fn what_was_taken_apart_is_put_together_again() {
        let parts = Parts::of(TEXT);
        assert_eq!(parts.0.len(), 4);
        assert_eq!(parts.text(), TEXT);
        assert_eq!(parts.find(&Section::Customer), Some(2));
        assert_eq!(parts.find(&Section::Channel("sms".into())), Some(3));
        assert_eq!(parts.of_customer().collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn a_line_is_found_in_its_part() {
        let parts = Parts::of(TEXT);
        let line_of = |words: &str| TEXT.lines().position(|line| line == words).unwrap() + 1;
        assert_eq!(parts.line(line_of("标准问: 甲")), (0, 4));
        assert_eq!(parts.line(line_of("正文")), (1, "首句: 一\n\n".len()));
        assert_eq!(parts.line(line_of("首句: 二")), (2, 0));
        assert_eq!(parts.line(line_of("三")), (3, 0));
        assert_eq!(parts.line(999).0, 3);
    }

    #[test]
    fn another_text_is_put_in_as_steps_that_can_be_undone() {
        use crate::tui::widget::area::AreaAction;
        let mut parts = Parts::of(TEXT);
        assert!(parts.put(&TEXT.replace("正文", "新的正文").replace("=== 短信\n三\n", "=== 微信\n四\n")));
        assert!(parts.text().contains("新的正文") && parts.text().contains("=== 微信\n四\n"));
        assert!(!parts.text().contains("短信"));
        parts.0[1].area.apply(AreaAction::Undo);
        assert!(!parts.text().contains("新的正文"));
    }

    #[test]
    fn words_are_found_where_they_stand_nearest() {
        let parts = Parts::of("---\n---\n\n=== 内部口径\n首句: 58\n\n资费 58 元");
        assert_eq!(parts.nearest(1, "58", 0), Some(8..10));
        assert_eq!(parts.nearest(1, "58", 18), Some(19..21));
        assert_eq!(parts.nearest(1, "99", 0), None);
    }
}
