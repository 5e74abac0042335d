//! A table in a pane: aligned where it fits, with wrapped cells where that reads, else one card for each row.

use ratatui::text::{Line, Span};

use super::answer::{Drawing, Page};
use super::rich::{Rich, find_needles};
use crate::text::width::cells;

/// Cells narrower than this are not worth wrapping.
const LEAST_CELLS: usize = 8;
/// A row higher than this reads better as a card.
const MOST_LINES: usize = 4;

/// The table as lines, with the row that fits the query best.
pub fn page(head: &[Rich], rows: &[Vec<Rich>], drawing: &Drawing<'_>) -> Page {
    let hit = best_row(rows, drawing.needles);
    let columns = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or(0);
    if columns == 0 {
        return Page::default();
    }
    let gutter = if hit.is_some() { 2 } else { 0 };
    let natural: Vec<usize> = (0..columns)
        .map(|c| {
            rows.iter()
                .chain(std::iter::once(&head.to_vec()))
                .filter_map(|r| r.get(c))
                .map(|r| cells(&r.text))
                .max()
                .unwrap_or(0)
                .max(1)
        })
        .collect();
    let room = drawing.width_cells.saturating_sub(gutter + 3 * (columns - 1));
    match fit(&natural, room) {
        Some(widths) if rows.iter().all(|r| height(r, &widths) <= MOST_LINES) => {
            aligned(head, rows, &widths, hit, drawing)
        }
        _ if drawing.width_cells >= LEAST_FROZEN && columns > 2 && rows.len() > 1 => {
            frozen(head, rows, &natural, hit, drawing)
        }
        _ => cards(head, rows, hit, drawing),
    }
}

/// The row in which most of the needles stand; `None` when no row stands out.
fn best_row(rows: &[Vec<Rich>], needles: &[String]) -> Option<usize> {
    if rows.len() < 2 || needles.is_empty() {
        return None;
    }
    let scores: Vec<usize> = rows
        .iter()
        .map(|row| {
            needles
                .iter()
                .filter(|n| row.iter().any(|c| !find_needles(&c.text, std::slice::from_ref(n)).is_empty()))
                .map(|n| n.chars().count())
                .sum()
        })
        .collect();
    let best = *scores.iter().max()?;
    let mut with_best = scores.iter().enumerate().filter(|&(_, &s)| s == best);
    match (best, with_best.next(), with_best.next()) {
        (1.., Some((row, _)), None) => Some(row),
        _ => None,
    }
}

/// Widths of columns that fit in a room: as they are, or the widest ones narrower; `None` when that hurts.
fn fit(natural: &[usize], room: usize) -> Option<Vec<usize>> {
    let mut widths = natural.to_vec();
    while widths.iter().sum::<usize>() > room {
        let widest = widths.iter_mut().max()?;
        if *widest <= LEAST_CELLS {
            return None;
        }
        *widest -= 1;
    }
    Some(widths)
}

/// In a narrower pane a table that is too wide becomes cards.
const LEAST_FROZEN: usize = 48;
/// A column of a table that is moved sideways is no wider.
const MOST_CELLS: usize = 24;

/// A table that is too wide: its first column stands still, of the others those from `from_column` on that fit. Arrows in
/// the rule tell how many are hidden on each side.
fn frozen(
    head: &[Rich],
    rows: &[Vec<Rich>],
    natural: &[usize],
    hit: Option<usize>,
    drawing: &Drawing<'_>,
) -> Page {
    let gutter = if hit.is_some() { 2 } else { 0 };
    let first = natural.first().copied().unwrap_or(1).min(drawing.width_cells / 3);
    let others: Vec<usize> = natural.iter().skip(1).map(|width| (*width).min(MOST_CELLS)).collect();
    let room = drawing.width_cells.saturating_sub(gutter + first);
    // How many columns from one on fit; one always does.
    let fits = |from: usize| {
        let ends = others.iter().skip(from).scan(0, |used, width| {
            *used += width + 3;
            Some(*used)
        });
        ends.take_while(|used| *used <= room).count().max(1)
    };
    let most = (0..others.len()).find(|&from| from + fits(from) >= others.len()).unwrap_or(0);
    let from = drawing.from_column.min(most);
    let shown: Vec<usize> = std::iter::once(0).chain((from..from + fits(from)).map(|at| at + 1)).collect();
    let pick = |row: &[Rich]| -> Vec<Rich> {
        shown.iter().map(|&at| row.get(at).cloned().unwrap_or_default()).collect()
    };
    let mut widths: Vec<usize> = std::iter::once(first)
        .chain(shown.iter().skip(1).filter_map(|at| others.get(at - 1).copied()))
        .collect();
    // The one column that does not fit takes what there is.
    let used = widths.iter().sum::<usize>() + 3 * (widths.len() - 1) + gutter;
    if let (Some(last), true) = (widths.last_mut(), used > drawing.width_cells) {
        *last = last.saturating_sub(used - drawing.width_cells).max(1);
    }
    let rows: Vec<Vec<Rich>> = rows.iter().map(|row| pick(row)).collect();
    let mut page = aligned(&pick(head), &rows, &widths, hit, drawing);
    let glyphs = &drawing.look.glyphs;
    let hidden = (from, others.len().saturating_sub(from + shown.len() - 1));
    let mut sign = String::new();
    if hidden.0 > 0 {
        sign.push_str(&format!("{} {} ", glyphs.sides.0, hidden.0));
    }
    sign.push_str(&glyphs.dash.repeat(3));
    if hidden.1 > 0 {
        sign.push_str(&format!(" {} {}", hidden.1, glyphs.sides.1));
    }
    page.lines.insert(0, Line::styled(format!("{}{sign}", " ".repeat(gutter)), drawing.look.theme.rule));
    page.hit_row = page.hit_row.map(|row| row + 1);
    page.columns_beyond = most;
    page
}

