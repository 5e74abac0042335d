//! Reading a manuscript back.

use std::collections::HashSet;

use super::Manuscript;
use super::label::{CURRENT, CUSTOMER, Field, INTERNAL, LEAD, Tongue};
use super::problem::{Problem, ProblemKind};
use super::value::{EMPTY, from_line, parts, unescape};
use super::writer::{BAR, COMMAS, SLASH};
use crate::model::{
    Action, ActionKind, Answer, Attachment, Channels, Confidence, CustomerAnswer, Kind, Origin, Relation,
    RelationKind, Rendering, Similar, Source, SourceClass, read_day,
};

/// Reads a manuscript; line ends of any kind.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn read(text: &str) -> Result<Manuscript, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let mut reader = Reader { done: Manuscript::default(), source: Source::default(), has_source: false };
    let body = reader.fields(&lines)?;
    if reader.has_source {
        reader.done.article.source = Some(std::mem::take(&mut reader.source));
    }
    reader.sections(&lines, body)?;
    if reader.done.article.question.trim().is_empty() {
        return Err(Problem { line: 1, kind: ProblemKind::NoQuestion });
    }
    Ok(reader.done)
}

struct Reader {
    done: Manuscript,
    source: Source,
    has_source: bool,
}

/// A field with what stands behind its name and below it, each with its line.
struct Given<'a> {
    field: Field,
    name: &'a str,
    line: usize,
    value: &'a str,
    entries: Vec<(usize, &'a str)>,
}

impl Given<'_> {
    fn complain(&self, line: usize, kind: ProblemKind) -> Problem {
        Problem { line, kind }
    }

    fn one(&self) -> Result<Option<String>, Problem> {
        match self.entries.first() {
            Some((line, _)) => Err(self.complain(*line, ProblemKind::OneValue { name: self.name.into() })),
            None => Ok(from_line(self.value)),
        }
    }

    fn names(&self, separators: &[char]) -> Vec<String> {
        let lines = std::iter::once(self.value).chain(self.entries.iter().map(|(_, entry)| *entry));
        lines.flat_map(|line| parts(line, separators)).flatten().collect()
    }

    /// The entries of a list, also when the only one stands behind the name.
    fn list(&self) -> Vec<(usize, Vec<Option<String>>)> {
        let first = (!self.value.trim().is_empty()).then_some((self.line, self.value));
        first
            .into_iter()
            .chain(self.entries.iter().copied())
            .map(|(line, entry)| (line, parts(entry, BAR)))
            .filter(|(_, parts)| !parts.is_empty())
            .collect()
    }

    fn word(&self, line: usize, value: &str) -> Result<&'static str, Problem> {
        self.field.word(value).ok_or_else(|| {
            let kind = ProblemKind::UnknownWord {
                name: self.name.into(),
                value: value.to_owned(),
                choices: self.field.choices(),
            };
            self.complain(line, kind)
        })
    }

    fn one_word(&self) -> Result<Option<&'static str>, Problem> {
        self.one()?.map(|value| self.word(self.line, &value)).transpose()
    }

    fn day(&self) -> Result<Option<jiff::civil::Date>, Problem> {
        let Some(value) = self.one()? else { return Ok(None) };
        // What this program writes may lie outside of what people write.
        let day = read_day(&value).or_else(|| value.parse().ok());
        day.map(Some)
            .ok_or_else(|| self.complain(self.line, ProblemKind::NotADay { name: self.name.into(), value }))
    }

    fn missing(&self, line: usize) -> Problem {
        self.complain(line, ProblemKind::MissingPart { name: self.name.into() })
    }
}

