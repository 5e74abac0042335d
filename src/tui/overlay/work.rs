//! 今日待办: what is most worth doing, and beside it what a decision is made on.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::changes;
use super::finding::finding_lines;
use super::version;
use crate::kb::{Cluster, Task, TaskKind};
use crate::model::{Coverage, Face, Moment, Zone};
use crate::text::clean::one_line;
use crate::tui::action::{Action, Context};
use crate::tui::house::House;
use crate::tui::job::{Detail, Pile};
use crate::tui::screen::desk::State;
use crate::tui::screen::desk::strip::tone_style;
use crate::tui::screen::desk::turn::Said;
use crate::tui::screen::desk::verbs::flag_key;
use crate::tui::screen::desk::view::face_key;
use crate::tui::widget::answer::Drawing;
use crate::tui::widget::paint;
use crate::tui::widget::rich::Rich;

/// The list and what belongs to its selected entry.
#[derive(Debug, Default)]
pub struct Work {
    /// Which pile this is.
    pub pile: Pile,
    /// The pile from which it was come to.
    pub back: Option<Pile>,
    /// What is to be done; `None` until it has been looked up.
    pub tasks: Option<Vec<Task>>,
    /// The selected one.
    pub selected: usize,
    /// What the decision on it is made on.
    pub detail: Option<Box<Detail>>,
    first: usize,
    scroll: usize,
    scroll_most: usize,
    list: Rect,
    pane: Rect,
    lines: Vec<Line<'static>>,
    /// The width in cells for which the lines were made, if they still hold.
    lines_of: Option<u16>,
}

/// From this width on the list stands beside the detail.
const WIDE: u16 = 100;

impl Work {
    /// The selected task.
    pub fn task(&self) -> Option<&Task> {
        self.tasks.as_ref()?.get(self.selected)
    }

    /// A pile that is not looked up yet.
    pub fn of(pile: Pile) -> Work {
        Work { pile, ..Work::default() }
    }

    /// Takes questions from outside off the pile; whether they were on it.
    pub fn take_off(&mut self, numbers: &[i64]) -> bool {
        let Some(tasks) = &mut self.tasks else { return false };
        let before = tasks.len();
        tasks.retain(|task| task.cluster.as_ref().is_none_or(|cluster| !numbers.contains(&cluster.number())));
        self.selected = self.selected.min(tasks.len().saturating_sub(1));
        (self.detail, self.lines_of, self.scroll) = (None, None, 0);
        before > tasks.len()
    }

    /// Takes a fresh list; the selection stays on its task, else at its place.
    pub fn hear(&mut self, tasks: Vec<Task>) {
        let same = |a: &Task, b: &Task| a.kind == b.kind && a.id == b.id && a.uuid == b.uuid;
        let at = self.task().and_then(|here| tasks.iter().position(|task| same(task, here)));
        self.selected = at.unwrap_or(self.selected).min(tasks.len().saturating_sub(1));
        self.tasks = Some(tasks);
        (self.detail, self.lines_of) = (None, None);
    }

    /// Takes what the decision on the selected task is made on.
    pub fn show(&mut self, detail: Box<Detail>) {
        (self.detail, self.lines_of) = (Some(detail), None);
    }

    /// Moves the selection or scrolls the detail. Returns whether another task is selected now; `None`: no such action.
    pub fn update(&mut self, action: Action) -> Option<bool> {
        let last = self.tasks.as_ref().map_or(0, Vec::len).saturating_sub(1);
        let before = self.selected;
        let half = usize::from(self.pane.height / 2).max(1);
        match action {
            Action::Next => self.selected = (self.selected + 1).min(last),
            Action::Previous => self.selected = self.selected.saturating_sub(1),
            Action::First => self.selected = 0,
            Action::Last => self.selected = last,
            Action::ScrollDown => self.scroll = (self.scroll + half).min(self.scroll_most),
            Action::ScrollUp => self.scroll = self.scroll.saturating_sub(half),
            _ => return None,
        }
        if self.selected != before {
            (self.detail, self.lines_of, self.scroll) = (None, None, 0);
        }
        Some(self.selected != before)
    }

