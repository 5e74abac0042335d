//! A JSON object as an article: the exchange format and its aliases.
//!
//! Written out by hand and not derived, so that a wrong value is named by its path and an unknown field is
//! counted instead of lost. What the program itself wrote is taken as it is, to the last blank: only the
//! aliases, which come from other systems, are trimmed.

use serde_json::{Map, Value};

use super::cell;
use super::field::is_channel;
use super::options::Options;
use super::reason::Reason;
use super::value::{day, label, list, object, text, texts, type_name, word, wrong};
use crate::model::{
    Action, ActionKind, Answer, Article, Attachment, Confidence, CustomerAnswer, Face, Kind, Origin,
    Relation, RelationKind, Rendering, Scope, Similar, Source, SourceClass, Stage, Validity,
};

/// Reads objects and remembers the names of the fields that mean nothing.
pub(super) struct Reader<'o> {
    options: &'o Options,
    /// Paths of unknown fields met in this row, each once.
    pub unknown: Vec<String>,
}

type Object = Map<String, Value>;

impl<'o> Reader<'o> {
    pub fn new(options: &'o Options) -> Self {
        Reader { options, unknown: Vec::new() }
    }

    /// Reads a row.
    pub fn article(&mut self, row: Object) -> Result<Article, Reason> {
        let mut article = Article::default();
        let mut aliases = Aliases::default();
        for (key, value) in row {
            match key.as_str() {
                "id" => article.id = label("id", value)?,
                "kind" => article.kind = word("kind", value, Kind::from_word, Kind::ALL, Kind::word)?,
                "question" => article.question = text("question", value)?.unwrap_or_default(),
                "similar" => article.similar = self.similar("similar", value, Origin::Author)?,
                "category" => article.category = texts("category", value, cell::slashed)?,
                "scope" => article.scope = self.scope(value)?,
                "internal" => article.internal = self.internal(value)?,
                "customer" => article.customer = self.customer(value)?,
                "actions" => article.actions = self.actions(value)?,
                "relations" => article.relations = self.relations(value)?,
                "attachments" => article.attachments = self.attachments(value)?,
                "valid" => article.valid = self.valid(value)?,
                "stage" => article.stage = word("stage", value, Stage::from_word, Stage::ALL, Stage::word)?,
                "confidence" => {
                    article.confidence =
                        word("confidence", value, Confidence::from_word, Confidence::ALL, Confidence::word)?;
                }
                "owner" => article.owner = text("owner", value)?,
                "source" => match value {
                    Value::String(plain) => aliases.source = Some(plain.trim().to_owned()),
                    other => article.source = self.source(other)?,
                },
                "tags" => article.tags = texts("tags", value, cell::names)?,
                "title" => aliases.title = label("title", value)?.map(|t| t.trim().to_owned()),
                "alt" | "similar_questions" => {
                    aliases.similar.extend(self.similar(&key, value, Origin::Import)?);
                }
                "body" | "answer" | "content" => aliases.body(key, value)?,
                "url" | "path" => aliases.reference(key, value)?,
                _ => self.unknown.push(key),
            }
        }
        self.settle(&mut article, aliases);
        if is_blank(&article.question) {
            return Err(Reason::NoQuestion);
        }
        article.valid.check().map_err(Reason::Validity)?;
        Ok(article)
    }

