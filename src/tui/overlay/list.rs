//! A list to pick from, with a filter line: palette, variants, scope.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::options::Put;
use crate::kb::Hidden;
use crate::model::{Axis, FeedbackKind, Level};
use crate::text::fold::fold_str;
use crate::text::width::{cells, cut};
use crate::tui::action::{Action, Context};
use crate::tui::house::House;
use crate::tui::screen::desk::board::Section;
use crate::tui::widget::edit::LineEdit;
use crate::tui::widget::paint;

/// In windows of no more rows the list goes without a border, so that entries have room.
const LOW_ROWS: u16 = 6;

/// What picking an entry means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Do this on the desk.
    Run(Action),
    /// Nothing here: it is done there.
    Elsewhere(Context),
    /// Show this article.
    Variant(i64),
    /// Switch a name of the scope on or off.
    Toggle(Axis, String),
    /// Say this of the article on the screen.
    Flag(FeedbackKind),
    /// Fill the form of this action of the article on the screen, from 0.
    Ticket(usize),
    /// Announce something so loud.
    Announce(Level),
    /// End the announcement with this id.
    EndAnnouncement(String),
    /// Copy this piece of the answer, from 0.
    Piece(usize),
    /// Copy this part of a text that is too long, from 0; behind the last the whole.
    Part(usize),
    /// Copy the stack as one reply.
    Stack,
    /// Take this answer off the stack, from 0.
    Unstack(usize),
    /// Put this into the search line.
    Go(String),
    /// Speak to the customer by this channel, by its place.
    Channel(usize),
    /// Look within this category.
    Category(String),
    /// Show what changed in the article with this id.
    Change(String),
    /// List the articles of this product, by kind.
    Product(String),
    /// Read an article that does not hold for the contact.
    Peek(Hidden),
    /// Change the text that is being written.
    Put(Put),
    /// Look through the drafts that this batch brought.
    Batch(i64),
    /// Open this address, or copy it where nothing opens it.
    Link(String),
}

/// One entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What is read.
    pub label: String,
    /// Said quietly after it.
    pub note: String,
    /// At the right end: a key, a state.
    pub right: String,
    /// More words by which the filter finds it.
    pub words: String,
    /// Whether it would do anything now.
    pub enabled: bool,
    /// For a switch: whether it is on.
    pub on: Option<bool>,
    /// What picking it means.
    pub value: Value,
}

impl Entry {
    /// One that only says what it is.
    pub fn of(label: String, value: Value) -> Entry {
        Entry {
            label,
            note: String::new(),
            right: String::new(),
            words: String::new(),
            enabled: true,
            on: None,
            value,
        }
    }
}

/// What a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Actions.
    Palette,
    /// Articles of one question.
    Variants,
    /// Regions, products, customer types.
    Scope,
    /// What can be said of an article; what is typed into the line is said with it.
    Flag,
    /// Forms of an article.
    Tickets,
    /// What can be announced, and what is.
    Announce,
    /// Pieces of an answer.
    Pieces,
    /// Parts of a text that is too long.
    Parts,
    /// Stacked answers.
    Stack,
    /// What belongs to an article.
    Related,
    /// The articles of a product, by kind.
    Product,
    /// What could be put into a text.
    Options,
    /// What imports have brought.
    Batches,
    /// The whole of a list of the board.
    Board(Section),
}

impl Kind {
    /// The action whose title stands above it.
    fn title(self) -> Action {
        match self {
            Kind::Palette => Action::Palette,
            Kind::Variants => Action::Variants,
            Kind::Scope => Action::Scope,
            Kind::Flag => Action::Flag,
            Kind::Tickets => Action::TicketForm,
            Kind::Announce => Action::Announce,
            Kind::Pieces | Kind::Parts => Action::Pieces,
            Kind::Stack => Action::StackList,
            Kind::Related | Kind::Product => Action::Related,
            Kind::Options => Action::Pick,
            Kind::Batches => Action::Batches,
            Kind::Board(section) => section.action(),
        }
    }
}

/// A list, its filter and its selection.
#[derive(Debug)]
pub struct List {
    /// What it is for.
    pub kind: Kind,
    /// The filter line; it has the caret.
    pub filter: LineEdit,
    entries: Vec<Entry>,
    /// Places of the entries that the filter lets through.
    visible: Vec<usize>,
    selected: usize,
    first: usize,
    rows: usize,
}

impl List {
    /// A list with its first entry selected.
    pub fn new(kind: Kind, entries: Vec<Entry>) -> List {
        let visible = (0..entries.len()).collect();
        List { kind, filter: LineEdit::default(), entries, visible, selected: 0, first: 0, rows: 1 }
    }

