//! One line to be typed for something that was asked for: what is wrong, a value, a note.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::kb::{NewAnnouncement, Shown};
use crate::model::FeedbackKind;
use crate::text::clean::one_line;
use crate::text::width::cells;
use crate::tui::action::Action;
use crate::tui::house::House;
use crate::tui::screen::desk::strip::tone_style;
use crate::tui::screen::desk::turn::{Said, Tone};
use crate::tui::widget::edit::LineEdit;
use crate::tui::widget::paint;
use crate::tui::widget::rich::Rich;
use crate::tui::work::Words;

/// What the line is for.
#[derive(Debug, Clone)]
pub enum Purpose {
    /// What is wrong with an article, or how it should read.
    Feedback(FeedbackKind, Arc<Shown>),
    /// A note for oneself, on an article or on none.
    Note(Option<String>),
    /// The value of a variable.
    Value(String),
    /// A field of a ticket form.
    Field {
        /// What it is called.
        name: String,
        /// Whom the form goes to.
        target: String,
        /// Which field of how many, from 1.
        place: (usize, usize),
    },
    /// What the contact is called.
    Name,
    /// The last day on which an article is pinned, by its id.
    Pin(String),
    /// What is announced.
    Announce(Box<NewAnnouncement>),
    /// Its last day.
    AnnounceUntil(Box<NewAnnouncement>),
    /// The words that a step in the life of a text needs.
    Words(Words),
}

/// A question with a line for its answer.
#[derive(Debug)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// The line; it has the caret.
    pub line: LineEdit,
}

impl Prompt {
    /// A prompt with something in its line already.
    pub fn new(purpose: Purpose, text: &str) -> Prompt {
        let mut line = LineEdit::default();
        line.insert(text);
        Prompt { purpose, line }
    }

    /// Edits the line. Returns whether the action was one that does.
    pub fn update(&mut self, action: Action) -> bool {
        self.line.edit(action).is_some()
    }

    /// What stands above it: mostly the title of the action that asks.
    fn title(&self, house: &House) -> String {
        house.title(match &self.purpose {
            Purpose::Feedback(FeedbackKind::Fix, _) => Action::Fix,
            Purpose::Feedback(..) => Action::Flag,
            Purpose::Note(_) => Action::Note,
            Purpose::Value(_) => return house.say("prompt.fill").to_owned(),
            Purpose::Field { .. } => Action::TicketForm,
            Purpose::Name => Action::ContactName,
            Purpose::Pin(_) => Action::Pin,
            Purpose::Announce(_) | Purpose::AnnounceUntil(_) => Action::Announce,
            Purpose::Words(words) => return house.say(title_key(words)).to_owned(),
        })
    }

    /// What is asked.
    pub fn question(&self, house: &House) -> String {
        match &self.purpose {
            Purpose::Feedback(kind, shown) => {
                let id = one_line(shown.article.id.as_deref().unwrap_or_default());
                house.messages.fill(feedback_question(*kind), &[("id", &id)])
            }
            Purpose::Note(Some(id)) => house.messages.fill("note.on", &[("id", &one_line(id))]),
            Purpose::Note(None) => house.say("note.new").to_owned(),
            Purpose::Value(name) => house.messages.fill("prompt.value", &[("name", &one_line(name))]),
            Purpose::Field { name, target, place: (at, count) } => {
                let values: [(&str, &dyn std::fmt::Display); 4] =
                    [("target", target), ("name", &one_line(name)), ("at", at), ("count", count)];
                house.messages.fill("prompt.field", &values)
            }
            Purpose::Name => house.say("prompt.name").to_owned(),
            Purpose::Pin(_) => house.say("pin.until").to_owned(),
            Purpose::Announce(new) => {
                let scope = one_line(&new.scope.label());
                let scope = if scope.is_empty() { house.say("announce.everybody").to_owned() } else { scope };
                let id = one_line(&new.articles.join(" "));
                let key = if id.is_empty() { "announce.words" } else { "announce.words_on" };
                house.messages.fill(key, &[("scope", &scope), ("id", &id)])
            }
            Purpose::AnnounceUntil(_) => house.say("announce.until").to_owned(),
            Purpose::Words(Words::Waive(_, what)) => house.messages.fill("work.ask_waive", &[("what", what)]),
            Purpose::Words(words) => house
                .say(match words {
                    Words::SendBack(_) => "work.note",
                    Words::Withdraw(..) => "work.reason",
                    Words::Reviewer(_) => "work.reviewer",
                    Words::Reply(..) => "work.reply",
                    Words::From(_) => "work.from",
                    Words::Comment(_) | Words::Waive(..) => "work.words",
                    Words::Article(_) => "work.which_article",
                    Words::Shelf(_) => "work.which_shelf",
                    Words::Into(_) => "work.into",
                    Words::Hours(_) => "work.hours",
                })
                .to_owned(),
        }
    }