impl Reader {
    /// Reads the fields; the first line behind them, from 0.
    fn fields(&mut self, lines: &[&str]) -> Result<usize, Problem> {
        let Some(begin) = lines.iter().position(|line| !line.trim().is_empty()) else { return Ok(0) };
        if lines.get(begin).is_none_or(|line| line.trim_end() != "---") {
            return Ok(begin);
        }
        let open = Problem { line: begin + 1, kind: ProblemKind::OpenFields };
        let length = lines.iter().skip(begin + 1).position(|line| line.trim_end() == "---").ok_or(open)?;
        let end = begin + 1 + length;
        let mut given: Vec<Given<'_>> = Vec::new();
        for (at, line) in lines.iter().enumerate().take(end).skip(begin + 1) {
            let (number, text) = (at + 1, line.trim());
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let entry = text.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' '));
            if let (Some(entry), Some(last)) = (entry, given.last_mut()) {
                last.entries.push((number, entry));
                continue;
            }
            let Some((name, value)) = text.split_once([':', '：']).filter(|_| entry.is_none()) else {
                return Err(Problem { line: number, kind: ProblemKind::NoField { text: text.to_owned() } });
            };
            let name = name.trim();
            let Some(field) = Field::named(name) else {
                let kind = ProblemKind::UnknownField { name: name.to_owned() };
                return Err(Problem { line: number, kind });
            };
            if given.iter().any(|g| g.field == field) {
                return Err(Problem { line: number, kind: ProblemKind::Twice { name: name.to_owned() } });
            }
            given.push(Given { field, name, line: number, value, entries: Vec::new() });
        }
        for given in &given {
            self.field(given)?;
        }
        Ok(end + 1)
    }

    fn field(&mut self, given: &Given<'_>) -> Result<(), Problem> {
        use Field as F;
        let a = &mut self.done.article;
        match given.field {
            F::Id => a.id = given.one()?,
            F::BasedOn => self.done.based_on = given.one()?,
            F::Kind => a.kind = given.one_word()?.and_then(Kind::from_word),
            F::Question => a.question = given.one()?.unwrap_or_default(),
            F::Similar => a.similar = similar(given)?,
            F::Category => a.category = given.names(SLASH),
            F::Region => a.scope.region = given.names(COMMAS),
            F::Product => a.scope.product = given.names(COMMAS),
            F::Customer => a.scope.customer = given.names(COMMAS),
            F::From => a.valid.from = given.day()?,
            // People write the last valid day.
            F::LastDay => a.valid.until = given.day()?.and_then(|day| day.tomorrow().ok()),
            F::ReviewBy => a.valid.review_by = given.day()?,
            F::SaleUntil => a.valid.sale_until = given.day()?,
            F::StudyFrom => a.valid.study_from = given.day()?,
            F::Confidence => a.confidence = given.one_word()?.and_then(Confidence::from_word),
            F::Owner => a.owner = given.one()?,
            F::Tags => a.tags = given.names(COMMAS),
            F::Actions => a.actions = actions(given)?,
            F::Relations => a.relations = relations(given)?,
            F::Attachments => a.attachments = attachments(given)?,
            F::SourceClass | F::Source | F::SourceAuthor | F::SourceDate | F::SourceLicence => {
                self.source_field(given)?;
            }
        }
        Ok(())
    }

    fn source_field(&mut self, given: &Given<'_>) -> Result<(), Problem> {
        let is_given = given.one()?.is_some();
        self.has_source |= is_given;
        let source = &mut self.source;
        match given.field {
            Field::SourceClass => source.class = given.one_word()?.and_then(SourceClass::from_word),
            Field::SourceAuthor => source.author = given.one()?,
            Field::SourceDate => source.date = given.day()?,
            Field::SourceLicence => source.licence = given.one()?,
            _ => source.reference = given.one()?.unwrap_or_default(),
        }
        Ok(())
    }

    fn sections(&mut self, lines: &[&str], from: usize) -> Result<(), Problem> {
        let begins: Vec<usize> =
            (from..lines.len()).filter(|at| lines.get(*at).is_some_and(|l| l.starts_with("=== "))).collect();
        let before = begins.first().copied().unwrap_or(lines.len());
        let stray = (from..before).find(|at| lines.get(*at).is_some_and(|line| !line.trim().is_empty()));
        if let Some((at, text)) = stray.and_then(|at| Some((at, lines.get(at)?))) {
            let kind = ProblemKind::Stray { text: text.trim().to_owned() };
            return Err(Problem { line: at + 1, kind });
        }
        let mut seen = HashSet::new();
        let mut current: Vec<(Section, bool)> = Vec::new();
        for (n, begin) in begins.iter().enumerate() {
            let end = begins.get(n + 1).copied().unwrap_or(lines.len());
            let head = lines.get(*begin).and_then(|line| line.strip_prefix("=== ")).unwrap_or_default();
            let content = lines.get(begin + 1..end).unwrap_or_default();
            let (section, origin) = section_of(head, begin + 1)?;
            if !seen.insert(section.clone()) {
                let kind = ProblemKind::SectionTwice { name: head.trim().to_owned() };
                return Err(Problem { line: begin + 1, kind });
            }
            self.section(section.clone(), &origin, content);
            current.push((section, origin == Made::Current));
        }
        self.settle(&current);
        Ok(())
    }

    fn section(&mut self, section: Section, origin: &Made, content: &[&str]) {
        let a = &mut self.done.article;
        let based_on = match origin {
            Made::Said(hash) => Some(hash.clone()),
            Made::None | Made::Current => None,
        };
        match section {
            Section::Internal => a.internal = answer(content),
            Section::Customer => {
                if let Some(answer) = answer(content) {
                    let customer = a.customer.get_or_insert_default();
                    customer.answer = answer;
                    customer.based_on = based_on;
                } else if based_on.is_some() {
                    a.customer.get_or_insert_default().based_on = based_on;
                }
            }
            Section::Channel(name) => {
                let text = text_of(content);
                let text = match text.trim() {
                    "" => return,
                    EMPTY => String::new(),
                    _ => unescape(&text),
                };
                let customer: &mut CustomerAnswer = a.customer.get_or_insert_default();
                customer.channels.insert(name, Rendering { text, based_on });
            }
        }
    }

    /// Gives the customer texts that are said to be made from the current internal text its hash.
    fn settle(&mut self, sections: &[(Section, bool)]) {
        let a = &mut self.done.article;
        let Some(hash) = a.internal.as_ref().map(Answer::hash) else { return };
        let Some(customer) = &mut a.customer else { return };
        for (section, _) in sections.iter().filter(|(_, is_current)| *is_current) {
            match section {
                Section::Internal => {}
                Section::Customer => customer.based_on = Some(hash.clone()),
                Section::Channel(name) => {
                    if let Some(rendering) = customer.channels.get_mut(name) {
                        rendering.based_on = Some(hash.clone());
                    }
                }
            }
        }
    }
}

