//! Every screen, overlay and state that the other frames do not show, in the usual windows, in both languages and with
//! both sets of glyphs; and what must hold in all of them, in windows of any size.

use super::fixture::NOW;
use super::harness::{Bench, ascii, english, english_ascii, unopened};
use crate::config::{Glyphs, Settings};
use crate::i18n::Language;
use crate::kb::{Card, KeptContact, Note, Notice};
use crate::model::{Answer, CustomerAnswer, Decision, FeedbackKind, Moment, Scope};
use crate::tui::clipboard::Route;
use crate::tui::event::{Event, Reply, Standing, Trouble};
use crate::tui::overlay::Overlay;

type Act = fn(&mut Bench);

const SIZES: [(u16, u16); 3] = [(160, 48), (100, 30), (80, 24)];

/// The state's name, and how it comes about; the desk is not open yet.
const STATES: &[(&str, Act)] = &[
    // Before typing.
    ("board_full", |desk| {
        full_board(desk);
        desk.open();
    }),
    ("board_end", |desk| {
        full_board(desk);
        desk.open();
        desk.keys("<ctrl-end>");
    }),
    ("board_bare", |desk| {
        desk.fake.overview = crate::kb::Overview { name: "kb".into(), ..Default::default() };
        desk.open();
    }),
    ("board_told", |desk| {
        desk.open();
        desk.tell(SPOKEN);
    }),
    ("announcements_read", |desk| {
        desk.open();
        desk.keys("<f3><enter><f3>");
    }),
    ("problems", |desk| {
        desk.complain(&[
            "settings.toml 第 3 行：`theme` 不能是 `pink`。",
            "keymap.toml 第 7 行：没有 `copy_custmer`。",
        ]);
        desk.open();
    }),
    ("problems_help", |desk| {
        desk.complain(&["settings.toml 第 3 行：`theme` 不能是 `pink`。"]);
        desk.open();
        desk.keys("<f1>");
    }),
    ("recovered", |desk| {
        desk.fake.left_open = vec![left_open()];
        desk.open();
    }),
    // Results and answers.
    ("no_customer", |desk| {
        desk.open();
        desk.keys("明年<enter>");
    }),
    ("hostile", |desk| {
        desk.open();
        desk.keys("问题<tab>");
    }),
    ("zoomed", |desk| {
        desk.open();
        desk.keys("宽带<tab><f4>");
    }),
    ("long", |desk| {
        long(desk);
        desk.open();
        desk.keys("宽带<page_down>");
    }),
    ("told_three", |desk| {
        desk.open();
        desk.keys("怎么<down><down>");
        desk.tell(SPOKEN);
    }),
    ("no_index", |desk| {
        desk.open();
        desk.fake.notice = Some(Notice::NoIndex);
        desk.keys("宽带");
    }),
    ("indexing_all", |desk| {
        desk.open();
        desk.fake.notice = Some(Notice::Indexing { done: 1200, total: 200_000 });
        desk.keys("宽带");
    }),
    ("failed", |desk| {
        desk.open();
        desk.fake.fails = Some(trouble());
        desk.keys("宽带");
    }),
    ("failed_later", |desk| {
        desk.open();
        desk.keys("宽带");
        desk.fake.fails = Some(trouble());
        desk.keys("断");
    }),
    ("lag", |desk| {
        desk.open();
        desk.keys("宽带");
        desk.fake.standing = Standing { turns: 0, lag: Some("/srv/kb 不存在。".into()) };
        desk.fake.changed = true;
        desk.keys("断");
    }),
    ("moved", |desk| {
        desk.open();
        desk.keys("宽带<enter>");
        desk.fake.articles[0].revision += 1000;
        desk.fake.changed = true;
        desk.keys("断");
    }),
    // What is said.
    ("said_terminal", |desk| {
        desk.open();
        desk.route = Some(Route::Terminal);
        desk.keys("宽带<enter>");
    }),
    ("said_told", |desk| {
        desk.open();
        desk.keys("宽带<back_tab><enter>");
    }),
    ("said_no_chord", |desk| {
        desk.open();
        desk.keys("宽带<ctrl-k ctrl-z>");
    }),
    ("said_quit", |desk| {
        desk.open();
        desk.keys("宽带<enter><ctrl-q>");
    }),
    ("said_drafted", |desk| {
        desk.open();
        desk.keys("火星漫游<ctrl-k ctrl-f>");
    }),
    ("said_flagged", |desk| {
        desk.open();
        desk.keys("宽带<ctrl-f><enter>");
    }),
    ("said_hung_up", |desk| {
        desk.open();
        desk.tell(CALL);
        desk.keys("<ctrl-k ctrl-n>副卡");
        desk.tell(r#"{"v":1,"do":"contact-end","contact":"C1"}"#);
    }),
    // Calls and chats.
    ("call", |desk| {
        desk.open();
        desk.tell(CALL);
    }),
    ("nine", |desk| {
        desk.open();
        desk.keys("宽带<enter>");
        for _ in 0..8 {
            desk.keys("<ctrl-k ctrl-n>副卡");
        }
    }),
    // What asks.
    ("writing", |desk| {
        desk.open();
        desk.keys("宽带<ctrl-x>");
        written(desk);
    }),
    ("ask_note", |desk| {
        desk.open();
        desk.keys("宽带<ctrl-k ctrl-e>");
    }),
    ("ask_name", |desk| {
        desk.open();
        desk.keys("宽带<enter><ctrl-k ctrl-a>王先生");
    }),
    ("ask_field", |desk| {
        desk.open();
        desk.keys("宽带<ctrl-k ctrl-t>云州城北");
    }),
    ("ask_again", |desk| {
        value(desk);
        desk.open();
        desk.keys("宽带<enter><enter>");
    }),
    // What offers.
    ("parts", |desk| {
        long(desk);
        desk.open();
        desk.keys("宽带<enter>");
    }),
    ("stack_stale", |desk| {
        desk.open();
        desk.keys("双节<f5><ctrl-u>宽带<f5><ctrl-k ctrl-c>");
    }),
    ("list_nothing", |desk| {
        desk.open();
        desk.keys("宽带<ctrl-p>zzz");
    }),
    ("list_filtered", |desk| {
        desk.open();
        desk.keys("宽带<ctrl-p>copy");
    }),
    ("explained_no_such", |desk| {
        desk.open();
        desk.keys("宽带<f6>nothing<enter>");
    }),
    ("explained_waiting", |desk| {
        desk.open();
        desk.keys("宽带");
        desk.slow = Some(Vec::new());
        desk.keys("<f6>");
    }),
    ("plain_internal", |desk| {
        desk.open();
        desk.keys("宽带<f9><tab>");
    }),
    ("plain_no_way", |desk| {
        desk.open();
        desk.route = None;
        desk.keys("宽带<enter>");
    }),
    // The states that the frames show in Chinese only.
    ("work_list", |desk| {
        opened(desk, "<ctrl-k ctrl-s>");
        to_do(desk);
    }),
    ("work_words", |desk| {
        opened(desk, "<ctrl-k ctrl-s>");
        to_do(desk);
        desk.keys("<ctrl-r>金额不对");
    }),
    ("work_withdraw", |desk| {
        opened(desk, "<ctrl-k ctrl-s>");
        to_do(desk);
        desk.keys("<ctrl-w>");
    }),
    ("announce", |desk| opened(desk, "宽带<ctrl-k end>")),
    ("announce_words", |desk| opened(desk, "宽带<ctrl-k end><enter>割接")),
    ("announce_until", |desk| opened(desk, "宽带<ctrl-k end><enter>割接<enter>")),
    ("pin", |desk| opened(desk, "宽带<ctrl-k insert>")),
    ("take_out", |desk| opened(desk, "宽带<ctrl-k delete>")),
    ("tickets", |desk| {
        use crate::model::{Action, ActionKind};
        let ticket = |target: &str, fields: &[&str]| Action {
            kind: ActionKind::Ticket,
            target: target.into(),
            fields: fields.iter().map(|f| (*f).to_owned()).collect(),
            limit: None,
        };
        desk.fake.articles[0].article.actions =
            vec![ticket("装维", &["地址", "联系人"]), ticket("投诉", &["诉求"])];
        opened(desk, "宽带<ctrl-k ctrl-t>");
    }),
    ("editor_options", |desk| {
        opened(desk, "宽带<ctrl-x>");
        written(desk);
        desk.keys("<ctrl-o>");
    }),
    ("editor_conflict", |desk| {
        use crate::tui::job::{Answer, Job, Outcome};
        opened(desk, "宽带<ctrl-x>");
        written(desk);
        desk.keys("<ctrl-s>");
        let Some(job @ Job::Step(_)) = desk.jobs.last().cloned() else { panic!("a save") };
        let base = desk.fake.articles[0].clone();
        let mut newest = base.clone();
        (newest.revision_no, newest.author, newest.uuid) = (4, "li".into(), "0190-theirs".into());
        newest.article.internal.as_mut().expect("an answer").lead = "先查欠费，再派单。".into();
        let conflict = Outcome::Conflict { base: Box::new(base), newest: Box::new(newest) };
        desk.reply(Reply::Worked { job: Box::new(job), answer: Ok(Answer::Stepped(conflict)) });
    }),
    ("settings_not_kept", |desk| {
        desk.may_save = false;
        opened(desk, "<ctrl-k ctrl-o><down><right><enter>");
    }),
    ("shown_results", |desk| opened(desk, "宽带")),
    ("shown_no_results", |desk| opened(desk, "宽带漫游到火星")),
    ("shown_gap", |desk| opened(desk, "宽带漫游到火星<f7>")),
    ("shown_lagging", |desk| opened(desk, "副卡<tab>")),
    ("shown_expired", |desk| opened(desk, "双节<enter>")),
    ("shown_table", |desk| opened(desk, "129<tab>")),
    ("shown_table_customer", |desk| opened(desk, "129<ctrl-l><ctrl-l><ctrl-l>")),
    ("shown_variants", |desk| opened(desk, "营业厅<ctrl-e>")),
    ("shown_scope", |desk| opened(desk, "营业厅<ctrl-r><down><enter>")),
    ("shown_explained", |desk| opened(desk, "宽带<f6>")),
    ("shown_help", |desk| opened(desk, "<f1>")),
    ("shown_palette", |desk| opened(desk, "宽带<ctrl-p>")),
    ("shown_announcements", |desk| opened(desk, "<f3>")),
    ("shown_which_key", |desk| opened(desk, "宽带<ctrl-k>")),
    ("shown_plain", |desk| opened(desk, "宽带<f9>")),
    ("shown_opening", |desk| {
        desk.slow = Some(Vec::new());
        desk.keys("宽带");
    }),
    ("shown_broken", |desk| desk.fail_to_open("/srv/kb: schema 9", "zhixi doctor")),
];

const CALL: &str = r#"{"v":1,"do":"contact-start","contact":"C1","channel":"phone","number":"13812345678","region":"云州","reason":"宽带"}"#;
/// Three articles speak of it.
const SPOKEN: &str = r#"{"v":1,"do":"transcript","text":"怎么"}"#;

fn opened(desk: &mut Bench, keys: &str) {
    desk.open();
    desk.keys(keys);
}

fn trouble() -> Trouble {
    Trouble { message: "articles.db: disk I/O error".into(), hint: Some("zhixi doctor".into()) }
}

fn full_board(desk: &mut Bench) {
    let overview = &mut desk.fake.overview;
    overview.since = Some("2026-11-20".parse().expect("a day"));
    overview.notes = vec![
        Note { uuid: "n1".into(), article: Some("kd-0012".into()), text: "先问小区名".into(), at: NOW },
        Note { uuid: "n2".into(), article: None, text: "周五交班".into(), at: NOW },
    ];
    let decided = |decision, text: &str, reply: &str| crate::kb::Decided {
        uuid: "f".into(),
        what: FeedbackKind::Wrong,
        article: Some("mv-0077".into()),
        text: text.into(),
        decision,
        reply: reply.into(),
        at: NOW,
    };
    overview.decided = vec![
        decided(Decision::Done, "金额旧了", "已改为 5 元"),
        decided(Decision::Declined, "应写最多 5 张", ""),
    ];
    let many = |n: i64| Card {
        id: format!("yl-{n}"),
        question: format!("第 {n} 个问题怎么答"),
        day: None,
        is_current: true,
    };
    overview.hot = (1..12).map(many).collect();
    overview.recent = (20..32).map(many).collect();
}

fn left_open() -> KeptContact {
    KeptContact {
        uuid: "u".into(),
        name: "王先生".into(),
        reason: String::new(),
        channel: "phone".into(),
        scope: Scope::default(),
        started: Moment(NOW.0 - 5 * 60_000),
        told: String::new(),
        held_ms: 0,
        trail: Vec::new(),
    }
}

/// The first article gets a text longer than any window, and than an SMS may be.
fn long(desk: &mut Bench) {
    let lines = |word: &str| (1..60).map(|n| format!("{n}. {word}第 {n} 步。\n")).collect::<String>();
    let article = &mut desk.fake.articles[0].article;
    article.internal = Some(Answer { lead: "先查欠费。".into(), body: lines("内部") });
    article.customer = Some(CustomerAnswer {
        answer: Answer { lead: "您好。".into(), body: lines("请您做") },
        ..CustomerAnswer::default()
    });
}

fn value(desk: &mut Bench) {
    let customer = desk.fake.articles[0].article.customer.as_mut().expect("an answer");
    customer.channels.clear();
    customer.answer.body = "{{套餐名}}已办理。".into();
}

#[test]
fn every_state_is_seen_in_both_languages_and_with_both_sets_of_glyphs() {
    for (name, act) in STATES {
        for (ending, settings) in [
            ("", Settings::default()),
            ("_english", english()),
            ("_ascii", ascii()),
            ("_english_ascii", english_ascii()),
        ] {
            let mut frames = String::new();
            for (width, height) in SIZES {
                let mut desk = unopened(width, height, &settings);
                act(&mut desk);
                let (x, y) = desk.caret;
                frames.push_str(&format!("── {width}×{height}, caret {x},{y}\n{}", desk.screen()));
            }
            insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(format!("{name}{ending}"), frames);
            });
        }
    }
}

