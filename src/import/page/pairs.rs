//! Questions and answers that a page marks as such: schema.org's FAQPage in JSON-LD and as microdata, `details`, and `dl`.

use dom_query::{Document, NodeRef, Selection};
use serde_json::Value;

use super::content::words;
use crate::text::asking::asks;
use crate::text::title::title;

/// A question, and its answer as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub question: String,
    pub answer: String,
    /// The place in the page: the nearest id at the question.
    pub anchor: Option<String>,
}

/// The pairs of a page's data for search engines; scripts must still be in it.
pub(super) fn of_data(page: &Document) -> Vec<Pair> {
    let mut out = Vec::new();
    for script in page.select("script[type=\"application/ld+json\"]").iter() {
        if let Ok(data) = serde_json::from_str::<Value>(&script.text()) {
            of_json(&data, 0, &mut out);
        }
    }
    out
}

/// The pairs that the page's marks make, of the first kind that there is.
pub(super) fn of_marks(part: &NodeRef<'_>) -> Vec<Pair> {
    let part = Selection::from(*part);
    [of_microdata, of_details, of_list]
        .iter()
        .map(|of| of(&part))
        .find(|pairs| !pairs.is_empty())
        .unwrap_or_default()
}

/// JSON that is deeper than this is no page of questions.
const MOST_DEEP: usize = 16;

fn of_json(value: &Value, depth: usize, out: &mut Vec<Pair>) {
    if depth > MOST_DEEP {
        return;
    }
    match value {
        Value::Array(all) => all.iter().for_each(|one| of_json(one, depth + 1, out)),
        Value::Object(fields) => {
            let is = |name: &str| match fields.get("@type") {
                Some(Value::String(of)) => of == name,
                Some(Value::Array(of)) => of.iter().any(|of| of == name),
                _ => false,
            };
            if is("Question") {
                out.extend(of_question(fields));
                return;
            }
            for key in ["@graph", "mainEntity", "hasPart", "itemListElement"] {
                if let Some(inner) = fields.get(key) {
                    of_json(inner, depth + 1, out);
                }
            }
        }
        _ => {}
    }
}

fn of_question(fields: &serde_json::Map<String, Value>) -> Option<Pair> {
    let text = |value: &Value| value.get("text").and_then(Value::as_str).map(str::to_owned);
    let question = fields.get("name").or_else(|| fields.get("text")).and_then(Value::as_str)?;
    let given = fields.get("acceptedAnswer").or_else(|| fields.get("suggestedAnswer"))?;
    let answer = match given {
        Value::Array(all) => all.iter().find_map(text),
        one => text(one),
    }?;
    let anchor = fields.get("@id").or_else(|| fields.get("url")).and_then(Value::as_str);
    let anchor = anchor.and_then(|id| id.rsplit_once('#')).map(|(_, name)| name.to_owned());
    Some(Pair { question: words(question), answer, anchor })
}

fn of_microdata(part: &Selection<'_>) -> Vec<Pair> {
    let mut out = Vec::new();
    for one in part.select("[itemtype$=\"/Question\"]").iter() {
        let question = words(&one.select_single("[itemprop=name]").text());
        let answer = one.select_single(
            "[itemtype$=\"/Answer\"] [itemprop=text], [itemprop=acceptedAnswer] [itemprop=text]",
        );
        let answer = if answer.exists() {
            answer
        } else {
            one.select_single("[itemprop=acceptedAnswer], [itemprop=text]")
        };
        if !question.is_empty() && answer.exists() {
            let anchor = one.attr("id").map(|id| id.to_string());
            out.push(Pair { question, answer: answer.inner_html().to_string(), anchor });
        }
    }
    out
}

fn of_details(part: &Selection<'_>) -> Vec<Pair> {
    let mut out = Vec::new();
    for one in part.select("details").iter() {
        let summary = one.select_single("summary");
        let question = title(&words(&summary.text()));
        summary.remove();
        let anchor = one.attr("id").map(|id| id.to_string());
        if !question.is_empty() && !one.text().trim().is_empty() {
            out.push(Pair { question, answer: one.inner_html().to_string(), anchor });
        }
    }
    let asking = out.iter().filter(|pair| asks(&pair.question)).count();
    if asking * 2 < out.len() || out.len() < 2 && asking == 0 { Vec::new() } else { out }
}

/// A `dl` is a page of questions where most of its terms ask; else it is a glossary.
fn of_list(part: &Selection<'_>) -> Vec<Pair> {
    let mut out: Vec<Pair> = Vec::new();
    for term in part.select("dl > dt, dl > div > dt").nodes() {
        let mut answer = String::new();
        let mut next = term.next_element_sibling();
        while let Some(node) = next.filter(|node| node.has_name("dd")) {
            answer.push_str(&node.inner_html());
            next = node.next_element_sibling();
        }
        let question = title(&words(&term.text()));
        if !answer.trim().is_empty() && !question.is_empty() {
            let inner = Selection::from(*term).select_single("[id]").attr("id");
            let anchor = term.id_attr().or(inner).map(|id| id.to_string());
            out.push(Pair { question, answer, anchor });
        }
    }
    let asking = out.iter().filter(|pair| asks(&pair.question)).count();
    if out.len() < 2 || asking * 2 < out.len() { Vec::new() } else { out }
}
