//! What differs between the contents of two revisions, field by field: what a reviewer goes through.

use super::answer::{Answer, CustomerAnswer, Face};
use super::article::{
    Action, ActionKind, Article, Attachment, Origin, Relation, RelationKind, Similar, SourceClass,
};
use super::manuscript::{Tongue, label};
use super::scope::Axis;
use super::stage::{Confidence, Kind};
use super::validity::Validity;

/// A field of the content of an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// What it is about.
    Kind,
    /// The standard question.
    Question,
    /// Similar questions, one a line.
    Similar,
    /// The path in the category tree.
    Category,
    /// One axis of the scope.
    Scope(Axis),
    /// The lead line of a face.
    Lead(Face),
    /// The body of a face.
    Body(Face),
    /// The internal text that the customer answer was made from.
    BasedOn,
    /// The rendering for a channel, by its name.
    Rendering(String),
    /// The internal text that a rendering was made from.
    RenderingBasedOn(String),
    /// What the agent does, one action a line.
    Actions,
    /// Links to other articles, one a line.
    Relations,
    /// Files that belong to it, one a line.
    Attachments,
    /// First valid day.
    From,
    /// Last valid day.
    LastDay,
    /// When someone has to look at it again.
    ReviewBy,
    /// Last day of sale.
    SaleUntil,
    /// First day on which the coming internal face may be read.
    StudyFrom,
    /// How far it is trusted.
    Confidence,
    /// The department that answers for it.
    Owner,
    /// What sort of source.
    SourceClass,
    /// Document number, path or URL of the source.
    SourceReference,
    /// Who wrote the source.
    SourceAuthor,
    /// When the source was written.
    SourceDate,
    /// Under which licence the source may be used.
    SourceLicence,
    /// Free words, one a line.
    Tags,
}

impl Field {
    /// The name of the field in files, such as `customer.lead` or `scope.region`.
    pub fn name(&self) -> String {
        match self {
            Field::Kind => "kind".into(),
            Field::Question => "question".into(),
            Field::Similar => "similar".into(),
            Field::Category => "category".into(),
            Field::Scope(axis) => format!("scope.{axis}"),
            Field::Lead(face) => format!("{face}.lead"),
            Field::Body(face) => format!("{face}.body"),
            Field::BasedOn => "customer.based_on".into(),
            Field::Rendering(channel) => format!("customer.channels.{channel}"),
            Field::RenderingBasedOn(channel) => format!("customer.channels.{channel}.based_on"),
            Field::Actions => "actions".into(),
            Field::Relations => "relations".into(),
            Field::Attachments => "attachments".into(),
            Field::From => "valid.from".into(),
            Field::LastDay => "valid.until".into(),
            Field::ReviewBy => "valid.review_by".into(),
            Field::SaleUntil => "valid.sale_until".into(),
            Field::StudyFrom => "valid.study_from".into(),
            Field::Confidence => "confidence".into(),
            Field::Owner => "owner".into(),
            Field::SourceClass => "source.class".into(),
            Field::SourceReference => "source.ref".into(),
            Field::SourceAuthor => "source.author".into(),
            Field::SourceDate => "source.date".into(),
            Field::SourceLicence => "source.licence".into(),
            Field::Tags => "tags".into(),
        }
    }
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which one.
    pub field: Field,
    /// What the old revision says, as people read it; empty when it says nothing.
    pub before: String,
    /// What the new revision says.
    pub after: String,
}

/// The fields of the content that differ between two revisions of an article, in the order in which a reviewer reads them.
/// The id and the stage are not content: there is no change exactly when both have the same
/// [`content_hash`](Article::content_hash).
pub fn changes(old: &Article, new: &Article) -> Vec<Change> {
    let mut found = Changes(Vec::new());
    found.add(Field::Kind, &old.kind, &new.kind, |kind| word(kind.as_ref()));
    found.add(Field::Question, &old.question, &new.question, String::clone);
    found.add(Field::Similar, &old.similar, &new.similar, |all| lines(all, similar));
    found.add(Field::Category, &old.category, &new.category, |path| path.join(" / "));
    for axis in Axis::ALL {
        found.add(Field::Scope(*axis), old.scope.on(*axis), new.scope.on(*axis), |names| names.join("\n"));
    }
    let answers = (old.internal.as_ref(), new.internal.as_ref());
    found.face(Face::Internal, answers);
    found.customer(old.customer.as_ref(), new.customer.as_ref());
    found.add(Field::Actions, &old.actions, &new.actions, |all| lines(all, action));
    found.add(Field::Relations, &old.relations, &new.relations, |all| lines(all, relation));
    found.add(Field::Attachments, &old.attachments, &new.attachments, |all| lines(all, attachment));
    found.validity(&old.valid, &new.valid);
    found.add(Field::Confidence, &old.confidence, &new.confidence, |confidence| word(confidence.as_ref()));
    found.add(Field::Owner, &old.owner, &new.owner, |owner| owner.clone().unwrap_or_default());
    found.source(old, new);
    found.add(Field::Tags, &old.tags, &new.tags, |tags| tags.join("\n"));
    let mut found = found.0;
    // What is there and empty, and what is not there, read alike: that is said only where nothing else differs.
    if found.iter().any(|change| change.before != change.after) {
        found.retain(|change| change.before != change.after);
    }
    found
}

