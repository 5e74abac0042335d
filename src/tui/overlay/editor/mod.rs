//! Writing: the fields and both faces of an article beside each other, and what the rules find in them and what they cost
//! while they are typed.

mod parts;
mod side;
mod view;

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::text::Line;

pub use parts::Parts;

use crate::customer::finding::{Finding, Part};
use crate::kb::Shown;
use crate::model::manuscript::{
    Manuscript, Problem, Section, Tongue, confirmed, field_at, field_names, read, write,
};
use crate::model::{Face, merged};
use crate::tui::action::Action;
use crate::tui::house::House;
use crate::tui::job::{Job, Known, Pile, Seen, Sheet, Unreadable};
use crate::tui::widget::area::AreaAction;

/// From this width on both faces stand beside each other, and what is found beside them.
const WIDE: u16 = 120;

/// A manuscript being written.
#[derive(Debug)]
pub struct Editor {
    /// Under which key it is kept against a crash.
    pub key: String,
    /// The article's id; `None`: it is a new one.
    pub id: Option<String>,
    /// The feedback that the text answers, by UUID.
    pub answers: Option<String>,
    /// Somebody else saved first: what both began with, and what the other made of it.
    pub conflict: Option<Box<(Shown, Shown)>>,
    /// Whether that was taken along.
    pub is_merged: bool,
    /// The pile from which the text was opened.
    pub from: Option<Pile>,
    /// Names that are in use, to choose from.
    pub known: Known,
    parts: Parts,
    /// The text as it is in the knowledge base.
    saved: String,
    /// Which part has the caret.
    here: usize,
    /// Which part stands in the left column: the fields or the internal face.
    left: usize,
    /// Which part stands in the right one: the customer face or a rendering.
    right: usize,
    /// Counts the changes.
    edition: u64,
    /// Which edition was looked over last, and what was seen.
    looked: Option<u64>,
    seen: Option<Box<Seen>>,
    unreadable: Option<Unreadable>,
    /// Which of the findings that have a place was jumped to last.
    at_finding: Option<usize>,
    /// The same among all findings.
    jumped_to: Option<usize>,
    /// On which line of the side each finding begins.
    starts: Vec<usize>,
    /// The first line of the side that is shown.
    first: usize,
    panes: Panes,
    lines: Vec<Line<'static>>,
    /// For what the lines were made: how often something was seen, and the width in cells.
    lines_of: Option<(u64, u16)>,
    /// Counts what was seen.
    looks: u64,
    /// The text that is on its way into the knowledge base.
    saving: Option<String>,
}

/// Where everything stands; a pane that is not shown is empty.
#[derive(Debug, Clone, Copy, Default)]
struct Panes {
    left: Rect,
    right: Rect,
    side: Rect,
}

impl Editor {
    /// A manuscript to be written on.
    pub fn new(sheet: Sheet) -> Editor {
        let mut parts = Parts::of(&sheet.text);
        let saved = parts.text();
        if let Some(over) = &sheet.over {
            parts.put(over);
        }
        let mut editor = Editor {
            key: sheet.key,
            id: sheet.id,
            answers: sheet.answers,
            conflict: None,
            is_merged: false,
            from: None,
            known: sheet.known,
            parts,
            saved,
            here: 0,
            left: 0,
            right: 0,
            edition: 1,
            looked: None,
            seen: None,
            unreadable: None,
            at_finding: None,
            jumped_to: None,
            starts: Vec::new(),
            first: 0,
            panes: Panes::default(),
            lines: Vec::new(),
            lines_of: None,
            looks: 0,
            saving: None,
        };
        editor.right = editor.parts.of_customer().next().unwrap_or(0);
        if editor.id.is_some() {
            // An edit is mostly one of the house's text.
            editor.go(editor.parts.find(&Section::Internal).unwrap_or(0));
        } else if let Some(area) = editor.parts.0.first_mut().map(|part| &mut part.area) {
            let line = field_at(area.text(), "question");
            let end = line.and_then(|at| Some(at + area.text().get(at..)?.find('\n')?));
            area.jump_to(end.unwrap_or(0));
        }
        editor
    }