    /// Draws it over the desk; returns where the caret is.
    pub fn draw(&self, house: &House, said: Option<&Said>, buf: &mut Buffer) -> Position {
        let theme = &house.look.theme;
        let window = buf.area;
        let above = Rect { height: window.height.saturating_sub(1).max(1).min(window.height), ..window };
        let said = said.filter(|said| matches!(said.tone, Tone::Warn | Tone::Bad));
        let mut place = paint::middle(above, 76, if said.is_some() { 6 } else { 5 });
        place.y = above.y + (above.height - place.height).min(2);
        let inside = paint::framed(buf, place, &self.title(house), &house.look);
        if inside.is_empty() {
            return Position::ORIGIN;
        }
        let none = ratatui::text::Span::raw("");
        let lines =
            Rich::of(&self.question(house), theme.lead).wrapped(usize::from(inside.width), &none, &none);
        let head = u16::try_from(lines.len()).unwrap_or(1).min(inside.height.saturating_sub(1));
        for (row, line) in (0..head).zip(&lines) {
            paint::line(buf, inside, row, line);
        }
        let prompt = format!("{} ", house.look.glyphs.prompt);
        let row = Rect { y: inside.y + head, height: 1, ..inside };
        if let Some(said) = said.filter(|_| head + 1 < inside.height) {
            let line = Rich::of(&one_line(&said.text), tone_style(said.tone, house)).line();
            let line = paint::cut_line(line, usize::from(inside.width), house.look.glyphs.cut);
            paint::line(buf, Rect { y: inside.y + head + 1, height: 1, ..inside }, 0, &line);
        }
        let used = paint::text(buf, row, 0, 0, &prompt, theme.marker, "");
        let room = row.width.saturating_sub(used);
        let (text, caret) = self.line.window(usize::from(room));
        buf.set_stringn(row.x + used, row.y, text, usize::from(room), Style::default());
        debug_assert!(cells(text) <= usize::from(room));
        let caret = u16::try_from(caret).unwrap_or(0).min(room.saturating_sub(1));
        Position { x: (row.x + used + caret).min(window.right().saturating_sub(1)), y: row.y }
    }
}

/// What is done with the words.
fn title_key(words: &Words) -> &'static str {
    match words {
        Words::SendBack(_) => "work.send_back",
        Words::Withdraw(..) => "work.withdraw",
        Words::Reviewer(_) => "work.reassign",
        Words::Reply(..) => "work.answer_feedback",
        Words::From(_) => "work.publish",
        Words::Comment(_) => "work.comment",
        Words::Waive(..) => "work.waive",
        Words::Article(_) => "work.to_article",
        Words::Shelf(_) => "work.shelve",
        Words::Into(_) => "work.merge",
        Words::Hours(_) => "work.emergency",
    }
}

/// The message that asks for the words of feedback.
fn feedback_question(kind: FeedbackKind) -> &'static str {
    match kind {
        FeedbackKind::Wrong => "flag.ask_wrong",
        FeedbackKind::Outdated => "flag.ask_outdated",
        FeedbackKind::Unclear => "flag.ask_unclear",
        FeedbackKind::Fix => "flag.ask_fix",
        FeedbackKind::Other | FeedbackKind::Gap | FeedbackKind::Add => "flag.ask_other",
    }
}