struct Changes(Vec<Change>);

impl Changes {
    /// Compares what both say, not how it is written out: two lists that read alike can differ.
    fn add<T: PartialEq + ?Sized>(&mut self, field: Field, old: &T, new: &T, say: impl Fn(&T) -> String) {
        if old != new {
            self.0.push(Change { field, before: say(old), after: say(new) });
        }
    }

    fn face(&mut self, face: Face, (old, new): (Option<&Answer>, Option<&Answer>)) {
        let lead = |answer: Option<&Answer>| answer.map(|a| a.lead.clone());
        let body = |answer: Option<&Answer>| answer.map(|a| a.body.clone());
        let (old_lead, new_lead) = (lead(old), lead(new));
        // A face that is there and empty is other content than none; one of its two fields has to say so.
        let (old_body, new_body) = (body(old), body(new));
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        if said(&old_lead) != said(&new_lead) {
            self.add(Field::Lead(face), &old_lead, &new_lead, said);
        }
        self.add(Field::Body(face), &old_body, &new_body, said);
    }

    fn customer(&mut self, old: Option<&CustomerAnswer>, new: Option<&CustomerAnswer>) {
        self.face(Face::Customer, (old.map(|c| &c.answer), new.map(|c| &c.answer)));
        let based_on = |c: Option<&CustomerAnswer>| c.and_then(|c| c.based_on.clone());
        self.add(Field::BasedOn, &based_on(old), &based_on(new), |hash| hash.clone().unwrap_or_default());
        let rendering =
            |c: Option<&CustomerAnswer>, name: &str| c.and_then(|c| c.channels.get(name)).cloned();
        let names = [old, new].into_iter().flatten().flat_map(|c| c.channels.keys());
        for name in names.collect::<std::collections::BTreeSet<_>>() {
            let (before, after) = (rendering(old, name), rendering(new, name));
            let text = |r: &Option<super::Rendering>| r.as_ref().map(|r| r.text.clone());
            let base = |r: &Option<super::Rendering>| r.as_ref().and_then(|r| r.based_on.clone());
            let said = |text: &Option<String>| text.clone().unwrap_or_default();
            self.add(Field::Rendering(name.clone()), &text(&before), &text(&after), said);
            self.add(Field::RenderingBasedOn(name.clone()), &base(&before), &base(&after), said);
        }
    }

    fn validity(&mut self, old: &Validity, new: &Validity) {
        let day = |date: &Option<jiff::civil::Date>| date.map_or_else(String::new, |date| date.to_string());
        self.add(Field::From, &old.from, &new.from, day);
        // Two `until` are equal exactly when their last days are, but for the first day of the calendar.
        if old.until != new.until {
            self.0.push(Change {
                field: Field::LastDay,
                before: day(&old.last_day()),
                after: day(&new.last_day()),
            });
        }
        self.add(Field::ReviewBy, &old.review_by, &new.review_by, day);
        self.add(Field::SaleUntil, &old.sale_until, &new.sale_until, day);
        self.add(Field::StudyFrom, &old.study_from, &new.study_from, day);
    }

    fn source(&mut self, old: &Article, new: &Article) {
        let (before, after) = (old.source.as_ref(), new.source.as_ref());
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        let class = |a: &Option<SourceClass>| word(a.as_ref());
        self.add(Field::SourceClass, &before.and_then(|s| s.class), &after.and_then(|s| s.class), class);
        // A source that says nothing is other content than none: its reference is then empty, not absent.
        let reference = |s: Option<&super::Source>| s.map(|s| s.reference.clone());
        self.add(Field::SourceReference, &reference(before), &reference(after), said);
        let author = |s: Option<&super::Source>| s.and_then(|s| s.author.clone());
        self.add(Field::SourceAuthor, &author(before), &author(after), said);
        let date = |s: Option<&super::Source>| s.and_then(|s| s.date).map(|date| date.to_string());
        self.add(Field::SourceDate, &date(before), &date(after), said);
        let licence = |s: Option<&super::Source>| s.and_then(|s| s.licence.clone());
        self.add(Field::SourceLicence, &licence(before), &licence(after), said);
    }
}

fn word<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn lines<T>(all: &[T], say: impl Fn(&T) -> String) -> String {
    all.iter().map(say).collect::<Vec<_>>().join("\n")
}

