//! Why an article was found: what matched, where, by which way, with its share of the score. And a line for the id of
//! an article that is not shown: why not.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::kb::{Explanation, MatchPlace, Share};
use crate::model::Query;
use crate::text::clean::one_line;
use crate::text::width::{cells, cut, pad};
use crate::tui::action::Action;
use crate::tui::event::Trouble;
use crate::tui::house::House;
use crate::tui::screen::desk::notes;
use crate::tui::widget::edit::LineEdit;
use crate::tui::widget::paint;
use crate::tui::widget::rich::Rich;

/// In windows of no more rows it goes without a border.
const LOW_ROWS: u16 = 8;
const BAR_CELLS: usize = 12;

/// What a worker says; `None` when there is no such article.
pub type Told = Result<Option<Box<Explanation>>, Trouble>;

/// The explanation of one article to one query.
#[derive(Debug)]
pub struct Why {
    /// The line for an id; it has the caret.
    pub line: LineEdit,
    /// What was asked when it was opened.
    pub query: Query,
    /// The id that is explained; `None` when no row was selected.
    pub id: Option<String>,
    told: Option<Told>,
    lines: Vec<Line<'static>>,
    scroll: usize,
    scroll_most: usize,
    rows: usize,
}

impl Why {
    /// An explanation that has not come yet.
    pub fn new(query: Query, id: Option<String>) -> Why {
        Why {
            line: LineEdit::default(),
            query,
            id,
            told: None,
            lines: Vec::new(),
            scroll: 0,
            scroll_most: 0,
            rows: 1,
        }
    }

    /// Moves in the page, or edits the line. Returns whether the action was one of these.
    pub fn update(&mut self, action: Action) -> bool {
        if self.line.edit(action).is_some() {
            return true;
        }
        let Some(scroll) = super::scrolled(action, self.scroll, self.rows) else { return false };
        self.scroll = scroll.min(self.scroll_most);
        true
    }

    /// The id in the line, from now on the one that is explained; `None` when the line is blank.
    pub fn turn_to_line(&mut self) -> Option<String> {
        let id = self.line.text().trim().to_owned();
        if id.is_empty() {
            return None;
        }
        self.line.clear();
        (self.id, self.told, self.scroll) = (Some(id.clone()), None, 0);
        Some(id)
    }

    /// Takes the answer of a worker. Returns whether it was waited for.
    pub fn hear(&mut self, id: &str, told: Told) -> bool {
        let is_mine = self.id.as_deref() == Some(id);
        if is_mine {
            self.told = Some(told);
        }
        is_mine
    }

    fn frame_of(window: Rect) -> Rect {
        let hints = u16::from(window.height > 2);
        let above = Rect { height: window.height - hints, ..window };
        if window.height <= LOW_ROWS {
            return above;
        }
        let mut place = paint::middle(above, 86, 24);
        place.y = above.y + (above.height - place.height).min(2);
        place
    }

    fn is_bordered(frame: Rect, window_rows: u16) -> bool {
        window_rows > LOW_ROWS && frame.width >= 6 && frame.height >= 4
    }

    /// Makes the lines for a window of that size.
    pub fn prepare(&mut self, width: u16, height: u16, house: &House) {
        let frame = Why::frame_of(Rect::new(0, 0, width, height));
        let bordered = Why::is_bordered(frame, height);
        let width = frame.width.saturating_sub(if bordered { 4 } else { 1 });
        self.rows = usize::from(frame.height.saturating_sub(if bordered { 4 } else { 1 })).max(1);
        self.lines = self.make(usize::from(width), house);
        self.scroll_most = self.lines.len().saturating_sub(self.rows);
        self.scroll = self.scroll.min(self.scroll_most);
    }

    fn make(&self, width: usize, house: &House) -> Vec<Line<'static>> {
        let theme = &house.look.theme;
        let none = Span::raw("");
        let say = |text: &str, style: Style| Rich::of(text, style).wrapped(width, &none, &none);
        let Some(id) = &self.id else { return say(house.say("explain.no_row"), theme.dim) };
        match &self.told {
            None => say(house.say("explain.waiting"), theme.dim),
            Some(Err(trouble)) => say(&one_line(&trouble.message), theme.bad),
            Some(Ok(None)) => {
                say(&house.messages.fill("explain.no_such_id", &[("id", &one_line(id))]), theme.warn)
            }
            Some(Ok(Some(told))) => explained(told, width, house),
        }
    }

    /// Draws it over the desk; returns where the caret is.
    pub fn draw(&self, house: &House, buf: &mut Buffer) -> Position {
        let theme = &house.look.theme;
        let frame = Why::frame_of(buf.area);
        let bordered = Why::is_bordered(frame, buf.area.height);
        let inside = if bordered {
            let query = cut(&one_line(self.query.text.trim()), 30, house.look.glyphs.cut);
            let title = house.messages.fill("explain.title", &[("query", &query)]);
            paint::framed(buf, frame, &title, &house.look)
        } else {
            paint::clear(buf, frame);
            frame
        };
        if inside.is_empty() {
            return Position::ORIGIN;
        }
        let prompt = format!("{} ", house.look.glyphs.prompt);
        let prompt_cells = paint::text(buf, inside, 0, 0, &prompt, theme.marker, "");
        let room = inside.width.saturating_sub(prompt_cells);
        let (text, caret) = self.line.window(usize::from(room));
        let line = Rect { x: inside.x + prompt_cells, width: room, height: 1, ..inside };
        if self.line.text().is_empty() {
            paint::text(buf, line, 0, 0, house.say("explain.type_an_id"), theme.dim, house.look.glyphs.cut);
        } else {
            buf.set_stringn(line.x, line.y, text, usize::from(room), Style::default());
        }
        let skip = if bordered { 2.min(inside.height) } else { 1.min(inside.height) };
        let rows = Rect { y: inside.y + skip, height: inside.height - skip, ..inside };
        for (row, line) in (0..rows.height).zip(self.lines.iter().skip(self.scroll)) {
            paint::line(buf, rows, row, line);
        }
        let signs = Rect { x: rows.right(), width: 1, ..rows }.intersection(frame);
        if self.scroll < self.scroll_most {
            let last = rows.height.saturating_sub(1);
            paint::text(buf, signs, 0, last, house.look.glyphs.more.1, theme.title, "");
        }
        if self.scroll > 0 {
            paint::text(buf, signs, 0, 0, house.look.glyphs.more.0, theme.title, "");
        }
        let caret = u16::try_from(caret).unwrap_or(0).min(room.saturating_sub(1));
        Position { x: (line.x + caret).min(buf.area.right().saturating_sub(1)), y: line.y }
    }
}