    /// Makes the lines for a window of that size.
    pub fn prepare(&mut self, width: u16, height: u16, desk: &State, house: &House) {
        let body = Rect { x: 0, y: 1, width, height: height.saturating_sub(2) };
        (self.list, self.pane) = if width >= WIDE {
            let list = (width / 3).clamp(34, 56);
            let pane = Rect { x: body.x + list + 2, width: width.saturating_sub(list + 2), ..body };
            (Rect { width: list, ..body }, pane)
        } else {
            let rows = (body.height / 3).max(3).min(body.height);
            let pane = Rect { y: body.y + rows + 1, height: body.height.saturating_sub(rows + 1), ..body };
            (Rect { height: rows, ..body }, pane)
        };
        let rows = usize::from(self.list.height / 2).max(1);
        if self.selected < self.first {
            self.first = self.selected;
        } else if self.selected >= self.first + rows {
            self.first = self.selected + 1 - rows;
        }
        if self.lines_of != Some(self.pane.width) {
            self.lines = self.detail_lines(usize::from(self.pane.width.saturating_sub(1)), desk, house);
            self.lines_of = Some(self.pane.width);
        }
        self.scroll_most = self.lines.len().saturating_sub(usize::from(self.pane.height));
        self.scroll = self.scroll.min(self.scroll_most);
    }

    /// Draws it over the desk.
    pub fn draw(&self, zone: &Zone, house: &House, said: Option<&Said>, buf: &mut Buffer) {
        let (theme, glyphs) = (&house.look.theme, &house.look.glyphs);
        let window = buf.area;
        paint::clear(buf, Rect { height: window.height.saturating_sub(1), ..window });
        let count = self.tasks.as_ref().map_or(0, Vec::len);
        let minutes: u32 = self.tasks.iter().flatten().map(|task| task.minutes).sum();
        let title = match self.pile {
            Pile::Today => house.title(Action::Work),
            Pile::Inbox => house.title(Action::Inbox),
            Pile::Batch(number) => house.messages.fill("work.batch", &[("number", &number)]),
            Pile::Versions(_) => house.title(Action::Versions),
        };
        let mut head = Rich::of(&format!(" {title}"), theme.title);
        if let Some(said) = said {
            head.push(&format!("  {}", one_line(&said.text)), tone_style(said.tone, house));
        } else if self.tasks.is_some() && !matches!(self.pile, Pile::Versions(_)) {
            let words = house.messages.fill("work.count", &[("count", &count), ("minutes", &minutes)]);
            head.push(&format!(" {} {words}", glyphs.between), theme.dim);
        }
        paint::line(buf, window, 0, &paint::cut_line(head.line(), usize::from(window.width), glyphs.cut));
        match &self.tasks {
            None => {
                paint::text(buf, self.list, 1, 0, house.say("work.looking"), theme.dim, glyphs.cut);
            }
            Some(tasks) if tasks.is_empty() => {
                let nothing = match self.pile {
                    Pile::Today => "work.nothing",
                    Pile::Inbox => "work.nothing_outside",
                    Pile::Batch(_) | Pile::Versions(_) => "work.nothing_brought",
                };
                paint::text(buf, self.list, 1, 0, house.say(nothing), theme.good, glyphs.cut);
            }
            Some(tasks) => {
                let rows = usize::from(self.list.height / 2);
                for (row, (at, task)) in tasks.iter().enumerate().skip(self.first).take(rows).enumerate() {
                    let y = u16::try_from(row * 2).unwrap_or(u16::MAX);
                    let place = Rect { y: self.list.y + y, height: 2, ..self.list };
                    draw_task(task, at == self.selected, zone, house, place, buf);
                }
            }
        }
        for (row, line) in (0..self.pane.height).zip(self.lines.iter().skip(self.scroll)) {
            paint::line(buf, self.pane, row, line);
        }
        if self.scroll < self.scroll_most {
            let corner = Rect { x: window.right().saturating_sub(1), width: 1, ..self.pane };
            paint::text(buf, corner, 0, self.pane.height.saturating_sub(1), glyphs.more.1, theme.title, "");
        }
    }

