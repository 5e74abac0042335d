//! Nothing is lost, whatever the texts hold; and people may write as people do.

use proptest::prelude::*;

use super::value::{block, from_line, on_line, unescape};
use super::*;
use crate::model::{ActionKind, Answer, CustomerAnswer, Kind, Origin, Rendering};

fn content(article: &Article) -> Article {
    Article { stage: None, ..article.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn nothing_is_lost(article in crate::model::arbitrary::article(), based_on in proptest::option::of("[0-9a-f-]{36}"), blank: bool) {
        let manuscript = Manuscript { article: content(&article), based_on };
        for tongue in [Tongue::Chinese, Tongue::English] {
            let text = write(&manuscript, tongue, blank);
            let back = read(&text);
            prop_assert_eq!(back.as_ref(), Ok(&manuscript), "{}", text);
            // An editor of another system, and one that ends the last line.
            prop_assert_eq!(read(&format!("\u{feff}{}\r\n", text.replace('\n', "\r\n"))), Ok(manuscript.clone()));
            let raw = text.chars().find(|c| crate::text::clean::is_harmful(*c));
            prop_assert!(raw.is_none(), "{:?} reached the terminal", raw);
        }
    }

    #[test]
    fn a_value_survives_its_line(text in crate::model::arbitrary::text()) {
        prop_assert_eq!(from_line(&on_line(&text, &['|', ','])), Some(text.clone()));
        prop_assert_eq!(unescape(&block(&text)), text);
    }

    #[test]
    fn no_text_panics(text in "(---\n)?([-=: |#]{0,4}[编号标准问首句内部口径\"\\\\u{}@a-z0-9]{0,12}[:：]?.{0,8}\n){0,12}") {
        let _ = read(&text);
    }
}

#[test]
fn it_reads_like_a_page() {
    let article = Article {
        id: Some("kd-0012".into()),
        kind: Some(Kind::Fault),
        question: "宽带上不去网怎么办".into(),
        similar: vec![
            "宽带断了".into(),
            crate::model::Similar { text: "没网".into(), origin: Origin::Search },
        ],
        category: vec!["宽带".into(), "故障".into()],
        scope: crate::model::Scope { region: vec!["云岭".into(), "云州".into()], ..Default::default() },
        internal: Some(Answer { lead: "先查欠费。".into(), body: "1. 看灯\n2. 重启".into() }),
        customer: Some(CustomerAnswer {
            answer: Answer { lead: "请先看灯。".into(), body: "再重启。".into() },
            based_on: Some("0123".into()),
            channels: [("sms".to_owned(), Rendering { text: "请重启光猫。".into(), based_on: None })].into(),
        }),
        actions: vec![crate::model::Action {
            kind: ActionKind::Ticket,
            target: "装维".into(),
            fields: vec!["地址".into(), "电话".into()],
            limit: Some("24h".into()),
        }],
        valid: crate::model::Validity { until: "2027-01-01".parse().ok(), ..Default::default() },
        ..Article::default()
    };
    let text = write(&Manuscript { article, based_on: Some("u-1".into()) }, Tongue::Chinese, false);
    let shown: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        shown.join("\n"),
        "---\n编号: kd-0012\n原版: u-1\n类型: 故障\n标准问: 宽带上不去网怎么办\n相似问:\n  - 宽带断了\n  - 没网 | 检索\n\
         分类: 宽带 / 故障\n适用地区: 云岭、云州\n失效日期: 2026-12-31\n处理动作:\n  - 派单 | 装维 | 24h | 地址 | 电话\n---\n\n\
         === 内部口径\n首句: 先查欠费。\n\n1. 看灯\n2. 重启\n\n=== 客户口径 @0123\n首句: 请先看灯。\n\n再重启。\n\n=== 短信\n请重启光猫。"
    );
}

/// Every `c` of it was written as `\\u{63}`.
#[test]
fn a_hash_is_written_as_it_is_and_the_word_for_now_is_not_mistaken() {
    for (hash, seen) in [("9ccb0c", "@9ccb0c\n"), ("current", "@\\u{63}urrent\n"), ("当前", "@\\u{5f53}前\n")]
    {
        let based_on = Some(hash.to_owned());
        let customer =
            CustomerAnswer { answer: Answer::of_body("甲"), based_on, ..CustomerAnswer::default() };
        let article = Article { question: "问".into(), customer: Some(customer), ..Article::default() };
        let text = write(&Manuscript { article: article.clone(), based_on: None }, Tongue::Chinese, false);
        assert!(text.contains(seen), "{text}");
        assert_eq!(read(&text).unwrap().article, article);
    }
}

