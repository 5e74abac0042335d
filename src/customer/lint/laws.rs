//! What holds for every text.

use proptest::prelude::*;

use super::*;
use crate::model::{Answer, CustomerAnswer, Kind, Rendering, Similar, Stage, Term, TermKind};

fn terms() -> Vec<Term> {
    let row = |kind, term: &str, customer: &str, note: &str| Term {
        kind,
        term: term.into(),
        customer: customer.into(),
        note: note.into(),
    };
    vec![
        row(TermKind::Term, "套外", "超出套餐的部分", ""),
        row(TermKind::Term, "DNS", "网址解析服务（DNS）", ""),
        row(TermKind::Forbidden, "云帆", "业务办理系统", ""),
        row(TermKind::Forbidden, "YF-", "", ""),
        row(TermKind::Promise, "保证", "我们会尽力", "“保证金”一类不算"),
        row(TermKind::Term, "", "没有字的行", ""),
        row(TermKind::Forbidden, &"很长".repeat(60), "", ""),
    ]
}

/// Pieces that rules look at, and anything.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "保证",
            "不能",
            "云帆",
            "YF-23",
            "〔2026〕8号",
            "〔2026",
            "分机",
            "8021",
            "班长",
            "50元",
            "“",
            "”",
            "\"",
            "如图",
            "此",
            "DNS",
            "套外",
            "【禁说】",
            "【禁说】“保证”",
            "第",
            "三条",
            "根据",
            "https://a.b/c",
            "[点此](",
            ")",
            "{{",
            "}}",
            "<b>",
            "|",
            "|-|",
            "？",
            "。",
            "，",
            "\n",
            "\n\n",
            " ",
            "\u{3000}",
            "13812345678",
            "月底",
            "即日起至",
            "KYC",
            "（",
            "）",
            "100%",
            "成功",
            "一定",
            "客户",
            "经理",
            "请客户",
            "兹定于",
            "怎么",
            "和",
            "İ",
            "ﬀ",
            "①",
            "\u{200b}",
            "臺灣",
            "e\u{301}",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
        "[一-龥]{0,12}",
        "[A-Z0-9-]{0,9}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn articles() -> impl Strategy<Value = Article> {
    (
        texts(),
        prop::collection::vec(texts(), 0..3),
        texts(),
        texts(),
        texts(),
        texts(),
        prop::sample::select(vec!["sms", "ivr", "web", "fax"]),
    )
        .prop_map(|(question, similar, lead, internal, body, rendering, channel)| {
            let mut customer =
                CustomerAnswer { answer: Answer { lead: lead.clone(), body }, ..CustomerAnswer::default() };
            customer.channels.insert(channel.to_owned(), Rendering { text: rendering, based_on: None });
            Article {
                id: Some("kd-0012".to_owned()),
                kind: Some(Kind::Fault),
                stage: Some(Stage::Published),
                question,
                similar: similar.iter().map(|s| Similar::from(s.as_str())).collect(),
                internal: Some(Answer { lead, body: internal }),
                customer: Some(customer),
                ..Article::default()
            }
        })
}

fn text_of<'a>(article: &'a Article, part: &Part) -> &'a str {
    let found = texts_of(article).into_iter().find(|(p, _)| p == part);
    found.map_or("", |(_, text)| text)
}

fn texts_of(article: &Article) -> Vec<(Part, &str)> {
    super::texts(article)
}

proptest! {
    #[test]
    fn a_finding_stands_on_its_text_and_nothing_stands_twice(article in articles()) {
        let rules = Rules::with_terms(&terms());
        let found = lint(&article, &rules, Channels::shipped());
        for finding in &found {
            let text = text_of(&article, &finding.part);
            prop_assert!(text.get(finding.at.clone()).is_some(), "{finding:?}");
            if !finding.at.is_empty() {
                prop_assert_eq!(text.get(finding.at.clone()), Some(finding.text.as_str()));
            }
            prop_assert!(Rule::from_word(&finding.rule).is_some());
        }
        let places: Vec<_> = found.iter().map(|f| (f.part.clone(), f.at.start, f.at.end)).collect();
        prop_assert!(places.is_sorted());
        let once: std::collections::HashSet<_> =
            found.iter().map(|f| (f.rule.clone(), f.part.clone(), f.at.clone())).collect();
        prop_assert_eq!(once.len(), found.len());
        prop_assert_eq!(lint(&article, &rules, Channels::shipped()), found);
    }

    #[test]
    fn a_file_of_differences_is_read_or_refused(text in texts()) {
        let text = format!("[words.\"leak.term\"]\n{text:?} = \"x\"\n[severity]\n\"leak.term\" = \"hint\"\n");
        let (rules, problems) = Rules::load(&terms(), Some(("house.toml", &text)));
        let taken = rules.severity(Rule::LeakTerm) == Some(crate::customer::finding::Severity::Hint);
        prop_assert_eq!(taken, problems.is_empty());
    }
}
