//! Styles of paragraphs: which are headings (17.7).

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Broken, attribute, damaged};

/// Styles lead to one another no further than this; a ring has no end.
const MOST_BASES: usize = 16;

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// 0 for the highest heading (17.3.1.20).
    outline: Option<usize>,
    numbered: Option<(String, usize)>,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    pub fn read(bytes: &[u8]) -> Result<Styles, Broken> {
        let mut reader = Reader::from_reader(bytes);
        reader.config_mut().expand_empty_elements = true;
        let (mut styles, mut id) = (Styles::default(), None);
        loop {
            match reader.read_event().map_err(|error| damaged(&error))? {
                Event::Start(e) => {
                    let value = || attribute(&e, "w:val");
                    if e.local_name().as_ref() == "style" {
                        id = attribute(&e, "w:styleId");
                        continue;
                    }
                    let Some(style) = id.as_ref().map(|id: &String| styles.0.entry(id.clone()).or_default())
                    else {
                        continue;
                    };
                    match e.local_name().as_ref() {
                        "name" => style.name = value().unwrap_or_default().to_lowercase(),
                        "basedOn" => style.based_on = value(),
                        "outlineLvl" => {
                            style.outline = value().and_then(|level| level.parse().ok());
                        }
                        "numId" => {
                            let level = style.numbered.take().map_or(0, |(_, level)| level);
                            style.numbered = value().map(|id| (id, level));
                        }
                        "ilvl" => {
                            let level = value().and_then(|level| level.parse().ok()).unwrap_or(0);
                            let id = style.numbered.take().map(|(id, _)| id).unwrap_or_default();
                            style.numbered = Some((id, level));
                        }
                        _ => {}
                    }
                }
                Event::End(e) if e.local_name().as_ref() == "style" => id = None,
                Event::Eof => return Ok(styles),
                _ => {}
            }
        }
    }

    /// A style and those that it is based on, the nearest first.
    fn chain<'s>(&'s self, id: &str) -> impl Iterator<Item = &'s Style> {
        let mut next = self.0.get(id);
        std::iter::from_fn(move || {
            let style = next?;
            next = style.based_on.as_ref().and_then(|id| self.0.get(id));
            Some(style)
        })
        .take(MOST_BASES)
    }

    /// The level of a heading, 1 for the highest; `None` for a style of text.
    pub fn heading(&self, id: &str) -> Option<usize> {
        let level = self.chain(id).find_map(|style| {
            let named = ["heading ", "标题 ", "标题"].iter().find_map(|word| style.name.strip_prefix(word));
            let named = named
                .and_then(|number| number.trim().parse::<usize>().ok())
                .map(|number| number.wrapping_sub(1));
            style.outline.or(named)
        })?;
        (level < 9).then_some(level + 1)
    }

    /// The list that a style belongs to: its number and level.
    pub fn numbered(&self, id: &str) -> Option<(String, usize)> {
        self.chain(id).find_map(|style| style.numbered.clone()).filter(|(id, _)| !id.is_empty())
    }

    /// Whether it is the style of a document's title.
    pub fn is_title(&self, id: &str) -> bool {
        id == "Title" || self.0.get(id).is_some_and(|style| matches!(style.name.as_str(), "title" | "标题"))
    }

    /// Whether it is a style of lines in a table of contents.
    pub fn is_contents(&self, id: &str) -> bool {
        let name = self.0.get(id).map_or(id, |style| style.name.as_str()).to_lowercase();
        name.starts_with("toc") || name.starts_with("目录")
    }
}
