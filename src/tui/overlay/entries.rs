//! The entries of the lists: from the one table of actions, from the variants of a row, from the overview.

use super::list::{Entry, Kind, List, Value};
use crate::customer::pieces::PieceKind;
use crate::kb::{Row, WhyNot};
use crate::model::{Article, FeedbackKind, Level, RelationKind};
use crate::text::clean::one_line;
use crate::text::facts::{Kind as FactKind, facts};
use crate::text::pinyin::letters;
use crate::tui::action::{ACTIONS, Action, Context, Spec};
use crate::tui::house::House;
use crate::tui::screen::desk::{State, board, pages, strip::AXES, trust, wrap_up};

/// Every action: those that can be done where the palette was opened, the hinted ones first, then in the order of the
/// table; behind them those of other places, which say where they can be done.
pub fn palette(context: Context, desk: &State, house: &House) -> Vec<Entry> {
    let is_here = |s: &Spec| s.contexts.contains(&context) || s.contexts.contains(&Context::Global);
    let all = || {
        ACTIONS
            .iter()
            .filter(|s| !matches!(s.action, Action::Palette | Action::Back))
            .filter(|s| !is_typing(s.action))
    };
    let mut here: Vec<_> = all().filter(|s| is_here(s)).collect();
    here.sort_by_key(|s| if s.hint == 0 { u8::MAX } else { s.hint });
    let entry = |spec: &Spec, place: Option<Context>| {
        let title = format!("action.{}", spec.name);
        let (initials, syllables) = letters(house.say(&title));
        let elsewhere = place.map(|place| context_name(place, house));
        Entry {
            label: house.say(&title).to_owned(),
            note: match &elsewhere {
                Some(place) => house.messages.fill("palette.elsewhere", &[("place", place)]),
                None if spec.action == Action::Settings => house.settings_file.clone(),
                None => String::new(),
            },
            right: house.chord(place.unwrap_or(context), spec.action),
            words: format!("{} {} {initials} {syllables}", spec.name, house.other_messages.get(&title)),
            // What can be done to a text is always the same.
            enabled: place.is_none() && (context != Context::Search || desk.can(spec.action, house)),
            on: None,
            value: place.map_or(Value::Run(spec.action), Value::Elsewhere),
        }
    };
    let there = all().filter(|s| !is_here(s)).filter_map(|s| Some((s, *s.contexts.first()?)));
    let here = here.into_iter().map(|spec| entry(spec, None));
    here.chain(there.map(|(spec, place)| entry(spec, Some(place)))).collect()
}

/// What a place is called.
fn context_name(context: Context, house: &House) -> String {
    let name = Context::ALL.iter().find(|(c, _)| *c == context).map_or("", |(_, name)| name);
    house.say(&format!("context.{name}")).to_owned()
}

/// Editing the search line makes no sense from a list that has a line of its own.
fn is_typing(action: Action) -> bool {
    matches!(
        action,
        Action::CaretLeft
            | Action::CaretRight
            | Action::CaretStart
            | Action::CaretEnd
            | Action::DeleteBack
            | Action::DeleteForward
            | Action::DeleteWord
            | Action::NewLine
    )
}

/// The selected row and its variants.
pub fn variants(desk: &State, house: &House) -> Vec<Entry> {
    let Some(row) = desk.row() else { return Vec::new() };
    let here = std::iter::once(row).chain(&row.variants).map(|row| {
        let scope = one_line(&row.scope.label());
        let badges: Vec<&str> = trust::of_row(row, house).into_iter().map(|(word, _)| word).collect();
        Entry {
            label: if scope.is_empty() { house.say("list.everywhere").to_owned() } else { scope },
            note: format!("{} {}", one_line(&row.id), one_line(&row.lead)),
            right: badges.join(" "),
            words: one_line(&row.question),
            enabled: true,
            on: None,
            value: Value::Variant(row.hit.article),
        }
    });
    // The same question where the contact does not stand: to read, not to tell.
    let elsewhere = desk.elsewhere.iter().map(|hidden| Entry {
        label: match &hidden.why {
            WhyNot::Scope(_, names) => one_line(&names.join("、")),
            _ => String::new(),
        },
        note: one_line(&hidden.id),
        right: house.say("list.elsewhere").to_owned(),
        words: one_line(&hidden.question),
        enabled: true,
        on: None,
        value: Value::Peek(hidden.clone()),
    });
    here.chain(elsewhere).collect()
}

