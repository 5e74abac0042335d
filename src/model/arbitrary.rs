//! Arbitrary articles for property tests of every room.

use jiff::civil::Date;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::{
    Action, ActionKind, Answer, Article, Attachment, Confidence, CustomerAnswer, Kind, Origin, Relation,
    RelationKind, Rendering, Scope, Similar, Source, SourceClass, Stage, Validity,
};

/// Any text: Chinese, Latin, emoji, control and zero-width characters, line ends, quotes, or nothing.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => Just(String::new()),
        4 => "[宽带故障退费怎么办，。？“”【】a-zA-Z0-9 ]{0,24}",
        2 => vec(any::<char>(), 0..12).prop_map(|chars| chars.into_iter().collect()),
        2 => "[ -~\t\r\n\\\\\"/{}\\[\\],:;|]{0,24}",
        1 => "[\u{0}-\u{1f}\u{7f}-\u{9f}\u{200b}-\u{200f}\u{202e}\u{2028}\u{feff}\u{fffd}\u{ffff}😀]{0,8}",
    ]
}

/// A question: any text with something to read in it.
pub(crate) fn question() -> impl Strategy<Value = String> {
    (text(), "[宽带问a-z0-9]", text())
        .prop_map(|(before, core, after)| format!("{before}{core}{after}"))
        // An escape sequence may swallow all of it; such a question is blank, and refused.
        .prop_filter("something to read", |q| !crate::text::clean::for_copy(q).trim().is_empty())
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..4)
}

fn hash() -> impl Strategy<Value = String> {
    "[0-9a-f]{32}"
}

/// Any day from the year 1 to 9998, so that the day after is one too.
pub(crate) fn date() -> impl Strategy<Value = Date> {
    (1i16..=9998, 1i8..=12, 1i8..=31)
        .prop_filter_map("a day of the calendar", |(year, month, day)| Date::new(year, month, day).ok())
}

/// Any validity that [`Validity::check`] accepts.
pub(crate) fn validity() -> impl Strategy<Value = Validity> {
    let days =
        (option::of(date()), option::of(date()), option::of(date()), option::of(date()), option::of(date()));
    days.prop_map(|(from, until, review_by, sale_until, study_from)| Validity {
        from,
        until,
        review_by,
        sale_until,
        study_from,
    })
    .prop_map(|mut valid| {
        // Put right what is the wrong way round, and drop what cannot be: filtering would discard most cases.
        if let (Some(from), Some(until)) = (valid.from, valid.until) {
            valid.from = Some(from.min(until));
            valid.until = (from != until).then_some(from.max(until));
        }
        if let (Some(study), Some(from)) = (valid.study_from, valid.from) {
            valid.study_from = Some(study.min(from));
        }
        valid
    })
}

fn answer() -> impl Strategy<Value = Answer> {
    (text(), text()).prop_map(|(lead, body)| Answer { lead, body })
}

fn rendering() -> impl Strategy<Value = Rendering> {
    (text(), option::of(hash())).prop_map(|(text, based_on)| Rendering { text, based_on })
}

fn customer() -> impl Strategy<Value = CustomerAnswer> {
    let name = prop_oneof!["[a-z]{1,6}", Just("sms".to_owned()), text()];
    (answer(), option::of(hash()), btree_map(name, rendering(), 0..3))
        .prop_map(|(answer, based_on, channels)| CustomerAnswer { answer, based_on, channels })
}

fn similar() -> impl Strategy<Value = Similar> {
    (text(), one_of(Origin::ALL)).prop_map(|(text, origin)| Similar { text, origin })
}

fn action() -> impl Strategy<Value = Action> {
    (one_of(ActionKind::ALL), text(), texts(), option::of(text()))
        .prop_map(|(kind, target, fields, limit)| Action { kind, target, fields, limit })
}

fn relation() -> impl Strategy<Value = Relation> {
    (one_of(RelationKind::ALL), text()).prop_map(|(kind, to)| Relation { kind, to })
}

fn attachment() -> impl Strategy<Value = Attachment> {
    (text(), "[0-9a-f]{64}").prop_map(|(name, sha256)| Attachment { name, sha256 })
}

fn source() -> impl Strategy<Value = Source> {
    (option::of(one_of(SourceClass::ALL)), text(), option::of(text()), option::of(date()), option::of(text()))
        .prop_map(|(class, reference, author, date, licence)| Source {
            class,
            reference,
            author,
            date,
            licence,
        })
}

fn scope() -> impl Strategy<Value = Scope> {
    (texts(), texts(), texts()).prop_map(|(region, product, customer)| Scope { region, product, customer })
}

/// Any article that an import accepts: its question is not blank and its dates agree.
pub(crate) fn article() -> impl Strategy<Value = Article> {
    let head = (
        option::of("[a-z0-9宽-]{1,12}"),
        option::of(one_of(Kind::ALL)),
        question(),
        vec(similar(), 0..4),
        texts(),
        scope(),
    );
    let faces = (option::of(answer()), option::of(customer()));
    let links = (vec(action(), 0..3), vec(relation(), 0..3), vec(attachment(), 0..3));
    let rest = (
        validity(),
        option::of(one_of(Stage::ALL)),
        option::of(one_of(Confidence::ALL)),
        option::of(text()),
        option::of(source()),
        texts(),
    );
    (head, faces, links, rest).prop_map(|(head, faces, links, rest)| {
        let (id, kind, question, similar, category, scope) = head;
        let (internal, customer) = faces;
        let (actions, relations, attachments) = links;
        let (valid, stage, confidence, owner, source, tags) = rest;
        Article {
            id,
            kind,
            question,
            similar,
            category,
            scope,
            internal,
            customer,
            actions,
            relations,
            attachments,
            valid,
            stage,
            confidence,
            owner,
            source,
            tags,
        }
    })
}

proptest! {
    #[test]
    fn an_article_survives_its_own_json(article in article()) {
        let json = serde_json::to_string(&article).unwrap();
        let back: Article = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&back, &article);
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), json);
    }

    #[test]
    fn arbitrary_dates_agree(valid in validity()) {
        prop_assert!(valid.check().is_ok());
    }
}
