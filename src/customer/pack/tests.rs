use std::collections::{BTreeSet, HashSet};

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::model::{Action, ActionKind, Answer, Article, Attachment, Channel, Channels, Source, arbitrary};
use crate::text::clean::is_harmful;

fn site(articles: &[PublicArticle]) -> Vec<File> {
    Site::of(articles, Words::shipped()).files().collect()
}

fn channel(name: &str) -> &'static Channel {
    Channels::shipped().get(name).unwrap()
}

fn article(json: &str) -> Article {
    serde_json::from_str(json).unwrap()
}

fn public(json: &str, name: &str) -> PublicArticle {
    PublicArticle::of(&article(json), channel(name)).unwrap()
}

const ONE: &str = r#"{"id":"kd-1","question":"怎么补卡","similar":["补卡多少钱","卡丢了 ","补卡多少钱"],"category":["移动","补换卡"],
    "scope":{"region":["云岭"]},"internal":{"lead":"先核身份","body":"内部分机8001"},"owner":"渠道部","tags":["高频"],
    "customer":{"lead":"补卡收10元。","body":"带**身份证**。","channels":{"sms":"【云岭通信】补卡10元。"}},
    "relations":[{"type":"next","to":"kd-2"},{"type":"see_also","to":"kd-9"},{"type":"replaces","to":"kd-0"}],
    "valid":{"until":"2027-01-01"}}"#;
const TWO: &str = r#"{"id":"KD-2","question":"卡丢了","similar":["怎么补卡？"],"customer":{"body":"请先挂失。"},
    "relations":[{"type":"see_also","to":"kd-1"}]}"#;

#[test]
fn rows_hold_the_customers_parts() {
    let one = public(ONE, "sms");
    assert_eq!(
        csv_row(&one),
        "\"kd-1\",\"怎么补卡\",\"补卡多少钱\n卡丢了\",\"移动/补换卡\",\"云岭\",\"【云岭通信】补卡10元。\",\"2026-12-31\"\r\n"
    );
    assert!(csv_head().starts_with("\u{feff}\"id\",\"question\",\"similar\""));
    assert_eq!(
        jsonl_row(&one),
        concat!(
            r#"{"id":"kd-1","question":"怎么补卡","similar":["补卡多少钱","卡丢了"],"category":["移动","补换卡"],"#,
            r#""scope":"云岭","answer":"【云岭通信】补卡10元。","last_day":"2026-12-31","related":["kd-2","kd-9"]}"#,
            "\n"
        )
    );
    assert_eq!(text_row(&one), "kd-1 怎么补卡（云岭）\n【云岭通信】补卡10元。\n\n");
}

