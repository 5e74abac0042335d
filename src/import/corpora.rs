//! The real files of `../shared/corpora`, where they are: others wrote them, and no fixture is as odd.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "samples to read, and why a test did nothing")]

use std::ops::ControlFlow;
use std::path::PathBuf;

use super::{Draft, Item, Options, RowError, Summary, read};

/// The folder of the corpora; `None`, said aloud, on a machine that has only the project.
fn corpora() -> Option<PathBuf> {
    let given = std::env::var_os("ZHIXI_CORPORA").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora"));
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there; set ZHIXI_CORPORA to read the real files", folder.display());
    None
}

struct Found {
    drafts: Vec<Draft>,
    refused: Vec<RowError>,
    summary: Summary,
}

fn all(path: &str) -> Option<Found> {
    let path = corpora()?.join(path);
    let (mut drafts, mut refused) = (Vec::new(), Vec::new());
    let mut told = (0, 0);
    let summary = read(&path, &Options::default(), &mut |done, total| told = (done, total), &mut |item| {
        match item {
            Item::Draft(draft) => drafts.push(*draft),
            Item::Refused(error) => refused.push(error),
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(told.0, told.1, "progress must end at the end");
    assert_eq!(summary.read, (drafts.len() + refused.len()) as u64);
    for draft in &drafts {
        assert!(!draft.article.question.trim().is_empty());
        assert!(!draft.article.question.contains(['\n', '<']), "{}", draft.article.question);
    }
    Some(Found { drafts, refused, summary })
}

fn sample(found: &Found, step: usize) {
    println!("{:?}", found.summary);
    for error in found.refused.iter().take(5) {
        println!("refused {} row {}: {}", error.place.file.display(), error.place.row, error.reason);
    }
    for draft in found.drafts.iter().step_by(step) {
        let article = &draft.article;
        let body = article.internal.as_ref().map(|a| a.body.as_str()).unwrap_or_default();
        let similar: Vec<_> = article.similar.iter().map(|s| s.text.as_str()).collect();
        println!(
            "\n[{}] {:?} | {:?} | {similar:?} | {:?}",
            article.question, article.category, article.tags, draft.source_key
        );
        println!("{}", body.chars().take(400).collect::<String>());
    }
}

#[test]
fn markdown_with_front_matter() {
    let Some(found) = all("import/ms_help_zh_md") else { return };
    sample(&found, 40);
    assert_eq!((found.drafts.len(), found.refused.len()), (235, 0));
}

#[test]
fn markdown_in_chinese_folders() {
    let Some(found) = all("import/alicloud_zh_md") else { return };
    sample(&found, 40);
    assert_eq!((found.drafts.len(), found.refused.len()), (267, 0));
}

#[test]
fn table_in_gb18030() {
    let Some(found) = all("import/csv_gb18030/样例_内科5000-6000.csv") else { return };
    sample(&found, 1500);
    assert_eq!((found.drafts.len(), found.refused.len()), (7644, 0));
}

#[test]
fn tables_with_html() {
    let Some(found) = all("import/csv_html_en") else { return };
    sample(&found, 120);
    assert_eq!((found.drafts.len(), found.refused.len()), (213 + 896, 0));
}

#[test]
fn json_that_is_no_list_of_articles() {
    let Some(found) = all("import/json_nested_en/guidelines.json") else { return };
    sample(&found, 1);
    let Some(found) = all("import/json_nested_en/abcd_sample.json") else { return };
    sample(&found, 1);
}

#[test]
fn articles_of_the_retrieval_sets() {
    for (set, count, refused) in [
        ("alicloud_zh_qa", 1613, 0),
        ("covid_faq_en", 213, 0),
        ("ms_help_zh", 2818, 0),
        ("cmrc2018", 1102, 2),
    ] {
        let Some(found) = all(&format!("retrieval/{set}/articles.jsonl")) else { return };
        sample(&found, 1500);
        assert_eq!((found.drafts.len(), found.refused.len()), (count, refused), "{set}");
        assert!(found.summary.unknown.is_empty());
    }
}
