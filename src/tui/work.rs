//! What an editor and a reviewer do at the desk: the list of what is worth doing, writing, deciding.

use super::action::Action;
use super::app::App;
use super::event::{Effect, Trouble};
use super::job::{Answer, Job, Outcome, Pile, Sheet, Source, Step, Then};
use super::outside::Returned;
use super::overlay::Overlay;
use super::overlay::editor::Editor;
use super::overlay::list::{Entry, Kind, List, Value};
use super::overlay::options::{self, Put};
use super::overlay::work::Work;
use super::screen::desk::turn::{Tone, Turn};
use crate::customer::finding::Severity;
use crate::kb::{Checked, say_manuscript, tongue};
use crate::model::{Decision, Moment};
use crate::text::clean::one_line;

/// The words that a step in the life of a text needs.
#[derive(Debug, Clone, PartialEq)]
pub enum Words {
    /// Why a text goes back to its author: UUID of the revision.
    SendBack(String),
    /// Why an article is taken out of use: UUID of the revision, and whether only that text is.
    Withdraw(String, bool),
    /// What whoever gave feedback reads: its UUID, and the decision.
    Reply(String, Decision),
    /// What is said about a text: UUID of the revision.
    Comment(String),
    /// Who is asked to review a text: UUID of the revision.
    Reviewer(String),
    /// The day from which on a text is in use: UUID of the revision. Without one: now.
    From(String),
    /// The article to which questions from outside belong: their numbers.
    Article(Vec<i64>),
    /// The kind or the shelf of a draft: UUID of the revision.
    Shelf(String),
    /// The article that another is merged into, by the other's id.
    Into(String),
    /// Why what was found may stay: the step that it stops, and what was found.
    Waive(Box<Step>, String),
    /// For how many hours a text is in use as emergency wording: UUID of the revision; `None`: the one being written.
    Hours(Option<String>),
}

impl App {
    /// Opens a pile of what is to be decided on.
    pub(super) fn open_work(&mut self, pile: Pile, turn: &mut Turn<'_>) {
        self.covered = None;
        self.overlay = Some(Overlay::Work(Box::new(Work::of(pile))));
        turn.job(Job::Tasks(pile));
    }

    /// Opens the texts of the article on the screen.
    pub(super) fn open_versions(&mut self, turn: &mut Turn<'_>) {
        match self.desk.on_screen.as_ref().map(|shown| shown.number) {
            Some(article) => self.open_work(Pile::Versions(article), turn),
            None => turn.say(Tone::Warn, turn.house.say("flag.nothing")),
        }
    }

    /// The pile from which the open one was come to.
    pub(super) fn back_to(&self) -> Option<Pile> {
        match &self.overlay {
            Some(Overlay::Work(work)) => work.back,
            _ => None,
        }
    }

    /// Looks the open pile up again.
    pub(super) fn look_again(&mut self, turn: &mut Turn<'_>) {
        if let Some(work) = self.work() {
            turn.job(Job::Tasks(work.pile));
        }
    }

    /// The list, where it is open or lies below what is.
    fn work(&mut self) -> Option<&mut Work> {
        match (&mut self.overlay, &mut self.covered) {
            (Some(Overlay::Work(work)), _) | (_, Some(Overlay::Work(work))) => Some(work),
            _ => None,
        }
    }

    /// The text that is being written, where it is open or lies below what is.
    fn editor(&mut self) -> Option<&mut Editor> {
        match (&mut self.overlay, &mut self.covered) {
            (Some(Overlay::Editor(editor)), _) | (_, Some(Overlay::Editor(editor))) => Some(editor),
            _ => None,
        }
    }

    /// *fix*: opens the article on the screen to be written on.
    pub(super) fn begin_fix(&mut self, turn: &mut Turn<'_>) {
        match self.desk.on_screen.as_ref().and_then(|shown| shown.article.id.clone()) {
            Some(id) => turn.job(Job::Open(Source::Article(id))),
            None => turn.say(Tone::Warn, turn.house.say("flag.nothing")),
        }
    }

