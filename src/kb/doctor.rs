//! Looks a KB over and says what to do.

use super::error::KbError;
use super::open::Kb;
use super::place::Place;
use super::snapshot::differing_files;
use super::sync::Health;
use crate::model::Moment;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Check {
    /// What: a word that messages know as `doctor.NAME`.
    pub name: &'static str,
    /// Whether all is well.
    pub ok: bool,
    /// What was seen.
    pub detail: String,
    /// What to do: a word that messages know as `doctor.NAME_advice`, where something is to be done.
    pub advice: Option<&'static str>,
}

impl Check {
    /// A thing that is well.
    pub fn fine(name: &'static str, detail: impl Into<String>) -> Check {
        Check { name, ok: true, detail: detail.into(), advice: None }
    }

    /// A thing that wants something done.
    pub fn wants(name: &'static str, detail: impl Into<String>, advice: &'static str) -> Check {
        Check { name, ok: false, detail: detail.into(), advice: Some(advice) }
    }
}

impl Kb {
    /// How many articles there are, whatever their stage.
    ///
    /// # Errors
    /// Those of the database.
    pub fn article_count(&self) -> Result<usize, KbError> {
        Ok(self.store.article_count()?)
    }

    /// Looks the KB over. Changes nothing.
    ///
    /// # Errors
    /// When it cannot even be looked at.
    pub fn examine(&self, now: Moment) -> Result<Vec<Check>, KbError> {
        let mut checks = vec![Check::fine("kb", self.place.root().display().to_string())];
        checks.push(Check::fine("schema", self.store.schema()?.to_string()));
        checks.push(match self.store.integrity()? {
            None => Check::fine("integrity", "ok"),
            Some(problem) => Check::wants("integrity", problem, "integrity_advice"),
        });
        let current = self.store.current_count(now)?;
        checks.push(Check::fine("articles", format!("{current}/{}", self.store.article_count()?)));
        checks.push(match (self.health()?, &self.session) {
            (Health::InStep, Some(session)) => {
                let bad = session.damaged_files()?;
                if bad.is_empty() {
                    Check::fine("index", format!("{}", session.documents()))
                } else {
                    let names: Vec<String> = bad.iter().map(|p| p.display().to_string()).collect();
                    Check::wants("index", names.join(" "), "index_advice")
                }
            }
            (Health::Behind(count), _) => Check::wants("index", format!("-{count}"), "index_behind_advice"),
            (Health::NeedsBuild | Health::InStep, _) => Check::wants("index", "-", "index_advice"),
        });
        if let Place::Snapshot { dir, .. } = &self.place {
            let bad = differing_files(dir)?;
            checks.push(if bad.is_empty() {
                Check::fine("snapshot", dir.display().to_string())
            } else {
                Check::wants("snapshot", bad.join(" "), "snapshot_advice")
            });
        }
        checks.push(if self.is_read_only() {
            Check::fine("access", "read-only")
        } else {
            Check::fine("access", "read-write")
        });
        Ok(checks)
    }
}
