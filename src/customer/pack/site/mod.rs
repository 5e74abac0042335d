//! A self-service site: a first page by category, a page for each category and each article. Plain HTML that is read
//! without scripts, on a telephone, in the dark and on paper; nothing is fetched from elsewhere.

mod html;
mod page;
mod tree;
mod words;

pub use words::Words;

use std::collections::HashMap;

use super::names::{Names, of_category, of_id};
use super::{File, PublicArticle};
use page::Page;
use tree::Tree;

/// Most questions on the first page; of more it lists only the categories.
const MOST_ON_FIRST_PAGE: usize = 500;

/// A site over some articles. They are to be made for a channel that understands Markdown; links between them are there only
/// when both are.
pub struct Site<'a> {
    articles: &'a [PublicArticle],
    /// The path of each article's page.
    paths: Vec<String>,
    by_id: HashMap<&'a str, usize>,
    /// How many articles have each standard question.
    asked: HashMap<&'a str, usize>,
    tree: Tree,
    words: &'a Words,
}

impl<'a> Site<'a> {
    /// Lays a site out.
    pub fn of(articles: &'a [PublicArticle], words: &'a Words) -> Site<'a> {
        let mut names = Names::default();
        let paths: Vec<String> =
            articles.iter().map(|article| format!("a/{}.html", names.new_one(of_id(article.id())))).collect();
        let mut by_id: HashMap<&str, usize> = HashMap::new();
        for (at, article) in articles.iter().enumerate() {
            by_id.entry(article.id()).or_insert(at);
        }
        let mut asked: HashMap<&str, usize> = HashMap::new();
        for article in articles {
            *asked.entry(article.question()).or_default() += 1;
        }
        Site { articles, paths, by_id, asked, tree: Tree::of(articles, words), words }
    }

    /// Its pages, `index.html` first, each made when it is asked for.
    pub fn files(&self) -> impl Iterator<Item = File> + '_ {
        [self.first_page()]
            .into_iter()
            .chain(self.tree.nodes().map(|node| self.category(node)))
            .chain((0..self.articles.len()).filter_map(|at| self.article(at)))
    }

    fn first_page(&self) -> File {
        let mut page = Page::new(self.words, &self.words.title, "");
        page.heading(1, &self.words.title);
        page.note(&self.words.count.replace("{count}", &self.articles.len().to_string()));
        let whole = self.articles.len() <= MOST_ON_FIRST_PAGE;
        for node in self.tree.roots() {
            self.section(&mut page, node, 2, whole);
        }
        File { path: "index.html".into(), text: page.done() }
    }

    /// A category with those below it, and with its questions when the page has room for them.
    fn section(&self, page: &mut Page, node: usize, level: u8, whole: bool) {
        let Some(here) = self.tree.node(node) else { return };
        let href = page.to(&category_path(&here.path));
        page.linked_heading(level, &href, here.name());
        if whole {
            self.questions(page, &here.articles);
        }
        for below in &here.below {
            self.section(page, *below, (level + 1).min(6), whole);
        }
    }

    fn category(&self, node: usize) -> File {
        let Some(here) = self.tree.node(node) else {
            return File { path: String::new(), text: String::new() };
        };
        let mut page = Page::new(self.words, here.name(), "../");
        self.trail(&mut page, here.path.split_last().map(|(_, above)| above).unwrap_or_default());
        page.heading(1, here.name());
        self.questions(&mut page, &here.articles);
        for below in &here.below {
            self.section(&mut page, *below, 2, true);
        }
        File { path: category_path(&here.path), text: page.done() }
    }

    fn article(&self, at: usize) -> Option<File> {
        let article = self.articles.get(at)?;
        let mut page = Page::new(self.words, article.question(), "../");
        self.trail(&mut page, self.tree.path_of(article, self.words).as_slice());
        page.heading(1, article.question());
        if !article.scope().is_empty() {
            page.scope(article.scope());
        }
        page.answer(article);
        if let Some(day) = article.last_day() {
            page.last_day(day);
        }
        let related: Vec<usize> = article
            .related()
            .iter()
            .filter_map(|id| self.by_id.get(id.as_str()))
            .filter(|to| **to != at)
            .copied()
            .collect();
        if !related.is_empty() {
            page.open_related();
            self.questions(&mut page, &related);
            page.close_related();
        }
        Some(File { path: self.paths.get(at)?.clone(), text: page.done() })
    }

    /// The way from the first page to here.
    fn trail(&self, page: &mut Page, path: &[String]) {
        let mut steps = vec![("index.html".to_owned(), self.words.home.clone())];
        for length in 1..=path.len() {
            let here = path.get(..length).unwrap_or_default();
            steps.push((category_path(here), here.last().cloned().unwrap_or_default()));
        }
        page.trail(&steps);
    }

    /// A list of links to articles; variants of a question have their scope behind it.
    fn questions(&self, page: &mut Page, which: &[usize]) {
        let links: Vec<(String, String, String)> = which
            .iter()
            .filter_map(|at| {
                let article = self.articles.get(*at)?;
                let variant = self.asked.get(article.question()).is_some_and(|count| *count > 1);
                let scope = if variant { article.scope() } else { "" };
                Some((page.to(self.paths.get(*at)?), article.question().to_owned(), scope.to_owned()))
            })
            .collect();
        page.links(&links);
    }
}

fn category_path(path: &[String]) -> String {
    format!("c/{}.html", of_category(path))
}