    /// Moves, or edits the filter. Returns whether the action was one of these.
    pub fn update(&mut self, action: Action) -> bool {
        if let Some(changed) = self.filter.edit(action) {
            if changed {
                self.refilter();
            }
            return true;
        }
        let last = self.visible.len().saturating_sub(1);
        let half = (self.rows / 2).max(1);
        self.selected = match action {
            Action::Next => {
                if self.selected < last {
                    self.selected + 1
                } else {
                    0
                }
            }
            Action::Previous => {
                if self.selected > 0 {
                    self.selected - 1
                } else {
                    last
                }
            }
            Action::First => 0,
            Action::Last => last,
            Action::ScrollDown => (self.selected + half).min(last),
            Action::ScrollUp => self.selected.saturating_sub(half),
            _ => return false,
        };
        true
    }

    /// Takes typed or pasted text.
    pub fn insert(&mut self, text: &str) {
        if self.filter.insert(text) {
            self.refilter();
        }
    }

    /// The entries that the filter lets through.
    pub fn entries(&self) -> Vec<&Entry> {
        self.visible.iter().filter_map(|&at| self.entries.get(at)).collect()
    }

    /// Selects one of them, from 0; whether it is there.
    pub fn select(&mut self, at: usize) -> bool {
        let is_there = at < self.visible.len();
        if is_there {
            self.selected = at;
        }
        is_there
    }

    /// What is selected.
    pub fn picked(&self) -> Option<&Entry> {
        self.visible.get(self.selected).and_then(|&at| self.entries.get(at))
    }

    /// Selects the entry on a row of the window, if one stands there.
    pub fn select_at(&mut self, row: u16, width: u16, height: u16) -> bool {
        let frame = self.frame_of(Rect::new(0, 0, width, height));
        let above = if is_bordered(frame, height) { 3 } else { 1 };
        let place = row.checked_sub(frame.y + above).map(usize::from).filter(|place| *place < self.rows);
        match place.map(|place| place + self.first).filter(|at| *at < self.visible.len()) {
            Some(at) => self.selected = at,
            None => return false,
        }
        true
    }

    /// Selects the entry that means this, if the filter lets it through.
    pub fn select_value(&mut self, value: &Value) {
        let is_it = |at: &usize| self.entries.get(*at).is_some_and(|entry| entry.value == *value);
        if let Some(at) = self.visible.iter().position(is_it) {
            self.selected = at;
        }
    }

    /// Puts other entries in, keeping filter and selection.
    pub fn replace(&mut self, entries: Vec<Entry>) {
        let (selected, first) = (self.selected, self.first);
        self.entries = entries;
        self.refilter();
        self.selected = selected.min(self.visible.len().saturating_sub(1));
        self.first = first;
    }

