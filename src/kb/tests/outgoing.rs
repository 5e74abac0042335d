//! What may leave the house for a channel.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::customer::budget::Rate;
use crate::customer::finding::Severity;
use crate::customer::pack::{
    Faq, PublicArticle, Site, Unfit, Words, csv_head, csv_row, jsonl_row, prompts, text_row,
};
use crate::kb::{KeptBack, Outgoing, OutgoingOptions, Outward};
use crate::model::{
    Action, ActionKind, Attachment, Channels, Relation, RelationKind, Rendering, Similar, Source, Term,
    TermKind, Validity, arbitrary,
};
use crate::store::NewPublication;

/// What becomes of every article on its way to a channel.
fn all_outgoing(kb: &Kb, channel: &str, least: Severity) -> Vec<Outgoing> {
    let channel = Channels::shipped().get(channel).expect("a channel");
    let mut all = Vec::new();
    let options = OutgoingOptions { channel, least, rate: Rate::default() };
    let mut each = |outgoing| {
        all.push(outgoing);
        true
    };
    kb.outgoing(&options, NOW, &mut each, &|_| {}).expect("a look");
    all
}

fn outwards(kb: &Kb, channel: &str) -> Vec<Outward> {
    let all = all_outgoing(kb, channel, Severity::Warning);
    all.into_iter()
        .filter_map(|o| if let Outgoing::Out(outward) = o { Some(*outward) } else { None })
        .collect()
}

/// Why an article stayed, in one word.
fn kept(kb: &Kb, channel: &str, least: Severity) -> Vec<(String, &'static str)> {
    let word = |why: &KeptBack| match why {
        KeptBack::NotInUse => "not in use",
        KeptBack::NotReviewed => "not reviewed",
        KeptBack::Unfit(Unfit::Unfilled(_)) => "variables",
        KeptBack::Unfit(_) => "no answer",
        KeptBack::Findings(_) => "findings",
        KeptBack::TooLong(_) => "too long",
    };
    let all = all_outgoing(kb, channel, least).into_iter();
    all.filter_map(|o| if let Outgoing::Kept { id, why } = o { Some((id, word(&why))) } else { None })
        .collect()
}

fn says(body: &str, article: Article) -> Article {
    let customer = CustomerAnswer { answer: Answer::of_body(body), ..Default::default() };
    Article { customer: Some(customer), ..article }
}

fn asks(similar: &[&str], article: Article) -> Article {
    Article { similar: similar.iter().map(|text| Similar::from(*text)).collect(), ..article }
}

/// Lays 临时口径 over an article from now on.
fn lay_over(kb: &mut Kb, id: &str, text: Article) {
    take(kb, NOW, &[staged(Stage::Draft, text)]);
    let known = kb.store.find_id(id).unwrap().unwrap();
    let new = NewPublication {
        article: known.number,
        revision: known.newest,
        from: NOW,
        until: Moment(NOW.0 + 1000),
        emergency: true,
    };
    kb.store.write(&who(), NOW, |w| w.set_stage(known.newest, Stage::InReview)).unwrap();
    kb.store.write(&who(), NOW, |w| w.publish(new)).unwrap();
}

