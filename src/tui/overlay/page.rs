//! A page to read: help, announcements, and the plain view without borders.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{changes, compare, first_steps};
use crate::kb::{Changed, Hidden, Shown, WhyNot};
use crate::model::{Answer, Face, Level};
use crate::text::clean::{for_screen, one_line};
use crate::text::width::{cells, pad};
use crate::tui::action::{ACTIONS, Action, Context};
use crate::tui::house::House;
use crate::tui::screen::desk::turn::Said;
use crate::tui::screen::desk::view::face_key;
use crate::tui::screen::desk::{State, home, notes};
use crate::tui::widget::answer::Drawing;
use crate::tui::widget::paint;
use crate::tui::widget::rich::Rich;

/// What is read.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// All actions with their keys, those of this place first.
    Help(Context),
    /// All announcements.
    Announcements,
    /// The keys that matter most.
    FirstSteps,
    /// What is kept back, to read and not to tell.
    Kept(Vec<(Hidden, Shown)>),
    /// The wrap-up note of the contact that is to end.
    WrapUp(String),
    /// The last change of an article.
    Changes(Box<Changed>),
    /// Articles beside each other, with their facts in rows.
    Compare(Vec<std::sync::Arc<Shown>>),
    /// A text as it would be copied, under a line that names face, channel and article.
    Text {
        /// What it is.
        head: String,
        /// The text.
        text: String,
        /// It is the answer on the screen and changes with it; else it is what could not be copied.
        is_live: bool,
    },
}

/// A page, and how far it is scrolled.
#[derive(Debug)]
pub struct Page {
    /// What is read.
    pub content: Content,
    /// Without borders, over the whole window, for selection by mouse.
    pub plain: bool,
    /// It came by itself, and makes way for whatever the agent does.
    pub unasked: bool,
    scroll: usize,
    scroll_most: usize,
    rows: usize,
    lines: Vec<Line<'static>>,
}

impl Page {
    /// A page at its beginning.
    pub fn new(content: Content) -> Page {
        let plain = matches!(content, Content::Text { .. });
        let unasked = content == Content::FirstSteps;
        Page { content, plain, unasked, scroll: 0, scroll_most: 0, rows: 1, lines: Vec::new() }
    }

    /// Moves in the page. Returns whether the action was one that moves.
    pub fn update(&mut self, action: Action) -> bool {
        let Some(scroll) = super::scrolled(action, self.scroll, self.rows) else { return false };
        self.scroll = scroll.min(self.scroll_most);
        true
    }

    /// Shows a newer text in the place of an older one, scrolled as far.
    pub fn replace(&mut self, content: Content) {
        self.content = content;
    }

    /// Makes the lines for a window of that size.
    pub fn prepare(&mut self, width: u16, height: u16, desk: &State, house: &House) {
        let inside = self.inside(Rect::new(0, 0, width, height));
        let cells = usize::from(inside.width);
        self.lines = match &self.content {
            Content::Help(context) => help(*context, cells, house),
            Content::Announcements => announcements(cells, desk, house),
            Content::Changes(change) => {
                changes::page(change.before.as_ref(), &change.after, &change.words, cells, house)
            }
            Content::Compare(articles) => compare::page(articles, cells, desk, house),
            Content::FirstSteps => first_steps::lines(cells, house),
            Content::Kept(kept) => kept_back(kept, cells, desk, house),
            Content::WrapUp(text) | Content::Text { text, .. } => {
                Rich::of(&for_screen(text), Style::default()).wrapped(cells, &Span::raw(""), &Span::raw(""))
            }
        };
        self.rows = usize::from(self.inside(Rect::new(0, 0, width, height)).height);
        self.scroll_most = self.lines.len().saturating_sub(self.rows);
        self.scroll = self.scroll.min(self.scroll_most);
    }