#[test]
fn what_has_nothing_for_the_public_is_told() {
    let of = |json: &str| PublicArticle::of(&article(json), channel("chat"));
    assert_eq!(of(r#"{"question":"a","customer":{"body":"b"}}"#), Err(Unfit::NoId));
    assert_eq!(of(r#"{"id":"a","question":"a","internal":{"body":"b"}}"#), Err(Unfit::NoAnswer));
    assert_eq!(of(r#"{"id":"a","question":"a","customer":{"body":" \n"}}"#), Err(Unfit::NoAnswer));
    assert_eq!(
        of(r#"{"id":"a","question":"a","customer":{"body":"{{姓名}}您好"}}"#),
        Err(Unfit::Unfilled(vec!["姓名".into()]))
    );
}

#[test]
fn a_robot_gets_each_question_once() {
    let variant = |id: &str, region: &str| {
        public(
            &format!(
                r#"{{"id":"{id}","question":"本地套餐","scope":{{"region":["{region}"]}},"similar":["本地包"],"customer":{{"body":"{id}元"}}}}"#
            ),
            "robot",
        )
    };
    let articles = [public(ONE, "robot"), public(TWO, "robot"), variant("v1", "云州"), variant("v2", "岭安")];
    let faq = Faq::of(&articles);
    let said: Vec<(&str, Vec<&str>)> = faq
        .entries
        .iter()
        .map(|e| (e.question.as_str(), e.similar.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        said,
        [
            ("怎么补卡", vec!["补卡多少钱"]),
            ("卡丢了", vec![]),
            ("本地套餐（云州）", vec!["本地包"]),
            ("本地套餐（岭安）", vec![])
        ]
    );
    let left: Vec<(&str, &str, &str)> =
        faq.left_out.iter().map(|l| (l.id.as_str(), l.question.as_str(), l.kept_by.as_str())).collect();
    assert_eq!(left, [("kd-1", "卡丢了", "KD-2"), ("KD-2", "怎么补卡？", "kd-1"), ("v2", "本地包", "v1")]);
    assert_eq!(cells(&faq.sheet().collect::<String>()).len(), 5);
    assert!(
        faq.sheet()
            .collect::<String>()
            .contains("\"kd-1\",\"怎么补卡\",\"补卡多少钱\",\"补卡收10元。\n带身份证。\"\r\n")
    );
    assert_eq!(faq.jsonl().count(), 4);
}

#[test]
fn a_prompt_is_named_by_its_article() {
    let articles = [public(ONE, "ivr"), public(TWO, "ivr")];
    let files: Vec<File> = prompts(&articles).collect();
    assert_eq!(files[0].path, "kd-1.ssml");
    assert!(files[0].text.contains("<sub alias=\"十元\">10元</sub>"), "{}", files[0].text);
    assert!(files[1].path.starts_with("x-kd-2-"), "{}", files[1].path);
}

#[test]
fn a_site_leads_to_every_article_and_nowhere_else() {
    let files = site(&[public(ONE, "web"), public(TWO, "web")]);
    let page = |start: &str| files.iter().find(|file| file.path.starts_with(start)).unwrap();
    let first = &page("index.html").text;
    assert!(first.contains("<html lang=\"zh-CN\">") && first.contains("2 个问题"), "{first}");
    assert!(first.contains("href=\"a/kd-1.html\">怎么补卡</a></li>"), "{first}");
    assert!(first.contains(">其他</a></h2>") && first.contains(">补换卡</a></h3>"), "{first}");
    let one = &page("a/kd-1.html").text;
    assert!(one.contains("<title>怎么补卡 - 自助服务</title>") && one.contains("<h1>怎么补卡</h1>"), "{one}");
    assert!(one.contains("<p>补卡收10元。</p>\n<p>带<strong>身份证</strong>。</p>"), "{one}");
    assert!(one.contains("有效期至 <time datetime=\"2026-12-31\">2026年12月31日</time>（含当天）"), "{one}");
    // kd-2 is not KD-2, kd-9 is not in the pack, and what it replaces is no reading.
    assert!(!one.contains("您可能还想了解") && !one.contains("kd-9") && !one.contains("kd-0"), "{one}");
    let two = &page("a/x-kd-2-").text;
    assert!(two.contains("您可能还想了解") && two.contains("href=\"../a/kd-1.html\">怎么补卡</a>"), "{two}");
    assert!(!two.contains("有效期至"), "{two}");
    assert!(one.contains("适用范围：云岭"), "{one}");
    // First page, 移动, 补换卡, 其他, two articles.
    assert_eq!(files.len(), 6);
    check(&files);
}

#[test]
fn variants_of_a_question_are_told_apart_by_their_scope() {
    let variant = |region: &str| {
        TWO.replace("\"similar\"", &format!("\"scope\":{{\"region\":[\"{region}\"]}},\"similar\""))
    };
    let files = site(&[public(&variant("云州"), "web"), public(&variant("岭安"), "web")]);
    let first = &files[0].text;
    assert!(
        first.contains("卡丢了</a> <span class=\"dim\">云州</span>") && first.contains(">岭安</span>"),
        "{first}"
    );
    // Two articles with one id have two pages.
    check(&files);
}

#[test]
fn a_large_site_lists_its_categories_first() {
    let articles: Vec<PublicArticle> = (0..501)
        .map(|n| {
            public(
                &format!(
                    r#"{{"id":"a{n}","question":"问{n}","category":["类"],"customer":{{"body":"答"}}}}"#
                ),
                "web",
            )
        })
        .collect();
    let files = site(&articles);
    assert!(!files[0].text.contains("问500") && files[0].text.contains("501 个问题"));
    assert!(files[1].text.contains("问500"));
    assert_eq!(site(&articles[..500])[0].text.matches("<li>").count(), 500);
}

/// A little reader of HTML as the site writes it: elements close in order, attributes are quoted, text is escaped; links
/// lead to files of the site or to the web; nothing runs.
fn check(files: &[File]) {
    const VOID: [&str; 5] = ["meta", "br", "hr", "img", "!DOCTYPE"];
    const KNOWN: [&str; 37] = [
        "html",
        "head",
        "title",
        "style",
        "body",
        "nav",
        "main",
        "section",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "a",
        "ul",
        "ol",
        "li",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
        "pre",
        "code",
        "strong",
        "em",
        "del",
        "span",
        "time",
        "meta",
        "br",
        "hr",
    ];
    let paths: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths.len(), files.len(), "a path stands twice");
    for file in files {
        assert!(!file.text.chars().any(is_harmful), "{:?}", file.text);
        let mut open: Vec<&str> = Vec::new();
        let mut rest = file.text.as_str();
        while let Some(at) = rest.find('<') {
            escaped(rest.get(..at).unwrap(), open.last() == Some(&"style"));
            let end = at + rest.get(at..).unwrap().find('>').expect("a tag that ends");
            let tag = rest.get(at + 1..end).unwrap();
            rest = rest.get(end + 1..).unwrap();
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "{}", file.text);
                continue;
            }
            let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert!(KNOWN.contains(&name) || VOID.contains(&name), "{name}");
            let inside = |parent: &str| open.last() == Some(&parent);
            match name {
                "li" => assert!(inside("ul") || inside("ol"), "{}", file.text),
                "ul" | "ol" | "p" | "table" | "blockquote" => {
                    assert!(!inside("ul") && !inside("ol") && !inside("p"))
                }
                _ => {}
            }
            while let Some((name, value)) = attributes.split_once("=\"") {
                let (value, tail) = value.split_once('"').expect("a quoted value");
                escaped(value, false);
                if name.trim() == "href" || name.trim() == "src" {
                    let within = value.trim_start_matches("../");
                    let web = ["https://", "http://", "mailto:", "tel:"]
                        .iter()
                        .any(|s| value.to_ascii_lowercase().starts_with(s));
                    assert!(web || paths.contains(within), "{value}");
                }
                assert!(!name.trim().starts_with("on"), "{name}");
                attributes = tail;
            }
            if !VOID.contains(&name) {
                open.push(name);
            }
        }
        assert!(open.is_empty() && rest.trim().is_empty(), "{open:?}");
    }
}

fn escaped(text: &str, style: bool) {
    assert!(style || !text.contains(['<', '>', '"']), "{text}");
    for part in text.split('&').skip(1) {
        assert!(["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|name| part.starts_with(name)), "{text}");
    }
}

/// Cells of a table as a spreadsheet reads them.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                rows.push(vec![String::new()]);
            }
            c => row.last_mut().unwrap().push(c),
        }
    }
    assert!(!quoted);
    rows.pop();
    rows
}

const SECRET: &str = "SECRET机密";

/// Any article that has a customer answer; whatever no customer may read says so.
fn articles() -> impl Strategy<Value = Vec<Article>> {
    vec((arbitrary::article(), "[a-z]{1,3}", "[<>&\"'=+@甲乙0-9元\n|*# -]{0,30}"), 0..5).prop_map(|all| {
        all.into_iter()
            .map(|(mut article, id, body)| {
                let secret = |text: &str| format!("{SECRET}{text}");
                article.internal = Some(Answer { lead: secret("lead"), body: secret("body") });
                article.owner = Some(secret("owner"));
                article.tags = vec![secret("tag")];
                article.source = Some(Source {
                    reference: secret("ref"),
                    author: Some(secret("author")),
                    licence: Some(secret("licence")),
                    ..Source::default()
                });
                article.actions = vec![Action {
                    kind: ActionKind::Escalate,
                    target: secret("target"),
                    fields: vec![secret("field")],
                    limit: Some(secret("limit")),
                }];
                article.attachments = vec![Attachment { name: secret("name"), sha256: secret("hash") }];
                article.id = article.id.or(Some(id));
                let customer = article.customer.get_or_insert_default();
                customer.based_on = Some(secret("hash"));
                customer.answer.body.push_str(&body);
                article
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_internal_text_gets_into_any_pack(all in articles()) {
        for channel in &Channels::shipped().list {
            let public: Vec<PublicArticle> = all.iter().filter_map(|a| PublicArticle::of(a, channel).ok()).collect();
            let faq = Faq::of(&public);
            let mut texts: Vec<String> = faq.sheet().chain(faq.jsonl()).collect();
            texts.extend(public.iter().flat_map(|a| [csv_row(a), jsonl_row(a), text_row(a), format!("{a:?}")]));
            texts.extend(prompts(&public).map(|file| file.text));
            let pages = site(&public);
            check(&pages);
            texts.extend(pages.into_iter().map(|file| file.text));
            prop_assert!(texts.iter().all(|text| !text.contains("SECRET")));
            // Every question is asked once, and every row has its cells.
            let table = cells(&(csv_head() + &public.iter().map(csv_row).collect::<String>()));
            prop_assert!(table.iter().all(|row| row.len() == 7) && table.len() == public.len() + 1);
            prop_assert!(table.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])));
            // But for the mark of UTF-8 and the line ends of a table.
            let harmful = |c: char| is_harmful(c) && !matches!(c, '\r' | '\u{feff}');
            let clean = texts.iter().all(|text| !text.chars().any(harmful));
            prop_assert!(clean);
            let asked: Vec<&String> = faq.entries.iter().flat_map(|e| &e.similar).collect();
            prop_assert_eq!(asked.iter().collect::<BTreeSet<_>>().len(), asked.len());
        }
    }
}