    /// Puts what the aliases said where nothing better stands; what has no place is named as unknown.
    fn settle(&mut self, article: &mut Article, aliases: Aliases) {
        if let Some(title) = aliases.title.filter(|title| !is_blank(title)) {
            if is_blank(&article.question) {
                article.question = title;
            } else if title != article.question.trim() {
                // Both are names of one thing, and a similar question is searched like a title.
                article.similar.push(Similar { text: title, origin: Origin::Import });
            }
        }
        article.similar.extend(aliases.similar);
        for (key, body) in aliases.bodies {
            if body.trim().is_empty() {
                continue;
            }
            let place = match self.options.face {
                Face::Internal => &mut article.internal.get_or_insert_default().body,
                Face::Customer => &mut article.customer.get_or_insert_default().answer.body,
            };
            if place.is_empty() { *place = body } else { self.unknown.push(key) }
        }
        let mut words = aliases.source.filter(|source| !source.is_empty());
        for (key, reference) in aliases.references {
            let source = article.source.get_or_insert_default();
            if source.reference.is_empty() { source.reference = reference } else { self.unknown.push(key) }
        }
        // Beside a URL or a path, a source in words says who wrote it.
        if let Some(words) = words.take() {
            let source = article.source.get_or_insert_default();
            if source.reference.is_empty() { source.reference = words } else { source.author = Some(words) }
        }
    }

    fn other(&mut self, parent: &str, key: &str) {
        self.unknown.push(format!("{parent}.{key}"));
    }

    fn similar(&mut self, field: &str, value: Value, origin: Origin) -> Result<Vec<Similar>, Reason> {
        if let Value::String(single) = value {
            return Ok(cell::questions(&single).into_iter().map(|text| Similar { text, origin }).collect());
        }
        let mut all = Vec::new();
        for (at, item) in list(field, value)?.into_iter().enumerate() {
            let place = format!("{field}[{at}]");
            match item {
                Value::String(text) => all.push(Similar { text, origin }),
                Value::Object(map) => all.push(self.similar_object(field, &place, map)?),
                other => return Err(wrong(&place, "text or an object", &other)),
            }
        }
        Ok(all)
    }

    fn similar_object(&mut self, field: &str, place: &str, map: Object) -> Result<Similar, Reason> {
        let (mut said, mut origin) = (None, None);
        for (key, value) in map {
            let path = format!("{place}.{key}");
            match key.as_str() {
                "text" => said = text(&path, value)?,
                "origin" => origin = word(&path, value, Origin::from_word, Origin::ALL, Origin::word)?,
                _ => self.other(field, &key),
            }
        }
        let text = said.ok_or_else(|| Reason::MissingPart { field: format!("{place}.text") })?;
        Ok(Similar { text, origin: origin.unwrap_or(Origin::Author) })
    }

    fn scope(&mut self, value: Value) -> Result<Scope, Reason> {
        let mut scope = Scope::default();
        for (key, value) in object("scope", value)?.unwrap_or_default() {
            let axis = match key.as_str() {
                "region" => &mut scope.region,
                "product" => &mut scope.product,
                "customer" => &mut scope.customer,
                _ => {
                    self.other("scope", &key);
                    continue;
                }
            };
            *axis = texts(&format!("scope.{key}"), value, cell::scope)?;
        }
        Ok(scope)
    }

    fn internal(&mut self, value: Value) -> Result<Option<Answer>, Reason> {
        let map = match value {
            Value::String(body) => return Ok((!body.trim().is_empty()).then(|| Answer::of_body(body))),
            Value::Object(map) => map,
            Value::Null => return Ok(None),
            other => return Err(wrong("internal", "text or an object", &other)),
        };
        let mut answer = Answer::default();
        for (key, value) in map {
            match key.as_str() {
                "lead" => answer.lead = text("internal.lead", value)?.unwrap_or_default(),
                "body" => answer.body = text("internal.body", value)?.unwrap_or_default(),
                _ => self.other("internal", &key),
            }
        }
        Ok(Some(answer))
    }