/// In every state, language and window: no place of a message is left unfilled, the key that always helps is whole at the
/// end of the last row, and the caret stands where the next character will.
#[test]
fn what_holds_in_every_state() {
    for (language, glyphs) in [
        (Language::Chinese, Glyphs::Unicode),
        (Language::English, Glyphs::Unicode),
        (Language::Chinese, Glyphs::Ascii),
        (Language::English, Glyphs::Ascii),
    ] {
        let settings = Settings { language, glyphs, ..Settings::default() };
        for (name, act) in STATES {
            for (width, height) in [(160, 48), (120, 18), (100, 30), (80, 24), (60, 15), (40, 10), (24, 6)] {
                let mut desk = unopened(width, height, &settings);
                act(&mut desk);
                let screen = desk.screen();
                let place = format!("{name} {language:?} {glyphs:?} {width}×{height}\n{screen}");
                assert!(!has_unfilled(&screen), "{place}");
                let last = screen.lines().last().unwrap_or_default();
                let is_plain = matches!(&desk.app.overlay, Some(Overlay::Page(page)) if page.plain);
                if is_plain {
                    assert!(desk.app.said.is_some() || last.contains("Esc"), "{place}");
                } else {
                    let palette = match language {
                        Language::Chinese => "Ctrl+P 命令",
                        Language::English => "Ctrl+P commands",
                    };
                    assert!(last.ends_with(palette), "{place}");
                }
                // A chord is half pressed there: the next letter ends it.
                if *name != "shown_which_key" {
                    assert_caret(&mut desk, &place);
                }
                if glyphs == Glyphs::Ascii {
                    let odd = screen.chars().find(|c| is_chrome(*c));
                    assert_eq!(odd, None, "{place}");
                }
            }
        }
    }
}

