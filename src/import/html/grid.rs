//! A table of HTML as a table of Markdown.

/// The cells of a table as they come in.
#[derive(Default)]
pub struct Grid {
    rows: Vec<Vec<String>>,
    /// Cells that reach down from rows above: rows still to fill, and the text.
    down: Vec<(usize, String)>,
    open: Option<Cell>,
}

struct Cell {
    text: String,
    across: usize,
    down: usize,
}

/// More columns or rows than this in one cell are a mistake.
const MOST_SPAN: usize = 100;

impl Grid {
    pub fn row(&mut self) {
        self.close();
        self.fill();
        self.rows.push(Vec::new());
    }

    pub fn cell(&mut self, across: Option<String>, down: Option<String>) {
        self.close();
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        let span = |text: Option<String>| text.and_then(|t| t.parse().ok()).unwrap_or(1).clamp(1, MOST_SPAN);
        self.open = Some(Cell { text: String::new(), across: span(across), down: span(down) });
    }

    /// Whether a cell is open for text.
    pub fn text(&mut self, text: &str) -> bool {
        match &mut self.open {
            Some(cell) => {
                cell.text.push_str(text);
                true
            }
            None => false,
        }
    }

    pub fn close(&mut self) {
        let Some(cell) = self.open.take() else { return };
        self.fill();
        let Some(row) = self.rows.last_mut() else { return };
        let text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
        let column = row.len();
        row.push(text.clone());
        row.extend((1..cell.across).map(|_| String::new()));
        if cell.down > 1 {
            if self.down.len() <= column {
                self.down.resize(column + 1, (0, String::new()));
            }
            if let Some(slot) = self.down.get_mut(column) {
                *slot = (cell.down - 1, text);
            }
        }
    }

    /// Repeats cells that reach down into this row: read by itself, a row must make sense.
    fn fill(&mut self) {
        let Some(row) = self.rows.last_mut() else { return };
        while let Some((left, text)) = self.down.get_mut(row.len())
            && *left > 0
        {
            *left -= 1;
            row.push(text.clone());
        }
    }

    /// The table as lines: Markdown, or plain lines where there is but one column.
    pub fn finish(mut self) -> String {
        self.close();
        self.fill();
        self.rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns < 2 {
            let lines: Vec<String> =
                self.rows.into_iter().flatten().map(|cell| cell.replace("\\|", "|")).collect();
            return lines.join("\n");
        }
        let mut lines = Vec::with_capacity(self.rows.len() + 1);
        for (at, mut row) in self.rows.into_iter().enumerate() {
            row.resize(columns, String::new());
            lines.push(format!("| {} |", row.join(" | ")));
            if at == 0 {
                lines.push(format!("|{}", " --- |".repeat(columns)));
            }
        }
        lines.join("\n")
    }
}
