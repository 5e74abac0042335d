//! HTML as other systems leave it in cells and Markdown, turned into plain Markdown text.
//!
//! Not a browser: tags that are known are dropped or become line ends, lists, links and tables; everything else,
//! such as `<yourEndpoint>` or `a < b`, is text and stays. Time is linear in the text, however broken it is.

mod entity;
mod grid;
mod tag;
mod writer;

pub(super) use entity::decode;
pub(super) use tag::knows;
use tag::{Piece, Pieces, Tag};
use writer::Writer;

/// A cell as Markdown text: tags gone, entities decoded, line ends `\n`, no blanks around.
pub(super) fn to_text(cell: &str) -> String {
    written(cell, false)
}

/// A page, or a part of one, as Markdown text; its pictures stay, as Markdown has them.
pub(super) fn to_page(part: &str) -> String {
    written(part, true)
}

fn written(cell: &str, pictures: bool) -> String {
    let cell = cell.replace("\r\n", "\n").replace('\r', "\n");
    if !cell.contains('<') {
        return decode(&cell).trim().to_owned();
    }
    // In text with line tags the source's own line ends mean nothing; without them they are all there is.
    let folds = Pieces::of_html(&cell).any(|piece| matches!(piece, Piece::Tag(tag) if tag.ends_lines()));
    let mut writer = Writer::new(folds);
    writer.pictures = pictures;
    for piece in Pieces::of_html(&cell) {
        match piece {
            Piece::Text(text) => writer.text(text),
            Piece::Tag(tag) => writer.tag(&tag),
        }
    }
    writer.finish()
}

/// Markdown in which HTML tables are Markdown tables, anchors without a target are gone, and inline images that
/// are only data give way to their description. Fences of code are the caller's business; tags inside code
/// spans stay.
pub(super) fn tidy_markdown(text: &str) -> String {
    let mut tidy = Tidy::default();
    for piece in Pieces::of_markdown(text) {
        match piece {
            Piece::Text(text) => tidy.text(text),
            Piece::Tag(tag) => tidy.tag(&tag),
        }
    }
    tidy.end_table();
    tidy.out
}

#[derive(Default)]
struct Tidy {
    out: String,
    /// The table that is open, and how many tables deep it is.
    table: Option<(usize, Writer)>,
    /// An anchor was left out, and its end is to follow.
    in_anchor: bool,
    in_code: bool,
}

impl Tidy {
    fn text(&mut self, text: &str) {
        if let Some((_, writer)) = &mut self.table {
            return writer.text(text);
        }
        self.out.push_str(text);
        // A code span ends with its paragraph at the latest.
        let since = text.rsplit_once("\n\n").map(|(_, last)| last);
        let ticks = since.unwrap_or(text).matches('`').count() % 2 == 1;
        self.in_code = ticks != (self.in_code && since.is_none());
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        if let Some((depth, writer)) = &mut self.table {
            if tag.name == "table" {
                *depth = if tag.closes { *depth - 1 } else { *depth + 1 };
            }
            writer.tag(tag);
            if *depth == 0 {
                self.end_table();
            }
            return;
        }
        match tag.name {
            _ if self.in_code => self.out.push_str(tag.source),
            "table" if !tag.closes => {
                let mut writer = Writer::new(true);
                writer.tag(tag);
                self.table = Some((1, writer));
            }
            "a" if !tag.closes && tag.attribute("href").is_none() => self.in_anchor = true,
            "a" if tag.closes && self.in_anchor => self.in_anchor = false,
            "img" if tag.attribute("src").is_some_and(|src| src.starts_with("data:")) => {
                self.out.push_str(&tag.attribute("alt").unwrap_or_default());
            }
            _ => self.out.push_str(tag.source),
        }
    }

    fn end_table(&mut self) {
        if let Some((_, writer)) = self.table.take() {
            lines_before(&mut self.out, 2);
            self.out.push_str(&writer.finish());
            self.out.push_str("\n\n");
        }
    }
}

/// Makes the text end in at least so many line ends, unless it is empty.
fn lines_before(out: &mut String, wanted: usize) {
    if out.is_empty() {
        return;
    }
    let there = out.bytes().rev().take_while(|&b| b == b'\n').count();
    for _ in there..wanted {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_become_text() {
        let table: &[(&str, &str)] = &[
            ("plain", "plain"),
            (" a &lt;b&gt; &amp; c&nbsp;d ", "a <b> & c d"),
            ("第一行<br>第二行<br/>第三行", "第一行\n第二行\n第三行"),
            ("<p>您好</p><p>请稍等</p>", "您好\n\n请稍等"),
            ("<div>您好</div>\n<div>请稍等</div>", "您好\n请稍等"),
            ("<ul><li>一</li><li>二<ul><li>三</li></ul></li></ul>后", "- 一\n- 二\n  - 三\n\n后"),
            ("<ol><li>一</li>\n  <li>二</li></ol>", "1. 一\n2. 二"),
            ("<b>重要</b>：<span style=\"color:red\">勿</span>", "重要：勿"),
            ("见<a href=\"https://a.example/x\">官网</a>。", "见[官网](https://a.example/x)。"),
            ("见<a href=\\\"https://a.example/x\\\">官网</a>。", "见[官网](https://a.example/x)。"),
            ("见<a href=\"/local\">官网</a>。", "见官网。"),
            ("<a href='https://a.example'>https://a.example</a>", "https://a.example"),
            ("a < b，<yourEndpoint> 与 x<y", "a < b，<yourEndpoint> 与 x<y"),
            ("一<!-- 编者注 -->二<script>x<1</script>三<style>p{}</style>", "一二三"),
            (
                "见<a href=\"https://a.example\"><svg><use href=\"#i\"></use> </svg>官网</a>",
                "见[官网](https://a.example)",
            ),
            ("<h2>标题</h2>文", "## 标题\n\n文"),
            ("<p>长句\n  换行</p>", "长句换行"),
            ("<p>long\n  line</p>", "long line"),
            ("一\n<b>二</b>", "一\n二"),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("<p>没有<b>关闭", "没有关闭"),
            ("<p", "<p"),
            ("图<img src=\"data:image/png;base64,AAAA\" alt=\"指示灯\">示", "图指示灯示"),
        ];
        for (html, text) in table {
            assert_eq!(to_text(html), *text, "{html}");
        }
    }

    #[test]
    fn tables_become_markdown_tables() {
        let html = "<table><thead><tr><th>档位</th><th>月费</th></tr></thead><tbody><tr><td rowspan=\"2\">A|B</td><td>19元</td></tr>\
                    <tr><td>39<br>元</td></tr><tr><td colspan=2>全国</td></tr></tbody></table>";
        let expected = "| 档位 | 月费 |\n| --- | --- |\n| A\\|B | 19元 |\n| A\\|B | 39 元 |\n| 全国 |  |";
        assert_eq!(to_text(html), expected);
        assert_eq!(tidy_markdown(&format!("前\n{html}\n后")), format!("前\n\n{expected}\n\n\n后"));
        assert_eq!(to_text("<table><tr><td>一</td></tr><tr><td>二</td></tr></table>"), "一\n二");
    }

    #[test]
    fn markdown_keeps_what_is_no_table() {
        let text = "a <b>c</b> <yourEndpoint> <img src='x.png'>";
        assert_eq!(tidy_markdown(text), text);
        assert_eq!(tidy_markdown("选<img src='data:image/png;base64,AA=='>项"), "选项");
    }

    #[test]
    fn broken_html_takes_no_time() {
        let text = "<a href=\"".repeat(200_000);
        assert!(to_text(&text).len() >= text.len() - 10);
    }
}
