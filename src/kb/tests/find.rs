//! What an agent types and what comes.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;
use crate::kb::Remark;
use crate::model::Route;
use crate::model::asked::Problem;

/// One KB for all tests that only read.
fn shared() -> Kb {
    static KB: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, root) = KB.get_or_init(|| {
        let mut broadband = article("kd-0012", "宽带上不去网怎么办");
        broadband.similar = vec!["宽带断了".into(), "家里突然没网".into(), "LOS灯亮红灯".into()];
        let mut app = article("kd-0020", "如何下载application客户端");
        app.similar = vec!["app store在哪里".into()];
        let mut numbers = article("n-1", "158元套餐包含什么");
        numbers.similar = vec!["58元套餐还能办吗".into()];
        let mut long = article("long", "退费多久到账");
        long.internal = Some(Answer::of_body("流量每日提醒。".repeat(20)));
        let (dir, kb) = kb_of(&[
            broadband,
            app,
            numbers,
            long,
            article("mix-Ａ", "５Ｇ套餐资费"),
            article("kd-0013", "宽带上不去网怎么办理退费，需要什么手续"),
            article("odd", "退\u{1b}[31m款㍿"),
        ]);
        let root = kb.place().root().to_path_buf();
        drop(kb);
        (dir, root)
    });
    Kb::open(root, Wish::Read).expect("it opens")
}

fn first(text: &str) -> Row {
    let mut kb = shared();
    let mut rows = rows(&mut kb, text, NOW);
    assert!(!rows.is_empty(), "{text:?} finds nothing");
    rows.remove(0)
}

#[test]
fn an_id_comes_first() {
    for typed in ["kd-0012", "KD-0012", " ｋｄ－0012 ", "mix-a"] {
        let row = first(typed);
        assert_eq!(row.hit.route, Route::Id, "{typed}");
    }
    assert_eq!(first("kd-0013").id, "kd-0013");
}

#[test]
fn a_title_with_a_minus_that_is_pasted_whole_is_not_excluded_by_it() {
    let (_dir, mut kb) = kb_of(&[
        article("a", "-NoSplash （启动参数） - 示例"),
        article("b", "启动参数怎么写"),
        article("c", "启动参数 示例"),
    ]);
    assert_eq!(rows(&mut kb, "-NoSplash （启动参数） - 示例", NOW)[0].id, "a");
    // What is no title excludes as before.
    let left: Vec<String> = rows(&mut kb, "启动参数 -示例", NOW).into_iter().map(|row| row.id).collect();
    assert_eq!(left, ["b"]);
}

#[test]
fn a_whole_question_comes_first_whatever_else_matches() {
    for typed in [
        "宽带上不去网怎么办",
        " 宽带上不去网怎么办　",
        "寬帶上不去網怎麼辦",
        "\u{200b}\u{200b} 宽带上不去网怎么办\u{200b}",
    ] {
        let row = first(typed);
        assert_eq!(
            (row.id.as_str(), row.hit.route, row.matched),
            ("kd-0012", Route::Exact, None),
            "{typed:?}"
        );
    }
    let row = first("家里突然没网");
    assert_eq!((row.hit.question, row.hit.route), (2, Route::Exact));
    assert_eq!(row.matched.map(|m| m.0).as_deref(), Some("家里突然没网"));
}

#[test]
fn a_latin_word_is_found_by_its_beginning() {
    let mut kb = shared();
    for typed in ["ap", "app", "appl", "如何下载ap", "APPLICATION"] {
        assert!(ids(&mut kb, typed, NOW).contains(&"kd-0020".to_owned()), "{typed}");
    }
    assert_eq!(rows(&mut kb, "appli", NOW)[0].hit.route, Route::Prefix);
    // Letters of its middle are no beginning of it; at most they lie along it one by one, as initials do.
    let middle = rows(&mut kb, "pplication", NOW);
    assert!(middle.iter().all(|row| !matches!(row.hit.route, Route::Prefix | Route::Text)), "{middle:?}");
    assert!(ids(&mut kb, "zz", NOW).is_empty());
    // One letter says little: the questions that begin with it, in letters or as they sound.
    assert!(ids(&mut kb, "l", NOW).iter().all(|id| id == "kd-0012"));
    assert!(ids(&mut kb, "x", NOW).is_empty());
}

