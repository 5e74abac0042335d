//! Every embedded file is loaded: a folder of data without a loader here fails.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use zhixi::i18n::{Language, Messages};
use zhixi::kb::eval::{read_qrels, read_queries};
use zhixi::model::channel::Markup;
use zhixi::model::{Announcement, Article, Channels, Kind, Stage, TermKind};

use crate::support::repo;
use crate::support::source::files_below;

fn read(path: &str) -> String {
    std::fs::read_to_string(repo(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn names_in(folder: &str) -> BTreeSet<String> {
    std::fs::read_dir(repo(folder))
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

/// What lies in `data/` and `keymaps/`, each with the test that loads it. A new entry wants a test first.
const LOADED: &[(&str, &str)] = &[
    ("channels.toml", "channels_can_be_told_apart"),
    ("settings.toml", "the_commented_settings_are_the_defaults"),
    ("templates", "every_kind_has_a_template"),
    ("locales", "every_message_that_is_asked_for_exists"),
    ("demo", "the_demo_is_whole"),
    ("rules", "every_rule_file_is_used"),
    ("language", "every_language_table_loads"),
    ("themes", "every_shipped_theme_is_known_to_the_settings"),
    ("site", "a_site_has_its_words_and_its_looks"),
];

#[test]
fn every_data_folder_has_a_loader_here() {
    let known: BTreeSet<String> = LOADED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names_in("data"), known);
    let this = read("tests/it/data.rs");
    for (name, test) in LOADED {
        assert!(this.contains(&format!("fn {test}()")), "no test {test} for data/{name}");
    }
}

#[test]
fn every_shipped_keymap_loads_without_a_problem() {
    let shipped: BTreeSet<String> =
        zhixi::config::KEYMAPS.iter().map(|name| format!("{name}.toml")).collect();
    assert_eq!(names_in("keymaps"), shipped);
    for name in zhixi::config::KEYMAPS {
        let (_, problems) = zhixi::tui::keymap::load(name, None);
        assert!(problems.is_empty(), "{name}: {problems:?}");
    }
}

#[test]
fn every_shipped_theme_is_known_to_the_settings() {
    let themes: BTreeSet<String> = zhixi::config::THEMES.iter().map(|name| format!("{name}.toml")).collect();
    assert_eq!(names_in("data/themes"), themes);
    for name in themes {
        let table: toml::Table = toml::from_str(&read(&format!("data/themes/{name}"))).unwrap();
        assert!(!table.is_empty(), "{name}");
    }
}

#[test]
fn channels_can_be_told_apart() {
    let channels: Channels = toml::from_str(&read("data/channels.toml")).unwrap();
    let wanted = ["phone", "ivr", "sms", "wechat", "qq", "weibo", "web", "forum", "chat", "app", "robot"];
    let named: BTreeSet<&str> = channels.list.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(named, wanted.into_iter().collect());
    assert_eq!(named.len(), channels.list.len(), "a channel stands twice");
    for pick in [|c: &zhixi::model::Channel| c.zh.clone(), |c: &zhixi::model::Channel| c.en.clone()] {
        let labels: HashSet<String> = channels.list.iter().map(pick).collect();
        assert_eq!(labels.len(), channels.list.len(), "two channels with one label");
    }
    for channel in &channels.list {
        assert_ne!(channel.max_chars, Some(0), "{}", channel.name);
        assert!(
            channel.spoken || channel.markup != Markup::Speech,
            "{}: speech that is not said",
            channel.name
        );
    }
}

#[test]
fn a_site_has_its_words_and_its_looks() {
    let files: BTreeSet<String> = ["style.css", "words.toml"].map(str::to_owned).into();
    assert_eq!(names_in("data/site"), files);
    let words: zhixi::customer::pack::Words = toml::from_str(&read("data/site/words.toml")).unwrap();
    assert_eq!(&words, zhixi::customer::pack::Words::shipped());
    let texts = [
        &words.title,
        &words.home,
        &words.trail,
        &words.related,
        &words.scope,
        &words.other,
        &words.language,
    ];
    assert!(texts.iter().all(|text| !text.trim().is_empty()), "{words:?}");
    assert!(words.last_day.contains("{day}") && words.count.contains("{count}"), "{words:?}");
    assert!(["{year}", "{month}", "{day}"].iter().all(|part| words.day.contains(part)), "{words:?}");
    let style = read("data/site/style.css");
    // It stands in a style element of every page.
    assert!(!style.contains('<') && !style.contains("url(") && !style.contains("@import"));
    assert!(style.contains("prefers-color-scheme: dark") && style.len() < 4_000);
}

#[test]
fn the_commented_settings_are_the_defaults() {
    let file = std::path::Path::new("settings.toml");
    let uncommented: String = zhixi::config::DEFAULT_SETTINGS
        .lines()
        .map(|line| line.strip_prefix("# ").filter(|rest| is_assignment(rest)).unwrap_or(line))
        .map(|line| format!("{line}\n"))
        .collect();
    let (settings, problems) =
        zhixi::config::Settings::load_over(zhixi::config::Settings::default(), file, &uncommented);
    assert!(problems.is_empty(), "{problems:?}");
    let shown = zhixi::config::Settings { kb: None, agent_no: None, wrap_up: None, ..settings };
    assert_eq!(shown, zhixi::config::Settings::default());
}

fn is_assignment(line: &str) -> bool {
    line.split_once(" = ").is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    kind: Kind,
    sections: Vec<Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    face: zhixi::model::Face,
    heading: String,
    required: bool,
    /// That it concerns the agent only: nothing of it is for the customer.
    #[serde(default)]
    agent: bool,
    hint: String,
}

/// The columns of each table of `data/language`, as its README says.
#[test]
fn every_language_table_loads() {
    let tables: BTreeMap<&str, std::ops::RangeInclusive<usize>> = BTreeMap::from([
        ("fillers.tsv", 2..=2),
        ("lookalikes.tsv", 2..=9),
        ("polyphones.tsv", 2..=3),
        ("taiwan.tsv", 2..=3),
    ]);
    let readme = read("data/language/README.md");
    let mut names = names_in("data/language");
    assert!(names.remove("README.md"));
    assert_eq!(names, tables.keys().map(|name| (*name).to_owned()).collect());
    for (name, columns) in tables {
        assert!(readme.contains(name), "the README does not say what {name} holds");
        let text = read(&format!("data/language/{name}"));
        let rows: Vec<&str> = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
        assert!(rows.len() > 50, "{name}: {} rows", rows.len());
        let mut seen = HashSet::new();
        for row in rows {
            let cells: Vec<&str> = row.split('\t').collect();
            assert!(columns.contains(&cells.len()), "{name}: {row:?}");
            assert!(
                cells.iter().take(*columns.start()).all(|cell| !cell.trim().is_empty()),
                "{name}: {row:?}"
            );
            assert!(seen.insert(row), "{name}: {row:?} stands twice");
        }
    }
}

/// The files that the lint room embeds; its own tests read what they say.
#[test]
fn every_rule_file_is_used() {
    let source = read("src/customer/lint/rules.rs");
    let names = names_in("data/rules");
    assert!(names.contains("README.md") && names.len() > 5, "{names:?}");
    for name in names.iter().filter(|name| *name != "README.md") {
        assert!(source.contains(&format!("data/rules/{name}\"")), "data/rules/{name} is not embedded");
        let table: toml::Table = toml::from_str(&read(&format!("data/rules/{name}"))).unwrap();
        assert!(!table.is_empty(), "{name}");
    }
}

#[test]
fn every_kind_has_a_template() {
    let mut kinds = BTreeSet::new();
    for name in names_in("data/templates") {
        let path = format!("data/templates/{name}");
        let text = read(&path);
        let (front, body) = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .unwrap_or_else(|| panic!("{path}: no front matter"));
        let template: Template = serde_saphyr::from_str(front).unwrap_or_else(|e| panic!("{path}: {e}"));
        assert_eq!(name, format!("{}.md", template.kind.word()), "{path} is of another kind");
        kinds.insert(template.kind);
        let (internal, customer) =
            body.split_once("<!-- customer -->").unwrap_or_else(|| panic!("{path}: nothing parts the faces"));
        for face in [zhixi::model::Face::Internal, zhixi::model::Face::Customer] {
            let text = if face == zhixi::model::Face::Internal { internal } else { customer };
            let wanted: Vec<&str> =
                template.sections.iter().filter(|s| s.face == face).map(|s| s.heading.as_str()).collect();
            let written: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("### ")).collect();
            assert_eq!(wanted, written, "{path}: front matter and body name other {face:?} sections");
        }
        assert!(template.sections.iter().any(|s| s.required), "{path}: nothing is required");
        let for_agents = |s: &&Section| s.agent;
        assert!(
            template.sections.iter().filter(for_agents).all(|s| s.face == zhixi::model::Face::Internal),
            "{path}"
        );
        assert!(
            template.sections.iter().filter(for_agents).count() > 0,
            "{path}: nothing is for the agent only"
        );
        assert!(template.sections.iter().all(|s| !s.hint.trim().is_empty()), "{path}: a hint is empty");
    }
    assert_eq!(kinds, Kind::ALL.iter().copied().collect());
}

/// Keys written out in the sources as the argument of a message function.
fn keys_asked_for() -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    for file in files_below(&repo("src"), "rs") {
        let text = std::fs::read_to_string(&file).unwrap();
        for call in [".get(\"", ".fill(\"", ".say(\"", ".text(\"", ".fill(\n", ".t(\""] {
            for (at, _) in text.match_indices(call) {
                let rest = text[at + call.len()..].trim_start().trim_start_matches('"');
                let key: String = rest
                    .chars()
                    .take_while(|c| c.is_ascii_lowercase() || "._-0123456789".contains(*c))
                    .collect();
                if key.contains('.') && rest[key.len()..].starts_with('"') && !key.ends_with(".toml") {
                    keys.insert(key, file.display().to_string());
                }
            }
        }
    }
    keys
}

/// Literals of the screen that can only be keys: a section of the messages, a dot, a name. They may be chosen far from where
/// they are said.
fn keys_of_the_screen(sections: &HashSet<&str>) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    for file in files_below(&repo("src/tui"), "rs") {
        let text = std::fs::read_to_string(&file).unwrap();
        for literal in text.split('"') {
            let is_name = |part: &str| {
                !part.is_empty()
                    && part.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
            };
            if let Some((section, name)) = literal.split_once('.')
                && sections.contains(section)
                && is_name(name)
                && !matches!(name, "toml" | "db")
            {
                keys.insert(literal.to_owned(), file.display().to_string());
            }
        }
    }
    keys
}

