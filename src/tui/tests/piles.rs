//! Piles of things to be decided on one by one: questions from outside, drafts that an import brought.

use tempfile::TempDir;

use super::harness::{Bench, bench};
use crate::i18n::{Language, Messages};
use crate::kb::{IntakeOptions, Kb, KbError, Who, Wish};
use crate::model::{Answer as Text, Article, Moment, OutsideQuestion, Source, Stage, Zone};
use crate::tui::clerk::{Clerk, Hired};
use crate::tui::event::Reply;
use crate::tui::overlay::Overlay;

const NOW: Moment = Moment(1_790_000_000_000);

fn who(name: &str) -> Who {
    Who { os_user: name.into(), agent_no: None }
}

/// A desk whose clerk works on a knowledge base of its own.
struct House {
    dir: TempDir,
    desk: Bench,
    clerk: Clerk,
}

fn house(width: u16, height: u16, fill: impl FnOnce(&mut Kb)) -> House {
    let dir = tempfile::tempdir().expect("a directory");
    let root = dir.path().join("kb");
    let mut kb = Kb::create(&root, &Zone::default(), &who("root"), NOW).expect("a KB");
    fill(&mut kb);
    kb.sync().expect("an index");
    drop(kb);
    let open = std::sync::Arc::new(move || Kb::open(&root, Wish::Write));
    let clerk = Clerk::new(Hired { open, who: who("root"), messages: Messages::new(Language::Chinese) });
    House { dir, desk: bench(width, height), clerk }
}

impl House {
    /// Presses keys, and lets the clerk do what they order, until nothing is left to do.
    fn keys(&mut self, keys: &str) -> String {
        // One key after another: what a key brings up has to be there for the next one.
        for key in keys.split_inclusive('>').flat_map(|part| match part.split_once('<') {
            Some((typed, key)) => vec![typed.to_owned(), format!("<{key}")],
            None => vec![part.to_owned()],
        }) {
            self.desk.keys(&key);
            while !self.desk.jobs.is_empty() {
                for job in std::mem::take(&mut self.desk.jobs) {
                    let answer = self.clerk.work(&job, NOW);
                    self.desk.reply(Reply::Worked { job: Box::new(job), answer });
                }
            }
        }
        self.desk.screen()
    }

    fn kb(&self) -> Kb {
        Kb::open(&self.dir.path().join("kb"), Wish::Read).expect("a KB")
    }
}

fn take(kb: &mut Kb, name: &str, articles: &[Article]) {
    let options = IntakeOptions { name: name.into(), ..IntakeOptions::default() };
    kb.intake(&who("root"), NOW, &options, |intake| -> Result<_, KbError> {
        for article in articles {
            intake.take(article, Some(name), false).expect("it lands");
        }
        Ok(((), "{}".to_owned()))
    })
    .expect("an intake");
}

fn says(question: &str, body: &str) -> Article {
    Article { question: question.into(), internal: Some(Text::of_body(body)), ..Article::default() }
}

fn asked(text: &str, votes: i64) -> OutsideQuestion {
    OutsideQuestion {
        text: text.into(),
        answer: format!("{text}，有人说打电话"),
        votes,
        times: 1,
        day: Some(jiff::civil::date(2026, 3, 1)),
        source: "https://wenda.example/q/1".into(),
        licence: Some("CC-BY-4.0".into()),
    }
}

fn inbox(width: u16, height: u16) -> House {
    house(width, height, |kb| {
        let roaming =
            Article { id: Some("roam".into()), ..says("怎么开通国际漫游", "发短信开通。") };
        take(kb, "house", &[roaming, says("怎么查询话费余额", "发短信查。")]);
        let outside = [
            asked("国际漫游如何开通呢", 3),
            asked("请问怎么开通国际漫游啊", 1),
            asked("花卡宝藏版怎么销户", 9),
            asked("花卡宝藏版能不能销户", 2),
            asked("今天天气怎么样", 0),
        ];
        kb.receive_outside(&who("root"), "wenda.jsonl", &outside, NOW).expect("questions");
    })
}

fn document(width: u16, height: u16) -> House {
    house(width, height, |kb| {
        take(kb, "house", &[says("怎么查询话费余额", "发短信查。")]);
        let piece = |question: &str, body: &str| Article {
            source: Some(Source { reference: format!("手册.html#{question}"), ..Source::default() }),
            ..says(question, body)
        };
        take(
            kb,
            "docs/手册.html",
            &[
                piece("办理条件", "年满十八周岁。\n\n## 未成年人怎么办\n\n由监护人办理。"),
                piece("办理流程", "带身份证到营业厅。"),
                piece("费用", "其费用每月10元。"),
            ],
        );
    })
}

