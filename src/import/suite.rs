//! Whole files, read as the command line reads them.

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use proptest::prelude::*;

use super::{Draft, Format, ImportError, Item, Options, Reason, Rejects, RowError, Summary, read};
use crate::model::{Article, Face, Kind, Origin, Stage};

pub(super) struct Found {
    pub drafts: Vec<Draft>,
    pub refused: Vec<RowError>,
    pub summary: Summary,
}

impl Found {
    fn questions(&self) -> Vec<&str> {
        self.drafts.iter().map(|draft| draft.article.question.as_str()).collect()
    }

    fn reasons(&self) -> Vec<String> {
        self.refused.iter().map(|error| format!("{}: {}", error.place.row, error.reason)).collect()
    }
}

pub(super) fn all(path: &Path, options: &Options) -> Result<Found, ImportError> {
    let (mut drafts, mut refused) = (Vec::new(), Vec::new());
    let mut told = (0, 0);
    let summary = read(path, options, &mut |done, total| told = (done, total), &mut |item| {
        match item {
            Item::Draft(draft) => drafts.push(*draft),
            Item::Refused(error) => refused.push(error),
        }
        ControlFlow::Continue(())
    })?;
    assert_eq!(summary.read, (drafts.len() + refused.len()) as u64);
    assert_eq!(summary.refused, refused.len() as u64);
    Ok(Found { drafts, refused, summary })
}

fn options() -> Options {
    Options { channels: ["sms", "ivr", "wechat", "web"].map(String::from).to_vec(), ..Options::default() }
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/import").join(name)
}

fn fixtures(name: &str) -> Found {
    all(&fixture(name), &options()).unwrap()
}

fn text(name: &str, bytes: impl AsRef<[u8]>, options: &Options) -> Found {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    all(&path, options).unwrap()
}

#[test]
fn rows_of_the_exchange_format_and_their_aliases() {
    let found = fixtures("articles.jsonl");
    assert_eq!(found.reasons(), [""; 0]);
    assert!(found.summary.unknown.is_empty(), "{:?}", found.summary);
    let first = &found.drafts[0];
    let line = fs::read_to_string(fixture("articles.jsonl")).unwrap();
    let canonical: Article = serde_json::from_str(line.lines().next().unwrap()).unwrap();
    assert_eq!(first.article, canonical);
    assert_eq!(first.source_key.as_deref(), Some("运维通知〔2026〕12号"));

    let second = &found.drafts[1];
    assert_eq!(second.place.row, 2);
    let article = &second.article;
    assert_eq!((article.id.as_deref(), article.question.as_str()), (Some("7"), "怎么查余额"));
    assert_eq!(article.category, ["资费", "余额"]);
    assert_eq!(article.internal.as_ref().unwrap().body, "发送 YE 到 10000。");
    let similar: Vec<_> = article.similar.iter().map(|s| (s.text.as_str(), s.origin)).collect();
    assert_eq!(similar, [("查余额", Origin::Import), ("余额查询", Origin::Import)]);
    let source = article.source.as_ref().unwrap();
    assert_eq!(
        (source.reference.as_str(), source.author.as_deref()),
        ("https://yunling.example/ye", Some("客服部"))
    );
    assert_eq!((article.stage, article.kind, article.confidence), (None, None, None));
}