#[test]
fn every_message_that_is_asked_for_exists() {
    let files: BTreeSet<String> = ["zh-CN.toml", "en.toml"].map(str::to_owned).into();
    assert_eq!(names_in("data/locales"), files);
    for language in [Language::Chinese, Language::English] {
        let messages = Messages::new(language);
        let known: HashSet<&str> = messages.keys().collect();
        assert!(!known.is_empty(), "{language:?} does not load");
        let sections: HashSet<&str> = known.iter().filter_map(|key| key.split('.').next()).collect();
        let missing: Vec<_> = keys_asked_for()
            .into_iter()
            .chain(keys_of_the_screen(&sections))
            .filter(|(key, _)| !known.contains(key.as_str()))
            .collect();
        assert!(missing.is_empty(), "{language:?} lacks {missing:#?}");
        // A place that is never filled would be shown with its braces.
        for key in &known {
            let text = messages.get(key);
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{key}: {text}");
        }
    }
}

#[test]
fn every_action_is_named_in_both_languages() {
    for language in [Language::Chinese, Language::English] {
        let messages = Messages::new(language);
        let known: HashSet<&str> = messages.keys().collect();
        for spec in zhixi::tui::action::ACTIONS {
            assert!(
                known.contains(format!("action.{}", spec.name).as_str()),
                "{language:?}: action.{}",
                spec.name
            );
        }
    }
}