    fn refilter(&mut self) {
        if self.kind == Kind::Flag {
            // What is typed goes with the flag: four entries need no filter.
            return;
        }
        let filter = fold_str(self.filter.text());
        if self.kind == Kind::Pieces
            && let Ok(number) = filter.trim().parse::<usize>()
            && (1..=self.entries.len()).contains(&number)
        {
            // The nth piece: its number is all that is typed.
            self.visible = (0..self.entries.len()).collect();
            (self.selected, self.first) = (number - 1, 0);
            return;
        }
        let words: Vec<&str> = filter.split_whitespace().collect();
        self.visible = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| {
                let text =
                    fold_str(&format!("{} {} {} {}", entry.label, entry.note, entry.right, entry.words));
                words.iter().all(|w| text.contains(w))
            })
            .map(|(at, _)| at)
            .collect();
        // The very key first, then what is called so, then what only says so.
        // Each entry is folded once: a list of categories can have thousands.
        let entries = &self.entries;
        self.visible.sort_by_cached_key(|at| {
            let Some(entry) = entries.get(*at) else { return 2 };
            let label = fold_str(&entry.label);
            match () {
                () if fold_str(&entry.right) == filter.trim() => 0,
                () if words.iter().all(|word| label.contains(word)) => 1,
                () => 2,
            }
        });
        (self.selected, self.first) = (0, 0);
    }

    fn frame_of(&self, window: Rect) -> Rect {
        let hints = u16::from(window.height > 2);
        let above = Rect { height: window.height - hints, ..window };
        if window.height <= LOW_ROWS {
            return above;
        }
        let rows = u16::try_from(self.entries.len()).unwrap_or(u16::MAX).saturating_add(4);
        let mut place = paint::middle(above, 76, rows.clamp(6, 26));
        // Near the search line: that is where the eyes are. The filter never moves while typing.
        place.y = above.y + (above.height - place.height).min(2);
        place
    }

    /// Brings the selection into view for a window of that size.
    pub fn prepare(&mut self, width: u16, height: u16) {
        let frame = self.frame_of(Rect::new(0, 0, width, height));
        let chrome = if is_bordered(frame, height) { 4 } else { 1 };
        self.rows = usize::from(frame.height.saturating_sub(chrome)).max(1);
        if self.selected < self.first {
            self.first = self.selected;
        } else if self.selected >= self.first + self.rows {
            self.first = self.selected + 1 - self.rows;
        }
    }

    /// Draws it over the desk; returns where the caret is.
    pub fn draw(&self, house: &House, buf: &mut Buffer) -> Position {
        let theme = &house.look.theme;
        let title = match self.kind {
            Kind::Parts => house.say("piece.parts").to_owned(),
            Kind::Board(section) => house.say(section.heading()).to_owned(),
            kind => house.title(kind.title()),
        };
        let frame = self.frame_of(buf.area);
        let bordered = is_bordered(frame, buf.area.height);
        let inside = if bordered {
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
        let (text, caret) = self.filter.window(usize::from(room));
        let line = Rect { x: inside.x + prompt_cells, width: room, height: 1, ..inside };
        if self.filter.text().is_empty() {
            let key = if self.kind == Kind::Flag { "flag.words" } else { "list.filter" };
            paint::text(buf, line, 0, 0, house.say(key), theme.dim, house.look.glyphs.cut);
        } else {
            buf.set_stringn(line.x, line.y, text, usize::from(room), Style::default());
        }
        let skip = if bordered { 2.min(inside.height) } else { 1.min(inside.height) };
        // Without a border the last column is kept for the signs.
        let width = if bordered { inside.width } else { inside.width.saturating_sub(1) };
        let rows = Rect { y: inside.y + skip, height: inside.height - skip, width, ..inside };
        if self.visible.is_empty() {
            paint::text(buf, rows, 0, 0, house.say("list.nothing"), theme.dim, house.look.glyphs.cut);
        }
        let shown = self.visible.iter().enumerate().skip(self.first);
        for (row, (at, &entry)) in (0..rows.height).zip(shown) {
            if let Some(entry) = self.entries.get(entry) {
                draw_entry(
                    entry,
                    at == self.selected,
                    Rect { y: rows.y + row, height: 1, ..rows },
                    house,
                    buf,
                );
            }
        }
        let signs = Rect { x: rows.right(), width: 1, ..rows }.intersection(frame);
        if self.first + usize::from(rows.height) < self.visible.len() {
            let last = rows.height.saturating_sub(1);
            paint::text(buf, signs, 0, last, house.look.glyphs.more.1, theme.title, "");
        }
        if self.first > 0 {
            paint::text(buf, signs, 0, 0, house.look.glyphs.more.0, theme.title, "");
        }
        let caret = u16::try_from(caret).unwrap_or(0).min(room.saturating_sub(1));
        Position { x: (line.x + caret).min(buf.area.right().saturating_sub(1)), y: line.y }
    }
}

fn is_bordered(frame: Rect, window_rows: u16) -> bool {
    window_rows > LOW_ROWS && frame.width >= 6 && frame.height >= 4
}

fn draw_entry(entry: &Entry, selected: bool, place: Rect, house: &House, buf: &mut Buffer) {
    let theme = &house.look.theme;
    let glyphs = &house.look.glyphs;
    let text = if entry.enabled { Style::default() } else { theme.key_off };
    let mut spans = vec![Span::styled(if selected { glyphs.marker } else { " " }.to_owned(), theme.marker)];
    if let Some(on) = entry.on {
        spans.push(Span::styled(format!("{} ", if on { glyphs.on } else { glyphs.off }), theme.chip));
    }
    spans.push(Span::styled(entry.label.clone(), text));
    if !entry.note.is_empty() {
        spans.push(Span::styled(format!("  {}", entry.note), theme.dim));
    }
    let right = cut(&entry.right, usize::from(place.width / 2), glyphs.cut);
    let right_cells = cells(&right);
    let room = usize::from(place.width).saturating_sub(if right_cells > 0 { right_cells + 1 } else { 0 });
    paint::line(buf, place, 0, &paint::cut_line(Line::from(spans), room, glyphs.cut));
    let at = place.width.saturating_sub(u16::try_from(right_cells).unwrap_or(0));
    let style = if entry.enabled { theme.key } else { theme.key_off };
    paint::text(buf, place, at, 0, &right, style, "");
    if selected {
        buf.set_style(Rect { x: place.x + 1, width: place.width.saturating_sub(1), ..place }, theme.selected);
    }
}
