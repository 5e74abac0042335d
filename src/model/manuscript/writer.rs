//! Writing a manuscript.

use super::Manuscript;
use super::label::{CURRENT, CUSTOMER, Field, INTERNAL, LEAD, Tongue};
use super::value::{EMPTY, block, on_line};
use crate::model::{Answer, Article, Channels, Origin, Similar};

const NOTE: (&str, &str) = (
    "# 两条 --- 之间每行一项，空着就是没有；名单用“、”分开，每条一行的以“- ”开头，各部分用“|”分开。下面每个 === 是一段正文。",
    "# Between the lines of --- one field a line, nothing where there is none; names are parted by commas, entries of a list begin with \"- \", their parts are parted by |. Below, each === begins a text.",
);

/// The manuscript of an article. With `blank` also the fields that are empty, to be filled in.
pub fn write(manuscript: &Manuscript, tongue: Tongue, blank: bool) -> String {
    let a = &manuscript.article;
    let mut out = Out { text: String::new(), tongue, blank };
    out.text.push_str("---\n");
    out.text.push_str(tongue.of(NOTE));
    out.text.push('\n');
    out.fields(a, manuscript.based_on.as_deref());
    out.text.push_str("---\n");
    out.sections(a);
    out.text
}

struct Out {
    text: String,
    tongue: Tongue,
    blank: bool,
}

/// What parts names on a line.
pub(super) const COMMAS: &[char] = &[',', '，', '、'];
/// What parts the steps of a path.
pub(super) const SLASH: &[char] = &['/'];
/// What parts the parts of an entry.
pub(super) const BAR: &[char] = &['|'];

impl Out {
    fn fields(&mut self, a: &Article, based_on: Option<&str>) {
        use Field as F;
        let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
        self.one(F::Id, a.id.as_deref());
        self.one(F::BasedOn, based_on);
        self.word(F::Kind, a.kind.map(|k| k.word()));
        self.one(F::Question, Some(a.question.as_str()));
        let similar = |out: &Out, s: &Similar| {
            let mut parts = vec![on_line(&s.text, BAR)];
            if s.origin != Origin::Author {
                parts.push(F::Similar.label(s.origin.word(), out.tongue).into());
            }
            parts
        };
        self.entries(F::Similar, &a.similar, similar);
        self.names(F::Category, &a.category, SLASH, " / ");
        self.names(F::Region, &a.scope.region, COMMAS, "、");
        self.names(F::Product, &a.scope.product, COMMAS, "、");
        self.names(F::Customer, &a.scope.customer, COMMAS, "、");
        self.one(F::From, day(a.valid.from).as_deref());
        self.one(F::LastDay, day(a.valid.last_day()).as_deref());
        self.one(F::ReviewBy, day(a.valid.review_by).as_deref());
        self.one(F::SaleUntil, day(a.valid.sale_until).as_deref());
        self.one(F::StudyFrom, day(a.valid.study_from).as_deref());
        self.word(F::Confidence, a.confidence.map(|c| c.word()));
        self.one(F::Owner, a.owner.as_deref());
        let source = a.source.as_ref();
        self.word(F::SourceClass, source.and_then(|s| s.class).map(|c| c.word()));
        self.one(F::Source, source.map(|s| s.reference.as_str()));
        self.one(F::SourceAuthor, source.and_then(|s| s.author.as_deref()));
        self.one(F::SourceDate, source.and_then(|s| day(s.date)).as_deref());
        self.one(F::SourceLicence, source.and_then(|s| s.licence.as_deref()));
        self.names(F::Tags, &a.tags, COMMAS, "、");
        self.entries(F::Actions, &a.actions, |out, x| {
            let mut parts = vec![F::Actions.label(x.kind.word(), out.tongue).to_owned()];
            parts.push(if x.target.is_empty() { String::new() } else { on_line(&x.target, BAR) });
            parts.push(x.limit.as_deref().map(|limit| on_line(limit, BAR)).unwrap_or_default());
            parts.extend(x.fields.iter().map(|field| on_line(field, BAR)));
            parts
        });
        self.entries(F::Relations, &a.relations, |out, r| {
            vec![F::Relations.label(r.kind.word(), out.tongue).into(), on_line(&r.to, BAR)]
        });
        self.entries(F::Attachments, &a.attachments, |_, f| {
            vec![on_line(&f.name, BAR), on_line(&f.sha256, BAR)]
        });
    }

    fn line(&mut self, field: Field, value: &str) {
        self.text.push_str(field.name(self.tongue));
        self.text.push(':');
        if !value.is_empty() {
            self.text.push(' ');
            self.text.push_str(value);
        }
        self.text.push('\n');
    }

