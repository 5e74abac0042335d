//! The sheet of settings: each with its value, changed by keys that an input method lets through.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::config::CHOSEN;
use crate::text::width::{cells, pad};
use crate::tui::action::{Action, Context};
use crate::tui::furnishing::Furnishing;
use crate::tui::house::House;
use crate::tui::widget::paint;
use crate::tui::widget::rich::Rich;

/// Cells of a setting's name.
const NAME_CELLS: usize = 22;
/// Rows that say something about the selected setting, the keys and the file.
const NOTE_ROWS: u16 = 6;

/// The sheet: which setting is selected, and how far it is scrolled.
#[derive(Debug, Default)]
pub struct Sheet {
    selected: usize,
    first: usize,
    rows: usize,
}

impl Sheet {
    /// The name of the selected setting.
    pub fn key(&self) -> &'static str {
        CHOSEN.get(self.selected).copied().unwrap_or_default()
    }

    /// Moves. Returns whether the action was one that moves.
    pub fn update(&mut self, action: Action) -> bool {
        let last = CHOSEN.len().saturating_sub(1);
        self.selected = match action {
            Action::Next if self.selected < last => self.selected + 1,
            Action::Next | Action::First | Action::ScrollUp => 0,
            Action::Previous => self.selected.checked_sub(1).unwrap_or(last),
            Action::Last | Action::ScrollDown => last,
            _ => return false,
        };
        true
    }

    /// Brings the selection into view for a window of that size.
    pub fn prepare(&mut self, width: u16, height: u16) {
        let (list, _) = places(inside(Rect::new(0, 0, width, height)));
        self.rows = usize::from(list.height).max(1);
        if self.selected < self.first {
            self.first = self.selected;
        } else if self.selected >= self.first + self.rows {
            self.first = self.selected + 1 - self.rows;
        }
        self.first = self.first.min(CHOSEN.len().saturating_sub(self.rows));
    }

    /// Selects the setting on a row of the window, if one stands there.
    pub fn select_at(&mut self, row: u16, width: u16, height: u16) -> bool {
        let (list, _) = places(inside(Rect::new(0, 0, width, height)));
        let at =
            row.checked_sub(list.y).filter(|row| *row < list.height).map(|row| usize::from(row) + self.first);
        match at.filter(|at| *at < CHOSEN.len()) {
            Some(at) => self.selected = at,
            None => return false,
        }
        true
    }

    /// Draws it over the desk; returns where the caret is.
    pub fn draw(&self, furnishing: &Furnishing, house: &House, buf: &mut Buffer) -> Position {
        let frame = frame_of(buf.area);
        let inside = paint::framed(buf, frame, &house.title(Action::Settings), &house.look);
        let (list, notes) = places(inside);
        let mut caret = Position { x: list.x, y: list.y };
        for (row, (at, key)) in (0..list.height).zip(CHOSEN.iter().enumerate().skip(self.first)) {
            let place = Rect { y: list.y + row, height: 1, ..list };
            let column = draw_setting(key, at == self.selected, furnishing, house, place, buf);
            if at == self.selected {
                caret = Position { x: column, y: place.y };
            }
        }
        let signs = Rect { x: list.right(), width: 1, ..list }.intersection(frame);
        if self.first > 0 {
            paint::text(buf, signs, 0, 0, house.look.glyphs.more.0, house.look.theme.title, "");
        }
        if self.first + usize::from(list.height) < CHOSEN.len() {
            let last = list.height.saturating_sub(1);
            paint::text(buf, signs, 0, last, house.look.glyphs.more.1, house.look.theme.title, "");
        }
        let lines = self.notes(furnishing, house, usize::from(notes.width));
        for (row, line) in (0..notes.height).zip(&lines) {
            paint::line(buf, notes, row, line);
        }
        caret
    }

    /// What the selected setting does, which keys change it, where it is kept.
    fn notes(&self, furnishing: &Furnishing, house: &House, width: usize) -> Vec<Line<'static>> {
        let theme = &house.look.theme;
        let none = Span::raw("");
        let mut lines = vec![Line::default()];
        let key = self.key();
        let is_moot = key == "theme" && furnishing.no_color;
        let (note, style) = if is_moot {
            (house.say("choice.theme.no_color").to_owned(), theme.warn)
        } else {
            (house.messages.get(&format!("choice.{key}.note")).to_owned(), theme.notice)
        };
        lines.extend(Rich::of(&note, style).wrapped(width, &none, &none).into_iter().take(2));
        let chord = |action| house.chord(Context::List, action);
        let keys = house.messages.fill(
            "choice.keys",
            &[
                ("left", &chord(Action::CaretLeft)),
                ("right", &chord(Action::CaretRight)),
                ("save", &chord(Action::Accept)),
                ("back", &chord(Action::Back)),
            ],
        );
        lines.extend(Rich::of(&keys, Style::default()).wrapped(width, &none, &none));
        let file = house.messages.fill("choice.file", &[("file", &house.settings_file)]);
        lines.extend(Rich::of(&file, theme.dim).wrapped(width, &none, &none));
        lines
    }
}