#[test]
fn bad_rows_are_refused_one_by_one_and_the_good_ones_land() {
    let found = fixtures("bad.jsonl");
    assert_eq!(found.questions(), ["好的行", "多余", "最后一行是好的"]);
    let folder = fixture("bad.jsonl");
    let expected = [
        "3: not valid JSON at line 3, column 26: trailing comma".to_owned(),
        "4: not valid UTF-8 at byte 81 of the file".to_owned(),
        "5: the question (`question` or `title`) is missing or blank".to_owned(),
        "6: the question (`question` or `title`) is missing or blank".to_owned(),
        "7: valid.from is “2026-02-30”, which is not a date; expected a day of the calendar such as 2026-01-31".to_owned(),
        "8: valid.until: the last valid day 2026-02-28 lies before the first, 2026-03-01 (valid.from); expected the same day or a later one".to_owned(),
        format!("9: the id “a” is already used in {}, row 1", folder.display()),
        "10: tags must be a list of texts, not an object".to_owned(),
        "11: stage is “online”; expected one of draft, in_review, approved, published, withdrawn, archived".to_owned(),
        "12: a row must be a JSON object, not a list".to_owned(),
        "13: customer.channels.sms must be text or an object, not a number".to_owned(),
    ];
    assert_eq!(found.reasons(), expected);
    let unknown: Vec<_> =
        found.summary.unknown.iter().map(|(k, u)| (k.as_str(), u.count, u.suggestion.as_deref())).collect();
    assert_eq!(unknown, [("customer.foo", 1, None), ("extra", 1, None), ("qestion", 1, Some("question"))]);
}

#[test]
fn a_strict_import_refuses_unknown_fields() {
    let found = all(&fixture("bad.jsonl"), &Options { strict: true, ..options() }).unwrap();
    assert_eq!(found.questions(), ["好的行", "最后一行是好的"]);
    assert!(
        found.reasons().contains(&"14: unknown field `customer.foo`".to_owned()),
        "{:?}",
        found.reasons()
    );
}

#[test]
fn a_huge_line_is_refused_and_the_next_is_read() {
    let mut bytes = br#"{"title":"a","body":""#.to_vec();
    bytes.resize(20 << 20, b'x');
    bytes.extend_from_slice(b"\"}\n{\"title\":\"b\"}");
    let found = text("a.jsonl", &bytes, &options());
    assert_eq!(found.questions(), ["b"]);
    assert_eq!(found.reasons(), ["1: longer than 16 MiB; split it or leave the row out"]);
    // The same in a table and as a page.
    let mut bytes = b"question,answer\n\"a\",\"".to_vec();
    bytes.resize(20 << 20, b'x');
    bytes.extend_from_slice(b"\"\nb,c\n");
    let found = text("a.csv", &bytes, &options());
    assert_eq!(found.questions(), ["b"]);
    assert_eq!(found.reasons(), ["2: longer than 16 MiB; split it or leave the row out"]);
    let found = text("a.md", vec![b'x'; 20 << 20], &options());
    assert_eq!(found.reasons(), ["1: longer than 16 MiB; split it or leave the row out"]);
}

#[test]
fn lists_of_articles_bare_and_wrapped() {
    let found = fixtures("wrapped.json");
    assert_eq!(found.questions(), ["一", "二"]);
    assert_eq!(found.drafts[1].place.row, 2);
    let found = fixtures("array.json");
    assert_eq!(found.questions(), ["一", "四"]);
    assert_eq!(
        found.reasons(),
        [
            "2: valid.from is “x”, which is not a date; expected a day of the calendar such as 2026-01-31",
            "3: not valid JSON at line 3, column 17: expected `,` or `}`",
            "4: a row must be a JSON object, not a number",
        ]
    );
    let found = text("one.json", "{\n \"title\": \"一\",\n \"body\": \"甲\"\n}\n", &options());
    assert_eq!(found.questions(), ["一"]);
    let found = text("lines.json", "{\"title\":\"一\"}\n{\"title\":\"二\"}\n", &options());
    assert_eq!(found.questions(), ["一", "二"]);
    let found = text("list.jsonl", "\u{feff}[{\"title\":\"一\"}]", &options());
    assert_eq!(found.questions(), ["一"]);
    let found = text("cut.json", "[{\"title\":\"一\"},{\"title\":", &options());
    assert_eq!(found.questions(), ["一"]);
    assert_eq!(found.refused.len(), 2, "{:?}", found.reasons());
}