    /// What stands on it, line by line, for a width in cells.
    pub fn text(&mut self, width_cells: u16, desk: &State, house: &House) -> Vec<String> {
        // A frame takes two cells on either side.
        self.prepare(width_cells.saturating_add(4), u16::MAX, desk, house);
        let text = |line: &Line<'static>| {
            let spans = line.spans.iter().map(|span| span.content.as_ref());
            spans.collect::<String>().trim_end().to_owned()
        };
        self.lines.iter().map(text).collect()
    }

    /// Whether it is the answer on the screen, without borders.
    pub fn is_live(&self) -> bool {
        matches!(self.content, Content::Text { is_live: true, .. })
    }

    /// Whether its last line was on the screen.
    pub fn is_at_end(&self) -> bool {
        self.scroll >= self.scroll_most
    }

    /// Whether more stands on it than the window shows.
    pub fn is_longer(&self) -> bool {
        self.scroll_most > 0
    }

    /// Its frame: as high as the window, but for a short page that came by itself and leaves the desk in sight.
    fn frame(&self, window: Rect) -> Rect {
        // The hints in the last row stay readable.
        let above = Rect { height: window.height.saturating_sub(1).max(1).min(window.height), ..window };
        let width = if matches!(self.content, Content::Compare(_)) { 140 } else { 100 };
        let mut frame = paint::middle(above, width, above.height);
        if self.content == Content::FirstSteps && !self.lines.is_empty() {
            let rows = u16::try_from(self.lines.len()).unwrap_or(u16::MAX).saturating_add(2);
            frame.height = frame.height.min(rows);
        }
        frame
    }

    fn inside(&self, window: Rect) -> Rect {
        if self.plain {
            // The first row says what it is, the last what can be done; nothing else is not the text.
            let head = u16::from(window.height > 3);
            let foot = u16::from(window.height > 1);
            return Rect { y: window.y + head, height: window.height - head - foot, ..window };
        }
        let area = self.frame(window);
        if area.width < 6 || area.height < 4 {
            area
        } else {
            Rect { width: area.width - 4, height: area.height - 2, ..area }
        }
    }

    /// Draws it over the desk.
    pub fn draw(&self, house: &House, said: Option<&Said>, buf: &mut Buffer) {
        let window = buf.area;
        let inside = if self.plain {
            // The hints of the desk stay in the last row.
            let foot = u16::from(window.height > 2 && said.is_none());
            paint::clear(buf, Rect { height: window.height - foot, ..window });
            let inside = self.inside(window);
            if let Content::Text { head, .. } = &self.content
                && inside.y > window.y
            {
                paint::text(buf, window, 0, 0, head, house.look.theme.dim, house.look.glyphs.cut);
            }
            inside
        } else {
            let title = match self.content {
                Content::Help(_) => house.title(Action::Help),
                Content::Kept(_) => house.title(Action::ShowHidden),
                Content::WrapUp(_) => house.title(Action::ContactEnd),
                Content::Changes(_) => house.title(Action::Changes),
                Content::Compare(_) => house.title(Action::Compare),
                Content::FirstSteps => house.title(Action::FirstSteps),
                _ => house.title(Action::Announcements),
            };
            paint::framed(buf, self.frame(window), &title, &house.look)
        };
        for (row, line) in (0..inside.height).zip(self.lines.iter().skip(self.scroll)) {
            paint::line(buf, inside, row, line);
        }
        if let Some(said) = said.filter(|_| self.plain && window.height > 1) {
            let (text, row) = (one_line(&said.text), window.height - 1);
            paint::text(buf, window, 0, row, &text, house.look.theme.dim, house.look.glyphs.cut);
        } else if !self.plain && self.scroll < self.scroll_most {
            let place = Rect {
                x: inside.right(),
                width: window.right().saturating_sub(inside.right()).min(1),
                ..inside
            };
            paint::text(
                buf,
                place,
                0,
                inside.height.saturating_sub(1),
                house.look.glyphs.more.1,
                house.look.theme.title,
                "",
            );
        }
    }
}

/// The contexts of the help page with the messages for their names, the desk's own first.
const CONTEXTS: [(Context, &str); Context::ALL.len()] = [
    (Context::Search, "context.search"),
    (Context::Global, "context.global"),
    (Context::List, "context.list"),
    (Context::Page, "context.page"),
    (Context::Plain, "context.plain"),
    (Context::Work, "context.work"),
    (Context::Edit, "context.edit"),
];

