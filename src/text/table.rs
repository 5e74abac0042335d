//! Reads the tables of `data/language`: a row a line, cells between tabs, lines with # are remarks.

/// The rows of a table, each an iterator over its cells.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t'))
}
