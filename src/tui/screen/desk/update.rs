//! What keys and replies change on the desk. Returns orders, never carries them out.

use super::board::Section;
use super::state::{Phase, State};
use super::turn::{Tone, Turn};
use crate::model::{Face, FeedbackKind, Moment};
use crate::tui::action::Action;
use crate::tui::event::{Effect, Search};
use crate::tui::house::House;
use crate::tui::worker::place;

/// So many rows are asked for.
pub const ROWS: usize = crate::model::DESK_ROWS;

impl State {
    /// Whether an action would do anything now. Hints and palette show the others greyed.
    pub fn can(&self, action: Action, house: &House) -> bool {
        let shown = self.shown.as_deref();
        match action {
            Action::Use | Action::CopyCustomer | Action::Pieces | Action::Stack => {
                shown.is_some_and(|s| s.article.customer.is_some()) || self.board_at.is_some()
            }
            Action::StackList => !self.contact.stack.is_empty(),
            Action::Flag | Action::Fix | Action::Favourite => shown.is_some(),
            Action::OpenSource => shown.is_some_and(|s| s.document.is_some()),
            Action::Related => shown.is_some_and(super::board::has_related),
            Action::TicketForm => shown.is_some_and(super::wrap_up::has_form),
            Action::Suggestion => !self.contact.suggested.is_empty(),
            Action::GoBack => !self.contact.back.is_empty(),
            Action::GoForward => !self.contact.forward.is_empty(),
            Action::ContactHold => self.contact.started.is_some(),
            Action::ContactEnd => !self.contact.is_blank(),
            Action::ContactNext => !self.parked.is_empty() || !self.contact.is_blank(),
            Action::Add => self.is_answered(),
            Action::CopyInternal => shown.is_some_and(|s| s.article.internal.is_some()),
            Action::FlipFace if self.is_idle() => self.phase == Phase::Open,
            Action::FlipFace | Action::Zoom | Action::PlainView => shown.is_some(),
            Action::ChannelNext | Action::ChannelPrevious => shown.is_some() && house.channels.len() > 1,
            Action::ScrollDown => self.can_scroll_down(),
            Action::ScrollUp => self.can_scroll_up(),
            Action::TableRight => self.from_column < self.pages.columns_beyond,
            Action::TableLeft => self.from_column > 0,
            Action::ScrollApart | Action::Compare => shown.is_some(),
            Action::Changes | Action::Pin => shown.is_some() || self.board_at.is_some(),
            Action::MatchNext | Action::MatchPrevious => shown.is_some() && !self.needles.is_empty(),
            Action::Next | Action::Last => self.selected + 1 < self.rows.len() || self.is_idle(),
            Action::Previous | Action::First => self.selected > 0 || self.board_at.is_some(),
            Action::Variants => {
                self.row().is_some_and(|r| !r.variants.is_empty() || !self.contact.scope.is_everywhere())
            }
            Action::Scope => self.phase == Phase::Open,
            Action::ScopeClear => !self.contact.scope.is_everywhere(),
            Action::Explain | Action::RecordGap => self.is_answered(),
            Action::ShowHidden => !self.hidden.is_empty(),
            Action::Announcements => !self.overview.announcements.is_empty(),
            action if Section::of(action).is_some_and(|section| !self.has_section(section)) => false,
            Action::ClearQuery => !self.contact.query.text().is_empty(),
            _ => true,
        }
    }