    fn detail_lines(&self, width: usize, desk: &State, house: &House) -> Vec<Line<'static>> {
        let Some(task) = self.task() else { return Vec::new() };
        let theme = &house.look.theme;
        let none = Span::raw("");
        let mut lines = Rich::of(&one_line(&task.question), theme.lead).wrapped(width, &none, &none);
        let mut about = house.say(task.kind.message_key()).to_owned();
        if let Some(id) = &task.id {
            about = format!("{about} {} {}", house.look.glyphs.between, one_line(id));
        }
        lines.push(Line::styled(about, theme.dim));
        if !task.detail.is_empty() {
            lines.extend(Rich::of(&one_line(&task.detail), theme.notice).wrapped(width, &none, &none));
        }
        lines.extend(Rich::of(&decisions(task, house), theme.key).wrapped(width, &none, &none));
        lines.push(Line::default());
        if let Some(cluster) = &task.cluster {
            cluster_lines(cluster, width, house, &mut lines);
        }
        let Some(detail) = &self.detail else { return lines };
        lines.extend(finding_lines(&detail.findings, width, house));
        if !detail.findings.is_empty() {
            lines.push(Line::default());
        }
        talk_lines(detail, width, desk, house, &mut lines);
        match (&detail.proposed, &detail.current) {
            (Some(proposed), current) => {
                let before = current.as_ref().filter(|current| current.uuid != proposed.uuid);
                lines.extend(changes::page(before, proposed, &detail.words, width, house));
                lines.push(Line::default());
                face_lines(proposed, width, house, &mut lines);
            }
            (None, Some(current)) => face_lines(current, width, house, &mut lines),
            (None, None) => {}
        }
        if let Some(shown) = &detail.leans_on {
            let words = house.messages.fill(
                "work.leans_on",
                &[("words", &one_line(&task.detail)), ("question", &one_line(&shown.article.question))],
            );
            lines.extend(Rich::of(&words, theme.notice).wrapped(width, &none, &none));
            lines.push(Line::default());
            face_lines(shown, width, house, &mut lines);
        }
        lines
    }
}

fn draw_task(task: &Task, selected: bool, zone: &Zone, house: &House, place: Rect, buf: &mut Buffer) {
    let (theme, glyphs) = (&house.look.theme, &house.look.glyphs);
    let marker = if selected { glyphs.marker } else { " " };
    let mut first = Rich::of(marker, theme.marker);
    let (label, style) = match (&task.cluster, &task.version) {
        (Some(cluster), _) => {
            (house.say(coverage_key(cluster.coverage)).to_owned(), kind_style(task.kind, house))
        }
        (None, Some(version)) => version::standing(version, house),
        (None, None) if task.emergency_until.is_some() => {
            (house.say("work.emergency_review").to_owned(), house.look.theme.bad)
        }
        (None, None) if task.is_returned => (house.say("work.returned").to_owned(), house.look.theme.bad),
        (None, None) => (house.say(task.kind.message_key()).to_owned(), kind_style(task.kind, house)),
    };
    first.push(&format!("[{label}] "), style);
    // Pieces of one document begin alike: what tells them apart stands last.
    let question = match task.kind {
        TaskKind::Brought => task.question.rsplit(" - ").next().unwrap_or(&task.question).to_owned(),
        _ => task.question.clone(),
    };
    let question = match &task.version {
        Some(version) => {
            let no: &dyn std::fmt::Display = &version.revision_no;
            format!("{} {question}", house.messages.fill("work.version_no", &[("no", no)]))
        }
        None => question,
    };
    first.push(&one_line(&question), if selected { theme.lead } else { Style::default() });
    let mut second = Rich::of(marker, theme.marker);
    let what =
        task.what.filter(|_| task.kind == TaskKind::Flag).map(|what| house.say(flag_key(what)).to_owned());
    let mut words = vec![one_line(task.id.as_deref().unwrap_or_default())];
    words.extend(what);
    words.push(one_line(&task.detail));
    match &task.cluster {
        Some(cluster) => words = vec![demand(cluster, house)],
        None if task.version.is_some() => {
            words = task.version.iter().map(|version| version::words(version, zone, house)).collect();
        }
        None if task.kind == TaskKind::Brought => {}
        None => words.push(house.messages.fill("work.minutes", &[("count", &task.minutes)])),
    }
    if task.used > 0 {
        words.push(house.messages.fill("work.used", &[("count", &task.used)]));
    }
    words.retain(|word| !word.is_empty());
    second.push(&format!("  {}", words.join("  ")), theme.dim);
    let width = usize::from(place.width);
    paint::line(buf, place, 0, &paint::cut_line(first.line(), width, glyphs.cut));
    paint::line(buf, place, 1, &paint::cut_line(second.line(), width, glyphs.cut));
}

fn kind_style(kind: TaskKind, house: &House) -> Style {
    let theme = &house.look.theme;
    match kind {
        TaskKind::Flag | TaskKind::Drift | TaskKind::Golden => theme.bad,
        TaskKind::Review | TaskKind::Approved | TaskKind::Expiring | TaskKind::Draft | TaskKind::Unsaved => {
            theme.warn
        }
        TaskKind::Gap
        | TaskKind::ReviewDue
        | TaskKind::NoCustomer
        | TaskKind::Duplicate
        | TaskKind::Outside
        | TaskKind::Version
        | TaskKind::Brought => theme.chip,
    }
}

