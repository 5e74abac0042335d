//! What is written when a contact ends, and the forms of its tickets.

use super::contact::Contact;
use super::state::State;
use super::turn::{Tone, Turn};
use crate::kb::Shown;
use crate::model::{Action, Face, Moment, StepKind, Zone};
use crate::text::clean::{self, one_line};
use crate::tui::event::{Effect, Ticket};
use crate::tui::house::House;
use crate::tui::overlay::list::{Kind, List};
use crate::tui::overlay::prompt::{Prompt, Purpose};
use crate::tui::overlay::{Overlay, entries};

/// The message for a step of a trail.
fn step_key(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Copy => "step.copy",
        StepKind::Tell => "step.tell",
        StepKind::Stop => "step.stop",
        StepKind::Override => "step.override",
        StepKind::Flag => "step.flag",
        StepKind::Gap => "step.gap",
        StepKind::Ticket => "step.ticket",
    }
}

/// The wrap-up note of a contact: the template of the settings, else the shipped one, with its places filled.
pub fn note(contact: &Contact, zone: &Zone, now: Moment, house: &House) -> String {
    let time = |at: Moment| zone.minute_label(at).split(' ').next_back().unwrap_or_default().to_owned();
    let started = contact.started.unwrap_or(now);
    let label = |name: &str| {
        house
            .channels
            .iter()
            .find(|c| c.name == name)
            .map_or_else(|| name.to_owned(), |c| house.channel_label(c).to_owned())
    };
    let mut steps: Vec<(String, String)> = Vec::new();
    for step in &contact.trail {
        let Some(kind) = StepKind::from_word(&step.what) else { continue };
        // What the gate said is the house's business; what was done all the same is told.
        if kind == StepKind::Stop {
            continue;
        }
        let channel = step.channel.as_deref().map(label).unwrap_or_default();
        let id = step.article.clone().unwrap_or_default();
        let what = house.messages.fill(step_key(kind), &[("channel", &channel)]);
        let words = [what.as_str(), id.as_str(), step.text.as_str()];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let line = words.join(" ");
        // What was told twice was told: it stands once, with the time of the first.
        if !steps.iter().any(|(_, known)| *known == line) {
            steps.push((time(step.at), line));
        }
    }
    let mut steps: Vec<String> = steps.into_iter().map(|(at, line)| format!("- {at} {line}")).collect();
    if steps.is_empty() {
        steps.push(format!("- {}", house.say("wrap_up.no_steps")));
    }
    let channel = house.channels.get(contact.channel).map(|c| house.channel_label(c)).unwrap_or_default();
    let scope = contact.scope.label();
    let asked = crate::text::redact::mask(&one_line(contact.asked_first()));
    let or_dash = |text: &str| if text.trim().is_empty() { "-".to_owned() } else { text.to_owned() };
    let template = house.wrap_up.as_deref().unwrap_or_else(|| house.say("wrap_up.template"));
    let held = match contact.held_minutes(now) {
        0 => String::new(),
        minutes => house.messages.fill("wrap_up.held", &[("count", &minutes)]),
    };
    let places: [(&str, String); 10] = [
        ("channel", channel.to_owned()),
        ("day", zone.day_of(started).to_string()),
        ("start", time(started)),
        ("end", time(now)),
        ("minutes", contact.minutes(now).to_string()),
        ("held", held),
        ("name", or_dash(&contact.name)),
        // What the softphone said, else what was looked for first.
        ("reason", or_dash(if contact.reason.trim().is_empty() { &asked } else { &contact.reason })),
        ("scope", or_dash(&scope)),
        ("steps", steps.join("\n")),
    ];
    let mut text = String::new();
    let mut rest = template;
    // One pass: what a customer is called is not a place to be filled.
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        text.push_str(before);
        let place = places.iter().find_map(|(name, value)| {
            let end = after.strip_prefix('{')?.strip_prefix(name)?.strip_prefix('}')?;
            Some((value, end))
        });
        match place {
            Some((value, end)) => {
                text.push_str(value);
                rest = end;
            }
            None => {
                text.push('{');
                rest = after.strip_prefix('{').unwrap_or_default();
            }
        }
    }
    text.push_str(rest);
    clean::for_copy(&text).trim_end().to_owned()
}