    fn customer(&mut self, value: Value) -> Result<Option<CustomerAnswer>, Reason> {
        let map = match value {
            Value::String(body) => {
                let answer = Answer::of_body(body);
                let written = !answer.is_empty();
                return Ok(written.then(|| CustomerAnswer { answer, ..CustomerAnswer::default() }));
            }
            Value::Object(map) => map,
            Value::Null => return Ok(None),
            other => return Err(wrong("customer", "text or an object", &other)),
        };
        let mut customer = CustomerAnswer::default();
        for (key, value) in map {
            match key.as_str() {
                "lead" => customer.answer.lead = text("customer.lead", value)?.unwrap_or_default(),
                "body" => customer.answer.body = text("customer.body", value)?.unwrap_or_default(),
                "based_on" => customer.based_on = text("customer.based_on", value)?,
                "channels" => self.channels(&mut customer, value)?,
                // The short form that tables use.
                name if self.options.channels.iter().any(|channel| channel == name) => {
                    let rendering = self.rendering(&format!("customer.{name}"), value)?;
                    if let Some(rendering) = rendering {
                        customer.channels.entry(key).or_insert(rendering);
                    }
                }
                _ => self.other("customer", &key),
            }
        }
        Ok(Some(customer))
    }

    fn channels(&mut self, customer: &mut CustomerAnswer, value: Value) -> Result<(), Reason> {
        for (name, value) in object("customer.channels", value)?.unwrap_or_default() {
            if !self.options.channels.is_empty() && !is_channel(&name, &self.options.channels) {
                self.other("customer.channels", &name);
                continue;
            }
            if let Some(rendering) = self.rendering(&format!("customer.channels.{name}"), value)? {
                customer.channels.insert(name, rendering);
            }
        }
        Ok(())
    }

    fn rendering(&mut self, path: &str, value: Value) -> Result<Option<Rendering>, Reason> {
        let map = match value {
            Value::String(text) => return Ok(Some(Rendering { text, based_on: None })),
            Value::Object(map) => map,
            Value::Null => return Ok(None),
            other => return Err(wrong(path, "text or an object", &other)),
        };
        let (mut said, mut based_on) = (None, None);
        for (key, value) in map {
            match key.as_str() {
                "text" => said = text(&format!("{path}.text"), value)?,
                "based_on" => based_on = text(&format!("{path}.based_on"), value)?,
                _ => self.other(path, &key),
            }
        }
        let text = said.ok_or_else(|| Reason::MissingPart { field: format!("{path}.text") })?;
        Ok(Some(Rendering { text, based_on }))
    }

    /// Reads actions, also for the cell of a table that holds JSON.
    pub fn actions(&mut self, value: Value) -> Result<Vec<Action>, Reason> {
        let each = |reader: &mut Self, place: &str, map: Object| {
            let (mut kind, mut target, mut fields, mut limit) = (None, None, Vec::new(), None);
            for (key, value) in map {
                let path = format!("{place}.{key}");
                match key.as_str() {
                    "type" => {
                        kind = word(&path, value, ActionKind::from_word, ActionKind::ALL, ActionKind::word)?;
                    }
                    "target" => target = text(&path, value)?,
                    "fields" => fields = texts(&path, value, cell::names)?,
                    "limit" => limit = text(&path, value)?,
                    _ => reader.other("actions", &key),
                }
            }
            let kind = kind.ok_or_else(|| Reason::MissingPart { field: format!("{place}.type") })?;
            Ok(Action { kind, target: target.unwrap_or_default(), fields, limit })
        };
        self.objects("actions", value, each)
    }

    /// Reads relations, also for the cell of a table that holds JSON.
    pub fn relations(&mut self, value: Value) -> Result<Vec<Relation>, Reason> {
        let each = |reader: &mut Self, place: &str, map: Object| {
            let (mut kind, mut to) = (None, None);
            for (key, value) in map {
                let path = format!("{place}.{key}");
                match key.as_str() {
                    "type" => {
                        kind = word(
                            &path,
                            value,
                            RelationKind::from_word,
                            RelationKind::ALL,
                            RelationKind::word,
                        )?;
                    }
                    "to" => to = label(&path, value)?,
                    _ => reader.other("relations", &key),
                }
            }
            let kind = kind.ok_or_else(|| Reason::MissingPart { field: format!("{place}.type") })?;
            let to = to.ok_or_else(|| Reason::MissingPart { field: format!("{place}.to") })?;
            Ok(Relation { kind, to })
        };
        self.objects("relations", value, each)
    }

