//! An article in lines, in the order in which it is wanted: what warns, what the customer hears, what the house knows.

use super::Plain;
use crate::cli::error::CliError;
use crate::kb::Shown;
use crate::model::Face;
use crate::text::clean::{for_screen, one_line};
use crate::tui::lines::belongings;
use crate::tui::screen::desk::gate::copy_text;
use crate::tui::screen::desk::pages::cost_words;
use crate::tui::screen::desk::{home, trust};
use crate::tui::widget::answer::forbidden;

impl Plain<'_> {
    /// Reads out the article of the selected row, whole or one face of it. From then on *use* and *copy* mean it.
    ///
    /// # Errors
    /// When nobody reads the output any more.
    pub(super) fn read(&mut self, face: Option<Face>) -> Result<(), CliError> {
        let Some(shown) = self.machine.app.desk.shown.clone() else {
            return self.line(self.say("plain.nothing_open"));
        };
        let lines = match face {
            None => self.whole(&shown),
            Some(Face::Customer) => {
                let mut lines = self.warnings(&shown);
                lines.extend(self.customer(&shown));
                lines
            }
            Some(Face::Internal) => self.internal(&shown),
        };
        for line in lines {
            self.line(&line)?;
        }
        self.machine.app.was_read(true);
        Ok(())
    }

    fn whole(&self, shown: &Shown) -> Vec<String> {
        let house = &self.machine.app.house;
        let article = &shown.article;
        let id = one_line(article.id.as_deref().unwrap_or_default());
        let mut lines = vec![format!("{id} {}", one_line(&article.question)).trim().to_owned()];
        lines.extend(self.warnings(shown));
        lines.extend(self.customer(shown));
        lines.extend(self.internal(shown));
        let standing = trust::signals(&self.machine.app.desk, house);
        let standing: Vec<String> = standing.into_iter().map(|(word, _)| word).collect();
        lines.push(self.fill("plain.standing", "text", &standing.join(self.say("plain.between"))));
        lines.extend(belongings(shown, house));
        let variants = self.machine.app.desk.row().map_or(0, |row| row.variants.len());
        if variants > 0 {
            lines.push(self.fill("plain.variants", "count", &variants));
        }
        lines
    }

    /// What must be known before anything is said: that it has ended, that it lags, what is announced.
    fn warnings(&self, shown: &Shown) -> Vec<String> {
        let house = &self.machine.app.house;
        let badges: Vec<&str> = trust::of_shown(shown, house).into_iter().map(|(word, _)| word).collect();
        let mut lines = Vec::new();
        if !badges.is_empty() {
            lines.push(self.fill("plain.attention", "text", &badges.join(self.say("plain.between"))));
        }
        for note in self.machine.app.desk.banners(shown) {
            let level = house.say(home::level(note.level, house).0);
            let text = format!("{level} {}", one_line(&note.title));
            lines.push(self.fill("plain.announcement", "text", &text));
        }
        lines
    }

    /// The customer answer as it would be copied, and what must not be said with it.
    fn customer(&self, shown: &Shown) -> Vec<String> {
        let (app, house) = (&self.machine.app, &self.machine.app.house);
        let place = app.desk.contact.channel;
        let mut lines = Vec::new();
        match copy_text(shown, Face::Customer, place, house) {
            Some((text, channel)) => {
                let (label, cost) = (house.channel_label(&channel), cost_words(&text, &channel, house));
                let head = [("channel", &label as &dyn std::fmt::Display), ("cost", &cost)];
                lines.push(house.messages.fill("plain.customer", &head));
                lines.extend(for_screen(&text).lines().map(str::to_owned));
            }
            None => lines.push(house.say("desk.no_customer").to_owned()),
        }
        let never = shown.article.internal.as_ref().map(forbidden).unwrap_or_default();
        lines.extend(never.iter().map(|text| format!("{}{}", house.say("desk.never"), one_line(text))));
        lines
    }

    fn internal(&self, shown: &Shown) -> Vec<String> {
        let (app, house) = (&self.machine.app, &self.machine.app.house);
        let text = copy_text(shown, Face::Internal, app.desk.contact.channel, house);
        let Some((text, _)) = text else { return vec![house.say("desk.no_internal").to_owned()] };
        let mut lines = vec![house.say("plain.internal").to_owned()];
        lines.extend(for_screen(&text).lines().map(str::to_owned));
        lines
    }
}