fn similar(similar: &Similar) -> String {
    match similar.origin {
        Origin::Author => similar.text.clone(),
        origin => format!("{} ({origin})", similar.text),
    }
}

fn action(action: &Action) -> String {
    let mut out = format!("{}: {}", action.kind, action.target);
    if !action.fields.is_empty() {
        out.push_str(&format!(" [{}]", action.fields.join(", ")));
    }
    if let Some(limit) = &action.limit {
        out.push_str(&format!(" {limit}"));
    }
    out
}

fn relation(relation: &Relation) -> String {
    format!("{}: {}", relation.kind, relation.to)
}

fn attachment(attachment: &Attachment) -> String {
    let hash: String = attachment.sha256.chars().take(12).collect();
    format!("{} ({hash})", attachment.name)
}

impl Change {
    /// Both sides with the words of closed sets as people call them: 另见 for `see_also`.
    pub fn in_words(&self, tongue: Tongue) -> (String, String) {
        let called = |word: &str| -> Option<&'static str> {
            Some(match self.field {
                Field::Kind => label("kind", Kind::from_word(word)?.word(), tongue),
                Field::Confidence => label("confidence", Confidence::from_word(word)?.word(), tongue),
                Field::SourceClass => label("source_class", SourceClass::from_word(word)?.word(), tongue),
                Field::Actions => label("actions", ActionKind::from_word(word)?.word(), tongue),
                Field::Relations => label("relations", RelationKind::from_word(word)?.word(), tongue),
                _ => return None,
            })
        };
        let line = |line: &str| {
            let (word, rest) = line.find(": ").map_or((line, ""), |at| line.split_at(at));
            called(word).map_or_else(|| line.to_owned(), |called| format!("{called}{rest}"))
        };
        let side = |text: &str| text.split('\n').map(line).collect::<Vec<_>>().join("\n");
        (side(&self.before), side(&self.after))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn article(json: &str) -> Article {
        serde_json::from_str(json).unwrap()
    }