    /// The text, as a manuscript.
    pub fn text(&self) -> String {
        self.parts.text()
    }

    /// Whether it says something that is not saved.
    pub fn is_changed(&self) -> bool {
        self.parts.text() != self.saved
    }

    /// What was written, if it can be read.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line.
    pub fn manuscript(&self) -> Result<Manuscript, Problem> {
        read(&self.text())
    }

    /// A look at what was typed since the last one; `None` when nothing was.
    pub fn to_look(&mut self) -> Option<Job> {
        if self.looked == Some(self.edition) {
            return None;
        }
        self.looked = Some(self.edition);
        Some(Job::Look {
            key: self.key.clone(),
            id: self.id.clone(),
            text: self.text(),
            edition: self.edition,
            keep: self.is_changed(),
        })
    }

    /// Takes what was seen in an edition; false when it is about an older one.
    pub fn hear(&mut self, edition: u64, seen: Result<Box<Seen>, Unreadable>, house: &House) -> bool {
        if edition != self.edition {
            return false;
        }
        (self.at_finding, self.jumped_to) = (None, None);
        self.looks += 1;
        match seen {
            Ok(seen) => (self.seen, self.unreadable) = (Some(seen), None),
            Err(unreadable) => self.unreadable = Some(unreadable),
        }
        self.decorate(house);
        true
    }

    /// Remembers what goes into the knowledge base now: what is typed until the answer comes is not in it.
    pub fn begin_save(&mut self) {
        self.saving = Some(self.text());
    }

    /// What went into the knowledge base is this revision of this article now; what is written goes on from it.
    pub fn saved(&mut self, id: &str, based_on: Option<&str>, uuid: &str, tongue: Tongue) {
        let text = rebased(&self.text(), id, based_on, uuid, tongue);
        let saved = self.saving.take().map(|saved| rebased(&saved, id, based_on, uuid, tongue));
        self.parts.put(&text);
        // As the parts write it.
        self.saved = Parts::of(&saved.unwrap_or(text)).text();
        id.clone_into(&mut self.key);
        self.id = Some(id.to_owned());
        (self.answers, self.conflict) = (None, None);
        self.touched();
    }

    /// The next save goes on top of another text: whoever saves has its change before their eyes.
    pub fn stand_on(&mut self, base: Shown, newest: Shown, tongue: Tongue) {
        // What they changed elsewhere in the text is taken along: a second save must not take it back.
        let mine = self.manuscript().ok();
        let merged = mine.and_then(|mine| merged(&base.article, &mine.article, &newest.article));
        self.is_merged = merged.is_some();
        let text = match merged {
            Some(article) => {
                write(&Manuscript { article, based_on: Some(newest.uuid.clone()) }, tongue, true)
            }
            None => self.text().replacen(&base.uuid, &newest.uuid, 1),
        };
        self.parts.put(&text);
        self.conflict = Some(Box::new((base, newest)));
        self.looks += 1;
        self.touched();
    }

    /// Does an action. `None`: it means nothing here; else whether the text may have changed.
    pub fn update(&mut self, action: Action) -> Option<bool> {
        let here = self.here;
        let area = &mut self.parts.0.get_mut(here)?.area;
        let changed = match action {
            Action::MatchNext | Action::MatchPrevious => {
                self.jump(action == Action::MatchNext);
                false
            }
            Action::FlipFace => {
                self.flip();
                false
            }
            Action::ChannelNext => {
                let all: Vec<usize> = self.parts.of_customer().collect();
                let at = all.iter().position(|part| *part == self.right).map_or(0, |at| at + 1);
                if let Some(&next) = all.get(if at < all.len() { at } else { 0 }) {
                    self.go(next);
                }
                false
            }
            Action::NewLine => area.apply(AreaAction::NewLine),
            Action::Undo => area.apply(AreaAction::Undo),
            Action::Redo => area.apply(AreaAction::Redo),
            action => area.edit(action)?,
        };
        if changed {
            self.touched();
        }
        Some(changed)
    }