fn frame_of(window: Rect) -> Rect {
    // The hints in the last row stay readable.
    let above = Rect { height: window.height.saturating_sub(1).max(1).min(window.height), ..window };
    let rows = u16::try_from(CHOSEN.len()).unwrap_or(u16::MAX).saturating_add(NOTE_ROWS + 2);
    let mut place = paint::middle(above, 76, rows);
    // Near the search line: that is where the eyes are.
    place.y = above.y + (above.height - place.height).min(2);
    place
}

/// The inside of its frame, as [`paint::framed`] leaves it.
fn inside(window: Rect) -> Rect {
    let frame = frame_of(window);
    if frame.width < 6 || frame.height < 4 {
        return frame;
    }
    Rect { x: frame.x + 2, y: frame.y + 1, width: frame.width - 4, height: frame.height - 2 }
}

/// The places of the settings and of the notes below them, which give way in a low window.
fn places(inside: Rect) -> (Rect, Rect) {
    let settings = u16::try_from(CHOSEN.len()).unwrap_or(u16::MAX);
    let height = settings.min(inside.height.saturating_sub(NOTE_ROWS).max(4)).min(inside.height);
    let list = Rect { height, ..inside };
    (list, Rect { y: list.bottom(), height: inside.height - height, ..inside })
}

/// Draws one setting; returns the column of its value.
fn draw_setting(
    key: &str,
    selected: bool,
    furnishing: &Furnishing,
    house: &House,
    place: Rect,
    buf: &mut Buffer,
) -> u16 {
    let (theme, glyphs) = (&house.look.theme, &house.look.glyphs);
    let mark = if selected { glyphs.marker } else { " " };
    let name = pad(house.messages.get(&format!("choice.{key}.name")), NAME_CELLS, glyphs.cut);
    let value = value_label(key, furnishing, house);
    let (left, right) = if selected { glyphs.sides } else { (" ", " ") };
    let head = format!("{mark}{name} {left} ");
    let column = u16::try_from(cells(&head)).unwrap_or(u16::MAX);
    let line = Line::from(vec![
        Span::styled(mark.to_owned(), theme.marker),
        Span::raw(format!("{name} ")),
        Span::styled(format!("{left} "), theme.key),
        Span::styled(value, if selected { theme.lead } else { Style::default() }),
        Span::styled(format!(" {right}"), theme.key),
    ]);
    paint::line(buf, place, 0, &paint::cut_line(line, usize::from(place.width), glyphs.cut));
    if selected {
        buf.set_style(Rect { x: place.x + 1, width: place.width.saturating_sub(1), ..place }, theme.selected);
    }
    (place.x + column).min(place.right().saturating_sub(1)).max(place.x)
}

/// The value of a setting in words.
fn value_label(key: &str, furnishing: &Furnishing, house: &House) -> String {
    let literal = furnishing.settings.literal(key).unwrap_or_default();
    let value = literal.trim_matches('"');
    if key == "channel" {
        let channel = house.channels.iter().find(|channel| channel.name == value);
        return channel.map_or_else(|| value.to_owned(), |channel| house.channel_label(channel).to_owned());
    }
    if key == "speech_rate" {
        return house.messages.fill("choice.speech_rate.value", &[("count", &value)]);
    }
    let word = format!("choice.{key}.{value}");
    house.messages.find(&word).unwrap_or(value).to_owned()
}
