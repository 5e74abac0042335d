//! The facts of several articles in rows, each under the words that say what it is about.

use crate::model::Article;
use crate::text::facts::{Fact, Kind, facts, of_cell};
use crate::text::fold::is_word;
use crate::text::markdown::{Block, parse, plain};

/// A row of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is about, in the words of the first article that says it: 月费, 副卡.
    pub label: String,
    /// What sort of facts stand in it.
    pub kind: Kind,
    /// The normal forms of each article's facts; empty where it says nothing of it.
    pub cells: Vec<Vec<String>>,
    /// Whether two of the articles that say something of it say different things.
    pub differs: bool,
}

/// The longest label, in chars: it is a word or two, not a sentence.
const LABEL_CHARS: usize = 8;

/// The facts of some articles in rows: those of the internal answer, else of the customer answer. What more than one article
/// speaks of comes first, in the order of the articles.
pub fn compare(articles: &[&Article]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (at, article) in articles.iter().enumerate() {
        for (label, fact) in labelled(article) {
            let row = match rows.iter().position(|row| row.label == label && row.kind == fact.kind) {
                Some(row) => row,
                None => {
                    let cells = vec![Vec::new(); articles.len()];
                    rows.push(Row { label, kind: fact.kind, cells, differs: false });
                    rows.len() - 1
                }
            };
            if let Some(cell) = rows.get_mut(row).and_then(|row| row.cells.get_mut(at))
                && !cell.contains(&fact.value)
            {
                cell.push(fact.value);
            }
        }
    }
    let said = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    for row in &mut rows {
        let mut cells = row.cells.iter().filter(|cell| !cell.is_empty());
        let first = cells.next();
        row.differs = cells.any(|cell| Some(cell) != first);
    }
    rows.sort_by_key(|row| said(row) < 2);
    rows
}

/// The facts of an article, each with its label.
fn labelled(article: &Article) -> Vec<(String, Fact)> {
    let internal = article.internal.as_ref().filter(|answer| !answer.is_empty());
    let answer = internal.or(article.customer.as_ref().map(|customer| &customer.answer));
    let Some(answer) = answer else { return Vec::new() };
    let mut found = of_text(&answer.lead);
    for block in parse(&answer.body) {
        of_block(&block, &mut found);
    }
    found.retain(|(_, fact)| !matches!(fact.kind, Kind::Unresolved));
    found
}

fn of_block(block: &Block, found: &mut Vec<(String, Fact)>) {
    match block {
        Block::Paragraph(spans) | Block::Item { spans, .. } => found.extend(of_text(&plain(spans))),
        Block::Quote(inner) => of_block(inner, found),
        Block::Table { head, rows } => {
            for row in rows {
                let first = row.first().map(|cell| plain(cell)).unwrap_or_default();
                for (at, cell) in row.iter().enumerate() {
                    let heading = head.get(at).map(|cell| plain(cell)).unwrap_or_default();
                    let about = without_unit(&heading);
                    // The first cell names the row, where there is more than one.
                    let label = match rows.len() {
                        1 => about.to_owned(),
                        _ if at == 0 => continue,
                        _ => format!("{} {about}", first.trim()),
                    };
                    found.extend(
                        of_cell(&plain(cell), &heading).into_iter().map(|fact| (label.clone(), fact)),
                    );
                }
            }
        }
        Block::Heading(..) | Block::Code(_) | Block::Rule => {}
    }
}

/// 月费（元） is about 月费.
fn without_unit(heading: &str) -> &str {
    heading.split(['（', '(', '/']).next().unwrap_or(heading).trim()
}

fn of_text(text: &str) -> Vec<(String, Fact)> {
    facts(text)
        .into_iter()
        .map(|fact| {
            let label = label_before(text.get(..fact.at.start).unwrap_or_default());
            (label, fact)
        })
        .collect()
}

/// The words right before a fact, back to where its clause begins, without those that say nothing of what it is about.
fn label_before(before: &str) -> String {
    const EMPTY: [&str; 22] = [
        "为", "是", "按", "每", "共", "约", "含", "有", "在", "于", "需", "收", "付", "至", "到", "从", "自",
        "另", "再", "的", "和", "仅",
    ];
    let mut words: String = {
        let clause = before.chars().rev().take_while(|c| is_word(*c) || *c == '"' || *c == '“');
        let mut chars: Vec<char> = clause.filter(|c| is_word(*c)).take(LABEL_CHARS).collect();
        chars.reverse();
        chars.into_iter().collect()
    };
    while let Some(rest) = EMPTY.iter().find_map(|word| words.strip_suffix(word)) {
        words = rest.to_owned();
    }
    while let Some(rest) = EMPTY.iter().find_map(|word| words.strip_prefix(word)) {
        words = rest.to_owned();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Answer;

    fn article(lead: &str, body: &str) -> Article {
        Article { internal: Some(Answer { lead: lead.into(), body: body.into() }), ..Article::default() }
    }

    fn rows(articles: &[Article]) -> Vec<(String, String, bool)> {
        let all: Vec<&Article> = articles.iter().collect();
        compare(&all)
            .into_iter()
            .map(|row| {
                let cells: Vec<String> = row.cells.iter().map(|cell| cell.join("，")).collect();
                (row.label, cells.join(" | "), row.differs)
            })
            .collect()
    }

    #[test]
    fn facts_stand_in_rows_under_what_they_are_about() {
        let a = article("月费59元，含流量30GB。", "副卡每月5元，3个工作日内生效。");
        let b = article("月费129元，含流量100GB。", "副卡每月5元。");
        let said = |label: &str, cells: &str, differs| (label.to_owned(), cells.to_owned(), differs);
        assert_eq!(
            rows(&[a, b]),
            [
                said("月费", "59元 | 129元", true),
                said("流量", "30GB | 100GB", true),
                said("副卡", "5元/月 | 5元/月", false),
                said("", "3工作日 | ", false),
            ]
        );
    }

    #[test]
    fn a_table_speaks_by_its_heads() {
        let one = article("", "|档位|月费（元）|流量|\n|-|-|-|\n|云享|59|30GB|");
        let two = article("", "|档位|月费（元）|流量|\n|-|-|-|\n|云享|59|30GB|\n|畅享|99|60GB|");
        let found = rows(&[one]);
        assert_eq!(found[0], ("月费".to_owned(), "59元".to_owned(), false));
        let labels: Vec<String> = rows(&[two]).into_iter().map(|row| row.0).collect();
        assert_eq!(labels, ["云享 月费", "云享 流量", "畅享 月费", "畅享 流量"]);
    }

    #[test]
    fn without_an_internal_answer_the_customer_answer_speaks() {
        let mut article = Article::default();
        assert!(compare(&[&article]).is_empty());
        article.customer = Some(crate::model::CustomerAnswer {
            answer: Answer { lead: "月费59元".into(), body: String::new() },
            ..Default::default()
        });
        assert_eq!(compare(&[&article, &Article::default()])[0].cells, [vec!["59元".to_owned()], Vec::new()]);
    }
}