/// `{name}` that a message was to be given.
fn has_unfilled(screen: &str) -> bool {
    screen.match_indices('{').any(|(at, _)| {
        let after = screen.get(at + 1..).unwrap_or_default();
        let rest = after.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '_');
        rest.len() < after.len() && rest.starts_with('}')
    })
}

/// Lines and signs of the Unicode set.
fn is_chrome(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{25ff}' | '❯' | '‹' | '›' | '≈' | '↑' | '↓' | '•')
}

/// The caret is behind a typed character: one more is put right there.
fn assert_caret(desk: &mut Bench, place: &str) {
    let is_line = !matches!(&desk.app.overlay, Some(Overlay::Page(_) | Overlay::Work(_)));
    let (width, height) = desk.app.size();
    let before = desk.caret;
    assert!(before.0 < width && before.1 < height, "{before:?} {place}");
    if !is_line || before.0 + 4 >= width {
        return;
    }
    desk.event(Event::Key("x".parse().expect("a key")));
    let buf = desk.buffer();
    let symbol = buf.cell(before).map(|cell| cell.symbol().to_owned()).unwrap_or_default();
    assert_eq!(symbol, "x", "the caret was at {before:?}: {place}\n{}", desk.screen());
    assert_eq!(desk.caret, (before.0 + 1, before.1), "{place}");
}

