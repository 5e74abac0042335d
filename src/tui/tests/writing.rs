//! Writing on an article: nothing that was typed is lost, and what is put in goes where it was meant.

use tempfile::TempDir;

use super::harness::{Bench, bench};
use super::states::written;
use crate::customer::finding::{Finding, Part, Severity};
use crate::i18n::{Language, Messages};
use crate::kb::{Checked, Kb, Look, Who};
use crate::model::manuscript::{Tongue, read};
use crate::model::{Answer as Text, Article, CustomerAnswer, Face, Moment, Zone};
use crate::tui::action::Action;
use crate::tui::clerk::{Clerk, Hired};
use crate::tui::event::{Reply, Trouble};
use crate::tui::job::{Answer, Job, Known, Outcome, Pile, Reword, Seen, Sheet, Source, Step, Then};
use crate::tui::outside::Returned;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::editor::Editor;
use crate::tui::overlay::list::{Kind, Value};
use crate::tui::overlay::options::Put;

const NOW: Moment = Moment(1_790_000_000_000);

fn editor(desk: &Bench) -> &Editor {
    match &desk.app.overlay {
        Some(Overlay::Editor(editor)) => editor,
        other => panic!("the text is gone: {other:?}"),
    }
}

fn open() -> Bench {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-x>");
    written(&mut desk);
    desk
}

/// The palette took the place of the text, and closing it led to the desk.
#[test]
fn what_is_opened_over_a_text_gives_it_back() {
    for keys in ["<f1><esc>", "<ctrl-p><esc>", "<tab><ctrl-o><f1><esc>", "<ctrl-p><f1><esc>"] {
        let mut desk = open();
        desk.keys(keys);
        assert!(editor(&desk).text().contains("再查。"), "{keys}");
    }
    let mut desk = open();
    desk.keys("<ctrl-p>");
    let Some(Overlay::List(list)) = &desk.app.overlay else { panic!("a palette") };
    let can =
        |action: Action| list.entries().iter().any(|e| e.enabled && e.label == desk.app.house.title(action));
    assert_eq!(list.kind, Kind::Palette);
    assert!(
        can(Action::Save) && can(Action::Undo) && !can(Action::Use),
        "it offers what can be done to a text"
    );
    desk.keys("撤销<enter>");
    assert!(!editor(&desk).text().contains("再查。"), "and does it");
}

