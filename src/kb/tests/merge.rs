//! Duplicates and contradictions are found, and only they; a merge moves what an article is asked by and loses nothing.

use std::collections::BTreeSet;

use super::life::named;
use super::*;
use crate::kb::{IntakeRefusal, LifeError, TwinKind, Twins};
use crate::model::lifecycle::Role;
use crate::model::{Similar, Validity};

fn says(id: &str, question: &str, body: &str) -> Article {
    Article {
        id: Some(id.to_owned()),
        question: question.to_owned(),
        internal: Some(Answer::of_body(body)),
        ..Article::default()
    }
}

fn twins(kb: &Kb) -> Vec<Twins> {
    kb.twins(None, NOW, &mut |_, _| {}).unwrap()
}

fn told(kb: &Kb) -> Vec<(TwinKind, String, String)> {
    twins(kb).into_iter().map(|t| (t.kind, t.ids.0, t.ids.1)).collect()
}

fn pair(kind: TwinKind, one: &str, other: &str) -> (TwinKind, String, String) {
    (kind, one.to_owned(), other.to_owned())
}

const LONG: &str = "先查欠费停机，再查光猫的LOS灯；红灯亮说明光路断了，重启没有用，请看尾纤有没有松脱、折弯、被压，\
                    然后派单给装维，上门前会先打电话。";

#[test]
fn each_kind_of_twins_is_found_and_nothing_else() {
    let day = |text: &str| text.parse().ok();
    let until = |last: &str, article| Article {
        valid: Validity { until: day(last), ..Validity::default() },
        ..article
    };
    let later = Article {
        valid: Validity { from: day("2099-01-01"), ..Validity::default() },
        ..says("later", "副卡多少钱", "每月30元。")
    };
    let asked = Article {
        similar: vec!["宽带上不去网".into()], ..says("asked", "网断了", "请重启光猫。")
    };
    let (_dir, kb) = kb_of(&[
        until("2099-01-01", says("a", "副卡多少钱", "每月10元。")),
        until("2099-01-01", says("b", "副卡多少钱？", "每月15元。")),
        // An exception, and another region.
        in_region("云州", says("there", "副卡多少钱", "每月20元。")),
        later,
        asked,
        says("net", "宽带上不去网", "先看光猫的灯。"),
        says("d", "怎么取消视频会员连续包月", "发短信退订。"),
        says("e", "请问怎么取消视频会员连续包月", "在应用里退订。"),
        says("one", "怎么还原已删除的OneDrive文件", "到回收站。"),
        says("two", "怎么还原已删除的Teams文件", "到频道里找。"),
        says("f", "光猫亮红灯", LONG),
        says("g", "宽带没有信号", &format!("{LONG}请客户在家。")),
        says("h", "怎么开发票", "在营业厅开。"),
    ]);
    assert_eq!(
        told(&kb),
        [
            pair(TwinKind::Conflict, "a", "b"),
            pair(TwinKind::Question, "asked", "net"),
            pair(TwinKind::LikeQuestion, "d", "e"),
            pair(TwinKind::Answer, "f", "g"),
        ]
    );
    let facts: Vec<(String, String)> =
        twins(&kb)[0].conflicts.iter().map(|c| (c.here.text.clone(), c.there.text.clone())).collect();
    assert_eq!(facts, [("每月10元".to_owned(), "每月15元".to_owned())]);
}

#[test]
fn what_is_kept_apart_is_not_asked_again() {
    let (_dir, mut kb) =
        kb_of(&[says("a", "副卡多少钱", "每月10元。"), says("b", "副卡多少钱", "每月15元。")]);
    assert!(kb.keep_apart(&who(), "b", "a", NOW).unwrap());
    assert!(!kb.keep_apart(&who(), "a", "b", NOW).unwrap(), "it is known");
    assert_eq!(told(&kb), []);
    let same = kb.keep_apart(&who(), "a", "a", NOW);
    assert!(matches!(same, Err(LifeError::OneArticle { .. })), "{same:?}");
}

