//! Documents of Word (DOCX): what they say, as HTML that is read on like a page.
//!
//! Tracked changes count as accepted, comments, headers and footers are not read. What cannot be said in text is named:
//! 〔图：image1.png〕, 〔注：…〕. Element names are those of ECMA-376, part 1.

mod block;
mod body;
mod numbering;
mod package;
mod style;
#[cfg(test)]
mod suite;

use quick_xml::events::BytesStart;

use self::body::Body;
use self::numbering::Numbering;
use self::package::Package;
use self::style::Styles;

/// What a document says.
#[derive(Debug, Default)]
pub(in crate::import) struct Document {
    /// What it is called: the paragraph that is styled so, else what the file says of itself.
    pub title: Option<String>,
    /// Headings, paragraphs, lists and tables.
    pub html: String,
    /// Pictures in it: they are named in the text.
    pub pictures: usize,
}

/// Why a document cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::import) enum Broken {
    /// It is a compound file: an old document, or one under a password.
    Compound,
    /// It unpacks to more than is read.
    TooLarge,
    /// Elements stand too deep in one another.
    TooDeep,
    /// With what is wrong, in English.
    Damaged(String),
}

/// Elements within one another.
pub(in crate::import) const MOST_DEEP: usize = 300;

/// Reads a file.
///
/// # Errors
/// When it is none, or not one that can be read.
pub(in crate::import) fn read(bytes: &[u8]) -> Result<Document, Broken> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Broken::Compound);
    }
    let mut package = Package::open(bytes)?;
    let main = package.main()?;
    let links = package.links(&main)?;
    let styles = Styles::read(&package.beside(&main, "styles.xml")?.unwrap_or_default())?;
    let numbering = Numbering::read(&package.beside(&main, "numbering.xml")?.unwrap_or_default())?;
    let mut notes = body::notes(&package.beside(&main, "footnotes.xml")?.unwrap_or_default(), "footnote")?;
    notes.extend(body::notes(&package.beside(&main, "endnotes.xml")?.unwrap_or_default(), "endnote")?);
    let text = package.part(&main)?.ok_or_else(|| Broken::Damaged("it has no document".into()))?;
    let named = package.title()?;
    let mut document = Body::new(styles, numbering, links, notes).read(&text)?;
    document.title = document.title.or(named).filter(|title| !title.trim().is_empty());
    Ok(document)
}

/// The value of an attribute by its name with prefix.
fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = e.try_get_attribute(name).ok().flatten()?;
    Some(attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Whether a property that is there is switched on: `<w:b/>`, not `<w:b w:val="0"/>` (17.17.4).
fn is_on(e: &BytesStart<'_>) -> bool {
    !attribute(e, "w:val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off" | "none"))
}

fn damaged(error: &dyn std::fmt::Display) -> Broken {
    Broken::Damaged(error.to_string())
}
