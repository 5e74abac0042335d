//! What takes more than one sentence to show.

use super::*;
use crate::customer::finding::Severity;
use crate::model::{Answer, CustomerAnswer, Kind, Rendering, Similar, Stage};

fn answer(lead: &str, body: &str) -> Answer {
    Answer { lead: lead.into(), body: body.into() }
}

fn article(internal: Answer, customer: Answer) -> Article {
    Article {
        question: "怎么退订".into(),
        internal: Some(internal),
        customer: Some(CustomerAnswer { answer: customer, ..CustomerAnswer::default() }),
        ..Article::default()
    }
}

/// Rule and text of what was found.
fn found(article: &Article) -> Vec<(String, String)> {
    let rules = Rules::shipped();
    lint(article, &rules, Channels::shipped()).into_iter().map(|f| (f.rule, f.text)).collect()
}

fn said(rule: &str, text: &str) -> (String, String) {
    (rule.to_owned(), text.to_owned())
}

#[test]
fn what_must_not_be_said_is_not_said_in_any_customer_text() {
    let internal = answer(
        "先查订购记录。",
        "- 【禁说】不得说“宽带永久送”。\n- 【禁说】“您自己点的”\n【禁说】以后不会涨价",
    );
    let mut article =
        article(internal, answer("宽带永久送，您看可以吗？", "这是“您自己点的”。以后不会涨价，您放心。"));
    let rule = "leak.must_not_say";
    assert_eq!(
        found(&article),
        [said(rule, "宽带永久送"), said(rule, "您自己点的"), said(rule, "以后不会涨价")]
    );
    article.customer = Some(CustomerAnswer {
        answer: answer("我们没有说过宽带永久送。", "并不是您自己点的，请放心。"),
        ..CustomerAnswer::default()
    });
    assert_eq!(found(&article), []);
}

#[test]
fn an_answer_ends_with_a_question_a_choice_or_what_to_do() {
    let internal = || answer("先查。", "");
    let ends = |body: &str| found(&article(internal(), answer("可以退订。", body)));
    for fine in [
        "您看可以吗？",
        "退订后次月生效。需要现在办吗？",
        "请您留意短信。",
        "- 一\n- 可以拨打 100196。\n",
        "您可登录 App 办理。",
        "我来帮您登记。",
    ] {
        assert_eq!(ends(fine), [], "{fine}");
    }
    for (bare, last) in
        [("退订后次月生效。", "退订后次月生效"), ("请看：\n\n- 当月照收月费\n- 次月生效；\n", "次月生效")]
    {
        assert_eq!(ends(bare), [said("form.closing", last)], "{bare}");
    }
}

#[test]
fn a_section_of_the_template_is_missed_once_for_all() {
    let mut article =
        article(answer("报月费。", "### 口径\n每月 5 元。"), answer("每月 5 元。", "您看可以吗？"));
    assert_eq!(found(&article), []);
    article.kind = Some(Kind::Tariff);
    assert_eq!(found(&article), [said("form.section", "依据")]);
    article.internal = Some(answer("报月费。", "每月 5 元。"));
    assert_eq!(found(&article), [said("form.section", "口径、依据")]);
    for body in [
        "**口径**\n每月 5 元。\n\n依据：公告",
        "【口径】5 元\n【依据】公告",
        "# 口径（2026）\n5 元\n## 依据\n公告",
    ] {
        article.internal = Some(answer("报月费。", body));
        assert_eq!(found(&article), [], "{body}");
    }
}

#[test]
fn an_article_that_goes_out_needs_something_for_the_customer() {
    let mut article = article(answer("先查。", "再办。"), answer(" ", "\n"));
    assert_eq!(found(&article), []);
    for stage in [Stage::Published, Stage::Approved, Stage::InReview] {
        article.stage = Some(stage);
        assert_eq!(found(&article), [said("form.no_customer", "怎么退订")], "{stage}");
    }
    article.customer = None;
    assert_eq!(found(&article), [said("form.no_customer", "怎么退订")]);
    article.internal = None;
    assert_eq!(found(&article), [said("form.no_answer", "怎么退订")], "it says nothing at all");
}

#[test]
fn a_similar_question_stands_once_and_belongs_to_nobody_else() {
    let mut article = article(answer("先查。", ""), answer("可以退订，请稍等。", ""));
    article.id = Some("kd-1".into());
    article.similar =
        ["怎么退订？", "退订流程", "退订 流程！", "彩铃怎么取消", "怎么退"].map(Similar::from).to_vec();
    let asked_by = |key: &str| match key {
        "彩铃怎么取消" => Some("kd-2".to_owned()),
        "怎么退" => Some("kd-1".to_owned()),
        _ => None,
    };
    let rules = Rules::shipped();
    let lint = Lint { asked_by: Some(&asked_by), ..Lint::new(&rules, Channels::shipped()) };
    let found: Vec<_> = lint.article(&article).into_iter().map(|f| (f.rule, f.part, f.suggestion)).collect();
    let expected = [
        ("form.similar_same".to_owned(), Part::Similar(0), None),
        ("form.similar_twice".to_owned(), Part::Similar(2), None),
        ("form.similar_elsewhere".to_owned(), Part::Similar(3), Some("kd-2".to_owned())),
    ];
    assert_eq!(found, expected);
    assert_eq!(question_key("怎么退订？"), question_key(" 怎麼退訂"));
}

#[test]
fn a_house_changes_what_it_wants_and_nothing_else() {
    let text = r#"
[severity]
"promise.absolute" = "error"
"officialese.word" = "off"
[words."leak.system"]
"蓝鲸" = "我们的记录"
[words."promise.absolute"]
"最划算" = "说清差多少"
[without]
"promise.absolute" = ["最佳"]
[harmless]
"leak.system" = ["蓝鲸出版社"]
[lists]
negation = ["从来没"]
"#;
    let (rules, problems) = Rules::load(&[], Some(("house.toml", text)));
    assert_eq!(problems, []);
    let body = "蓝鲸里查到了。蓝鲸出版社的书最划算，也最便宜。最佳时段请您届时再来。";
    let article = article(answer("先查。", ""), answer("可以。", body));
    let found: Vec<_> = lint(&article, &rules, Channels::shipped())
        .into_iter()
        .map(|f| (f.rule, f.severity, f.text, f.suggestion))
        .collect();
    let said = |rule: &str, text: &str, suggestion: &str| {
        (rule.to_owned(), Severity::Error, text.to_owned(), Some(suggestion.to_owned()))
    };
    let expected = [
        said("leak.system", "蓝鲸", "我们的记录"),
        said("promise.absolute", "最划算", "说清差多少"),
        said("promise.absolute", "最便宜", "价格是……"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn one_rule_does_not_fill_the_page() {
    let article = article(answer("先查。", ""), answer("可以。", &"请坐席核实。\n".repeat(5_000)));
    assert_eq!(found(&article).len(), 100);
}

#[test]
fn a_rendering_is_judged_by_its_channel() {
    let mut article = article(answer("先查。", ""), answer("可以，请稍等。", ""));
    let customer = article.customer.as_mut().unwrap();
    for channel in ["web", "sms", "phone", "fax"] {
        let text = "请点击下方按钮。".to_owned();
        customer.channels.insert(channel.to_owned(), Rendering { text, based_on: None });
    }
    let rules = Rules::shipped();
    let parts: Vec<Part> = lint(&article, &rules, Channels::shipped()).into_iter().map(|f| f.part).collect();
    assert_eq!(parts, ["fax", "phone", "sms"].map(|name| Part::Rendering(name.to_owned())));
}
