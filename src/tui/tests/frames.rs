//! What a person sees, as text, in the usual windows.

use super::harness::{Bench, ascii, bench, english, unopened, wide_ambiguous};
use crate::config::Settings;
use crate::kb::{Found, Hidden, Notice, Relaxation, Remark, WhyNot};
use crate::model::asked::Facet;
use crate::model::{Axis, Route};

const SIZES: [(u16, u16); 4] = [(160, 48), (100, 30), (80, 24), (60, 15)];

fn snap(name: &str, desk: &mut Bench) {
    let (width, height) = desk.app.size();
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), desk.screen());
    });
}

pub(super) fn in_all_sizes(name: &str, settings: &Settings, act: impl Fn(&mut Bench)) {
    for (width, height) in SIZES {
        let mut desk = unopened(width, height, settings);
        act(&mut desk);
        snap(name, &mut desk);
    }
}

fn opened(name: &str, keys: &str) {
    in_all_sizes(name, &Settings::default(), |desk| {
        desk.open();
        desk.keys(keys);
    });
}

#[test]
fn opening() {
    in_all_sizes("opening", &Settings::default(), |desk| {
        desk.slow = Some(Vec::new());
        desk.keys("宽带");
    });
}

#[test]
fn empty_query() {
    opened("empty", "");
}

#[test]
fn results() {
    opened("results", "宽带");
    opened("results_internal", "宽带断<tab>");
    opened("results_many", "怎么<down>");
}

/// A query that nothing answers to fully.
fn relaxed(desk: &mut Bench) {
    desk.open();
    desk.fake.weak = Some((Route::Sound, 1));
    desk.fake.answer = Found {
        relaxed: vec![
            Relaxation::Sound,
            Relaxation::Order,
            Relaxation::Without(vec!["火星".into(), "漫游".into()]),
        ],
        remarks: vec![Remark::UnknownName { on: Facet::Category, name: "宽待".into() }],
        ..Found::default()
    };
    desk.fake.hidden = hidden();
}

fn hidden() -> Vec<Hidden> {
    let hidden = |id: &str, revision, question: &str, why| Hidden {
        id: id.into(),
        revision,
        question: question.into(),
        why,
    };
    vec![
        hidden(
            "pm-0301",
            30,
            "双节流量赠送活动怎么参加",
            WhyNot::Until("2026-10-09".parse().expect("a day")),
        ),
        hidden("yy-岭安", 60, "营业厅几点开门", WhyNot::Scope(Axis::Region, vec!["岭安".into()])),
    ]
}

#[test]
fn relaxed_results() {
    in_all_sizes("relaxed", &Settings::default(), |desk| {
        relaxed(desk);
        desk.keys("怎么<down>");
    });
    in_all_sizes("relaxed_english", &english(), |desk| {
        relaxed(desk);
        desk.keys("怎么");
    });
    in_all_sizes("relaxed_ascii", &ascii(), |desk| {
        relaxed(desk);
        desk.fake.hidden.clear();
        desk.fake.answer.remarks.clear();
        desk.keys("怎么");
    });
}

#[test]
fn nothing_but_what_is_kept_back() {
    in_all_sizes("kept_back", &Settings::default(), |desk| {
        desk.open();
        desk.fake.hidden = hidden();
        desk.keys("双节火星");
    });
    in_all_sizes("kept_back_page", &Settings::default(), |desk| {
        desk.open();
        desk.fake.hidden = hidden();
        desk.keys("双节火星<f8>");
    });
}

#[test]
fn explained() {
    opened("explained", "宽带<f6>");
    opened("explained_not_shown", "宽带<f6>pm-0301<enter>");
    in_all_sizes("explained_english", &english(), |desk| {
        desk.open();
        desk.keys("宽带<f6>nothing<enter>pm-0301<enter>x");
    });
}

#[test]
fn gap_recorded() {
    opened("gap", "宽带漫游到火星<f7>");
}

#[test]
fn no_results() {
    opened("no_results", "宽带漫游到火星");
}

#[test]
fn lagging() {
    opened("lagging", "副卡");
}

#[test]
fn expired() {
    opened("expired", "双节<enter>");
}

#[test]
fn table() {
    opened("table", "129<tab>");
    opened("table_customer", "129<ctrl-l><ctrl-l><ctrl-l>");
}

#[test]
fn variants() {
    opened("variants", "营业厅<ctrl-e>");
}

#[test]
fn scope() {
    opened("scope", "营业厅<ctrl-r><down><enter>");
}

#[test]
fn help() {
    opened("help", "<f1>");
}

#[test]
fn palette() {
    opened("palette", "宽带<ctrl-p>");
}

#[test]
fn announcements() {
    opened("announcements", "<f3>");
}

#[test]
fn which_key() {
    opened("which_key", "宽带<ctrl-k>");
}

#[test]
fn plain() {
    opened("plain", "宽带<f9>");
}

#[test]
fn copied() {
    opened("copied", "宽带<enter>");
}

#[test]
fn broken() {
    in_all_sizes("broken", &Settings::default(), |desk| {
        desk.fail_to_open(
            "知识库 /srv/kb 打不开：articles.db 由更新的程序写成（版本 9，本程序只认到 1）",
            "请升级 zhixi，或用 --kb 指定另一个知识库。\nCtrl+Q 退出。",
        );
    });
}

#[test]
fn in_english() {
    in_all_sizes("english", &english(), |desk| {
        desk.open();
        desk.keys("宽带<enter>");
    });
    in_all_sizes("english_empty", &english(), Bench::open);
}

#[test]
fn in_ascii() {
    in_all_sizes("ascii", &ascii(), |desk| {
        desk.open();
        desk.keys("129<tab>");
    });
}

#[test]
fn with_wide_ambiguous_characters() {
    let mut desk = unopened(100, 30, &wide_ambiguous());
    desk.open();
    desk.keys("营业厅");
    snap("ambiguous", &mut desk);
}

#[test]
fn indexing() {
    let mut desk = bench(80, 24);
    desk.fake.notice = Some(Notice::Indexing { done: 1200, total: 200_000 });
    desk.keys("宽带");
    snap("indexing", &mut desk);
}

#[test]
fn tiny() {
    for (width, height) in [(20, 5), (40, 8)] {
        let mut desk = bench(width, height);
        desk.keys("宽带");
        snap("tiny", &mut desk);
    }
}
