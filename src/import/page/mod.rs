//! A page of a help centre, saved as HTML: one article for each question where it is a page of questions, else one for the
//! page, or for each of its sections where pieces are asked for.

mod charset;
mod content;
mod pairs;
#[cfg(test)]
mod suite;

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use dom_query::{Document, NodeRef, Selection};

use self::pairs::Pair;
use super::html;
use super::item::RawRow;
use super::pieces::{Piece, Pieces};
use super::reason::Reason;
use super::run::Run;
use super::whole;
use crate::model::{Article, Source};
use crate::text::title::title as without_number;

/// Elements within one another; browsers stop at 512, and what is deeper was not written by anybody.
const MOST_DEEP: usize = 400;

/// Reads a file; `relative` is its path below the folder that is imported, with `/` between.
pub(super) fn read(run: &mut Run<'_>, path: &Path, relative: &str) -> io::Result<ControlFlow<()>> {
    Ok(match whole::bytes(path)?.and_then(|bytes| page(&bytes, relative)) {
        Ok(pieces) => pieces.tell(run),
        Err(reason) => run.refuse(1, reason, RawRow::File),
    })
}

fn page(bytes: &[u8], relative: &str) -> Result<Pieces, Reason> {
    let text = charset::text_of(bytes)?;
    if is_too_deep(&text) {
        return Err(Reason::TooDeep { limit: MOST_DEEP });
    }
    let page = Document::from(text);
    let data = pairs::of_data(&page);
    let title = title(&page).unwrap_or_else(|| super::markdown::name_of(relative));
    let mut category = content::shelves(&page, &title);
    if category.is_empty() {
        category = super::markdown::folders(relative);
    }
    let source = source(&page, relative);
    let main = content::main(&page);
    let whole = Article { question: title, category, source: Some(source), ..Article::default() };
    let mut pieces = Pieces { whole, file: relative.to_owned(), ..Pieces::default() };
    let mut pairs = data;
    if let Some(main) = &main {
        // Before the marks are read: reading takes them apart.
        pieces.body = html::to_page(&main.html());
        pieces.anchors = anchors(main);
        if pairs.is_empty() {
            pairs = pairs::of_marks(main);
        }
    }
    pieces.questions = pairs.into_iter().map(piece).filter(|one| !one.body.is_empty()).collect();
    if pieces.questions.is_empty() && pieces.body.trim().is_empty() {
        return Err(Reason::NoText);
    }
    Ok(pieces)
}

fn piece(pair: Pair) -> Piece {
    let body = html::to_page(&pair.answer);
    Piece { question: pair.question, body, path: Vec::new(), anchor: pair.anchor }
}

/// The page's own title: its first heading, what it gives to others, or its window's without the name of the site.
fn title(page: &Document) -> Option<String> {
    let headings = page.select("h1");
    let heading =
        headings.nodes().first().filter(|_| headings.length() == 1).map(|h1| content::words(&h1.text()));
    let given = || {
        page.select_single("meta[property=\"og:title\"]").attr("content").map(|name| content::words(&name))
    };
    let window = || {
        let text = content::words(&page.select_single("title").text());
        let own = [" - ", " | ", " – ", " — ", "_", "｜"].iter().find_map(|between| text.split_once(between));
        own.map(|(own, _)| own.trim().to_owned()).filter(|own| !own.is_empty()).unwrap_or(text)
    };
    [heading, given(), Some(window())]
        .into_iter()
        .flatten()
        .map(|text| without_number(&text))
        .find(|text| !text.is_empty())
}

/// Where the page comes from: its own address, else its path.
fn source(page: &Document, relative: &str) -> Source {
    let link = page.select_single("link[rel=canonical]").attr("href");
    let address = link.or_else(|| page.select_single("meta[property=\"og:url\"]").attr("content"));
    let is_address = |url: &&str| {
        (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace)
    };
    let reference = address.as_deref().map(str::trim).filter(is_address).unwrap_or(relative).to_owned();
    let day = page
        .select_single("meta[property=\"article:modified_time\"], meta[property=\"article:published_time\"]");
    let date = day.attr("content").and_then(|at| at.get(..10)?.parse().ok());
    Source { reference, date, ..Source::default() }
}

/// The id at or within each heading, by its words.
fn anchors(main: &NodeRef<'_>) -> Vec<(String, String)> {
    let named = |heading: &NodeRef<'_>| {
        let inner = Selection::from(*heading).select_single("[id]").attr("id");
        let id = heading.id_attr().or(inner)?;
        Some((without_number(&content::words(&heading.text())), id.to_string()))
    };
    Selection::from(*main).select("h1, h2, h3, h4, h5, h6").nodes().iter().filter_map(named).collect()
}

/// Whether elements stand too deep in one another. Those that end by themselves do not count.
fn is_too_deep(text: &str) -> bool {
    const END_THEMSELVES: &[&str] = &[
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
        "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
    ];
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('<') {
        rest = behind;
        let name = |text: &str| {
            let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
            text.get(..end).unwrap_or_default().to_ascii_lowercase()
        };
        let counts = |name: &str| !name.is_empty() && !END_THEMSELVES.contains(&name);
        if let Some(closed) = behind.strip_prefix('/') {
            depth = depth.saturating_sub(usize::from(counts(&name(closed))));
        } else if behind.starts_with(|c: char| c.is_ascii_alphabetic())
            && counts(&name(behind.get(..behind.len().min(64)).unwrap_or(behind)))
        {
            let ends = behind.split('>').next().is_some_and(|tag| tag.len() < 4096 && tag.ends_with('/'));
            depth += usize::from(!ends);
            if depth > MOST_DEEP {
                return true;
            }
        }
    }
    false
}
