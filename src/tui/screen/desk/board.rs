//! What can be opened before anything is typed: the lists of the board as entries, and moving among them.

use super::state::State;
use super::turn::{Tone, Turn};
use crate::kb::{Card, Shown};
use crate::model::asked::{Asked, Facet};
use crate::model::{Decision, Level, Scope};
use crate::text::clean::one_line;
use crate::text::pinyin::letters;
use crate::tui::action::Action;
use crate::tui::event::Effect;
use crate::tui::fetch::Fetch;
use crate::tui::house::House;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::list::{Entry, Kind, List, Value};
use crate::tui::overlay::page::{Content, Page};
use crate::tui::record::Record;

/// A list of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Announcements.
    Announcements,
    /// 热点
    Hot,
    /// Kept at hand.
    Favourites,
    /// Used last.
    Recent,
    /// What became of feedback.
    Decided,
    /// Changed since the last shift.
    Changed,
    /// About to expire.
    Expiring,
    /// Personal notes.
    Notes,
    /// Categories with their counts.
    Categories,
}

impl Section {
    /// The message that stands above it.
    pub fn heading(self) -> &'static str {
        match self {
            Section::Announcements => "home.announcements",
            Section::Hot => "home.hot",
            Section::Favourites => "home.favourites",
            Section::Recent => "home.recent",
            Section::Decided => "home.decided",
            Section::Changed => "home.changed",
            Section::Expiring => "home.expiring",
            Section::Notes => "home.notes",
            Section::Categories => "home.categories",
        }
    }

    /// The action that opens the whole of it.
    pub fn action(self) -> Action {
        match self {
            Section::Announcements => Action::Announcements,
            Section::Hot => Action::Hot,
            Section::Favourites => Action::Favourites,
            Section::Recent => Action::Recent,
            Section::Decided => Action::Decided,
            Section::Changed => Action::Changed,
            Section::Expiring => Action::Expiring,
            Section::Notes => Action::Notes,
            Section::Categories => Action::Categories,
        }
    }

    /// The list that an action opens as a list; announcements are a page.
    pub fn of(action: Action) -> Option<Section> {
        let mut lists = COLUMNS.into_iter().flatten().copied();
        lists.find(|section| section.action() == action && *section != Section::Announcements)
    }
}

/// What an entry opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The page of announcements.
    Announcements,
    /// An article, by id.
    Article(String),
    /// What changed in an article, by id.
    Change(String),
    /// A category, as a filter.
    Category(String),
    /// A note, by UUID; and the article that it is about.
    Note(String, Option<String>),
    /// The whole of a list of which only the beginning is shown.
    More(Section),
    /// Nothing: it only says something.
    Nothing,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its list.
    pub section: Section,
    /// Said in front: a day, a level, a decision.
    pub before: String,
    /// What it is.
    pub label: String,
    /// Said quietly behind it: an id, a count.
    pub after: String,
    /// It warns: unread, or gone.
    pub warns: bool,
    /// What it opens.
    pub target: Target,
}

impl Item {
    /// The same as an entry of a list to pick from.
    fn entry(&self) -> Entry {
        let value = match &self.target {
            Target::Article(id) | Target::Note(_, Some(id)) => Value::Go(id.clone()),
            Target::Change(id) => Value::Change(id.clone()),
            Target::Category(name) => Value::Category(name.clone()),
            Target::Note(_, None) | Target::Nothing => Value::Go(self.label.clone()),
            Target::Announcements | Target::More(_) => Value::Run(self.section.action()),
        };
        let mut label = self.before.clone();
        if !label.trim().is_empty() {
            label.push(' ');
        }
        label.push_str(&self.label);
        let (initials, syllables) = letters(&self.label);
        Entry {
            note: self.after.clone(),
            words: format!("{initials} {syllables}"),
            ..Entry::of(label, value)
        }
    }
}

/// So many entries of a list are shown; one more entry opens the rest.
const MOST: usize = 8;

