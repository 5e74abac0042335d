//! Markdown: one article a file.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use encoding_rs::{Encoding, GB18030};
use serde_json::{Map, Value};

use super::field::Field;
use super::front;
use super::heading::Meaning;
use super::item::RawRow;
use super::object::Reader;
use super::options::Options;
use super::pieces::Pieces;
use super::reason::Reason;
use super::remap;
use super::run::{Row, Run};
use super::tidy;
use super::whole;
use crate::model::{Article, Face, Origin, Similar};
use crate::text::fold::fold_str;
use crate::text::markdown::{Block, parse, plain};

/// Reads a file; `relative` is its path below the folder that is imported, with `/` between.
pub(super) fn read(run: &mut Run<'_>, path: &Path, relative: &str) -> io::Result<ControlFlow<()>> {
    Ok(match whole::bytes(path)?.and_then(|bytes| page(run, &bytes, relative)) {
        Ok((article, unknown)) if run.options.atoms => {
            pieces(article, unknown, relative, run.options.face).tell(run)
        }
        Ok((article, unknown)) => {
            let source_key = Some(relative.to_owned());
            run.row(Row { number: 1, article, source_key, unknown, raw: RawRow::File })
        }
        Err(reason) => run.refuse(1, reason, RawRow::File),
    })
}

/// The document to be cut along its questions or headings.
fn pieces(mut whole: Article, unknown: Vec<String>, relative: &str, face: Face) -> Pieces {
    let body = match face {
        Face::Internal => whole.internal.as_mut().map(|answer| std::mem::take(&mut answer.body)),
        Face::Customer => whole.customer.as_mut().map(|face| std::mem::take(&mut face.answer.body)),
    };
    let body = body.unwrap_or_default();
    Pieces { whole, unknown, file: relative.to_owned(), body, ..Pieces::default() }
}