    fn one(&mut self, field: Field, value: Option<&str>) {
        // A machine's line, or one that is only sometimes wanted, is not offered blank.
        let offered = self.blank && !matches!(field, Field::Id | Field::BasedOn);
        match value {
            Some(value) => self.line(field, &on_line(value, &[])),
            None if offered => self.line(field, ""),
            None => {}
        }
    }

    fn word(&mut self, field: Field, word: Option<&'static str>) {
        let tongue = self.tongue;
        match word {
            Some(word) => self.line(field, field.label(word, tongue)),
            None => self.one(field, None),
        }
    }

    fn names(&mut self, field: Field, names: &[String], separators: &[char], between: &str) {
        if names.is_empty() {
            return self.one(field, None);
        }
        let names: Vec<String> = names.iter().map(|name| on_line(name, separators)).collect();
        self.line(field, &names.join(between));
    }

    fn entries<T>(&mut self, field: Field, list: &[T], parts: impl Fn(&Out, &T) -> Vec<String>) {
        if list.is_empty() {
            return self.one(field, None);
        }
        self.line(field, "");
        for one in list {
            let mut parts = parts(self, one);
            while parts.last().is_some_and(String::is_empty) {
                parts.pop();
            }
            self.text.push_str("  - ");
            self.text.push_str(&parts.join(" | "));
            self.text.push('\n');
        }
    }

    fn sections(&mut self, a: &Article) {
        let tongue = self.tongue;
        if a.internal.is_some() || self.blank {
            self.begin(tongue.of(INTERNAL), None);
            self.answer(a.internal.as_ref());
        }
        let customer = a.customer.as_ref();
        if customer.is_some() || self.blank {
            self.begin(tongue.of(CUSTOMER), customer.and_then(|c| c.based_on.as_deref()));
            self.answer(customer.map(|c| &c.answer));
        }
        for (name, rendering) in customer.iter().flat_map(|c| &c.channels) {
            self.begin(&section_name(name, tongue), rendering.based_on.as_deref());
            let text = if rendering.text.is_empty() { EMPTY.to_owned() } else { protected(&rendering.text) };
            self.text.push_str(&text);
            self.text.push('\n');
        }
    }

    fn begin(&mut self, name: &str, based_on: Option<&str>) {
        self.text.push_str("\n=== ");
        self.text.push_str(name);
        if let Some(hash) = based_on {
            self.text.push_str(" @");
            // A hash stays as it is; only what would be read as the word for the text as it is now is written otherwise.
            let is_word = [CURRENT.0, CURRENT.1].contains(&hash.trim());
            let others: &[char] = if is_word { &['@', ' ', '当', 'c'] } else { &['@', ' '] };
            self.text.push_str(&on_line(hash, others));
        }
        self.text.push('\n');
    }

    fn answer(&mut self, answer: Option<&Answer>) {
        self.text.push_str(self.tongue.of(LEAD));
        self.text.push(':');
        let Some(answer) = answer else { return self.text.push('\n') };
        if !answer.lead.is_empty() || answer.body.is_empty() {
            self.text.push(' ');
            self.text.push_str(&on_line(&answer.lead, &[]));
        }
        self.text.push('\n');
        if !answer.body.is_empty() {
            self.text.push('\n');
            self.text.push_str(&block(&answer.body));
            self.text.push('\n');
        }
    }
}

/// A text that must not be read as an empty one.
fn protected(text: &str) -> String {
    if text.trim() == EMPTY { on_line(text, &[]) } else { block(text) }
}

/// The text of a face's section.
pub fn section_text(answer: &Answer, tongue: Tongue) -> String {
    let mut out = Out { text: String::new(), tongue, blank: false };
    out.answer(Some(answer));
    out.text
}

/// The line of a section whose text was made from another internal text, saying that it fits the one in the manuscript;
/// `None` where it names none, or that one already.
pub fn confirmed(heading: &str, tongue: Tongue) -> Option<String> {
    let (name, origin) = heading.split_once(" @")?;
    let is_current = [CURRENT.0, CURRENT.1].contains(&origin.trim());
    (!is_current).then(|| format!("{name} @{}", tongue.of(CURRENT)))
}

/// The line that begins a rendering made from the internal text as it stands in the manuscript.
pub fn heading(channel: &str, tongue: Tongue) -> String {
    format!("=== {} @{}", section_name(channel, tongue), tongue.of(CURRENT))
}

/// The name of a channel's section: its label where it has one, else its name in quotes.
fn section_name(channel: &str, tongue: Tongue) -> String {
    match Channels::shipped().get(channel) {
        Some(known) => match tongue {
            Tongue::Chinese => known.zh.clone(),
            Tongue::English => known.name.clone(),
        },
        None => format!("\"{}\"", super::value::escape(channel, &['"', '\n', ' ', '@'])),
    }
}
