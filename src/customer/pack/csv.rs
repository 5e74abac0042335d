//! Rows of a table that opens in a spreadsheet: RFC 4180 with every cell quoted, UTF-8 with its mark, so that it opens in
//! Chinese by a double click.

use super::PublicArticle;

/// The names of the columns, with the mark in front by which spreadsheets know UTF-8.
pub fn csv_head() -> String {
    format!("\u{feff}{}", row(["id", "question", "similar", "category", "scope", "answer", "last_day"]))
}

/// An article as a row; similar questions stand one a line in their cell.
pub fn csv_row(article: &PublicArticle) -> String {
    let last_day = article.last_day().map(|day| day.to_string()).unwrap_or_default();
    row([
        article.id(),
        article.question(),
        &article.similar().join("\n"),
        &article.category().join("/"),
        article.scope(),
        article.text(),
        &last_day,
    ])
}

/// Cells as a row.
pub(super) fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

/// A quoted cell. One that a spreadsheet would compute gets an apostrophe in front, which makes it text (OWASP, "CSV
/// Injection"); full-width signs are taken for the half-width ones by some.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_would_be_computed_are_text() {
        for (text, want) in [
            ("59元", "\"59元\""),
            ("他说\"好\"，\n再见", "\"他说\"\"好\"\"，\n再见\""),
            ("=1+1", "\"'=1+1\""),
            ("+86", "\"'+86\""),
            ("-5元", "\"'-5元\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("\n=1", "\"'\n=1\""),
            ("＝1+1", "\"'＝1+1\""),
            ("a=1", "\"a=1\""),
            ("", "\"\""),
        ] {
            assert_eq!(cell(text), want, "{text:?}");
        }
        assert_eq!(row(["a", "b"]), "\"a\",\"b\"\r\n");
    }
}
