//! Reads anything as what an agent typed: no panic, everything bounded, and the words that are left read the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhixi::model::Asked;
use zhixi::model::asked::{Facet, LONGEST_CHARS, LONGEST_VALUE_CHARS, MOST_FILTERS, MOST_WORDS};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let asked = Asked::parse(&text);

    let again = Asked::parse(&asked.words);
    assert_eq!(again, Asked { words: asked.words.clone(), ..Asked::default() });

    let searched: Vec<&String> = asked.phrases.iter().chain([&asked.words]).collect();
    assert!(searched.iter().map(|t| t.chars().count()).sum::<usize>() <= LONGEST_CHARS);
    assert!(searched.iter().map(|t| t.split_whitespace().count()).sum::<usize>() <= MOST_WORDS);
    assert!(asked.conditions.len() + asked.without.len() <= MOST_FILTERS);
    assert!(asked.problems.len() <= MOST_FILTERS + 4);
    for condition in &asked.conditions {
        assert!(!condition.value.is_empty() && condition.value.chars().count() <= LONGEST_VALUE_CHARS);
        assert_eq!(condition.when().is_some(), condition.on == Facet::On);
        assert_eq!(condition.stage().is_some(), condition.on == Facet::Stage);
    }
    for text in searched.into_iter().chain(&asked.without) {
        assert!(!text.chars().any(char::is_control));
        assert!(!text.contains("  ") && text.trim() == text);
    }

    // Asked for each condition, whether it is met or not.
    asked.admits(|_| true);
    asked.admits(|condition| condition.value.len() % 2 == 0);
});