#[test]
fn only_what_is_in_use_reviewed_and_clean_goes_out() {
    let long = "请您稍候。".repeat(200);
    let mut sent = article("sent", "停机怎么办");
    let text = "您好，请充值。".to_owned();
    sent = says("话术：请客户充值。", sent);
    sent.customer.as_mut().unwrap().channels.insert("sms".into(), Rendering { text, based_on: None });
    let ended = Validity { until: "2026-01-01".parse().ok(), ..Validity::default() };
    let (_dir, mut kb) = kb_of(&[
        article("good", "宽带断网"),
        staged(Stage::Draft, article("draft", "还在写的")),
        staged(Stage::Withdrawn, article("gone", "撤回了的")),
        Article { valid: ended, ..article("ended", "过期了的") },
        Article { customer: None, ..article("inner", "只有内部口径的") },
        says("尊敬的{{姓名}}，您好。", article("gaps", "有变量的")),
        says(&long, article("long", "很长的")),
        article("calm", "大面积断网"),
        sent,
    ]);
    lay_over(&mut kb, "calm", article("calm", "大面积断网"));
    let told: Vec<(&str, &str)> = vec![
        ("draft", "not in use"),
        ("gone", "not in use"),
        ("ended", "not in use"),
        ("inner", "no answer"),
        ("gaps", "variables"),
        ("long", "too long"),
        ("calm", "not reviewed"),
    ];
    let kept_now = kept(&kb, "sms", Severity::Warning);
    assert_eq!(kept_now.iter().map(|(id, why)| (id.as_str(), *why)).collect::<Vec<_>>(), told);
    let out: Vec<String> = outwards(&kb, "sms").iter().map(|o| o.article.text().to_owned()).collect();
    assert_eq!(out, ["您好，马上为您处理。", "您好，请充值。"], "what leaks is not what the channel gets");
    // A chat takes as much as there is, and gets what leaks.
    let chat = kept(&kb, "chat", Severity::Error);
    assert!(
        chat.contains(&("sent".into(), "findings")) && !chat.iter().any(|(id, _)| id == "long"),
        "{chat:?}"
    );
}

#[test]
fn a_finding_with_a_reason_to_stay_goes_out() {
    let (_dir, mut kb) = kb_of(&[says("话术：请您充值。", article("a", "停机怎么办"))]);
    assert_eq!(kept(&kb, "chat", Severity::Error), [("a".to_owned(), "findings")]);
    let uuid = kb.newest_text("a", NOW).unwrap().uuid;
    assert!(kb.waive(&who(), &uuid, "话术是活动的名字", NOW).unwrap() > 0);
    assert_eq!(kept(&kb, "chat", Severity::Error), []);
}

#[test]
fn questions_in_the_houses_words_stay() {
    let (_dir, mut kb) = kb_of(&[
        asks(&["报障电话", "宽带坏了打什么电话", "怎么报修"], article("word", "宽带报障电话")),
        asks(&["安抚话术"], article("name", "投诉话术")),
        asks(&["BOSS话术怎么查", "怎么补卡"], article("some", "怎么补办电话卡")),
    ]);
    let note = String::new();
    let own = Term { kind: TermKind::Term, term: "报障".into(), customer: "报修".into(), note };
    kb.store.write(&who(), NOW, |w| w.put_term(&own)).unwrap();
    let out = outwards(&kb, "chat");
    let seen: Vec<(&str, &str, &[String], usize, bool)> = out
        .iter()
        .map(|o| (o.article.id(), o.article.question(), o.article.similar(), o.dropped, o.is_asked_as))
        .collect();
    let (fix, sim) = (["怎么报修".to_owned()], ["怎么补卡".to_owned()]);
    assert_eq!(
        seen,
        [
            ("word", "宽带坏了打什么电话", fix.as_slice(), 1, true),
            ("some", "怎么补办电话卡", sim.as_slice(), 1, false)
        ]
    );
    assert_eq!(kept(&kb, "chat", Severity::Warning), [("name".to_owned(), "findings")]);
}

const SECRET: &str = "SECRET";

/// What an article has been through before it is asked for.
#[derive(Debug, Clone, Copy)]
enum Past {
    /// In use.
    Live,
    /// In use; a newer text is being written.
    Rewritten,
    /// In use; the text before is not any more.
    Replaced,
    /// Only written.
    Draft,
    /// In use once.
    Withdrawn,
    /// In use until a day that is over.
    Ended,
    /// In use from a day that is to come.
    Coming,
    /// Under 临时口径.
    LaidOver,
}

use Past::{Coming, Draft, Ended, LaidOver, Live, Replaced, Rewritten, Withdrawn};

fn past() -> impl Strategy<Value = Past> {
    proptest::sample::select(vec![Live, Rewritten, Replaced, Draft, Withdrawn, Ended, Coming, LaidOver])
}