fn page(run: &mut Run<'_>, bytes: &[u8], relative: &str) -> Result<(Article, Vec<String>), Reason> {
    let text = decode(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
    let front = front::split(&text)?;
    let mut unknown = Vec::new();
    let mut keys = remap::apply(run, front.keys)?;
    understand(&mut keys, run.options, &mut unknown);
    let body = tidy::tidy(front.body);

    let titled = ["question", "title"].iter().any(|key| {
        matches!(keys.get(*key), Some(Value::String(title)) if !title.trim().is_empty())
            || keys.get(*key).is_some_and(Value::is_number)
    });
    if !titled {
        // No title at all is still a name: the file's.
        let title = first_heading(&body).unwrap_or_else(|| name_of(relative));
        keys.remove("question");
        keys.insert("title".to_owned(), Value::String(title));
    }
    let mut reader = Reader::new(run.options);
    let mut article = reader.article(keys)?;
    unknown.append(&mut reader.unknown);

    let (heading, body) = cut_heading(&body);
    if let Some(heading) = heading {
        // The page's own heading says the title once more, or says it in other words: then it is another
        // way to ask, and is searched like a title.
        let new =
            !same(&heading, &article.question) && !article.similar.iter().any(|s| same(&s.text, &heading));
        if new && !heading.is_empty() {
            article.similar.push(Similar { text: heading, origin: Origin::Import });
        }
    }
    put_body(&mut article, run.options.face, body, &mut unknown);
    if article.category.is_empty() {
        article.category = folders(relative);
    }
    let source = article.source.get_or_insert_default();
    if source.reference.is_empty() {
        relative.clone_into(&mut source.reference);
    }
    Ok((article, unknown))
}

/// Text in UTF-8, in UTF-16 with its mark, or in GB18030.
fn decode(bytes: &[u8]) -> Result<String, Reason> {
    let (marked, skip) = Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let text = bytes.get(skip..).unwrap_or_default();
    if let Some(text) = marked.decode_without_bom_handling_and_without_replacement(text) {
        return Ok(text.into_owned());
    }
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let bad = Reason::Encoding { encoding: marked.name(), byte: valid as u64 };
    let other =
        (skip == 0).then(|| GB18030.decode_without_bom_handling_and_without_replacement(text)).flatten();
    other.map(std::borrow::Cow::into_owned).ok_or(bad)
}

/// Keys of front matter that the exchange format calls otherwise. Its own names are left for the reader.
const OWN: &[&str] = &[
    "id",
    "kind",
    "question",
    "title",
    "similar",
    "alt",
    "similar_questions",
    "category",
    "scope",
    "internal",
    "customer",
    "actions",
    "relations",
    "attachments",
    "valid",
    "stage",
    "confidence",
    "owner",
    "source",
    "url",
    "path",
    "tags",
];

/// Puts keys that mean a field in its place: 分类, categories, keywords, 责任部门, `valid.from` …
fn understand(keys: &mut Map<String, Value>, options: &Options, unknown: &mut Vec<String>) {
    let names: Vec<String> = keys.keys().filter(|key| !OWN.contains(&key.as_str())).cloned().collect();
    for name in names {
        let field = match Meaning::of(&name, &options.channels) {
            Some(Meaning::Field(field)) => field,
            Some(Meaning::Title) => Field::Question,
            Some(Meaning::Ask) => Field::Similar,
            Some(Meaning::Department) => Field::Owner,
            Some(Meaning::Source) => Field::SourceRef,
            // The body is the file's text.
            Some(Meaning::Plain) | None => {
                keys.remove(&name);
                unknown.push(name);
                continue;
            }
        };
        let path = field.path();
        let Some(value) = keys.remove(&name) else { continue };
        // The format's own name goes before another one.
        if keys.contains_key(&path) {
            unknown.push(name);
        } else {
            remap::put(keys, field, value);
        }
    }
}

/// The text of the first heading of level 1, wherever it stands.
fn first_heading(body: &str) -> Option<String> {
    let heading = parse(body).into_iter().find_map(|block| match block {
        Block::Heading(1, spans) => Some(plain(&spans)),
        _ => None,
    })?;
    let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    (!heading.is_empty()).then_some(heading)
}

/// Cuts off a heading of level 1 that begins the text.
fn cut_heading(body: &str) -> (Option<String>, &str) {
    let body = body.trim_start_matches('\n');
    let (line, rest) = body.split_once('\n').unwrap_or((body, ""));
    if !line.starts_with("# ") && line.trim_end() != "#" {
        return (None, body);
    }
    (Some(first_heading(line).unwrap_or_default()), rest)
}

fn put_body(article: &mut Article, face: Face, body: &str, unknown: &mut Vec<String>) {
    let body = body.trim_matches('\n').trim_end();
    if body.trim().is_empty() {
        return;
    }
    let place = match face {
        Face::Internal => &mut article.internal.get_or_insert_default().body,
        Face::Customer => &mut article.customer.get_or_insert_default().answer.body,
    };
    if !place.is_empty() {
        unknown.push("body".to_owned());
    }
    body.clone_into(place);
}

/// Whether two titles are the same to a reader: case, blanks and marks do not count.
fn same(a: &str, b: &str) -> bool {
    let bare = |text: &str| fold_str(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    bare(a) == bare(b)
}

/// A title from the path: the file's name, or the folder's for the page that stands for its folder.
pub(super) fn name_of(relative: &str) -> String {
    let mut parts = relative.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stands_for_folder = matches!(stem.to_ascii_lowercase().as_str(), "index" | "_index" | "readme");
    let name = parts.next().filter(|_| stands_for_folder).unwrap_or(stem);
    name.replace(['-', '_'], " ").trim().to_owned()
}

/// The category that the folders make. Folders that only name a language say nothing about the subject.
pub(super) fn folders(relative: &str) -> Vec<String> {
    let Some((folders, _)) = relative.rsplit_once('/') else { return Vec::new() };
    folders.split('/').filter(|name| !name.is_empty() && !is_language(name)).map(str::to_owned).collect()
}

/// `zh-CN`, `en-us`, `cn.zh-CN`, `zh-Hans`.
fn is_language(name: &str) -> bool {
    let tag = name.rsplit('.').next().unwrap_or(name);
    let Some((language, region)) = tag.split_once(['-', '_']) else { return false };
    let letters = |text: &str, lengths: &[usize]| {
        lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic())
    };
    letters(language, &[2]) && (letters(region, &[2]) || matches!(region, "Hans" | "Hant"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_categories_but_languages_are_not() {
        assert_eq!(folders("宽带/故障/光猫.md"), ["宽带", "故障"]);
        assert_eq!(folders("ecs/cn.zh-CN/产品定价/a.md"), ["ecs", "产品定价"]);
        assert!(folders("a.md").is_empty());
        assert!(
            is_language("zh-Hans") && is_language("en_us") && !is_language("5g-sa") && !is_language("ecs")
        );
    }

    #[test]
    fn a_file_without_title_has_its_name() {
        assert_eq!(name_of("宽带/光猫-指示灯.md"), "光猫 指示灯");
        assert_eq!(name_of("宽带/README.md"), "宽带");
        assert_eq!(name_of("index.md"), "index");
    }

    #[test]
    fn encodings_are_tried() {
        assert_eq!(decode("\u{feff}标题".as_bytes()).unwrap(), "标题");
        assert_eq!(decode(&GB18030.encode("# 标题").0).unwrap(), "# 标题");
        assert_eq!(decode(b"\xff\xfe#\0").unwrap(), "#");
        assert_eq!(decode(b"ab\xff "), Err(Reason::Encoding { encoding: "UTF-8", byte: 2 }));
    }
}
