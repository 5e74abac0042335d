//! What this desk copied after which query.

use std::collections::HashMap;

use crate::text::fold::{fold_chars, is_word};
use crate::text::redact;

/// For each query, without spaces and punctuation, how often each article was copied after it.
#[derive(Debug, Default)]
pub(super) struct Uses {
    by_query: HashMap<String, HashMap<String, u32>>,
}

impl Uses {
    /// From pairs of a query and an article's id.
    pub fn of(pairs: Vec<(String, String)>) -> Uses {
        let mut uses = Uses::default();
        for (query, id) in pairs {
            uses.add(&query, &id);
        }
        uses
    }

    /// One more.
    pub fn add(&mut self, query: &str, id: &str) {
        let key = key(query);
        if !key.is_empty() {
            *self.by_query.entry(key).or_default().entry(id.to_owned()).or_default() += 1;
        }
    }

    /// What was copied after a query.
    pub fn after(&self, query: &str) -> Option<&HashMap<String, u32>> {
        self.by_query.get(&key(query))
    }
}

/// Queries are kept masked of personal numbers, so they are asked for masked too.
fn key(query: &str) -> String {
    fold_chars(&redact::mask(query)).into_iter().filter(|c| is_word(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn use_is_counted_by_query_and_article() {
        let mut uses = Uses::of(vec![("流量 包".into(), "a-1".into()), ("流量包".into(), "a-1".into())]);
        uses.add("流量包？", "a-2");
        let after = uses.after("流量包").expect("used");
        assert_eq!((after.get("a-1"), after.get("a-2")), (Some(&2), Some(&1)));
        assert!(uses.after("宽带").is_none());
    }
}