fn height(row: &[Rich], widths: &[usize]) -> usize {
    row.iter().zip(widths).map(|(c, &w)| crate::text::wrap::lines(&c.text, w).len()).max().unwrap_or(1)
}

fn aligned(
    head: &[Rich],
    rows: &[Vec<Rich>],
    widths: &[usize],
    hit: Option<usize>,
    drawing: &Drawing<'_>,
) -> Page {
    let theme = &drawing.look.theme;
    let mut page = Page::default();
    let total = widths.iter().sum::<usize>() + 3 * (widths.len() - 1);
    let gutter = if hit.is_some() { "  " } else { "" };
    let rule = || {
        Line::from(vec![Span::raw(gutter), Span::styled(drawing.look.glyphs.dash.repeat(total), theme.rule)])
    };
    let tall = rows.iter().any(|r| height(r, widths) > 1);
    if head.iter().any(|c| !c.text.trim().is_empty()) {
        page.lines.extend(row_lines(head, widths, gutter, drawing));
        page.lines.push(rule());
    }
    for (i, row) in rows.iter().enumerate() {
        if tall && i > 0 {
            page.lines.push(rule());
        }
        let marker;
        let lead = if hit == Some(i) {
            page.hit_row = Some(page.lines.len());
            marker = format!("{} ", drawing.look.glyphs.marker);
            &marker
        } else {
            gutter
        };
        page.lines.extend(row_lines(row, widths, lead, drawing));
    }
    page
}

