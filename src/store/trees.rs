//! The category, region and product trees, and the list of customer types.

use std::collections::HashMap;

use rusqlite::OptionalExtension as _;

use super::error::StoreError;
use super::open::{Store, Write};
use crate::model::Axis;

/// Which tree a node stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tree {
    /// 分类
    Category,
    /// An axis of scopes.
    Axis(Axis),
}

impl Tree {
    fn word(self) -> &'static str {
        match self {
            Tree::Category => "category",
            Tree::Axis(axis) => axis.word(),
        }
    }
}

/// A tree read into memory: names by number, with parents.
#[derive(Debug, Clone, Default)]
pub struct Nodes {
    by_number: HashMap<i64, (Option<i64>, String)>,
    /// Numbers in order: parents before children, as they were added.
    pub order: Vec<i64>,
}

impl Nodes {
    /// The path from the root to a node.
    pub fn path(&self, number: i64) -> Vec<String> {
        let mut path = Vec::new();
        let mut at = Some(number);
        // A tree deeper than this is a loop.
        while let (Some(number), true) = (at, path.len() < 64) {
            let Some((parent, name)) = self.by_number.get(&number) else { break };
            path.push(name.clone());
            at = *parent;
        }
        path.reverse();
        path
    }

    /// The node at the end of a path; `None` when it is not in the tree.
    pub fn find(&self, path: &[String]) -> Option<i64> {
        path.iter().try_fold(None, |parent, name| {
            let is_it = |n: &&i64| self.by_number.get(n).is_some_and(|(up, at)| *up == parent && at == name);
            self.order.iter().find(is_it).map(|n| Some(*n))
        })?
    }

    /// Names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.order.iter().filter_map(|n| self.by_number.get(n)).map(|(_, name)| name.as_str())
    }

    /// Names at the root, in order.
    pub fn tops(&self) -> impl Iterator<Item = &str> {
        self.order
            .iter()
            .filter_map(|n| self.by_number.get(n))
            .filter(|(parent, _)| parent.is_none())
            .map(|(_, name)| name.as_str())
    }

    /// How deep a name stands, 1 at the root; 0 for a name that is not in the tree.
    pub fn depth(&self, name: &str) -> usize {
        let of_name = self.by_number.iter().filter(|(_, (_, at))| at == name);
        of_name.map(|(number, _)| self.path(*number).len()).max().unwrap_or(0)
    }

    /// A name, and all its ancestors in any place it stands.
    pub fn with_ancestors(&self, name: &str) -> Vec<String> {
        let mut all = vec![name.to_owned()];
        for (number, (_, at)) in &self.by_number {
            if at == name {
                all.extend(self.path(*number));
            }
        }
        all.sort();
        all.dedup();
        all
    }
}

impl Store {
    /// Reads a tree.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn tree(&self, tree: Tree) -> Result<Nodes, StoreError> {
        let at = self.at();
        let mut select = self
            .conn
            .prepare_cached("SELECT number, parent, name FROM node WHERE tree = ?1 ORDER BY number")
            .map_err(&at)?;
        let mut rows = select.query([tree.word()]).map_err(&at)?;
        let mut nodes = Nodes::default();
        while let Some(row) = rows.next().map_err(&at)? {
            let number: i64 = row.get(0).map_err(&at)?;
            nodes.order.push(number);
            nodes.by_number.insert(number, (row.get(1).map_err(&at)?, row.get(2).map_err(&at)?));
        }
        Ok(nodes)
    }
}

impl Write<'_> {
    /// Finds or adds a path in a tree; the number of its last node, `None` for an empty path.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn node(&self, tree: Tree, path: &[String]) -> Result<Option<i64>, StoreError> {
        let mut parent: Option<i64> = None;
        for name in path {
            parent = Some(self.child(tree, parent, name)?);
        }
        Ok(parent)
    }

    /// Moves a name that stands alone at the root of an axis, with all below it, to the end of a path; whether there was one.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn put_below(&self, axis: Axis, path: &[String]) -> Result<bool, StoreError> {
        let Some((name, [first, rest @ ..])) = path.split_last() else { return Ok(false) };
        if name == first || rest.contains(name) {
            return Ok(false);
        }
        let at = self.at();
        let alone: Option<i64> = self
            .tx
            .prepare_cached("SELECT number FROM node WHERE tree = ?1 AND parent IS NULL AND name = ?2")
            .and_then(|mut s| s.query_row((axis.word(), name), |r| r.get(0)).optional())
            .map_err(&at)?;
        let Some(number) = alone else { return Ok(false) };
        let above = self.node(Tree::Axis(axis), path.split_last().map_or(&[], |(_, above)| above))?;
        self.tx.execute("UPDATE node SET parent = ?2 WHERE number = ?1", (number, above)).map_err(&at)?;
        Ok(true)
    }

    /// Adds a name to an axis when it stands nowhere in it.
    pub(super) fn name_on_axis(&self, axis: Axis, name: &str) -> Result<(), StoreError> {
        let at = self.at();
        let known: Option<i64> = self
            .tx
            .prepare_cached("SELECT number FROM node WHERE tree = ?1 AND name = ?2 LIMIT 1")
            .and_then(|mut s| s.query_row((axis.word(), name), |r| r.get(0)).optional())
            .map_err(&at)?;
        if known.is_none() {
            self.child(Tree::Axis(axis), None, name)?;
        }
        Ok(())
    }

    fn child(&self, tree: Tree, parent: Option<i64>, name: &str) -> Result<i64, StoreError> {
        let at = self.at();
        let found: Option<i64> = self
            .tx
            .prepare_cached(
                "SELECT number FROM node WHERE tree = ?1 AND coalesce(parent, 0) = coalesce(?2, 0) AND name = ?3",
            )
            .and_then(|mut s| s.query_row((tree.word(), parent, name), |r| r.get(0)).optional())
            .map_err(&at)?;
        if let Some(number) = found {
            return Ok(number);
        }
        self.tx
            .prepare_cached("INSERT INTO node (tree, parent, name) VALUES (?1, ?2, ?3)")
            .and_then(|mut s| s.insert((tree.word(), parent, name)))
            .map_err(&at)
    }
}
