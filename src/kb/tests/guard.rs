//! Properties of every answer: what may not be shown never is, nothing that is typed makes anything fail, and every
//! explanation adds up.

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::civil::Date;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::model::asked::{LONGEST_CHARS, MOST_WORDS};
use crate::model::{Axis, Validity, arbitrary};
use crate::store::{NewPublication, Tree};

const REGIONS: &[&str] = &["云岭", "云州", "岭安"];
const CUSTOMERS: &[&str] = &["政企", "个人"];

/// What makes an article findable or not, with a day around [`NOW`] for each date.
#[derive(Debug, Clone)]
struct Plan {
    article: Article,
    /// Published by hand, in days from today, whatever its validity says; `None` leaves it to the intake.
    published: Option<(i64, i64)>,
}

fn names(of: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    vec(proptest::sample::select(of), 0..2).prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

fn day(offset: i64) -> Date {
    Zone::default().day_of(Moment(NOW.0 + offset * 86_400_000))
}

fn validity() -> impl Strategy<Value = Validity> {
    let days = || proptest::option::of(-3i64..=3);
    (days(), days(), days(), days()).prop_map(|(from, until, sale, study)| {
        let (from, until) = match (from, until) {
            (Some(a), Some(b)) if a == b => (Some(a), None),
            (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
            other => other,
        };
        let study = study.zip(from).map(|(study, from)| day(study.min(from)));
        Validity {
            from: from.map(day),
            until: until.map(day),
            sale_until: sale.map(day),
            study_from: study,
            review_by: None,
        }
    })
}

/// Articles of every sort over a few words, so that queries meet them, and many of one question, so that there are
/// variants.
fn plans() -> impl Strategy<Value = Vec<Plan>> {
    let question = prop_oneof![
        3 => "(流量包|宽带|套餐|5G套餐|app)(怎么办理|资费|退订|登录)?",
        1 => arbitrary::question(),
    ];
    let plan = (
        (arbitrary::text(), question, vec("(流量|宽带|漫游)(怎么办|多少钱)", 0..3)),
        (names(REGIONS), names(CUSTOMERS)),
        validity(),
        proptest::sample::select(Stage::ALL),
        proptest::option::weighted(0.3, (-3i64..=3, 0i64..=3)),
    );
    let plan = plan.prop_map(|((body, question, similar), (region, customer), valid, stage, published)| {
        let similar = similar.iter().map(|text| text.as_str().into()).collect();
        let scope = Scope { region, product: Vec::new(), customer };
        let article = Article {
            question: question.clone(),
            internal: Some(Answer::of_body(body)),
            similar,
            scope,
            valid,
            stage: Some(stage),
            ..article("", &question)
        };
        Plan { article, published: published.map(|(from, long)| (from, from + long)) }
    });
    // Boxed: a strategy of this depth does not fit on the stack of a test as it is.
    vec(plan.boxed(), 1..14)
}

/// A KB of these plans, each article with its number in the list as its id.
fn built(plans: &[Plan]) -> (TempDir, Kb) {
    let (dir, mut kb) = new_kb();
    kb.store
        .write(&who(), NOW, |w| {
            w.node(Tree::Axis(Axis::Region), &["云岭".into(), "云州".into()])?;
            w.node(Tree::Axis(Axis::Region), &["云岭".into(), "岭安".into()])
        })
        .expect("a tree");
    for (number, plan) in plans.iter().enumerate() {
        let id = format!("n-{number}");
        take(&mut kb, NOW, &[Article { id: Some(id.clone()), ..plan.article.clone() }]);
        let Some((from, until)) = plan.published.filter(|_| plan.article.stage == Some(Stage::Draft)) else {
            continue;
        };
        let known = kb.store.find_id(&id).expect("a store").expect("an article");
        let new = NewPublication {
            article: known.number,
            revision: known.newest,
            from: Zone::default().start_of(day(from)),
            until: Zone::default().start_of(day(until + 1)),
            emergency: false,
        };
        kb.store.write(&who(), NOW, |w| w.publish(new)).expect("a publication");
    }
    kb.sync().expect("an index");
    (dir, kb)
}

/// Whether an agent may be shown an article today with a contact who stands in this scope. Told without the index.
fn may_show(plan: &Plan, contact: &Scope, today: Date) -> bool {
    let is_published = match (plan.article.stage, plan.published) {
        (Some(Stage::Published), _) => true,
        (Some(Stage::Draft), Some((from, until))) => day(from) <= today && today <= day(until),
        _ => false,
    };
    let above = |name: &str| {
        if name == "云岭" { vec!["云岭".to_owned()] } else { vec![name.to_owned(), "云岭".to_owned()] }
    };
    let fits = |axis: Axis| {
        let (holds, stands) = (plan.article.scope.on(axis), contact.on(axis));
        let is_in = |name: &String| match axis {
            Axis::Region => above(name).iter().any(|n| holds.contains(n)),
            Axis::Product | Axis::Customer => holds.contains(name),
        };
        holds.is_empty() || stands.is_empty() || stands.iter().any(is_in)
    };
    is_published && plan.article.valid.covers(today) && Axis::ALL.iter().all(|axis| fits(*axis))
}

fn contact() -> impl Strategy<Value = Scope> {
    (names(REGIONS), names(CUSTOMERS)).prop_map(|(region, customer)| Scope {
        region,
        product: Vec::new(),
        customer,
    })
}

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "(流量包|宽带|套餐|5G|app|退订|资费|怎么办|漫游| ){1,4}",
        2 => "(liuliangbao|llb|kuandai|tc|taocan|流量b|ap|wang|n-1|n-2 n-0)",
        1 => "(流良包|寛带|宽代|套参|流包)",
        2 => "(-?(地区|客户|分类|标签|日期):(云州|云岭|政企|流量|今天|明天) ?)(流量|套餐)?",
        1 => "[宽带流量套餐a-z0-9]",
        1 => arbitrary::text(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Rows, variants, and the counts and lists of the home page.
    #[test]
    fn what_may_not_be_shown_never_is(
        plans in plans(),
        asked in vec((typed(), contact()), 1..8),
        later in -2i64..=2,
    ) {
        let (_dir, mut kb) = built(&plans);
        let now = Moment(NOW.0 + later * 86_400_000);
        let today = Zone::default().day_of(now);
        let plan_of = |id: &str| id.strip_prefix("n-").and_then(|n| plans.get(n.parse::<usize>().ok()?));
        for (text, contact) in &asked {
            // A condition on the day asks about another one on purpose.
            if text.contains("日期:") {
                continue;
            }
            let query = Query { text: text.clone(), scope: contact.clone(), limit: 20 };
            let found = found(&mut kb, &query, now);
            for row in found.rows.iter().flat_map(|row| std::iter::once(row).chain(&row.variants)) {
                let plan = plan_of(&row.id).expect("an article of the plan");
                prop_assert!(may_show(plan, contact, today), "{} for {:?} on {}: {:?}", row.id, text, today, plan);
            }
            for hidden in kb.kept_back(&query, now, &|| false).expect("what is kept back") {
                let plan = plan_of(&hidden.id).expect("an article of the plan");
                prop_assert!(!may_show(plan, contact, today), "{} is not kept back", hidden.id);
            }
        }
        let everywhere = Scope::default();
        let shown: BTreeSet<String> = (0..plans.len())
            .filter(|n| plans.get(*n).is_some_and(|plan| may_show(plan, &everywhere, today)))
            .map(|n| format!("n-{n}"))
            .collect();
        let overview = kb.overview(now, &|| false).expect("an overview").expect("nobody waits");
        for crate::kb::Card { id, .. } in &overview.changed {
            prop_assert!(shown.contains(id), "{} among what changed", id);
        }
        prop_assert!(overview.articles <= shown.len(), "{} of {:?}", overview.articles, shown);
        // Nobody who may be shown is lost: an id finds its article.
        for id in &shown {
            let plan = plan_of(id).expect("an article of the plan");
            if later == 0 || plan.published.is_none() {
                let rows = found(&mut kb, &Query::of(id, 20), now).rows;
                prop_assert!(
                    rows.iter().flat_map(|r| std::iter::once(r).chain(&r.variants)).any(|r| r.id == *id),
                    "{} is lost on {}: {:?}", id, today, plan
                );
            }
        }
    }

    #[test]
    fn every_explanation_adds_up(plans in plans(), asked in vec((typed(), contact()), 1..6)) {
        let (_dir, mut kb) = built(&plans);
        for (text, contact) in asked {
            let query = Query { text, scope: contact, limit: 20 };
            let rows = found(&mut kb, &query, NOW).rows;
            for number in 0..plans.len() {
                let id = format!("n-{number}");
                let explained = kb.explain(&query, &id, NOW).expect("an explanation").expect("an article");
                let sum: f32 = explained.shares.iter().map(|share| share.score).sum();
                prop_assert!(
                    (sum - explained.score).abs() <= explained.score.abs() * 0.01 + 1e-4,
                    "{:?} {}: {} of {}: {:?}", query.text, id, sum, explained.score, explained.shares
                );
                prop_assert!(explained.shares.iter().all(|share| share.score > 0.0));
                let place = rows
                    .iter()
                    .position(|row| std::iter::once(row).chain(&row.variants).any(|r| r.id == id))
                    .map(|at| at + 1);
                prop_assert_eq!(explained.rank, place);
                prop_assert_eq!(explained.why_not.is_some(), place.is_none(), "{:?} {}", query.text, id);
            }
        }
    }
}

/// A KB that only answers, one for each thread of tests.
fn with_small<T>(ask: impl FnOnce(&mut Kb) -> T) -> T {
    thread_local!(static KB: RefCell<Option<(TempDir, Kb)>> = const { RefCell::new(None) });
    KB.with_borrow_mut(|kb| {
        let (_, kb) = kb.get_or_insert_with(|| {
            kb_of(&[
                article("a", "流量包怎么订购"),
                article("b", "宽带上不去网怎么办"),
                article("c", "5G套餐资费app"),
                in_region("云州", article("d", "58元套餐包含什么")),
            ])
        });
        ask(kb)
    })
}

/// Everything that a query can be answered with is bounded, whatever was typed.
fn answers_within_bounds(typed: &str) {
    with_small(|kb| {
        let query = Query::of(typed, 20);
        let answer = found(kb, &query, NOW);
        let shown: String = typed.chars().take(60).collect();
        assert!(answer.rows.len() <= 20, "{shown}");
        assert!(answer.needles.iter().map(|n| n.chars().count()).all(|n| n <= LONGEST_CHARS), "{shown}");
        assert!(answer.needles.len() <= 4 * LONGEST_CHARS, "{shown}: {} needles", answer.needles.len());
        assert!(answer.remarks.len() <= 2 * crate::model::asked::MOST_FILTERS + 6, "{shown}");
        assert!(answer.relaxed.len() <= 6, "{shown}");
        let explained = kb.explain(&query, "a", NOW).expect("no error").expect("an article");
        assert!(explained.shares.len() <= 8 * LONGEST_CHARS && explained.score.is_finite(), "{shown}");
    });
}

#[test]
fn monstrous_queries_are_answered_within_bounds() {
    let words: Vec<String> = (0..1_000).map(|n| format!("词{n}w{n}")).collect();
    let conditions: Vec<String> = (0..1_000).map(|n| format!("分类:c{n} -x{n} \"短语{n}\"")).collect();
    for typed in [
        "宽".repeat(10_000),
        "宽带断了".repeat(2_500),
        "a".repeat(10_000),
        "liuliang".repeat(1_250),
        "1".repeat(10_000),
        "一二三四五六七八九十百千万".repeat(770),
        "，".repeat(10_000),
        "😀".repeat(10_000),
        "👩‍👩‍👧‍👦宽带".repeat(1_000),
        "\u{1b}[2J\u{0}\u{7f}\u{200b}".repeat(2_000),
        "\"".repeat(10_001),
        "“「『".repeat(3_000),
        "-".repeat(10_000),
        ":".repeat(10_000),
        "a:b:c".to_owned(),
        "分类:".repeat(3_000),
        "日期:9999-99-99 日期:今天 日期: 日期:-".to_owned(),
        "e\u{301}".repeat(5_000),
        words.join(" "),
        conditions.join(" "),
    ] {
        answers_within_bounds(&typed);
    }
    let cut = with_small(|kb| found(kb, &Query::of(&words.join(" "), 20), NOW).remarks);
    assert!(!cut.is_empty(), "more than {MOST_WORDS} words are cut, and it is said");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_query_makes_anything_fail(typed in prop_oneof![
        "[宽带流量套餐58元a-z\"“”「」:：\\-－ ,，。？()*\\\\\\[\\]分类地区日期]{0,40}",
        "\\PC{0,40}",
        ".{0,40}",
        vec(any::<char>(), 0..80).prop_map(|chars| chars.into_iter().collect::<String>()),
        "[😀👍\u{1f3fd}\u{200d}\u{fe0f}\u{1f468}宽带]{0,30}",
        "[\u{0}-\u{1f}\u{7f}-\u{9f}\u{202e}\u{2066}宽]{0,30}",
        "(-?(分类|c|日期|阶段|渠道|客户|tag):?[宽带a0-9\"-]{0,4} ?){0,8}",
        "[a-z]{0,80}",
        "[0-9一二三十百千万亿零点.,/%]{0,60}",
    ]) {
        answers_within_bounds(&typed);
    }
}
