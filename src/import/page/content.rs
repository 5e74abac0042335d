//! What a page is about: its main part, without what leads elsewhere or is the same on every page.

use dom_query::{Document, NodeRef, Selection};

use super::super::html;

/// Parts that are never text for a reader.
const NEVER: &str = "script, style, noscript, template, iframe, frame, object, embed, svg, canvas, audio, video, form, button, \
                     input, select, textarea, nav, footer, aside, dialog, [hidden], [aria-hidden=true], \
                     [role=navigation], [role=banner], [role=contentinfo], [role=search], [role=complementary], \
                     [role=dialog]";

/// Where the main part is where the page says so, the surest first.
const MAIN: &[&str] = &[
    "[itemtype*=FAQPage]",
    "main",
    "[role=main]",
    "[itemprop=articleBody]",
    "article",
    "#content",
    "#main",
    ".article-content",
    ".content",
];

/// Words in the names of classes and ids, for parts that are the same on every page.
const ELSEWHERE: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "navheader",
    "navfooter",
    "menu",
    "sidebar",
    "sidenav",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "footer",
    "foot",
    "toc",
    "share",
    "social",
    "related",
    "recommend",
    "comments",
    "cookie",
    "pager",
    "pagination",
    "advert",
    "advertisement",
    "ads",
    "copyright",
    "toolbar",
    "skip",
    "feedback",
    "search",
    "topbar",
    "siderbar",
    "rating",
    "helpful",
];
/// The main part has at least this share of the page's text, in percent; else the page is wrong about it.
const LEAST_SHARE: usize = 25;
/// A list is a way to elsewhere with at least so many links that are this share of its text, in percent.
const LINKS: (usize, usize) = (5, 85);

/// The main part of a page; what leads elsewhere is taken out of the document.
pub(super) fn main(page: &Document) -> Option<NodeRef<'_>> {
    page.select(NEVER).remove();
    let body = page.body()?;
    drop_named(&body);
    // The head of a page, but not that of an article in which its title stands.
    for header in page.select("header").iter() {
        if !header.select("h1").exists() {
            header.remove();
        }
    }
    drop_lists_of_links(&body);
    let all = chars(&body);
    let found = MAIN.iter().find_map(|selector| {
        let parts = page.select(selector);
        let part = *parts.nodes().iter().max_by_key(|node| chars(node))?;
        // Several articles on one page are all of it.
        let is_one = parts.length() == 1 || chars(&part) * 2 > all;
        (is_one && chars(&part) * 100 >= all * LEAST_SHARE).then_some(part)
    });
    let part = found.unwrap_or(body);
    rename_unknown(&part);
    Some(part).filter(|part| chars(part) > 0)
}

/// Gives elements that the writer does not know the name of one that it does; it would take their tags for text.
fn rename_unknown(part: &NodeRef<'_>) {
    const APART: &[&str] = &["fieldset", "legend", "address", "hgroup", "menu", "dir", "search"];
    // All of them first: the tree is borrowed while one goes through it.
    let elements: Vec<NodeRef<'_>> = part.descendants_it().filter(NodeRef::is_element).collect();
    for element in elements {
        let name = element.node_name().unwrap_or_default();
        // These two are how pairs are found; both stand apart.
        if matches!(&*name, "details" | "summary") || html::knows(&name) {
            continue;
        }
        element.rename(if APART.contains(&&*name) { "div" } else { "span" });
    }
}

/// The names of the shelves that the page says it stands on, without the first page's and its own.
pub(super) fn shelves(page: &Document, title: &str) -> Vec<String> {
    let trails = page.select(
        "[class*=breadcrumb], [class*=Breadcrumb], [id*=breadcrumb], [class*=crumbs], [aria-label*=breadcrumb], \
         [aria-label*=Breadcrumb], [itemtype*=BreadcrumbList]",
    );
    let Some(trail) = trails.nodes().first() else { return Vec::new() };
    let links: Vec<String> =
        Selection::from(*trail).select("a").iter().map(|link| words(&link.text())).collect();
    let is_first = |name: &str| {
        matches!(
            name.to_lowercase().as_str(),
            "首页" | "主页" | "home" | "帮助中心" | "帮助首页" | "help" | "help center"
        )
    };
    links.into_iter().filter(|name| !name.is_empty() && !is_first(name) && name != title).collect()
}

/// A text with single blanks.
pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many chars of text stand in a part.
fn chars(node: &NodeRef<'_>) -> usize {
    node.text().chars().filter(|c| !c.is_whitespace()).count()
}

/// Takes parts out whose class or id says what they are, unless most of the page is in one: then its name lies.
fn drop_named(body: &NodeRef<'_>) {
    let all = chars(body);
    let named = Selection::from(*body).select("[class], [id], [role]");
    for part in named.nodes() {
        let said = format!("{} {}", part.attr_or("class", ""), part.attr_or("id", "")).to_lowercase();
        let leads = said.split(|c: char| !c.is_alphanumeric()).any(|word| ELSEWHERE.contains(&word));
        if leads && !part.has_name("body") && !part.has_name("html") && chars(part) * 2 <= all {
            part.remove_from_parent();
        }
    }
}

fn drop_lists_of_links(body: &NodeRef<'_>) {
    let all = chars(body);
    for list in Selection::from(*body).select("ul, ol, table, dl").nodes() {
        let links = Selection::from(*list).select("a");
        if links.length() < LINKS.0 {
            continue;
        }
        let linked: usize = links.nodes().iter().map(chars).sum();
        let own = chars(list);
        if linked * 100 >= own * LINKS.1 && own * 2 <= all {
            list.remove_from_parent();
        }
    }
}
