//! The house's own tables: its words and the customers', its contacts, the names of its scopes.

use super::author::at_least;
use super::open::Kb;
use super::refusal::LifeError;
use super::rulebook::CONTACTS;
use crate::model::lifecycle::Role;
use crate::model::{Axis, Moment, Term};
use crate::store::{Tree, Who};

/// What a table taken in has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableChange {
    /// Rows that are new.
    pub added: usize,
    /// Rows that say something else than before.
    pub changed: usize,
    /// Rows that are gone.
    pub removed: usize,
}

impl TableChange {
    /// Whether everything was there already, and nothing else.
    pub fn is_nothing(self) -> bool {
        self == TableChange::default()
    }
}

impl Kb {
    /// What a term table would change if it were put in the place of the one that is there.
    ///
    /// # Errors
    /// Those of the database.
    pub fn change_of_terms(&self, terms: &[Term]) -> Result<TableChange, LifeError> {
        let before = self.store.terms()?;
        let mut change = TableChange::default();
        for term in terms {
            match before.iter().find(|b| is_same_word(term, b)) {
                None => change.added += 1,
                Some(b) => change.changed += usize::from(b != term),
            }
        }
        change.removed = before.iter().filter(|b| !terms.iter().any(|term| is_same_word(term, b))).count();
        Ok(change)
    }

    /// Puts a term table in the place of the one that is there.
    ///
    /// # Errors
    /// A role below reviewer: these words decide what may leave the house. Those of the database.
    pub fn put_terms(&mut self, who: &Who, terms: &[Term], now: Moment) -> Result<TableChange, LifeError> {
        let change = self.change_of_terms(terms)?;
        let before = self.store.terms()?;
        let gone: Vec<&Term> =
            before.iter().filter(|b| !terms.iter().any(|term| is_same_word(term, b))).collect();
        self.store.write(who, now, |w| {
            at_least(Role::Reviewer, w, who)?;
            if change.is_nothing() {
                return Ok(());
            }
            for term in &gone {
                w.remove_term(term)?;
            }
            for term in terms {
                w.put_term(term)?;
            }
            w.event("terms", None, None, Some(&detail(change)))?;
            Ok::<(), LifeError>(())
        })?;
        self.read_trees()?;
        Ok(change)
    }

    /// The numbers and addresses at which customers reach the house.
    ///
    /// # Errors
    /// Those of the database.
    pub fn house_contacts(&self) -> Result<Vec<String>, LifeError> {
        let named = self.store.meta(CONTACTS)?;
        Ok(named.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default())
    }

    /// What other contacts would change.
    ///
    /// # Errors
    /// Those of the database.
    pub fn change_of_contacts(&self, contacts: &[String]) -> Result<TableChange, LifeError> {
        let before = self.house_contacts()?;
        Ok(TableChange {
            added: contacts.iter().filter(|contact| !before.contains(contact)).count(),
            changed: 0,
            removed: before.iter().filter(|contact| !contacts.contains(contact)).count(),
        })
    }

    /// Says at which numbers and addresses customers reach the house, and at no others.
    ///
    /// # Errors
    /// A role below reviewer; those of the database.
    pub fn put_contacts(
        &mut self,
        who: &Who,
        contacts: &[String],
        now: Moment,
    ) -> Result<TableChange, LifeError> {
        let change = self.change_of_contacts(contacts)?;
        let json = serde_json::to_string(contacts).unwrap_or_default();
        self.store.write(who, now, |w| {
            at_least(Role::Reviewer, w, who)?;
            w.set_meta(CONTACTS, &json)?;
            w.event("contacts", None, None, Some(&detail(change)))?;
            Ok::<(), LifeError>(())
        })?;
        Ok(change)
    }

    /// The names of scopes, each as its path from the root of its axis.
    pub fn scope_names(&self) -> Vec<(Axis, Vec<String>)> {
        let of = |axis: Axis| {
            let tree = self.trees.on(axis);
            tree.order.iter().map(move |number| (axis, tree.path(*number)))
        };
        Axis::ALL.iter().flat_map(|axis| of(*axis)).collect()
    }

    /// What names of scopes would change.
    pub fn change_of_names(&self, names: &[(Axis, Vec<String>)]) -> TableChange {
        let before = self.scope_names();
        let mut change = TableChange::default();
        for (axis, path) in names.iter().filter(|name| !before.contains(name)) {
            let is_alone = |name: &String| before.contains(&(*axis, vec![name.clone()]));
            match path.last().is_some_and(is_alone) {
                true => change.changed += 1,
                false => change.added += 1,
            }
        }
        change
    }

    /// Adds names of scopes. What is there stays: articles have it. A name that stands alone at the root, as articles bring
    /// them, moves below the parent that it is given.
    ///
    /// # Errors
    /// A role below reviewer; those of the database.
    pub fn add_scope_names(
        &mut self,
        who: &Who,
        names: &[(Axis, Vec<String>)],
        now: Moment,
    ) -> Result<TableChange, LifeError> {
        let change = self.change_of_names(names);
        self.store.write(who, now, |w| {
            at_least(Role::Reviewer, w, who)?;
            for (axis, path) in names {
                if !w.put_below(*axis, path)? {
                    w.node(Tree::Axis(*axis), path)?;
                }
            }
            if !change.is_nothing() {
                w.event("names", None, None, Some(&detail(change)))?;
            }
            Ok::<(), LifeError>(())
        })?;
        self.read_trees()?;
        Ok(change)
    }
}

/// Whether two rows of the term table are about the same word.
fn is_same_word(a: &Term, b: &Term) -> bool {
    a.kind == b.kind && a.term == b.term
}

fn detail(change: TableChange) -> String {
    let TableChange { added, changed, removed } = change;
    serde_json::json!({ "added": added, "changed": changed, "removed": removed }).to_string()
}
