//! What stands in a list, one line each with its number: results, what is useful before typing, what is open to be picked.

use super::Plain;
use crate::cli::error::CliError;
use crate::cli::remark::{hidden, relaxed, remark};
use crate::kb::{Found, Row};
use crate::text::clean::one_line;
use crate::text::redact::mask;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::list::Entry;
use crate::tui::screen::desk::board::{self, COLUMNS};
use crate::tui::screen::desk::{strip, trust};

/// So many results are read out at once.
const AT_ONCE: usize = 9;

impl Plain<'_> {
    /// Lists the results from the first on.
    ///
    /// # Errors
    /// When nobody reads the output any more.
    pub(super) fn results(&mut self) -> Result<(), CliError> {
        // What was found is not what was read.
        self.machine.app.was_read(false);
        (self.listed, self.on_board) = (0, 0);
        let desk = &self.machine.app.desk;
        let messages = &self.machine.app.house.messages;
        if let Some(trouble) = &desk.trouble {
            self.line(&one_line(&trouble.message))?;
            return self.line(&one_line(trouble.hint.as_deref().unwrap_or_default()));
        }
        for it in &desk.remarks {
            self.line(&remark(it, messages))?;
        }
        let found = Found { rows: desk.rows.clone(), relaxed: desk.relaxed.clone(), ..Found::default() };
        if desk.rows.is_empty() {
            let query = one_line(desk.contact.query.text().trim());
            self.line(&messages.fill("desk.no_hits", &[("query", &query)]))?;
            let key = self.command(crate::tui::action::Action::RecordGap);
            self.line(&messages.fill("gap.offer", &[("key", &key)]))?;
        } else {
            if let Some(line) = relaxed(&found, messages) {
                self.line(&line)?;
            }
            self.line(&messages.fill("plain.results", &[("count", &desk.rows.len())]))?;
        }
        for kept_back in &desk.hidden {
            self.line(&hidden(kept_back, messages))?;
        }
        self.more()
    }

    /// Goes on with the list of results.
    ///
    /// # Errors
    /// When nobody reads the output any more.
    pub(super) fn more(&mut self) -> Result<(), CliError> {
        let rows = &self.machine.app.desk.rows;
        let until = (self.listed + AT_ONCE).min(rows.len());
        if self.listed >= rows.len() && !rows.is_empty() {
            return self.line(self.say("plain.no_more"));
        }
        for (at, row) in rows.iter().enumerate().take(until).skip(self.listed) {
            self.line(&self.row(at, row))?;
        }
        let left = rows.len() - until;
        self.listed = until;
        if left > 0 { self.line(&self.fill("plain.more", "count", &left)) } else { Ok(()) }
    }

    /// A result in one line.
    fn row(&self, at: usize, row: &Row) -> String {
        let house = &self.machine.app.house;
        let mut line = format!("{}. {}", at + 1, one_line(&row.question));
        if !row.hit.is_full() {
            line.push_str(&format!(" {}", house.say("plain.partly")));
        }
        for (badge, _) in trust::of_row(row, house) {
            line.push_str(&format!(" [{badge}]"));
        }
        let scope = one_line(&row.scope.label());
        if !scope.is_empty() {
            line.push_str(&format!(" {scope}"));
        }
        if !row.variants.is_empty() {
            let count = row.variants.len();
            line.push_str(&format!(" {}", house.messages.fill("search.variants", &[("count", &count)])));
        }
        line.push_str(&format!(" {}", one_line(&row.id)));
        line
    }

    /// What is useful before anything is typed.
    ///
    /// # Errors
    /// When nobody reads the output any more.
    pub(super) fn board(&mut self) -> Result<(), CliError> {
        let (desk, house) = (&self.machine.app.desk, &self.machine.app.house);
        let mut at = 0;
        for section in COLUMNS.into_iter().flatten() {
            let items = board::items(*section, desk, house);
            if items.is_empty() {
                continue;
            }
            self.line(&format!("{}{}", house.say(section.heading()), self.say("plain.colon")))?;
            for item in items {
                at += 1;
                let words = [item.before.as_str(), item.label.as_str(), item.after.as_str()];
                let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
                self.line(&format!("{at}. {}", words.join(" ")))?;
            }
        }
        if at == 0 {
            return self.line(self.say("plain.empty_board"));
        }
        self.on_board = at;
        self.line(self.say("plain.pick"))
    }

    /// The contacts that are open.
    ///
    /// # Errors
    /// When nobody reads the output any more.
    pub(super) fn contacts(&mut self) -> Result<(), CliError> {
        let (desk, house) = (&self.machine.app.desk, &self.machine.app.house);
        if !desk.has_begun() && desk.parked.is_empty() {
            return self.line(self.say("contact.not_begun"));
        }
        for contact in desk.contacts() {
            let label =
                house.channels.get(contact.channel).map(|c| house.channel_label(c)).unwrap_or_default();
            let minutes = house.messages.fill("contact.minutes", &[("count", &contact.minutes(desk.now))]);
            let mut words = vec![contact.number.to_string(), label.to_owned(), one_line(&contact.name)];
            words.extend(contact.started.is_some().then_some(minutes));
            words.extend(contact.held.is_some().then(|| house.say("contact.on_hold").to_owned()));
            words.push(one_line(contact.query.text()));
            let is_here = contact.number == desk.contact.number;
            words.extend(is_here.then(|| house.say("tell.current").to_owned()));
            words.retain(|word| !word.trim().is_empty());
            self.line(&words.join(" "))?;
        }
        Ok(())
    }

    /// The scope that is set.
    pub(super) fn scope_words(&self) -> String {
        let (desk, house) = (&self.machine.app.desk, &self.machine.app.house);
        let names: Vec<String> = strip::AXES
            .into_iter()
            .filter(|(axis, _)| !desk.contact.scope.on(*axis).is_empty())
            .map(|(axis, key)| {
                format!("{} {}", house.say(key), one_line(&desk.contact.scope.on(axis).join("/")))
            })
            .collect();
        if names.is_empty() {
            house.say("plain.everywhere").to_owned()
        } else {
            names.join(self.say("plain.between"))
        }
    }

    /// Reads out what is open over the desk: what can be picked, what is asked for, what is to be read.
    ///
    /// # Errors
    /// When nobody reads the output any more.
    pub(super) fn overlay(&mut self) -> Result<(), CliError> {
        match &self.machine.app.overlay {
            None | Some(Overlay::Why(_) | Overlay::Settings(_) | Overlay::Work(_) | Overlay::Editor(_)) => {
                Ok(())
            }
            // The question is the prompt of the next line.
            Some(Overlay::Prompt(_)) => Ok(()),
            Some(Overlay::List(list)) => {
                let lines: Vec<String> =
                    list.entries().into_iter().enumerate().map(|(at, entry)| entry_line(at, entry)).collect();
                for line in lines {
                    self.line(&line)?;
                }
                self.line(self.say("plain.pick"))
            }
            Some(Overlay::Page(_)) => self.page(),
        }
    }

    /// A page in lines. One that offers nothing is closed again: it was read.
    fn page(&mut self) -> Result<(), CliError> {
        use crate::tui::overlay::page::Content;
        let app = &mut self.machine.app;
        let Some(Overlay::Page(mut page)) = app.overlay.take() else { return Ok(()) };
        let offers = match &page.content {
            Content::WrapUp(_) => Some("plain.end_offer"),
            Content::Announcements if !app.desk.unread().is_empty() => Some("plain.receipt_offer"),
            _ => None,
        };
        let lines = match &page.content {
            // As it would be copied, lines unbroken.
            Content::WrapUp(text) | Content::Text { text, .. } => {
                crate::text::clean::for_screen(text).lines().map(str::to_owned).collect()
            }
            _ => page.text(PAGE_CELLS, &app.desk, &app.house),
        };
        if offers.is_some() {
            app.overlay = Some(Overlay::Page(page));
        }
        for line in lines.iter().filter(|line| !line.trim().is_empty()) {
            self.line(line)?;
        }
        match offers {
            Some(key) => self.line(self.say(key)),
            None => Ok(()),
        }
    }

    /// What was told of what the customer says.
    ///
    /// # Errors
    /// When nobody reads the output any more.
    pub(super) fn suggestions(&self) -> Result<(), CliError> {
        let (desk, house) = (&self.machine.app.desk, &self.machine.app.house);
        let key = self.command(crate::tui::action::Action::Suggestion);
        self.line(&house.messages.fill("told.suggested", &[("key", &key)]))?;
        for (id, question) in &desk.contact.suggested {
            self.line(&mask(&format!("{} {}", one_line(question), one_line(id))))?;
        }
        Ok(())
    }
}

/// Pages are broken into lines of so many cells.
const PAGE_CELLS: u16 = 96;

fn entry_line(at: usize, entry: &Entry) -> String {
    let on = match entry.on {
        Some(true) => "[x]",
        Some(false) => "[ ]",
        None => "",
    };
    let words = [on, entry.label.as_str(), entry.note.as_str(), entry.right.as_str()];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    format!("{}. {}", at + 1, words.join(" "))
}