/// A section of a manuscript.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Section {
    /// The internal face.
    Internal,
    /// The customer face.
    Customer,
    /// The rendering of a channel, by its name.
    Channel(String),
}

impl Section {
    /// What a line begins, if it begins a section.
    pub fn begun_by(line: &str) -> Option<Section> {
        section_of(line.strip_prefix("=== ")?, 0).ok().map(|(section, _)| section)
    }
}

/// What a customer text was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Made {
    None,
    Said(String),
    /// The internal text of this manuscript.
    Current,
}

fn section_of(head: &str, line: usize) -> Result<(Section, Made), Problem> {
    let (name, origin) = match head.split_once(" @") {
        Some((name, origin)) => (name.trim(), origin.trim()),
        None => (head.trim(), ""),
    };
    let origin = match origin {
        _ if origin == CURRENT.0 || origin == CURRENT.1 => Made::Current,
        _ => from_line(origin).map_or(Made::None, Made::Said),
    };
    let is = |pair: (&'static str, &'static str)| {
        name == Tongue::Chinese.of(pair) || name == Tongue::English.of(pair)
    };
    let section = if is(INTERNAL) {
        Section::Internal
    } else if is(CUSTOMER) {
        Section::Customer
    } else if let Some(quoted) = name.strip_prefix('"').and_then(|n| n.strip_suffix('"')) {
        Section::Channel(unescape(quoted))
    } else if let Some(known) = Channels::shipped().named(name) {
        Section::Channel(known.name.clone())
    } else {
        return Err(Problem { line, kind: ProblemKind::UnknownSection { name: name.to_owned() } });
    };
    Ok((section, origin))
}