/// The keys that decide on a task, in words.
fn decisions(task: &Task, house: &House) -> String {
    let key = |action: Action, key: &str| {
        let chord = house.chord(Context::Work, action);
        if chord.is_empty() { String::new() } else { format!("{chord} {}", house.say(key)) }
    };
    if let Some(version) = &task.version {
        let words = version::decisions(version).into_iter().map(|(action, words)| key(action, words));
        let words = words.chain([key(Action::OpenArticle, "work.open")]).filter(|word| !word.is_empty());
        return words.collect::<Vec<_>>().join("  ");
    }
    // A proposal is read where it is written; and a text that lags is nothing but writing.
    let opens = task.proposal.is_some() || task.kind == TaskKind::Drift;
    let words = match task.kind {
        TaskKind::Review => vec![
            key(Action::Accept, "work.approve"),
            key(Action::Refuse, "work.send_back"),
            key(Action::Remark, "work.comment"),
            key(Action::Reassign, "work.reassign"),
        ],
        TaskKind::Flag | TaskKind::Gap if opens => vec![key(Action::Refuse, "work.decline")],
        TaskKind::Flag | TaskKind::Gap => {
            vec![key(Action::Accept, "work.done"), key(Action::Refuse, "work.decline")]
        }
        TaskKind::Expiring | TaskKind::ReviewDue => {
            vec![key(Action::Accept, "work.still_right"), key(Action::Withdraw, "work.withdraw")]
        }
        TaskKind::Approved => vec![
            key(Action::Accept, "work.publish"),
            key(Action::Refuse, "work.send_back"),
            key(Action::Remark, "work.comment"),
        ],
        TaskKind::Drift => {
            vec![key(Action::Remark, "work.still_fits"), key(Action::Withdraw, "work.withdraw")]
        }
        TaskKind::Duplicate => vec![
            key(Action::Accept, "work.merge"),
            key(Action::Refuse, "work.keep_apart"),
            key(Action::Withdraw, "work.withdraw"),
        ],
        TaskKind::Outside => {
            let accept = match task.cluster.as_ref().map(|cluster| cluster.coverage) {
                Some(Coverage::Covered) => "work.as_similar",
                Some(Coverage::Near) => "work.as_variant",
                Some(Coverage::Gap) | None => "work.as_draft",
            };
            vec![
                key(Action::Accept, accept),
                key(Action::Refuse, "work.ignore"),
                key(Action::Edit, "work.write"),
                key(Action::Reassign, "work.to_article"),
            ]
        }
        TaskKind::Brought => vec![
            key(Action::Accept, "work.hand_in"),
            key(Action::Refuse, "work.skip"),
            key(Action::Remark, "work.join"),
            key(Action::Reassign, "work.shelve"),
        ],
        TaskKind::Draft => vec![
            key(Action::Accept, "work.go_on"),
            key(Action::Refuse, "work.archive"),
            key(Action::Emergency, "work.emergency"),
        ],
        TaskKind::Unsaved => vec![key(Action::Accept, "work.go_on"), key(Action::Refuse, "work.drop")],
        TaskKind::NoCustomer => vec![key(Action::Accept, "work.draft_customer")],
        TaskKind::Golden => {
            vec![key(Action::Accept, "work.as_similar"), key(Action::Refuse, "work.drop_golden")]
        }
        TaskKind::Version => Vec::new(),
    };
    let edit = key(if opens { Action::Accept } else { Action::Edit }, "work.edit");
    let words = std::iter::once(edit).filter(|_| opens).chain(words);
    let also = (!opens && !matches!(task.kind, TaskKind::Outside | TaskKind::Draft))
        .then(|| key(Action::Edit, "work.edit"))
        .into_iter();
    let has_texts = task.id.is_some() && task.kind != TaskKind::Outside;
    let texts = has_texts.then(|| key(Action::Versions, "work.versions"));
    let words = words.chain(also).chain(texts).chain([key(Action::OpenArticle, "work.open")]);
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join("  ")
}

fn coverage_key(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Covered => "inbox.coverage.covered",
        Coverage::Near => "inbox.coverage.near",
        Coverage::Gap => "inbox.coverage.gap",
    }
}

/// How often it was asked, and what is nearest.
fn demand(cluster: &Cluster, house: &House) -> String {
    let m = &house.messages;
    let times = m.fill("work.asked", &[("times", &cluster.times), ("count", &cluster.questions.len())]);
    match &cluster.nearest {
        Some((id, question, _)) => format!("{times}  → {} {}", one_line(id), one_line(question)),
        None => times,
    }
}