    /// Opens a new article to be written, for what stands in the search line.
    pub(super) fn begin_new(&mut self, turn: &mut Turn<'_>) {
        let question = self.desk.contact.query.text().trim().to_owned();
        let scope = self.desk.contact.scope.clone();
        turn.job(Job::Open(Source::New { question, scope, answers: None }));
    }

    /// Does an action in the text that is being written.
    pub(super) fn act_in_editor(&mut self, action: Action, turn: &mut Turn<'_>) {
        let Some(Overlay::Editor(editor)) = &mut self.overlay else { return };
        match action {
            Action::Save => return self.save(Then::Draft, turn),
            Action::Submit => return self.save(Then::Submit, turn),
            Action::Emergency => return self.ask_words_from(Words::Hours(None), "24"),
            Action::Split => {
                let Some((left, face, rest)) = editor.split() else {
                    return turn.say(Tone::Warn, turn.house.say("editor.no_split"));
                };
                match (crate::model::manuscript::read(&left), &editor.id) {
                    (Ok(manuscript), Some(_)) => {
                        let (key, manuscript) = (editor.key.clone(), Box::new(manuscript));
                        return turn.step(Step::Split { key, manuscript, face, rest });
                    }
                    (Err(problem), _) => {
                        return turn.say(Tone::Bad, say_manuscript(&problem, &turn.house.messages));
                    }
                    (Ok(_), None) => return turn.say(Tone::Warn, turn.house.say("editor.save_first")),
                }
            }
            Action::Outside => {
                let name = editor.id.clone().unwrap_or_else(|| "new".to_owned());
                turn.effects.push(Effect::Outside { name, text: editor.text() });
            }
            Action::Pick => {
                let entries = options::entries(editor, &self.desk, turn.house);
                if entries.is_empty() {
                    return turn.say(Tone::Quiet, turn.house.say("options.none"));
                }
                self.covered = self.overlay.take();
                self.overlay = Some(Overlay::List(List::new(Kind::Options, entries)));
            }
            action => {
                editor.update(action);
            }
        }
        self.look(turn);
    }

    /// Saves what is being written.
    pub(super) fn save(&mut self, then: Then, turn: &mut Turn<'_>) {
        let Some(Overlay::Editor(editor)) = &mut self.overlay else { return };
        let manuscript = match editor.manuscript() {
            Ok(manuscript) => Box::new(manuscript),
            Err(problem) => return turn.say(Tone::Bad, say_manuscript(&problem, &turn.house.messages)),
        };
        editor.begin_save();
        let (key, id, answers) = (editor.key.clone(), editor.id.clone(), editor.answers.clone());
        turn.step(Step::Save { key, id, manuscript, then, answers });
        self.look(turn);
    }

    /// Takes what came back from the person's own editor.
    pub(super) fn came_back(&mut self, returned: Returned, turn: &mut Turn<'_>) {
        let m = &turn.house.messages;
        let text = match returned {
            Returned::Text(Some(text)) => text,
            Returned::Text(None) => return turn.say(Tone::Quiet, m.get("outside.as_it_was")),
            Returned::NoEditor => return turn.say(Tone::Warn, m.get("outside.no_editor")),
            Returned::Busy => return turn.say(Tone::Warn, m.get("outside.busy")),
            Returned::Failed { editor, detail, file } => {
                let what: [(&str, &dyn std::fmt::Display); 2] = [("editor", &editor), ("detail", &detail)];
                let mut said = m.fill("outside.failed", &what);
                if let Some(file) = file {
                    said.push_str(&m.fill("outside.kept", &[("file", &file.display())]));
                }
                return turn.say(Tone::Bad, said);
            }
        };
        let Some(Overlay::Editor(editor)) = &mut self.overlay else { return };
        if editor.take(&text) {
            turn.say(Tone::Good, m.get("outside.taken"));
        } else {
            turn.say(Tone::Bad, m.get("editor.no_room"));
        }
        self.look(turn);
    }

