//! Two or three articles beside each other: their leads, when and where they hold, and their facts in rows.

use std::sync::Arc;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::customer::compare::compare;
use crate::kb::Shown;
use crate::model::Article;
use crate::text::clean::one_line;
use crate::text::facts::Kind;
use crate::text::width::{cells, pad};
use crate::tui::house::House;
use crate::tui::screen::desk::State;
use crate::tui::widget::rich::Rich;

/// The page: a table whose first column says what a row is about; in a narrow window each row is a card.
pub fn page(articles: &[Arc<Shown>], width_cells: usize, desk: &State, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let mut rows: Vec<Row> = vec![
        Row::of(house.say("field.question"), articles, |a| one_line(&a.question), theme.lead),
        Row::of(house.say("compare.valid"), articles, |a| validity(a, house), Style::default()),
        Row::of(house.say("compare.scope"), articles, |a| scope(a, house), Style::default()),
        Row::of(house.say("compare.answer"), articles, |a| one_line(lead(a)), Style::default()),
    ];
    if articles.iter().any(|shown| desk.fate_of(shown).is_some()) {
        let fate = |shown: &Arc<Shown>| desk.fate_of(shown).map_or("", |key| house.say(key)).to_owned();
        let cells = articles.iter().map(fate).collect();
        rows.insert(0, Row { label: house.say("compare.now").to_owned(), style: theme.bad, cells });
    }
    let contents: Vec<&Article> = articles.iter().map(|shown| &shown.article).collect();
    let facts = compare(&contents);
    let has_facts = !facts.is_empty();
    rows.extend(facts.into_iter().map(|row| Row {
        label: if row.label.is_empty() {
            house.say(kind_key(row.kind)).to_owned()
        } else {
            one_line(&row.label)
        },
        style: if row.differs { theme.fact_only } else { theme.fact },
        cells: row.cells.iter().map(|values| one_line(&values.join("，"))).collect(),
    }));
    let mut lines = table(&rows, articles, width_cells, house);
    if !has_facts {
        lines.push(Line::default());
        let none = Span::raw("");
        lines.extend(Rich::of(house.say("compare.no_facts"), theme.dim).wrapped(width_cells, &none, &none));
    }
    lines
}

/// The message for the name of a sort of facts.
fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Amount => "fact.amount",
        Kind::Rate => "fact.rate",
        Kind::Discount => "fact.discount",
        Kind::Date | Kind::Unresolved => "fact.date",
        Kind::Duration => "fact.duration",
        Kind::Time => "fact.time",
        Kind::Quantity => "fact.quantity",
        Kind::Phone => "fact.phone",
        Kind::Url => "fact.url",
        Kind::Code => "fact.code",
        Kind::Variable => "fact.variable",
    }
}

struct Row {
    label: String,
    style: Style,
    cells: Vec<String>,
}

impl Row {
    fn of(label: &str, articles: &[Arc<Shown>], say: impl Fn(&Article) -> String, style: Style) -> Row {
        let cells = articles.iter().map(|shown| say(&shown.article)).collect();
        Row { label: label.to_owned(), style, cells }
    }
}

/// The customer's lead, else the house's.
fn lead(article: &Article) -> &str {
    let customer = article.customer.as_ref().map(|c| c.answer.lead.as_str()).filter(|lead| !lead.is_empty());
    customer.or(article.internal.as_ref().map(|a| a.lead.as_str())).unwrap_or_default()
}

fn validity(article: &Article, house: &House) -> String {
    match article.valid.until.and_then(|day| day.yesterday().ok()) {
        Some(last) => house.messages.fill("compare.until", &[("day", &last)]),
        None => house.say("compare.forever").to_owned(),
    }
}

fn scope(article: &Article, house: &House) -> String {
    if article.scope.is_everywhere() {
        house.say("compare.everywhere").to_owned()
    } else {
        one_line(&article.scope.label())
    }
}

/// A column narrower than this is no column to read in.
const NARROWEST: usize = 16;

fn table(rows: &[Row], articles: &[Arc<Shown>], width: usize, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let ids: Vec<String> =
        articles.iter().map(|shown| one_line(shown.article.id.as_deref().unwrap_or_default())).collect();
    let label_cells =
        rows.iter().map(|row| cells(&row.label)).max().unwrap_or(0).clamp(4, (width / 6).max(10));
    let gap = 2;
    let count = articles.len().max(1);
    let column = width.saturating_sub(label_cells + gap * count) / count;
    if column < NARROWEST {
        return cards(rows, &ids, width, house);
    }
    let mut lines = Vec::new();
    let head = Row { label: String::new(), style: theme.heading, cells: ids };
    for row in std::iter::once(&head).chain(rows) {
        let none = Span::raw("");
        let columns: Vec<Vec<Line<'static>>> =
            row.cells.iter().map(|cell| Rich::of(cell, row.style).wrapped(column, &none, &none)).collect();
        let labels = Rich::of(&row.label, theme.heading).wrapped(label_cells, &none, &none);
        let height = columns.iter().map(Vec::len).max().unwrap_or(1).max(labels.len()).max(1);
        for at in 0..height {
            let label = labels.get(at).map(ToString::to_string).unwrap_or_default();
            let mut spans =
                vec![Span::styled(pad(&label, label_cells, house.look.glyphs.cut), theme.heading)];
            for lines in &columns {
                spans.push(Span::raw(" ".repeat(gap)));
                let line = lines.get(at).cloned().unwrap_or_default();
                let rest = column.saturating_sub(line.width());
                spans.extend(line.spans);
                spans.push(Span::raw(" ".repeat(rest)));
            }
            lines.push(Line::from(spans));
        }
        if std::ptr::eq(row, &head) {
            lines.push(Line::styled(house.look.glyphs.dash.repeat(width), theme.rule));
        }
    }
    lines
}

/// Each row as its label, then a line for each article.
fn cards(rows: &[Row], ids: &[String], width: usize, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let mut lines = Vec::new();
    for row in rows {
        lines.push(Line::styled(row.label.clone(), theme.heading));
        for (id, cell) in ids.iter().zip(&row.cells) {
            let first = Span::styled(format!("  {id} "), theme.dim);
            let rest = Span::raw(" ".repeat(first.width().min(width / 2)));
            lines.extend(Rich::of(cell, row.style).wrapped(width, &first, &rest));
        }
    }
    lines
}
