//! Blocks of Markdown as HTML. Nothing of the source goes through as it is: text is escaped, links lead to the web, a mailbox
//! or a telephone or are none, and HTML in the source is text without its tags already.

use crate::text::facts::{Kind, facts};
use crate::text::markdown::{Block, Span};

/// Text as content and as the value of an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Noncharacters, which HTML must not contain.
            '\u{fdd0}'..='\u{fdef}' => {}
            c if u32::from(c) & 0xfffe == 0xfffe => {}
            c => out.push(c),
        }
    }
    out
}

/// Blocks below a heading of level 1: theirs begin at 2, whatever the source begins with.
pub(super) fn blocks(blocks: &[Block]) -> String {
    let top = blocks.iter().filter_map(level).min().unwrap_or(1);
    let mut page = Page { top, ..Page::default() };
    blocks.iter().for_each(|block| page.block(block));
    page.close_lists(0);
    page.out
}

/// Lines of plain text as paragraphs, parted by blank lines.
pub(super) fn lines(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(|paragraph| format!("<p>{}</p>\n", linked(paragraph))).collect()
}

fn level(block: &Block) -> Option<u8> {
    match block {
        Block::Heading(level, _) => Some(*level),
        Block::Quote(inner) => level(inner),
        _ => None,
    }
}

#[derive(Default)]
struct Page {
    out: String,
    /// The highest level of heading in the source.
    top: u8,
    /// The lists that are open, outermost first: whether each is numbered.
    lists: Vec<bool>,
}

impl Page {
    fn block(&mut self, block: &Block) {
        if let Block::Item { depth, number, spans } = block {
            self.item(*depth, *number, spans);
            return;
        }
        self.close_lists(0);
        match block {
            Block::Heading(level, spans) => {
                let level = (2 + level.saturating_sub(self.top)).min(6);
                self.out.push_str(&format!("<h{level}>{}</h{level}>\n", inline(spans)));
            }
            Block::Paragraph(spans) => self.out.push_str(&format!("<p>{}</p>\n", inline(spans))),
            Block::Table { head, rows } => self.table(head, rows),
            Block::Code(text) => self.out.push_str(&format!("<pre><code>{}</code></pre>\n", escaped(text))),
            Block::Quote(inner) => {
                let inner = Page { top: self.top, ..Page::default() }.of(inner);
                self.out.push_str(&format!("<blockquote>\n{inner}</blockquote>\n"));
            }
            Block::Rule => self.out.push_str("<hr>\n"),
            Block::Item { .. } => {}
        }
    }

    fn of(mut self, block: &Block) -> String {
        self.block(block);
        self.close_lists(0);
        self.out
    }

    /// An item; it stays open for lists in it.
    fn item(&mut self, depth: usize, number: Option<u64>, spans: &[Span]) {
        // Deeper than anybody nests: a source must not make the page deeper than a browser draws.
        let depth = depth.min(8);
        self.close_lists(depth + 1);
        if self.lists.len() == depth + 1 {
            if self.lists.last() == Some(&number.is_some()) {
                self.out.push_str("</li>\n");
            } else {
                self.close_lists(depth);
            }
        }
        while self.lists.len() < depth + 1 {
            let numbered = number.is_some() && self.lists.len() == depth;
            self.out.push_str(if numbered { "<ol>\n" } else { "<ul>\n" });
            self.lists.push(numbered);
            if self.lists.len() < depth + 1 {
                self.out.push_str("<li>");
            }
        }
        let open =
            number.map_or_else(|| "<li>".to_owned(), |n| format!("<li value=\"{}\">", n.min(999_999_999)));
        self.out.push_str(&format!("{open}{}", inline(spans)));
    }

    /// Closes the lists that are open beyond a depth, each with its last item.
    fn close_lists(&mut self, depth: usize) {
        while self.lists.len() > depth {
            let end = if self.lists.pop() == Some(true) { "</li>\n</ol>\n" } else { "</li>\n</ul>\n" };
            self.out.push_str(end);
        }
    }