/// The left column and the right one; the selection runs through both.
pub const COLUMNS: [&[Section]; 2] = [
    &[Section::Announcements, Section::Hot, Section::Categories, Section::Expiring],
    &[Section::Favourites, Section::Recent, Section::Changed, Section::Decided, Section::Notes],
];

/// The entries of a list as the board shows them: of a long one the beginning.
pub fn items(section: Section, state: &State, house: &House) -> Vec<Item> {
    let mut all = whole(section, state, house);
    if section == Section::Categories {
        all.retain(|item| item.before.is_empty());
    }
    // Categories are the way into everything, and are not cut.
    if all.len() > MOST && section != Section::Categories {
        let left = all.len() - MOST;
        all.truncate(MOST);
        all.push(Item {
            section,
            before: String::new(),
            label: house.messages.fill("home.more", &[("count", &left)]),
            after: String::new(),
            warns: false,
            target: Target::More(section),
        });
    }
    all
}

/// The entries of a list, all of them.
fn whole(section: Section, state: &State, house: &House) -> Vec<Item> {
    let overview = &state.overview;
    let item = |before: String, label: &str, after: String, warns: bool, target: Target| Item {
        section,
        before,
        label: one_line(label),
        after: one_line(&after),
        warns,
        target,
    };
    let card = |card: &Card| {
        // What the agent knows by heart may not be so any more.
        let has_changed = overview.since.is_some() && overview.changed.iter().any(|one| one.id == card.id);
        let mark = match (card.is_current, has_changed) {
            (false, _) => house.say("home.gone").to_owned(),
            (true, true) => house.say("moved.mark_changed").to_owned(),
            (true, false) => String::new(),
        };
        let warns = !mark.is_empty();
        let before = card.day.map_or(mark, |day| day.strftime("%m-%d").to_string());
        item(before, &card.question, card.id.clone(), warns, Target::Article(card.id.clone()))
    };
    let cards = |cards: &[Card]| cards.iter().map(card).collect();
    let changed = |card: &Card| {
        let gone = if card.is_current { "" } else { house.say("home.gone") };
        let day = card.day.map_or(String::new(), |day| day.strftime("%m-%d").to_string());
        let after = format!("{} {gone}", card.id);
        let target = Target::Change(card.id.clone());
        item(day, &card.question, after.trim_end().to_owned(), !card.is_current, target)
    };
    match section {
        Section::Announcements => overview
            .announcements
            .iter()
            .map(|note| {
                let (key, _) = super::home::level(note.level, house);
                let unread = note.level == Level::MustRead && !overview.receipts.contains(&note.id);
                item(
                    format!("[{}]", house.say(key)),
                    &note.title,
                    if unread { house.say("home.unread").to_owned() } else { String::new() },
                    unread,
                    Target::Announcements,
                )
            })
            .collect(),
        Section::Hot => cards(&overview.hot),
        Section::Favourites => cards(&overview.favourites),
        Section::Recent => cards(&overview.recent),
        Section::Changed => overview.changed.iter().map(changed).collect(),
        Section::Expiring => cards(&overview.expiring),
        Section::Decided => overview
            .decided
            .iter()
            .map(|decided| {
                let key = match decided.decision {
                    Decision::Done => "home.decided_done",
                    Decision::Declined => "home.decided_declined",
                };
                let target = decided.article.clone().map_or(Target::Nothing, Target::Article);
                let label = if decided.reply.is_empty() { &decided.text } else { &decided.reply };
                let after = decided.article.clone().unwrap_or_default();
                item(format!("[{}]", house.say(key)), label, after, false, target)
            })
            .collect(),
        Section::Notes => overview
            .notes
            .iter()
            .map(|note| {
                let target = Target::Note(note.uuid.clone(), note.article.clone());
                item(String::new(), &note.text, note.article.clone().unwrap_or_default(), false, target)
            })
            .collect(),
        Section::Categories => overview
            .categories
            .iter()
            .map(|branch| {
                let indent = "  ".repeat(branch.depth);
                let target = Target::Category(branch.name.clone());
                item(indent, &branch.name, branch.count.to_string(), false, target)
            })
            .collect(),
    }
}