/// Every wording of questions from outside, when and where they were asked, and the best answer that somebody gave.
fn cluster_lines(cluster: &Cluster, width: usize, house: &House, lines: &mut Vec<Line<'static>>) {
    let (theme, none) = (&house.look.theme, Span::raw(""));
    let mut put = |text: &str, style: Style| lines.extend(Rich::of(text, style).wrapped(width, &none, &none));
    let days: Vec<String> =
        [cluster.days.0, cluster.days.1].into_iter().flatten().map(|day| day.to_string()).collect();
    let mut about = vec![demand(cluster, house), days.join(" – "), one_line(&cluster.sources.join(" "))];
    about.retain(|part| !part.is_empty());
    put(&about.join("  "), theme.dim);
    for question in &cluster.questions {
        put(&format!("· {}", one_line(&question.question.text)), Style::default());
    }
    if let Some(best) = cluster.best_answer() {
        let said = [
            ("source", one_line(&best.question.source)),
            ("licence", best.question.licence.as_deref().map_or("-".into(), one_line)),
        ];
        let values: Vec<(&str, &dyn std::fmt::Display)> =
            said.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
        put(&house.messages.fill("work.best_answer", &values), theme.notice);
        put(&one_line(&best.question.answer), theme.quote);
    }
    lines.push(Line::default());
}

fn talk_lines(detail: &Detail, width: usize, desk: &State, house: &House, lines: &mut Vec<Line<'static>>) {
    let Some(talk) = &detail.talk else { return };
    let none = Span::raw("");
    let mut said: Vec<(Moment, String)> = talk
        .comments
        .iter()
        .map(|comment| (comment.at, format!("{}：{}", comment.author, comment.text)))
        .chain(talk.reviews.iter().map(|review| {
            let verdict = house.say(match review.verdict {
                crate::model::lifecycle::Verdict::Approve => "work.approved_by",
                crate::model::lifecycle::Verdict::Return => "work.returned_by",
            });
            (review.at, format!("{} {verdict} {}", review.reviewer, review.note))
        }))
        .collect();
    said.sort();
    for (at, text) in said {
        let text = format!("{} {}", desk.zone.minute_label(at), one_line(&text));
        lines.extend(Rich::of(&text, house.look.theme.quote).wrapped(width, &none, &none));
        lines.push(Line::default());
    }
}

/// Both faces, one below the other.
fn face_lines(shown: &crate::kb::Shown, width: usize, house: &House, lines: &mut Vec<Line<'static>>) {
    let source = shown.article.source.as_ref().map(|source| one_line(&source.reference));
    if let Some(reference) = source.filter(|reference| !reference.is_empty()) {
        let mut about = Rich::of(&format!("{} {reference}", house.say("desk.source")), house.look.theme.dim);
        let chord = house.chord(Context::Work, Action::OpenSource);
        if shown.document.is_some() && !chord.is_empty() {
            about.push(&format!("  {chord} {}", house.say("work.open_source")), house.look.theme.key);
        }
        lines.extend(about.wrapped(width, &Span::raw(""), &Span::raw("")));
        lines.push(Line::default());
    }
    let drawing =
        Drawing { needles: &[], width_cells: width, look: &house.look, facts: None, from_column: 0 };
    let mut face = |face: Face, answer: Option<&crate::model::Answer>| {
        lines.push(Line::styled(house.say(face_key(face)).to_owned(), house.look.theme.head_idle));
        match answer.filter(|answer| !answer.is_empty()) {
            Some(answer) => lines.extend(drawing.page(answer).lines),
            None => {
                let key = if face == Face::Internal { "desk.no_internal" } else { "desk.no_customer" };
                lines.extend(drawing.paragraph(house.say(key), house.look.theme.dim));
            }
        }
        lines.push(Line::default());
    };
    face(Face::Internal, shown.article.internal.as_ref());
    face(Face::Customer, shown.article.customer.as_ref().map(|customer| &customer.answer));
    for (name, rendering) in shown.article.customer.iter().flat_map(|customer| &customer.channels) {
        let channel = house.channels.iter().find(|channel| channel.name == *name);
        let label = channel.map_or(name.as_str(), |channel| house.channel_label(channel));
        let label = house.messages.fill("field.rendering", &[("channel", &one_line(label))]);
        lines.push(Line::styled(label, house.look.theme.head_idle));
        lines.extend(drawing.paragraph(&rendering.text, Style::default()));
        lines.push(Line::default());
    }
}