    fn table(&mut self, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) {
        let width = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or_default();
        let cells = |row: &[Vec<Span>], tag: &str, scope: &str| -> String {
            let cell = |at: usize| row.get(at).map(|spans| inline(spans)).unwrap_or_default();
            (0..width).map(|at| format!("<{tag}{scope}>{}</{tag}>", cell(at))).collect()
        };
        self.out.push_str("<div class=\"wide\">\n<table>\n");
        self.out
            .push_str(&format!("<thead><tr>{}</tr></thead>\n<tbody>\n", cells(head, "th", " scope=\"col\"")));
        for row in rows {
            self.out.push_str(&format!("<tr>{}</tr>\n", cells(row, "td", "")));
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
    }
}

/// Spans as the content of a paragraph.
fn inline(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    let address = span.link.as_deref().and_then(address);
    if span.picture {
        // Pictures of the house's own store are not in a site.
        let seen = address.filter(|address| address.starts_with("http"));
        return match seen {
            Some(address) => format!("<img src=\"{}\" alt=\"{}\">", escaped(address), escaped(&span.text)),
            None => escaped(&span.text),
        };
    }
    let mut text = if span.code {
        format!("<code>{}</code>", escaped(&span.text))
    } else if address.is_some() {
        broken(&span.text)
    } else {
        linked(&span.text)
    };
    for (is, tag) in [(span.struck, "del"), (span.emphasis, "em"), (span.strong, "strong")] {
        if is {
            text = format!("<{tag}>{text}</{tag}>");
        }
    }
    match address {
        Some(address) => format!("<a href=\"{}\">{text}</a>", escaped(address)),
        None => text,
    }
}

/// An address that a page may lead to.
fn address(link: &str) -> Option<&str> {
    let starts =
        |scheme: &&str| link.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    ["https://", "http://", "mailto:", "tel:"].iter().find(|scheme| starts(scheme)).map(|_| link)
}

/// Escaped text with its line ends.
fn broken(text: &str) -> String {
    escaped(text).replace('\n', "<br>\n")
}

/// Escaped text in which addresses and numbers to dial can be followed.
fn linked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for fact in facts(text) {
        let target = match fact.kind {
            Kind::Url => fact.value.clone(),
            Kind::Phone if fact.value.bytes().all(|b| b.is_ascii_digit()) => format!("tel:{}", fact.value),
            _ => continue,
        };
        let (Some(before), Some(words)) = (text.get(done..fact.at.start), text.get(fact.at.clone())) else {
            continue;
        };
        out.push_str(&broken(before));
        out.push_str(&format!("<a href=\"{}\">{}</a>", escaped(&target), broken(words)));
        done = fact.at.end;
    }
    out.push_str(&broken(text.get(done..).unwrap_or_default()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markdown::parse;

    fn html(source: &str) -> String {
        blocks(&parse(source)).replace('\n', "")
    }

    #[test]
    fn blocks_become_elements() {
        for (source, want) in [
            ("您好", "<p>您好</p>"),
            ("### 甲\n\n#### 乙", "<h2>甲</h2><h3>乙</h3>"),
            ("# 甲\n\n###### 乙", "<h2>甲</h2><h6>乙</h6>"),
            ("- 甲\n- 乙", "<ul><li>甲</li><li>乙</li></ul>"),
            (
                "3. 甲\n4. 乙\n   - 丙",
                "<ol><li value=\"3\">甲</li><li value=\"4\">乙<ul><li>丙</li></ul></li></ol>",
            ),
            ("- 甲\n  1. 乙\n- 丙", "<ul><li>甲<ol><li value=\"1\">乙</li></ol></li><li>丙</li></ul>"),
            ("**甲***乙*~~丙~~`丁`", "<p><strong>甲</strong><em>乙</em><del>丙</del><code>丁</code></p>"),
            ("甲  \n乙", "<p>甲<br>乙</p>"),
            ("> 甲", "<blockquote><p>甲</p></blockquote>"),
            ("```\na<b\n```", "<pre><code>a&lt;b</code></pre>"),
            ("---", "<hr>"),
            (
                "|甲|乙|\n|-|-|\n|1|**2**|",
                "<div class=\"wide\"><table><thead><tr><th scope=\"col\">甲</th><th scope=\"col\">乙</th></tr></thead><tbody><tr><td>1</td><td><strong>2</strong></td></tr></tbody></table></div>",
            ),
        ] {
            assert_eq!(html(source), want, "{source}");
        }
        assert_eq!(lines("您好\n再见\n\n完"), "<p>您好<br>\n再见</p>\n<p>完</p>\n");
    }

    #[test]
    fn nothing_of_the_source_goes_through_as_it_is() {
        for (source, want) in [
            ("1 < 2 & \"3\"", "<p>1 &lt; 2 &amp; &quot;3&quot;</p>"),
            ("<script>alert(1)</script>", "<p>alert(1)</p>"),
            ("a<img src=x onerror=alert(1)>b", "<p>ab</p>"),
            ("[甲](javascript:alert(1))", "<p>甲</p>"),
            ("[甲](JAVASCRIPT:alert)", "<p>甲</p>"),
            ("[甲](data:text/html,x)", "<p>甲</p>"),
            (
                "[甲](https://a.example/\"onclick=x)",
                "<p><a href=\"https://a.example/&quot;onclick=x\">甲</a></p>",
            ),
            ("![灯](a.png)", "<p>灯</p>"),
            ("![灯](https://a.example/a.png)", "<p><img src=\"https://a.example/a.png\" alt=\"灯\"></p>"),
        ] {
            assert_eq!(html(source), want, "{source}");
        }
    }

    #[test]
    fn addresses_and_numbers_to_dial_can_be_followed() {
        assert_eq!(
            html("拨打100196，或看https://a.example/b?c=1&d=2。"),
            "<p>拨打<a href=\"tel:100196\">100196</a>，或看<a href=\"https://a.example/b?c=1&amp;d=2\">https://a.example/b?c=1&amp;d=2</a>。</p>"
        );
        assert_eq!(html("[客服](tel:100196)"), "<p><a href=\"tel:100196\">客服</a></p>");
    }
}
