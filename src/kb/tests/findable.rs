//! Whether articles are found by their golden queries, and by their similar questions without their help.

use super::*;
use crate::kb::{CheckOptions, CheckReport, FindRule, Miss, NewGolden, Watch};

fn similar(article: Article, texts: &[&str]) -> Article {
    Article { similar: texts.iter().map(|text| (*text).into()).collect(), ..article }
}

pub(super) fn golden(kb: &mut Kb, all: &[(&str, &str, &str)]) {
    let new: Vec<NewGolden> = all
        .iter()
        .map(|(text, article, region)| NewGolden {
            text: (*text).into(),
            article: (*article).into(),
            scope: Scope {
                region: Some((*region).to_owned()).filter(|r| !r.is_empty()).into_iter().collect(),
                ..Scope::default()
            },
        })
        .collect();
    assert_eq!(kb.add_golden(&who(), &new, NOW).unwrap().added, all.len());
}

fn check_with(kb: &Kb, options: &CheckOptions, stop_after: usize) -> (CheckReport, Vec<Miss>) {
    let mut misses = Vec::new();
    let seen = std::cell::Cell::new(0);
    let report = kb
        .check_findable::<KbError>(
            options,
            NOW,
            &mut Watch {
                progress: &mut |done, _| seen.set(done),
                found: &mut |miss| {
                    misses.push(miss);
                    Ok(())
                },
                is_stopped: &|| seen.get() >= stop_after,
            },
        )
        .expect("a check");
    (report, misses)
}

fn check(kb: &Kb) -> (CheckReport, Vec<Miss>) {
    check_with(kb, &CheckOptions::default(), usize::MAX)
}

/// Articles that all answer to a query, each better than one that only mentions it.
fn crowd(query: &str, count: usize) -> Vec<Article> {
    (0..count)
        .map(|n| {
            article(&format!("crowd-{n}"), &format!("{query}{}", "甲乙丙丁戊己庚辛".chars().nth(n).unwrap()))
        })
        .collect()
}

#[test]
fn a_question_left_out_is_really_left_out() {
    let alone = similar(article("a", "宽带断了"), &["猫头鹰在闪", "宽带断网了"]);
    let (_dir, mut kb) = kb_of(&[alone, article("b", "销户流程")]);
    assert_eq!(ids(&mut kb, "猫头鹰在闪", NOW), ["a"], "with it the article is found");
    let (report, misses) = check(&kb);
    assert_eq!((report.similar, report.similar_failed), (2, 1));
    let [miss] = misses.as_slice() else { panic!("{misses:?}") };
    assert_eq!(
        (miss.rule, miss.query.as_str(), miss.id.as_str()),
        (FindRule::FindableSimilar, "猫头鹰在闪", "a")
    );
    assert_eq!((miss.rank, miss.evidence.shares.len()), (None, 0), "{miss:?}");
    assert_eq!(ids(&mut kb, "猫头鹰在闪", NOW), ["a"], "only the check leaves it out");
}

/// What is left out counts nowhere: words that only it has weigh nothing, as if it had never been written.
#[test]
fn a_question_left_out_ranks_as_if_it_had_never_been_there() {
    let others = || {
        vec![article("b", "流量包怎么退订"), article("c", "退订流量包的规则"), article("d", "青柠流量怎么查")]
    };
    let mut with = others();
    with.push(similar(article("a", "流量包退订"), &["青柠猫怎么退订流量包"]));
    let mut without = others();
    without.push(article("a", "流量包退订"));
    let ((_one, with), (_two, without)) = (kb_of(&with), kb_of(&without));
    let query = "青柠猫怎么退订流量包";
    let revision = with.by_id("a", NOW).unwrap().unwrap();
    let left_out =
        crate::search::LeftOut { article: revision.number, revision: revision.revision, question: 1 };
    let ask = |kb: &Kb, left_out| {
        let scope = Scope::default();
        let wanted = crate::kb::check::Wanted { query, scope: &scope, article: 0, left_out };
        let (rows, _) = kb.ask(kb.session.as_ref().unwrap(), &wanted, 20, NOW).unwrap();
        rows.into_iter().map(|row| (row.id, row.hit.question, row.hit.missing)).collect::<Vec<_>>()
    };
    assert_eq!(ask(&with, None)[0], ("a".to_owned(), 1, 0));
    assert_eq!(ask(&with, Some(left_out)), ask(&without, None));
}

