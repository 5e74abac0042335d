//! 热点: pinning an article to every desk.

use super::board::Card;
use super::error::KbError;
use super::open::Kb;
use crate::model::lifecycle::Role;
use crate::model::{Moment, Period};
use crate::store::{Access, StoreError, Who};

impl Kb {
    /// What is pinned now or will be, in its order: each article with its first and its last day.
    ///
    /// # Errors
    /// Those of the database.
    pub fn pins(&self, now: Moment) -> Result<Vec<(Card, Period)>, KbError> {
        let pins = self.store.pins(self.zone().day_of(now))?;
        pins.into_iter()
            .map(|(id, from, until)| {
                let last = until.and_then(|day| day.yesterday().ok());
                Ok((self.card(&id, now)?, Period { first: Some(from), last }))
            })
            .collect()
    }

    /// Pins an article for a while; false when there is no such article.
    ///
    /// # Errors
    /// That this KB is not writable, that the person may not; those of the database.
    pub fn pin(&mut self, who: &Who, article: &str, period: Period, now: Moment) -> Result<bool, KbError> {
        self.may_pin(who)?;
        let Some(found) = self.store.find_id(article)? else { return Ok(false) };
        let from = period.first.unwrap_or_else(|| self.zone().day_of(now));
        let until = period.last.and_then(|day| day.tomorrow().ok());
        let detail = serde_json::json!({ "from": from, "last": period.last }).to_string();
        self.store
            .write(who, now, |write| -> Result<bool, StoreError> {
                write.pin(article, from, until)?;
                write.event("pin", Some(found.number), None, Some(&detail))?;
                Ok(true)
            })
            .map_err(KbError::from)
    }

    /// Takes the pin of an article away; whether there was one.
    ///
    /// # Errors
    /// As for [`Kb::pin`].
    pub fn unpin(&mut self, who: &Who, article: &str, now: Moment) -> Result<bool, KbError> {
        self.may_pin(who)?;
        let found = self.store.find_id(article)?.map(|found| found.number);
        self.store
            .write(who, now, |write| -> Result<bool, StoreError> {
                let was_there = write.unpin(article)?;
                write.event("unpin", found, None, None)?;
                Ok(was_there)
            })
            .map_err(KbError::from)
    }

    fn may_pin(&self, who: &Who) -> Result<(), KbError> {
        if self.store.access() != Access::ReadWrite {
            return Err(KbError::read_only(self.place.root().to_path_buf()));
        }
        let has = self.store.role_of(&who.os_user)?;
        if has < Role::Editor {
            let os_user = who.os_user.clone();
            return Err(KbError::NeedsRole { what: "pin", needs: Role::Editor, has, os_user });
        }
        Ok(())
    }
}
