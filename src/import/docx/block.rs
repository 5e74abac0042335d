//! What is written of a document: paragraphs, headings, lists and tables as HTML.

use super::numbering::Mark;

/// A stretch of text that looks alike.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Run {
    pub html: String,
    pub bold: bool,
    pub italic: bool,
    /// Where it leads.
    pub link: Option<String>,
}

/// A paragraph.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub runs: Vec<Run>,
    pub style: Option<String>,
    /// The list it belongs to: its number and level.
    pub list: Option<(String, usize)>,
    /// Its own level among headings, 1 for the highest.
    pub heading: Option<usize>,
    /// Its end was deleted: what follows belongs to it.
    pub joins: bool,
}

impl Paragraph {
    /// Adds text; runs that look alike become one, however often a word was cut.
    pub fn add(&mut self, run: Run) {
        match self.runs.last_mut() {
            Some(last) if (last.bold, last.italic, &last.link) == (run.bold, run.italic, &run.link) => {
                last.html.push_str(&run.html);
            }
            _ => self.runs.push(run),
        }
    }

    /// Its text with emphasis and links; headings need no emphasis.
    pub fn html(&self, plain: bool) -> String {
        let mut out = String::new();
        for run in &self.runs {
            // Emphasis of nothing but blanks is none.
            let (bold, italic) = (run.bold && !plain, run.italic && !plain);
            let has_words = !run.html.trim().is_empty();
            let (open, close) = match (bold && has_words, italic && has_words) {
                (true, true) => ("<strong><em>", "</em></strong>"),
                (true, false) => ("<strong>", "</strong>"),
                (false, true) => ("<em>", "</em>"),
                (false, false) => ("", ""),
            };
            let text = format!("{open}{}{close}", run.html);
            match &run.link {
                Some(to) => out.push_str(&format!("<a href=\"{}\">{text}</a>", escaped(to))),
                None => out.push_str(&text),
            }
        }
        out
    }

    /// Its words alone.
    pub fn words(&self) -> String {
        self.runs.iter().map(|run| run.html.as_str()).collect::<String>().replace("<br>", " ")
    }
}

/// Text as it stands in HTML, without control characters.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A cell of a table.
#[derive(Debug, Default, Clone)]
struct Cell {
    html: String,
    columns: usize,
    rows: usize,
    /// It goes on with the one above it.
    goes_on: bool,
}

/// The document as far as it is written.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    out: String,
    /// Open lists: whether each is numbered.
    lists: Vec<bool>,
    /// The table that is being read, row by row; a table within a cell is text of the cell.
    table: Option<Vec<Vec<Cell>>>,
    tables: usize,
}

impl Blocks {
    pub fn begin_table(&mut self) {
        self.tables += 1;
        if self.tables == 1 {
            self.close_lists(0);
            self.table = Some(Vec::new());
        }
    }

    pub fn begin_row(&mut self) {
        if let Some(rows) = self.table.as_mut().filter(|_| self.tables == 1) {
            rows.push(Vec::new());
        }
    }

    pub fn begin_cell(&mut self) {
        if let Some(row) = self.table.as_mut().filter(|_| self.tables == 1).and_then(|rows| rows.last_mut()) {
            row.push(Cell { columns: 1, rows: 1, ..Cell::default() });
        }
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        self.table.as_mut()?.last_mut()?.last_mut()
    }

    /// The cell stands over so many columns (`gridSpan`).
    pub fn span(&mut self, columns: usize) {
        if let Some(cell) = self.cell().filter(|_| columns > 0) {
            cell.columns = columns.min(64);
        }
    }

    /// The cell goes on with the one above it (`vMerge` without `restart`).
    pub fn go_on(&mut self) {
        if let Some(cell) = self.cell() {
            cell.goes_on = true;
        }
    }

    pub fn end_table(&mut self) {
        self.tables = self.tables.saturating_sub(1);
        if self.tables > 0 {
            return;
        }
        let Some(mut rows) = self.table.take() else { return };
        let column_of =
            |row: &[Cell], at: usize| -> usize { row.iter().take(at).map(|cell| cell.columns).sum() };
        for at in (1..rows.len()).rev() {
            let Some((above, below)) = rows.split_at_mut_checked(at) else { continue };
            let (Some(above), Some(row)) = (above.last_mut(), below.first()) else { continue };
            for (place, cell) in row.iter().enumerate().filter(|(_, cell)| cell.goes_on) {
                let column = column_of(row, place);
                let over = (0..above.len()).find(|place| column_of(above, *place) == column);
                if let Some(over) = over.and_then(|place| above.get_mut(place)) {
                    over.rows += cell.rows;
                }
            }
        }
        self.out.push_str("<table>");
        for row in &rows {
            self.out.push_str("<tr>");
            for cell in row.iter().filter(|cell| !cell.goes_on) {
                let (columns, rows) = (cell.columns, cell.rows);
                self.out
                    .push_str(&format!("<td colspan=\"{columns}\" rowspan=\"{rows}\">{}</td>", cell.html));
            }
            self.out.push_str("</tr>");
        }
        self.out.push_str("</table>\n");
    }

    /// Writes a paragraph. `heading` is its level, 1 for the highest.
    pub fn paragraph(&mut self, paragraph: &Paragraph, heading: Option<usize>, mark: Option<(Mark, usize)>) {
        let html = paragraph.html(heading.is_some());
        if html.replace("<br>", "").trim().is_empty() {
            return;
        }
        let label = match &mark {
            Some((Mark::Label(label), _)) => format!("{} ", escaped(label)),
            _ => String::new(),
        };
        if self.table.is_some() {
            let bullet = if matches!(mark, Some((Mark::Bullet, _))) { "· " } else { "" };
            if let Some(cell) = self.cell() {
                let space = if cell.html.is_empty() { "" } else { "<br>" };
                cell.html.push_str(&format!("{space}{label}{bullet}{html}"));
            }
            return;
        }
        if let Some(level) = heading {
            self.close_lists(0);
            let level = level.min(6);
            self.out.push_str(&format!("<h{level}>{label}{html}</h{level}>\n"));
            return;
        }
        match mark {
            Some((kind @ (Mark::Bullet | Mark::Number), level)) => {
                let is_numbered = kind == Mark::Number;
                self.close_lists(level + 1);
                if self.lists.len() == level + 1 && self.lists.last() != Some(&is_numbered) {
                    self.close_lists(level);
                }
                while self.lists.len() <= level {
                    self.out.push_str(if is_numbered { "<ol>" } else { "<ul>" });
                    self.lists.push(is_numbered);
                }
                self.out.push_str(&format!("<li>{html}</li>\n"));
            }
            _ => {
                self.close_lists(0);
                self.out.push_str(&format!("<p>{label}{html}</p>\n"));
            }
        }
    }

    /// Closes lists until so many are open.
    fn close_lists(&mut self, left: usize) {
        while self.lists.len() > left {
            let is_numbered = self.lists.pop().unwrap_or_default();
            self.out.push_str(if is_numbered { "</ol>\n" } else { "</ul>\n" });
        }
    }

    /// All that was written.
    pub fn finish(mut self) -> String {
        self.tables = self.tables.min(1);
        self.end_table();
        self.close_lists(0);
        self.out
    }
}
