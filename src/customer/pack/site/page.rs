//! One page of a site.

use jiff::civil::Date;

use super::Words;
use super::html::{blocks, escaped, lines};
use crate::customer::pack::PublicArticle;
use crate::model::channel::Markup;
use crate::text::markdown::parse;

/// The looks of every page, small enough to stand in each.
const STYLE: &str = include_str!("../../../../data/site/style.css");

/// A page being written.
pub(super) struct Page<'a> {
    words: &'a Words,
    title: String,
    /// The way from this page to the folder of the first one.
    up: &'static str,
    nav: String,
    main: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(words: &'a Words, title: &str, up: &'static str) -> Page<'a> {
        Page { words, title: title.to_owned(), up, nav: String::new(), main: String::new() }
    }

    /// The way from this page to another.
    pub(super) fn to(&self, path: &str) -> String {
        format!("{}{path}", self.up)
    }

    pub(super) fn heading(&mut self, level: u8, text: &str) {
        self.main.push_str(&format!("<h{level}>{}</h{level}>\n", escaped(text)));
    }

    pub(super) fn linked_heading(&mut self, level: u8, href: &str, text: &str) {
        let text = escaped(text);
        self.main.push_str(&format!("<h{level}><a href=\"{href}\">{text}</a></h{level}>\n"));
    }

    pub(super) fn note(&mut self, text: &str) {
        self.main.push_str(&format!("<p class=\"dim\">{}</p>\n", escaped(text)));
    }

    pub(super) fn scope(&mut self, scope: &str) {
        let text = format!("{}{scope}", self.words.scope);
        self.main.push_str(&format!("<p class=\"scope\">{}</p>\n", escaped(&text)));
    }

    pub(super) fn answer(&mut self, article: &PublicArticle) {
        self.main.push_str(&match article.markup() {
            Markup::Markdown => blocks(&parse(article.text())),
            Markup::Plain | Markup::Speech => lines(article.text()),
        });
    }

    pub(super) fn last_day(&mut self, day: Date) {
        let said = [
            ("{year}", i32::from(day.year())),
            ("{month}", i32::from(day.month())),
            ("{day}", i32::from(day.day())),
        ]
        .iter()
        .fold(self.words.day.clone(), |text, (name, number)| text.replace(name, &number.to_string()));
        let (before, after) = self.words.last_day.split_once("{day}").unwrap_or((&self.words.last_day, ""));
        let time = format!("<time datetime=\"{day}\">{}</time>", escaped(&said));
        self.main.push_str(&format!("<p class=\"day\">{}{time}{}</p>\n", escaped(before), escaped(after)));
    }

    pub(super) fn open_related(&mut self) {
        let text = escaped(&self.words.related);
        self.main.push_str(&format!("<section class=\"related\">\n<h2>{text}</h2>\n"));
    }

    pub(super) fn close_related(&mut self) {
        self.main.push_str("</section>\n");
    }

    /// Links with what stands behind each; nothing when there is none.
    pub(super) fn links(&mut self, links: &[(String, String, String)]) {
        if links.is_empty() {
            return;
        }
        self.main.push_str("<ul>\n");
        for (href, text, behind) in links {
            let behind = if behind.is_empty() {
                String::new()
            } else {
                format!(" <span class=\"dim\">{}</span>", escaped(behind))
            };
            self.main.push_str(&format!("<li><a href=\"{href}\">{}</a>{behind}</li>\n", escaped(text)));
        }
        self.main.push_str("</ul>\n");
    }

    /// The way to this page: paths and names.
    pub(super) fn trail(&mut self, steps: &[(String, String)]) {
        let links: Vec<String> = steps
            .iter()
            .map(|(path, name)| format!("<a href=\"{}\">{}</a>", self.to(path), escaped(name)))
            .collect();
        let label = escaped(&self.words.trail);
        self.nav = format!("<nav aria-label=\"{label}\">{}</nav>\n", links.join(" › "));
    }

    pub(super) fn done(self) -> String {
        let Page { words, title, nav, main, .. } = self;
        let title = match title == words.title {
            true => escaped(&title),
            false => escaped(&format!("{title} - {}", words.title)),
        };
        let language = escaped(&words.language);
        format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src https: http:\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{nav}<main>\n{main}</main>\n</body>\n</html>\n"
        )
    }
}
