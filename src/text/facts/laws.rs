//! What holds for every text: ranges are valid, in order and apart; nothing panics; nothing is slow.

use proptest::prelude::*;

use super::{Fact, facts, of_cell};

fn check(text: &str, found: &[Fact]) {
    let mut end = 0;
    for fact in found {
        assert!(fact.at.start >= end && fact.at.end > fact.at.start, "{fact:?}");
        assert!(text.get(fact.at.clone()).is_some(), "{fact:?}");
        assert!(!fact.value.is_empty(), "{fact:?}");
        end = fact.at.end;
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,80}") {
        check(&text, &facts(&text));
    }

    #[test]
    fn any_chars_are_read(text in proptest::collection::vec(any::<char>(), 0..60)) {
        let text: String = text.into_iter().collect();
        check(&text, &facts(&text));
    }

    #[test]
    fn what_looks_like_facts_is_read(
        text in "[0-9０-９一二两三五八十百千万亿零半点折块毛角分元年月日号天时周个工作日小每次下当第至到~、，。:：/.\\-+%¥({})|#* \\n\u{200b}aGMBTkd@_最高起内后前即底拨打]{0,60}"
    ) {
        check(&text, &facts(&text));
    }

    #[test]
    fn any_cell_is_read(cell in "[0-9０-９一二三十百千万元月~\\-/.%起内以上 \\n|]{0,20}", heading in "[（）()/元月万GB%：单位天]{0,10}") {
        check(&cell, &of_cell(&cell, &heading));
    }
}

/// Quadratic work on a long repetition would not end within the patience of anybody. A megabyte of the worst of these
/// takes two seconds when optimised.
#[test]
fn a_long_text_ends() {
    for pattern in [
        "1",
        "一",
        "十",
        "1,",
        "1.",
        "1/",
        "1、",
        "a.",
        "a@",
        "a-1",
        "http://",
        "www.a",
        "每",
        "每月",
        "第",
        "*",
        "**1",
        " ",
        "-",
        "|",
        "|-|\n",
        "|-|\n|1|\n",
        "{{",
        "最高",
        "月底",
        "#",
        "1-",
        "10086或",
        "1:",
        "2026-",
        "9点",
        "百分之",
        "一次",
        "半",
        "(0",
        "即日起",
        "１",
        "¥",
        "T+",
        "元",
        "1元",
        "\u{200b}",
        "1. ",
        "> ",
        "每月最高",
        "合约",
        "（元）|",
    ] {
        let text = pattern.repeat(30_000 / pattern.len());
        check(&text, &facts(&text));
    }
}
