//! The facts of several articles in rows, each under the words that say what it is about.

use std::collections::{BTreeSet, HashMap};

use super::stated::{Named, named};
use crate::model::{Article, Face};
use crate::text::facts::Kind;

/// A row of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is about, in the words of the first article that says it: 月费, 副卡; empty where the text has no word for it.
    pub label: String,
    /// What sort of facts stand in it.
    pub kind: Kind,
    /// The normal forms of each article's facts; empty where it says nothing of it.
    pub cells: Vec<Vec<String>>,
    /// Whether two of the articles that say something of it say different things.
    pub differs: bool,
}

/// The facts of some articles in rows: those of the internal answer, else of the customer answer.
///
/// Facts stand in one row when they are of one kind and are called the same, or when the name of one ends with that of the
/// other (流量 and 国内流量), they count in one unit, and the row has nothing yet from the article. First come the rows that
/// several of the articles fill, in the order of the first article, then what only one of them states. What tells the agent
/// what to do is left out, and so are codes and addresses.
pub fn compare(articles: &[&Article]) -> Vec<Row> {
    let mut sheet = Sheet { columns: articles.len(), ..Sheet::default() };
    for (column, article) in articles.iter().enumerate() {
        let internal = article.internal.as_ref().filter(|answer| !answer.is_empty());
        let facts = named(article, if internal.is_some() { Face::Internal } else { Face::Customer });
        for fact in facts {
            if !fact.is_aside
                && !matches!(fact.stated.kind, Kind::Code | Kind::Url | Kind::Variable | Kind::Unresolved)
            {
                sheet.put(fact, column);
            }
        }
    }
    let (shared, single): (Vec<_>, Vec<_>) = sheet.rows.into_iter().partition(Gathered::is_shared);
    shared.into_iter().chain(single).map(Gathered::row).collect()
}

/// The rows while they are filled.
#[derive(Default)]
struct Sheet<'t> {
    columns: usize,
    rows: Vec<Gathered<'t>>,
    by_name: HashMap<(Kind, String), usize>,
    /// By the last two chars of the name.
    by_end: HashMap<(Kind, String), Vec<usize>>,
}

struct Gathered<'t> {
    name: String,
    kind: Kind,
    cells: Vec<Vec<Named<'t>>>,
}

/// More rows than this with one ending are not looked through.
const MOST_ALIKE: usize = 32;

impl<'t> Sheet<'t> {
    fn put(&mut self, fact: Named<'t>, column: usize) {
        let kind = fact.stated.kind;
        let known =
            self.by_name.get(&(kind, fact.name.clone())).copied().or_else(|| self.alike(&fact, column));
        let at = known.unwrap_or_else(|| {
            let cells = std::iter::repeat_with(Vec::new).take(self.columns).collect();
            self.rows.push(Gathered { name: fact.name.clone(), kind, cells });
            let at = self.rows.len() - 1;
            self.by_name.insert((kind, fact.name.clone()), at);
            if let Some(end) = last_two(&fact.name) {
                self.by_end.entry((kind, end)).or_default().push(at);
            }
            at
        });
        let Some(cell) = self.rows.get_mut(at).and_then(|row| row.cells.get_mut(column)) else { return };
        if cell.iter().take(MOST_ALIKE).all(|known| known.said.key() != fact.said.key()) {
            cell.push(fact);
        }
    }

    /// The row of a longer or a shorter name.
    fn alike(&self, fact: &Named<'_>, column: usize) -> Option<usize> {
        let rows = self.by_end.get(&(fact.stated.kind, last_two(&fact.name)?))?;
        rows.iter().copied().take(MOST_ALIKE).find(|at| {
            self.rows.get(*at).is_some_and(|row| {
                let is_free = row.cells.get(column).is_some_and(Vec::is_empty);
                let is_name = row.name.ends_with(&fact.name) || fact.name.ends_with(&row.name);
                let first = row.cells.iter().flatten().next();
                is_free && is_name && first.is_some_and(|known| known.said.is_of_the_unit(&fact.said))
            })
        })
    }
}

fn last_two(name: &str) -> Option<String> {
    let mut chars = name.chars().rev();
    let (last, before) = (chars.next()?, chars.next()?);
    Some([before, last].iter().collect())
}

impl Gathered<'_> {
    fn is_shared(&self) -> bool {
        self.cells.iter().filter(|cell| !cell.is_empty()).count() > 1
    }

    fn row(self) -> Row {
        let keys = |cell: &Vec<Named<'_>>| -> BTreeSet<String> {
            cell.iter().map(|fact| fact.said.key().1.to_owned()).collect()
        };
        let mut said: Vec<BTreeSet<String>> =
            self.cells.iter().filter(|cell| !cell.is_empty()).map(keys).collect();
        said.dedup();
        let differs = said.len() > 1;
        let values = |cell: Vec<Named<'_>>| cell.into_iter().map(|fact| fact.stated.value).collect();
        Row {
            label: self.name,
            kind: self.kind,
            cells: self.cells.into_iter().map(values).collect(),
            differs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Answer, CustomerAnswer};

    fn article(body: &str) -> Article {
        Article { internal: Some(Answer::of_body(body)), ..Article::default() }
    }

    fn table(articles: &[&Article]) -> Vec<String> {
        compare(articles)
            .into_iter()
            .map(|row| {
                let cells: Vec<String> = row.cells.iter().map(|cell| cell.join("、")).collect();
                format!("{}|{}{}", row.label, cells.join("|"), if row.differs { " !" } else { "" })
            })
            .collect()
    }

    #[test]
    fn facts_that_are_called_the_same_stand_in_one_row() {
        let a = article(
            "|项目|59元档|\n|-|-|\n|月费|59元|\n|国内流量|30GB|\n|套外语音|0.15元/分钟|\n\n合约期12个月。",
        );
        let b = article("月费79元，流量50GB。套外语音0.15元每分钟，副卡10元/月。\n1. 查近三个月账单");
        assert_eq!(
            table(&[&a, &b]),
            [
                "月费|59元|79元 !",
                "国内流量|30GB|50GB !",
                "套外语音|0.15元/分钟|0.15元/分钟",
                "合约期|12个月|",
                "副卡||10元/月",
            ]
        );
    }

    #[test]
    fn a_value_stands_once_and_a_third_article_that_agrees_with_one_still_differs() {
        let a = article("月费59元。月费五十九元，月费69元起。");
        let b = article("月费59元");
        let c = article("月费59元，月费69元");
        assert_eq!(table(&[&a, &b, &c]), ["月费|59元、69元|59元|59元、69元 !"]);
    }

    #[test]
    fn a_table_speaks_by_its_heads() {
        let one = article("|档位|月费（元）|流量|\n|-|-|-|\n|云享|59|30GB|\n|畅享|99|60GB|");
        let two = article("|档位|月费|流量|\n|-|-|-|\n|云享|69元|30GB|");
        assert_eq!(table(&[&one]), ["云享 月费|59元", "云享 流量|30GB", "畅享 月费|99元", "畅享 流量|60GB"]);
        assert_eq!(table(&[&one, &two])[0], "云享 月费|59元|69元 !");
    }

    #[test]
    fn without_an_internal_answer_the_customer_answer_speaks() {
        let answer = Answer::of_body("月费69元");
        let customer = CustomerAnswer { answer, ..CustomerAnswer::default() };
        let b = Article { customer: Some(customer), ..Article::default() };
        assert_eq!(table(&[&article("月费59元"), &b]), ["月费|59元|69元 !"]);
        assert_eq!(table(&[&Article::default(), &Article::default()]), [""; 0]);
    }
}