#[test]
fn a_table_with_chinese_headings() {
    let found = fixtures("标准表.csv");
    assert_eq!(found.questions(), ["怎么退订流量包", "怎么改密码"]);
    assert_eq!(
        found.reasons(),
        [
            "4: valid.from is “2026-02-30”, which is not a date; expected a day of the calendar such as 2026-01-31",
            "5: valid.until: the last valid day 2026-02-28 lies before the first, 2026-03-01 (valid.from); expected the same day or a later one",
            "6: the question (`question` or `title`) is missing or blank",
        ]
    );
    let unknown: Vec<_> = found.summary.unknown.iter().map(|(name, u)| (name.as_str(), u.count)).collect();
    assert_eq!(unknown, [("备注", 1)]);
    let article = &found.drafts[0].article;
    let similar: Vec<_> = article.similar.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(similar, ["退流量包", "取消流量包", "不要流量包了"]);
    assert_eq!(article.category, ["流量", "退订"]);
    assert_eq!(article.internal.as_ref().unwrap().body, "1. 核实机主身份  \n2. 在 BOSS 退订");
    let customer = article.customer.as_ref().unwrap();
    assert_eq!(customer.answer.body, "您好，次月生效。\n\n还有什么可以帮您？");
    assert_eq!(customer.channels["sms"].text, "已为您退订，次月生效。");
    assert_eq!(customer.channels.len(), 1);
    assert_eq!(article.scope.region, ["云州", "岭安"]);
    assert!(article.scope.customer.is_empty());
    assert_eq!((article.valid.from, article.valid.until), (Some(date(2026, 1, 1)), Some(date(2026, 7, 1))));
    assert_eq!(article.valid.review_by, Some(date(2026, 6, 1)));
    assert_eq!((article.kind, article.stage), (Some(Kind::Procedure), Some(Stage::Published)));
    assert_eq!(article.owner.as_deref(), Some("市场部"));
    assert_eq!(found.drafts[0].source_key.as_deref(), Some("云通〔2026〕3号"));
    assert_eq!(article.tags, ["高频", "退订"]);
    let other = &found.drafts[1].article;
    assert_eq!((other.valid.until, other.internal.clone()), (None, None));
    assert!(other.scope.is_everywhere());
}

#[test]
fn tables_in_other_shapes() {
    let found = fixtures("utf16.csv");
    assert_eq!(found.questions(), ["怎么 查\"余额\""]);
    assert_eq!(found.drafts[0].article.internal.as_ref().unwrap().body, "发送 YE");
    let found = fixtures("semicolon.csv");
    assert_eq!(found.questions(), ["How much, and when"]);
    assert_eq!(found.drafts[0].article.internal.as_ref().unwrap().body, "Pay \"9.90\";  \nmonthly");
    assert_eq!(found.drafts[0].article.tags, ["a", "b"]);
}

#[test]
fn bad_records_are_refused_one_by_one() {
    let found = fixtures("bad.csv");
    assert_eq!(found.questions(), ["好的", "后面的"]);
    assert_eq!(
        found.reasons(),
        [
            "3: not valid UTF-8 at byte 35 of the file",
            "4: 4 fields under 2 headings; is a delimiter inside a field without quotes?",
            "5: a quotation mark opens a field here and is never closed",
        ]
    );
    let found = text("a.csv", "a,b\n1,2\n3,4\n", &options());
    assert_eq!(
        found.reasons(),
        [
            "1: no column is known as the question; name one `question` or 标准问, or map it. The columns are: a, b"
        ]
    );
    let found = text("a.csv", "", &options());
    assert_eq!(found.summary.read, 0);
}

