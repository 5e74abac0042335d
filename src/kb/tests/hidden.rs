//! What answers fully and is kept back.

use jiff::civil::date;

use super::*;
use crate::kb::WhyNot;
use crate::model::{Axis, Validity};

fn valid(valid: Validity, article: Article) -> Article {
    Article { valid, ..article }
}

fn hidden(kb: &mut Kb, query: &Query) -> Vec<(String, WhyNot)> {
    kb.kept_back(query, NOW, &|| false).unwrap().into_iter().map(|h| (h.id, h.why)).collect()
}

fn house() -> (TempDir, Kb) {
    let past = Validity { until: Some(date(2020, 1, 2)), ..Validity::default() };
    let coming = Validity { from: Some(date(2099, 1, 1)), ..Validity::default() };
    let study = Validity { study_from: Some(date(2020, 1, 1)), ..coming };
    kb_of(&[
        valid(past, article("past", "双节流量赠送活动")),
        valid(coming, article("secret", "神秘新品首发")),
        valid(study, article("study", "明年资费调整")),
        in_region("云州", article("there", "营业厅搬迁")),
        staged(Stage::Draft, article("draft", "草稿里的秘密")),
        article("here", "流量怎么查"),
    ])
}

#[test]
fn what_is_out_of_time_or_scope_is_named_and_is_no_row() {
    let (_dir, mut kb) = house();
    let query = Query::of("双节流量赠送活动", 20);
    assert_eq!(hidden(&mut kb, &query), [("past".to_owned(), WhyNot::Until(date(2020, 1, 2)))]);
    assert!(!ids(&mut kb, "双节流量赠送活动", NOW).contains(&"past".to_owned()));
    let query = Query::of("明年资费调整", 20);
    assert_eq!(hidden(&mut kb, &query), [("study".to_owned(), WhyNot::From(date(2099, 1, 1)))]);
    let region = |name: &str| Scope { region: vec![name.into()], ..Scope::default() };
    let query = Query { text: "营业厅搬迁".into(), scope: region("岭安"), limit: 20 };
    let there = WhyNot::Scope(Axis::Region, vec!["云州".into()]);
    assert_eq!(hidden(&mut kb, &query), [("there".to_owned(), there)]);
}

#[test]
fn what_must_not_be_known_is_not_named() {
    let (_dir, mut kb) = house();
    for text in ["神秘新品首发", "草稿里的秘密"] {
        assert_eq!(hidden(&mut kb, &Query::of(text, 20)), [], "{text}");
    }
}

#[test]
fn what_is_shown_is_not_kept_back() {
    let (_dir, mut kb) = house();
    assert_eq!(ids(&mut kb, "流量怎么查", NOW).first().map(String::as_str), Some("here"));
    assert_eq!(hidden(&mut kb, &Query::of("流量怎么查", 20)), []);
    assert_eq!(hidden(&mut kb, &Query::of("，。", 20)), []);
}