    /// Takes what was typed into the text that is being written.
    pub(super) fn write(&mut self, text: &str, turn: &mut Turn<'_>) {
        let Some(Overlay::Editor(editor)) = &mut self.overlay else { return };
        if !editor.insert(text) {
            turn.say(Tone::Bad, turn.house.say("editor.no_room"));
        }
        self.look(turn);
    }

    /// Changes the text as was chosen.
    pub(super) fn put_in(&mut self, put: Put, turn: &mut Turn<'_>) {
        self.overlay = self.covered.take();
        let Some(Overlay::Editor(editor)) = &mut self.overlay else { return };
        let has_room = match put {
            Put::Here(range, text) => editor.replace(range, &text),
            Put::Part(heading, text) => editor.add_part(&heading, &text),
            Put::Section(section, text) => editor.fill(&section, &text),
            Put::Word(from, to) => editor.reword(&from, &to),
            Put::Confirm => {
                editor.confirm(tongue(&turn.house.messages));
                true
            }
            Put::Suggestion(at) => editor.take_suggestion(at),
        };
        if !has_room {
            turn.say(Tone::Bad, turn.house.say("editor.no_room"));
        }
        self.look(turn);
    }

    /// Closing a text loses nothing: what is not saved is kept and stands among what is to be done.
    pub(super) fn close_editor(&mut self, turn: &mut Turn<'_>) {
        let Some(Overlay::Editor(editor)) = &mut self.overlay else { return };
        if editor.is_changed() {
            turn.say(Tone::Warn, turn.house.say("editor.kept"));
        } else {
            turn.job(Job::Forget(editor.key.clone()));
        }
        self.leave_editor(turn);
        self.look_again(turn);
    }

    /// Has looked over what was typed last.
    fn look(&mut self, turn: &mut Turn<'_>) {
        if let Some(Overlay::Editor(editor)) = &mut self.overlay
            && let Some(job) = editor.to_look()
        {
            turn.job(job);
        }
    }

    /// Takes what became of a job. Returns whether there is something to draw.
    pub(super) fn worked(&mut self, job: Job, answer: Result<Answer, Trouble>, turn: &mut Turn<'_>) -> bool {
        let answer = match answer {
            Ok(answer) => answer,
            Err(trouble) => {
                // Of a list that never came nothing can be said.
                let never_came =
                    |overlay: &Overlay| matches!(overlay, Overlay::Work(work) if work.tasks.is_none());
                if matches!(job, Job::Tasks(_)) && self.overlay.as_ref().is_some_and(never_came) {
                    self.overlay = None;
                }
                turn.say(Tone::Bad, trouble.words());
                return true;
            }
        };
        match (job, answer) {
            (Job::Tasks(pile), Answer::Tasks(tasks)) => {
                let Some(work) = self.work().filter(|work| work.pile == pile) else { return false };
                work.hear(tasks);
                if let Some(task) = work.task().cloned() {
                    turn.job(Job::Detail(Box::new(task)));
                }
                true
            }
            (Job::Detail(task), Answer::Detail(detail)) => {
                let Some(work) = self.work().filter(|work| work.task() == Some(&*task)) else { return false };
                work.show(detail);
                true
            }
            (Job::Batches, Answer::Batches(batches)) => {
                if batches.is_empty() {
                    turn.say(Tone::Quiet, turn.house.say("work.no_batch"));
                    return true;
                }
                if self.overlay.is_none() {
                    let entries =
                        batches.into_iter().map(|(number, label)| Entry::of(label, Value::Batch(number)));
                    self.overlay = Some(Overlay::List(List::new(Kind::Batches, entries.collect())));
                }
                true
            }
            (Job::Open(_), Answer::Opened(sheet)) => {
                self.open_sheet(*sheet, turn);
                true
            }
            (Job::Look { key, edition, .. }, Answer::Looked(seen)) => match self.editor() {
                Some(editor) if editor.key == key => editor.hear(edition, seen, turn.house),
                _ => false,
            },
            (Job::Step(step), Answer::Stepped(outcome)) => {
                self.stepped(*step, outcome, turn);
                true
            }
            _ => false,
        }
    }