/// What is worth doing has been looked up, and what the first decision is made on.
fn to_do(desk: &mut Bench) {
    use crate::kb::{Task, TaskKind};
    use crate::tui::job::{Answer, Detail, Job, Pile};
    let task = |kind, id: &str, question: &str, detail: &str| Task {
        kind,
        id: Some(id.into()),
        question: question.into(),
        what: None,
        detail: detail.into(),
        proposal: None,
        uuid: Some("0190-waits".into()),
        cluster: None,
        is_returned: false,
        emergency_until: None,
        version: None,
        above: None,
        leans_on: None,
        used: 3,
        minutes: 5,
        weight: 9.0,
    };
    let tasks = vec![
        task(TaskKind::Review, "kd-0012", "宽带上不去网怎么办", "zhang"),
        task(TaskKind::Duplicate, "mv-0077", "副卡怎么收费", "mv-0078"),
        task(TaskKind::Expiring, "kd-0012", "双节活动", "2026-11-30"),
    ];
    let first = tasks[0].clone();
    desk.reply(Reply::Worked { job: Box::new(Job::Tasks(Pile::Today)), answer: Ok(Answer::Tasks(tasks)) });
    let detail = Detail { current: Some(desk.fake.articles[0].clone()), ..Detail::default() };
    desk.reply(Reply::Worked {
        job: Box::new(Job::Detail(Box::new(first))),
        answer: Ok(Answer::Detail(Box::new(detail))),
    });
}

