use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::model::arbitrary;

/// A parse as one line: words | "phrase" | -without | facet:value or -facet:value | problems.
fn line(text: &str) -> String {
    let asked = Asked::parse(text);
    let mut parts = vec![asked.words.clone()];
    parts.extend(asked.phrases.iter().map(|p| format!("\"{p}\"")));
    parts.extend(asked.without.iter().map(|w| format!("-{w}")));
    parts.extend(
        asked.conditions.iter().map(|c| format!("{}{}:{}", if c.not { "-" } else { "" }, c.on, c.value)),
    );
    parts.extend(asked.problems.iter().map(|p| format!("{p:?}")));
    parts.join(" | ")
}

fn table(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(text, expected)| line(text) != *expected)
        .map(|(text, expected)| format!("{text:?}\n  is   {}\n  want {expected}", line(text)))
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn plain_text_stays_as_it_is() {
    table(&[
        ("", ""),
        ("  \t\n　 ", ""),
        ("宽带断了怎么办", "宽带断了怎么办"),
        ("  寬頻　斷線  LOS灯 ", "寬頻 斷線 LOS灯"),
        ("５Ｇ套餐，多少钱？", "５Ｇ套餐，多少钱？"),
        ("llb liuliangbao", "llb liuliangbao"),
        ("😀🎉", "😀🎉"),
        ("。，！？…", "。，！？…"),
        ("don't 'x' `y`", "don't 'x' `y`"),
        ("【仅内部】《协议》(58元)", "【仅内部】《协议》(58元)"),
    ]);
}

#[test]
fn conditions_are_taken_out_by_every_name() {
    table(&[
        ("分类:宽带 断网", "断网 | category:宽带"),
        ("断网 c:宽带", "断网 | category:宽带"),
        ("分类：宽带", " | category:宽带"),
        ("ｃ：宽带", " | category:宽带"),
        ("分類：寬頻", " | category:寬頻"),
        ("Category:宽带/故障", " | category:宽带/故障"),
        ("产品:云享 product:家庭 p:5G-A", " | product:云享 | product:家庭 | product:5G-A"),
        ("地区:云岭 region:岭安 r:云州", " | region:云岭 | region:岭安 | region:云州"),
        ("客户:政企 customer:老人 u:校园", " | customer:政企 | customer:老人 | customer:校园"),
        ("标签:高频 tag:热 t:新", " | tag:高频 | tag:热 | tag:新"),
        ("渠道:sms channel:短信 ch:ivr", " | channel:sms | channel:短信 | channel:ivr"),
        ("c:宽带 c:宽带 c:手机", " | category:宽带 | category:手机"),
        ("c:\"宽带 故障\"断网", "断网 | category:宽带 故障"),
        ("c:“宽带  故障” 断网", "断网 | category:宽带 故障"),
        ("-分类:宽带 流量", "流量 | -category:宽带"),
        ("－ｃ：「宽带」", " | -category:宽带"),
        ("c:宽带\"断网\"", " | \"断网\" | category:宽带"),
    ]);
}

#[test]
fn a_condition_without_a_value_is_being_typed_and_is_nothing() {
    table(&[
        ("分类:", ""),
        ("断网 分类：", "断网"),
        ("断网 c: 宽带", "断网 宽带"),
        ("-c:", ""),
        ("c:\"\" 断网", "断网"),
        ("c:\"  \"", ""),
        ("c:\"宽", "宽 | UnclosedQuote"),
    ]);
}

#[test]
fn colons_of_other_kinds_are_plain() {
    table(&[
        ("x:y", "x:y"),
        ("a:b:c", "a:b:c"),
        ("12:30", "12:30"),
        ("http://10.0.0.1/c:x", "http://10.0.0.1/c:x"),
        ("d://x t:\\u", "d://x t:\\u"),
        (":宽带 ：x : ：", ":宽带 ：x : ："),
        ("我的分类:宽带", "我的分类:宽带"),
        ("c:？", "c:？"),
        ("-x:y 流量", "流量 | -x:y"),
        ("坐席：您好 客户：你好，我想退订", "坐席：您好 客户：你好，我想退订"),
        ("-客户：你好，我想退订", "-客户：你好，我想退订"),
        ("r:b:c", " | region:b:c"),
    ]);
}