/// A form that is being filled.
#[derive(Debug, Clone)]
pub struct Form {
    shown: std::sync::Arc<Shown>,
    action: Action,
    values: Vec<String>,
}

/// The actions of an article that have a form.
pub fn forms(shown: &Shown) -> impl Iterator<Item = &Action> {
    shown.article.actions.iter().filter(|action| !action.fields.is_empty())
}

/// Whether an article has an action with a form.
pub fn has_form(shown: &Shown) -> bool {
    forms(shown).next().is_some()
}

impl State {
    /// Begins the form of the article on the screen; of several it is asked which.
    pub fn begin_form(&mut self, turn: &mut Turn<'_>) {
        let Some(shown) = self.on_screen.clone() else {
            return turn.say(Tone::Warn, turn.house.say("flag.nothing"));
        };
        match forms(&shown).count() {
            0 => turn.say(Tone::Quiet, turn.house.say("form.none")),
            1 => self.fill_form(0, turn),
            _ => turn.open = Some(Overlay::List(List::new(Kind::Tickets, entries::tickets(self)))),
        }
    }

    /// Fills one of the forms of the article on the screen, from 0; its fields are asked for one by one.
    pub fn fill_form(&mut self, at: usize, turn: &mut Turn<'_>) {
        let Some(shown) = self.on_screen.clone() else { return };
        let Some(action) = forms(&shown).nth(at).cloned() else { return };
        self.form = Some(Form { shown, action, values: Vec::new() });
        self.ask_field(turn);
    }

    fn ask_field(&mut self, turn: &mut Turn<'_>) {
        let Some(form) = &self.form else { return };
        match form.action.fields.get(form.values.len()) {
            Some(field) => {
                let known = self.contact.values.get(field).cloned().unwrap_or_default();
                let place = (form.values.len() + 1, form.action.fields.len());
                let target = one_line(&form.action.target);
                let purpose = Purpose::Field { name: field.clone(), target, place };
                turn.open = Some(Overlay::Prompt(Prompt::new(purpose, &known)));
            }
            None => self.copy_form(turn),
        }
    }

    /// Takes the value of a field; one may stay empty.
    pub fn take_field(&mut self, field: &str, value: &str, turn: &mut Turn<'_>) {
        let Some(form) = &mut self.form else { return };
        form.values.push(value.trim().to_owned());
        if !value.trim().is_empty() {
            self.contact.values.insert(field.to_owned(), value.trim().to_owned());
        }
        self.ask_field(turn);
    }

    fn copy_form(&mut self, turn: &mut Turn<'_>) {
        let Some(Form { shown, action, values }) = self.form.take() else { return };
        let house = turn.house;
        let id = shown.article.id.clone().unwrap_or_default();
        let mut lines = vec![house.messages.fill(
            "form.head",
            &[("target", &action.target), ("question", &shown.article.question), ("id", &id)],
        )];
        lines.extend(action.fields.iter().zip(&values).map(|(field, value)| format!("{field}：{value}")));
        if let Some(limit) = &action.limit {
            lines.push(house.messages.fill("form.limit", &[("limit", limit)]));
        }
        let question = shown.article.question.clone();
        self.step(StepKind::Ticket, Some(&shown), &question, turn);
        let text = clean::for_copy(&lines.join("\n")).into_owned();
        let what = house.messages.fill("form.copied", &[("target", &action.target)]);
        let empty: Vec<&str> = action
            .fields
            .iter()
            .zip(&values)
            .filter(|(_, value)| value.is_empty())
            .map(|(field, _)| field.as_str())
            .collect();
        let warning = (!empty.is_empty())
            .then(|| house.messages.fill("form.empty", &[("fields", &one_line(&empty.join("、")))]));
        turn.effects.push(Effect::Copy(Box::new(Ticket {
            face: Face::Internal,
            channel: String::new(),
            what,
            warning,
            text,
            query: self.contact.query.text().to_owned(),
            shown: vec![shown],
            told: false,
            overridden: Vec::new(),
            contact: String::new(),
        })));
    }
}