#[test]
fn each_question_from_outside_is_decided_on_with_one_key() {
    let mut house = inbox(160, 48);
    let screen = house.keys("<ctrl-k left>");
    assert!(screen.contains("外部问题") && screen.contains("3 件"), "{screen}");
    assert!(screen.contains("花卡宝藏版怎么销户") && screen.contains("wenda.example"), "{screen}");
    assert!(screen.contains("作新草稿"), "{screen}");
    // The most asked is selected: a gap, then what an article answers, then nothing for this house.
    house.keys("<down>");
    assert!(house.desk.screen().contains("作相似问"), "{}", house.desk.screen());
    house.keys("<enter>");
    assert!(house.desk.said().contains("roam"), "{}", house.desk.said());
    house.keys("<up><enter>");
    assert!(house.desk.said().contains("草稿"), "{}", house.desk.said());
    let screen = house.keys("<ctrl-r>");
    assert!(screen.contains("没有待处理的外部问题"), "{screen}");
    let kb = house.kb();
    let roaming = kb.newest_text("roam", NOW).expect("the article").article;
    assert_eq!(roaming.similar.len(), 2, "{roaming:?}");
    assert_eq!(roaming.stage, Some(Stage::Draft), "somebody else reviews it");
}

#[test]
fn a_question_from_outside_is_sent_to_an_article_or_written_on_at_once() {
    let mut house = inbox(160, 48);
    house.keys("<ctrl-k left>");
    house.keys("<ctrl-t>roam<enter>");
    assert!(house.desk.said().contains("roam"), "{}", house.desk.said());
    house.keys("<ctrl-t>none<enter>");
    assert!(house.desk.said().contains("none"), "it names what is not there: {}", house.desk.said());
    assert!(matches!(house.desk.app.overlay, Some(Overlay::Work(_))), "and the pile is still there");
    let screen = house.keys("<ctrl-x>");
    assert!(matches!(house.desk.app.overlay, Some(Overlay::Editor(_))), "{screen}");
}

#[test]
fn the_pieces_of_a_document_are_handed_in_joined_skipped_and_shelved() {
    let mut house = document(160, 48);
    let screen = house.keys("<ctrl-k right>");
    assert!(screen.contains("手册.html"), "{screen}");
    let screen = house.keys("<enter>");
    assert!(screen.contains("第 2 批的草稿") && screen.contains("办理条件"), "{screen}");
    let screen = house.keys("<end>");
    assert!(screen.contains("“其”说的是：办理流程"), "what it leans on is shown: {screen}");
    house.keys("<ctrl-t>资费<enter>");
    house.keys("<ctrl-e>");
    let screen = house.keys("<home><ctrl-e>");
    assert!(house.desk.said().contains("上面没有"), "{screen}");
    house.keys("<enter>");
    assert!(!house.desk.screen().contains("办理条件"), "handed in: {}", house.desk.screen());
    let screen = house.keys("<ctrl-r>");
    assert!(screen.contains("没有待看的草稿"), "{screen}");
    let stages: Vec<Stage> = {
        let mut out = Vec::new();
        house
            .kb()
            .batch_articles(2, &mut |article| {
                out.push(article.stage);
                true
            })
            .expect("a batch");
        out
    };
    assert_eq!(stages, [Stage::InReview, Stage::Archived, Stage::Archived]);
}

#[test]
fn a_text_is_cut_where_the_caret_stands() {
    let mut house = document(160, 48);
    house.keys("<ctrl-k right><enter><ctrl-x>");
    assert!(matches!(house.desk.app.overlay, Some(Overlay::Editor(_))));
    house.keys("<ctrl-home><ctrl-k ctrl-d>");
    assert!(house.desk.said().contains("前后都有字"), "{}", house.desk.said());
    house.keys("<down><down><down><ctrl-k ctrl-d>");
    assert!(house.desk.said().contains("已拆成两条"), "{}", house.desk.said());
    let screen = house.desk.screen();
    assert!(screen.contains("未成年人怎么办"), "{screen}");
    let Some(Overlay::Work(work)) = &house.desk.app.overlay else { panic!("the pile") };
    assert_eq!(work.tasks.as_ref().map(Vec::len), Some(4));
}

#[test]
fn the_piles_as_they_look() {
    for (width, height) in [(160, 48), (100, 30), (80, 24)] {
        let mut house = inbox(width, height);
        insta::assert_snapshot!(format!("inbox_{width}x{height}"), house.keys("<ctrl-k left>"));
        let mut house = document(width, height);
        insta::assert_snapshot!(format!("batch_{width}x{height}"), house.keys("<ctrl-k right><enter><end>"));
    }
}
