//! Piles of things to be decided on one by one: questions from outside, drafts that an import brought.

use tempfile::TempDir;

use super::harness::{Bench, bench};
use crate::i18n::{Language, Messages};
use crate::kb::{IntakeOptions, Kb, KbError, NewGolden, Order, Who, Wish};
use crate::model::lifecycle::Role;
use crate::model::{Answer as Text, Article, CustomerAnswer, Moment, OutsideQuestion, Source, Stage, Zone};
use crate::tui::clerk::{Clerk, Hired};
use crate::tui::event::Reply;
use crate::tui::job::{Job, Pile};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::work::Work;

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
            self.settle();
        }
        self.desk.screen()
    }

    /// Lets the clerk do what is ordered, until nothing is left to do.
    fn settle(&mut self) {
        while !self.desk.jobs.is_empty() {
            for job in std::mem::take(&mut self.desk.jobs) {
                let answer = self.clerk.work(&job, NOW);
                self.desk.reply(Reply::Worked { job: Box::new(job), answer });
            }
        }
    }

    /// Opens the texts of an article of the clerk's knowledge base; what is on the desk's screen is from another one.
    fn texts(&mut self, id: &str) -> String {
        let article = self.kb().newest_text(id, NOW).expect("an article").number;
        let pile = Pile::Versions(article);
        self.desk.app.overlay = Some(Overlay::Work(Box::new(Work::of(pile))));
        self.desk.jobs.push(Job::Tasks(pile));
        self.settle();
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

/// An article with a text in use, one that follows and a draft.
fn with_texts(width: u16, height: u16) -> House {
    house(width, height, |kb| {
        let text = |lead: &str| Article {
            id: Some("fk-1".into()),
            customer: Some(CustomerAnswer {
                answer: Text { lead: format!("{lead}，请问办几张？"), body: String::new() },
                ..CustomerAnswer::default()
            }),
            ..says("副卡怎么收费", lead)
        };
        take(kb, "house", &[text("每张10元。")]);
        kb.give_role(&who("root"), "li", Role::Reviewer, NOW).expect("a role");
        let mut base = kb.newest_text("fk-1", NOW).expect("a text").uuid;
        let day = |days: i64| Moment(NOW.0 + days * 86_400_000);
        for (lead, from) in [("每张12元。", Some(day(7))), ("每张15元。", None)] {
            let kept = kb.save(&who("root"), "fk-1", &base, &text(lead), NOW).expect("saved").expect("new");
            base = kept.uuid;
            if from.is_some() {
                kb.submit(&who("root"), &base, NOW).expect("handed in");
                kb.approve(&who("li"), &base, "", NOW).expect("approved");
                let order = Order { uuid: &base, from, waive: Some("客户口径先用") };
                kb.publish(&who("li"), order, NOW).expect("arranged");
            }
        }
    })
}

#[test]
fn the_texts_of_an_article_are_restored_archived_and_cancelled_with_one_key() {
    let mut house = with_texts(160, 48);
    let screen = house.texts("fk-1");
    for said in ["[草稿] 第3版", "[待生效] 第2版", "[使用中] 第1版", "[-每张10元-]{+每张15元+}"]
    {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    // An old text is a new draft, and a draft is kept for the record only.
    house.keys("<end><ctrl-x>");
    assert!(house.desk.said().contains("第4版草稿"), "{}", house.desk.said());
    let screen = house.keys("<home><ctrl-r>");
    assert!(screen.contains("[已归档] 第4版"), "{screen}");
    // What follows is cancelled; what is in use stays.
    let screen = house.keys("<down><down><ctrl-w>不涨价了<enter>");
    assert!(screen.contains("[已撤回] 第2版") && screen.contains("[使用中] 第1版"), "{screen}");
    assert!(house.kb().by_id("fk-1", NOW).expect("a read").expect("one").is_current());
    house.keys("<end><ctrl-w>停办<enter>");
    assert!(!house.kb().by_id("fk-1", NOW).expect("a read").is_some_and(|shown| shown.is_current()));
}

#[test]
fn emergency_wording_goes_out_from_the_list_and_from_the_text_and_says_until_when() {
    let mut house = with_texts(160, 48);
    house.texts("fk-1");
    house.keys("<ctrl-k f10>");
    assert!(house.desk.screen().contains("用几小时"), "{}", house.desk.screen());
    house.keys("<ctrl-u>99<enter>");
    assert!(house.desk.said().contains("1 到 24"), "{}", house.desk.said());
    house.keys("<ctrl-u>2<enter>");
    let screen = house.desk.screen();
    assert!(screen.contains("[临时口径] 第3版"), "{screen}");
    assert!(house.desk.said().contains("自动失效"), "{}", house.desk.said());
    let lead = |house: &House| {
        let shown = house.kb().by_id("fk-1", NOW).expect("a read").expect("an article");
        (shown.article.internal.expect("a face").body, shown.unreviewed_until.is_some())
    };
    assert_eq!(lead(&house), ("每张15元。".to_owned(), true));
    // Written and put in use at once; it is saved on the way.
    house.keys("<ctrl-x><ctrl-end>另收工本费。<ctrl-k f10><enter>");
    assert!(house.desk.said().contains("自动失效"), "{}", house.desk.said());
    assert!(lead(&house).0.contains("另收工本费"), "{:?}", lead(&house));
    assert_eq!(house.kb().newest_text("fk-1", NOW).expect("a text").stage, Stage::InReview);
}

#[test]
fn from_the_work_of_the_day_one_looks_at_the_texts_and_comes_back() {
    let mut house = house(160, 48, |kb| take(kb, "house", &[says("怎么查询话费余额", "发短信查。")]));
    house.keys("<ctrl-k ctrl-s>");
    assert!(house.desk.screen().contains("今日待办"), "{}", house.desk.screen());
    let screen = house.keys("<ctrl-d>");
    assert!(screen.contains("版本与发布") && screen.contains("[使用中] 第1版"), "{screen}");
    let screen = house.keys("<esc>");
    assert!(screen.contains("今日待办"), "{screen}");
    assert!(!house.keys("<esc>").contains("今日待办"));
}

#[test]
fn lagging_missing_and_not_found_are_each_decided_on_with_one_key() {
    let mut house = house(160, 48, |kb| {
        let mut lags = says("副卡怎么收费", "每张10元。");
        lags.id = Some("lags".into());
        lags.customer = Some(CustomerAnswer {
            answer: Text { lead: "每张10元，请问办几张？".into(), body: String::new() },
            based_on: Some("0".repeat(64)),
            ..CustomerAnswer::default()
        });
        let mute = Article { id: Some("mute".into()), ..says("怎么查询话费余额", "发短信查。") };
        take(kb, "house", &[lags, mute]);
        let golden = |text: &str, article: &str| NewGolden {
            text: text.into(),
            article: article.into(),
            scope: crate::model::Scope::default(),
        };
        let golden = [golden("亲子号码月租", "lags"), golden("欠费了没有", "mute")];
        kb.add_golden(&who("root"), &golden, NOW).expect("golden queries");
    });
    let mut decide = |label: &str, keys: &str| {
        let screen = house.keys("<ctrl-k ctrl-s>");
        let Some(Overlay::Work(work)) = &house.desk.app.overlay else { panic!("the list: {screen}") };
        let tasks = work.tasks.as_ref().expect("tasks");
        let is_it = |task: &crate::kb::Task| house.desk.app.house.say(task.kind.message_key()) == label;
        let at = tasks.iter().position(is_it).unwrap_or_else(|| panic!("no {label}: {screen}"));
        house.keys(&format!("<home>{}", "<down>".repeat(at)));
        let screen = house.keys(keys);
        (screen, house.desk.said().to_owned())
    };
    let (_, said) = decide("客户口径滞后", "<ctrl-e>");
    assert!(said.contains("第2版并送审"), "{said}");
    let (_, said) = decide("搜不到", "<enter>");
    assert!(said.contains("送审"), "{said}");
    let (_, said) = decide("搜不到", "<ctrl-r>");
    assert!(said.contains("已记下"), "{said}");
    let (screen, _) = decide("缺客户口径", "<enter>");
    assert!(matches!(house.desk.app.overlay, Some(Overlay::Editor(_))), "{screen}");
    let Some(Overlay::Editor(editor)) = &house.desk.app.overlay else { panic!("a text") };
    let text = editor.text();
    assert!(text.matches("发短信查").count() >= 2, "a customer face is drafted: {text}");
    let lags = house.kb().newest_text("lags", NOW).expect("a text").article;
    let mute = house.kb().newest_text("mute", NOW).expect("a text").article;
    assert_eq!((lags.is_drifted(), lags.similar.len() + mute.similar.len()), (false, 1));
}

/// One key said of a text with the old fare that it fits.
#[test]
fn a_text_in_which_a_fact_has_changed_is_not_confirmed() {
    let mut house = house(160, 48, |kb| {
        let face = |lead: &str| CustomerAnswer {
            answer: Text { lead: lead.into(), body: String::new() },
            ..CustomerAnswer::default()
        };
        let mut first = says("副卡怎么收费", "每张10元。");
        (first.id, first.customer) = (Some("lags".into()), Some(face("每张10元，请问办几张？")));
        let kept = kb.write_new(&who("root"), &first, NOW).expect("a draft");
        let mut next = kb.newest_text("lags", NOW).expect("a text").article;
        next.internal = Some(Text::of_body("每张15元。"));
        kb.save(&who("root"), "lags", &kept.uuid, &next, NOW).expect("saved").expect("new");
        let text = kb.newest_text("lags", NOW).expect("a text").article;
        take(kb, "house", &[Article { stage: Some(Stage::Published), ..text }]);
    });
    house.keys("<ctrl-k ctrl-s>");
    let Some(Overlay::Work(work)) = &house.desk.app.overlay else { panic!("the list") };
    let tasks = work.tasks.as_ref().expect("tasks");
    let at = tasks.iter().position(|task| task.kind == crate::kb::TaskKind::Drift).expect("it lags");
    let before = house.kb().newest_text("lags", NOW).expect("a text").revision_no;
    house.keys(&format!("<home>{}<ctrl-e>", "<down>".repeat(at)));
    assert!(house.desk.said().contains("不能只核对"), "{}", house.desk.said());
    assert_eq!(house.kb().newest_text("lags", NOW).expect("a text").revision_no, before);
}

/// A month that does not exist emptied the line, and an empty line means now.
#[test]
fn a_day_that_is_none_stays_in_the_line_with_what_is_wrong_and_a_reason_is_asked_for_again() {
    let mut house = with_texts(100, 30);
    house.texts("fk-1");
    let kb = |house: &House| Kb::open(&house.dir.path().join("kb"), Wish::Write).expect("a KB");
    // The draft is handed in by root and approved by li.
    house.keys("<home><enter>");
    let newest = house.kb().newest_text("fk-1", NOW).expect("a text");
    kb(&house).approve(&who("li"), &newest.uuid, "", NOW).expect("approved");
    house.texts("fk-1");
    house.keys("<home><enter>2026-13-01<enter>");
    let screen = house.desk.screen();
    assert!(screen.contains("2026-13-01") && screen.contains("不是日期"), "{screen}");
    house.keys("<esc><end><ctrl-w><enter>");
    let screen = house.desk.screen();
    assert!(screen.contains("下线的原因") && screen.contains("没有写理由"), "{screen}");
}

#[test]
fn the_piles_as_they_look() {
    for (width, height) in [(160, 48), (100, 30), (80, 24)] {
        let mut house = inbox(width, height);
        insta::assert_snapshot!(format!("inbox_{width}x{height}"), house.keys("<ctrl-k left>"));
        let mut house = with_texts(width, height);
        insta::assert_snapshot!(format!("versions_{width}x{height}"), house.texts("fk-1"));
        let mut house = document(width, height);
        insta::assert_snapshot!(format!("batch_{width}x{height}"), house.keys("<ctrl-k right><enter><end>"));
    }
}
