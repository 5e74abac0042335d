//! The title of a document.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::blocks::{Block, Kind};

/// Letters of a title.
const LONGEST: usize = 200;

/// What the file says of itself; `None` when it was a program that said it.
pub(super) fn said(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            // Programs in China write what their system speaks, whatever the standard says.
            Err(_) => GB18030
                .decode_without_bom_handling_and_without_replacement(bytes)
                .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0)
                .into_owned(),
        },
    };
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut title = text.as_str();
    for program in ["Microsoft Word - ", "Microsoft PowerPoint - ", "Microsoft Excel - "] {
        title = title.strip_prefix(program).unwrap_or(title);
    }
    for kind in [".docx", ".doc", ".wps", ".pptx", ".ppt", ".xlsx", ".xls", ".pdf", ".txt", ".dvi"] {
        title = title.strip_suffix(kind).unwrap_or(title);
    }
    const EMPTY: &[&str] =
        &["untitled", "(anonymous)", "anonymous", "无标题", "未命名", "powerpoint 演示文稿", "(unspecified)"];
    let lower = title.to_lowercase();
    let is_counted = ["文档", "document"].iter().any(|word| {
        lower.strip_prefix(word).is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
    });
    let says = title.chars().any(char::is_alphanumeric) && !is_counted && !EMPTY.contains(&lower.as_str());
    says.then(|| title.to_owned())
}

/// The first heading, if the text begins with it or nearly so.
pub(super) fn heading(blocks: &[Block]) -> Option<String> {
    let first = blocks.first()?.page;
    let mut near = blocks.iter().take(8).filter(|block| block.page == first);
    near.find(|block| block.kind == Kind::Heading(1)).map(|block| block.text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_do_not_give_titles() {
        let table: &[(&[u8], Option<&str>)] = &[
            (b"\xFE\xFF\x90\x00\x6B\x3E", Some("退款")),
            (b"\xCD\xCB\xBF\xEE", Some("退款")),
            ("退款".as_bytes(), Some("退款")),
            (b"Microsoft Word - refunds.docx", Some("refunds")),
            (b"untitled", None),
            ("文档1".as_bytes(), None),
            (b" - ", None),
            (b"", None),
        ];
        for (bytes, expected) in table {
            assert_eq!(said(bytes).as_deref(), *expected);
        }
    }
}
