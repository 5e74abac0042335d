//! What is looked at beside an article: its last change, other articles, the same question elsewhere.

use super::board::Section;
use super::state::State;
use super::turn::{Tone, Turn};
use crate::kb::NewAnnouncement;
use crate::model::{Article, Level, Period};
use crate::text::clean::one_line;
use crate::tui::action::{Action, Context};
use crate::tui::event::{Effect, Trouble};
use crate::tui::fetch::{Fetch, Fetched};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::entries;
use crate::tui::overlay::list::{Kind, List};
use crate::tui::overlay::page::{Content, Page};
use crate::tui::overlay::prompt::{Prompt, Purpose};
use crate::tui::record::Record;

/// So many articles stand beside each other.
const COMPARED: usize = 3;

/// Whether an address may stand in an article; cheap enough for every frame.
pub fn may_have_links(article: &Article) -> bool {
    let has = |text: &str| text.contains("://") || text.contains("www.") || text.contains('@');
    article.internal.iter().any(|a| has(&a.lead) || has(&a.body))
        || article
            .customer
            .iter()
            .any(|c| has(&c.answer.lead) || has(&c.answer.body) || c.channels.values().any(|r| has(&r.text)))
}

impl State {
    /// The article that a key means: the one on the screen, else the selected one of the board.
    fn meant(&self, turn: &Turn<'_>) -> Option<String> {
        match &self.on_screen {
            Some(shown) if !self.is_idle() => shown.article.id.clone(),
            _ => self.article_on_board(turn.house),
        }
    }

    /// Asks what the last change of an article changed.
    pub(super) fn ask_changes(&mut self, turn: &mut Turn<'_>) {
        match self.meant(turn) {
            Some(id) => turn.effects.push(Effect::Fetch { what: Fetch::Changes(id), now: turn.now }),
            None => turn.say(Tone::Warn, turn.house.say("compare.nothing")),
        }
    }

    /// Lists the articles of a product.
    pub fn ask_product(&mut self, name: String, turn: &mut Turn<'_>) {
        let what = Fetch::OfProduct(name, self.contact.scope.clone());
        turn.effects.push(Effect::Fetch { what, now: turn.now });
    }

    /// Asks for the same question where the contact does not stand.
    pub fn ask_elsewhere(&mut self, turn: &mut Turn<'_>) {
        self.elsewhere.clear();
        if let Some(shown) = self.shown.clone().filter(|_| !self.contact.scope.is_everywhere()) {
            let what = Fetch::Elsewhere(shown, self.contact.scope.clone());
            turn.effects.push(Effect::Fetch { what, now: turn.now });
        }
    }

    /// Chooses the article on the screen for a comparison. From the second on the comparison opens.
    pub(super) fn compare(&mut self, turn: &mut Turn<'_>) {
        let house = turn.house;
        let Some(shown) = self.on_screen.clone() else {
            return turn.say(Tone::Warn, house.say("compare.nothing"));
        };
        match self.contact.compared.iter().position(|other| other.number == shown.number) {
            // As it is now, at the place where it was.
            Some(at) => {
                if let Some(place) = self.contact.compared.get_mut(at) {
                    *place = shown;
                }
            }
            None => {
                if self.contact.compared.len() >= COMPARED {
                    self.contact.compared.remove(0);
                    turn.say(Tone::Quiet, house.say("compare.full"));
                }
                self.contact.compared.push(shown);
            }
        }
        if self.contact.compared.len() > 1 {
            turn.open = Some(Overlay::Page(Page::new(Content::Compare(self.contact.compared.clone()))));
            return;
        }
        let id =
            self.contact.compared.first().and_then(|shown| shown.article.id.as_deref()).unwrap_or_default();
        let key = house.chord(Context::Search, Action::Compare);
        let key = if key.is_empty() { house.title(Action::Compare) } else { key };
        turn.say(Tone::Quiet, house.messages.fill("compare.chosen", &[("id", &one_line(id)), ("key", &key)]));
    }

    /// Pins the article to every desk, or takes the pin away.
    pub(super) fn turn_pin(&mut self, turn: &mut Turn<'_>) {
        let Some(article) = self.meant(turn) else {
            return turn.say(Tone::Warn, turn.house.say("pin.nothing"));
        };
        if self.overview.hot.iter().any(|card| card.id == article) {
            return turn.record(Record::Unpin { article });
        }
        turn.open = Some(Overlay::Prompt(Prompt::new(Purpose::Pin(article), "")));
    }

