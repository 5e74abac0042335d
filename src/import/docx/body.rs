//! The text of a document, read element by element.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::block::{Blocks, Paragraph, Run, escaped};
use super::numbering::{Mark, Numbering};
use super::package::Target;
use super::style::Styles;
use super::{Broken, Document, MOST_DEEP, attribute, damaged, is_on};

/// What is not read, with all that stands in it: deleted and moved text, properties as they were, the codes of fields, the
/// second form of what is there twice.
const LEFT_OUT: &[&str] = &[
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "delInstrText",
    "Fallback",
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPr",
    "rt",
    "wordDocument",
];

/// The notes of a part by their ids, each on one line.
pub(super) fn notes(bytes: &[u8], element: &str) -> Result<HashMap<String, String>, Broken> {
    let mut reader = Reader::from_reader(bytes);
    reader.config_mut().expand_empty_elements = true;
    let (mut out, mut id, mut in_text) = (HashMap::new(), None, false);
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(e) if e.local_name().as_ref() == element => {
                id = attribute(&e, "w:id").map(|id| format!("{element} {id}"));
            }
            Event::Start(e) => in_text = e.local_name().as_ref() == "t",
            Event::Text(text) if in_text => {
                if let Some(id) = &id {
                    let text: &str = &text;
                    out.entry(id.clone()).or_insert_with(String::new).push_str(text);
                }
            }
            Event::GeneralRef(reference) if in_text => {
                if let Some(id) = &id {
                    out.entry(id.clone()).or_insert_with(String::new).push_str(&meant(&reference));
                }
            }
            Event::End(e) if e.local_name().as_ref() == element => id = None,
            Event::End(_) => in_text = false,
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// The character that a reference means; nothing for one that XML does not know.
fn meant(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name = &**reference;
    quick_xml::escape::resolve_predefined_entity(name).unwrap_or_default().to_owned()
}

/// How a run looks.
#[derive(Debug, Default, Clone, Copy)]
struct Look {
    bold: bool,
    italic: bool,
    hidden: bool,
}

/// The reader of a document's text.
pub(super) struct Body {
    styles: Styles,
    numbering: Numbering,
    links: HashMap<String, Target>,
    notes: HashMap<String, String>,
    blocks: Blocks,
    /// Paragraphs that are open: one within a text box stands in another.
    open: Vec<Paragraph>,
    /// A paragraph whose end was deleted: what follows belongs to it.
    joined: Option<Paragraph>,
    look: Look,
    link: Option<String>,
    /// Whether what is read is text.
    in_text: bool,
    /// Properties of a run, of the mark at a paragraph's end, or neither.
    in_mark: bool,
    title: Option<String>,
    pictures: usize,
    /// How deep the element is that is being read, and the one that is left out.
    depth: usize,
    left_out: Option<usize>,
}

impl Body {
    pub fn new(
        styles: Styles,
        numbering: Numbering,
        links: HashMap<String, Target>,
        notes: HashMap<String, String>,
    ) -> Body {
        Body {
            styles,
            numbering,
            links,
            notes,
            blocks: Blocks::default(),
            open: Vec::new(),
            joined: None,
            look: Look::default(),
            link: None,
            in_text: false,
            in_mark: false,
            title: None,
            pictures: 0,
            depth: 0,
            left_out: None,
        }
    }

    pub fn read(mut self, bytes: &[u8]) -> Result<Document, Broken> {
        let mut reader = Reader::from_reader(bytes);
        reader.config_mut().expand_empty_elements = true;
        let mut elements = 0_usize;
        loop {
            match reader.read_event().map_err(|error| damaged(&error))? {
                Event::Start(e) => {
                    elements += 1;
                    self.depth += 1;
                    if self.depth > MOST_DEEP {
                        return Err(Broken::TooDeep);
                    }
                    if self.left_out.is_none() {
                        self.start(&e);
                    }
                }
                Event::End(e) => {
                    match self.left_out {
                        Some(depth) if depth == self.depth => self.left_out = None,
                        Some(_) => {}
                        None => self.end(e.local_name().as_ref()),
                    }
                    self.depth = self.depth.saturating_sub(1);
                }
                Event::Text(text) if self.in_text && self.left_out.is_none() => {
                    let text: &str = &text;
                    self.say(&escaped(text));
                }
                Event::GeneralRef(reference) if self.in_text && self.left_out.is_none() => {
                    self.say(&escaped(&meant(&reference)));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if elements == 0 {
            return Err(Broken::Damaged("it is empty".into()));
        }
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        if let Some(joined) = self.joined.take() {
            self.write(joined);
        }
        Ok(Document { title: self.title, html: self.blocks.finish(), pictures: self.pictures })
    }

    fn start(&mut self, e: &BytesStart<'_>) {
        let name = e.local_name();
        let name = name.as_ref();
        if LEFT_OUT.contains(&name) && !(name == "del" && self.in_mark) {
            self.left_out = Some(self.depth);
            return;
        }
        let value = || attribute(e, "w:val");
        match name {
            "p" => {
                self.open.push(Paragraph::default());
                (self.look, self.in_mark) = (Look::default(), false);
            }
            "pPr" => self.in_mark = true,
            "r" => self.look = Look::default(),
            "b" if !self.in_mark => self.look.bold = is_on(e),
            "i" if !self.in_mark => self.look.italic = is_on(e),
            "vanish" if !self.in_mark => self.look.hidden = is_on(e),
            "del" if self.in_mark => self.change(|paragraph| paragraph.joins = true),
            "pStyle" => {
                let style = value();
                self.change(|paragraph| paragraph.style = style);
            }
            "outlineLvl" => {
                let level = value().and_then(|level| level.parse::<usize>().ok()).filter(|level| *level < 9);
                self.change(|paragraph| paragraph.heading = level.map(|level| level + 1));
            }
            "numId" => {
                let id = value().unwrap_or_default();
                self.change(|paragraph| paragraph.list.get_or_insert_default().0 = id);
            }
            "ilvl" => {
                let level = value().and_then(|level| level.parse().ok()).unwrap_or(0);
                self.change(|paragraph| paragraph.list.get_or_insert_default().1 = level);
            }
            "t" => self.in_text = true,
            "tab" if !self.in_mark => self.say(" "),
            "br" | "cr" => self.say("<br>"),
            "noBreakHyphen" => self.say("-"),
            "hyperlink" => {
                let target = attribute(e, "r:id").and_then(|id| self.links.get(&id).cloned());
                let is_address = |to: &String| {
                    ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| to.starts_with(scheme))
                };
                self.link =
                    target.filter(|target| target.is_outside).map(|target| target.to).filter(is_address);
            }
            "footnoteReference" | "endnoteReference" => {
                let kind = name.trim_end_matches("Reference");
                let id = attribute(e, "w:id").unwrap_or_default();
                if let Some(note) = self.notes.get(&format!("{kind} {id}")).map(|note| escaped(note.trim())) {
                    self.say(&format!("〔注：{note}〕"));
                }
            }
            "blip" | "imagedata" => {
                let id = attribute(e, "r:embed").or_else(|| attribute(e, "r:id"));
                let part = id.and_then(|id| self.links.get(&id)).map(|target| target.to.clone());
                let file = part.as_deref().map(|part| part.rsplit('/').next().unwrap_or(part).to_owned());
                self.pictures += 1;
                let named = file.map(|file| format!("：{}", escaped(&file))).unwrap_or_default();
                self.say(&format!("〔图{named}〕"));
            }
            "tbl" => self.blocks.begin_table(),
            "tr" => self.blocks.begin_row(),
            "tc" => self.blocks.begin_cell(),
            "gridSpan" => self.blocks.span(value().and_then(|count| count.parse().ok()).unwrap_or(1)),
            "vMerge" if value().is_none_or(|value| value != "restart") => self.blocks.go_on(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.in_mark = false,
            "t" => self.in_text = false,
            "hyperlink" => self.link = None,
            "tbl" => self.blocks.end_table(),
            _ => {}
        }
    }

    fn change(&mut self, how: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.open.last_mut() {
            how(paragraph);
        }
    }

    fn say(&mut self, html: &str) {
        let look = self.look;
        if look.hidden {
            return;
        }
        let run =
            Run { html: html.to_owned(), bold: look.bold, italic: look.italic, link: self.link.clone() };
        self.change(|paragraph| paragraph.add(run));
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.open.pop() else { return };
        if let Some(mut before) = self.joined.take() {
            // What stands in front decides how the whole looks.
            before.joins = paragraph.joins;
            paragraph.runs.into_iter().for_each(|run| before.add(run));
            paragraph = before;
        }
        if paragraph.joins {
            self.joined = Some(paragraph);
        } else {
            self.write(paragraph);
        }
    }

    fn write(&mut self, paragraph: Paragraph) {
        let style = paragraph.style.clone().unwrap_or_default();
        if self.styles.is_contents(&style) {
            return;
        }
        if self.styles.is_title(&style) && self.title.is_none() {
            let words = paragraph.words();
            let title =
                words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            if !title.trim().is_empty() {
                self.title = Some(title.trim().to_owned());
                return;
            }
        }
        let heading = paragraph.heading.or_else(|| self.styles.heading(&style));
        let list = paragraph.list.clone().or_else(|| self.styles.numbered(&style));
        // Number 0 takes a paragraph out of the list of its style (17.9.18).
        let list = list.filter(|(id, _)| id != "0");
        let mark: Option<(Mark, usize)> =
            list.and_then(|(id, level)| Some((self.numbering.next(&id, level)?, level.min(8))));
        let mark = match mark {
            // A heading that is only counted, 1. 2. 3., says nothing by its number.
            Some((Mark::Number | Mark::Bullet, _)) if heading.is_some() => None,
            mark => mark,
        };
        self.blocks.paragraph(&paragraph, heading, mark);
    }
}
