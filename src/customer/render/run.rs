//! One running line, for channels where line ends are costly: `1)打开App；2)点办理。`

use super::plain::words;
use super::{ended, table_row};
use crate::model::Channel;
use crate::text::markdown::{Block, Span};

/// Blocks as sentences in one line. A heading leads what follows it; items and rows are parted by `；`.
pub(super) fn run(blocks: &[Block], channel: &Channel) -> String {
    let say = |spans: &[Span]| flat(&words(spans, channel.links()));
    let mut out = Run::default();
    for block in blocks {
        match block {
            Block::Heading(_, spans) => out.heading(&say(spans)),
            Block::Paragraph(spans) => out.sentence(&say(spans)),
            Block::Item { depth, number, spans } => out.item(*depth, *number, &say(spans)),
            Block::Table { head, rows } => {
                for row in rows {
                    out.item(0, None, &table_row(head, row, "", say));
                }
                out.end_items();
            }
            Block::Code(text) => out.sentence(&flat(text)),
            Block::Quote(inner) => out.sentence(&run(std::slice::from_ref(inner), channel)),
            Block::Rule => {}
        }
    }
    out.end_items();
    out.text
}

#[derive(Default)]
struct Run {
    text: String,
    items: Vec<String>,
    /// Whether the last item has others below it.
    nested: bool,
}

impl Run {
    fn heading(&mut self, words: &str) {
        self.end_items();
        if !words.is_empty() {
            self.text.push_str(words.trim_end_matches(['：', ':']));
            self.text.push('：');
        }
    }

    fn sentence(&mut self, words: &str) {
        self.end_items();
        self.text.push_str(&ended(words));
    }

    fn item(&mut self, depth: usize, number: Option<u64>, words: &str) {
        let words = words.trim_end_matches(['。', '；', ';']);
        if words.is_empty() {
            return;
        }
        // Not `1.`: 1.5元 would be another price.
        let words = number.map_or_else(|| words.to_owned(), |n| format!("{n}){words}"));
        match self.items.last_mut() {
            Some(above) if depth > 0 => {
                let open = above.ends_with(['：', ':']);
                above.push_str(if open {
                    ""
                } else if self.nested {
                    "，"
                } else {
                    "："
                });
                above.push_str(&words);
                self.nested = true;
            }
            _ => {
                self.items.push(words);
                self.nested = false;
            }
        }
    }

    fn end_items(&mut self) {
        let items = std::mem::take(&mut self.items).join("；");
        if !items.is_empty() {
            self.text.push_str(&ended(&items));
        }
    }
}

/// A text on one line.
fn flat(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        if out.ends_with(char::is_alphanumeric) {
            out.push('，');
        }
        out.push_str(line);
    }
    out
}