fn explained(told: &Explanation, width: usize, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let messages = &house.messages;
    let none = Span::raw("");
    let mut lines = Vec::new();
    let mut title = Rich::of(&format!("{}  ", one_line(&told.id)), theme.dim);
    title.push(&one_line(&told.question), theme.lead);
    lines.extend(title.wrapped(width, &none, &none));
    match (told.rank, &told.why_not) {
        (Some(rank), _) => {
            let score = format!("{:.2}", told.score);
            let text = messages.fill("explain.standing", &[("rank", &rank), ("score", &score)]);
            lines.extend(Rich::of(&text, theme.good).wrapped(width, &none, &none));
        }
        (None, Some(why)) => {
            let text = messages.fill("explain.not_shown", &[("reason", &notes::reason(why, house))]);
            lines.extend(Rich::of(&text, theme.warn).wrapped(width, &none, &none));
        }
        (None, None) => {}
    }
    if !told.shares.is_empty() {
        lines.push(Line::default());
        lines.extend(table(&told.shares, width, house));
        let factor = |value: f32| format!("{value:.2}");
        let text = messages.fill(
            "explain.factors",
            &[("order", &factor(told.order)), ("all", &factor(told.all)), ("score", &factor(told.score))],
        );
        lines.push(Line::default());
        lines.extend(Rich::of(&text, theme.dim).wrapped(width, &none, &none));
    }
    if told.used > 0 {
        let text = messages.fill("explain.used", &[("count", &told.used)]);
        lines.extend(Rich::of(&text, theme.dim).wrapped(width, &none, &none));
    }
    if !told.missing.is_empty() {
        let words = notes::quoted(&told.missing, house);
        let text = messages.fill("explain.missing", &[("words", &words)]);
        lines.extend(Rich::of(&text, theme.warn).wrapped(width, &none, &none));
    }
    lines
}

/// One line for each share: part, place, way, score, percent, bar; what does not fit is left out from the right.
fn table(shares: &[Share], width: usize, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let mark = house.look.glyphs.cut;
    let all: f32 = shares.iter().map(|s| s.score).sum();
    let rows: Vec<[String; 3]> = shares
        .iter()
        .map(|share| {
            let place = match share.place {
                MatchPlace::Question => house.say("explain.in_question"),
                MatchPlace::Text => house.say("explain.in_text"),
            };
            let route = house.say(&format!("route.{}", share.route.word())).to_owned();
            [one_line(&share.what), place.to_owned(), route]
        })
        .collect();
    let heads = ["explain.part", "explain.place", "explain.way"].map(|key| house.say(key).to_owned());
    let size = |column: usize| {
        let all = rows.iter().chain([&heads]).filter_map(|row| row.get(column));
        all.map(|text| cells(text)).max().unwrap_or(0)
    };
    let numbers = 8 + 5;
    let what_cells = size(0).min(width.saturating_sub(size(1) + size(2) + 6 + numbers).max(6)).min(32);
    let sizes = [what_cells, size(1), size(2)];
    let cells_of = |row: &[String; 3]| -> String {
        row.iter().zip(sizes).map(|(text, to)| format!("{}  ", pad(text, to, mark))).collect()
    };
    let head = format!("{}{:>8}", cells_of(&heads), "");
    let score = house.say("explain.share");
    let head = format!("{}{}", cut(&head, cells(&head).saturating_sub(cells(score)), ""), score);
    let mut lines = vec![paint::cut_line(Line::styled(head, theme.heading), width, mark)];
    for (row, share) in rows.iter().zip(shares) {
        let part = if all > 0.0 { share.score / all } else { 0.0 };
        let filled = bar_cells(part);
        lines.push(paint::cut_line(
            Line::from(vec![
                Span::raw(cells_of(row)),
                Span::raw(format!("{:>8.2}{:>4.0}% ", share.score, part * 100.0)),
                Span::styled(house.look.glyphs.fill.repeat(filled), theme.marker),
            ]),
            width,
            "",
        ));
    }
    lines
}

/// Cells of a bar; whatever counts is seen.
fn bar_cells(part: f32) -> usize {
    (1..=BAR_CELLS)
        .rev()
        .find(|&n| part * 12.0 >= f32::from(u8::try_from(n).unwrap_or(u8::MAX)) - 0.5)
        .unwrap_or(1)
}
