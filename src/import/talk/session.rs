//! Sessions and their turns.

use jiff::civil::Date;

use super::speaker::Speaker;
use super::{MOST_TURN, MOST_TURNS, Talks, phrase};

/// A turn as it stands in the file, before it is clear who speaks.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    /// Line or row, from 1.
    pub line: u64,
    /// Who, if the label says it.
    pub speaker: Option<Speaker>,
    /// The label.
    pub label: String,
    /// When, as it is written.
    pub time: String,
    /// The day of it.
    pub day: Option<Date>,
    /// What was said, as plain text.
    pub text: String,
}

/// A talk from its beginning to its end.
#[derive(Debug, Clone, Default)]
pub(in crate::import) struct Session {
    /// As the file names it; empty without a name.
    pub(super) id: String,
    /// Where it begins.
    pub(super) line: u64,
    /// Its day, for turns that have none.
    pub(super) day: Option<Date>,
    pub(super) turns: Vec<Turn>,
    /// Turns over the bound: the first one's line, and how many.
    over: Option<(u64, usize)>,
}

impl Session {
    pub(super) fn new(id: &str, line: u64) -> Session {
        Session { id: id.trim().to_owned(), line, ..Session::default() }
    }

    /// Adds a turn within the bounds; what is over them is named.
    pub(super) fn push(&mut self, turn: Turn, talks: &mut Talks) {
        if turn.text.trim().is_empty() {
            return;
        }
        if turn.text.chars().nth(MOST_TURN).is_some() {
            talks.refuse(turn.line, format!("a turn of more than {MOST_TURN} chars"));
        } else if self.turns.len() < MOST_TURNS {
            self.turns.push(turn);
        } else {
            let (_, more) = self.over.get_or_insert((turn.line, 0));
            *more += 1;
        }
    }

    /// Ends a session: puts it in the order of its times, finds out who the speakers without a role are, and hands it
    /// on; one in which nobody can be told to be the customer is named.
    pub(super) fn end(mut self, talks: &mut Talks) {
        // One report for all of them: an export of a million rows without sessions is one mistake.
        if let Some((line, more)) = self.over {
            let detail = format!("a session of more than {MOST_TURNS} turns; {more} left out");
            talks.refuse(line, detail);
        }
        if self.turns.is_empty() {
            return;
        }
        self.sort();
        self.name_sides();
        if self.turns.iter().any(|turn| turn.speaker == Some(Speaker::Customer)) {
            talks.sessions.push(self);
        } else {
            talks.refuse(self.line, "no turn of a customer (客户, customer, user)");
        }
    }

    /// Exports with the newest turn first are turned round. Only where all times are written alike can they be compared;
    /// equal ones keep the order of the file.
    fn sort(&mut self) {
        let half_days = |time: &str| {
            let time = time.to_lowercase();
            ["am", "pm", "上午", "下午", "晚上"].iter().any(|half| time.contains(half))
        };
        let keys: Vec<Vec<u64>> = self.turns.iter().map(|turn| numbers(&turn.time)).collect();
        let parts = keys.first().map_or(0, Vec::len);
        let alike = parts > 0 && keys.iter().all(|key| key.len() == parts);
        if !alike || keys.is_sorted() || self.turns.iter().any(|turn| half_days(&turn.time)) {
            return;
        }
        let mut keyed: Vec<(Vec<u64>, Turn)> =
            keys.into_iter().zip(std::mem::take(&mut self.turns)).collect();
        if keyed.is_sorted_by(|a, b| a.0 >= b.0) {
            // Within one second the order is turned round too.
            keyed.reverse();
        }
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        self.turns = keyed.into_iter().map(|(_, turn)| turn).collect();
    }

    /// Who greets for the house is the agent; beside an agent or a robot the one other name is the customer, beside a
    /// customer it is the agent. More names than that stay nobody's.
    fn name_sides(&mut self) {
        let mut unknown: Vec<String> = Vec::new();
        for turn in &self.turns {
            if turn.speaker.is_none() && !unknown.contains(&turn.label) && unknown.len() < 3 {
                unknown.push(turn.label.clone());
            }
        }
        if unknown.is_empty() {
            return;
        }
        let greets = |label: &String| {
            let mut turns = self.turns.iter().filter(|turn| turn.speaker.is_none() && turn.label == **label);
            turns.any(|turn| phrase::greets_for_the_house(&turn.text))
        };
        let agent = unknown.iter().find(|label| greets(label)).cloned();
        if let Some(agent) = agent {
            self.set(&agent, Speaker::Agent);
            unknown.retain(|label| *label != agent);
        }
        let has = |speaker| self.turns.iter().any(|turn| turn.speaker == Some(speaker));
        let answers = has(Speaker::Agent) || has(Speaker::Robot);
        if let [one] = unknown.as_slice() {
            match (has(Speaker::Customer), answers) {
                (false, true) => self.set(one, Speaker::Customer),
                (true, _) if !has(Speaker::Agent) => self.set(one, Speaker::Agent),
                _ => {}
            }
        }
    }

    fn set(&mut self, label: &str, speaker: Speaker) {
        for turn in &mut self.turns {
            if turn.speaker.is_none() && turn.label == label {
                turn.speaker = Some(speaker);
            }
        }
    }
}

/// The numbers in a time as it is written.
fn numbers(time: &str) -> Vec<u64> {
    time.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}
