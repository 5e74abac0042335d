//! What is said above the rows: what was given up to find them, what the query did not mean, what is kept back.

use jiff::civil::Date;
use ratatui::text::{Line, Span};

use super::layout::Shape;
use super::state::State;
use crate::kb::{Hidden, Relaxation, Remark, WhyNot};
use crate::model::asked::{Facet, LONGEST_CHARS, MOST_FILTERS, MOST_WORDS, Problem};
use crate::model::{Axis, Stage};
use crate::text::clean::one_line;
use crate::text::width::cells;
use crate::tui::action::{Action, Context};
use crate::tui::house::House;
use crate::tui::widget::paint;
use crate::tui::widget::rich::Rich;

/// A name of the house is cut after so many cells where it stands in a sentence.
const NAME_CELLS: usize = 24;

/// More words are not read out one by one.
const MOST_QUOTED: usize = 6;

/// What is said above the rows.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    /// On the heading, where it has room.
    pub head: Option<Line<'static>>,
    /// At the right end of the heading: it is never cut off.
    pub head_key: Option<Line<'static>>,
    /// Between the heading and the rows.
    pub lines: Vec<Line<'static>>,
}

impl Notes {
    /// How many rows they take.
    pub fn rows(&self) -> u16 {
        u16::try_from(self.lines.len()).unwrap_or(u16::MAX)
    }
}

/// Makes what is said above the rows, for the places of the layout; at least half of the pane is left to the rows.
pub fn make(state: &State, house: &House) -> Notes {
    let layout = &state.layout;
    let inside = layout.inside(layout.results);
    if layout.results.is_empty() || state.answered.is_none() {
        return Notes::default();
    }
    let most = usize::from(inside.height / 2);
    let width = usize::from(inside.width);
    let across = matches!(layout.shape, Shape::Above | Shape::Small);
    let mut said = said(state, house).into_iter();
    let offer = offer(state, house);
    let mut notes = Notes::default();
    if notes_on_heading(state) {
        notes.head_key = offer.as_ref().map(Rich::line);
    }
    if across && notes_on_heading(state) {
        let key_cells = offer.as_ref().map_or(0, |o| cells(&o.text) + 2);
        let room = usize::from(layout.results.width).saturating_sub(key_cells);
        notes.head = said.next().map(|note| on_heading(&note, state, house, room));
    }
    let offer = offer.filter(|_| notes.head_key.is_none());
    let none = Span::raw("");
    let mut lines = Vec::new();
    for (at, mut note) in said.enumerate() {
        if at == 0
            && let Some(offer) = &offer
        {
            note.push(&format!(" {} ", house.look.glyphs.between), house.look.theme.dim);
            note.join(offer);
        }
        if across {
            lines.push(paint::cut_line(note.line(), width, house.look.glyphs.cut));
        } else {
            lines.extend(note.wrapped(width, &none, &none).into_iter().take(4));
        }
    }
    lines.truncate(most);
    lines.extend(kept_back(state, width, house).into_iter().take(most.saturating_sub(lines.len())));
    Notes { lines, ..notes }
}

/// Whether the heading has room for more than what it says itself.
fn notes_on_heading(state: &State) -> bool {
    state.layout.heads && state.notice.is_none()
}

/// The key that records a gap, where rows answer to a part of the query only.
fn offer(state: &State, house: &House) -> Option<Rich> {
    let key = house.chord(Context::Search, Action::RecordGap);
    let is_weak = !state.rows.is_empty() && !state.relaxed.is_empty() && state.full_matches() == 0;
    (is_weak && !key.is_empty())
        .then(|| Rich::of(&house.messages.fill("gap.short", &[("key", &key)]), house.look.theme.key))
}