    /// The manuscript without what stands from the caret's line on, the face that is cut, and what stood there; `None` where
    /// the caret is in neither face, or nothing would be left on a side.
    pub fn split(&mut self) -> Option<(String, Face, String)> {
        let here = self.here;
        let part = self.parts.0.get_mut(here)?;
        let face = match part.section {
            Some(Section::Internal) => Face::Internal,
            Some(Section::Customer) => Face::Customer,
            _ => return None,
        };
        let whole = part.area.text().to_owned();
        let start = whole.get(..part.area.caret())?.rfind('\n').map_or(0, |at| at + 1);
        let (stays, rest) = whole.split_at_checked(start)?;
        if stays.trim().is_empty() || rest.trim().is_empty() {
            return None;
        }
        let (stays, rest) = (stays.to_owned(), rest.to_owned());
        // Only to be written out: until the cut is made the text stays whole, also if it is refused.
        let _ = part.area.set_text(&stays);
        let left = self.parts.text();
        if let Some(part) = self.parts.0.get_mut(here) {
            part.area.apply(AreaAction::Undo);
        }
        Some((left, face, rest))
    }

    /// Takes typed or pasted text; false when there is no room for it.
    pub fn insert(&mut self, text: &str) -> bool {
        let Some(part) = self.parts.0.get_mut(self.here) else { return false };
        let is_typed = text.chars().nth(1).is_none();
        let put = if is_typed { part.area.insert(text) } else { part.area.paste(text) };
        self.touched();
        put.is_ok()
    }

    /// Puts text in the place of a range of the part that has the caret; false when there is no room for it.
    pub fn replace(&mut self, range: Range<usize>, text: &str) -> bool {
        self.replace_in(self.here, range, text)
    }

    fn replace_in(&mut self, part: usize, range: Range<usize>, text: &str) -> bool {
        let Some(part) = self.parts.0.get_mut(part) else { return false };
        let put = part.area.replace(range, text);
        self.touched();
        put.is_ok()
    }

    /// Puts another text in the place of this one, part by part in steps that can be undone; false when there is no room
    /// for all of it.
    pub fn take(&mut self, text: &str) -> bool {
        let has_room = self.parts.put(text);
        let last = self.parts.0.len().saturating_sub(1);
        let customers: Vec<usize> = self.parts.of_customer().collect();
        if !customers.contains(&self.right) {
            self.right = customers.first().copied().unwrap_or(0);
        }
        self.left = if self.left == 0 { 0 } else { self.parts.find(&Section::Internal).unwrap_or(0) };
        self.go(self.here.min(last));
        self.touched();
        has_room
    }

    /// The part that has the caret: what it is, its text, the caret in bytes.
    pub fn here(&self) -> Option<(Option<&Section>, &str, usize)> {
        let part = self.parts.0.get(self.here)?;
        Some((part.section.as_ref(), part.area.text(), part.area.caret()))
    }

    /// Whether a rendering is written for a channel.
    pub fn has_rendering(&self, channel: &str) -> bool {
        self.parts.find(&Section::Channel(channel.to_owned())).is_some()
    }

    /// Begins a rendering and goes there; false when there is no room for it.
    pub fn add_part(&mut self, heading: &str, text: &str) -> bool {
        let whole = format!("{}\n{heading}\n{text}\n", self.text());
        let has_room = self.parts.put(&whole);
        self.touched();
        self.go(self.parts.0.len().saturating_sub(1));
        has_room
    }

    /// Puts a text into a section and goes there; false when there is no room for it.
    pub fn fill(&mut self, section: &Section, text: &str) -> bool {
        let Some(at) = self.parts.find(section) else { return false };
        let put = self.parts.0.get_mut(at).map(|part| part.area.set_text(text));
        self.go(at);
        self.touched();
        put.is_some_and(|put| put.is_ok())
    }

