//! The knowledge base behind the desk, in the person's language.

use std::sync::Arc;

use super::event::{Moved, Standing, Trouble};
use super::fetch::{Fetch, Fetched};
use super::record::{Record, Recorded};
use super::worker::{Desk, IsStale};
use crate::customer::finding::Finding;
use crate::i18n::Messages;
use crate::kb::{
    Explanation, FIRST_STEPS, Found, Given, Hidden, Kb, KbError, KeptContact, LifeError, Overview, Shown,
    Use, Who,
};
use crate::model::{Moment, Query, Zone};

/// So many of a list of the board are shown when all of it is asked for.
const MOST_CARDS: usize = 2_000;

/// A knowledge base whose errors speak the person's language.
pub struct Room {
    kb: Kb,
    who: Who,
    messages: Messages,
    resume: bool,
    /// Why what lies at the place of the knowledge base now cannot be taken up.
    lag: Option<String>,
}

impl Room {
    /// A knowledge base behind the desk of somebody. `resume`: no other desk of theirs is running, so what was left open
    /// belongs to nobody.
    pub fn new(kb: Kb, who: Who, messages: Messages, resume: bool) -> Room {
        Room { kb, who, messages, resume, lag: None }
    }

    fn write_down(&mut self, record: &Record, now: Moment) -> Result<Recorded, LifeError> {
        let (kb, who) = (&mut self.kb, &self.who);
        match record {
            Record::Used(ticket) => {
                let how = if ticket.told {
                    Use::Told(&ticket.channel)
                } else {
                    Use::Copied(ticket.face, &ticket.channel)
                };
                for shown in &ticket.shown {
                    kb.used(how, shown, &ticket.query, now)?;
                }
            }
            Record::Contact(contact) => kb.keep_contact(contact)?,
            Record::Step { contact, step } => kb.keep_step(contact, step)?,
            Record::Ended { contact } => kb.end_contact(contact, now)?,
            Record::Favourite { article } => {
                return Ok(match kb.turn_favourite(article, now)? {
                    None => Recorded::NoPlace,
                    Some(true) => Recorded::AtHand,
                    Some(false) => Recorded::LetGo,
                });
            }
            Record::Note { article, text } => {
                let kept = kb.add_note(article.as_deref(), text, now)?;
                return Ok(if kept { Recorded::Done } else { Recorded::NoPlace });
            }
            Record::NoteGone { uuid } => kb.remove_note(uuid)?,
            Record::Receipts { announcements } => {
                for announcement in announcements {
                    kb.confirm(announcement, now)?;
                }
            }
            Record::FirstSteps => kb.confirm(FIRST_STEPS, now)?,
            Record::Feedback { what, shown, text } => {
                return Ok(given(kb.give(who, *what, Some(shown), text, now)?));
            }
            Record::Pin { article, period } => {
                if !kb.pin(who, article, *period, now)? {
                    return Err(LifeError::NoArticle { id: article.clone() });
                }
            }
            Record::Unpin { article } => {
                kb.unpin(who, article, now)?;
            }
            Record::Draft { query, scope } => return Ok(given(kb.add_draft(who, query, scope, now)?)),
            Record::Announce(new) => {
                kb.announce(who, None, new, now)?;
            }
            Record::EndAnnouncement { id } => kb.end_announcement(who, id, now)?,
            Record::Gap { query, scope } => return Ok(given(kb.record_gap(who, query, scope, now)?)),
        }
        Ok(Recorded::Done)
    }

    fn told<T>(&self, result: Result<T, KbError>) -> Result<T, Trouble> {
        result.map_err(|error| trouble(&error, &self.messages))
    }
}

/// What became of feedback.
fn given(given: Given) -> Recorded {
    if given == Given::NoPlace { Recorded::NoPlace } else { Recorded::Given(given) }
}

/// An error for the screen.
pub fn trouble(error: &KbError, messages: &Messages) -> Trouble {
    let hint = Some(error.hint(messages)).filter(|h| !h.is_empty());
    Trouble { message: error.say(messages), hint }
}

impl Desk for Room {
    fn refresh(&mut self, _: Moment) -> bool {
        let (changed, lag) = match self.kb.refresh() {
            Ok(changed) => (changed, None),
            Err(error) => (false, Some(trouble(&error, &self.messages).message)),
        };
        let is_news = self.lag != lag;
        self.lag = lag;
        changed || is_news
    }

    fn standing(&self) -> Standing {
        Standing { turns: self.kb.turns(), lag: self.lag.clone() }
    }

    fn find(&mut self, query: &Query, now: Moment, is_stale: IsStale<'_>) -> Result<Option<Found>, Trouble> {
        let found = self.kb.find(query, now, is_stale);
        self.told(found)
    }

