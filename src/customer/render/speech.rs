//! Sentences to be said: no signs, no addresses, every block ends like a sentence.

use super::table_row;
use crate::text::markdown::{Block, Span};

/// Blocks as sentences. A heading leads what follows it: without 农村 before it 48小时 would be another promise.
pub(in crate::customer) fn speech(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let text = match block {
            Block::Code(_) | Block::Rule => continue,
            Block::Heading(_, spans) => {
                let words = said(spans);
                let words = words.trim().trim_end_matches(['：', ':', '。']);
                if !words.is_empty() {
                    out.push_str(words);
                    out.push('：');
                }
                continue;
            }
            Block::Paragraph(spans) => said(spans),
            Block::Item { number: Some(n), spans, .. } => format!("第{n}，{}", said(spans)),
            Block::Item { number: None, spans, .. } => said(spans),
            Block::Table { head, rows } => {
                rows.iter().map(|row| table_row(head, row, "", said)).collect::<Vec<_>>().join("；")
            }
            Block::Quote(inner) => speech(std::slice::from_ref(inner)),
        };
        let text = text.replace('\n', "，");
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        out.push_str(text);
        if !text.ends_with(['。', '！', '？', '；', '：', '.', '!', '?']) {
            out.push('。');
        }
    }
    // A heading with nothing under it.
    if let Some(open) = out.strip_suffix('：') {
        out.truncate(open.len());
        out.push('。');
    }
    out
}

/// What is said of spans: no pictures, and nothing that is struck out.
fn said(spans: &[Span]) -> String {
    spans.iter().filter(|span| !span.picture && !span.struck).map(|span| span.text.as_str()).collect()
}
