//! Cuts anything into what the index holds and what is asked of it: no panic, and every piece lies in its text.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use zhixi::search::{Prepared, marks, needles};
use zhixi::text::fold::{fold, fold_str, is_han};
use zhixi::text::segment::Segmenter;

/// The dictionary is loaded once.
static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new(["云享套餐", "携号转网"]));

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let folded = fold_str(&text);

    // The words stand in the text one after another; the index takes their places from where they lie in memory.
    let mut done = 0;
    SEGMENTER.words(&folded, |word| {
        let at = word.as_ptr() as usize - folded.as_ptr() as usize;
        assert!(at >= done);
        done = at + word.len();
        assert_eq!(folded.get(at..done), Some(word));
        assert!(word.chars().count() > 1 && word.chars().all(is_han));
    });

    let way_back = fold(&text);
    assert_eq!(way_back.text(), folded);
    for at in 0..way_back.chars.len() {
        assert!(way_back.source_range(at, at + 1).and_then(|range| text.get(range)).is_some());
    }

    let prepared = Prepared::new(&text);
    for token in &prepared.tokens {
        assert!(!token.text.is_empty() && !token.at.is_empty() && token.at.end <= prepared.folded.len());
    }
    for (at, words) in prepared.words_from(8) {
        assert!(words.iter().all(|word| at + word.chars().count() <= prepared.folded.len()));
    }
    let mut done = 0;
    for mark in marks(&text, &needles(&prepared)) {
        assert!(mark.start >= done && text.get(mark.clone()).is_some_and(|marked| !marked.is_empty()));
        done = mark.end;
    }
});