#[test]
fn days_and_stages_are_checked() {
    table(&[
        ("日期:2026-12-01", " | on:2026-12-01"),
        ("on:2026/12/1 d:20261201", " | on:2026/12/1 | on:20261201"),
        ("d:2026.12.1 d：明天 -date:12月1日", " | on:2026.12.1 | on:明天 | -on:12月1日"),
        ("d:2026-02-30 宽带", "宽带 | BadDate { text: \"2026-02-30\" }"),
        ("d:明年 d:明年", " | BadDate { text: \"明年\" }"),
        ("阶段:草稿 s:PUBLISHED 状态:已撤回", " | stage:草稿 | stage:PUBLISHED | stage:已撤回"),
        ("s:\"in review\"", " | stage:in review"),
        ("-s:热 宽带", "宽带 | UnknownStage { text: \"热\" }"),
    ]);
    let asked = Asked::parse("d:２０２６年１２月１日 s:審核中 c:今天");
    let days: Vec<_> = asked.conditions.iter().map(Condition::when).collect();
    assert_eq!(days, [Some(When::Day(Date::constant(2026, 12, 1))), None, None]);
    let stages: Vec<_> = asked.conditions.iter().map(Condition::stage).collect();
    assert_eq!(stages, [None, Some(Stage::InReview), None]);
}

#[test]
fn quotes_make_phrases_anywhere() {
    table(&[
        ("\"流量包\"", " | \"流量包\""),
        ("办理“国际漫游”多少钱", "办理 多少钱 | \"国际漫游\""),
        ("「退 费」 『补卡』 ｢x｣", " | \"退 费\" | \"补卡\" | \"x\""),
        ("＂ab＂", " | \"ab\""),
        ("”国际漫游“", " | \"国际漫游\""),
        ("“国际漫游\"", " | \"国际漫游\""),
        ("\"a  b\" \"a b\"", " | \"a b\""),
        ("\"c:宽带 -x\"", " | \"c:宽带 -x\""),
        ("“他说「好」”", " | \"他说「好」\""),
        ("\"\" 宽带 「 」", "宽带"),
        ("http:\"a\"", "http: | \"a\""),
    ]);
}

#[test]
fn a_quote_without_its_partner_is_a_space() {
    table(&[
        ("\"流量 包", "流量 包 | UnclosedQuote"),
        ("\"a\" 27\"显示器", "27 显示器 | \"a\" | UnclosedQuote"),
        ("「「「宽带", "宽带 | UnclosedQuote"),
        ("「a “b” c", "a c | \"b\" | UnclosedQuote"),
        ("宽带」断网", "宽带 断网"),
        ("“断网 c:宽带", "断网 | category:宽带 | UnclosedQuote"),
        ("-\"流量", "- 流量 | UnclosedQuote"),
    ]);
}

#[test]
fn a_minus_excludes_what_it_begins() {
    table(&[
        ("流量 -漫游", "流量 | -漫游"),
        ("流量 －漫游 -漫游", "流量 | -漫游"),
        ("-漫游", " | -漫游"),
        ("流量 -\"国际 漫游\" -「港澳」", "流量 | -国际 漫游 | -港澳"),
        ("\"流量\"-漫游", " | \"流量\" | -漫游"),
        ("5G-A yl-1001 wi-fi 宽带-断网", "5G-A yl-1001 wi-fi 宽带-断网"),
        ("-5℃怎么办", "-5℃怎么办"),
        (" －５元 -5G", "－５元 | -5G"),
        ("- -- --x -> -。", "- -- --x -> -。"),
        ("-\"\" 宽带", "宽带"),
        ("-😀", "-😀"),
    ]);
}

