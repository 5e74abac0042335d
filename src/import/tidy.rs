//! What publishing tools leave in Markdown, taken out: comments, anchors, attributes, HTML tables.

use super::html;

/// Markdown without the marks of publishing tools. Code stays as it is.
pub(super) fn tidy(text: &str) -> String {
    let text = strip_comments(text);
    let mut out = String::with_capacity(text.len());
    let mut chunk = String::new();
    let mut fence: Option<Fence> = None;
    for line in text.split_inclusive('\n') {
        match &fence {
            Some(open) => {
                out.push_str(line);
                if open.is_closed_by(line) {
                    fence = None;
                }
            }
            None => match Fence::opened_by(line) {
                Some(open) => {
                    out.push_str(&html::tidy_markdown(&chunk));
                    chunk.clear();
                    push_without_attributes(&mut out, line);
                    fence = Some(open);
                }
                None if line.trim_start().starts_with('#') => push_without_attributes(&mut chunk, line),
                None => chunk.push_str(line),
            },
        }
    }
    out.push_str(&html::tidy_markdown(&chunk));
    out
}

/// A fence of code.
struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    fn opened_by(line: &str) -> Option<Fence> {
        // In a list item a fence stands under a bullet of any depth, so blanks before it do not count.
        let line = line.trim();
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = line.chars().take_while(|&c| c == mark).count();
        let info = line.trim_start_matches(mark);
        (length >= 3 && !(mark == '`' && info.contains('`'))).then_some(Fence { mark, length })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        line.chars().count() >= self.length && line.chars().all(|c| c == self.mark)
    }
}

/// Adds a line without the attributes at its end, such as `{#anchor .section}` or `{: .note}`.
fn push_without_attributes(out: &mut String, line: &str) {
    let bare = line.trim_end();
    let cut = bare.strip_suffix('}').and_then(|rest| rest.rsplit_once('{')).and_then(|(before, inside)| {
        inside.trim_start().starts_with(['#', '.', ':']).then(|| before.trim_end())
    });
    match cut {
        Some(before) => {
            out.push_str(before);
            out.push('\n');
        }
        None => out.push_str(line),
    }
}

/// The text without comments, which may span lines. One that never ends stays: it may hide half the page.
fn strip_comments(text: &str) -> String {
    if !text.contains("<!--") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<Fence> = None;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let line = rest.get(..end).unwrap_or_default();
        if let Some(open) = &fence {
            if open.is_closed_by(line) {
                fence = None;
            }
        } else if let Some(open) = Fence::opened_by(line) {
            fence = Some(open);
        } else if let Some((before, _)) = line.split_once("<!--")
            && before.matches('`').count() % 2 == 0
            && let Some(length) = rest.get(before.len() + 4..).and_then(|tail| tail.find("-->"))
        {
            out.push_str(before);
            let after = rest.get(before.len() + 4 + length + 3..).unwrap_or_default();
            // A comment on lines of its own leaves no empty line behind.
            rest = match after.strip_prefix('\n') {
                Some(next) if before.trim().is_empty() => {
                    out.truncate(out.len() - before.len());
                    next
                }
                _ => after,
            };
            continue;
        }
        out.push_str(line);
        rest = rest.get(end..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_publishing_tools_go() {
        let table: &[(&str, &str)] = &[
            ("# <a name=\"x\"></a>标题\n", "# 标题\n"),
            ("## 概念 {#concept_fzz .concept}\n", "## 概念\n"),
            ("## 概念 { .section}\n文\n", "## 概念\n文\n"),
            ("## JSON {\"a\": 1}\n", "## JSON {\"a\": 1}\n"),
            ("前<!-- 编者\n注 -->后\n", "前后\n"),
            ("前\n<!-- 注 -->\n后\n", "前\n后\n"),
            ("`<!--` 与 `-->`\n", "`<!--` 与 `-->`\n"),
            ("前<!-- 没有结束\n", "前<!-- 没有结束\n"),
            (
                "``` {#code .language-SQL}\n<!-- a -->\n<a name=\"x\"></a>\n```\n",
                "```\n<!-- a -->\n<a name=\"x\"></a>\n```\n",
            ),
            ("用 `<table>` 标签。\n\n后文\n", "用 `<table>` 标签。\n\n后文\n"),
            (
                "见 <a href=\"https://a.example\">官网</a> <yourEndpoint>\n",
                "见 <a href=\"https://a.example\">官网</a> <yourEndpoint>\n",
            ),
            ("<a id=here></a><a href=\"#x\">上</a>\n", "<a href=\"#x\">上</a>\n"),
            ("- 一\n\n    ```\n    <!-- a -->\n    ```\n", "- 一\n\n    ```\n    <!-- a -->\n    ```\n"),
        ];
        for (text, expected) in table {
            assert_eq!(tidy(text), *expected, "{text}");
        }
    }
}
