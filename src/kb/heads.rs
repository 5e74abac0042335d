//! The heads of rows that were shown, kept: from key to key most rows stay, and a revision never changes.

use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::rc::Rc;

use lru::LruCache;

use super::find::first_words;
use crate::store::{Head, Store, StoreError};

/// So many are kept: some dozens of result lists, at most a few hundred kilobytes.
const KEPT: NonZeroUsize = NonZeroUsize::new(512).unwrap();

/// Heads by revision and question; their leads are plain words on one line.
pub(super) struct Heads(RefCell<LruCache<(i64, u32), Rc<Head>>>);

impl Default for Heads {
    fn default() -> Heads {
        Heads(RefCell::new(LruCache::new(KEPT)))
    }
}

impl Heads {
    /// The head of a revision with one of its questions; `None` when there is none with this number.
    pub fn get(&self, store: &Store, revision: i64, question: u32) -> Result<Option<Rc<Head>>, StoreError> {
        if let Some(head) = self.0.borrow_mut().get(&(revision, question)) {
            return Ok(Some(Rc::clone(head)));
        }
        let Some(mut head) = store.head(revision, question)? else { return Ok(None) };
        head.lead = first_words(&head.lead);
        let head = Rc::new(head);
        self.0.borrow_mut().put((revision, question), Rc::clone(&head));
        Ok(Some(head))
    }
}