/// Every entry, in the order in which the selection runs.
pub fn all(state: &State, house: &House) -> Vec<Item> {
    COLUMNS.into_iter().flatten().flat_map(|section| items(*section, state, house)).collect()
}

/// A condition of the query language that lets only one name through.
pub fn condition(facet: &str, name: &str) -> String {
    if name.contains(char::is_whitespace) {
        format!("{facet}:\"{name}\" ")
    } else {
        format!("{facet}:{name} ")
    }
}

/// Whether an article leads anywhere else.
pub fn has_related(shown: &Shown) -> bool {
    let article = &shown.article;
    let is_alone =
        article.relations.is_empty() && article.category.is_empty() && article.scope.product.is_empty();
    !is_alone || super::beside::may_have_links(article)
}

impl State {
    /// Whether an announcement is still to be read.
    pub fn unread(&self) -> Vec<String> {
        let overview = &self.overview;
        let is_unread = |id: &String| !overview.receipts.contains(id);
        let loud = overview.announcements.iter().filter(|note| note.level == Level::MustRead);
        loud.map(|note| note.id.clone()).filter(is_unread).collect()
    }

    /// Announcements that concern an article where the contact stands.
    pub fn banners(&self, shown: &Shown) -> Vec<&crate::model::Announcement> {
        let id = shown.article.id.as_deref().unwrap_or_default();
        let here = &self.contact.scope;
        let concerns = |scope: &Scope| {
            crate::model::Axis::ALL.iter().all(|&axis| {
                let (wanted, has) = (scope.on(axis), here.on(axis));
                wanted.is_empty() || has.is_empty() || has.iter().any(|name| wanted.contains(name))
            })
        };
        let all = self.overview.announcements.iter();
        all.filter(|note| note.articles.iter().any(|a| a == id) && concerns(&note.scope)).collect()
    }

    /// The lists may have become shorter.
    pub(super) fn hold_board_place(&mut self) {
        if !self.is_idle() {
            self.board_at = None;
        }
    }

    /// Moves among the entries, opens or removes one. Returns whether the action was one of these.
    pub(super) fn move_on_board(&mut self, action: Action, turn: &mut Turn<'_>) -> bool {
        let items = all(self, turn.house);
        let Some(last) = items.len().checked_sub(1) else { return false };
        let at = self.board_at.map(|at| at.min(last));
        let section = at.and_then(|at| items.get(at)).map(|item| item.section);
        self.board_at = match action {
            Action::Next => Some(at.map_or(0, |at| (at + 1).min(last))),
            Action::Previous => at.and_then(|at| at.checked_sub(1)),
            Action::First => Some(0),
            Action::Last => Some(last),
            Action::FlipFace => {
                let from = at.map_or(0, |at| at + 1);
                items.iter().skip(from).position(|i| Some(i.section) != section).map(|n| n + from).or(Some(0))
            }
            Action::Use | Action::CopyCustomer => {
                match at.and_then(|at| items.get(at)) {
                    Some(item) => self.open_item(item, turn),
                    None => return false,
                }
                return true;
            }
            _ => return false,
        };
        true
    }

    /// The article of the selected entry, by id.
    pub fn article_on_board(&self, house: &House) -> Option<String> {
        let at = self.board_at.filter(|_| self.is_idle())?;
        match all(self, house).into_iter().nth(at)?.target {
            Target::Article(id) | Target::Note(_, Some(id)) => Some(id),
            _ => None,
        }
    }

