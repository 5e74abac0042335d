//! Two or three articles beside each other: their facts in rows, by what the texts call them.

use std::collections::{BTreeSet, HashMap};

use super::stated::{Named, Stated, named};
use crate::model::{Article, Face};
use crate::text::facts::Kind;

/// What is stated of one thing by each of the articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aspect {
    /// What the texts call it: 月费, 流量, 有效期; empty when they call it nothing.
    pub name: String,
    /// What sort of fact it is.
    pub kind: Kind,
    /// For each article what it states, every value once; empty when it states nothing.
    pub stated: Vec<Vec<Stated>>,
    /// Whether two articles that state something state different values.
    pub differs: bool,
}

/// Holds the facts of articles beside each other: those of one face, of the other where an article has not that face.
///
/// Facts stand in one row when they are of one kind and are called the same, or when the name of one ends with that of the
/// other (流量 and 国内流量), they count in one unit, and the row has nothing yet from the article. First come the rows that
/// several of the articles fill, in the order of the first article, then what only one of them states. What tells the agent
/// what to do is left out, and so are codes and addresses.
pub fn compare(articles: &[&Article], face: Face) -> Vec<Aspect> {
    let mut sheet = Sheet { columns: articles.len(), ..Sheet::default() };
    for (column, article) in articles.iter().enumerate() {
        let own = named(article, face);
        let facts = if own.is_empty() { named(article, other(face)) } else { own };
        for fact in facts {
            if !fact.is_aside && !matches!(fact.stated.kind, Kind::Code | Kind::Url | Kind::Variable) {
                sheet.put(fact, column);
            }
        }
    }
    let (shared, single): (Vec<_>, Vec<_>) = sheet.rows.into_iter().partition(Gathered::is_shared);
    shared.into_iter().chain(single).map(Gathered::aspect).collect()
}

fn other(face: Face) -> Face {
    match face {
        Face::Internal => Face::Customer,
        Face::Customer => Face::Internal,
    }
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
        let known = self.by_name.get(&(kind, fact.name.clone())).copied().or_else(|| self.alike(&fact, column));
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

    fn aspect(self) -> Aspect {
        let keys = |cell: &Vec<Named<'_>>| -> BTreeSet<String> {
            cell.iter().map(|fact| fact.said.key().1.to_owned()).collect()
        };
        let mut said: Vec<BTreeSet<String>> =
            self.cells.iter().filter(|cell| !cell.is_empty()).map(keys).collect();
        said.dedup();
        let differs = said.len() > 1;
        let stated =
            self.cells.into_iter().map(|cell| cell.into_iter().map(|fact| fact.stated).collect()).collect();
        Aspect { name: self.name, kind: self.kind, stated, differs }
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
        compare(articles, Face::Internal)
            .into_iter()
            .map(|row| {
                let cells: Vec<String> = row
                    .stated
                    .iter()
                    .map(|cell| cell.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join("、"))
                    .collect();
                format!("{}|{}{}", row.name, cells.join("|"), if row.differs { " !" } else { "" })
            })
            .collect()
    }

    #[test]
    fn facts_that_are_called_the_same_stand_in_one_row() {
        let a = article("|项目|59元档|\n|-|-|\n|月费|59元|\n|国内流量|30GB|\n|套外语音|0.15元/分钟|\n\n合约期12个月。");
        let b = article("月费79元，流量50GB。套外语音0.15元每分钟，副卡10元/月。");
        assert_eq!(table(&[&a, &b]), [
            "月费|59元|79元 !",
            "国内流量|30GB|50GB !",
            "套外语音|0.15元/分钟|0.15元每分钟",
            "合约期|12个月|",
            "副卡||10元/月",
        ]);
    }

    #[test]
    fn a_value_stands_once_and_a_third_article_that_agrees_with_one_still_differs() {
        let a = article("月费59元。月费五十九元，月费69元起。");
        let b = article("月费59元");
        let c = article("月费59元，月费69元");
        assert_eq!(table(&[&a, &b, &c]), ["月费|59元、69元|59元|59元、69元 !"]);
    }

    #[test]
    fn an_article_without_the_face_shows_the_other_one() {
        let answer = Answer::of_body("月费69元");
        let customer = CustomerAnswer { answer, ..CustomerAnswer::default() };
        let b = Article { customer: Some(customer), ..Article::default() };
        assert_eq!(table(&[&article("月费59元"), &b]), ["月费|59元|69元 !"]);
        assert_eq!(table(&[&Article::default(), &Article::default()]), [""; 0]);
    }
}