fn json_lines<T: DeserializeOwned>(path: &str) -> Vec<T> {
    read(path)
        .lines()
        .zip(1..)
        .map(|(line, number)| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{path}:{number}: {error}"))
        })
        .collect()
}

fn demo_articles() -> Vec<Article> {
    names_in("data/demo")
        .iter()
        .filter(|name| name.ends_with(".jsonl") && *name != "announcements.jsonl")
        .flat_map(|name| json_lines(&format!("data/demo/{name}")))
        .collect()
}

/// The counts are those that the demo promises.
#[test]
fn the_demo_is_whole() {
    let articles = demo_articles();
    assert!(articles.len() >= 200, "{} articles", articles.len());
    let ids: HashSet<&str> = articles.iter().filter_map(|a| a.id.as_deref()).collect();
    assert_eq!(ids.len(), articles.len(), "an id is missing or stands twice");
    let categories: HashSet<&[String]> = articles.iter().map(|a| a.category.as_slice()).collect();
    assert!(categories.len() >= 20, "{} categories", categories.len());
    let kinds: HashSet<Kind> = articles.iter().filter_map(|a| a.kind).collect();
    assert_eq!(kinds.len(), Kind::ALL.len());
    let rendered = articles.iter().filter(|a| a.customer.as_ref().is_some_and(|c| !c.channels.is_empty()));
    assert!(rendered.count() >= 80, "too few articles with renderings");
    assert!(articles.iter().any(|a| a.stage == Some(Stage::Draft)), "no draft to be seen");
    let channels: Channels = toml::from_str(&read("data/channels.toml")).unwrap();
    for article in &articles {
        let id = article.id.as_deref().unwrap();
        assert!(article.kind.is_some() && !article.category.is_empty(), "{id}: no kind or no category");
        assert!(article.similar.len() >= 3, "{id}: {} similar questions", article.similar.len());
        assert!(article.internal.is_some() && article.customer.is_some(), "{id}: a face is missing");
        for relation in &article.relations {
            assert!(ids.contains(relation.to.as_str()), "{id} points to {}, which is not there", relation.to);
        }
        for channel in article.customer.iter().flat_map(|c| c.channels.keys()) {
            assert!(channels.get(channel).is_some(), "{id}: no channel {channel}");
        }
        for answer in
            [article.internal.as_ref(), article.customer.as_ref().map(|c| &c.answer)].into_iter().flatten()
        {
            let chars = answer.lead.chars().count();
            assert!(chars <= 60, "{id}: a lead of {chars} chars");
        }
    }
    for announcement in json_lines::<Announcement>("data/demo/announcements.jsonl") {
        for id in &announcement.articles {
            assert!(ids.contains(id.as_str()), "{} points to {id}, which is not there", announcement.id);
        }
    }
    let terms = read("data/demo/terms.tsv");
    let mut seen = HashSet::new();
    let mut replaced = 0;
    for (line, number) in terms.lines().zip(1..).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 4, "terms.tsv:{number}");
        let kind =
            TermKind::from_word(cells[0]).unwrap_or_else(|| panic!("terms.tsv:{number}: {}", cells[0]));
        assert!(seen.insert((cells[0], cells[1])), "terms.tsv:{number}: {} stands twice", cells[1]);
        replaced += usize::from(kind == TermKind::Term && !cells[2].is_empty());
    }
    assert!(replaced >= 120, "{replaced} terms with the customer's word");
    let trees: BTreeMap<String, Vec<Vec<String>>> = toml::from_str(&read("data/demo/trees.toml")).unwrap();
    assert_eq!(trees.keys().map(String::as_str).collect::<Vec<_>>(), ["customer", "product", "region"]);
    let known: HashSet<&str> = trees.values().flatten().flatten().map(String::as_str).collect();
    for article in &articles {
        for name in article.scope.region.iter().chain(&article.scope.product).chain(&article.scope.customer) {
            let id = article.id.as_deref().unwrap();
            assert!(
                name.split('/').all(|part| known.contains(part)),
                "{id}: {name} is in no tree of the demo"
            );
        }
    }
}