    /// Takes the selected entry off its list, where that is the agent's own; false when it is none.
    pub(super) fn remove_on_board(&mut self, turn: &mut Turn<'_>) -> bool {
        if !self.is_idle() {
            return false;
        }
        let items = all(self, turn.house);
        let Some(item) = self.board_at.and_then(|at| items.get(at)) else { return false };
        match (&item.target, item.section) {
            (Target::Note(uuid, _), _) => turn.record(Record::NoteGone { uuid: uuid.clone() }),
            (Target::Article(id), Section::Favourites) => {
                turn.record(Record::Favourite { article: id.clone() })
            }
            _ => return false,
        }
        true
    }

    /// Opens an entry by its place among all, from 0; whether there is one.
    pub fn open_on_board(&mut self, at: usize, turn: &mut Turn<'_>) -> bool {
        let item = all(self, turn.house).into_iter().nth(at);
        item.is_some_and(|item| {
            self.open_item(&item, turn);
            true
        })
    }

    fn open_item(&mut self, item: &Item, turn: &mut Turn<'_>) {
        match &item.target {
            Target::Announcements => {
                turn.open = Some(Overlay::Page(Page::new(Content::Announcements)));
                return;
            }
            Target::More(section) => return self.open_section(*section, turn),
            Target::Change(id) => {
                turn.effects.push(Effect::Fetch { what: Fetch::Changes(id.clone()), now: turn.now });
                return;
            }
            Target::Article(id) | Target::Note(_, Some(id)) => self.go_to(id, turn),
            Target::Category(name) => self.within(name, turn),
            Target::Note(_, None) | Target::Nothing => {
                turn.say(Tone::Quiet, item.label.clone());
                return;
            }
        }
        self.board_at = None;
    }

    /// Whether a list has anything in it.
    pub(super) fn has_section(&self, section: Section) -> bool {
        let overview = &self.overview;
        match section {
            Section::Announcements => !overview.announcements.is_empty(),
            Section::Hot => !overview.hot.is_empty(),
            Section::Favourites => !overview.favourites.is_empty(),
            Section::Recent => !overview.recent.is_empty(),
            Section::Decided => !overview.decided.is_empty(),
            Section::Changed => !overview.changed.is_empty(),
            Section::Expiring => !overview.expiring.is_empty(),
            Section::Notes => !overview.notes.is_empty(),
            Section::Categories => !overview.categories.is_empty(),
        }
    }

    /// Looks within a category only: what was typed stays, another category makes way.
    pub fn within(&mut self, category: &str, turn: &mut Turn<'_>) {
        let asked = Asked::parse(self.contact.query.text());
        let mut query = condition(turn.house.say("facet.category"), category);
        for kept in asked.conditions.iter().filter(|kept| kept.on != Facet::Category || kept.not) {
            let facet = kept.on.names().first().copied().unwrap_or_default();
            query.push_str(if kept.not { "-" } else { "" });
            query.push_str(&condition(facet, &kept.value));
        }
        query.extend(asked.phrases.iter().map(|phrase| format!("\"{phrase}\" ")));
        query.extend(asked.without.iter().map(|word| format!("-\"{word}\" ")));
        query.push_str(&asked.words);
        self.go_to(&query, turn);
    }

    /// Opens the whole of a list; of what the board knows only the beginning, once it is fetched.
    pub fn open_section(&mut self, section: Section, turn: &mut Turn<'_>) {
        if !self.has_section(section) {
            let name = turn.house.say(section.heading());
            return turn.say(Tone::Quiet, turn.house.messages.fill("home.empty", &[("list", &name)]));
        }
        let what = match section {
            Section::Changed => Fetch::Changed,
            Section::Expiring => Fetch::Expiring,
            _ => return self.list_section(section, turn),
        };
        turn.effects.push(Effect::Fetch { what, now: turn.now });
    }

    /// Shows the whole of a list to pick from.
    pub(super) fn list_section(&self, section: Section, turn: &mut Turn<'_>) {
        let entries = whole(section, self, turn.house).iter().map(Item::entry).collect();
        turn.open = Some(Overlay::List(List::new(Kind::Board(section), entries)));
    }
}
