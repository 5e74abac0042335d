//! An answer as lines of the screen: the lead in bold, the body from Markdown, marks in their own styles.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::rich::Rich;
use super::table;
use crate::customer::parity::Known;
use crate::model::Answer;
use crate::text::clean::for_screen;
use crate::text::facts::{facts, of_cell};
use crate::text::markdown::{self, Block};
use crate::tui::theme::{Look, Theme};

/// Lines, and which of them to bring into view.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// What is drawn.
    pub lines: Vec<Line<'static>>,
    /// The line of the table row that fits the query best.
    pub hit_row: Option<usize>,
    /// So many columns a table that is too wide can be moved on, at most.
    pub columns_beyond: usize,
}

/// What an answer is drawn with.
#[derive(Debug, Clone, Copy)]
pub struct Drawing<'a> {
    /// Folded texts to mark.
    pub needles: &'a [String],
    /// Width in cells.
    pub width_cells: usize,
    /// Styles and glyphs.
    pub look: &'a Look,
    /// Facts are marked; those that are not among these stand out, unless there are none.
    pub facts: Option<&'a Known>,
    /// A table that is too wide shows this column behind its first one; 0 the second.
    pub from_column: usize,
}

const MUST: &str = "【必告】";
const PRIVATE: &str = "【仅内部】";
const FORBIDDEN: &str = "【禁说】";
const DIFFERS: &str = "【内外有别】";
const MARKS: [&str; 4] = [MUST, PRIVATE, FORBIDDEN, DIFFERS];

fn mark_style<'t>(text: &str, theme: &'t Theme) -> Option<(&'static str, &'t Style)> {
    let mark = MARKS.into_iter().find(|m| text.starts_with(m))?;
    let style = match mark {
        MUST => &theme.must,
        PRIVATE => &theme.private,
        FORBIDDEN => &theme.forbidden,
        _ => &theme.differs,
    };
    Some((mark, style))
}