/// The day on which the golden queries were judged, and the day until which their articles must hold: a set that aged
/// with the demo would measure the calendar.
const JUDGED_ON: &str = "2026-11-22";
const HOLDS_UNTIL: &str = "2028-01-01";

#[test]
fn golden_judgements_name_articles_of_the_demo_that_hold() {
    let articles = demo_articles();
    let [judged_on, holds_until] = [JUDGED_ON, HOLDS_UNTIL].map(|day| day.parse::<Date>().unwrap());
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for half in ["a", "b"] {
        let path = |name: &str| format!("tests/data/golden/{name}.{half}.tsv");
        let (queries, bad_queries) = read_queries(read(&path("queries")).as_bytes());
        let (judgements, bad_qrels) = read_qrels(read(&path("qrels")).as_bytes());
        assert!(bad_queries.is_empty() && bad_qrels.is_empty(), "{half}: {bad_queries:?} {bad_qrels:?}");
        assert!(queries.len() >= 200, "{half}: {} queries", queries.len());
        let asked: BTreeSet<&str> = queries.iter().map(|asked| asked.qid.as_str()).collect();
        let judged: BTreeSet<&str> = judgements.keys().map(String::as_str).collect();
        assert_eq!(asked, judged, "{half}: queries without judgements, or judgements without a query");
        for query in &queries {
            let other = seen.insert(query.text.clone(), query.qid.clone());
            assert_eq!(other, None, "{} is asked before: {}", query.qid, query.text);
        }
        for (qid, grades) in &judgements {
            assert!(grades.values().any(|grade| *grade == 2), "{qid}: no article answers it");
            for (id, grade) in grades {
                assert!((1..=2).contains(grade), "{qid} {id}: grade {grade}");
                let article = articles.iter().find(|article| article.id.as_ref() == Some(id));
                let article = article.unwrap_or_else(|| panic!("{qid}: {id} is not in the demo"));
                let stage = article.stage.unwrap_or(Stage::Published);
                assert_eq!(stage, Stage::Published, "{qid}: {id}");
                let valid = &article.valid;
                assert!(valid.from.is_none_or(|from| from <= judged_on), "{qid}: {id} holds later");
                assert!(valid.until.is_none_or(|until| until >= holds_until), "{qid}: {id} ends");
            }
        }
    }
}