#[test]
fn what_cannot_be_seen_is_left_out() {
    table(&[
        ("c\u{200b}:宽\u{feff}带", " | category:宽带"),
        ("宽\u{0}带\u{1b}[31m\r\n断\u{ad}网", "宽 带 [31m 断网"),
        ("\u{202e}-漫游", " | -漫游"),
        ("\u{7}\u{85}\u{2028}", ""),
    ]);
}

#[test]
fn long_text_is_cut_and_conditions_behind_it_count() {
    let asked = Asked::parse(&format!("{} 断网 \"x\" c:宽带 -漫游", "退".repeat(10_000)));
    assert_eq!(asked.words, "退".repeat(LONGEST_CHARS));
    assert_eq!(asked.phrases, [""; 0]);
    assert_eq!(asked.conditions.len(), 1);
    assert_eq!(asked.without, ["漫游"]);
    assert_eq!(asked.problems, [Problem::TooLong { chars: 10_000 + 3 + 1 }]);

    let exact = "退".repeat(LONGEST_CHARS);
    assert_eq!(line(&exact), exact);
    let phrase = Asked::parse(&format!("{} \"{}\"", "a".repeat(150), "b".repeat(150)));
    assert_eq!(phrase.phrases, ["b".repeat(50)]);
    assert_eq!(phrase.problems, [Problem::TooLong { chars: 300 }]);
}

#[test]
fn many_words_are_cut() {
    let text = (0..1_000).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
    let asked = Asked::parse(&text);
    assert_eq!(asked.words.split(' ').count(), MOST_WORDS);
    assert!(asked.words.ends_with(" w39"));
    assert!(asked.problems.contains(&Problem::TooManyWords { words: 1_000 }));
    let asked = Asked::parse(&format!("a \"{}\"", "b ".repeat(60)));
    assert_eq!(asked.phrases, [["b"; 39].join(" ")]);
    assert_eq!(asked.problems, [Problem::TooManyWords { words: 61 }]);
}

#[test]
fn many_filters_are_cut() {
    let text = (0..1_000).map(|n| format!("c:{n} -w{n} d:x{n}")).collect::<Vec<_>>().join(" ");
    let asked = Asked::parse(&text);
    assert_eq!(asked.conditions.len() + asked.without.len() + asked.problems.len(), MOST_FILTERS + 1);
    assert_eq!(asked.problems.last(), Some(&Problem::TooManyFilters));
    assert!(asked.is_wordless());
}

#[test]
fn long_excluded_phrases_are_cut() {
    let asked = Asked::parse(&format!("-\"{} b\"", "a".repeat(LONGEST_CHARS - 1)));
    assert_eq!(asked.without, ["a".repeat(LONGEST_CHARS - 1)]);
}

/// The first two hundred chars of a pasted line must not become a condition that the line was not.
#[test]
fn the_beginning_of_a_plain_word_is_no_condition() {
    let asked = Asked::parse(&format!("{} c:宽带，还有很多", "a".repeat(LONGEST_CHARS - 5)));
    assert_eq!(asked.words, "a".repeat(LONGEST_CHARS - 5));
    assert!(asked.conditions.is_empty());
    assert_eq!(Asked::parse(&asked.words).conditions, []);
}

#[test]
fn long_values_are_no_values() {
    let name = "宽".repeat(LONGEST_VALUE_CHARS);
    assert_eq!(Asked::parse(&format!("c:{name}")).conditions.len(), 1);
    let longer = format!("c:{name}宽");
    assert_eq!(line(&longer), longer);
    assert_eq!(line(&format!("-{name}宽")), format!("-{name}宽"));
    assert_eq!(line(&format!("客户：“{name}宽”")), format!(" | \"{name}宽\""));
    assert_eq!(line(&format!("-c:“{name}宽”")), format!(" | -{name}宽"));
}