/// A note after the number of results.
fn on_heading(note: &Rich, state: &State, house: &House, room: usize) -> Line<'static> {
    let mut rich = Rich::of(&format!(" {} ", house.look.glyphs.between), house.look.theme.dim);
    rich.join(note);
    let count = house.messages.fill("desk.results", &[("count", &state.rows.len())]);
    // The number may have a sign after it, and a cell of air stays on both sides.
    let room = room.saturating_sub(cells(&count) + 3);
    paint::cut_line(rich.line(), room, house.look.glyphs.cut)
}

fn said(state: &State, house: &House) -> Vec<Rich> {
    let theme = &house.look.theme;
    let mut said = Vec::new();
    let text = state.contact.query.text();
    let heard = |remark: &&Remark| state.settles.is_none() || is_finished(remark, text);
    if !state.relaxed.is_empty() && !state.rows.is_empty() {
        let text = relaxations(&state.relaxed, state.full_matches(), house);
        said.push(Rich::of(&text, theme.warn));
    }
    said.extend(state.remarks.iter().filter(heard).map(|r| Rich::of(&remark(r, house), theme.notice)));
    said
}

fn kept_back(state: &State, width: usize, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let key = house.chord(Context::Search, Action::ShowHidden);
    state
        .hidden
        .iter()
        .enumerate()
        .map(|(at, hidden)| {
            let mut rich = Rich::default();
            if !key.is_empty() {
                let lead = if at == 0 { format!("{key} ") } else { " ".repeat(cells(&key) + 1) };
                rich.push(&lead, theme.key);
            }
            rich.push(&format!("[{}] ", short_reason(&hidden.why, state.today(), house)), theme.warn);
            rich.push(&one_line(&hidden.question), theme.dim);
            paint::cut_line(rich.line(), width, house.look.glyphs.cut)
        })
        .collect()
}

/// Whether what a remark is about cannot change by typing on at the end of the line.
pub fn is_finished(remark: &Remark, query: &str) -> bool {
    match remark {
        Remark::Typed(Problem::BadDate { text } | Problem::UnknownStage { text })
        | Remark::UnknownName { name: text, .. } => !query.ends_with(text.as_str()),
        Remark::Typed(Problem::UnclosedQuote) => false,
        Remark::Typed(Problem::TooLong { .. } | Problem::TooManyWords { .. } | Problem::TooManyFilters)
        | Remark::OnlyPublished => true,
    }
}

fn short(text: &str, house: &House) -> String {
    crate::text::width::cut(&one_line(text), NAME_CELLS, house.look.glyphs.cut)
}

/// A remark in words.
pub fn remark(remark: &Remark, house: &House) -> String {
    let messages = &house.messages;
    let text = |key: &str, text: &str| messages.fill(key, &[("text", &short(text, house))]);
    match remark {
        Remark::Typed(Problem::BadDate { text: day }) => text("remark.bad_date", day),
        Remark::Typed(Problem::UnknownStage { text: stage }) => text("remark.unknown_stage", stage),
        Remark::Typed(Problem::UnclosedQuote) => house.say("remark.unclosed_quote").to_owned(),
        Remark::Typed(Problem::TooLong { chars }) => {
            messages.fill("remark.too_long", &[("chars", chars), ("most", &LONGEST_CHARS)])
        }
        Remark::Typed(Problem::TooManyWords { words }) => {
            messages.fill("remark.too_many_words", &[("words", words), ("most", &MOST_WORDS)])
        }
        Remark::Typed(Problem::TooManyFilters) => {
            messages.fill("remark.too_many_filters", &[("most", &MOST_FILTERS)])
        }
        Remark::UnknownName { on, name } => {
            messages.fill("remark.unknown_name", &[("on", &facet(*on, house)), ("name", &short(name, house))])
        }
        Remark::OnlyPublished => house.say("remark.only_published").to_owned(),
    }
}

