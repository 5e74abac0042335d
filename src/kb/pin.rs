//! 热点: pinning an article to every desk.

use jiff::civil::Date;

use super::error::KbError;
use super::open::Kb;
use crate::model::Moment;
use crate::model::lifecycle::Role;
use crate::store::{Access, StoreError, Who};

impl Kb {
    /// Pins an article from today on, until a last day where there is one; false when there is no such article.
    ///
    /// # Errors
    /// That this KB is not writable, that the person may not; those of the database.
    pub fn pin(
        &mut self,
        who: &Who,
        article: &str,
        last: Option<Date>,
        now: Moment,
    ) -> Result<bool, KbError> {
        self.may_pin(who)?;
        let Some(found) = self.store.find_id(article)? else { return Ok(false) };
        let from = self.zone().day_of(now);
        let until = last.and_then(|day| day.tomorrow().ok());
        let detail = serde_json::json!({ "from": from, "last": last }).to_string();
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
