//! Writing and reviewing.

use super::*;
use crate::kb::{Kept, LifeError};
use crate::model::lifecycle::{Refusal, Role, Step, Verdict};
use crate::model::{FeedbackKind, Rendering};
use crate::store::Who;

/// A KB with an editor, two reviewers and nobody else; its maker is the admin.
pub(super) fn house() -> (TempDir, Kb) {
    let (dir, mut kb) = new_kb();
    for (user, role) in [("zhang", Role::Editor), ("li", Role::Reviewer), ("wang", Role::Reviewer)] {
        kb.give_role(&who(), user, role, NOW).expect("a role");
    }
    (dir, kb)
}

pub(super) fn named(user: &str) -> Who {
    Who { os_user: user.into(), agent_no: None }
}

/// An article written by zhang and handed in.
pub(super) fn handed_in(kb: &mut Kb, text: &Article) -> Kept {
    let kept = kb.write_new(&named("zhang"), text, NOW).expect("a draft");
    kb.submit(&named("zhang"), &kept.uuid, NOW).expect("handed in");
    kept
}

fn refusal<T: std::fmt::Debug>(done: Result<T, LifeError>) -> Refusal {
    match done {
        Err(LifeError::Refused { refusal, .. }) => refusal,
        other => panic!("{other:?}"),
    }
}

/// What was logged of an article, in one word each.
pub(super) fn logged(kb: &Kb, id: &str) -> Vec<String> {
    kb.log(id).expect("a log").into_iter().map(|entry| entry.what).collect()
}

fn stage(kb: &Kb, id: &str) -> Stage {
    kb.newest_text(id, NOW).expect("a text").stage
}

#[test]
fn a_new_article_is_a_draft_with_a_line_in_the_log() {
    let (_dir, mut kb) = house();
    let text = Article { id: None, category: vec!["宽带".into()], ..article("", "宽带怎么移机") };
    let kept = kb.write_new(&named("zhang"), &text, NOW).unwrap();
    assert_eq!((kept.id.as_str(), kept.revision_no), ("kd-000001", 1));
    let shown = kb.newest_text(&kept.id, NOW).unwrap();
    assert_eq!((shown.stage, shown.author.as_str()), (Stage::Draft, "zhang"));
    assert_eq!(shown.article.category, ["宽带"], "the new category is known at once");
    assert_eq!(logged(&kb, &kept.id), ["new"]);
    assert!(matches!(
        kb.write_new(&named("zhang"), &article("kd-000001", "乙"), NOW),
        Err(LifeError::TakenId { .. })
    ));
    for (bad, who) in [(article("x", " \u{200b}"), "zhang"), (article("x", "甲"), "nobody")] {
        let before = dump(&database(&kb));
        let done = kb.write_new(&named(who), &bad, NOW);
        assert!(matches!(done, Err(LifeError::NoQuestion | LifeError::NeedsRole { .. })), "{done:?}");
        assert_eq!(dump(&database(&kb)), before);
    }
}