/// What was given up, in words.
fn relaxations(relaxed: &[Relaxation], full: usize, house: &House) -> String {
    let between = format!(" {} ", house.look.glyphs.between);
    let how: Vec<String> = relaxed
        .iter()
        .map(|relaxation| match relaxation {
            Relaxation::Phrase(phrases) => {
                house.messages.fill("relax.phrase", &[("words", &quoted(phrases, house))])
            }
            Relaxation::Term => house.say("relax.term").to_owned(),
            Relaxation::Sound => house.say("relax.sound").to_owned(),
            Relaxation::Shape => house.say("relax.shape").to_owned(),
            Relaxation::Order => house.say("relax.order").to_owned(),
            Relaxation::Without(words) => {
                house.messages.fill("relax.without", &[("words", &quoted(words, house))])
            }
            Relaxation::Partly(words) => {
                house.messages.fill("relax.partly", &[("words", &quoted(words, house))])
            }
        })
        .collect();
    let how = how.join(&between);
    if full == 0 {
        house.messages.fill("relax.none", &[("how", &how)])
    } else {
        house.messages.fill("relax.few", &[("count", &full), ("how", &how)])
    }
}

/// Words in quotes, one after the other.
pub fn quoted(words: &[String], house: &House) -> String {
    let one = |word: &String| house.messages.fill("relax.quoted", &[("word", &short(word, house))]);
    let mut said: String = words.iter().take(MOST_QUOTED).map(one).collect();
    if words.len() > MOST_QUOTED {
        said.push_str(house.look.glyphs.cut);
    }
    said
}

/// The name by which a condition is typed.
pub fn facet(on: Facet, house: &House) -> &'static str {
    let names = on.names();
    let at = usize::from(house.messages.language() == crate::i18n::Language::English);
    names.get(at).or(names.first()).copied().unwrap_or_default()
}

/// The message for the name of an axis.
pub fn axis_key(axis: Axis) -> &'static str {
    match axis {
        Axis::Region => "axis.region",
        Axis::Product => "axis.product",
        Axis::Customer => "axis.customer",
    }
}

/// What keeps an article back, in a word or two.
fn short_reason(why: &WhyNot, today: Date, house: &House) -> String {
    let messages = &house.messages;
    let short_day = |day: Date| {
        let form = if day.year() == today.year() { "%m-%d" } else { "%Y-%m-%d" };
        day.strftime(form).to_string()
    };
    match why {
        WhyNot::From(day) => messages.fill("kept.from", &[("day", &short_day(*day))]),
        WhyNot::Until(day) => {
            let last = day.yesterday().unwrap_or(*day);
            messages.fill("kept.until", &[("day", &short_day(last))])
        }
        WhyNot::Scope(_, names) => messages.fill("kept.scope", &[("names", &short(&names.join("/"), house))]),
        other => reason(other, house),
    }
}

/// Why an article is not shown, as a sentence.
pub fn reason(why: &WhyNot, house: &House) -> String {
    let messages = &house.messages;
    match why {
        WhyNot::Stage(stage) => messages
            .fill("why_not.stage", &[("stage", &house.say(&format!("stage.{}", Stage::word(*stage))))]),
        WhyNot::From(day) => messages.fill("why_not.from", &[("day", day)]),
        WhyNot::Until(day) => {
            let last = day.yesterday().unwrap_or(*day);
            messages.fill("why_not.until", &[("day", &last)])
        }
        WhyNot::Scope(axis, names) => {
            let names = one_line(&names.join("/"));
            messages.fill("why_not.scope", &[("axis", &house.say(axis_key(*axis))), ("names", &names)])
        }
        WhyNot::Condition(on) => messages.fill("why_not.condition", &[("on", &facet(*on, house))]),
        WhyNot::Wording => house.say("why_not.wording").to_owned(),
        WhyNot::NothingInCommon => house.say("why_not.nothing_in_common").to_owned(),
        WhyNot::Outranked => house.say("why_not.outranked").to_owned(),
    }
}

/// A kept back article's reason as a sentence with what it means for the agent.
pub fn kept_sentence(hidden: &Hidden, house: &House) -> String {
    house.messages.fill("kept.sentence", &[("reason", &reason(&hidden.why, house))])
}