    /// One JSON object with something in every field of the content.
    const FULL: &str = r#"{"id":"kd-1","kind":"fault","question":"宽带断了","similar":["没网",{"text":"掉线","origin":"search"}],
        "category":["宽带","故障"],"scope":{"region":["云岭"],"product":["家庭宽带"],"customer":["个人"]},
        "internal":{"lead":"先查欠费。","body":"再查光猫。"},
        "customer":{"lead":"很抱歉。","body":"请重启。","based_on":"aa","channels":{"sms":{"text":"请重启。","based_on":"aa"}}},
        "actions":[{"type":"ticket","target":"装维","fields":["地址"],"limit":"24h"}],
        "relations":[{"type":"next","to":"kd-2"}],"attachments":[{"name":"灯.png","sha256":"00"}],
        "valid":{"from":"2026-01-01","until":"2027-01-01","review_by":"2026-12-01","sale_until":"2026-11-01","study_from":"2025-12-01"},
        "stage":"draft","confidence":"wip","owner":"宽带部",
        "source":{"class":"internal","ref":"12号","author":"甲","date":"2026-01-01","licence":"CC0"},"tags":["高频"]}"#;

    #[test]
    fn each_field_is_named_with_both_texts() {
        let cases = [
            (r#""fault""#, r#""policy""#, "kind", "fault", "policy"),
            ("宽带断了", "宽带不通", "question", "宽带断了", "宽带不通"),
            ("没网", "没信号", "similar", "没网\n掉线 (search)", "没信号\n掉线 (search)"),
            (
                r#""origin":"search""#,
                r#""origin":"import""#,
                "similar",
                "没网\n掉线 (search)",
                "没网\n掉线 (import)",
            ),
            (r#""故障""#, r#""装机""#, "category", "宽带 / 故障", "宽带 / 装机"),
            (r#"["云岭"]"#, r#"["云岭","岭安"]"#, "scope.region", "云岭", "云岭\n岭安"),
            ("家庭宽带", "企业宽带", "scope.product", "家庭宽带", "企业宽带"),
            ("个人", "企业", "scope.customer", "个人", "企业"),
            ("先查欠费。", "", "internal.lead", "先查欠费。", ""),
            ("再查光猫。", "再查灯。", "internal.body", "再查光猫。", "再查灯。"),
            ("很抱歉。", "抱歉。", "customer.lead", "很抱歉。", "抱歉。"),
            (r#""body":"请重启。""#, r#""body":"请断电。""#, "customer.body", "请重启。", "请断电。"),
            (
                r#"请重启。","based_on":"aa","channels"#,
                r#"请重启。","based_on":"bb","channels"#,
                "customer.based_on",
                "aa",
                "bb",
            ),
            (
                r#"{"text":"请重启。""#,
                r#"{"text":"请断电。""#,
                "customer.channels.sms",
                "请重启。",
                "请断电。",
            ),
            (r#""based_on":"aa"}}"#, r#""based_on":"bb"}}"#, "customer.channels.sms.based_on", "aa", "bb"),
            (
                r#""limit":"24h""#,
                r#""limit":"48h""#,
                "actions",
                "ticket: 装维 [地址] 24h",
                "ticket: 装维 [地址] 48h",
            ),
            ("kd-2", "kd-3", "relations", "next: kd-2", "next: kd-3"),
            ("灯.png", "猫.png", "attachments", "灯.png (00)", "猫.png (00)"),
            (r#""from":"2026-01-01""#, r#""from":"2026-02-01""#, "valid.from", "2026-01-01", "2026-02-01"),
            (r#""until":"2027-01-01""#, r#""until":null"#, "valid.until", "2026-12-31", ""),
            (
                r#""review_by":"2026-12-01""#,
                r#""review_by":"2026-12-02""#,
                "valid.review_by",
                "2026-12-01",
                "2026-12-02",
            ),
            ("2026-11-01", "2026-11-02", "valid.sale_until", "2026-11-01", "2026-11-02"),
            ("2025-12-01", "2025-12-02", "valid.study_from", "2025-12-01", "2025-12-02"),
            (r#""wip""#, r#""validated""#, "confidence", "wip", "validated"),
            ("宽带部", "网络部", "owner", "宽带部", "网络部"),
            (r#""class":"internal""#, r#""class":"web""#, "source.class", "internal", "web"),
            ("12号", "13号", "source.ref", "12号", "13号"),
            ("甲", "乙", "source.author", "甲", "乙"),
            (r#""date":"2026-01-01""#, r#""date":"2026-01-02""#, "source.date", "2026-01-01", "2026-01-02"),
            ("CC0", "MIT", "source.licence", "CC0", "MIT"),
            ("高频", "低频", "tags", "高频", "低频"),
        ];
        let old = article(FULL);
        let mut names = std::collections::BTreeSet::new();
        for (from, to, field, before, after) in cases {
            let new = FULL.replacen(from, to, 1);
            assert_ne!(new, FULL, "{from}");
            let found = changes(&old, &article(&new));
            let said: Vec<_> =
                found.iter().map(|c| (c.field.name(), c.before.as_str(), c.after.as_str())).collect();
            assert_eq!(said, [(field.to_owned(), before, after)], "{from}");
            names.insert(field);
        }
        // Everything goes: each field is named once, and none that the table lacks.
        let gone = changes(&old, &article(r#"{"question":""}"#));
        assert_eq!(
            gone.iter().map(|c| c.field.name()).collect::<std::collections::BTreeSet<_>>().len(),
            gone.len()
        );
        assert!(
            gone.iter().all(|c| names.contains(c.field.name().as_str()) && c.after.is_empty()),
            "{gone:?}"
        );
        assert_eq!(gone.len(), names.len());
    }

    proptest! {
        #[test]
        fn there_is_a_change_exactly_when_the_content_differs(
            old in super::super::arbitrary::article(), new in super::super::arbitrary::article(), mix in any::<u32>()
        ) {
            // Two arbitrary articles differ everywhere; one of the old one and some fields of the new one is nearer.
            let mut mixed = old.clone();
            let take = |bit: u32| mix >> bit & 1 == 1;
            if take(0) { mixed.kind = new.kind; }
            if take(1) { mixed.similar = new.similar.clone(); }
            if take(2) { mixed.scope = new.scope.clone(); }
            if take(3) { mixed.internal = new.internal.clone(); }
            if take(4) { mixed.customer = new.customer.clone(); }
            if take(5) { mixed.actions = new.actions.clone(); }
            if take(6) { mixed.valid = new.valid; }
            if take(7) { mixed.source = new.source.clone(); }
            if take(8) { mixed.tags = new.tags.clone(); }
            if take(9) { mixed.stage = new.stage; mixed.id = new.id.clone(); }
            for other in [&mixed, &new] {
                let same = old.content_hash() == other.content_hash();
                prop_assert_eq!(changes(&old, other).is_empty(), same);
            }
        }
    }

    #[test]
    fn words_of_closed_sets_are_called_as_people_do() {
        let change = |field, before: &str| Change { field, before: before.into(), after: String::new() };
        let said = |field, text: &str| change(field, text).in_words(Tongue::Chinese).0;
        assert_eq!(said(Field::Relations, "see_also: kd-1\nnext: kd-2"), "另见: kd-1\n接着会问: kd-2");
        assert_eq!(said(Field::Kind, "tariff"), "资费");
        assert_eq!(said(Field::Owner, "next"), "next", "a name is no word of a set");
    }
}