#[test]
fn a_save_names_what_it_was_based_on_or_is_a_conflict_with_both_texts() {
    let (_dir, mut kb) = house();
    let first = kb.write_new(&named("zhang"), &article("a", "甲"), NOW).unwrap();
    let ours = Article { tags: vec!["我".into()], ..article("a", "甲") };
    let theirs = Article { tags: vec!["别人".into()], ..article("a", "甲") };
    let second = kb.save(&named("li"), "a", &first.uuid, &theirs, NOW).unwrap().unwrap();
    assert_eq!(second.revision_no, 2);
    let before = dump(&database(&kb));
    match kb.save(&named("zhang"), "a", &first.uuid, &ours, NOW) {
        Err(LifeError::Conflict { id, base, newest }) => {
            assert_eq!((id.as_str(), base.revision_no, newest.revision_no), ("a", 1, 2));
            assert_eq!((base.article.tags.len(), newest.article.tags), (0, vec!["别人".to_owned()]));
            assert_eq!(newest.author, "li");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(dump(&database(&kb)), before, "a conflict writes nothing");
    // What somebody else has saved just so meanwhile is no conflict, and nothing to save.
    assert_eq!(kb.save(&named("zhang"), "a", &first.uuid, &theirs, NOW).unwrap(), None);
    assert!(kb.save(&named("zhang"), "a", &second.uuid, &ours, NOW).unwrap().is_some());
    assert!(matches!(
        kb.save(&named("zhang"), "a", "no-such", &ours, NOW),
        Err(LifeError::NoRevision { .. })
    ));
}

#[test]
fn two_writers_at_once_leave_one_text_and_one_conflict() {
    let (_dir, mut kb) = house();
    let first = kb.write_new(&named("zhang"), &article("a", "甲"), NOW).unwrap();
    let path = kb.place().root().to_path_buf();
    let done: Vec<bool> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|n| {
                let (path, uuid) = (&path, &first.uuid);
                scope.spawn(move || {
                    let mut kb = Kb::open(path, Wish::Write).expect("it opens");
                    let text = Article { tags: vec![n.to_string()], ..article("a", "甲") };
                    match kb.save(&named("zhang"), "a", uuid, &text, NOW) {
                        Ok(Some(_)) => true,
                        Err(LifeError::Conflict { .. }) => false,
                        other => panic!("{other:?}"),
                    }
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().expect("no panic")).collect()
    });
    assert_eq!(done.iter().filter(|saved| **saved).count(), 1, "{done:?}");
    assert_eq!(kb.newest_text("a", NOW).unwrap().revision_no, 2);
    assert_eq!(logged(&kb, "a"), ["new", "edit"]);
}

#[test]
fn what_did_not_change_is_not_saved() {
    let (_dir, mut kb) = house();
    let kept = kb.write_new(&named("zhang"), &article("a", "甲"), NOW).unwrap();
    let text = kb.newest_text("a", NOW).unwrap().article;
    let before = dump(&database(&kb));
    assert_eq!(kb.save(&named("zhang"), "a", &kept.uuid, &text, NOW).unwrap(), None);
    let staged = staged(Stage::Published, text);
    assert_eq!(
        kb.save(&named("zhang"), "a", &kept.uuid, &staged, NOW).unwrap(),
        None,
        "the stage is no content"
    );
    assert_eq!(dump(&database(&kb)), before);
}

#[test]
fn a_kb_that_can_only_be_read_says_so_by_type() {
    let (_dir, mut kb) = house();
    let kept = kb.write_new(&named("zhang"), &article("a", "甲"), NOW).unwrap();
    let shots = kb.place().root().with_extension("shots");
    kb.export_snapshot(&shots, NOW).unwrap();
    let mut reader = Kb::open(&shots, Wish::Read).unwrap();
    let changed = Article { tags: vec!["新".into()], ..article("a", "甲") };
    let done = reader.save(&named("zhang"), "a", &kept.uuid, &changed, NOW);
    assert!(done.as_ref().is_err_and(LifeError::is_read_only), "{done:?}");
    let refused = reader.write_new(&named("zhang"), &article("b", "乙"), NOW).unwrap_err();
    assert!(refused.is_read_only());
}

#[test]
fn an_old_text_comes_back_as_the_newest_one() {
    let (_dir, mut kb) = house();
    let first = kb.write_new(&named("zhang"), &article("a", "甲"), NOW).unwrap();
    let changed = Article { tags: vec!["新".into()], ..article("a", "乙") };
    kb.save(&named("zhang"), "a", &first.uuid, &changed, NOW).unwrap();
    let back = kb.restore(&named("li"), "a", 1, NOW).unwrap().unwrap();
    assert_eq!(back.revision_no, 3);
    let (old, new) = (kb.revision_text("a", 1, NOW).unwrap(), kb.newest_text("a", NOW).unwrap());
    assert_eq!((new.article.content_hash(), new.author), (old.article.content_hash(), "li".to_owned()));
    assert_eq!(kb.restore(&named("li"), "a", 1, NOW).unwrap(), None, "it is the newest already");
    assert!(matches!(kb.restore(&named("li"), "a", 9, NOW), Err(LifeError::NoRevision { .. })));
    assert_eq!(logged(&kb, "a"), ["new", "edit", "restore"]);
}

#[test]
fn customer_texts_record_what_they_were_made_from() {
    let (_dir, mut kb) = house();
    let mut text = article("a", "甲");
    let sms = Rendering { text: "短信".into(), based_on: None };
    text.customer.as_mut().unwrap().channels.insert("sms".into(), sms);
    let mut uuid = kb.write_new(&named("zhang"), &text, NOW).unwrap().uuid;
    let mut save = |kb: &mut Kb, change: &dyn Fn(&mut Article)| {
        let mut text = kb.newest_text("a", NOW).unwrap().article;
        change(&mut text);
        uuid = kb.save(&named("zhang"), "a", &uuid, &text, NOW).unwrap().unwrap().uuid;
        let text = kb.newest_text("a", NOW).unwrap().article;
        let (internal, customer) = (text.internal.unwrap(), text.customer.unwrap());
        (customer.is_drifted(Some(&internal)), customer.channels["sms"].is_drifted(Some(&internal)))
    };
    let internal = |to: &'static str| move |a: &mut Article| a.internal.as_mut().unwrap().body = to.into();
    let customer =
        |to: &'static str| move |a: &mut Article| a.customer.as_mut().unwrap().answer.body = to.into();
    assert!(kb.newest_text("a", NOW).unwrap().article.customer.unwrap().based_on.is_some());
    assert_eq!(save(&mut kb, &internal("月费15元")), (true, true), "both lag behind");
    assert_eq!(save(&mut kb, &customer("错字改了")), (true, true), "a typo mended is no new customer text");
    assert_eq!(
        save(&mut kb, &|a| {
            internal("月费16元")(a);
            customer("每月16元")(a);
        }),
        (false, true),
        "both were written, the message was not"
    );
    let confirmed = |a: &mut Article| {
        let hash = a.internal.as_ref().unwrap().hash();
        a.customer.as_mut().unwrap().channels.get_mut("sms").unwrap().based_on = Some(hash);
    };
    assert_eq!(save(&mut kb, &confirmed), (false, false), "confirmed as it is");
}

#[test]
fn review_leads_from_draft_to_approved_by_somebody_else() {
    let (_dir, mut kb) = house();
    let kept = handed_in(&mut kb, &article("a", "甲"));
    assert_eq!(stage(&kb, "a"), Stage::InReview);
    let done = kb.approve(&named("li"), &kept.uuid, "好", NOW).unwrap();
    assert_eq!((done.have, done.need, stage(&kb, "a")), (1, 1, Stage::Approved));
    let talk = kb.talk(&kept.uuid).unwrap();
    assert_eq!((talk.reviews[0].verdict, talk.reviews[0].note.as_str()), (Verdict::Approve, "好"));
    assert_eq!(logged(&kb, "a"), ["new", "submit", "approve"]);
}

#[test]
fn nobody_approves_their_own_text_and_who_tries_is_written_down() {
    let (_dir, mut kb) = house();
    let kept = kb.write_new(&named("li"), &article("a", "甲"), NOW).unwrap();
    kb.submit(&named("li"), &kept.uuid, NOW).unwrap();
    assert_eq!(
        refusal(kb.approve(&named("li"), &kept.uuid, "", NOW)),
        Refusal::OwnText { step: Step::Approve }
    );
    let log = kb.log("a").unwrap();
    let last = log.last().unwrap();
    assert_eq!((last.what.as_str(), last.who.os_user.as_str()), ("refuse", "li"));
    assert_eq!((&last.detail["step"], &last.detail["why"]), (&"approve".into(), &"own_text".into()));
    // A comma by somebody else does not make it another's text.
    let touched = Article { tags: vec!["，".into()], ..article("a", "甲") };
    let second = kb.save(&named("zhang"), "a", &kept.uuid, &touched, NOW).unwrap().unwrap();
    kb.submit(&named("zhang"), &second.uuid, NOW).unwrap();
    assert_eq!(
        refusal(kb.approve(&named("li"), &second.uuid, "", NOW)),
        Refusal::OwnText { step: Step::Approve }
    );
    kb.approve(&named("wang"), &second.uuid, "", NOW).unwrap();
    // Once it was approved, what is made of it is judged by itself.
    let third = kb.save(&named("zhang"), "a", &second.uuid, &article("a", "乙"), NOW).unwrap().unwrap();
    kb.submit(&named("zhang"), &third.uuid, NOW).unwrap();
    kb.approve(&named("li"), &third.uuid, "", NOW).unwrap();
}

#[test]
fn each_step_needs_its_role() {
    let (_dir, mut kb) = house();
    let kept = kb.write_new(&named("zhang"), &article("a", "甲"), NOW).unwrap();
    let needs = |done| match done {
        Refusal::NeedsRole { needs, .. } => needs,
        other => panic!("{other:?}"),
    };
    assert_eq!(needs(refusal(kb.submit(&named("agent"), &kept.uuid, NOW))), Role::Editor);
    kb.submit(&named("zhang"), &kept.uuid, NOW).unwrap();
    assert_eq!(needs(refusal(kb.approve(&named("zhang"), &kept.uuid, "", NOW))), Role::Reviewer);
    assert_eq!(needs(refusal(kb.send_back(&named("zhang"), &kept.uuid, "不", NOW))), Role::Reviewer);
    assert_eq!(logged(&kb, "a"), ["new", "refuse", "submit", "refuse", "refuse"]);
    assert_eq!(
        refusal(kb.submit(&named("zhang"), &kept.uuid, NOW)),
        Refusal::WrongStage { stage: Stage::InReview, step: Step::Submit }
    );
    assert_eq!(logged(&kb, "a").len(), 5, "a step that does not exist is no attempt at anything");
}

#[test]
fn what_is_sent_back_says_why_and_begins_anew() {
    let (_dir, mut kb) = house();
    let kept = handed_in(&mut kb, &article("a", "甲"));
    assert!(matches!(kb.send_back(&named("li"), &kept.uuid, "  ", NOW), Err(LifeError::NoReason)));
    kb.send_back(&named("li"), &kept.uuid, "金额不对", NOW).unwrap();
    assert_eq!(stage(&kb, "a"), Stage::Draft);
    assert_eq!(kb.talk(&kept.uuid).unwrap().reviews[0].note, "金额不对");
    kb.submit(&named("zhang"), &kept.uuid, NOW).unwrap();
    kb.approve(&named("li"), &kept.uuid, "", NOW).unwrap();
    kb.send_back(&named("wang"), &kept.uuid, "还是不对", NOW).unwrap();
    assert_eq!(stage(&kb, "a"), Stage::Draft, "also what was approved can be sent back");
}

#[test]
fn a_second_review_is_by_a_second_person() {
    let (_dir, mut kb) = house();
    let text = Article { category: vec!["资费".into(), "套餐".into()], ..article("a", "甲") };
    let kept = handed_in(&mut kb, &text);
    let path = ["资费".to_owned()];
    assert!(matches!(kb.ask_second_review(&named("li"), &path, true, NOW), Err(LifeError::NeedsRole { .. })));
    assert!(kb.ask_second_review(&who(), &path, true, NOW).unwrap());
    assert!(!kb.ask_second_review(&who(), &path, true, NOW).unwrap());
    assert!(matches!(
        kb.ask_second_review(&who(), &["没有".to_owned()], true, NOW),
        Err(LifeError::NoCategory { .. })
    ));
    assert_eq!(kb.second_review().unwrap(), [["资费".to_owned()]]);
    let done = kb.approve(&named("li"), &kept.uuid, "", NOW).unwrap();
    assert_eq!((done.have, done.need, stage(&kb, "a")), (1, 2, Stage::InReview));
    assert!(matches!(kb.approve(&named("li"), &kept.uuid, "", NOW), Err(LifeError::ApprovedBefore { .. })));
    assert_eq!(kb.queue(NOW).unwrap()[0].approvals, done);
    let done = kb.approve(&named("wang"), &kept.uuid, "", NOW).unwrap();
    assert_eq!((done.have, stage(&kb, "a")), (2, Stage::Approved));
}

#[test]
fn somebody_who_may_is_asked() {
    let (_dir, mut kb) = house();
    let kept = handed_in(&mut kb, &article("a", "甲"));
    for user in ["zhang", "nobody"] {
        let done = kb.reassign(&named("zhang"), &kept.uuid, user, NOW);
        assert!(matches!(done, Err(LifeError::CannotReview { .. })), "{done:?}");
    }
    kb.reassign(&named("zhang"), &kept.uuid, "li", NOW).unwrap();
    kb.reassign(&named("li"), &kept.uuid, "wang", NOW).unwrap();
    kb.comment(&named("li"), &kept.uuid, "你来看", NOW).unwrap();
    let talk = kb.talk(&kept.uuid).unwrap();
    assert_eq!((talk.assigned.as_deref(), talk.comments[0].text.as_str()), (Some("wang"), "你来看"));
    assert_eq!(logged(&kb, "a"), ["new", "submit", "reassign", "reassign", "comment"]);
}

#[test]
fn the_newest_text_that_is_handed_in_counts() {
    let (_dir, mut kb) = house();
    let first = handed_in(&mut kb, &article("a", "甲"));
    let second = kb.save(&named("zhang"), "a", &first.uuid, &article("a", "乙"), NOW).unwrap().unwrap();
    assert_eq!(kb.queue(NOW).unwrap()[0].revision_no, 1, "the first one still waits");
    kb.submit(&named("zhang"), &second.uuid, NOW).unwrap();
    let waits: Vec<u32> = kb.queue(NOW).unwrap().iter().map(|w| w.revision_no).collect();
    assert_eq!(waits, [2]);
    assert_eq!(
        refusal(kb.approve(&named("li"), &first.uuid, "", NOW)),
        Refusal::WrongStage { stage: Stage::Draft, step: Step::Approve },
        "a reviewer who still looks at the old text approves nothing"
    );
}

#[test]
fn the_queue_has_what_matters_most_in_front() {
    let (dir, mut kb) = house();
    kb.use_desk(&dir.path().join("desk.db")).unwrap();
    let day = 86_400_000;
    for (id, age) in [("fresh", 0), ("old", 9), ("used", 4), ("wrong", 4), ("urgent", 0)] {
        let at = Moment(NOW.0 - age * day);
        let kept = kb.write_new(&named("zhang"), &article(id, &format!("问{id}")), at).unwrap();
        if id == "urgent" {
            kb.publish_unreviewed(&named("zhang"), &kept.uuid, 2, None, at).unwrap();
        } else {
            kb.submit(&named("zhang"), &kept.uuid, at).unwrap();
        }
    }
    for id in ["used", "used", "wrong"] {
        let shown = kb.newest_text(id, NOW).unwrap();
        kb.used(crate::kb::Use::Told("phone"), &shown, "", NOW).unwrap();
        if id == "wrong" {
            kb.give(&named("agent"), FeedbackKind::Wrong, Some(&shown), "金额错", NOW).unwrap();
        }
    }
    let queue = kb.queue(NOW).unwrap();
    let got: Vec<(&str, u64)> = queue.iter().map(|w| (w.id.as_str(), w.weight)).collect();
    // Use × age × severity: 2×5×4, 3×5×1, 1×10×1, 1×1×1.
    assert_eq!(got, [("urgent", 1), ("wrong", 40), ("used", 15), ("old", 10), ("fresh", 1)]);
    assert_eq!((queue[1].flags, queue[1].used, queue[1].errors), (1, 1, 0));
    assert!(queue[0].emergency_until.is_some());
}

#[test]
fn roles_are_given_by_an_admin_and_the_last_one_stays() {
    let (_dir, mut kb) = house();
    assert_eq!(kb.role_of(&who()).unwrap(), Role::Admin, "whoever makes a KB is its admin");
    for user in ["zhang", "li", "nobody"] {
        let done = kb.give_role(&named(user), user, Role::Admin, NOW);
        assert!(matches!(done, Err(LifeError::NeedsRole { .. })), "{user}");
    }
    let done = kb.give_role(&who(), &who().os_user, Role::Reviewer, NOW);
    assert!(matches!(done, Err(LifeError::LastAdmin { .. })), "{done:?}");
    assert_eq!(kb.give_role(&who(), "li", Role::Admin, NOW).unwrap(), Role::Reviewer);
    assert_eq!(kb.give_role(&named("li"), &who().os_user, Role::Agent, NOW).unwrap(), Role::Admin);
    let roles = kb.roles().unwrap();
    let roles: Vec<(&str, Role)> = roles.iter().map(|(user, role)| (user.as_str(), *role)).collect();
    assert_eq!(roles, [("li", Role::Admin), ("wang", Role::Reviewer), ("zhang", Role::Editor)]);
}

#[test]
fn without_any_admin_whoever_writes_gives_the_first_one() {
    let (_dir, kb) = house();
    // Such a KB is made by hand only: the program keeps the last admin.
    let path = kb.place().root().to_path_buf();
    drop(kb);
    crate::store::tests::without_roles(&path.join("articles.db"));
    let mut kb = Kb::open(&path, Wish::Write).unwrap();
    let done = kb.give_role(&named("zhao"), "zhao", Role::Reviewer, NOW);
    assert!(matches!(done, Err(LifeError::NeedsRole { .. })), "an admin comes first: {done:?}");
    kb.give_role(&named("zhao"), "zhao", Role::Admin, NOW).unwrap();
    let done = kb.give_role(&named("sun"), "sun", Role::Admin, NOW);
    assert!(matches!(done, Err(LifeError::NeedsRole { .. })), "only the first one");
}

#[test]
fn customer_texts_that_were_compared_lag_no_more_and_nothing_else_is_new() {
    let (_dir, mut kb) = house();
    let face = |lead: &str| Answer { lead: lead.into(), body: String::new() };
    let mut text = article("a", "副卡怎么收费");
    text.internal = Some(face("每张 10 元。"));
    let customer =
        CustomerAnswer { answer: face("每张 10 元，请问办几张？"), ..Default::default() };
    text.customer = Some(customer);
    let first = kb.write_new(&named("zhang"), &text, NOW).unwrap();
    assert!(kb.still_fits(&named("zhang"), "a", NOW).unwrap().is_none(), "nothing lags");
    let mut reworded = kb.newest_text("a", NOW).unwrap().article;
    reworded.internal = Some(face("一张 10 元。"));
    kb.save(&named("zhang"), "a", &first.uuid, &reworded, NOW).unwrap().unwrap();
    let before = kb.newest_text("a", NOW).unwrap();
    assert!(before.article.is_drifted());
    assert!(matches!(kb.still_fits(&named("agent"), "a", NOW), Err(LifeError::NeedsRole { .. })));
    let kept = kb.still_fits(&named("zhang"), "a", NOW).unwrap().expect("a draft");
    let after = kb.newest_text("a", NOW).unwrap();
    assert_eq!((after.uuid.as_str(), after.stage), (kept.uuid.as_str(), Stage::Draft));
    assert!(!after.article.is_drifted());
    let text = |article: &Article| (article.internal.clone(), article.customer.clone().map(|c| c.answer));
    assert_eq!(text(&after.article), text(&before.article));
    assert_eq!(logged(&kb, "a").last().map(String::as_str), Some("confirm"));
}

#[test]
fn a_question_is_added_to_the_similar_ones_once() {
    let (_dir, mut kb) = house();
    kb.write_new(&named("zhang"), &article("a", "副卡怎么收费"), NOW).unwrap();
    assert!(kb.add_similar(&named("zhang"), "a", " 副卡怎么收费？", NOW).unwrap().is_none());
    let kept = kb.add_similar(&named("zhang"), "a", "副卡多少钱 ", NOW).unwrap().expect("a draft");
    assert_eq!(kept.revision_no, 2);
    let similar = kb.newest_text("a", NOW).unwrap().article.similar;
    assert_eq!(similar.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(), ["副卡多少钱"]);
    assert!(kb.add_similar(&named("zhang"), "a", "副卡多少钱", NOW).unwrap().is_none());
}

#[test]
fn tags_in_use_are_offered_the_most_used_first() {
    let (_dir, mut kb) = house();
    let tagged = |id: &str, tags: &[&str]| Article {
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..article(id, id)
    };
    let all = [
        tagged("a", &["投诉"]),
        tagged("b", &["高频", "投诉"]),
        tagged("c", &["高频"]),
        tagged("d", &["高频"]),
    ];
    take(&mut kb, NOW, &all);
    take(&mut kb, NOW, &[staged(Stage::Draft, tagged("e", &["草稿里的"]))]);
    assert_eq!(kb.tags_in_use(NOW).unwrap(), ["高频", "投诉"]);
}