    fn shown(&mut self, revision: i64, now: Moment) -> Result<Option<Shown>, Trouble> {
        self.told(self.kb.shown(revision, now))
    }

    fn latest(&mut self, shown: &Shown, now: Moment) -> Result<Option<Shown>, Trouble> {
        self.told(match &shown.article.id {
            Some(id) => self.kb.by_id(id, now),
            None => self.kb.shown(shown.revision, now),
        })
    }

    fn leaks(&mut self, shown: &[Arc<Shown>], text: &str) -> Vec<(i64, Finding)> {
        // A database that cannot be read has stopped the copy before, or says nothing new.
        self.kb.leaks_of(shown.iter().map(Arc::as_ref), text).unwrap_or_default()
    }

    fn moved(&mut self, id: &str, revision: &str, now: Moment) -> Option<Moved> {
        let reason = || match self.kb.withdrawal(id) {
            Ok(Some(withdrawal)) => withdrawal.reason,
            Ok(None) | Err(_) => String::new(),
        };
        let moved = |question, is_gone| {
            let reason = if is_gone { reason() } else { String::new() };
            Some(Moved {
                id: id.to_owned(),
                revision: revision.to_owned(),
                question,
                is_gone,
                reason,
                is_used: false,
            })
        };
        let gone = |question: String| moved(question, true);
        match self.kb.by_id(id, now) {
            Ok(Some(shown)) if !shown.is_current() => gone(shown.article.question),
            Ok(Some(shown)) if shown.uuid != revision => moved(shown.article.question, false),
            Ok(None) => gone(String::new()),
            Ok(Some(_)) | Err(_) => None,
        }
    }

    fn gone_lately(&mut self, now: Moment) -> Vec<Moved> {
        let used = self.kb.used_lately(now).unwrap_or_default();
        let gone = |(id, revision): (String, String)| {
            let moved = self.moved(&id, &revision, now).filter(|moved| moved.is_gone)?;
            Some(Moved { is_used: true, ..moved })
        };
        used.into_iter().filter_map(gone).collect()
    }

    fn overview(&mut self, now: Moment, is_stale: IsStale<'_>) -> Result<Option<Overview>, Trouble> {
        self.told(self.kb.overview(now, is_stale))
    }

    fn sketch(&mut self, now: Moment) -> Result<Overview, Trouble> {
        self.told(self.kb.sketch(now))
    }

    fn fetch(&mut self, what: &Fetch, now: Moment) -> Result<Fetched, Trouble> {
        let fetched = match what {
            Fetch::Changes(id) => {
                self.kb.change(id, now).map(|change| Fetched::Changes(change.map(Box::new)))
            }
            Fetch::Standing(id) => {
                self.kb.by_id(id, now).map(|shown| Fetched::Standing(shown.map(|shown| shown.is_current())))
            }
            Fetch::Changed => {
                let since = self.kb.last_shift(now).unwrap_or_default();
                self.kb.changed(since, MOST_CARDS, now).map(Fetched::Cards)
            }
            Fetch::Expiring => self.kb.expiring(MOST_CARDS, now).map(Fetched::Cards),
            Fetch::OfProduct(product, scope) => {
                self.kb.of_product(product, scope, now).map(Fetched::OfProduct)
            }
            Fetch::Elsewhere(shown, scope) => self.kb.elsewhere(shown, scope, now).map(Fetched::Elsewhere),
        };
        self.told(fetched)
    }

    fn blur_sounds(&mut self, blur: bool) {
        self.kb.blur_sounds(blur);
    }

    fn zone(&self) -> Zone {
        self.kb.zone().clone()
    }

    fn next_change(&self, now: Moment) -> Moment {
        self.kb.next_change(now)
    }

    fn open_contacts(&mut self, now: Moment) -> Vec<KeptContact> {
        // Without them the desk begins anew; nothing is lost of what is kept.
        if self.resume { self.kb.open_contacts(now).unwrap_or_default() } else { Vec::new() }
    }

    fn record(&mut self, record: &Record, now: Moment) -> Result<Recorded, Trouble> {
        self.write_down(record, now).map_err(|error| Trouble {
            message: error.say(&self.messages),
            hint: Some(error.hint(&self.messages)).filter(|hint| !hint.is_empty()),
        })
    }

    fn explain(&mut self, query: &Query, id: &str, now: Moment) -> Result<Option<Explanation>, Trouble> {
        let explanation = self.kb.explain(query, id, now);
        self.told(explanation)
    }

    fn kept_back(
        &mut self,
        query: &Query,
        now: Moment,
        is_stale: IsStale<'_>,
    ) -> Result<Vec<Hidden>, Trouble> {
        self.told(self.kb.kept_back(query, now, is_stale))
    }
}