#[test]
fn a_mapping_goes_before_the_headings() {
    let mapped = Options {
        mapping: vec![
            ("栏目名".into(), "question".into()),
            ("话术".into(), "customer.sms".into()),
            ("没有".into(), "tags".into()),
        ],
        ..options()
    };
    let found = text("a.csv", "栏目名,话术,标题\n甲,乙,丙\n", &mapped);
    let article = &found.drafts[0].article;
    assert_eq!(article.question, "甲");
    assert_eq!(article.customer.as_ref().unwrap().channels["sms"].text, "乙");
    assert_eq!(article.similar[0].text, "丙");
    assert_eq!(found.summary.unused_mappings, ["没有"]);

    let mapped = Options {
        mapping: vec![
            ("kb.name".into(), "question".into()),
            ("msg".into(), "customer.sms".into()),
            ("end".into(), "失效日期".into()),
            ("dept".into(), "owner".into()),
        ],
        ..options()
    };
    let row = r#"{"kb":{"name":"甲","x":1},"msg":"乙","end":"2026/6/30","customer":"正文","dept":"市场部"}"#;
    let found = text("a.jsonl", row, &mapped);
    let article = &found.drafts[0].article;
    assert_eq!((article.question.as_str(), article.owner.as_deref()), ("甲", Some("市场部")));
    let customer = article.customer.as_ref().unwrap();
    assert_eq!((customer.answer.body.as_str(), customer.channels["sms"].text.as_str()), ("正文", "乙"));
    assert_eq!(article.valid.until, Some(date(2026, 7, 1)));
    assert_eq!(found.summary.unknown.keys().collect::<Vec<_>>(), ["kb"]);

    let wrong = Options { mapping: vec![("a".into(), "qestion".into())], ..options() };
    let error = all(&fixture("articles.jsonl"), &wrong).err().unwrap();
    assert_eq!(error.to_string(), "the mapping a=qestion names no field; did you mean `question`?");
}

#[test]
fn pages_in_folders() {
    let found = fixtures("pages");
    assert_eq!(found.questions(), ["光猫红灯怎么办", "没有标题", "月费怎么算"]);
    assert_eq!(found.refused.len(), 1);
    assert!(matches!(found.refused[0].reason, Reason::Yaml { line: 3..=4, .. }), "{:?}", found.reasons());
    let draft = &found.drafts[0];
    assert_eq!(draft.source_key.as_deref(), Some("宽带/故障/光猫.md"));
    let article = &draft.article;
    assert_eq!(article.category, ["宽带", "故障"]);
    assert_eq!(article.tags, ["光猫", "高频"]);
    assert_eq!(article.owner.as_deref(), Some("装维中心"));
    assert_eq!(article.similar[0].text, "光猫 LOS 灯是红的");
    assert_eq!(article.source.as_ref().unwrap().reference, "宽带/故障/光猫.md");
    assert_eq!(
        article.internal.as_ref().unwrap().body,
        "先看光纤。 {#x}\n\n## 步骤\n\n| 灯 | 说明 |\n| --- | --- |\n| 红 | 断纤 |"
    );
    assert_eq!(found.summary.unknown.keys().collect::<Vec<_>>(), ["manager"]);
    // The heading that is the title is not said twice.
    assert_eq!(found.drafts[2].article.internal.as_ref().unwrap().body, "按天算。");
    assert_eq!(found.drafts[2].article.category, ["资费"]);

    let found = all(&fixture("pages"), &Options { face: Face::Customer, ..options() }).unwrap();
    assert_eq!(found.drafts[1].article.customer.as_ref().unwrap().answer.body, "只有一句话。");
    assert_eq!(found.drafts[1].article.internal, None);
}

#[test]
fn every_fixture_is_read_without_a_stop() {
    let found = fixtures("");
    assert!(found.summary.files >= 9, "{:?}", found.summary);
    assert!(found.drafts.len() >= 10);
}

#[test]
fn the_caller_may_stop() {
    let mut rows = 0;
    let summary = read(&fixture("articles.jsonl"), &options(), &mut |_, _| {}, &mut |_| {
        rows += 1;
        ControlFlow::Break(())
    })
    .unwrap();
    assert_eq!((rows, summary.read, summary.stopped), (1, 1, true));
}