/// The lines of a section without blank ones at its ends.
fn text_of(lines: &[&str]) -> String {
    let is_blank = |line: &&&str| line.trim().is_empty();
    let skip = lines.iter().take_while(is_blank).count();
    let cut = lines.iter().rev().take_while(is_blank).count();
    lines.get(skip..lines.len().saturating_sub(cut)).unwrap_or_default().join("\n")
}

/// An answer: its lead where the first line names one, then the body.
fn answer(lines: &[&str]) -> Option<Answer> {
    let first = lines.iter().position(|line| !line.trim().is_empty())?;
    let line = lines.get(first).copied().unwrap_or_default();
    let lead = line
        .split_once([':', '：'])
        .filter(|(name, _)| [LEAD.0, LEAD.1].contains(&name.trim()))
        .map(|(_, lead)| from_line(lead));
    let rest = if lead.is_some() { first + 1 } else { first };
    let body = unescape(&text_of(lines.get(rest..).unwrap_or_default()));
    match lead {
        // A form that nobody filled in is no answer.
        Some(None) | None if body.is_empty() => None,
        Some(lead) => Some(Answer { lead: lead.unwrap_or_default(), body }),
        None => Some(Answer { lead: String::new(), body }),
    }
}

fn similar(given: &Given<'_>) -> Result<Vec<Similar>, Problem> {
    given
        .list()
        .into_iter()
        .map(|(line, parts)| {
            let mut parts = parts.into_iter();
            let text = parts.next().flatten().ok_or_else(|| given.missing(line))?;
            let origin = match parts.next().flatten() {
                Some(word) => Origin::from_word(given.word(line, &word)?).unwrap_or(Origin::Author),
                None => Origin::Author,
            };
            Ok(Similar { text, origin })
        })
        .collect()
}

fn actions(given: &Given<'_>) -> Result<Vec<Action>, Problem> {
    given
        .list()
        .into_iter()
        .map(|(line, parts)| {
            let mut parts = parts.into_iter();
            let word = parts.next().flatten().ok_or_else(|| given.missing(line))?;
            let kind = ActionKind::from_word(given.word(line, &word)?).ok_or_else(|| given.missing(line))?;
            let target = parts.next().flatten().unwrap_or_default();
            let limit = parts.next().flatten();
            Ok(Action { kind, target, limit, fields: parts.flatten().collect() })
        })
        .collect()
}

fn relations(given: &Given<'_>) -> Result<Vec<Relation>, Problem> {
    given
        .list()
        .into_iter()
        .map(|(line, parts)| {
            let mut parts = parts.into_iter();
            let word = parts.next().flatten().ok_or_else(|| given.missing(line))?;
            let kind =
                RelationKind::from_word(given.word(line, &word)?).ok_or_else(|| given.missing(line))?;
            Ok(Relation { kind, to: parts.next().flatten().ok_or_else(|| given.missing(line))? })
        })
        .collect()
}

fn attachments(given: &Given<'_>) -> Result<Vec<Attachment>, Problem> {
    given
        .list()
        .into_iter()
        .map(|(line, parts)| {
            let mut parts = parts.into_iter().map(|part| part.ok_or_else(|| given.missing(line)));
            let mut next = || parts.next().unwrap_or_else(|| Err(given.missing(line)));
            Ok(Attachment { name: next()?, sha256: next()? })
        })
        .collect()
}