    /// Does an action of the search context.
    pub fn update(&mut self, action: Action, turn: &mut Turn<'_>) {
        if self.copy_when_shown.is_some() {
            self.copy_when_shown = None;
        }
        let stopped = self.stopped.take();
        // Nobody is told what slid under their key.
        if std::mem::take(&mut self.is_swapped)
            && matches!(action, Action::Use | Action::CopyCustomer | Action::CopyInternal | Action::Stack)
        {
            return turn.say(Tone::Warn, turn.house.say("copy.swapped"));
        }
        if action == Action::DeleteForward && self.remove_on_board(turn) {
            return;
        }
        let before = self.here();
        if let Some(changed) = self.contact.query.edit(action) {
            if changed {
                if self.contact.query.is_blank() {
                    self.contact.followed = None;
                }
                self.left_behind(before);
                self.ask(turn);
            }
            return;
        }
        if self.is_idle() && self.phase == Phase::Open && self.move_on_board(action, turn) {
            return;
        }
        match action {
            Action::Use => self.use_it(stopped, turn),
            Action::CopyCustomer => self.copy(Face::Customer, false, stopped, turn),
            Action::CopyInternal => self.copy(Face::Internal, false, stopped, turn),
            Action::Stack => self.turn_stack(turn),
            Action::Fix => self.ask_feedback(FeedbackKind::Fix, turn),
            Action::Add => self.add(turn),
            Action::RecordGap => self.record_gap(turn),
            Action::Favourite => self.turn_favourite(turn),
            Action::Note => self.ask_note(turn),
            Action::GoBack => self.go(true, turn),
            Action::GoForward => self.go(false, turn),
            Action::Suggestion => match self.contact.suggested.first().cloned() {
                Some((id, _)) => self.go_to(&id, turn),
                None => turn.say(Tone::Quiet, turn.house.say("told.nothing")),
            },
            Action::ContactNew => self.begin_another(turn),
            Action::ContactNext => self.next_contact(turn),
            Action::ContactHold => self.hold(turn),
            Action::Next => self.select(self.selected.saturating_add(1), turn),
            Action::Previous => self.select(self.selected.saturating_sub(1), turn),
            Action::First => self.select(0, turn),
            Action::Last => self.select(usize::MAX, turn),
            Action::ScrollDown => {
                self.scroll_by(self.half_page());
            }
            Action::ScrollUp => {
                self.scroll_by(-self.half_page());
            }
            Action::TableRight => self.move_table(1, turn),
            Action::TableLeft => self.move_table(-1, turn),
            Action::ScrollApart => self.turn_apart(turn),
            Action::MatchNext => self.jump(1, turn),
            Action::MatchPrevious => self.jump(-1, turn),
            Action::Compare => self.compare(turn),
            Action::Changes => self.ask_changes(turn),
            Action::Pin => self.turn_pin(turn),
            Action::FlipFace => self.contact.internal_focus = !self.contact.internal_focus,
            Action::Zoom => self.turn_zoom(),
            Action::ChannelNext => self.turn_channel(1, turn),
            Action::ChannelPrevious => self.turn_channel(-1, turn),
            Action::ShowHidden if !self.hidden.is_empty() => {
                turn.effects.push(Effect::ShowHidden { hidden: self.hidden.clone(), now: turn.now });
            }
            Action::ShowHidden => turn.say(Tone::Quiet, turn.house.say("status.no_hidden")),
            Action::ScopeClear if !self.contact.scope.is_everywhere() => {
                self.contact.scope = crate::model::Scope::default();
                self.keep(turn);
                self.ask(turn);
            }
            Action::Back if !self.zoom && self.board_at.is_none() && self.is_only_conditions() => {
                // Nothing of it was typed word by word: one step back is the board.
                let before = self.here();
                self.contact.query.clear();
                self.left_behind(before);
                self.ask(turn);
            }
            Action::Back => (self.zoom, self.board_at) = (false, None),
            _ => {}
        }
    }

    /// Whether the line holds conditions and nothing to look for.
    fn is_only_conditions(&self) -> bool {
        let asked = crate::model::asked::Asked::parse(self.contact.query.text());
        !asked.conditions.is_empty()
            && asked.words.trim().is_empty()
            && asked.phrases.is_empty()
            && asked.without.is_empty()
    }

    /// Takes typed or pasted text.
    pub fn insert(&mut self, text: &str, turn: &mut Turn<'_>) {
        self.copy_when_shown = None;
        self.stopped = None;
        self.is_swapped = false;
        self.board_at = None;
        if self.contact.query.insert(text) {
            self.ask(turn);
        }
    }

