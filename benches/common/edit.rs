//! The way from an editor's text to an agent's screen, in parts.

use std::time::Duration;

use zhixi::kb::{Kb, Who};
use zhixi::model::{Article, Moment, Query};

use super::TOP;
use super::figures::{Times, tell, timed};

/// How long each part took.
pub struct Edit {
    pub save: Duration,
    pub index: Duration,
    pub find: Duration,
    /// Whether the query for the new question had it among its rows.
    pub is_found: bool,
}

impl Edit {
    /// Gives an article another question and publishes it, brings the index up to date, and asks for that question.
    ///
    /// `version` differs from edit to edit; `desk` is who asks, where that is not the editor.
    pub fn make(
        kb: &mut Kb,
        who: &Who,
        article: &Article,
        (version, now): (usize, Moment),
        desk: Option<&mut Kb>,
    ) -> Edit {
        let question = format!("{}第{version}版", article.question);
        let edited = [Article { question: question.clone(), ..article.clone() }];
        // An instant of its own: a text is not current before it is there.
        let now = Moment(now.0 + i64::try_from(version).expect("a small number"));
        let (save, ()) = timed(|| super::take_in(kb, who, &edited, now));
        let (index, ()) = timed(|| kb.sync().expect("an index in step"));
        let desk = desk.unwrap_or(kb);
        let (find, found) = timed(|| {
            desk.refresh().expect("a look at what others did");
            desk.find(&Query::of(&question, TOP), now, &|| false).expect("an answer")
        });
        let is_found = found.is_some_and(|found| found.rows.iter().any(|row| row.question == question));
        Edit { save, index, find, is_found }
    }

    pub fn whole(&self) -> Duration {
        self.save + self.index + self.find
    }
}

/// The figures of many edits.
pub fn tell_edits(name: &str, edits: &[Edit]) {
    let times = |part: fn(&Edit) -> Duration| Times::of(edits.iter().map(part).collect());
    tell(name, times(Edit::whole));
    tell(&format!("{name}, saved"), times(|e| e.save));
    tell(&format!("{name}, indexed"), times(|e| e.index));
    tell(&format!("{name}, found"), times(|e| e.find));
}
