//! 公告: what every desk in its scope shows for a while.

use jiff::civil::Date;

use super::author::editor;
use super::open::Kb;
use super::refusal::LifeError;
use crate::model::{Announcement, Level, Moment, Scope, ValidityProblem};
use crate::store::Who;
use crate::text::clean::{for_copy, one_line};

/// An announcement to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnnouncement {
    /// How loud.
    pub level: Level,
    /// One line.
    pub title: String,
    /// Markdown; may be empty.
    pub body: String,
    /// For whom; everybody when empty.
    pub scope: Scope,
    /// First day; `None`: today.
    pub from: Option<Date>,
    /// Last day; `None`: until it is ended.
    pub last: Option<Date>,
    /// Ids of the articles that it concerns.
    pub articles: Vec<String>,
}

impl Kb {
    /// Makes an announcement, or says another one anew under its `id`; its id.
    ///
    /// # Errors
    /// A title without words, articles that are not there, an end before the beginning or before today, an id that nothing
    /// has; a role below editor; those of the database.
    pub fn announce(
        &mut self,
        who: &Who,
        id: Option<&str>,
        new: &NewAnnouncement,
        now: Moment,
    ) -> Result<String, LifeError> {
        let title = one_line(&for_copy(&new.title)).trim().to_owned();
        if title.is_empty() {
            return Err(LifeError::NoTitle);
        }
        let today = self.zone().day_of(now);
        let known = self.store.announcements_since(None)?;
        let before = id.map(|id| known.iter().find(|a| a.id == id).ok_or_else(|| unknown(id))).transpose()?;
        let from = new.from.or(before.map(|before| before.from)).unwrap_or(today);
        let until = new.last.and_then(|day| day.tomorrow().ok());
        if let Some(until) = until
            && until <= from
        {
            return Err(ValidityProblem::EndsBeforeItBegins { from, until }.into());
        }
        if let Some(last) = new.last
            && last < today
        {
            return Err(LifeError::Past { day: last });
        }
        for article in &new.articles {
            if self.store.find_id(article)?.is_none() {
                return Err(LifeError::NoArticle { id: article.clone() });
            }
        }
        let mut number = known.len();
        let mut free = || loop {
            number += 1;
            let id = format!("gg-{number:03}");
            if !known.iter().any(|a| a.id == id) {
                break id;
            }
        };
        let announcement = Announcement {
            id: before.map_or_else(&mut free, |before| before.id.clone()),
            level: new.level,
            title,
            body: new.body.trim().to_owned(),
            scope: new.scope.clone(),
            from,
            until,
            articles: new.articles.clone(),
        };
        let detail = serde_json::to_string(&announcement).unwrap_or_default();
        self.store.write(who, now, |w| {
            editor(w, who)?;
            w.put_announcement(&announcement)?;
            w.event("announce", None, None, Some(&detail))?;
            Ok::<(), LifeError>(())
        })?;
        Ok(announcement.id)
    }

    /// Ends an announcement today: no desk shows it any more.
    ///
    /// # Errors
    /// That there is none that holds or is to come; a role below editor; those of the database.
    pub fn end_announcement(&mut self, who: &Who, id: &str, now: Moment) -> Result<(), LifeError> {
        let today = self.zone().day_of(now);
        let mut known = self.store.announcements_since(Some(today))?;
        known.retain(|a| a.id == id);
        let Some(mut announcement) = known.pop() else { return Err(unknown(id)) };
        announcement.until = Some(today);
        let detail = serde_json::json!({ "id": id }).to_string();
        self.store.write(who, now, |w| {
            editor(w, who)?;
            w.put_announcement(&announcement)?;
            w.event("end_announcement", None, None, Some(&detail))?;
            Ok(())
        })
    }

    /// The announcements that hold now or will: loudest, then newest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn announcements(&self, now: Moment) -> Result<Vec<Announcement>, LifeError> {
        Ok(self.store.announcements_since(Some(self.zone().day_of(now)))?)
    }
}

fn unknown(id: &str) -> LifeError {
    LifeError::NoAnnouncement { id: id.to_owned() }
}
