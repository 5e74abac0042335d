//! Writes the pieces of an HTML text as Markdown.

use super::decode;
use super::grid::Grid;
use super::tag::Tag;

/// Writes Markdown.
pub struct Writer {
    out: String,
    /// Whether line ends of the source are only blanks.
    folds: bool,
    /// Line ends wanted before the next text.
    wanted: usize,
    /// A blank wanted before the next text; true inside for one that was a line end.
    blank: Option<bool>,
    lists: Vec<List>,
    /// What stands at the head of the next line, such as a bullet.
    head: String,
    pre: bool,
    /// Whether pictures are kept with their address, not only what is said of them.
    pub pictures: bool,
    /// Where the text of an open link begins, and its target.
    link: Option<(usize, String)>,
    grid: Option<(usize, Grid)>,
}

struct List {
    next: Option<u64>,
}

impl Writer {
    pub fn new(folds: bool) -> Self {
        Writer {
            out: String::new(),
            folds,
            wanted: 0,
            blank: None,
            lists: Vec::new(),
            head: String::new(),
            pre: false,
            pictures: false,
            link: None,
            grid: None,
        }
    }

    pub fn text(&mut self, text: &str) {
        let text = decode(text);
        if let Some((_, grid)) = &mut self.grid {
            // Between cells there is only the source's own layout.
            if grid.text(&text) || text.trim().is_empty() {
                return;
            }
        }
        if self.pre || !self.folds {
            self.settle(text.chars().next());
            self.out.push_str(&text);
            return;
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n') {
                self.blank = Some(self.blank.unwrap_or(false) || c == '\n');
            } else {
                self.settle(Some(c));
                self.out.push(c);
            }
        }
    }

    /// Writes what is wanted before a text that begins with `next`.
    fn settle(&mut self, next: Option<char>) {
        let at_start = self.out.is_empty();
        let there = self.out.bytes().rev().take_while(|&b| b == b'\n').count();
        if self.wanted > 0 && !at_start {
            self.out.truncate(self.out.trim_end_matches([' ', '\t']).len());
            for _ in there..self.wanted {
                self.out.push('\n');
            }
        } else if let Some(was_line_end) = self.blank
            && !at_start
            && there == 0
        {
            // A line end between Chinese characters is no blank.
            let wide = |c: Option<char>| c.is_some_and(|c| u32::from(c) >= 0x2e80);
            if !(was_line_end && wide(self.out.chars().next_back()) && wide(next)) {
                self.out.push(' ');
            }
        }
        (self.wanted, self.blank) = (0, None);
        self.out.push_str(&std::mem::take(&mut self.head));
    }

    fn lines(&mut self, count: usize) {
        self.wanted = self.wanted.max(count);
        self.blank = None;
    }

    pub fn tag(&mut self, tag: &Tag<'_>) {
        if self.table(tag) {
            return;
        }
        match (tag.name, tag.closes) {
            ("br", _) => {
                // Several in a row make one empty line, not more.
                self.wanted = (self.wanted + 1).min(2);
                self.blank = None;
            }
            ("p" | "blockquote" | "dl" | "figure", _) if self.head.is_empty() => self.lines(self.paragraph()),
            ("div" | "section" | "article" | "details" | "summary" | "dt" | "dd", _)
                if self.head.is_empty() =>
            {
                self.lines(1)
            }
            ("hr", _) => self.lines(2),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", closes) => {
                self.lines(2);
                if !closes {
                    // The article's title is level 1, so nothing inside an answer is.
                    let level = tag.name.bytes().last().map_or(2, |b| usize::from(b - b'0')).max(2);
                    self.head = format!("{} ", "#".repeat(level));
                } else {
                    self.head.clear();
                }
            }
            ("ul" | "ol", false) => {
                self.lines(if self.lists.is_empty() { 2 } else { 1 });
                self.lists.push(List { next: (tag.name == "ol").then_some(1) });
            }
            ("ul" | "ol", true) => {
                self.lists.pop();
                self.lines(if self.lists.is_empty() { 2 } else { 1 });
            }
            ("li", false) => self.item(),
            ("li", true) => {
                self.head.clear();
                self.lines(1);
            }
            ("pre", closes) => {
                self.lines(2);
                self.pre = !closes;
            }
            ("img", _) => {
                let alt = tag.attribute("alt").unwrap_or_default();
                match tag.attribute("src").filter(|_| self.pictures).filter(|src| is_address(src)) {
                    Some(src) => self.text(&format!("![{}]({src})", alt.replace(['[', ']'], ""))),
                    None => self.text(&alt),
                }
            }
            ("a", false) => self.link = link_target(tag).map(|target| (self.out.len(), target)),
            ("a", true) => self.close_link(),
            _ => {}
        }
    }

    /// Line ends around a paragraph: an empty line, but not inside a list.
    fn paragraph(&self) -> usize {
        if self.lists.is_empty() { 2 } else { 1 }
    }

    fn item(&mut self) {
        self.lines(1);
        let depth = self.lists.len().saturating_sub(1).min(8);
        let mark = match self.lists.last_mut().and_then(|list| list.next.as_mut()) {
            Some(number) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            None => "- ".to_owned(),
        };
        self.head = format!("{}{mark}", "  ".repeat(depth));
    }

    fn close_link(&mut self) {
        let Some((from, target)) = self.link.take() else { return };
        let text = self.out.get(from..).unwrap_or_default();
        let start = from + (text.len() - text.trim_start().len());
        let label = text.trim();
        // A link that shows its own target needs no second one, and one without text shows nothing.
        if label.is_empty()
            || label.contains('\n')
            || label.contains(target.as_str())
            || target.contains(label) && label.contains('.')
        {
            return;
        }
        self.out.insert(start, '[');
        self.out.push_str("](");
        self.out.push_str(&target);
        self.out.push(')');
    }

    /// Takes the tags of tables; a table inside a cell is only text.
    fn table(&mut self, tag: &Tag<'_>) -> bool {
        let Some((depth, grid)) = &mut self.grid else {
            if tag.name == "table" && !tag.closes {
                self.grid = Some((1, Grid::default()));
                return true;
            }
            return false;
        };
        match (tag.name, tag.closes) {
            ("table", false) => *depth += 1,
            ("table", true) => *depth -= 1,
            ("tr", false) if *depth == 1 => grid.row(),
            ("td" | "th", false) if *depth == 1 => {
                grid.cell(tag.attribute("colspan"), tag.attribute("rowspan"))
            }
            ("td" | "th" | "tr", true) if *depth == 1 => grid.close(),
            ("img", _) => {
                grid.text(&tag.attribute("alt").unwrap_or_default());
            }
            _ if tag.ends_lines() || matches!(tag.name, "td" | "th") => {
                grid.text(" ");
            }
            _ => {}
        }
        if *depth == 0
            && let Some((_, grid)) = self.grid.take()
        {
            self.put_table(grid);
        }
        true
    }

    fn put_table(&mut self, grid: Grid) {
        let text = grid.finish();
        if !text.is_empty() {
            self.lines(2);
            self.settle(None);
            self.out.push_str(&text);
            self.lines(2);
        }
    }

    pub fn finish(mut self) -> String {
        if let Some((_, grid)) = self.grid.take() {
            self.put_table(grid);
        }
        self.close_link();
        self.out.trim().to_owned()
    }
}

/// Whether Markdown can hold it as the address of a picture.
fn is_address(src: &str) -> bool {
    !src.is_empty()
        && !src.starts_with("data:")
        && !src.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>'))
}

/// The target of a link that a customer could open.
fn link_target(tag: &Tag<'_>) -> Option<String> {
    let target = tag.attribute("href")?;
    let opens = target.starts_with("https://") || target.starts_with("http://");
    (opens && !target.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>')))
        .then_some(target)
}