    /// Says one thing otherwise wherever that was proposed; false when there is no room for it.
    pub fn reword(&mut self, from: &str, to: &str) -> bool {
        let words = self.seen().map(|seen| seen.words.as_slice()).unwrap_or_default();
        let same = words.iter().filter(|word| word.from == from && word.to == to);
        let mut places: Vec<(usize, Range<usize>)> =
            same.filter_map(|word| self.place_of(&word.part, &word.from, word.at)).collect();
        places.sort_by_key(|(part, range)| (*part, range.start));
        places.dedup();
        // From behind: what is put in moves what stands after it.
        places.into_iter().rev().all(|(part, range)| self.replace_in(part, range, to))
    }

    /// Puts what a finding suggests in the place of what was found, by its place among the findings; false when there is
    /// no room for it.
    pub fn take_suggestion(&mut self, at: usize) -> bool {
        let found = self.findings().get(at).and_then(|finding| {
            let (part, range) = self.place(finding)?;
            Some((part, range, finding.suggestion.clone()?))
        });
        let Some((part, range, text)) = found else { return true };
        self.replace_in(part, range, &text)
    }

    /// The heading of the customer's text that has the caret, saying that it fits the internal text as it is now; `None`
    /// where it does already.
    fn confirmed(&self, tongue: Tongue) -> Option<String> {
        confirmed(&self.parts.0.get(self.here)?.heading, tongue)
    }

    /// Whether the customer's text that has the caret is said to be made from an internal text, but not from this one.
    pub fn may_confirm(&self) -> bool {
        self.confirmed(Tongue::English).is_some()
    }

    /// Says that it fits the internal text as it is now.
    pub fn confirm(&mut self, tongue: Tongue) {
        let Some(heading) = self.confirmed(tongue) else { return };
        if let Some(part) = self.parts.0.get_mut(self.here) {
            part.heading = heading;
            self.touched();
        }
    }

    /// What was seen in it last.
    pub fn seen(&self) -> Option<&Seen> {
        self.seen.as_deref().filter(|_| self.unreadable.is_none())
    }