impl Drawing<'_> {
    /// The whole answer.
    pub fn page(&self, answer: &Answer) -> Page {
        let mut page = Page::default();
        let lead = for_screen(answer.lead.trim());
        if !lead.is_empty() {
            let mut rich = Rich::of(&lead, self.look.theme.lead);
            self.finish(&mut rich);
            page.lines.extend(rich.wrapped(self.width_cells, &Span::raw(""), &Span::raw("")));
        }
        let blocks = markdown::parse(&apart(&for_screen(&answer.body)));
        let mut before: Option<&Block> = None;
        for block in &blocks {
            if needs_gap(before, block, !page.lines.is_empty()) {
                page.lines.push(Line::default());
            }
            let mut part = self.block(block, self.width_cells);
            page.hit_row = page.hit_row.or(part.hit_row.map(|row| row + page.lines.len()));
            page.columns_beyond = page.columns_beyond.max(part.columns_beyond);
            page.lines.append(&mut part.lines);
            before = Some(block);
        }
        page
    }

    /// One line of running text, with what matched marked.
    pub fn paragraph(&self, text: &str, style: Style) -> Vec<Line<'static>> {
        let mut rich = Rich::of(&for_screen(text), style);
        self.finish(&mut rich);
        rich.wrapped(self.width_cells, &Span::raw(""), &Span::raw(""))
    }

    fn block(&self, block: &Block, width: usize) -> Page {
        let theme = &self.look.theme;
        let none = Span::raw("");
        let lines = match block {
            Block::Heading(_, spans) => {
                let mut rich = self.rich(spans, theme.heading);
                self.finish(&mut rich);
                rich.wrapped(width, &none, &none)
            }
            Block::Paragraph(spans) => {
                let mut rich = self.rich(spans, Style::default());
                self.finish(&mut rich);
                rich.wrapped(width, &none, &none)
            }
            Block::Item { depth, number, spans } => {
                let mut rich = self.rich(spans, Style::default());
                self.finish(&mut rich);
                let sign = match number {
                    Some(n) => format!("{n}. "),
                    None => format!("{} ", self.look.glyphs.bullet),
                };
                // Deep lists in a narrow pane keep room for their text.
                let indent = (depth * 2).min(width / 4);
                let first = Span::styled(format!("{:indent$}{sign}", ""), theme.marker);
                let rest = Span::raw(" ".repeat(first.width()));
                rich.wrapped(width, &first, &rest)
            }
            Block::Table { head, rows } => {
                let headings: Vec<String> = head.iter().map(|cell| markdown::plain(cell)).collect();
                let head: Vec<Rich> = head.iter().map(|cell| self.cell(cell, "", theme.heading)).collect();
                let rows: Vec<Vec<Rich>> = rows
                    .iter()
                    .map(|row| {
                        let headings = headings.iter().map(String::as_str).chain(std::iter::repeat(""));
                        let cells = row.iter().zip(headings);
                        cells.map(|(cell, heading)| self.cell(cell, heading, Style::default())).collect()
                    })
                    .collect();
                return table::page(&head, &rows, &Drawing { width_cells: width, ..*self });
            }
            Block::Code(text) => {
                let mut rich = Rich::of(&for_screen(text), theme.code);
                self.finish(&mut rich);
                rich.wrapped(width, &Span::raw("  "), &Span::raw("  "))
            }
            Block::Quote(inner) => {
                let bar = Span::styled(format!("{} ", self.look.glyphs.quote), theme.quote);
                let mut page = self.block(inner, width.saturating_sub(2));
                for line in &mut page.lines {
                    line.spans.insert(0, bar.clone());
                }
                return page;
            }
            Block::Rule => vec![Line::styled(self.look.glyphs.dash.repeat(width), theme.rule)],
        };
        Page { lines, ..Page::default() }
    }

    /// A cell of a table; a bare number takes the unit in its heading.
    fn cell(&self, spans: &[markdown::Span], heading: &str, style: Style) -> Rich {
        let spans: Vec<markdown::Span> =
            spans.iter().map(|s| markdown::Span { text: s.text.replace('\n', " "), ..s.clone() }).collect();
        let mut rich = self.rich(&spans, style);
        self.finish_under(heading, &mut rich);
        rich
    }

    fn rich(&self, spans: &[markdown::Span], base: Style) -> Rich {
        let theme = &self.look.theme;
        let mut rich = Rich::default();
        for span in spans {
            let mut style = base;
            if span.strong {
                style = style.add_modifier(Modifier::BOLD);
            }
            if span.emphasis {
                style = style.add_modifier(Modifier::ITALIC);
            }
            if span.struck {
                style = style.add_modifier(Modifier::CROSSED_OUT);
            }
            if span.code {
                style = style.patch(theme.code);
            }
            if span.link.is_some() {
                style = style.patch(theme.link);
            }
            // Cleaned once more: an entity such as &#27; has become a character only now.
            let text = for_screen(&span.text);
            rich.push(&text, style);
            if let Some(link) = &span.link {
                let link = for_screen(link);
                if !link.is_empty() && *link != *text && !link.starts_with('#') {
                    rich.push(&format!(" ({link})"), base.patch(theme.dim));
                }
            }
        }
        rich
    }

    /// The styles that depend on the words: house marks, facts, and what matched.
    fn finish(&self, rich: &mut Rich) {
        self.finish_under("", rich);
    }

    /// As [`Drawing::finish`], for a table cell under its heading.
    fn finish_under(&self, heading: &str, rich: &mut Rich) {
        let theme = &self.look.theme;
        if let Some((mark, style)) = mark_style(&rich.text, theme) {
            rich.mark(0..rich.text.len(), style.remove_modifier(Modifier::BOLD));
            rich.mark(0..mark.len(), style.add_modifier(Modifier::BOLD));
        }
        self.mark_facts(rich, heading);
        rich.mark_needles(self.needles, theme.hit);
    }

    /// Marks the facts of a text, of a table cell with its heading; one that the other face lacks stands out.
    fn mark_facts(&self, rich: &mut Rich, heading: &str) {
        let (Some(known), theme) = (self.facts, &self.look.theme) else { return };
        let is_apart = [PRIVATE, FORBIDDEN, DIFFERS].iter().any(|mark| rich.text.starts_with(mark));
        let found = if heading.is_empty() { facts(&rich.text) } else { of_cell(&rich.text, heading) };
        for fact in found {
            let is_only = !is_apart && !known.is_empty() && !known.has(&fact);
            rich.mark(fact.at, if is_only { theme.fact_only } else { theme.fact });
        }
    }
}

/// Whether a block begins after an empty line.
fn needs_gap(before: Option<&Block>, block: &Block, has_lead: bool) -> bool {
    match (before, block) {
        (None, _) => has_lead,
        (Some(Block::Heading(..)), _) | (Some(Block::Item { .. }), Block::Item { .. }) => false,
        (Some(Block::Quote(_)), Block::Quote(_)) => false,
        (Some(Block::Paragraph(a)), Block::Paragraph(b)) => !(is_marked(a) && is_marked(b)),
        (Some(Block::Paragraph(a)), Block::Item { .. }) => !markdown::plain(a).ends_with(['：', ':']),
        _ => true,
    }
}