/// An article is open to be written on, and was looked over.
pub(super) fn written(desk: &mut Bench) {
    use crate::customer::finding::{Finding, Part, Severity};
    use crate::kb::{Checked, Look, Near};
    use crate::model::manuscript::{Manuscript, Tongue, write};
    use crate::tui::job::{Answer, Job, Known, Seen, Sheet, Source};
    let article = desk.app.desk.shown.as_ref().expect("an article").article.clone();
    let id = article.id.clone().expect("an id");
    let manuscript = Manuscript { article, based_on: None };
    let text = write(&manuscript, Tongue::Chinese, true);
    let job = || Box::new(Job::Open(Source::Article(id.clone())));
    let sheet = |over| Sheet {
        key: id.clone(),
        id: Some(id.clone()),
        text: text.clone(),
        over,
        answers: None,
        is_proposal: false,
        known: Known::default(),
    };
    desk.reply(Reply::Worked { job: job(), answer: Ok(Answer::Opened(Box::new(sheet(None)))) });
    desk.keys("再查。");
    let Some(Job::Look { edition, .. }) = desk.jobs.last().cloned() else { panic!("a look") };
    let finding = Finding {
        rule: "leak.system".into(),
        severity: Severity::Error,
        part: Part::Body(crate::model::Face::Internal),
        at: 0..0,
        text: "BSS".into(),
        suggestion: None,
    };
    let near =
        Near { id: "kd-0021".into(), question: "宽带慢".into(), asked: "宽带".into(), is_same: false };
    let look = Look { findings: vec![Checked { finding, waiver: None }], near: vec![near] };
    let seen = Seen { article: Box::new(manuscript.article), look, words: Vec::new(), draft: None };
    let look = Job::Look { key: id.clone(), id: Some(id.clone()), text, edition, keep: true };
    desk.reply(Reply::Worked { job: Box::new(look), answer: Ok(Answer::Looked(Ok(Box::new(seen)))) });
}
