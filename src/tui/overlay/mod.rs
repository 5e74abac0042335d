//! What lies over the desk: pages to read, lists to pick from, the plain view, the keys that may follow.

pub mod changes;
pub mod compare;
pub mod editor;
pub mod entries;
pub mod finding;
mod first_steps;
pub mod list;
pub mod options;
pub mod page;
pub mod prompt;
pub mod settings;
mod version;
pub mod which_key;
pub mod why;
pub mod work;

use super::action::{Action, Context};
use editor::Editor;
use list::List;
use page::Page;
use prompt::Prompt;
use settings::Sheet;
use why::Why;
use work::Work;

/// What is open over the desk.
#[derive(Debug)]
pub enum Overlay {
    /// Something to read.
    Page(Page),
    /// Something to pick from.
    List(List),
    /// Why an article was found or not.
    Why(Why),
    /// A line to be typed.
    Prompt(Prompt),
    /// The settings.
    Settings(Sheet),
    /// What is worth doing.
    Work(Box<Work>),
    /// A text that is being written.
    Editor(Box<Editor>),
}

/// Where an action scrolls a text of which so many rows are seen, not yet held to its end; `None` when it does not scroll.
fn scrolled(action: Action, scroll: usize, rows: usize) -> Option<usize> {
    let half = (rows / 2).max(1);
    Some(match action {
        Action::Next => scroll.saturating_add(1),
        Action::Previous => scroll.saturating_sub(1),
        Action::ScrollDown => scroll.saturating_add(half),
        Action::ScrollUp => scroll.saturating_sub(half),
        Action::First => 0,
        Action::Last => usize::MAX,
        _ => return None,
    })
}

impl Overlay {
    /// Which keys hold while it is open.
    pub fn context(&self) -> Context {
        match self {
            // What is not the answer on the screen is only read: the keys of the desk would mean what lies beneath.
            Overlay::Page(page) if page.is_live() => Context::Plain,
            Overlay::Page(_) => Context::Page,
            Overlay::Work(_) => Context::Work,
            Overlay::Editor(_) => Context::Edit,
            Overlay::List(_) | Overlay::Why(_) | Overlay::Prompt(_) | Overlay::Settings(_) => Context::List,
        }
    }
}
