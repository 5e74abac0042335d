//! What goes out comes back the same.

use proptest::prelude::*;

use super::*;
use crate::model::arbitrary;

fn exported(kb: &Kb) -> String {
    let mut out = Vec::new();
    let count = kb.export(&mut out, Path::new("-"), NOW).expect("an export");
    let text = String::from_utf8(out).expect("UTF-8");
    assert_eq!(text.lines().count(), count);
    text
}

fn read(text: &str) -> Vec<Article> {
    text.lines().map(|line| serde_json::from_str(line).expect("an article")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn export_into_an_empty_kb_and_export_again_give_the_same_bytes(
        articles in proptest::collection::vec(arbitrary::article(), 1..10)
    ) {
        let (_dir, mut kb) = new_kb();
        let mut landed = 0;
        // Two rows with one id would be two revisions, of which the export has the current one.
        let mut seen = std::collections::HashSet::new();
        let articles: Vec<Article> =
            articles.into_iter().filter(|a| a.id.as_ref().is_none_or(|id| seen.insert(id.clone()))).collect();
        for result in try_take(&mut kb, NOW, &IntakeOptions::default(), &articles, Some("f")) {
            landed += usize::from(matches!(result, Ok(Landed::Added)));
        }
        let first = exported(&kb);
        prop_assert_eq!(first.lines().count(), landed);
        let (_dir, mut second) = new_kb();
        take(&mut second, NOW, &read(&first));
        prop_assert_eq!(exported(&second), first.as_str());
        // Taken in where it came from, it changes nothing.
        let again = take(&mut kb, NOW, &read(&first));
        prop_assert!(again.iter().all(|l| *l == Landed::Unchanged), "{:?}", again);
    }
}

#[test]
fn an_export_right_after_an_intake_has_its_categories() {
    // The trees in memory were those from before the intake: every category was left out.
    let (_dir, mut kb) = new_kb();
    let mut row = article("a", "甲");
    row.category = vec!["宽带".into(), "故障".into()];
    take(&mut kb, NOW, &[row.clone()]);
    assert_eq!(read(&exported(&kb))[0].category, row.category);
    assert_eq!(kb.by_id("a", NOW).unwrap().unwrap().article.category, row.category);
    let branch = |name: &str, depth| crate::kb::Branch { name: name.into(), depth, count: 1 };
    assert_eq!(
        kb.overview(NOW, &|| false).unwrap().unwrap().categories,
        [branch("宽带", 0), branch("故障", 1)]
    );
}

#[test]
fn the_current_text_goes_out_and_else_the_newest() {
    let (_dir, mut kb) = new_kb();
    take(&mut kb, NOW, &[article("a", "甲"), staged(Stage::Draft, article("b", "乙"))]);
    take(&mut kb, NOW, &[article("a", "甲改"), article("b", "乙改")]);
    let questions: Vec<String> = read(&exported(&kb)).into_iter().map(|a| a.question).collect();
    assert_eq!(questions, ["甲", "乙改"]);
}

#[test]
fn a_full_disk_is_said_with_the_path() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (_dir, mut kb) = new_kb();
    take(&mut kb, NOW, &[article("a", "甲")]);
    match kb.export(&mut Full, Path::new("/out.jsonl"), NOW) {
        Err(KbError::Io { path, .. }) => assert_eq!(path, Path::new("/out.jsonl")),
        other => panic!("{other:?}"),
    }
}
