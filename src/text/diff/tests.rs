use proptest::prelude::*;

use super::*;

/// The new text with what was removed as `[-…-]` and what was added as `{+…+}`.
fn shown(old: &str, new: &str) -> String {
    marked(old, new, &diff(old, new))
}

fn marked(old: &str, new: &str, hunks: &[Hunk]) -> String {
    let words = |hunk: &Hunk| match hunk.fate {
        Fate::Same => new.get(hunk.new.clone()).unwrap().to_owned(),
        Fate::Removed => format!("[-{}-]", old.get(hunk.old.clone()).unwrap()),
        Fate::Added => format!("{{+{}+}}", new.get(hunk.new.clone()).unwrap()),
    };
    hunks.iter().map(words).collect()
}

#[test]
fn what_a_reader_sees() {
    for (old, new, want) in [
        ("", "", ""),
        ("甲", "", "[-甲-]"),
        ("", "甲", "{+甲+}"),
        ("月费15元。", "月费15元。", "月费15元。"),
        // A fact changes as one.
        ("月费15元。", "月费19元。", "月费[-15元-]{+19元+}。"),
        ("3个工作日内到账", "5个工作日内到账", "[-3个工作日-]{+5个工作日+}内到账"),
        ("2026年1月1日起", "2026年3月1日起", "[-2026年1月1日-]{+2026年3月1日+}起"),
        ("拨打10086。", "拨打10010。", "拨打[-10086-]{+10010+}。"),
        ("月费15元，流量20GB", "月费19元，流量30GB", "月费[-15元-]{+19元+}，流量[-20GB-]{+30GB+}"),
        // Latin words do too.
        ("打开App办理", "打开Web办理", "打开[-App-]{+Web+}办理"),
        // What agrees by chance between two changes goes into them.
        ("收补卡工本费", "收换卡手续费", "收[-补卡工本-]{+换卡手续+}费"),
        // What was put in lies where a reader would say.
        ("甲。乙。", "甲。丙。乙。", "甲。{+丙。+}乙。"),
        ("可以办理。次月生效。", "可以办理。不收费用。次月生效。", "可以办理。{+不收费用。+}次月生效。"),
        ("您办理后生效", "请您先办理后生效", "{+请+}您{+先+}办理后生效"),
        ("甲，乙，丙", "甲，丙", "甲，[-乙，-]丙"),
        // Lines.
        ("一\n二\n三\n", "一\n三\n四\n", "一\n[-二\n-]三\n{+四\n+}"),
        (
            "| 59元 | 30GB |\n| 79元 | 50GB |",
            "| 59元 | 30GB |\n| 89元 | 50GB |",
            "| 59元 | 30GB |\n| [-79元-]{+89元+} | 50GB |",
        ),
        // Another sentence is not patched together from the words of the old one.
        (
            "先查欠费停机，再查光猫。",
            "请您带身份证到营业厅，再拿号排队办理补卡。",
            "[-先查欠费停机，再查光猫。-]{+请您带身份证到营业厅，再拿号排队办理补卡。+}",
        ),
        ("15元", "１５元", "[-15元-]{+１５元+}"),
    ] {
        assert_eq!(shown(old, new), want, "{old} / {new}");
    }
}

/// A long text with few changes, and one with nothing in common, both in lines and in one line.
#[test]
fn a_megabyte_is_compared() {
    let sentence = |n: usize| format!("第{n}种情况下请您拨打100196办理，收费{n}元，在{n}天内生效");
    let many =
        |stop: &str, from: usize| (from..from + 12_000).map(|n| sentence(n) + stop).collect::<String>();
    for stop in ["。\n", "。", "，"] {
        let old = many(stop, 0);
        assert!(old.len() > 900_000);
        let new = old.replace("收费7777元", "收费1元");
        if stop != "，" {
            let changed: Vec<_> = diff(&old, &new).into_iter().filter(|h| h.fate != Fate::Same).collect();
            let [removed, added] = changed.as_slice() else { panic!("{} changes", changed.len()) };
            assert_eq!(
                (old.get(removed.old.clone()).unwrap(), new.get(added.new.clone()).unwrap()),
                ("7777元", "1元")
            );
        }
        let other = many(stop, 500_000);
        check(&old, &other);
    }
}

#[test]
fn words_that_somebody_knows_stay_whole() {
    let words = ["报障", "报修", "人工台", "总台", "停机", "停机保号", "保号", "网络"];
    let shown = |old: &str, new: &str| marked(old, new, &diff_by(old, new, &|word| words.contains(&word)));
    for (old, new, want) in [
        ("请报障。", "请报修。", "请[-报障-]{+报修+}。"),
        ("转人工台办", "转总台办", "转[-人工台-]{+总台+}办"),
        ("办停机", "办停机保号", "办[-停机-]{+停机保号+}"),
        ("网络不好", "网速不好", "[-网络-]{+网速+}不好"),
        ("每张10元", "每张15元", "[-每张10元-]{+每张15元+}"),
        ("报障后请等，再报障", "报修后请等，再报修", "[-报障-]{+报修+}后请等，再[-报障-]{+报修+}"),
    ] {
        assert_eq!(shown(old, new), want);
    }
}

/// That the hunks make both texts.
fn check(old: &str, new: &str) {
    check_hunks(old, new, &diff(old, new));
}

fn check_hunks(old: &str, new: &str, hunks: &[Hunk]) {
    let (mut olds, mut news) = (0, 0);
    let mut last = None;
    for hunk in hunks {
        assert_eq!((hunk.old.start, hunk.new.start), (olds, news), "no gap");
        (olds, news) = (hunk.old.end, hunk.new.end);
        let (before, after) = (old.get(hunk.old.clone()).unwrap(), new.get(hunk.new.clone()).unwrap());
        match hunk.fate {
            Fate::Same => assert_eq!(before, after),
            Fate::Removed => assert!(!before.is_empty() && after.is_empty()),
            Fate::Added => assert!(before.is_empty() && !after.is_empty()),
        }
        assert_ne!(last.replace(hunk.fate), Some(hunk.fate), "two stretches of one fate are one");
    }
    assert_eq!((olds, news), (old.len(), new.len()));
}

proptest! {
    #[test]
    fn the_hunks_make_both_texts(old in texts(), new in texts()) {
        check(&old, &new);
    }

    /// Whatever is called a word.
    #[test]
    fn so_do_those_with_whole_words(old in texts(), new in texts(), nth in 1_usize..4) {
        let is_word = |word: &str| word.chars().map(|c| c as usize).sum::<usize>() % nth == 0;
        check_hunks(&old, &new, &diff_by(&old, &new, &is_word));
    }

    #[test]
    fn a_changed_text_keeps_what_was_not_changed(text in "[甲乙丙丁。，0-9元\n]{0,60}", at in 0_usize..60, put in "[戊己]{1,4}") {
        let at = text.char_indices().map(|(n, _)| n).nth(at).unwrap_or(text.len());
        let new = format!("{}{put}{}", text.get(..at).unwrap(), text.get(at..).unwrap());
        check(&text, &new);
        let added: String = diff(&text, &new).into_iter().filter(|h| h.fate == Fate::Added).map(|h| new.get(h.new).unwrap().to_owned()).collect();
        prop_assert!(added.contains(&put), "{}", shown(&text, &new));
    }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[甲乙丙。，\n]{0,30}",
        "[月费办理15元天GB。，\n| ]{0,60}",
        proptest::collection::vec(any::<char>(), 0..20).prop_map(|chars| chars.into_iter().collect()),
    ]
}
