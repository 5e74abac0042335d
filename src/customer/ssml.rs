//! Prompts for a synthetic voice: Speech Synthesis Markup Language 1.1 (W3C Recommendation, 7 September 2010).
//!
//! What is said otherwise than it is written stands in `<sub alias="…">`, which every engine knows and which keeps the
//! written text for people: the values of `<say-as interpret-as>` are no part of the recommendation, engines differ in them,
//! and none of them reads 10元/月/张. Sentences and paragraphs are marked, and what is only a pause is a `<break>`.

use super::say::{Bit, bits};

/// A text without Markdown as a document of SSML, well-formed whatever the text is. Variables stay as they are: whoever puts
/// values in their places has to escape them.
pub fn ssml(text: &str) -> String {
    let mut page = Page::default();
    for bit in bits(text) {
        match bit {
            Bit::Text(text) => page.words(&escaped(&text)),
            Bit::Said { written, said } => page.words(&sub(&written, &said)),
            Bit::Pause => page.words("<break strength=\"medium\"/>"),
            Bit::Clause(sign) => page.words(sign.encode_utf8(&mut [0; 4])),
            Bit::Stop(sign) => {
                page.words(sign.encode_utf8(&mut [0; 4]));
                page.end_sentence();
            }
            Bit::Line => page.end_sentence(),
            Bit::Paragraph => page.end_paragraph(),
        }
    }
    page.end_paragraph();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <speak version=\"1.1\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\"zh-CN\">\n{}</speak>\n",
        page.done
    )
}

#[derive(Default)]
struct Page {
    /// Whole paragraphs.
    done: String,
    /// The sentences of the open paragraph.
    paragraph: String,
    /// The open sentence.
    sentence: String,
}

impl Page {
    fn words(&mut self, words: &str) {
        self.sentence.push_str(words);
    }

    fn end_sentence(&mut self) {
        let sentence = std::mem::take(&mut self.sentence);
        if !sentence.trim().is_empty() {
            self.paragraph.push_str(&format!("    <s>{sentence}</s>\n"));
        }
    }

    fn end_paragraph(&mut self) {
        self.end_sentence();
        let paragraph = std::mem::take(&mut self.paragraph);
        if !paragraph.is_empty() {
            self.done.push_str(&format!("  <p>\n{paragraph}  </p>\n"));
        }
    }
}

/// Groups of digits are parted by blanks, which a voice does not hear; commas it does.
fn sub(written: &str, said: &str) -> String {
    let (written, said) = (escaped(written.trim()), escaped(&said.replace(' ', "，")));
    if written.is_empty() { said } else { format!("<sub alias=\"{said}\">{written}</sub>") }
}

/// Text as content and as the value of an attribute. Chars that XML 1.0 cannot hold, escaped or not, are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'.. => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::say::tests::texts;
    use super::*;

    /// The sentences of a document, paragraphs parted by `¶`.
    fn sentences(text: &str) -> String {
        let page = ssml(text);
        let head = page.lines().take(2).collect::<Vec<_>>();
        assert!(head[0].starts_with("<?xml") && head[1].starts_with("<speak version=\"1.1\""), "{page}");
        assert!(page.ends_with("</speak>\n"));
        page.lines()
            .filter_map(|line| {
                let line = line.trim();
                (line == "</p>").then_some("¶").or_else(|| line.strip_prefix("<s>")?.strip_suffix("</s>"))
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn what_is_said_otherwise_is_marked() {
        assert_eq!(
            sentences("云享129元，详询100196。转人工（按0）！"),
            "云享<sub alias=\"一百二十九元\">129元</sub>，详询<sub alias=\"幺零零幺九六\">100196</sub>。\n\
             转人工<break strength=\"medium\"/>按<sub alias=\"零\">0</sub>！\n¶"
        );
        assert_eq!(
            sentences("拨400-123-4567"),
            "拨<sub alias=\"四零零，幺二三，四五六七\">400-123-4567</sub>\n¶"
        );
    }

    #[test]
    fn lines_are_sentences_and_blank_lines_part_paragraphs() {
        assert_eq!(sentences("您好\n可以。\n\n再见"), "您好\n可以。\n¶\n再见\n¶");
        assert_eq!(sentences(""), "");
    }

    #[test]
    fn signs_of_xml_are_escaped() {
        assert_eq!(
            sentences("A&B<i>\"x\"</i>"),
            "A<sub alias=\"和\">&amp;</sub>Bi<break strength=\"medium\"/>x、i\n¶"
        );
        assert_eq!(escaped("<a b='c'>&\"\u{0}\u{ffff}"), "&lt;a b=&apos;c&apos;&gt;&amp;&quot;");
        assert_eq!(sentences("{{<b>}}"), "{{&lt;b&gt;}}\n¶");
    }

    /// A little reader of XML: elements are closed in order, attributes are quoted, names are known, nothing is bare.
    fn check(page: &str) {
        let mut open: Vec<String> = Vec::new();
        let mut rest =
            page.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").expect("a declaration");
        while let Some(at) = rest.find('<') {
            text(&rest[..at]);
            let end = rest[at..].find('>').expect("a tag that ends") + at;
            let tag = &rest[at + 1..end];
            rest = &rest[end + 1..];
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(name), "{page}");
                continue;
            }
            let closed = tag.ends_with('/');
            let tag = tag.trim_end_matches('/');
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert!(["speak", "p", "s", "sub", "break"].contains(&name), "{name}");
            assert!(!open.is_empty() || name == "speak", "one root");
            let mut attributes = attributes;
            while !attributes.is_empty() {
                let (name, value) = attributes.split_once("=\"").expect("an attribute");
                assert!(name.trim().chars().all(|c| c.is_ascii_alphabetic() || c == ':'), "{name}");
                let (value, tail) = value.split_once('"').expect("a quoted value");
                text(value);
                attributes = tail;
            }
            if !closed {
                open.push(name.to_owned());
            }
        }
        text(rest);
        assert!(open.is_empty(), "{page}");
    }

    fn text(text: &str) {
        for part in text.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;", "apos;"].iter().any(|name| part.starts_with(name));
            assert!(known, "{text}");
        }
        let bare = |c: char| {
            matches!(c, '<' | '>' | '"')
                || (c < ' ' && !"\t\n\r".contains(c))
                || matches!(c, '\u{fffe}' | '\u{ffff}')
        };
        assert!(!text.chars().any(bare), "{text:?}");
    }

    #[test]
    fn the_little_reader_sees_what_is_wrong() {
        for page in [
            "<speak><p></speak></p>",
            "<speak>&</speak>",
            "<speak>\"</speak>",
            "<speak><sub alias=x>a</sub></speak>",
        ] {
            let page = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{page}");
            assert!(std::panic::catch_unwind(|| check(&page)).is_err(), "{page}");
        }
    }

    proptest! {
        #[test]
        fn every_text_is_well_formed(text in texts()) {
            check(&ssml(&text));
        }

        #[test]
        fn every_text_that_looks_like_xml_is_well_formed(text in "[<>&\"'/a元1。{}\n-]{0,40}") {
            check(&ssml(&text));
        }
    }
}