    /// Takes how long something is pinned; nothing typed: from today, without end.
    pub fn pin_for(&mut self, article: String, text: &str, turn: &mut Turn<'_>) {
        match self.period(text, turn) {
            Some(period) => turn.record(Record::Pin { article, period }),
            None => turn.open = Some(Overlay::Prompt(Prompt::new(Purpose::Pin(article), text))),
        }
    }

    /// Asks what is to be announced: where the contact stands, on the article that is read.
    pub fn ask_announcement(&mut self, level: Level, turn: &mut Turn<'_>) {
        let new = NewAnnouncement {
            level,
            title: String::new(),
            body: String::new(),
            scope: self.contact.scope.clone(),
            from: None,
            last: None,
            articles: self.meant(turn).into_iter().collect(),
        };
        turn.open = Some(Overlay::Prompt(Prompt::new(Purpose::Announce(Box::new(new)), "")));
    }

    /// Takes what is announced, and asks for its last day.
    pub fn announce_words(&mut self, mut new: Box<NewAnnouncement>, text: &str, turn: &mut Turn<'_>) {
        if text.trim().is_empty() {
            return turn.say(Tone::Warn, turn.house.say("announce.no_words"));
        }
        new.title = text.trim().to_owned();
        turn.open = Some(Overlay::Prompt(Prompt::new(Purpose::AnnounceUntil(new), "")));
    }

    /// Takes how long an announcement stands; nothing typed: from today, without end.
    pub fn announce_for(&mut self, mut new: Box<NewAnnouncement>, text: &str, turn: &mut Turn<'_>) {
        match self.period(text, turn) {
            Some(period) => {
                (new.from, new.last) = (period.first, period.last);
                turn.record(Record::Announce(new));
            }
            None => turn.open = Some(Overlay::Prompt(Prompt::new(Purpose::AnnounceUntil(new), text))),
        }
    }

    /// A stretch of days as it was typed; says so when it is none, or is over.
    fn period(&self, text: &str, turn: &mut Turn<'_>) -> Option<Period> {
        let period = Period::read(text, self.today());
        if period.is_none() {
            turn.say(Tone::Warn, turn.house.messages.fill("pin.bad_day", &[("text", &one_line(text))]));
        }
        period
    }

    /// Shows what was looked up.
    pub(super) fn fetched(&mut self, what: &Fetch, found: Result<Fetched, Trouble>, turn: &mut Turn<'_>) {
        match found {
            Err(trouble) => turn.say(Tone::Bad, trouble.message),
            Ok(Fetched::Changes(None)) => turn.say(Tone::Quiet, turn.house.say("compare.nothing")),
            Ok(Fetched::Changes(Some(change))) => {
                turn.open = Some(Overlay::Page(Page::new(Content::Changes(change))));
            }
            // Who told the desk to open an article hears of it in the app.
            Ok(Fetched::Standing(_)) => {}
            Ok(Fetched::Cards(cards)) => {
                let section = if *what == Fetch::Changed {
                    self.overview.changed = cards;
                    Section::Changed
                } else {
                    self.overview.expiring = cards;
                    Section::Expiring
                };
                self.list_section(section, turn);
            }
            Ok(Fetched::OfProduct(rows)) if rows.is_empty() => {
                let name = if let Fetch::OfProduct(name, _) = what { one_line(name) } else { String::new() };
                turn.say(Tone::Quiet, turn.house.messages.fill("status.no_product", &[("name", &name)]));
            }
            Ok(Fetched::OfProduct(rows)) => {
                self.of_product = rows;
                turn.open =
                    Some(Overlay::List(List::new(Kind::Product, entries::of_product(self, turn.house))));
            }
            // Of the article that was selected: beside another one's variants they would mean something else.
            Ok(Fetched::Elsewhere(_)) if !self.still_shows(what) => {}
            Ok(Fetched::Elsewhere(others)) => {
                let has_none = others.is_empty() && self.row().is_none_or(|row| row.variants.is_empty());
                if has_none {
                    return turn.say(Tone::Quiet, turn.house.say("status.no_variants"));
                }
                self.elsewhere = others;
                turn.open =
                    Some(Overlay::List(List::new(Kind::Variants, entries::variants(self, turn.house))));
            }
        }
    }

    fn still_shows(&self, what: &Fetch) -> bool {
        let Fetch::Elsewhere(asked, _) = what else { return true };
        self.shown.as_ref().is_some_and(|shown| shown.number == asked.number)
    }
}