fn is_marked(spans: &[markdown::Span]) -> bool {
    let text = markdown::plain(spans);
    MARKS.into_iter().any(|m| text.starts_with(m))
}

/// Lines that begin with a house mark become paragraphs of their own: Markdown would join them with their neighbours.
pub fn apart(body: &str) -> String {
    let mut out = String::with_capacity(body.len() + 16);
    let mut in_code = false;
    for line in body.split('\n') {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        let marked = !in_code && MARKS.into_iter().any(|m| line.trim_start().starts_with(m));
        if marked {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        if marked {
            out.push('\n');
        }
    }
    out
}

/// What must not be said, without the mark: for the foot of the customer answer.
pub fn forbidden(answer: &Answer) -> Vec<String> {
    let body = format!("{}\n\n{}", answer.lead, apart(&for_screen(&answer.body)));
    markdown::parse(&body).iter().filter_map(said_never).collect()
}

fn said_never(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph(spans) | Block::Item { spans, .. } => {
            markdown::plain(spans).strip_prefix(FORBIDDEN).map(|t| t.trim().to_owned())
        }
        Block::Quote(inner) => said_never(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use proptest::prelude::*;

    fn look() -> Look {
        Look::of(&Settings::default(), false)
    }

    fn page_of(body: &str, width: usize, needles: &[&str]) -> Vec<String> {
        let look = look();
        let needles: Vec<String> = needles.iter().map(|n| (*n).to_owned()).collect();
        let drawing =
            Drawing { needles: &needles, width_cells: width, look: &look, facts: None, from_column: 0 };
        drawing.page(&Answer::of_body(body)).lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lists_hang_and_never_begin_a_line_with_punctuation() {
        assert_eq!(
            page_of("1. 核实身份，请客户报服务密码。\n2. 查询余额\n   - 欠费先缴费", 16, &[]),
            ["1. 核实身份，请", "   客户报服务密", "   码。", "2. 查询余额", "  • 欠费先缴费"]
        );
    }

    #[test]
    fn marked_lines_stand_alone() {
        assert_eq!(
            page_of("先核实。\n【必告】次月生效。\n【禁说】马上就好。\n再办理。", 30, &[]),
            ["先核实。", "", "【必告】次月生效。", "【禁说】马上就好。", "", "再办理。"]
        );
        let internal = Answer {
            lead: "先安抚".into(),
            body: "甲\n【禁说】一定能修好\n- 【禁说】不归我们管".into(),
        };
        assert_eq!(forbidden(&internal), ["一定能修好", "不归我们管"]);
    }

    #[test]
    fn an_entity_is_no_way_around_cleaning() {
        let text = page_of("a&#27;[31mb&#8203;c", 30, &[]).concat();
        assert!(!text.contains('\u{1b}') && !text.contains('\u{200b}'), "{text:?}");
    }

    #[test]
    fn a_number_in_a_table_is_a_fact_by_its_heading() {
        let look = look();
        let known = Known::of(["59元"]);
        let drawing =
            Drawing { needles: &[], width_cells: 60, look: &look, facts: Some(&known), from_column: 0 };
        let page = drawing.page(&Answer::of_body("|档位|月费（元）|\n|-|-|\n|青云|59|\n|白云|69|"));
        let style = |text: &str| {
            let spans = page.lines.iter().flat_map(|line| &line.spans);
            spans.filter(|span| span.content.trim() == text).map(|span| span.style).next()
        };
        assert_eq!(style("59"), Some(look.theme.fact));
        assert_eq!(style("69"), Some(look.theme.fact_only), "the other face does not say it");
    }

    #[test]
    fn matches_are_marked_in_the_answer() {
        let look = look();
        let needles = ["流量".to_owned()];
        let drawing =
            Drawing { needles: &needles, width_cells: 30, look: &look, facts: None, from_column: 0 };
        let page = drawing.page(&Answer::of_body("查流量用发 **LL**"));
        let hit: Vec<_> = page.lines[0].spans.iter().filter(|s| s.style == look.theme.hit).collect();
        assert_eq!(hit.len(), 1);
        assert_eq!(hit[0].content, "流量");
    }

    proptest! {
        #[test]
        fn every_line_fits(body in "([#>|` -]|\\n|宽带|【禁说】|abc|，|\\PC){0,60}", width in 8usize..40) {
            for line in page_of(&body, width, &["宽带"]) {
                prop_assert!(crate::text::width::cells(&line) <= width, "{line:?}");
            }
        }
    }
}