/// Every name on every axis, as a switch.
pub fn scope(desk: &State, house: &House) -> Vec<Entry> {
    AXES.into_iter()
        .flat_map(|(axis, key)| {
            desk.overview.on(axis).iter().map(move |name| Entry {
                label: one_line(name),
                note: String::new(),
                right: house.say(key).to_owned(),
                words: axis.word().to_owned(),
                enabled: true,
                on: Some(desk.contact.scope.on(axis).contains(name)),
                value: Value::Toggle(axis, name.clone()),
            })
        })
        .collect()
}

pub(super) fn plain(label: String, note: String, right: String, value: Value) -> Entry {
    Entry { label, note, right, words: String::new(), enabled: true, on: None, value }
}

/// What can be said of an article.
pub fn flags(house: &House) -> Vec<Entry> {
    let kinds = [
        (FeedbackKind::Wrong, "flag.wrong"),
        (FeedbackKind::Outdated, "flag.outdated"),
        (FeedbackKind::Unclear, "flag.unclear"),
        (FeedbackKind::Other, "flag.other"),
    ];
    kinds
        .into_iter()
        .map(|(kind, key)| plain(house.say(key).to_owned(), String::new(), String::new(), Value::Flag(kind)))
        .collect()
}

/// The forms of the article on the screen, by whom they go to.
pub fn tickets(desk: &State) -> Vec<Entry> {
    let Some(shown) = desk.on_screen.as_deref() else { return Vec::new() };
    wrap_up::forms(shown)
        .enumerate()
        .map(|(at, action)| {
            let fields = one_line(&action.fields.join(" "));
            plain(one_line(&action.target), fields, String::new(), Value::Ticket(at))
        })
        .collect()
}

/// What can be announced, and the announcements that could be ended.
pub fn announcements(desk: &State, house: &House) -> Vec<Entry> {
    let loud = [
        (Level::MustRead, "announce.pick_must_read"),
        (Level::Alert, "announce.pick_alert"),
        (Level::Info, "announce.pick_info"),
    ];
    let new = loud.into_iter().map(|(level, key)| {
        plain(house.say(key).to_owned(), String::new(), String::new(), Value::Announce(level))
    });
    let ends = desk.overview.announcements.iter().map(|note| {
        let label = house.messages.fill("announce.end", &[("title", &one_line(&note.title))]);
        plain(label, one_line(&note.id), String::new(), Value::EndAnnouncement(note.id.clone()))
    });
    new.chain(ends).collect()
}

/// The pieces of the customer answer on the screen.
pub fn pieces(desk: &State, house: &House) -> Vec<Entry> {
    desk.pieces(house)
        .into_iter()
        .enumerate()
        .map(|(at, piece)| {
            let kind = match piece.kind {
                PieceKind::Paragraph => "piece.paragraph",
                PieceKind::Step => "piece.step",
                PieceKind::Row => "piece.row",
                PieceKind::Fact => "piece.fact",
            };
            let chars = house.messages.fill("piece.chars", &[("count", &piece.text.chars().count())]);
            let label = format!("{} {}", at + 1, one_line(&piece.label));
            plain(label, String::new(), format!("{} {chars}", house.say(kind)), Value::Piece(at))
        })
        .collect()
}

/// The parts of the text that waits because it is too long, and the whole.
pub fn parts(desk: &State, house: &House) -> List {
    let parts = desk.waiting_parts(house);
    let count = parts.len();
    let chars = |text: &str| house.messages.fill("piece.chars", &[("count", &text.chars().count())]);
    let mut entries: Vec<Entry> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| plain(one_line(part), String::new(), chars(part), Value::Part(at)))
        .collect();
    let whole = desk.waiting_copy.as_ref().map(|copying| chars(&copying.text)).unwrap_or_default();
    entries.push(plain(house.say("piece.whole").to_owned(), String::new(), whole, Value::Part(count)));
    List::new(Kind::Parts, entries)
}

