use proptest::prelude::*;

use super::*;
use crate::model::{Term, TermKind};

fn wording() -> Wording {
    let row = |kind, term: &str, customer: &str, note: &str| Term {
        kind,
        term: term.into(),
        customer: customer.into(),
        note: note.into(),
    };
    Wording::new(&[
        row(TermKind::Term, "光猫", "宽带的“小盒子”（光猫）", "后文可只写“光猫”"),
        row(TermKind::Term, "次月生效", "下个月 1 日起生效", ""),
        row(TermKind::Forbidden, "云帆", "业务办理系统", ""),
        row(TermKind::Forbidden, "班长", "上一级客服人员", ""),
    ])
}

fn of(lead: &str, body: &str, kind: Kind) -> Draft {
    draft(&Answer { lead: lead.into(), body: body.into() }, Some(kind), &wording())
}

const BODY: &str = "### 口径\n- 补卡10元/次。金卡免费。\n- 【必告】次月生效。\n- 【禁说】免费换。\n- 【内外有别】首次响应内部12小时，对客承诺24小时；普通投诉内部36小时，对客48小时。\n\n\
    ### 处理步骤\n1. 核验身份。\n2. 云帆查协议；有的先讲清。\n3. 看光猫，重启光猫。\n4. 办好后，班长回访。\n\n### 系统操作\n云帆 → 补卡（YF-1101）。\n### 例外与升级\n- 分机8001。\n\n### 常见问题\n不收手续费。\n### 依据\n〔2026〕1号";

#[test]
fn what_is_for_the_agent_is_left_out_and_named() {
    let draft = of("先核身份。", BODY, Kind::Procedure);
    assert_eq!(draft.lead, "补卡10元/次。");
    assert_eq!(
        draft.body,
        "- 金卡免费。\n- 次月生效。\n- 首次响应24小时；普通投诉48小时。\n\n1. 核验身份。\n2. 看光猫，重启光猫。\n\n### 常见问题\n不收手续费。"
    );
    let left: Vec<(&str, String)> = draft
        .left_out
        .iter()
        .map(|one| {
            let why = match &one.why {
                Why::Lead => "lead".to_owned(),
                Why::Section(name) => name.clone(),
                Why::Marked(mark) => mark.sign().to_owned(),
                Why::Word(word) => format!("“{word}”"),
            };
            (one.text.as_str(), why)
        })
        .collect();
    let left: Vec<(&str, &str)> = left.iter().map(|(text, why)| (*text, why.as_str())).collect();
    assert_eq!(
        left,
        [
            ("先核身份。", "lead"),
            ("免费换。", "【禁说】"),
            ("内部12小时，", "【内外有别】"),
            ("内部36小时，", "【内外有别】"),
            ("2. 云帆查协议；有的先讲清。", "“云帆”"),
            ("4. 办好后，班长回访。", "“班长”"),
            ("### 系统操作\n云帆 → 补卡（YF-1101）。", "系统操作"),
            ("### 例外与升级\n- 分机8001。", "例外与升级"),
            ("### 依据\n〔2026〕1号", "依据"),
        ]
    );
}

#[test]
fn the_customers_words_are_proposed_and_only_worded_on_demand() {
    let draft = of("", BODY, Kind::Procedure);
    assert!(draft.body.contains("次月生效") && draft.body.contains("看光猫"));
    let worded = draft.worded();
    assert_eq!(worded.lead, "补卡10元/次。");
    assert!(worded.body.contains("- 下个月 1 日起生效。"), "{}", worded.body);
    assert!(worded.body.contains("看宽带的“小盒子”（光猫），重启光猫。"), "{}", worded.body);
    assert!(worded.body.ends_with("您是想现在办，还是先把需要的材料发短信给您？"), "{}", worded.body);
}

#[test]
fn a_word_explained_in_the_lead_is_short_in_the_body() {
    let draft = of("", "光猫不亮。\n\n请重启光猫。", Kind::Fault);
    assert_eq!(draft.lead, "光猫不亮。");
    assert_eq!(draft.worded().lead, "宽带的“小盒子”（光猫）不亮。");
    assert_eq!(draft.body_words, []);
}

#[test]
fn a_lead_is_only_what_can_be_said_first() {
    for (body, lead, rest) in [
        ("| 档 | 费 |\n|---|---|\n| 甲 | 1元 |", "", "| 档 | 费 |\n|---|---|\n| 甲 | 1元 |"),
        ("1. 看灯。\n2. 重启。", "", "1. 看灯。\n2. 重启。"),
        ("共两档：\n- 甲\n- 乙", "", "共两档：\n- 甲\n- 乙"),
        ("免费。随时可办。\n\n- 甲", "免费。", "随时可办。\n\n- 甲"),
        ("免费", "免费", ""),
        ("", "", ""),
    ] {
        let draft = of("", body, Kind::Policy);
        assert_eq!((draft.lead.as_str(), draft.body.as_str()), (lead, rest), "{body}");
    }
    let long = "很".repeat(61) + "。";
    assert_eq!(of("", &long, Kind::Policy).lead, "");
}

#[test]
fn an_article_without_a_kind_keeps_its_sections() {
    let draft = draft(&Answer::of_body("### 系统操作\n打开App。"), None, &wording());
    assert_eq!((draft.body.as_str(), draft.closing), ("### 系统操作\n打开App。", None));
}

proptest! {
    #[test]
    fn nothing_marked_internal_is_left(
        parts in proptest::collection::vec("(- |1\\. |### |> )?(【仅内部】|【禁说】)机密[甲乙。；]{0,4}|[-#]{0,3} ?[甲乙，。：]{0,8}|【必告】[丙丁]{1,3}|\\|甲\\|乙\\||", 0..10)
    ) {
        let draft = of("机密", &parts.join("\n"), Kind::Tariff);
        let worded = draft.worded();
        prop_assert!(!worded.body.contains("机密") && !worded.lead.contains("机密"), "{:?}", worded);
        prop_assert!(Mark::ALL.iter().all(|mark| !worded.body.contains(mark.sign())), "{:?}", worded);
    }

    #[test]
    fn no_answer_is_too_odd(lead in crate::model::arbitrary::text(), body in crate::model::arbitrary::text()) {
        of(&lead, &body, Kind::Script);
    }
}
