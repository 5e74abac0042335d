//! What lies over the desk: pages to read, lists to pick from, the plain view, the keys that may follow.

pub mod entries;
pub mod list;
pub mod page;
pub mod which_key;
pub mod why;

use super::action::Context;
use list::List;
use page::Page;
use why::Why;

/// What is open over the desk.
#[derive(Debug)]
pub enum Overlay {
    /// Something to read.
    Page(Page),
    /// Something to pick from.
    List(List),
    /// Why an article was found or not.
    Why(Why),
}

impl Overlay {
    /// Which keys hold while it is open.
    pub fn context(&self) -> Context {
        match self {
            Overlay::Page(page) if page.plain => Context::Plain,
            Overlay::Page(_) => Context::Page,
            Overlay::List(_) | Overlay::Why(_) => Context::List,
        }
    }
}
