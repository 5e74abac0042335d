//! What the columns of a table mean, judged together: some headings say less than others make plain.

use super::field::Field;
use super::heading::{Meaning, key};
use super::options::Options;
use super::run::Mapped;
use super::suggest::suggest;
use crate::model::Face;

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    /// This field.
    Field(Field),
    /// Nothing, with the field that it looks like.
    Unknown(Option<String>),
}

/// Says what each column means, and which mappings were used.
pub(super) fn columns(
    headings: &[String],
    options: &Options,
    mapping: &[Mapped],
) -> (Vec<Column>, Vec<usize>) {
    let mut used = Vec::new();
    let mut taken: Vec<Field> = Vec::new();
    let mut found: Vec<Option<Field>> = vec![None; headings.len()];
    let mut meanings: Vec<Option<Meaning>> =
        headings.iter().map(|h| Meaning::of(h, &options.channels)).collect();

    // A mapping is the user's word and goes before everything.
    for ((heading, slot), meaning) in headings.iter().zip(&mut found).zip(&mut meanings) {
        let at = mapping.iter().position(|mapped| mapped.from.trim() == heading.trim()).or_else(|| {
            mapping.iter().position(|mapped| !mapped.key.is_empty() && mapped.key == key(heading))
        });
        if let Some((at, mapped)) = at.and_then(|at| Some((at, mapping.get(at)?))) {
            used.push(at);
            taken.push(mapped.field.clone());
            *slot = Some(mapped.field.clone());
            *meaning = None;
        }
    }

    let has = |field: &Field, taken: &[Field], meanings: &[Option<Meaning>]| {
        taken.contains(field) || meanings.contains(&Some(Meaning::Field(field.clone())))
    };
    let has_category = [Field::Category, Field::Level(1)].iter().any(|f| has(f, &taken, &meanings));
    let has_owner = has(&Field::Owner, &taken, &meanings);

    // Exact headings come before loose ones, and each kind of loose one before those that lean on it.
    let rounds: [fn(&Meaning) -> bool; 6] = [
        |m| matches!(m, Meaning::Field(_)),
        |m| matches!(m, Meaning::Title),
        |m| matches!(m, Meaning::Ask),
        |m| matches!(m, Meaning::Plain),
        |m| matches!(m, Meaning::Department),
        |m| matches!(m, Meaning::Source),
    ];
    for of_this_round in rounds {
        for (slot, meaning) in found.iter_mut().zip(&meanings) {
            let Some(meaning) = meaning.as_ref().filter(|m| of_this_round(m)) else { continue };
            let candidates: &[Field] = match meaning {
                // A second name for the article is searched like a title: a similar question.
                Meaning::Field(Field::Question) | Meaning::Title | Meaning::Ask => {
                    &[Field::Question, Field::Similar]
                }
                Meaning::Field(field) => std::slice::from_ref(field),
                Meaning::Plain => &[Field::Body(options.face)],
                // Exports with a department and no category (a hospital's 科室, a help desk's queue) mean the shelf
                // that the article stands on, and browsing by it is what agents expect. Beside a category
                // it can only be who answers for it.
                Meaning::Department if has_category && has_owner => &[],
                Meaning::Department if has_category => &[Field::Owner],
                Meaning::Department => &[Field::Category],
                Meaning::Source => &[Field::SourceRef, Field::SourceAuthor],
            };
            if let Some(field) = candidates.iter().find(|field| field.is_list() || !taken.contains(field)) {
                taken.push((*field).clone());
                *slot = Some((*field).clone());
            }
        }
    }

    let columns = headings
        .iter()
        .zip(found)
        .map(|(heading, field)| match field {
            Some(field) => Column::Field(field),
            None => Column::Unknown(suggestion(heading, options, &taken)),
        })
        .collect();
    (columns, used)
}

/// The field that an unknown heading looks like, unless another column is that field already.
fn suggestion(heading: &str, options: &Options, taken: &[Field]) -> Option<String> {
    let free = |path: &String| {
        Field::of_path(path, &options.channels).is_none_or(|field| field.is_list() || !taken.contains(&field))
    };
    let path = suggest(heading, &options.channels, options.face)?;
    if free(&path) {
        return Some(path);
    }
    // A second plain answer may well be the other face's; which one is not for a program to guess.
    let other = match options.face {
        Face::Internal => Face::Customer,
        Face::Customer => Face::Internal,
    };
    let other = Field::Body(other).path();
    (path == Field::Body(options.face).path()
        && Meaning::of(heading, &options.channels) == Some(Meaning::Plain)
        && free(&other))
    .then_some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(headings: &[&str]) -> Vec<String> {
        let headings: Vec<String> = headings.iter().map(|h| (*h).to_owned()).collect();
        let options = Options { channels: vec!["sms".into()], ..Options::default() };
        let (columns, _) = columns(&headings, &options, &[]);
        columns
            .into_iter()
            .map(|column| match column {
                Column::Field(field) => field.path(),
                Column::Unknown(Some(like)) => format!("?{like}"),
                Column::Unknown(None) => "?".to_owned(),
            })
            .collect()
    }

    #[test]
    fn columns_are_judged_together() {
        assert_eq!(
            resolved(&["department", "title", "ask", "answer"]),
            ["category", "question", "similar", "internal.body"]
        );
        assert_eq!(
            resolved(&["ask", "answer", "category", "department"]),
            ["question", "internal.body", "category", "owner"]
        );
        assert_eq!(resolved(&["知识标题", "标准问", "短信"]), ["similar", "question", "customer.sms"]);
        assert_eq!(resolved(&["link", "source", "title"]), ["source.ref", "source.author", "question"]);
        assert_eq!(resolved(&["source", "title"]), ["source.ref", "question"]);
        assert_eq!(
            resolved(&["问题", "答案", "客户答案", "内部答案"]),
            ["question", "?", "customer.body", "internal.body"]
        );
        assert_eq!(
            resolved(&["question", "answer", "content", "answer_html", "lang"]),
            ["question", "internal.body", "?customer.body", "?", "?"]
        );
        assert_eq!(resolved(&["qestion"]), ["?question"]);
    }
}
