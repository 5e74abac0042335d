//! Titles for more articles than there are titles.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::pool::{Pool, SEAM};
use crate::common::dice::Dice;

/// So many articles may have one title, as variants and near-duplicates do; the next one gets a title of two halves.
const REPEATS: u8 = 4;
/// So often another second half is tried.
const TRIES: usize = 8;

/// Gives titles away, and knows how often it did. Sixteen bytes a title, however long it is.
#[derive(Default)]
pub struct Titles {
    given: HashMap<u64, u8>,
    /// How many titles are those of the pool.
    pub real: usize,
}

impl Titles {
    /// The title of an article of the pool, as it is while it is not worn out; else its first half with the second
    /// half of another.
    pub fn give(&mut self, pool: &Pool, article: usize, dice: &mut Dice) -> String {
        let title = pool.title(article);
        if self.is_free(title) {
            self.real += 1;
            return title.to_owned();
        }
        let first = title.rsplit_once(SEAM).map_or(title, |(first, _)| first);
        let mut made = title.to_owned();
        for _ in 0..TRIES {
            let Some(second) = pool.ending(dice) else { break };
            made = format!("{first}{SEAM}{second}");
            if self.is_free(&made) {
                break;
            }
        }
        made
    }

    fn is_free(&mut self, title: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        title.hash(&mut hasher);
        let given = self.given.entry(hasher.finish()).or_default();
        let is_free = *given < REPEATS;
        *given = given.saturating_add(1);
        is_free
    }
}