#[test]
fn conditions_on_one_facet_mean_either_and_on_two_both() {
    let admits = |text: &str, article: &[(Facet, &str)]| {
        Asked::parse(text).admits(|c| article.contains(&(c.on, c.value.as_str())))
    };
    let article = [(Facet::Category, "宽带"), (Facet::Tag, "高频"), (Facet::Tag, "新")];
    for (text, expected) in [
        ("", true),
        ("断网", true),
        ("c:宽带", true),
        ("c:手机", false),
        ("c:手机 c:宽带", true),
        ("c:宽带 t:旧", false),
        ("c:宽带 t:旧 t:新", true),
        ("-t:新", false),
        ("t:高频 -t:新", false),
        ("-t:旧 -c:手机", true),
        ("r:云岭", false),
        ("-r:云岭", true),
    ] {
        assert_eq!(admits(text, &article), expected, "{text}");
    }
}

/// What agents type, and what only a fuzzer would.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(vec![
            " ", "  ", "　", "-", "－", ":", "：", "\"", "“", "”", "「", "」", "『", "』", "c", "分类", "d", "s", "u",
            "5", "５", "℃", "宽带", "wi-fi", "http://", "2026-12-01", "草稿", "，", "。", "\u{0}", "\u{200b}", "é",
            "😀", "c:", "-c:", "c:宽带 ", "-漫游 ", "\"a b\"",
        ]).prop_map(str::to_owned),
        1 => arbitrary::text(),
        1 => "[a-z宽]{30,90}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn words_have_no_syntax_left_and_read_the_same_again(text in typed()) {
        let asked = Asked::parse(&text);
        let again = Asked::parse(&asked.words);
        prop_assert_eq!(&again, &Asked { words: asked.words.clone(), ..Asked::default() });
    }

    #[test]
    fn everything_is_bounded(text in typed()) {
        let Asked { words, phrases, without, conditions, problems } = Asked::parse(&text);
        let texts = || phrases.iter().chain([&words]);
        prop_assert!(texts().map(|t| t.chars().count()).sum::<usize>() <= LONGEST_CHARS);
        prop_assert!(words.split_whitespace().chain(phrases.iter().flat_map(|p| p.split(' '))).count() <= MOST_WORDS);
        prop_assert!(conditions.len() + without.len() <= MOST_FILTERS);
        prop_assert!(problems.len() <= MOST_FILTERS + 4);
        prop_assert!(conditions.iter().all(|c| c.value.chars().count() <= LONGEST_VALUE_CHARS));
        prop_assert!(without.iter().all(|w| w.chars().count() <= LONGEST_CHARS));
        let all = texts().chain(&without).chain(conditions.iter().map(|c| &c.value));
        for text in all {
            prop_assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), text.as_str());
            prop_assert!(!text.chars().any(char::is_control));
        }
        prop_assert!(phrases.iter().chain(&without).all(|t| !t.is_empty()));
    }

    #[test]
    fn days_and_stages_that_came_through_are_known(text in typed()) {
        for condition in Asked::parse(&text).conditions {
            prop_assert_eq!(condition.when().is_some(), condition.on == Facet::On);
            prop_assert_eq!(condition.stage().is_some(), condition.on == Facet::Stage);
        }
    }

    #[test]
    fn what_is_written_out_is_read_back(
        words in "[宽带a-z0-9]{1,5}( [宽带a-z0-9]{1,5}){0,3}",
        phrase in "[宽带a-z:-]{1,8}( [宽带a-z:-]{1,8})?",
        without in "[宽带a-z]{1,8}",
        on in proptest::sample::select(vec![Facet::Category, Facet::Product, Facet::Region, Facet::Tag]),
        name in 0usize..3,
        value in "[宽带a-z]{1,8}( [宽带a-z]{1,8})?",
        not in any::<bool>(),
    ) {
        let minus = if not { "-" } else { "" };
        let text = format!("{words} \"{phrase}\" -{without} {minus}{}：“{value}”", on.names()[name]);
        prop_assert_eq!(Asked::parse(&text), Asked {
            words,
            phrases: vec![phrase],
            without: vec![without],
            conditions: vec![Condition { on, value, not }],
            problems: Vec::new(),
        });
    }

    #[test]
    fn any_text_is_read(text in ".{0,300}") {
        let _ = Asked::parse(&text);
    }
}