fn help(here: Context, width: usize, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let none = Span::raw("");
    let mut lines = Vec::new();
    for problem in &house.problems {
        lines.extend(Rich::of(&one_line(problem), theme.bad).wrapped(width, &none, &none));
    }
    if !house.problems.is_empty() {
        lines.push(Line::default());
    }
    let key_cells = (width / 3).clamp(8, 26);
    let mut contexts = CONTEXTS;
    // What holds here comes first, then what holds everywhere.
    contexts.sort_by_key(|(context, _)| (*context != here, *context != Context::Global));
    for (context, name) in contexts {
        lines.push(Line::styled(house.say(name).to_owned(), theme.heading));
        for spec in ACTIONS.iter().filter(|s| s.contexts.contains(&context)) {
            let chords = house.chords(context, spec.action);
            let (keys, style) = if chords.is_empty() {
                (house.say("help.no_key").to_owned(), theme.dim)
            } else {
                (chords, theme.key)
            };
            let first = Span::styled(format!(" {} ", pad(&keys, key_cells, house.look.glyphs.cut)), style);
            let rest = Span::raw(" ".repeat(first.width()));
            lines.extend(Rich::of(&house.title(spec.action), Style::default()).wrapped(width, &first, &rest));
        }
        lines.push(Line::default());
    }
    lines.push(Line::styled(house.say("help.signs").to_owned(), theme.heading));
    let glyphs = &house.look.glyphs;
    for (sign, key) in [
        (glyphs.marker, "help.sign_selected"),
        (glyphs.weak, "help.sign_weak"),
        (glyphs.like, "help.sign_like"),
        (glyphs.written, "help.sign_written"),
        (glyphs.plus, "help.sign_plus"),
        (glyphs.more.1, "help.sign_more"),
    ] {
        let first = Span::styled(format!(" {} ", pad(sign, key_cells, glyphs.cut)), theme.key);
        let rest = Span::raw(" ".repeat(first.width()));
        lines.extend(Rich::of(house.say(key), Style::default()).wrapped(width, &first, &rest));
    }
    lines
}

/// The texts of what is kept back. What begins later may be studied, and its customer answer is not for anybody yet.
fn kept_back(kept: &[(Hidden, Shown)], width: usize, desk: &State, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let drawing = Drawing {
        needles: &desk.needles,
        width_cells: width,
        look: &house.look,
        facts: None,
        from_column: 0,
    };
    let mut lines = Vec::new();
    for (hidden, shown) in kept {
        let mut title = Rich::of(&format!("{}  ", one_line(&hidden.id)), theme.dim);
        title.push(&one_line(&hidden.question), theme.lead);
        let none = Span::raw("");
        lines.extend(title.wrapped(width, &none, &none));
        lines.extend(drawing.paragraph(&notes::kept_sentence(hidden, house), theme.bad));
        let article = &shown.article;
        let customer =
            article.customer.as_ref().map(|c| &c.answer).filter(|_| !matches!(hidden.why, WhyNot::From(_)));
        let faces = [(Face::Internal, article.internal.as_ref()), (Face::Customer, customer)];
        for (face, answer) in faces {
            let Some(answer) = answer.filter(|a| !a.is_empty()) else { continue };
            lines.push(Line::default());
            lines.push(Line::styled(house.say(face_key(face)).to_owned(), theme.heading));
            lines.extend(drawing.page(answer).lines);
        }
        lines.push(Line::default());
        lines.push(Line::default());
    }
    lines
}

fn announcements(width: usize, desk: &State, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let drawing =
        Drawing { needles: &[], width_cells: width, look: &house.look, facts: None, from_column: 0 };
    let mut lines = Vec::new();
    if desk.overview.announcements.is_empty() {
        lines.extend(drawing.paragraph(house.say("page.no_announcements"), theme.dim));
    }
    for note in &desk.overview.announcements {
        let (key, style) = home::level(note.level, house);
        let first = Span::styled(format!("[{}] ", house.say(key)), style);
        let rest = Span::raw(" ".repeat(cells(&first.content)));
        let mut title = Rich::of(&one_line(&note.title), theme.lead);
        if note.level == Level::MustRead {
            let is_read = desk.overview.receipts.contains(&note.id);
            let key = if is_read { "receipt.read" } else { "home.unread" };
            title.push(&format!("  {}", house.say(key)), if is_read { theme.dim } else { theme.warn });
        }
        lines.extend(title.wrapped(width, &first, &rest));
        let mut about = note.from.to_string();
        if let Some(last) = note.until.and_then(|d| d.yesterday().ok()) {
            about.push_str(&house.messages.fill("page.until", &[("day", &last)]));
        }
        if !note.scope.is_everywhere() {
            about.push_str(&format!("  {}", note.scope.label()));
        }
        if !note.articles.is_empty() {
            about.push_str(&format!("  {}", note.articles.join(" ")));
        }
        lines.extend(drawing.paragraph(&one_line(&about), theme.dim));
        lines.extend(drawing.page(&Answer::of_body(&note.body)).lines);
        lines.push(Line::default());
    }
    lines
}