#[test]
fn a_golden_query_is_fine_in_the_first_five_rows_and_named_below_and_outside() {
    let mut all = crowd("宽带提速", 6);
    all.push(article("low", "提速宽带资费的常见问题和办理说明汇总"));
    all.push(article("other", "销户流程"));
    let (_dir, mut kb) = kb_of(&all);
    golden(&mut kb, &[("宽带提速", "crowd-0", ""), ("宽带提速", "low", ""), ("宽带提速", "other", "")]);
    let (report, misses) = check(&kb);
    assert_eq!((report.golden, report.golden_failed, report.articles), (3, 2, 8));
    let [low, other] = misses.as_slice() else { panic!("{misses:?}") };
    assert_eq!((low.rule, low.id.as_str(), low.rank), (FindRule::GoldenRank, "low", Some(7)));
    let winner = low.winner.as_ref().unwrap();
    assert_eq!((winner.id.as_str(), winner.question.as_str()), ("crowd-0", "宽带提速甲"));
    assert!(winner.evidence.score > low.evidence.score && !winner.evidence.shares.is_empty(), "{low:?}");
    assert!(!low.evidence.shares.is_empty());
    assert_eq!((other.rule, other.id.as_str(), other.rank), (FindRule::GoldenMissing, "other", None));
}

#[test]
fn variants_are_one_row_and_a_query_is_asked_in_its_scope() {
    // Six variants stand before it: as rows of their own they would push it out of the first five.
    let places = ["云州", "岭安", "海宁", "山阳", "河间", "湖口"];
    let mut all: Vec<Article> = places
        .iter()
        .enumerate()
        .map(|(n, at)| in_region(at, article(&format!("v-{n}"), "宽带提速怎么办理")))
        .collect();
    all.push(article("after", "宽带提速办理说明"));
    all.push(in_region("云州", article("here", "携号转网资格")));
    let (_dir, mut kb) = kb_of(&all);
    golden(&mut kb, &[("宽带提速怎么办理", "v-5", ""), ("宽带提速怎么办理", "after", "")]);
    assert_eq!(check(&kb).0.golden_failed, 0);
    golden(&mut kb, &[("携号转网资格", "here", "云州"), ("携号转网资格", "here", "岭安")]);
    let (_, misses) = check(&kb);
    let [miss] = misses.as_slice() else { panic!("{misses:?}") };
    assert_eq!((miss.scope.label().as_str(), miss.id.as_str()), ("岭安", "here"));
    let why = crate::kb::WhyNot::Scope(crate::model::Axis::Region, vec!["云州".into()]);
    assert_eq!(miss.why_not, Some(why));
}

#[test]
fn a_similar_question_is_asked_where_its_article_holds() {
    // In no scope the crowd would come first; in the article's own it is not there.
    let mut all: Vec<Article> = crowd("宽带提速", 6).into_iter().map(|a| in_region("岭安", a)).collect();
    all.push(in_region("云州", similar(article("a", "提速宽带资费的常见问题和办理说明汇总"), &["宽带提速"])));
    let (_dir, kb) = kb_of(&all);
    let (report, misses) = check(&kb);
    assert_eq!((report.similar, report.similar_failed), (1, 0), "{misses:?}");
}

#[test]
fn golden_queries_of_what_is_not_in_use_rest() {
    let over = Article {
        valid: crate::model::Validity { until: "2026-01-01".parse().ok(), ..Default::default() },
        ..article("over", "青柠套餐")
    };
    let (_dir, mut kb) = kb_of(&[over, article("a", "宽带断了")]);
    golden(&mut kb, &[("青柠套餐", "over", ""), ("断网", "a", "")]);
    let (report, misses) = check(&kb);
    assert_eq!((report.resting, report.golden, misses.len()), (1, 1, 0));
}

#[test]
fn a_sample_is_drawn_by_its_seed_and_a_check_stops_when_told() {
    let all: Vec<Article> = (0..40).map(|n| article(&format!("a-{n}"), &format!("第{n}号套餐"))).collect();
    let (_dir, kb) = kb_of(&all);
    let drawn = |seed| kb.articles_to_check(&CheckOptions { sample: Some(5), seed, article: None }).unwrap();
    assert_eq!((drawn(1).len(), drawn(1)), (5, drawn(1)));
    assert_ne!(drawn(1), drawn(2));
    let one = CheckOptions { article: Some("a-7".into()), ..CheckOptions::default() };
    assert_eq!(check_with(&kb, &one, usize::MAX).0.articles, 1);
    let (report, _) = check_with(&kb, &CheckOptions::default(), 10);
    assert_eq!((report.stopped, report.articles), (true, 10));
}
