//! Text cut into tags and what stands between them.

/// Tags that are known; others are text.
const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "li",
    "main",
    "mark",
    "nav",
    "o:p",
    "ol",
    "p",
    "pre",
    "s",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
    "wbr",
];

/// Whether an element is known by this name, in small letters.
pub fn knows(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Its name in small letters.
    pub name: &'static str,
    /// Whether it is an end tag.
    pub closes: bool,
    /// As it stands.
    pub source: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute, decoded.
    pub fn attribute(&self, name: &str) -> Option<String> {
        // Some exports escape the quotes a second time.
        let source = self.source.replace("\\\"", "\"");
        let mut rest = source.as_str();
        loop {
            let (before, after) = rest.split_once('=')?;
            let key = before
                .trim_end()
                .rsplit(|c: char| c.is_whitespace() || c == '/' || c == '"' || c == '\'')
                .next();
            let after = after.trim_start();
            let (value, tail) = match after.chars().next()? {
                quote @ ('"' | '\'') => after.get(1..)?.split_once(quote).unwrap_or((after.get(1..)?, "")),
                _ => {
                    let end = after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len());
                    (after.get(..end)?, after.get(end..)?)
                }
            };
            if key.is_some_and(|key| key.eq_ignore_ascii_case(name)) {
                return Some(super::decode(value.trim()).into_owned());
            }
            rest = tail;
        }
    }

    /// Whether it begins or ends a line.
    pub fn ends_lines(&self) -> bool {
        matches!(
            self.name,
            "p" | "br"
                | "div"
                | "li"
                | "ul"
                | "ol"
                | "tr"
                | "table"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "hr"
                | "dd"
                | "dt"
                | "dl"
                | "blockquote"
                | "section"
                | "article"
                | "details"
                | "summary"
        )
    }
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text, not decoded.
    Text(&'a str),
    /// A known tag.
    Tag(Tag<'a>),
}

/// Cuts a text into pieces.
pub struct Pieces<'a> {
    rest: &'a str,
    /// Whether comments, scripts, styles and drawings vanish.
    hides: bool,
    /// Nothing closes any more: the search for an end is made in vain only once.
    no_end: bool,
    no_comment_end: bool,
}

impl<'a> Pieces<'a> {
    /// Pieces of HTML: comments, scripts and styles vanish.
    pub fn of_html(text: &'a str) -> Self {
        Pieces { rest: text, hides: true, no_end: false, no_comment_end: false }
    }

    /// Pieces of Markdown, where `<!--` and `<script>` may be what the text is about.
    pub fn of_markdown(text: &'a str) -> Self {
        Pieces { hides: false, ..Pieces::of_html(text) }
    }

    /// The tag that begins at `<`, and its length.
    fn tag_at(&mut self, text: &'a str) -> Option<Tag<'a>> {
        if self.no_end {
            return None;
        }
        let inside = text.get(1..)?;
        let closes = inside.starts_with('/');
        let word = inside.strip_prefix('/').unwrap_or(inside);
        let length = word.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b':').take(12).count();
        let found = word.get(..length)?.to_ascii_lowercase();
        let name = KNOWN.iter().find(|name| **name == found)?;
        let next = word.get(length..)?.chars().next()?;
        if !(next.is_whitespace() || next == '>' || next == '/') {
            return None;
        }
        let Some(end) = end_of(text) else {
            self.no_end = true;
            return None;
        };
        Some(Tag { name, closes, source: text.get(..=end)? })
    }

    fn skip_comment(&mut self, text: &'a str) -> Option<&'a str> {
        if !self.hides || self.no_comment_end || !text.starts_with("<!--") {
            return None;
        }
        let end = text.find("-->");
        self.no_comment_end = end.is_none();
        text.get(end? + 3..)
    }
}

/// Where a tag ends: at the next `>` outside quotes, looked for nearby, else at the next `>` at all.
fn end_of(text: &str) -> Option<usize> {
    const NEARBY: usize = 2000;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(NEARBY) {
        match (byte, quote) {
            (b'>', None) => return Some(at),
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    text.find('>')
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let mut from = 0;
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let text = self.rest;
            let Some(at) = text.get(from..)?.find('<').map(|at| at + from) else {
                self.rest = "";
                return Some(Piece::Text(text));
            };
            let tail = text.get(at..)?;
            if let Some(after) = self.skip_comment(tail) {
                self.rest = after;
                if at > 0 {
                    return Some(Piece::Text(text.get(..at)?));
                }
                from = 0;
                continue;
            }
            let Some(tag) = self.tag_at(tail) else {
                from = at + 1;
                continue;
            };
            if at > 0 {
                self.rest = tail;
                return Some(Piece::Text(text.get(..at)?));
            }
            let mut after = tail.get(tag.source.len()..)?;
            if self.hides && !tag.closes && matches!(tag.name, "script" | "style" | "svg") {
                let end = format!("</{}", tag.name);
                if let Some(found) = find_ignoring_case(after, &end) {
                    after = after.get(found..)?;
                }
            }
            self.rest = after;
            return Some(Piece::Tag(tag));
        }
    }
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}