#[test]
fn the_softphone_takes_no_text_away() {
    let mut desk = open();
    desk.tell(r#"{"v":1,"do":"query","text":"退款"}"#);
    assert!(editor(&desk).text().contains("再查。"));
}

/// What was typed while a save was on its way was taken to be saved, and closing forgot it.
#[test]
fn what_is_typed_while_a_save_is_on_its_way_is_not_saved() {
    let mut desk = open();
    desk.keys("<ctrl-s>");
    let Some(Job::Step(step)) = desk.jobs.iter().rfind(|job| matches!(job, Job::Step(_))).cloned() else {
        panic!("a save")
    };
    desk.keys("后来。");
    let uuid = "0190-new".to_owned();
    let saved = Outcome::Saved { id: "kd-0012".into(), revision_no: 4, submitted: false, uuid };
    desk.reply(Reply::Worked { job: Box::new(Job::Step(step)), answer: Ok(Answer::Stepped(saved)) });
    assert!(editor(&desk).is_changed() && editor(&desk).text().contains("后来。"));
    let manuscript = read(&editor(&desk).text()).expect("a manuscript");
    assert_eq!(manuscript.based_on.as_deref(), Some("0190-new"), "the next save goes on from it");
    desk.keys("<backspace><backspace><backspace>");
    assert!(!editor(&desk).is_changed(), "{}", editor(&desk).text());
}

#[test]
fn a_list_that_never_came_is_no_empty_one() {
    let mut desk = bench(160, 48);
    desk.keys("<ctrl-k ctrl-s>");
    assert!(desk.screen().contains("正在看"), "{}", desk.screen());
    let trouble = Trouble { message: "数据库出错".into(), hint: None };
    desk.reply(Reply::Worked { job: Box::new(Job::Tasks(Pile::Today)), answer: Err(trouble) });
    assert!(!desk.screen().contains("没有待办") && desk.said().contains("数据库出错"), "{}", desk.screen());
}

/// What comes back may have fewer parts than what went.
#[test]
fn what_comes_back_from_an_editor_is_one_step_that_can_be_undone() {
    let mut desk = open();
    let before = editor(&desk).text();
    let text = before.replace("再查。", "再查光猫。");
    desk.reply(Reply::Outside(Returned::Text(Some(text.clone()))));
    assert_eq!(editor(&desk).text(), text);
    desk.keys("<ctrl-z>");
    assert_eq!(editor(&desk).text(), before);
    let short = text.split("\n=== ").take(2).collect::<Vec<_>>().join("\n=== ");
    desk.keys("<tab><tab>");
    desk.reply(Reply::Outside(Returned::Text(Some(short))));
    desk.keys("好<tab>好");
    for returned in [Returned::Text(None), Returned::NoEditor, Returned::Busy] {
        let before = editor(&desk).text();
        desk.reply(Reply::Outside(returned));
        assert_eq!(editor(&desk).text(), before);
        assert!(!desk.said().is_empty());
    }
}

#[test]
fn relations_and_actions_are_chosen_and_not_typed() {
    let pick = |field: &str, choice: &str| {
        let text = format!("---\n标准问: 甲\n{field}\n---\n\n=== 内部口径\n乙\n");
        let known = Known { tags: vec!["高频".into(), "投诉".into()], ..Known::default() };
        let key = "new".to_owned();
        let sheet = Sheet { key, id: None, text, over: None, answers: None, is_proposal: false, known };
        let mut editor = Editor::new(sheet);
        let desk = bench(160, 48);
        let line = editor.here().unwrap().1.find(field.lines().last().unwrap()).unwrap();
        while editor.here().unwrap().2 < line {
            editor.update(Action::Next);
        }
        let entries = crate::tui::overlay::options::entries(&editor, &desk.app.desk, &desk.app.house);
        let Some(entry) = entries.iter().find(|entry| entry.label.contains(choice)) else {
            panic!("{choice} is not in {entries:?}")
        };
        let Value::Put(Put::Here(range, text)) = entry.value.clone() else { panic!("{entry:?}") };
        editor.replace(range, &text);
        editor.text().split("\n---").next().unwrap().split_once("标准问: 甲\n").unwrap().1.to_owned()
    };
    assert_eq!(pick("处理动作:", "派单"), "处理动作:\n  - 派单 | ");
    assert_eq!(pick("处理动作:\n  - 派单 | 装维 | 24h", "办理"), "处理动作:\n  - 办理 | 装维 | 24h");
    assert_eq!(pick("关联:\n  - 另见 | kd-9", "取代"), "关联:\n  - 取代 | kd-9");
    assert_eq!(pick("标签: 高频", "投诉"), "标签: 高频、投诉");
    // What is pinned and what was read last is at hand.
    let pinned = bench(160, 48).app.desk.overview.hot[0].clone();
    assert_eq!(pick("关联:", &pinned.question), format!("关联:\n  - 另见 | {}", pinned.id));
}

fn of(internal: &str, customer: &str) -> Editor {
    let text = format!(
        "---\n标准问: 甲\n---\n\n=== 内部口径\n首句: 一\n\n{internal}\n\n=== 客户口径\n首句: 二\n\n{customer}\n"
    );
    Editor::new(Sheet {
        key: "a".into(),
        id: Some("a".into()),
        text,
        over: None,
        answers: None,
        is_proposal: false,
        known: Known::default(),
    })
}

fn hear(editor: &mut Editor, findings: Vec<Finding>, words: Vec<Reword>) {
    let house = bench(80, 24).app.house;
    let Some(Job::Look { edition, text, .. }) = editor.to_look() else { panic!("a look") };
    let findings = findings.into_iter().map(|finding| Checked { finding, waiver: None }).collect();
    let article = Box::new(read(&text).expect("a manuscript").article);
    let seen = Seen { article, look: Look { findings, near: Vec::new() }, words, draft: None };
    assert!(editor.hear(edition, Ok(Box::new(seen)), &house));
}

/// It was replaced wherever it stood, in longer words too.
#[test]
fn a_word_is_exchanged_only_where_that_was_proposed() {
    let mut editor = of("拆机先查欠费。", "拆机费不变。拆机请到营业厅。");
    let body = Part::Body(Face::Customer);
    let at = "拆机费不变。".len();
    hear(&mut editor, Vec::new(), vec![Reword { part: body, at, from: "拆机".into(), to: "销户".into() }]);
    assert_eq!(editor.rewords(), [("拆机", "销户")]);
    assert!(editor.reword("拆机", "销户"));
    let text = editor.text();
    assert!(text.contains("拆机费不变。销户请到营业厅。") && text.contains("拆机先查欠费。"), "{text}");
}

#[test]
fn what_a_finding_suggests_goes_where_it_was_found() {
    let mut editor = of("予以办理。", "予以退款。");
    let finding = Finding {
        rule: "officialese.word".into(),
        severity: Severity::Warning,
        part: Part::Body(Face::Internal),
        at: 0.."予以".len(),
        text: "予以".into(),
        suggestion: Some("可以".into()),
    };
    hear(&mut editor, vec![finding], Vec::new());
    assert!(editor.take_suggestion(0));
    let text = editor.text();
    assert!(text.contains("可以办理。") && text.contains("予以退款。"), "{text}");
}

#[test]
fn a_new_article_that_was_saved_is_written_on_as_that_article() {
    let sheet = Sheet {
        key: "new".into(),
        id: None,
        text: "---\n# 注\n标准问: 甲\n---\n\n=== 内部口径\n首句: 一\n".into(),
        over: None,
        answers: Some("f".into()),
        is_proposal: false,
        known: Known::default(),
    };
    let mut editor = Editor::new(sheet);
    editor.begin_save();
    editor.saved("kd-9", None, "0190-9", Tongue::Chinese);
    assert_eq!((editor.id.as_deref(), editor.key.as_str(), &editor.answers), (Some("kd-9"), "kd-9", &None));
    let manuscript = read(&editor.text()).expect("a manuscript");
    assert_eq!(manuscript.based_on.as_deref(), Some("0190-9"));
    assert_eq!(manuscript.article.id.as_deref(), Some("kd-9"));
    assert!(!editor.is_changed());
}

/// A clerk over a KB with one article.
fn clerk(user: &str) -> (TempDir, Clerk) {
    let dir = tempfile::tempdir().expect("a directory");
    let (root, desk) = (dir.path().join("kb"), dir.path().join("desk.db"));
    let who = |name: &str| Who { os_user: name.into(), agent_no: None };
    let mut kb = Kb::create(&root, &Zone::default(), &who("root"), NOW).expect("a KB");
    let article = Article {
        id: Some("a".into()),
        question: "副卡怎么收费".into(),
        internal: Some(Text::of_body("每张 10 元。")),
        customer: Some(CustomerAnswer {
            answer: Text::of_body("每张 10 元，办吗？"),
            ..CustomerAnswer::default()
        }),
        ..Article::default()
    };
    kb.write_new(&who("root"), &article, NOW).expect("an article");
    drop(kb);
    let open = std::sync::Arc::new(move || {
        let mut kb = Kb::open(&root, crate::kb::Wish::Write)?;
        kb.use_desk(&desk)?;
        Ok(kb)
    });
    (dir, Clerk::new(Hired { open, who: who(user), messages: Messages::new(Language::Chinese) }))
}

fn sheet(clerk: &mut Clerk, source: Source) -> Sheet {
    match clerk.work(&Job::Open(source), NOW).expect("a text") {
        Answer::Opened(sheet) => *sheet,
        other => panic!("{other:?}"),
    }
}

fn save(clerk: &mut Clerk, sheet: &Sheet, text: &str, submit: bool) -> Outcome {
    let step = Step::Save {
        key: sheet.key.clone(),
        id: sheet.id.clone(),
        manuscript: Box::new(read(text).expect("a manuscript")),
        then: if submit { Then::Submit } else { Then::Draft },
        answers: sheet.answers.clone(),
    };
    match clerk.work(&Job::Step(Box::new(step)), NOW).expect("an outcome") {
        Answer::Stepped(outcome) => outcome,
        other => panic!("{other:?}"),
    }
}

fn look(clerk: &mut Clerk, sheet: &Sheet, text: &str) -> Answer {
    let job = Job::Look {
        key: sheet.key.clone(),
        id: sheet.id.clone(),
        text: text.to_owned(),
        edition: 1,
        keep: true,
    };
    clerk.work(&job, NOW).expect("a look")
}

#[test]
fn an_agent_proposes_and_an_editor_finds_it_and_their_own_text_goes_first() {
    let (dir, mut agent) = clerk("li");
    let opened = sheet(&mut agent, Source::Article("a".into()));
    let text = opened.text.replace("每张 10 元。", "每张 5 元。");
    assert!(matches!(save(&mut agent, &opened, &text, true), Outcome::Proposed { .. }));
    // The same KB and desk, by somebody who may write.
    let (root, desk) = (dir.path().join("kb"), dir.path().join("desk.db"));
    let open = std::sync::Arc::new(move || {
        let mut kb = Kb::open(&root, crate::kb::Wish::Write)?;
        kb.use_desk(&desk)?;
        Ok(kb)
    });
    let who = Who { os_user: "root".into(), agent_no: None };
    let mut editor = Clerk::new(Hired { open, who, messages: Messages::new(Language::Chinese) });
    let Answer::Tasks(tasks) = editor.work(&Job::Tasks(Pile::Today), NOW).expect("a list") else {
        panic!("a list")
    };
    let task = tasks.iter().find(|task| task.proposal.is_some()).expect("the proposal");
    assert!(!task.detail.contains("---"), "it is opened, not read in a line: {}", task.detail);
    let proposal = || Source::Proposal {
        id: task.id.clone(),
        text: task.proposal.clone().unwrap_or_default(),
        answers: task.uuid.clone().unwrap_or_default(),
    };
    let opened = sheet(&mut editor, proposal());
    assert!(opened.is_proposal && opened.over.as_ref().is_some_and(|over| over.contains("每张 5 元。")));
    // What they had typed before would be lost under it.
    let own = sheet(&mut editor, Source::Article("a".into()));
    look(&mut editor, &own, &own.text.replace("每张 10 元。", "每张 8 元。"));
    let opened = sheet(&mut editor, proposal());
    assert!(!opened.is_proposal && opened.over.is_some_and(|over| over.contains("每张 8 元。")));
}

#[test]
fn a_text_that_is_not_saved_is_a_task_with_its_question_until_it_is() {
    let (_dir, mut clerk) = clerk("root");
    let kb = |clerk: &mut Clerk| match clerk.work(&Job::Tasks(Pile::Today), NOW).expect("a list") {
        Answer::Tasks(tasks) => tasks,
        other => panic!("{other:?}"),
    };
    let new = sheet(
        &mut clerk,
        Source::New { question: "火星漫游".into(), scope: Default::default(), answers: None },
    );
    // What was begun and not saved is a task that bears its question.
    look(&mut clerk, &new, &new.text);
    let tasks = kb(&mut clerk);
    let unsaved = tasks.iter().find(|task| task.kind == crate::kb::TaskKind::Unsaved).expect("a task");
    assert_eq!((unsaved.question.as_str(), &unsaved.id), ("火星漫游", &None));
    assert!(matches!(save(&mut clerk, &new, &new.text, false), Outcome::Saved { submitted: false, .. }));
    assert!(kb(&mut clerk).iter().all(|task| task.kind != crate::kb::TaskKind::Unsaved), "it is saved");
}

/// Below a narrow window only a few of the findings fit: what one jumps to is not read from memory.
#[test]
fn the_finding_that_one_jumps_to_is_in_sight() {
    let words = ["欠费", "光猫", "客户", "路由器", "红闪", "光路", "装维", "公告", "群障", "流程"];
    let mut desk = bench(80, 24);
    desk.keys("宽带<ctrl-x>");
    written(&mut desk);
    let Some(Job::Look { key, id, text, edition, keep }) = desk.jobs.last().cloned() else {
        panic!("a look")
    };
    let finding = |word: &&str| Finding {
        rule: "leak.term".into(),
        severity: Severity::Error,
        part: Part::Body(Face::Internal),
        at: 0..0,
        text: (*word).into(),
        suggestion: None,
    };
    let findings = words.iter().map(|word| Checked { finding: finding(word), waiver: None }).collect();
    let article = Box::new(read(&text).expect("a manuscript").article);
    let look = Look { findings, near: Vec::new() };
    let seen = Seen { article, look, words: Vec::new(), draft: None };
    let job = Job::Look { key, id, text, edition, keep };
    desk.reply(Reply::Worked { job: Box::new(job), answer: Ok(Answer::Looked(Ok(Box::new(seen)))) });
    assert!(desk.screen().contains("“欠费”") && !desk.screen().contains("“流程”"), "{}", desk.screen());
    for word in words {
        desk.keys("<f8>");
        assert!(desk.screen().contains(&format!("“{word}”")), "{word}: {}", desk.screen());
    }
    desk.keys("<f8>");
    assert!(desk.screen().contains("“欠费”"), "and from the first one again");
}

/// What was typed in front of the word 首句 made the first sentence a part of the body.
#[test]
fn typing_begins_behind_the_word_that_names_the_lead() {
    let mut editor = of("内部", "客户");
    assert!(editor.insert("甲"));
    assert!(editor.text().contains("首句: 甲一"), "{}", editor.text());
    editor.update(Action::FlipFace);
    assert!(editor.insert("乙"));
    assert!(editor.text().contains("首句: 乙二"), "{}", editor.text());
}

/// The key stayed where it was: a text that was not compared has no words to stand on.
#[test]
fn a_finding_about_a_whole_text_leads_to_that_text() {
    let text =
        "---\n标准问: 甲\n---\n\n=== 内部口径\n首句: 一\n\n=== 客户口径\n首句: 二\n\n=== 短信\n请看灯。\n";
    let sheet = Sheet {
        key: "a".into(),
        id: Some("a".into()),
        text: text.into(),
        over: None,
        answers: None,
        is_proposal: false,
        known: Known::default(),
    };
    let mut editor = Editor::new(sheet);
    let Some(Job::Look { edition, .. }) = editor.to_look() else { panic!("a look") };
    let finding = Finding {
        rule: "drift.text".into(),
        severity: Severity::Warning,
        part: Part::Rendering("sms".into()),
        at: 0..0,
        text: "0123".into(),
        suggestion: None,
    };
    let article = Box::new(read(text).expect("a manuscript").article);
    let look = Look { findings: vec![Checked { finding, waiver: None }], near: Vec::new() };
    let seen = Seen { article, look, words: Vec::new(), draft: None };
    let desk = bench(160, 48);
    editor.hear(edition, Ok(Box::new(seen)), &desk.app.house);
    editor.update(Action::MatchNext);
    let (section, at, _) = editor.here().expect("a part");
    assert!(at.contains("请看灯"), "{section:?} {at}");
}