#[test]
fn what_cannot_be_read_at_all_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let missing = all(&folder.path().join("none.csv"), &options()).err().unwrap();
    assert!(matches!(missing, ImportError::Read { .. }), "{missing}");
    let empty = all(folder.path(), &options()).err().unwrap();
    assert!(matches!(empty, ImportError::EmptyFolder { .. }), "{empty}");
    let path = folder.path().join("notes");
    fs::write(&path, "just words").unwrap();
    let unknown = all(&path, &options()).err().unwrap();
    assert!(matches!(unknown, ImportError::UnknownFormat { .. }), "{unknown}");
    let forced = Options { format: Some(Format::Markdown), ..options() };
    assert_eq!(all(&path, &forced).unwrap().questions(), ["notes"]);
    fs::write(&path, "\n {\"title\": \"一\"}").unwrap();
    assert_eq!(all(&path, &options()).unwrap().questions(), ["一"]);
}

#[test]
fn rejects_can_be_mended_and_imported_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rejects.jsonl");
    let mut rejects = Rejects::create(&path).unwrap();
    let found = fixtures("");
    for error in &found.refused {
        rejects.push(error).unwrap();
    }
    let written = rejects.finish().unwrap();
    assert_eq!(written.count, found.refused.len() as u64);
    let names: Vec<_> = written.files.iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["rejects.jsonl.csv", "rejects-2.jsonl", "rejects.jsonl-3.csv"]);
    // What was refused is refused again, for the same reasons; nothing is lost and nothing unknown appears.
    let again: Vec<Found> = written.files.iter().map(|file| all(file, &options()).unwrap()).collect();
    let table = &again[2];
    assert_eq!(table.refused.len(), 3);
    assert_eq!(
        table.reasons()[0].split_once(": ").unwrap().1,
        "valid.from is “2026-02-30”, which is not a date; expected a day of the calendar such as 2026-01-31"
    );
    let lines = fs::read(&written.files[1]).unwrap();
    assert!(lines.starts_with(b"{\"id\":\"b\",\"question\":\"x\",}\n{\"question\":\"\xff\xfe\"}\n"));
    let reasons = fs::read_to_string(written.reasons.unwrap()).unwrap();
    assert_eq!(reasons.lines().count(), found.refused.len() + 1);
    assert!(reasons.contains("坏的.md\t1\t-\t-\tfront matter is not valid YAML"), "{reasons}");

    let none = Rejects::create(&path).unwrap().finish().unwrap();
    assert_eq!((none.count, none.reasons), (0, None));
}

#[test]
fn progress_ends_at_the_end() {
    for name in ["articles.jsonl", "标准表.csv", "pages", "wrapped.json"] {
        let mut told = Vec::new();
        read(&fixture(name), &options(), &mut |done, total| told.push((done, total)), &mut |_| {
            ControlFlow::Continue(())
        })
        .unwrap();
        let (done, total) = *told.last().unwrap();
        assert_eq!(done, total, "{name}");
        assert!(told.is_sorted(), "{name}");
    }
}

proptest! {
    #[test]
    fn what_the_program_wrote_is_read_back_unchanged(articles in proptest::collection::vec(crate::model::arbitrary::article(), 1..4)) {
        let mut lines = String::new();
        let mut expected: Vec<Article> = Vec::new();
        for article in articles {
            if article.id.is_some() && expected.iter().any(|other| other.id == article.id) {
                continue;
            }
            writeln!(lines, "{}", serde_json::to_string(&article).unwrap()).unwrap();
            expected.push(article);
        }
        // No list of channels: whatever channel an article has is kept.
        let found = text("a.jsonl", &lines, &Options::default());
        prop_assert!(found.refused.is_empty(), "{:?}", found.reasons());
        prop_assert!(found.summary.unknown.is_empty(), "{:?}", found.summary.unknown);
        let read: Vec<Article> = found.drafts.into_iter().map(|draft| draft.article).collect();
        prop_assert_eq!(read, expected);
    }

}

proptest! {
    // Each case reads sixteen files.
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), like in "[a-z\",;\n\r<>{}\\[\\]#\\-|:`&问答]{0,200}") {
        for name in ["a.jsonl", "a.json", "a.csv", "a.md"] {
            text(name, &bytes, &options());
            text(name, format!("question,answer\n{like}"), &options());
            text(name, format!("---\n{like}\n---\n{like}"), &options());
            text(name, format!("[{{\"title\":\"{like}"), &options());
        }
    }
}