#[test]
fn a_merge_moves_the_questions_and_leaves_the_history() {
    let gone = Article {
        similar: vec!["副卡月租".into(), "副卡 资费".into()],
        ..says("gone", "副卡一个月多少", "每月10元。")
    };
    let into = Article {
        similar: vec![Similar::from("副卡资费")],
        ..says("into", "副卡多少钱", "每月10元。")
    };
    let (_dir, mut kb) = kb_of(&[gone, into]);
    kb.give_role(&who(), "wang", Role::Editor, NOW).unwrap();
    let refused = kb.merge(&named("wang"), "gone", "into", NOW);
    assert!(matches!(refused, Err(LifeError::NeedsRole { needs: Role::Reviewer, .. })), "{refused:?}");
    assert_eq!(
        ids(&mut kb, "副卡月租", NOW).first().map(String::as_str),
        Some("gone"),
        "nothing has changed"
    );

    let merged = kb.merge(&who(), "gone", "into", NOW).unwrap();
    assert_eq!((merged.into.as_str(), merged.questions, merged.draft), ("into", 2, Some(2)));
    assert!(merged.was_in_use);
    kb.sync().unwrap();
    assert_eq!(ids(&mut kb, "副卡", NOW), ["into"], "it is out of use");
    let draft = kb.newest_text("gone", NOW).unwrap();
    assert_eq!(draft.article.id.as_deref(), Some("into"), "its id leads on");
    let similar: Vec<&str> = draft.article.similar.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(similar, ["副卡资费", "副卡一个月多少", "副卡月租"], "副卡 资费 is there already");
    assert!(kb.withdrawal("gone").is_ok());

    let twice = kb.merge(&who(), "gone", "into", NOW);
    assert!(matches!(twice, Err(LifeError::OneArticle { .. })), "{twice:?}");
    let back = kb.merge(&who(), "into", "gone", NOW);
    assert!(matches!(back, Err(LifeError::OneArticle { .. })), "a ring: {back:?}");
    let none = kb.merge(&who(), "none", "into", NOW);
    assert!(matches!(none, Err(LifeError::NoArticle { .. })), "{none:?}");
}

#[test]
fn a_file_does_not_write_into_the_article_that_took_its_own_in() {
    let (_dir, mut kb) =
        kb_of(&[says("gone", "副卡一个月多少", "每月10元。"), says("into", "副卡多少钱", "每月10元。")]);
    kb.merge(&who(), "gone", "into", NOW).unwrap();
    let rows = [says("gone", "副卡一个月多少", "每月99元。"), says("into", "副卡多少钱", "每月12元。")];
    let landed = try_take(&mut kb, NOW, &IntakeOptions::default(), &rows, None);
    assert!(
        matches!(&landed[..], [Err(IntakeRefusal::Merged { id, into }), Ok(Landed::Revised)] if id == "gone" && into == "into"),
        "{landed:?}"
    );
}

/// Many articles, and the pairs of them that contradict each other. Beside those stand pairs that look like it: exceptions,
/// other customers, other times, the same in other words.
fn seeded(articles: usize, conflicts: usize) -> (Vec<Article>, BTreeSet<(String, String)>) {
    let day = |text: &str| text.parse().ok();
    let mut out = Vec::with_capacity(articles);
    let mut wanted = BTreeSet::new();
    for n in 0.. {
        let question = format!("{}号套餐的{}怎么收费", n, ["月费", "漫游", "副卡", "宽带"][n % 4]);
        let price = 9 + n % 190;
        let body =
            |price: usize| format!("每月{price}元，含{}GB流量，办理后{}天内生效。", 5 + n % 60, 1 + n % 6);
        let one = says(&format!("a{n}"), &question, &body(price));
        let mut other = says(&format!("b{n}"), &question, &body(price + 1));
        let mut one = one;
        if n < conflicts {
            wanted.insert((format!("a{n}"), format!("b{n}")));
        } else {
            match n % 5 {
                0 => other = in_region("云州", other),
                1 => {
                    one = in_region("岭安", one);
                    other = in_region("云州", other);
                }
                2 => {
                    one.valid = Validity { until: day("2026-12-01"), ..Validity::default() };
                    other.valid = Validity { from: day("2026-12-01"), ..Validity::default() };
                }
                3 => {
                    let said = format!("{}天内生效；月费￥{price}.00/月，流量{}G。", 1 + n % 6, 5 + n % 60);
                    other.internal = Some(Answer::of_body(&said));
                }
                _ => other.question = format!("{question}，另一件事"),
            }
        }
        out.extend([one, other]);
        if out.len() >= articles {
            break;
        }
    }
    (out, wanted)
}

#[expect(clippy::print_stderr, reason = "the time of the large run is wanted")]
fn finds_the_seeded(articles: usize, conflicts: usize) {
    let (all, wanted) = seeded(articles, conflicts);
    let (_dir, mut kb) = new_kb();
    take(&mut kb, NOW, &all);
    drop(all);
    let begun = Instant::now();
    let found = kb.twins(Some(TwinKind::Conflict), NOW, &mut |_, _| {}).unwrap();
    let found: BTreeSet<(String, String)> = found.into_iter().map(|t| t.ids).collect();
    eprintln!("{articles} articles: {:?}", begun.elapsed());
    assert_eq!(
        found.difference(&wanted).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "no conflicts"
    );
    assert_eq!(wanted.difference(&found).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "missed");
}

#[test]
fn every_seeded_conflict_is_found_and_nothing_else() {
    finds_the_seeded(2_000, 100);
}

/// `cargo test --release --lib seeded_conflict_among_many -- --ignored --nocapture`
#[test]
#[ignore = "takes a minute"]
fn every_seeded_conflict_among_many_is_found() {
    finds_the_seeded(100_000, 1_000);
}
