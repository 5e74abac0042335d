//! The package: a ZIP archive of parts that point at one another (ECMA-376, part 2).

use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{Broken, attribute, damaged};

/// Bytes that a part may unpack to.
const MOST_PART_BYTES: u64 = 64 << 20;
/// Parts that a package may have.
const MOST_PARTS: usize = 20_000;

/// Where a relation leads.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// A part, or an address.
    pub to: String,
    /// It leads out of the file.
    pub is_outside: bool,
    kind: String,
}

/// An open package.
pub(super) struct Package<'b>(ZipArchive<Cursor<&'b [u8]>>);

impl<'b> Package<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Package<'b>, Broken> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        if archive.len() > MOST_PARTS {
            return Err(Broken::TooLarge);
        }
        Ok(Package(archive))
    }

    /// The bytes of a part; `None` when there is none. What an archive says of sizes may lie, so they are counted.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Broken> {
        let Ok(part) = self.0.by_name(name.trim_start_matches('/')) else { return Ok(None) };
        let mut bytes = Vec::new();
        part.take(MOST_PART_BYTES + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        if bytes.len() as u64 > MOST_PART_BYTES {
            return Err(Broken::TooLarge);
        }
        Ok(Some(bytes))
    }

    /// The name of the part that is the document.
    pub fn main(&mut self) -> Result<String, Broken> {
        let targets = self.targets("_rels/.rels")?;
        let main = targets.into_values().find(|target| target.kind.ends_with("/officeDocument"));
        Ok(main.map_or_else(|| "word/document.xml".into(), |main| main.to.trim_start_matches('/').to_owned()))
    }

    /// A part that lies beside another.
    pub fn beside(&mut self, of: &str, name: &str) -> Result<Option<Vec<u8>>, Broken> {
        let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.part(&format!("{folder}/{name}"))
    }

    /// Where the relations of a part lead, by their ids.
    pub fn links(&mut self, of: &str) -> Result<HashMap<String, Target>, Broken> {
        let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
        self.targets(&format!("{folder}/_rels/{name}.rels"))
    }

    fn targets(&mut self, name: &str) -> Result<HashMap<String, Target>, Broken> {
        let Some(bytes) = self.part(name)? else { return Ok(HashMap::new()) };
        let mut reader = Reader::from_reader(bytes.as_slice());
        reader.config_mut().expand_empty_elements = true;
        let mut out = HashMap::new();
        loop {
            match reader.read_event().map_err(|error| damaged(&error))? {
                Event::Start(e) if e.local_name().as_ref() == "Relationship" => {
                    let get = |name| attribute(&e, name).unwrap_or_default();
                    let is_outside = get("TargetMode") == "External";
                    out.insert(get("Id"), Target { to: get("Target"), is_outside, kind: get("Type") });
                }
                Event::Eof => return Ok(out),
                _ => {}
            }
        }
    }

    /// What the file says it is called (`dc:title` of the core properties).
    pub fn title(&mut self) -> Result<Option<String>, Broken> {
        let Some(bytes) = self.part("docProps/core.xml")? else { return Ok(None) };
        let mut reader = Reader::from_reader(bytes.as_slice());
        let mut title = None;
        loop {
            match reader.read_event().map_err(|error| damaged(&error))? {
                Event::Start(e) if e.local_name().as_ref() == "title" => title = Some(String::new()),
                Event::Text(text) => {
                    if let Some(title) = &mut title {
                        title.push_str(&text);
                    }
                }
                Event::End(_) if title.is_some() => return Ok(title),
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }
}
