//! What the desk knows. Changed by `update`, read by `view`.

use std::sync::Arc;

use jiff::civil::Date;
use ratatui::text::Line;

use super::contact::Contact;
use super::gate::{Copying, Stopped};
use super::layout::Layout;
use super::reading::Scroll;
use super::wrap_up::Form;
use crate::kb::{Hidden, Notice, Overview, Relaxation, Remark, Row, Shown};
use crate::model::{Face, Moment, Query, Zone};
use crate::tui::event::{Moved, Standing, Trouble};

/// How far the knowledge base is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phase {
    /// Being opened; queries are kept.
    #[default]
    Opening,
    /// Open.
    Open,
    /// Cannot be used.
    Broken(Trouble),
}

/// The lines of both answers, as wide as their panes.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    /// Internal answer.
    pub internal: Vec<Line<'static>>,
    /// Customer answer.
    pub customer: Vec<Line<'static>>,
    /// What must not be said: stands under the customer answer and does not scroll.
    pub never: Vec<Line<'static>>,
    /// The line to bring into view when the article is new.
    pub wanted: Option<usize>,
    /// So many columns a table that is too wide can be moved on.
    pub columns_beyond: usize,
    /// For which widths they were made.
    pub widths: (u16, u16),
}

/// The desk.
#[derive(Debug, Default)]
pub struct State {
    /// How far the knowledge base is.
    pub phase: Phase,
    /// The last order failed.
    pub trouble: Option<Trouble>,
    /// The contact on the screen.
    pub contact: Contact,
    /// The other contacts that are open.
    pub parked: Vec<Contact>,
    /// Articles that were used and that the agent was warned of already: ids and UUIDs of revisions.
    pub warned: Vec<(String, String)>,
    /// Articles that are not what they were when they were looked at, and are marked so wherever that text still stands.
    pub moved: Vec<Moved>,
    /// Place of the channel that a contact begins with.
    pub home_channel: usize,
    /// Place of the selected entry of the board that stands there before anything is typed.
    pub board_at: Option<usize>,
    /// What the knowledge base holds.
    pub overview: Overview,
    /// How it stands to what lies at its place.
    pub standing: Standing,
    /// Its time zone.
    pub zone: Zone,
    /// The last instant that came with an event.
    pub now: Moment,
    /// When the minutes of the contacts were counted last.
    pub ticked: Moment,
    /// Hits of the last search that ended.
    pub rows: Vec<Row>,
    /// What matched, folded.
    pub needles: Vec<String>,
    /// Why the answer may be incomplete.
    pub notice: Option<Notice>,
    /// What was given up to find the rows.
    pub relaxed: Vec<Relaxation>,
    /// What the query did not mean as it was typed.
    pub remarks: Vec<Remark>,
    /// Until then nothing is said of words that may still be on their way.
    pub settles: Option<Moment>,
    /// What answers fully and is kept back.
    pub hidden: Vec<Hidden>,
    /// The query that `rows` answer; `None` before the first.
    pub answered: Option<String>,
    /// The selected row.
    pub selected: usize,
    /// The first row on the screen.
    pub first_row: usize,
    /// The article that stays selected in the next answer only: it came because others have written.
    pub kept: Option<i64>,
    /// The article in the answer panes.
    pub shown: Option<Arc<Shown>>,
    /// The article that was painted last: what a copy key means.
    pub on_screen: Option<Arc<Shown>>,
    /// The revision that the agent has moved to and that has not come yet.
    pub awaited: Option<i64>,
    /// Copy this face as soon as it comes; told where it is true.
    pub copy_when_shown: Option<(Face, bool)>,
    /// A ticket form that is being filled.
    pub form: Option<Form>,
    /// A copy that waits for values or for the choice of a part.
    pub waiting_copy: Option<Copying>,
    /// The copy that was stopped; the same key again copies.
    pub stopped: Option<Stopped>,
    /// The focused answer has the whole width.
    pub zoom: bool,
    /// So many columns tables that are too wide are moved on.
    pub from_column: usize,
    /// How far the answers are scrolled.
    pub scroll: Scroll,
    /// The face in which a match was jumped to, and which of its matches.
    pub match_at: Option<(Face, usize)>,
    /// The same question as on the screen where the contact does not stand.
    pub elsewhere: Vec<Hidden>,
    /// Articles of the product that was asked for, by kind.
    pub of_product: Vec<Row>,
    /// The article is new: bring its matching line into view.
    pub fresh: bool,
    /// Places of the next frame.
    pub layout: Layout,
    /// Lines of the next frame.
    pub pages: Pages,
    /// The message for what the accepting key does in the list that is open.
    pub accept_hint: Option<&'static str>,
    /// Others have written, and another article stands on the screen than the agent was reading.
    pub is_swapped: bool,
    /// What is listed can be moved among the others.
    pub is_ordering: bool,
    /// A line is being typed that something was asked for.
    pub is_prompting: bool,
    /// What is said above the rows.
    pub notes: super::notes::Notes,
    /// `pages` must be made anew.
    pub stale: bool,
    pub(super) generation: u64,
    pub(super) show_generation: u64,
}

impl State {
    /// A desk before anything has come in.
    pub fn on_channel(channel: usize) -> State {
        State { contact: Contact::on_channel(1, channel), home_channel: channel, ..State::default() }
    }

    /// The selected row.
    pub fn row(&self) -> Option<&Row> {
        self.rows.get(self.selected)
    }

    /// The face with the focus.
    pub fn face(&self) -> Face {
        if self.contact.internal_focus { Face::Internal } else { Face::Customer }
    }

    /// Today, where the knowledge base is at home.
    pub fn today(&self) -> Date {
        self.zone.day_of(self.now)
    }

    /// What was asked: the words of the line, where the contact stands.
    pub fn asked(&self) -> Query {
        let text = self.contact.query.text().to_owned();
        Query { text, scope: self.contact.scope.clone(), limit: super::update::ROWS }
    }

    /// Whether what was typed has an answer, good or bad.
    pub fn is_answered(&self) -> bool {
        !self.is_idle() && self.answered.as_deref() == Some(self.contact.query.text())
    }

    /// Rows that answer to all of the query.
    pub fn full_rows(&self) -> usize {
        self.rows.iter().filter(|row| row.hit.is_full()).count()
    }

    /// Rows that answer to all of the query, also as it was quoted.
    pub fn full_matches(&self) -> usize {
        let unquoted = self.relaxed.iter().any(|r| matches!(r, Relaxation::Phrase(_)));
        if unquoted { 0 } else { self.full_rows() }
    }

    /// Whether there is nothing to look for.
    pub fn is_idle(&self) -> bool {
        self.contact.query.is_blank()
    }
}
