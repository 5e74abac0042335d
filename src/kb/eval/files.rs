//! Files of queries and of judgements: tab-separated lines, one thing a line. Pure: bytes in, lines and complaints out.
//!
//! A file is taken whole or not at all: a figure over half of a file would be believed like any other. Blank lines are
//! skipped, and so is a first line that is a heading. A `#` begins no comment, because questions begin with it too.

use std::collections::{HashMap, HashSet};

/// One query to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub qid: String,
    /// As typed.
    pub text: String,
}

/// For each query id the grades of its articles; 0 is judged and not relevant.
pub type Judgements = HashMap<String, HashMap<String, u32>>;

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineProblem {
    /// It is not UTF-8.
    NotUtf8,
    /// So many columns instead of so many.
    Columns {
        /// As many as there are.
        found: usize,
        /// As many as there should be.
        wanted: usize,
    },
    /// A column, from 1, that is empty.
    Empty(usize),
    /// A grade that is no whole number from 0 on.
    Grade(String),
    /// What an earlier line said already, of the same query or of the same pair with another grade.
    Again(String),
}

/// A line that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: LineProblem,
}

/// Reads lines of `qid<TAB>query`.
pub fn read_queries(bytes: &[u8]) -> (Vec<Asked>, Vec<BadLine>) {
    let mut queries: Vec<Asked> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let bad = read(bytes, |[qid, text]: [&str; 2]| {
        if !seen.insert(qid.to_owned()) {
            return Err(LineProblem::Again(qid.to_owned()));
        }
        queries.push(Asked { qid: qid.to_owned(), text: text.to_owned() });
        Ok(())
    });
    (queries, bad)
}

/// Reads lines of `qid<TAB>article id<TAB>grade`.
pub fn read_qrels(bytes: &[u8]) -> (Judgements, Vec<BadLine>) {
    let mut judgements = Judgements::new();
    let bad = read(bytes, |[qid, id, grade]: [&str; 3]| {
        let grade: u32 = grade.parse().map_err(|_| LineProblem::Grade(grade.to_owned()))?;
        let known = judgements.entry(qid.to_owned()).or_default().insert(id.to_owned(), grade);
        match known {
            Some(other) if other != grade => Err(LineProblem::Again(format!("{qid} {id}"))),
            _ => Ok(()),
        }
    });
    (judgements, bad)
}

/// Hands each line's columns on, trimmed; the lines that were refused, in order.
fn read<const N: usize>(
    bytes: &[u8],
    mut take: impl FnMut([&str; N]) -> Result<(), LineProblem>,
) -> Vec<BadLine> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut bad = Vec::new();
    for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1..) {
        let done = columns(line).and_then(|columns: Option<[&str; N]>| match columns {
            Some(columns) if number == 1 && is_heading(&columns) => Ok(()),
            Some(columns) => match columns.iter().position(|column| column.is_empty()) {
                Some(at) => Err(LineProblem::Empty(at + 1)),
                None => take(columns),
            },
            None => Ok(()),
        });
        if let Err(problem) = done {
            bad.push(BadLine { line: number, problem });
        }
    }
    bad
}

/// The columns of a line; `None` of a blank one.
fn columns<const N: usize>(line: &[u8]) -> Result<Option<[&str; N]>, LineProblem> {
    let line = std::str::from_utf8(line).map_err(|_| LineProblem::NotUtf8)?;
    if line.trim().is_empty() {
        return Ok(None);
    }
    let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
    let found = columns.len();
    columns.try_into().map(Some).map_err(|_| LineProblem::Columns { found, wanted: N })
}

/// Whether a first line names its columns: by its first and its last word.
fn is_heading(columns: &[&str]) -> bool {
    const FIRST: [&str; 4] = ["qid", "query_id", "query-id", "id"];
    const LAST: [&str; 6] = ["query", "question", "text", "grade", "score", "relevance"];
    let is_one_of =
        |word: Option<&&str>, of: &[&str]| word.is_some_and(|w| of.iter().any(|o| w.eq_ignore_ascii_case(o)));
    is_one_of(columns.first(), &FIRST) && is_one_of(columns.last(), &LAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(qid: &str, text: &str) -> Asked {
        Asked { qid: qid.into(), text: text.into() }
    }

    #[test]
    fn queries_are_read_as_they_are() {
        let text = "\u{feff}qid\tquery\r\nq1\t### 错误信息\r\n\n  \nq2\t 宽带 断了 \n#q3\tid";
        let (queries, bad) = read_queries(text.as_bytes());
        assert_eq!(bad, []);
        assert_eq!(queries, [asked("q1", "### 错误信息"), asked("q2", "宽带 断了"), asked("#q3", "id")]);
        assert_eq!(read_queries(b""), (vec![], vec![]));
    }

    #[test]
    fn judgements_are_read_as_they_are() {
        let (judgements, bad) =
            read_qrels(b"query-id\tcorpus-id\tscore\nq1\ta\t2\nq1\tb\t0\nq1\ta\t2\nq2\ta\t1\n");
        assert_eq!(bad, []);
        assert_eq!(judgements["q1"], HashMap::from([("a".into(), 2), ("b".into(), 0)]));
        assert_eq!(judgements["q2"].len(), 1);
    }

    #[test]
    fn bad_lines_are_named() {
        use LineProblem::{Again, Columns, Empty, Grade, NotUtf8};
        let text = b"q1\tfine\nno tab\nq2\t\n\txx\nq3\ta\tb\nq1\tagain\nq4\t\xff\n\nqid\tquery\n";
        let (queries, bad) = read_queries(text);
        let problems: Vec<_> = bad.into_iter().map(|b| (b.line, b.problem)).collect();
        assert_eq!(
            problems,
            [
                (2, Columns { found: 1, wanted: 2 }),
                (3, Empty(2)),
                (4, Empty(1)),
                (5, Columns { found: 3, wanted: 2 }),
                (6, Again("q1".into())),
                (7, NotUtf8),
            ]
        );
        assert_eq!(queries.len(), 2, "a heading further down is a query like any other");

        let (_, bad) =
            read_qrels(b"q1\ta\nq1\ta\t-1\nq1\tb\t1.5\nq1\tc\t1\nq1\tc\t2\nq2\t\t1\nq2\ta\t99999999999\n");
        let problems: Vec<_> = bad.into_iter().map(|b| (b.line, b.problem)).collect();
        assert_eq!(
            problems,
            [
                (1, Columns { found: 2, wanted: 3 }),
                (2, Grade("-1".into())),
                (3, Grade("1.5".into())),
                (5, Again("q1 c".into())),
                (6, Empty(2)),
                (7, Grade("99999999999".into())),
            ]
        );
    }

    /// The likeliest mistake is to give the two files the wrong way round.
    #[test]
    fn files_the_wrong_way_round_are_refused() {
        assert_eq!(read_queries(b"q1\ta\t2\n").1.len(), 1);
        assert_eq!(read_qrels("q1\t宽带断了\n".as_bytes()).1.len(), 1);
    }
}