#[test]
fn a_number_is_a_whole_number() {
    let row = first("58元套餐");
    assert_eq!(row.matched.map(|m| m.0).as_deref(), Some("58元套餐还能办吗"));
    let mut kb = shared();
    let rows = rows(&mut kb, "58", NOW);
    let row = rows.iter().find(|r| r.id == "n-1").unwrap();
    let (text, marks) = row.matched.clone().unwrap();
    assert_eq!(marks.into_iter().filter_map(|m| text.get(m)).collect::<Vec<_>>(), ["58"]);
    assert!(row.marks.iter().all(|m| row.question.get(m.clone()) != Some("58")));
}

#[test]
fn scripts_and_widths_do_not_matter() {
    assert_eq!(first("寬頻").id, first("宽频").id);
    for typed in ["5g套餐", "５Ｇ套餐", "5G"] {
        assert_eq!(first(typed).question, "５Ｇ套餐资费", "{typed}");
    }
}

#[test]
fn one_character_finds() {
    let mut kb = shared();
    assert!(ids(&mut kb, "宽", NOW).contains(&"kd-0012".to_owned()));
    assert!(ids(&mut kb, "龘", NOW).is_empty());
    let row = first("网");
    assert!(!row.marks.is_empty(), "a character alone marks itself");
}

#[test]
fn the_middle_of_a_sentence_and_the_body_find() {
    assert_eq!(first("不去网").id, "kd-0012");
    assert_eq!(first("流量每日提醒").id, "long");
}

#[test]
fn punctuation_finds_nothing_and_is_no_error() {
    let mut kb = shared();
    for typed in [
        "",
        "   ",
        "，。！？",
        "?",
        "\"",
        "((",
        "\\",
        "*",
        "[]",
        "\u{200b}",
        "\u{0}",
        "\u{1b}[2J",
        "😀",
        "AND",
        "a:b",
    ] {
        let answer = found(&mut kb, &Query::of(typed, 20), NOW);
        assert_eq!(answer.notice, None, "{typed:?}");
        if !typed.chars().any(char::is_alphanumeric) {
            assert_eq!(answer.rows, [], "{typed:?}");
        }
    }
}

#[test]
fn a_very_long_query_is_cut_and_says_so() {
    let mut kb = shared();
    let answer = found(&mut kb, &Query::of(&"宽带断了怎么办呀".repeat(1_250), 20), NOW);
    assert_eq!(answer.remarks, [Remark::Typed(Problem::TooLong { chars: 10_000 })]);
    assert_eq!(answer.rows[0].id, "kd-0012");
    let answer = found(&mut kb, &Query::of(&"，".repeat(10_000), 20), NOW);
    assert_eq!(answer.rows, []);
    assert_eq!(answer.remarks, [Remark::Typed(Problem::TooLong { chars: 10_000 })]);
    let answer = found(&mut kb, &Query::of(&"a".repeat(10_000), 20), NOW);
    assert!(answer.rows.is_empty());
}

#[test]
fn no_more_rows_than_asked_for() {
    let mut kb = shared();
    for limit in [0, 1, 2] {
        assert!(found(&mut kb, &Query::of("宽带退费套餐", limit), NOW).rows.len() <= limit);
    }
}

#[test]
fn an_overtaken_query_gives_nothing() {
    let mut kb = shared();
    assert_eq!(kb.find(&Query::of("宽带", 20), NOW, &|| true).unwrap(), None);
    // Overtaken somewhere on the way.
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let late = || asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) >= 3;
    assert_eq!(kb.find(&Query::of("宽带", 20), NOW, &late).unwrap(), None);
}

#[test]
fn the_shown_line_is_one_line_without_escapes() {
    let row = first("退款");
    assert_eq!(row.id, "odd");
    assert!(!row.lead.is_empty() && !row.lead.chars().any(char::is_control), "{:?}", row.lead);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn marks_lie_on_char_boundaries_in_order(
        typed in "[宽带断了上不去网LOSapp退款５Ｇ㍿①é 0-9]{0,12}|\\PC{0,12}|.{0,12}"
    ) {
        thread_local!(static KB: std::cell::RefCell<Kb> = std::cell::RefCell::new(shared()));
        let rows = KB.with_borrow_mut(|kb| rows(kb, &typed, NOW));
        for row in rows {
            let texts = std::iter::once((&row.question, &row.marks)).chain(row.matched.as_ref().map(|m| (&m.0, &m.1)));
            for (text, marks) in texts {
                for mark in marks {
                    prop_assert!(mark.start < mark.end && text.get(mark.clone()).is_some(), "{:?} in {:?}", mark, text);
                }
                prop_assert!(marks.windows(2).all(|w| w[0].end < w[1].start), "{:?}", marks);
            }
        }
    }
}