/// The stack: first all of it as one reply, then each answer, to be moved or taken off, then what it costs elsewhere.
pub fn stack(desk: &State, house: &House) -> Vec<Entry> {
    let mut entries = Vec::new();
    if let Some((text, channel)) = desk.stacked_text(house) {
        let cost = pages::cost_words(&text, &channel, house);
        let count = desk.contact.stack.len();
        let label = house.messages.fill("stack.copy_all", &[("count", &count)]);
        entries.push(plain(label, String::new(), cost, Value::Stack));
    }
    entries.extend(desk.contact.stack.iter().enumerate().map(|(at, shown)| {
        let channel = house.channels.get(desk.contact.channel).map_or("", |channel| channel.name.as_str());
        let stop = trust::stops_copy(shown, channel, house);
        let fate = desk.fate_of(shown).map(|key| house.say(key).to_owned());
        let said = [fate, stop].into_iter().flatten().collect::<Vec<_>>();
        let note = if said.is_empty() { house.say("stack.take_off").to_owned() } else { said.join(" ") };
        let id = one_line(shown.article.id.as_deref().unwrap_or_default());
        plain(format!("{} {}", at + 1, one_line(&shown.article.question)), note, id, Value::Unstack(at))
    }));
    let elsewhere = (0..house.channels.len()).filter(|place| *place != desk.contact.channel);
    entries.extend(elsewhere.filter_map(|place| {
        let (text, channel) = desk.stacked_for(place, house)?;
        let cost = pages::cost_words(&text, &channel, house);
        let over = crate::customer::budget::cost(&text, &channel, house.rate).is_over();
        let label = house.messages.fill("stack.for_channel", &[("channel", &house.channel_label(&channel))]);
        let note = if over { house.say("stack.too_long").to_owned() } else { String::new() };
        Some(Entry { enabled: !over, ..plain(label, note, cost, Value::Channel(place)) })
    }));
    entries
}

/// What belongs to the article on the screen.
pub fn related(desk: &State, house: &House) -> Vec<Entry> {
    let Some(shown) = desk.shown.as_deref() else { return Vec::new() };
    let article = &shown.article;
    let mut entries = Vec::new();
    for &kind in RelationKind::ALL {
        for relation in article.relations.iter().filter(|r| r.kind == kind) {
            let right = house.say(pages::relation_key(kind)).to_owned();
            let question = shown.linked.iter().find(|(id, _)| *id == relation.to);
            let question = question.map(|(_, question)| one_line(question)).unwrap_or_default();
            entries.push(plain(one_line(&relation.to), question, right, Value::Go(relation.to.clone())));
        }
    }
    for name in &article.scope.product {
        let right = house.say("axis.product").to_owned();
        entries.push(plain(one_line(name), String::new(), right, Value::Product(name.clone())));
    }
    if let Some(name) = article.category.last() {
        let query = board::condition(house.say("facet.category"), name);
        let right = house.say("desk.category").to_owned();
        entries.push(plain(one_line(name), String::new(), right, Value::Go(query)));
    }
    if let Some(path) = &shown.document {
        let right = house.say("desk.source").to_owned();
        let reference = article.source.as_ref().map(|source| one_line(&source.reference)).unwrap_or_default();
        entries.push(plain(reference, String::new(), right, Value::Link(path.display().to_string())));
    }
    for link in links(article) {
        let right = house.say("link.kind").to_owned();
        entries.push(plain(one_line(&link), String::new(), right, Value::Link(link)));
    }
    entries
}

/// The articles of the product that was asked for, by kind.
pub fn of_product(desk: &State, house: &House) -> Vec<Entry> {
    let kind = |row: &Row| row.kind.map_or("list.no_kind".to_owned(), |kind| format!("kind.{kind}"));
    let entry = |row: &Row| {
        let right = house.say(&kind(row)).to_owned();
        plain(one_line(&row.question), one_line(&row.id), right, Value::Go(row.id.clone()))
    };
    desk.of_product.iter().map(entry).collect()
}

/// The addresses that stand in an article, each once: those that a viewer could open.
pub fn links(article: &Article) -> Vec<String> {
    let internal = article.internal.iter().flat_map(|a| [a.lead.as_str(), a.body.as_str()]);
    let customer = article.customer.iter().flat_map(|c| {
        let channels = c.channels.values().map(|rendering| rendering.text.as_str());
        [c.answer.lead.as_str(), c.answer.body.as_str()].into_iter().chain(channels)
    });
    let mut links: Vec<String> = Vec::new();
    for text in internal.chain(customer) {
        for fact in facts(text).into_iter().filter(|fact| fact.kind == FactKind::Url) {
            if !links.contains(&fact.value) {
                links.push(fact.value);
            }
        }
    }
    links
}
