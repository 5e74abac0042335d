//! The categories of the articles of a site, in the order in which they are met.

use std::collections::HashMap;

use super::Words;
use crate::customer::pack::PublicArticle;

/// Deeper than any house sorts; what is deeper stands in the last of them.
const MOST_DEPTH: usize = 8;

/// A category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    /// From the root to itself.
    pub(super) path: Vec<String>,
    /// The categories below it.
    pub(super) below: Vec<usize>,
    /// The articles right in it.
    pub(super) articles: Vec<usize>,
}

impl Node {
    pub(super) fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    roots: Vec<usize>,
}

impl Tree {
    pub(super) fn of(articles: &[PublicArticle], words: &Words) -> Tree {
        let mut tree = Tree::default();
        let mut known: HashMap<Vec<String>, usize> = HashMap::new();
        for (at, article) in articles.iter().enumerate() {
            let path = tree.path_of(article, words);
            let mut above: Option<usize> = None;
            for length in 1..=path.len() {
                let here = path.get(..length).unwrap_or_default().to_vec();
                let next = tree.nodes.len();
                let node = *known.entry(here.clone()).or_insert(next);
                if node == next {
                    tree.nodes.push(Node { path: here, below: Vec::new(), articles: Vec::new() });
                    match above.and_then(|above| tree.nodes.get_mut(above)) {
                        Some(above) => above.below.push(node),
                        None => tree.roots.push(node),
                    }
                }
                above = Some(node);
            }
            if let Some(node) = above.and_then(|above| tree.nodes.get_mut(above)) {
                node.articles.push(at);
            }
        }
        tree
    }

    /// The category of an article; the one for others when it has none.
    pub(super) fn path_of(&self, article: &PublicArticle, words: &Words) -> Vec<String> {
        match article.category() {
            [] => vec![words.other.clone()],
            path => path.iter().take(MOST_DEPTH).cloned().collect(),
        }
    }

    pub(super) fn nodes(&self) -> std::ops::Range<usize> {
        0..self.nodes.len()
    }

    pub(super) fn roots(&self) -> impl Iterator<Item = usize> {
        self.roots.iter().copied()
    }

    pub(super) fn node(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }
}