    /// Reads attachments, also for the cell of a table that holds JSON.
    pub fn attachments(&mut self, value: Value) -> Result<Vec<Attachment>, Reason> {
        let each = |reader: &mut Self, place: &str, map: Object| {
            let (mut name, mut sha256) = (None, None);
            for (key, value) in map {
                let path = format!("{place}.{key}");
                match key.as_str() {
                    "name" => name = text(&path, value)?,
                    "sha256" => sha256 = text(&path, value)?,
                    _ => reader.other("attachments", &key),
                }
            }
            let name = name.ok_or_else(|| Reason::MissingPart { field: format!("{place}.name") })?;
            let sha256 = sha256.ok_or_else(|| Reason::MissingPart { field: format!("{place}.sha256") })?;
            Ok(Attachment { name, sha256 })
        };
        self.objects("attachments", value, each)
    }

    fn objects<T>(
        &mut self,
        field: &str,
        value: Value,
        each: impl Fn(&mut Self, &str, Object) -> Result<T, Reason>,
    ) -> Result<Vec<T>, Reason> {
        let mut all = Vec::new();
        for (at, item) in list(field, value)?.into_iter().enumerate() {
            let place = format!("{field}[{at}]");
            match item {
                Value::Object(map) => all.push(each(self, &place, map)?),
                other => {
                    let found = type_name(&other);
                    return Err(Reason::WrongType { field: place, expected: "an object", found });
                }
            }
        }
        Ok(all)
    }

    fn valid(&mut self, value: Value) -> Result<Validity, Reason> {
        let mut valid = Validity::default();
        for (key, value) in object("valid", value)?.unwrap_or_default() {
            let place = match key.as_str() {
                "from" => &mut valid.from,
                "until" => &mut valid.until,
                "review_by" => &mut valid.review_by,
                "sale_until" => &mut valid.sale_until,
                "study_from" => &mut valid.study_from,
                _ => {
                    self.other("valid", &key);
                    continue;
                }
            };
            *place = day(&format!("valid.{key}"), value)?;
        }
        Ok(valid)
    }

    fn source(&mut self, value: Value) -> Result<Option<Source>, Reason> {
        let map = match value {
            Value::Object(map) => map,
            Value::Null => return Ok(None),
            other => return Err(wrong("source", "text or an object", &other)),
        };
        let mut source = Source::default();
        for (key, value) in map {
            let path = format!("source.{key}");
            match key.as_str() {
                "class" => {
                    source.class =
                        word(&path, value, SourceClass::from_word, SourceClass::ALL, SourceClass::word)?;
                }
                "ref" => source.reference = label(&path, value)?.unwrap_or_default(),
                "author" => source.author = text(&path, value)?,
                "date" => source.date = day(&path, value)?,
                "licence" => source.licence = text(&path, value)?,
                _ => self.other("source", &key),
            }
        }
        Ok(Some(source))
    }
}

/// What other systems call things, kept until the row is read: the order of keys must not matter.
#[derive(Default)]
struct Aliases {
    title: Option<String>,
    similar: Vec<Similar>,
    bodies: Vec<(String, String)>,
    references: Vec<(String, String)>,
    source: Option<String>,
}

impl Aliases {
    fn body(&mut self, key: String, value: Value) -> Result<(), Reason> {
        if let Some(body) = text(&key, value)? {
            self.bodies.push((key, body));
            // `body` is the better name where a row has two.
            self.bodies
                .sort_by_key(|(key, _)| ["body", "answer", "content"].iter().position(|name| name == key));
        }
        Ok(())
    }

    fn reference(&mut self, key: String, value: Value) -> Result<(), Reason> {
        if let Some(reference) = text(&key, value)?.map(|r| r.trim().to_owned()).filter(|r| !r.is_empty()) {
            self.references.push((key, reference));
        }
        Ok(())
    }
}

/// Whether nothing can be read: only blanks, control and zero-width characters.
pub(super) fn is_blank(text: &str) -> bool {
    crate::text::clean::for_copy(text).trim().is_empty()
}