    /// Searches for what the line says now.
    pub fn ask(&mut self, turn: &mut Turn<'_>) {
        self.generation += 1;
        self.kept = None;
        if self.is_idle() {
            self.forget_hits();
            turn.effects.push(Effect::Refresh { force: false, now: turn.now });
            return;
        }
        turn.effects.push(self.search(self.shown.as_ref().map(|s| s.revision), turn.now));
    }

    /// Searches again because time has passed: what was current may not be so any more.
    pub fn ask_again(&mut self, turn: &mut Turn<'_>) {
        turn.effects.push(Effect::Refresh { force: true, now: turn.now });
        if !self.is_idle() {
            self.generation += 1;
            turn.effects.push(self.search(None, turn.now));
        }
    }

    /// Searches again because others have written. The article on the screen stays selected.
    pub(super) fn ask_after_change(&mut self, turn: &mut Turn<'_>) {
        if self.is_idle() {
            return;
        }
        self.generation += 1;
        let is_answered = self.answered.as_deref() == Some(self.contact.query.text());
        self.kept = self.row().map(|r| r.hit.article).filter(|_| is_answered);
        turn.effects.push(self.search(None, turn.now));
    }

    fn search(&self, have: Option<i64>, now: Moment) -> Effect {
        Effect::Search(Search {
            generation: self.generation,
            query: self.asked(),
            follow: self.contact.followed.or(self.kept),
            have,
            now,
        })
    }

    pub(super) fn forget_hits(&mut self) {
        self.rows.clear();
        self.needles.clear();
        self.notice = None;
        self.relaxed.clear();
        self.remarks.clear();
        self.settles = None;
        self.hidden.clear();
        self.answered = None;
        self.trouble = None;
        (self.selected, self.first_row) = (0, 0);
        (self.contact.followed, self.awaited) = (None, None);
        self.show(None);
    }

    /// Selects a row because the agent wants it: it is followed from now on.
    pub fn select(&mut self, to: usize, turn: &mut Turn<'_>) {
        let Some(last) = self.rows.len().checked_sub(1) else { return };
        let to = to.min(last);
        let Some(row) = self.rows.get(to) else { return };
        self.contact.followed = Some(row.hit.article);
        if to != self.selected {
            self.selected = to;
            self.want(true, turn);
        }
    }

    /// Takes a variant of the selected row to its head.
    pub fn choose_variant(&mut self, article: i64, turn: &mut Turn<'_>) {
        self.contact.followed = Some(article);
        self.selected = place(&mut self.rows, self.contact.followed);
        self.want(true, turn);
    }

    /// Asks for the article of the selected row. Only one that the agent has moved to may be copied unseen.
    pub(super) fn want(&mut self, by_agent: bool, turn: &mut Turn<'_>) {
        let Some(revision) = self.row().map(|r| r.hit.revision) else { return };
        self.show_generation += 1;
        if self.shown.as_ref().is_some_and(|s| s.revision == revision) {
            self.awaited = None;
            return;
        }
        self.awaited = by_agent.then_some(revision);
        turn.effects.push(Effect::Show { generation: self.show_generation, revision, now: turn.now });
    }

    fn turn_channel(&mut self, by: isize, turn: &mut Turn<'_>) {
        let count = isize::try_from(turn.house.channels.len()).unwrap_or(1).max(1);
        let here = isize::try_from(self.contact.channel).unwrap_or(0);
        self.turn_to_channel(usize::try_from((here + by).rem_euclid(count)).unwrap_or(0), turn);
    }

    /// Shows the channel at a place.
    pub fn turn_to_channel(&mut self, place: usize, turn: &mut Turn<'_>) {
        self.contact.channel = place;
        self.contact.internal_focus = false;
        self.stale = true;
        self.keep(turn);
    }
}