    /// What could be said otherwise, each once: what is said, what could be.
    pub fn rewords(&self) -> Vec<(&str, &str)> {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        for word in self.seen().map(|seen| seen.words.as_slice()).unwrap_or_default() {
            let pair = (word.from.as_str(), word.to.as_str());
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        pairs
    }

    /// What was found, the gravest first, without what may stay.
    pub fn findings(&self) -> Vec<&Finding> {
        let checked = self.seen().map(|seen| seen.look.findings.as_slice()).unwrap_or_default();
        let open = checked.iter().filter(|checked| checked.waiver.is_none());
        let mut findings: Vec<&Finding> = open.map(|checked| &checked.finding).collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        findings
    }

    /// Where what was found stands: the part and its bytes.
    pub fn place(&self, finding: &Finding) -> Option<(usize, Range<usize>)> {
        self.place_of(&finding.part, &finding.text, finding.at.start)
    }

    /// Which part holds a text of the article, where it is written.
    fn part_of(&self, part: &Part) -> Option<usize> {
        let section = match part {
            Part::Question | Part::Similar(_) => return Some(0),
            Part::Lead(Face::Internal) | Part::Body(Face::Internal) => Section::Internal,
            Part::Lead(Face::Customer) | Part::Body(Face::Customer) => Section::Customer,
            Part::Rendering(channel) => Section::Channel(channel.clone()),
        };
        self.parts.find(&section)
    }

    /// Where words of a text of the article stand here: the nearest to their bytes there.
    fn place_of(&self, part: &Part, words: &str, start: usize) -> Option<(usize, Range<usize>)> {
        let at = self.part_of(part)?;
        let text = self.parts.0.get(at)?.area.text();
        let before = match part {
            // Behind the line of the lead and the empty one.
            Part::Body(_) => text.find("\n\n").map_or(0, |at| at + 2),
            Part::Question => field_at(text, "question").unwrap_or(0),
            _ => 0,
        };
        Some((at, self.parts.nearest(at, words, before + start)?))
    }

    fn touched(&mut self) {
        self.edition += 1;
    }

    fn go(&mut self, part: usize) {
        self.here = part;
        // In front of the word 首句 nothing is typed: it would not be one any more.
        if let Some(part) = self.parts.0.get_mut(part)
            && part.section.is_some()
            && part.area.caret() == 0
        {
            part.area.jump_to(behind_lead_label(part.area.text()));
        }
        let is_left = self
            .parts
            .0
            .get(part)
            .is_none_or(|part| part.heading.is_empty() || part.section == Some(Section::Internal));
        if is_left {
            self.left = part;
        } else {
            self.right = part;
        }
    }

    /// Fields, internal face, customer's column, and again.
    fn flip(&mut self) {
        let internal = self.parts.find(&Section::Internal);
        let next = match self.here {
            0 => internal.unwrap_or(self.right),
            here if Some(here) == internal && self.right > 0 => self.right,
            _ => 0,
        };
        self.go(next);
    }

    /// Goes to the next finding, or to the line that cannot be read.
    fn jump(&mut self, forward: bool) {
        if let Some(unreadable) = &self.unreadable {
            let (part, byte) = self.parts.line(unreadable.line);
            self.go(part);
            if let Some(part) = self.parts.0.get_mut(part) {
                part.area.jump_to(byte);
            }
            return;
        }
        let places: Vec<(usize, usize, usize)> = self
            .findings()
            .into_iter()
            .enumerate()
            .filter_map(|(at, finding)| {
                // What is about a whole text stands at its beginning.
                let place = self.place(finding).map(|(part, range)| (part, range.start));
                let place = place.or_else(|| Some((self.part_of(&finding.part)?, 0)));
                place.map(|(part, byte)| (at, part, byte))
            })
            .collect();
        if places.is_empty() {
            return;
        }
        let next = match self.at_finding {
            Some(at) if forward => (at + 1) % places.len(),
            Some(at) => at.checked_sub(1).unwrap_or(places.len() - 1),
            None if forward => 0,
            None => places.len() - 1,
        };
        self.at_finding = Some(next);
        if let Some(&(at, part, byte)) = places.get(next) {
            self.jumped_to = Some(at);
            self.go(part);
            if let Some(part) = self.parts.0.get_mut(part) {
                part.area.jump_to(byte);
            }
        }
    }
}

/// Where the lead itself begins, in bytes; 0 where the text does not begin with one.
fn behind_lead_label(text: &str) -> usize {
    let line = text.lines().next().unwrap_or_default();
    let Some(at) = line.find([':', '：']) else { return 0 };
    if !["首句", "lead"].contains(&line.get(..at).unwrap_or_default().trim()) {
        return 0;
    }
    let behind = line.get(at..).unwrap_or_default();
    at + behind.find(|c: char| !matches!(c, ':' | '：' | ' ')).unwrap_or(behind.len())
}

/// A text that was saved, made of what it was saved as.
fn rebased(text: &str, id: &str, based_on: Option<&str>, uuid: &str, tongue: Tongue) -> String {
    match (based_on, field_names(tongue).as_slice()) {
        (Some(old), _) => text.replacen(old, uuid, 1),
        // A new one gets the lines that it did not need before; an id somebody may have given it already.
        (None, [name_of_id, name_of_base, ..]) => {
            let mut lines = String::from("---\n");
            if field_at(text, "id").is_none() {
                lines.push_str(&format!("{name_of_id}: {id}\n"));
            }
            lines.push_str(&format!("{name_of_base}: {uuid}\n"));
            text.replacen("---\n", &lines, 1)
        }
        (None, _) => text.to_owned(),
    }
}