    /// Opens a text, unless something else has been opened meanwhile.
    fn open_sheet(&mut self, sheet: Sheet, turn: &mut Turn<'_>) {
        match &self.overlay {
            None => {}
            Some(Overlay::Work(_)) => self.covered = self.overlay.take(),
            Some(_) => return,
        }
        if sheet.over.is_some() {
            let key = if sheet.is_proposal { "editor.proposal" } else { "editor.recovered" };
            turn.say(Tone::Warn, turn.house.say(key));
        }
        let mut editor = Editor::new(sheet);
        if let Some(Overlay::Work(work)) = &self.covered {
            editor.from = Some(work.pile);
        }
        self.overlay = Some(Overlay::Editor(Box::new(editor)));
        self.look(turn);
    }

    fn stepped(&mut self, step: Step, outcome: Outcome, turn: &mut Turn<'_>) {
        let messages = &turn.house.messages;
        match outcome {
            Outcome::Approved { have, need, uuid } => {
                if have >= need {
                    // The next thing that is wanted is mostly to publish it.
                    self.ask_over_work(Words::From(uuid));
                }
                turn.say(Tone::Good, messages.fill("work.approved", &[("have", &have), ("need", &need)]));
            }
            Outcome::Blocked { findings } => self.blocked(step, &findings, turn),
            Outcome::Unfit { findings } => {
                let facts = findings.iter().filter(|finding| finding.severity == Severity::Error);
                let said = |finding: &crate::customer::finding::Finding| {
                    super::overlay::finding::words(finding, turn.house)
                };
                let what = facts.take(2).map(said).collect::<Vec<_>>().join("；");
                turn.say(Tone::Bad, messages.fill("work.unfit", &[("what", &what)]));
            }
            Outcome::Unreviewed { until } => {
                self.leave_editor(turn);
                let at = self.minute(until);
                turn.say(Tone::Warn, messages.fill("work.unreviewed", &[("at", &at)]));
            }
            Outcome::Published { from, at_once, warnings } => {
                let mut text = if at_once {
                    turn.house.say("work.published").to_owned()
                } else {
                    messages.fill("work.published_from", &[("at", &self.minute(from))])
                };
                if warnings > 0 {
                    text.push_str(&messages.fill("work.not_found_by", &[("count", &warnings)]));
                }
                turn.say(if warnings == 0 { Tone::Good } else { Tone::Warn }, text);
            }
            Outcome::Conflict { base, newest } => {
                let (no, author) = (newest.revision_no, one_line(&newest.author));
                let values: [(&str, &dyn std::fmt::Display); 2] = [("no", &no), ("author", &author)];
                let mut said = messages.fill("editor.conflict_said", &values);
                let tongue = tongue(messages);
                if let Some(editor) = self.editor() {
                    editor.stand_on(*base, *newest, tongue);
                    if editor.is_merged {
                        said = messages.fill("editor.merged_said", &values);
                    }
                }
                turn.say(Tone::Bad, said);
                self.look(turn);
                return;
            }
            Outcome::Saved { id, revision_no, submitted, uuid } => {
                let key = if submitted { "editor.saved_submitted" } else { "editor.saved" };
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("id", &one_line(&id)), ("no", &revision_no)];
                turn.say(Tone::Good, messages.fill(key, &values));
                let Step::Save { key, manuscript, then, .. } = step else {
                    return self.look_again(turn);
                };
                if submitted {
                    self.leave_editor(turn);
                } else if let Some(editor) = self.editor() {
                    let based_on = manuscript.based_on.as_deref();
                    editor.saved(&id, based_on, &uuid, tongue(&turn.house.messages));
                    if key != id {
                        // What was typed meanwhile was kept under the name that a new article has.
                        turn.job(Job::Forget(key));
                    }
                    self.look(turn);
                    if let Then::Emergency(hours) = then {
                        turn.step(Step::Emergency { uuid, hours, waive: None });
                    }
                    return;
                }
            }
            Outcome::Proposed { why } => {
                self.leave_editor(turn);
                turn.say(Tone::Good, messages.fill("editor.proposed", &[("why", &why)]));
            }
            Outcome::Handled { numbers, draft, open } => {
                let count = numbers.len();
                let said = match &draft {
                    Some((id, revision)) => {
                        let values: [(&str, &dyn std::fmt::Display); 3] =
                            [("count", &count), ("revision", revision), ("id", &one_line(id))];
                        messages.fill("inbox.drafted", &values)
                    }
                    None => messages.fill("inbox.decided", &[("count", &count)]),
                };
                turn.say(Tone::Good, said);
                if let (true, Some((id, _))) = (open, draft) {
                    turn.job(Job::Open(Source::Article(id)));
                }
                // Looking all of them up again would take longer than deciding on the next one.
                if let Some(work) = self.work().filter(|work| work.pile == Pile::Inbox)
                    && work.take_off(&numbers)
                {
                    if let Some(task) = work.task().cloned() {
                        turn.job(Job::Detail(Box::new(task)));
                    }
                    return;
                }
            }
            Outcome::Split(atoms) => {
                self.leave_editor(turn);
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("first", &one_line(&atoms.first.0)), ("second", &one_line(&atoms.second))];
                turn.say(Tone::Good, messages.fill("editor.split", &values));
            }
            Outcome::Merged(merged) => {
                let values: [(&str, &dyn std::fmt::Display); 3] = [
                    ("into", &one_line(&merged.into)),
                    ("count", &merged.questions),
                    ("revision", &merged.draft.unwrap_or_default()),
                ];
                let key = if merged.draft.is_some() { "work.merged_drafted" } else { "work.merged" };
                turn.say(Tone::Good, messages.fill(key, &values));
            }
            Outcome::Unchanged => turn.say(Tone::Quiet, turn.house.say("editor.unchanged")),
            Outcome::Done => turn.say(Tone::Good, turn.house.say("work.kept")),
        }
        self.look_again(turn);
        // What is in use may be another text now.
        turn.effects.push(Effect::Refresh { force: false, now: turn.now });
    }

    fn leave_editor(&mut self, turn: &mut Turn<'_>) {
        if let Some(Overlay::Editor(editor)) = &self.overlay {
            let from = editor.from;
            self.overlay = self.covered.take();
            // A list that was picked from had taken the pile's place beneath the text.
            if let (None, Some(pile)) = (&self.overlay, from) {
                self.open_work(pile, turn);
            }
        }
    }

    /// Asks for words, if the list or a text is what is open.
    fn ask_over_work(&mut self, words: Words) {
        if matches!(self.overlay, Some(Overlay::Work(_) | Overlay::Editor(_))) {
            self.ask_words(words);
        }
    }

    fn blocked(&mut self, step: Step, findings: &[Checked], turn: &mut Turn<'_>) {
        let house = turn.house;
        let said = |checked: &Checked| super::overlay::finding::words(&checked.finding, house);
        let what = findings.iter().filter(|c| c.finding.severity == Severity::Error).map(said);
        let what = what.take(3).collect::<Vec<_>>().join("；");
        // Before anybody else has read it, no reason of its author lets internal text out.
        let is_alone = matches!(step, Step::Emergency { .. });
        let may_be_waived =
            findings.iter().all(|found| found.may_be_waived() && !(is_alone && found.leaks()));
        turn.say(Tone::Bad, house.messages.fill("work.blocked", &[("what", &what)]));
        if may_be_waived {
            self.ask_over_work(Words::Waive(Box::new(step), what));
        }
    }

    fn minute(&self, at: Moment) -> String {
        self.desk.zone.minute_label(at)
    }
}
