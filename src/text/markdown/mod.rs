//! Markdown as blocks of spans: what the desk draws and what plain channels are derived from.
//!
//! HTML is not interpreted: comments vanish, `<br>` is a line end, table cells keep their text, other tags are dropped.

mod places;
mod stars;

pub use places::{Place, places};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The text, without line feeds except for hard breaks.
    pub text: String,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Struck out.
    pub struck: bool,
    /// Code.
    pub code: bool,
    /// Target of a link, or address of a picture.
    pub link: Option<String>,
    /// Whether it is the description of a picture.
    pub picture: bool,
}

impl Span {
    fn is_styled_like(&self, other: &Span) -> bool {
        let style = |s: &Span| (s.strong, s.emphasis, s.struck, s.code, s.picture);
        style(self) == style(other) && self.link == other.link
    }
}

/// A block of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 1 to 6.
    Heading(u8, Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// One item of a list: depth from 0, its number when ordered, its text.
    Item {
        /// Nesting, from 0.
        depth: usize,
        /// The number of an ordered item.
        number: Option<u64>,
        /// The text.
        spans: Vec<Span>,
    },
    /// A table: the heading row, then the others. Rows may be of different lengths.
    Table {
        /// Cells of the heading.
        head: Vec<Vec<Span>>,
        /// Cells of the body, row by row.
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// Lines of code or other text to be shown as they are.
    Code(String),
    /// A block inside a quotation.
    Quote(Box<Block>),
    /// A rule.
    Rule,
}

/// The text of spans without style.
pub fn plain(spans: &[Span]) -> String {
    spans.iter().map(|s| s.text.as_str()).collect()
}

/// Reads Markdown (CommonMark with tables and strikethrough).
pub fn parse(source: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let source = stars::leaning(source);
    for event in Parser::new_ext(&source, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reader.take(event);
    }
    reader.flush();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    strong: usize,
    emphasis: usize,
    struck: usize,
    links: Vec<String>,
    pictures: usize,
    heading: Option<u8>,
    lists: Vec<Option<u64>>,
    /// The number to write before the item that is open, once.
    item: Option<(usize, Option<u64>)>,
    quotes: usize,
    code: Option<String>,
    table: Option<Table>,
}

#[derive(Default)]
struct Table {
    head: Vec<Vec<Span>>,
    rows: Vec<Vec<Vec<Span>>>,
    row: Vec<Vec<Span>>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&stars::without(&text)),
                None => self.text(&text, false),
            },
            Event::Code(text) => self.text(&text, true),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.text("\n", false),
            Event::Rule => {
                self.flush();
                self.push(Block::Rule);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(level_of(level));
            }
            Tag::Paragraph if self.item.is_none() => self.flush(),
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.flush();
                self.code = Some(String::new());
            }
            Tag::List(start) => {
                self.flush();
                self.lists.push(start);
            }
            Tag::Item => {
                self.flush();
                let depth = self.lists.len().saturating_sub(1);
                let number = self.lists.last_mut().and_then(|next| {
                    let number = *next;
                    *next = number.map(|n| n + 1);
                    number
                });
                self.item = Some((depth, number));
            }
            Tag::Table(_) => {
                self.flush();
                self.table = Some(Table::default());
            }
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::Link { dest_url, .. } => self.links.push(dest_url.into_string()),
            Tag::Image { dest_url, .. } => {
                self.links.push(dest_url.into_string());
                self.pictures += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.flush(),
            TagEnd::Item => {
                self.flush();
                self.item = None;
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.push(Block::Code(code.trim_end_matches('\n').to_owned()));
                }
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.spans);
                if let Some(table) = &mut self.table {
                    table.row.push(cell);
                }
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.head = std::mem::take(&mut table.row);
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    let row = std::mem::take(&mut table.row);
                    table.rows.push(row);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.push(Block::Table { head: table.head, rows: table.rows });
                }
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::Image => {
                self.links.pop();
                self.pictures = self.pictures.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, code: bool) {
        let text = &*stars::without(text);
        if text.is_empty() {
            return;
        }
        let span = Span {
            text: text.to_owned(),
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            struck: self.struck > 0,
            code,
            link: self.links.last().cloned(),
            picture: self.pictures > 0,
        };
        match self.spans.last_mut() {
            Some(last) if last.is_styled_like(&span) => last.text.push_str(text),
            _ => self.spans.push(span),
        }
    }

    /// A line end in the source is a space between Latin words and nothing between Chinese characters.
    fn soft_break(&mut self) {
        let wide =
            self.spans.last().and_then(|s| s.text.chars().last()).is_some_and(|c| (c as u32) >= 0x2e80);
        if !wide {
            self.text(" ", false);
        }
    }

    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some((before, after)) = rest.split_once('<') {
            self.html_text(before);
            if let Some(comment) = after.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, tail)| tail);
                continue;
            }
            let Some((tag, tail)) = after.split_once('>') else {
                rest = "";
                break;
            };
            let name: String =
                tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            match name.to_ascii_lowercase().as_str() {
                "br" => self.text("\n", false),
                "p" | "div" | "tr" | "table" | "li" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" => self.flush(),
                "td" | "th" if !tag.starts_with('/') && !self.spans.is_empty() => self.text("  ", false),
                _ => {}
            }
            rest = tail;
        }
        self.html_text(rest);
    }

    fn html_text(&mut self, text: &str) {
        let text = text.trim_matches(['\n', '\r']);
        if !text.trim().is_empty() {
            self.text(text, false);
        }
    }

    fn flush(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        let heading = self.heading.take();
        if plain(&spans).trim().is_empty() {
            return;
        }
        let block = match (heading, self.item) {
            (Some(level), _) => Block::Heading(level, spans),
            (None, Some((depth, number))) => {
                // A second paragraph of an item goes on under it without a number or a bullet of its own.
                self.item = Some((depth + 1, None));
                if depth >= self.lists.len() {
                    Block::Paragraph(spans)
                } else {
                    Block::Item { depth, number, spans }
                }
            }
            (None, None) => Block::Paragraph(spans),
        };
        self.push(block);
    }

    fn push(&mut self, block: Block) {
        let block = (0..self.quotes).fold(block, |b, _| Block::Quote(Box::new(b)));
        self.blocks.push(block);
    }
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str) -> Vec<Span> {
        vec![Span { text: text.into(), ..Span::default() }]
    }

    #[test]
    fn lists_keep_their_numbers_and_depth() {
        let blocks = parse("1. 核实身份\n2. 查询\n   - 余额\n");
        assert_eq!(
            blocks,
            [
                Block::Item { depth: 0, number: Some(1), spans: span("核实身份") },
                Block::Item { depth: 0, number: Some(2), spans: span("查询") },
                Block::Item { depth: 1, number: None, spans: span("余额") },
            ]
        );
    }

    #[test]
    fn tables_become_rows_of_cells() {
        let blocks = parse("|档位|月费|\n|-|-|\n|129|**129元**|\n");
        let [Block::Table { head, rows }] = blocks.as_slice() else { panic!("{blocks:?}") };
        assert_eq!(head.iter().map(|c| plain(c)).collect::<Vec<_>>(), ["档位", "月费"]);
        assert_eq!(rows.len(), 1);
        assert!(rows[0][1][0].strong);
    }

    #[test]
    fn html_is_text_without_tags_and_comments() {
        let blocks = parse("前<br>后<!-- 编者注 -->尾\n");
        assert_eq!(blocks, [Block::Paragraph(span("前\n后尾"))]);
    }

    #[test]
    fn what_is_struck_out_and_what_describes_a_picture_is_told_apart() {
        let blocks = parse("~~59元~~39元![灯](a.png)");
        let [Block::Paragraph(spans)] = blocks.as_slice() else { panic!("{blocks:?}") };
        let said: Vec<_> =
            spans.iter().map(|s| (s.text.as_str(), s.struck, s.picture, s.link.as_deref())).collect();
        assert_eq!(
            said,
            [("59元", true, false, None), ("39元", false, false, None), ("灯", false, true, Some("a.png"))]
        );
    }

    #[test]
    fn a_line_end_between_chinese_is_no_space() {
        assert_eq!(parse("您好\n请稍等"), [Block::Paragraph(span("您好请稍等"))]);
        assert_eq!(parse("hello\nworld"), [Block::Paragraph(span("hello world"))]);
    }
}