#[test]
fn people_write_as_people_do() {
    let text = "\n---\n标准问：副卡怎么收费\n# 说明\nsimilar: 副卡多少钱\nkind: 资费\n适用产品: 副卡，主卡\n失效日期: 2026年12月31日\n\
                tags:\n  - 高频\n  - 资费\n---\n\n=== internal\n\n没有首句，只有正文。\n\n\n=== 客户口径 @当前\nlead:  每张10元。\n\n\n=== SMS\n\n";
    let a = read(text).unwrap().article;
    assert_eq!((a.question.as_str(), a.similar[0].text.as_str()), ("副卡怎么收费", "副卡多少钱"));
    assert_eq!((a.scope.product.len(), a.tags.len()), (2, 2));
    assert_eq!(a.valid.until.unwrap().to_string(), "2027-01-01");
    let internal = a.internal.unwrap();
    assert_eq!((internal.lead.as_str(), internal.body.as_str()), ("", "没有首句，只有正文。"));
    let customer = a.customer.unwrap();
    assert_eq!(customer.answer.lead, "每张10元。");
    assert_eq!(customer.based_on, Some(internal.hash()), "confirmed to be made from the text above");
    assert!(customer.channels.is_empty(), "a section that nobody filled in is no text");
}

#[test]
fn a_blank_form_is_an_article_once_it_has_a_question() {
    let blank = write(&Manuscript::default(), Tongue::Chinese, true);
    assert_eq!(read(&blank).unwrap_err().kind, ProblemKind::NoQuestion);
    let filled = blank.replace("标准问: \"\"", "标准问: 副卡怎么收费");
    let wanted = Article { question: "副卡怎么收费".into(), ..Article::default() };
    assert_eq!(read(&filled).unwrap().article, wanted);
    assert_eq!(field_names(Tongue::English).len(), 25);
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    let of = |text: &str| read(text).map(|m| m.article.question).unwrap_err();
    let head = |line: &str| format!("---\n标准问: 甲\n{line}\n---\n");
    type K = ProblemKind;
    for (text, line, kind) in [
        ("---\n标准问: 甲\n".to_owned(), 1, K::OpenFields),
        (head("没有冒号"), 3, K::NoField { text: "没有冒号".into() }),
        (head("颜色: 红"), 3, K::UnknownField { name: "颜色".into() }),
        (head("question: 乙"), 3, K::Twice { name: "question".into() }),
        (head("失效日期: 2026-02-30"), 3, K::NotADay { name: "失效日期".into(), value: "2026-02-30".into() }),
        (head("编号:\n  - a"), 4, K::OneValue { name: "编号".into() }),
        (head("关联:\n  - 另见"), 4, K::MissingPart { name: "关联".into() }),
        (head("附件: a.png"), 3, K::MissingPart { name: "附件".into() }),
        ("---\n标准问:\n---\n".to_owned(), 1, K::NoQuestion),
        (head("") + "\n=== 传真\n文字\n", 6, K::UnknownSection { name: "传真".into() }),
        (head("") + "=== sms\n一\n=== 短信\n二\n", 7, K::SectionTwice { name: "短信".into() }),
        (head("") + "\n没有段名\n=== sms\n一\n", 6, K::Stray { text: "没有段名".into() }),
        ("只有文字".to_owned(), 1, K::Stray { text: "只有文字".into() }),
    ] {
        assert_eq!(of(&text), Problem { line, kind }, "{text}");
    }
    let Problem { line: 3, kind: K::UnknownWord { name, value, choices } } = of(&head("类型: 资讯"))
    else {
        panic!()
    };
    assert_eq!((name.as_str(), value.as_str(), choices.len()), ("类型", "资讯", 12));
}

#[test]
fn a_megabyte_is_no_burden() {
    let article = Article {
        question: "大".into(),
        internal: Some(Answer::of_body("光猫=== \\u{41}\n".repeat(60_000))),
        ..Article::default()
    };
    let manuscript = Manuscript { article, based_on: None };
    let text = write(&manuscript, Tongue::Chinese, false);
    assert!(text.len() > 1 << 20);
    assert_eq!(read(&text), Ok(manuscript));
}

#[test]
fn the_line_of_a_field_is_found_in_both_languages() {
    use super::field_at;
    let text = "---\n# 标准问: 注\n类型: 资费\n标准问: 甲\n相似问:\n  - 标准问: 乙\n---\n";
    assert_eq!(field_at(text, "question"), text.find("标准问: 甲"));
    assert_eq!(field_at("---\nquestion: a\n---\n", "question"), Some(4));
    assert_eq!(field_at(text, "owner"), None);
}

#[test]
fn only_a_text_made_from_another_one_can_be_confirmed() {
    use super::confirmed;
    assert_eq!(confirmed("=== 客户口径 @0f3a", Tongue::Chinese).as_deref(), Some("=== 客户口径 @当前"));
    assert_eq!(confirmed("=== customer @0f3a", Tongue::English).as_deref(), Some("=== customer @current"));
    for heading in ["=== 客户口径", "=== 客户口径 @当前", "=== customer @current"] {
        assert_eq!(confirmed(heading, Tongue::Chinese), None, "{heading}");
    }
}