fn row_lines(row: &[Rich], widths: &[usize], gutter: &str, drawing: &Drawing<'_>) -> Vec<Line<'static>> {
    let theme = &drawing.look.theme;
    let none = Span::raw("");
    let columns: Vec<Vec<Line<'static>>> = widths
        .iter()
        .enumerate()
        .map(|(c, &w)| row.get(c).map(|r| r.wrapped(w, &none, &none)).unwrap_or_default())
        .collect();
    let lines = columns.iter().map(Vec::len).max().unwrap_or(1).max(1);
    (0..lines)
        .map(|n| {
            let mut spans = vec![Span::styled(gutter.to_owned(), theme.marker)];
            for (c, (&width, column)) in widths.iter().zip(&columns).enumerate() {
                if c > 0 {
                    spans.push(Span::styled(format!(" {} ", drawing.look.glyphs.bar), theme.rule));
                }
                let used = column.get(n).map_or(0, Line::width);
                spans.extend(column.get(n).map(|l| l.spans.clone()).unwrap_or_default());
                if c + 1 < widths.len() {
                    spans.push(Span::raw(" ".repeat(width.saturating_sub(used))));
                }
            }
            Line::from(spans)
        })
        .collect()
}

/// One card for each row: the first cell as its heading, then a line for each other cell with its label.
fn cards(head: &[Rich], rows: &[Vec<Rich>], hit: Option<usize>, drawing: &Drawing<'_>) -> Page {
    let theme = &drawing.look.theme;
    let mut page = Page::default();
    for (i, row) in rows.iter().enumerate() {
        if i > 0 {
            page.lines.push(Line::default());
        }
        let sign = if hit == Some(i) {
            page.hit_row = Some(page.lines.len());
            drawing.look.glyphs.marker
        } else {
            drawing.look.glyphs.bullet
        };
        let (first, indent) = (Span::styled(format!("{sign} "), theme.marker), Span::raw("  "));
        let mut title = row.first().cloned().unwrap_or_default();
        title.mark(0..title.text.len(), theme.lead);
        title.mark_needles(drawing.needles, theme.hit);
        page.lines.extend(title.wrapped(drawing.width_cells, &first, &indent));
        for (c, cell) in row.iter().enumerate().skip(1) {
            if cell.text.trim().is_empty() {
                continue;
            }
            let mut rich = Rich::default();
            if let Some(label) = head.get(c).filter(|l| !l.text.is_empty()) {
                rich.push(&label.text, theme.heading);
                rich.push("：", theme.heading);
            }
            rich.join(cell);
            page.lines.extend(rich.wrapped(drawing.width_cells, &indent, &indent));
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::model::Answer;
    use crate::tui::theme::Look;
    use crate::tui::widget::answer::{Drawing, Page};

    const TARIFF: &str = "|档位|月费|国内流量|国内通话|办理条件|\n|-|-|-|-|-|\n\
        |青云59|59元/月|20GB|200分钟|新老客户均可办理|\n\
        |青云129|129元/月|60GB（超出后3元/GB，封顶15元）|800分钟|在网满三个月，无欠费|\n";

    fn drawn(width: usize, needles: &[&str]) -> (Page, String) {
        let look = Look::of(&Settings::default(), false);
        let needles: Vec<String> = needles.iter().map(|n| (*n).to_owned()).collect();
        let drawing =
            Drawing { needles: &needles, width_cells: width, look: &look, facts: None, from_column: 0 };
        let page = drawing.page(&Answer::of_body(TARIFF));
        let text = page.lines.iter().map(|l| format!("{}\n", l.to_string().trim_end())).collect();
        (page, text)
    }

    #[test]
    fn a_wide_pane_aligns_by_cells() {
        let (_, text) = drawn(100, &[]);
        let bars: Vec<usize> = text
            .lines()
            .filter(|l| l.contains('│'))
            .map(|l| crate::text::width::cells(l.split('│').next().unwrap_or_default()))
            .collect();
        assert_eq!(bars, [8, 8, 8], "{text}");
    }

    #[test]
    fn a_narrow_pane_gets_cards() {
        let (_, text) = drawn(30, &[]);
        assert!(text.starts_with("• 青云59\n  月费：59元/月\n"), "{text}");
        assert!(!text.contains('│'), "{text}");
    }

    const WIDE: &str = "|档位|月费|国内流量|国内通话|短信|宽带|电视|副卡|合约|到期|违约金|\n\
        |-|-|-|-|-|-|-|-|-|-|-|\n\
        |青云59|59元/月|20GB|200分钟|100条|不含宽带|不含|最多两张副卡|十二个月|自动续约|无违约金|\n\
        |青云129|129元/月|60GB|800分钟|300条|500M宽带|含高清电视|最多四张副卡|二十四个月|自动续约|按剩余月数|\n";

    fn moved(from_column: usize) -> (Page, String) {
        let look = Look::of(&Settings::default(), false);
        let drawing = Drawing { needles: &[], width_cells: 60, look: &look, facts: None, from_column };
        let page = drawing.page(&Answer::of_body(WIDE));
        let text = page.lines.iter().map(|l| format!("{}\n", l.to_string().trim_end())).collect();
        (page, text)
    }

    #[test]
    fn a_table_that_is_too_wide_keeps_its_first_column_and_moves_the_others() {
        let (page, text) = moved(0);
        assert!(text.starts_with("─── ") && text.contains("月费") && !text.contains("违约金"), "{text}");
        assert!(page.columns_beyond > 2, "{text}");
        let (_, next) = moved(1);
        assert!(next.starts_with("‹ 1 ─── ") && !next.contains("月费"), "{next}");
        assert_eq!(next.matches("青云").count(), 2, "the first column stands still: {next}");
        let (_, end) = moved(99);
        assert!(end.contains("按剩余月数") && end.contains("青云129") && !end.contains('›'), "{end}");
        for line in text.lines().chain(end.lines()) {
            assert!(crate::text::width::cells(line) <= 60, "{line}");
        }
    }

    #[test]
    fn the_row_that_matches_is_named_and_marked() {
        for width in [100, 60, 30] {
            let (page, text) = drawn(width, &["129"]);
            let row = page.hit_row.expect("a row");
            let line = text.lines().nth(row).expect("a line");
            assert!(line.starts_with("▌ 青云129"), "{width}: {text}");
        }
        assert_eq!(drawn(100, &["分钟"]).0.hit_row, None, "it stands in every row");
    }
}
