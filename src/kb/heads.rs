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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{add, new_store, question};

    #[test]
    fn a_head_is_read_once_and_keeps_its_question() {
        let (_dir, mut store) = new_store();
        let mut article = question("宽带断网");
        article.similar = vec!["网断了".into(), "上不了网".into()];
        let revision = add(&mut store, &article).newest;
        let heads = Heads::default();
        let first = heads.get(&store, revision, 0).unwrap().unwrap();
        let again = heads.get(&store, revision, 0).unwrap().unwrap();
        assert!(Rc::ptr_eq(&first, &again), "it was read again");
        assert_eq!(first.similar, None);
        let second = heads.get(&store, revision, 2).unwrap().unwrap();
        assert_eq!((second.question.as_str(), second.similar.as_deref()), ("宽带断网", Some("上不了网")));
        assert!(heads.get(&store, revision + 1, 0).unwrap().is_none());
    }
}