/// An article of which only the customer's words may be heard; all others say that they are secret.
fn guarded(id: &str, plain: bool, any: Article) -> Article {
    let any = if plain { article(id, "宽带断网怎么办") } else { any };
    let secret = |text: &str| format!("{SECRET}{text}");
    Article {
        id: Some(id.to_owned()),
        internal: Some(Answer { lead: secret("lead"), body: secret("body") }),
        owner: Some(secret("owner")),
        tags: vec![secret("tag")],
        source: Some(Source {
            reference: secret("ref"),
            author: Some(secret("author")),
            licence: Some(secret("licence")),
            ..Source::default()
        }),
        actions: vec![Action {
            kind: ActionKind::Escalate,
            target: secret("target"),
            fields: vec![secret("field")],
            limit: Some(secret("limit")),
        }],
        relations: vec![Relation { kind: RelationKind::Replaces, to: secret("old") }],
        attachments: vec![Attachment { name: secret("name"), sha256: "0".repeat(64) }],
        valid: Validity::default(),
        stage: Some(Stage::Published),
        ..any
    }
}

/// The same with a secret in what customers would get.
fn secret_face(article: &Article) -> Article {
    let mut article = says(&format!("{SECRET}正文"), article.clone());
    article.question = format!("{SECRET}{}", article.question);
    asks(&[&format!("{SECRET}相似")], article)
}

fn live_through(kb: &mut Kb, past: Past, article: &Article) {
    let id = article.id.clone().expect("an id");
    let hidden = secret_face(article);
    let valid = |from: Option<&str>, until: Option<&str>| Validity {
        from: from.and_then(|day| day.parse().ok()),
        until: until.and_then(|day| day.parse().ok()),
        ..Validity::default()
    };
    let texts = match past {
        Live | LaidOver => vec![article.clone()],
        Rewritten => vec![article.clone(), staged(Stage::Draft, hidden.clone())],
        Replaced => vec![hidden.clone(), article.clone()],
        Draft => vec![staged(Stage::Draft, hidden.clone())],
        Withdrawn => vec![staged(Stage::Withdrawn, hidden.clone())],
        Ended => vec![Article { valid: valid(None, Some("2026-01-01")), ..hidden.clone() }],
        Coming => vec![Article { valid: valid(Some("2030-01-01"), None), ..hidden.clone() }],
    };
    for text in texts {
        take(kb, NOW, &[text]);
    }
    if matches!(past, LaidOver) {
        lay_over(kb, &id, hidden);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever a KB holds and has been through, nothing internal, unfinished or past gets into anything that is exported
    /// for a channel, also where only errors keep an article in the house.
    #[test]
    fn nothing_internal_gets_out(
        articles in vec((past(), any::<bool>(), arbitrary::article()), 1..8)
    ) {
        let (_dir, mut kb) = new_kb();
        let mut live = 1;
        live_through(&mut kb, Live, &guarded("a", true, Article::default()));
        for (number, (past, plain, any)) in articles.into_iter().enumerate() {
            live += usize::from(plain && matches!(past, Live | Rewritten | Replaced));
            live_through(&mut kb, past, &guarded(&format!("a{number}"), plain, any));
        }
        for channel in &Channels::shipped().list {
            let all = all_outgoing(&kb, &channel.name, Severity::Error);
            let public: Vec<PublicArticle> = all
                .into_iter()
                .filter_map(|o| if let Outgoing::Out(outward) = o { Some(outward.article) } else { None })
                .collect();
            prop_assert!(public.len() >= live, "the plain ones go out");
            let faq = Faq::of(&public);
            let mut texts: Vec<String> = faq.sheet().chain(faq.jsonl()).collect();
            texts.push(csv_head());
            texts.extend(public.iter().flat_map(|a| [csv_row(a), jsonl_row(a), text_row(a)]));
            texts.extend(prompts(&public).map(|file| file.path + &file.text));
            texts.extend(Site::of(&public, Words::shipped()).files().map(|file| file.path + &file.text));
            prop_assert!(!texts.iter().any(|text| text.to_lowercase().contains("secret")), "{texts:?}");
        }
    }
}
