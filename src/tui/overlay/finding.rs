//! What the rules found, as lines.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::customer::finding::{Finding, Severity};
use crate::kb::{Checked, say_finding};
use crate::text::clean::one_line;
use crate::text::width::cells;
use crate::tui::house::House;
use crate::tui::overlay::changes;
use crate::tui::widget::rich::Rich;

/// What was found, the gravest first; what may stay comes last, with the reason.
pub fn finding_lines(findings: &[Checked], width_cells: usize, house: &House) -> Vec<Line<'static>> {
    finding_blocks(findings, width_cells, house).into_iter().flatten().collect()
}

/// As [`finding_lines`], the lines of each finding by themselves.
pub fn finding_blocks(findings: &[Checked], width_cells: usize, house: &House) -> Vec<Vec<Line<'static>>> {
    let theme = &house.look.theme;
    let mut sorted: Vec<&Checked> = findings.iter().collect();
    sorted.sort_by_key(|checked| (checked.waiver.is_some(), std::cmp::Reverse(checked.finding.severity)));
    let mut blocks = Vec::new();
    for checked in sorted {
        let (key, style) = match checked.finding.severity {
            Severity::Error => ("gate.error", theme.bad),
            Severity::Warning => ("gate.warning", theme.warn),
            Severity::Hint => ("gate.hint", theme.dim),
        };
        let first = Span::styled(format!("[{}] ", house.say(key)), style);
        let rest = Span::raw(" ".repeat(cells(&first.content)));
        let mut text = words(&checked.finding, house);
        if let Some(waiver) = &checked.waiver {
            text.push_str(&house.messages.fill("work.waived", &[("reason", &one_line(&waiver.reason))]));
        }
        blocks.push(Rich::of(&text, Style::default()).wrapped(width_cells, &first, &rest));
    }
    blocks
}

/// A finding in words: where it stands, and what is wrong with it.
pub fn words(finding: &Finding, house: &House) -> String {
    let said = say_finding(finding, &house.messages);
    format!("{}：{said}", changes::part_label(&finding.part, house))
}
