//! How a text that is being written stands on the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Editor, Panes, WIDE, side};
use crate::customer::finding::Severity;
use crate::text::clean::one_line;
use crate::tui::action::{Action, Context};
use crate::tui::house::House;
use crate::tui::screen::desk::strip::tone_style;
use crate::tui::screen::desk::turn::Said;
use crate::tui::widget::area::Decoration;
use crate::tui::widget::paint;
use crate::tui::widget::rich::Rich;

impl Editor {
    /// Makes everything ready for a window of that size.
    pub fn prepare(&mut self, width: u16, height: u16, house: &House) {
        // A title above; the hints of the desk below. Each pane has a heading.
        let body = Rect { x: 0, y: 1, width, height: height.saturating_sub(2) };
        self.panes = if width >= WIDE {
            let side = (width / 4).clamp(30, 48);
            let each = width.saturating_sub(side + 4) / 2;
            let left = Rect { width: each, ..body };
            let right = Rect { x: left.right() + 2, ..left };
            let side = Rect { x: right.right() + 2, width: width.saturating_sub(right.right() + 2), ..body };
            Panes { left, right, side }
        } else {
            let rows = (body.height / 3).max(2).min(body.height.saturating_sub(3));
            let text = Rect { height: body.height.saturating_sub(rows), ..body };
            let side = Rect { y: text.bottom(), height: rows, ..body };
            let none = Rect::default();
            if self.here == self.left {
                Panes { left: text, right: none, side }
            } else {
                Panes { left: none, right: text, side }
            }
        };
        let sizes = [(self.left, self.panes.left), (self.right, self.panes.right)];
        for (at, pane) in sizes.into_iter().filter(|(_, pane)| !pane.is_empty()) {
            if let Some(part) = self.parts.0.get_mut(at) {
                part.area.set_size(pane.width, pane.height.saturating_sub(1).max(1));
            }
        }
        let made_for = (self.looks, self.panes.side.width);
        if self.lines_of != Some(made_for) {
            (self.lines, self.starts) = side::lines(self, usize::from(self.panes.side.width), house);
            self.lines_of = Some(made_for);
        }
        // What was jumped to is in sight, however much was found.
        let most = self.lines.len().saturating_sub(usize::from(self.panes.side.height));
        let start = self.jumped_to.and_then(|at| self.starts.get(at)).copied().unwrap_or(0);
        self.first = start.min(most);
    }

    /// Draws it over the desk; returns where the caret is.
    pub fn draw(&self, house: &House, said: Option<&Said>, buf: &mut Buffer) -> Position {
        let (theme, glyphs) = (&house.look.theme, &house.look.glyphs);
        let window = buf.area;
        paint::clear(buf, Rect { height: window.height.saturating_sub(1), ..window });
        let title = match &self.id {
            Some(id) => house.messages.fill("editor.title", &[("id", &one_line(id))]),
            None => house.say("editor.title_new").to_owned(),
        };
        let mut head = Rich::of(&format!(" {title}"), theme.title);
        if self.is_changed() {
            head.push(&format!(" {} {}", glyphs.between, house.say("editor.unsaved")), theme.warn);
        }
        let keys = [
            (Action::Save, "editor.save"),
            (Action::Submit, "editor.submit"),
            (Action::FlipFace, "editor.flip"),
            (Action::Pick, "editor.pick"),
            (Action::MatchNext, "editor.jump"),
        ];
        match said {
            Some(said) => head.push(&format!("  {}", one_line(&said.text)), tone_style(said.tone, house)),
            None => {
                for (action, key) in keys {
                    let chord = house.chord(Context::Edit, action);
                    if !chord.is_empty() {
                        head.push(&format!("  {chord} "), theme.key);
                        head.push(house.say(key), theme.dim);
                    }
                }
            }
        }
        paint::line(buf, window, 0, &paint::cut_line(head.line(), usize::from(window.width), glyphs.cut));
        let mut caret = Position::ORIGIN;
        for (at, pane) in [(self.left, self.panes.left), (self.right, self.panes.right)] {
            let Some(part) = self.parts.0.get(at).filter(|_| !pane.is_empty()) else { continue };
            let head = side::pane_head(self, at, house);
            paint::line(buf, pane, 0, &paint::cut_line(head, usize::from(pane.width), glyphs.cut));
            let inside = Rect { y: pane.y + 1, height: pane.height.saturating_sub(1), ..pane };
            let place = part.area.draw(inside, buf, &house.look);
            if at == self.here {
                caret = place;
            }
        }
        if window.width >= WIDE {
            let rows = self.panes.side.top()..self.panes.side.bottom();
            for x in [self.panes.right.x.saturating_sub(1), self.panes.side.x.saturating_sub(1)] {
                paint::bar(buf, x, rows.clone(), &house.look);
            }
        }
        let side = self.panes.side;
        for (row, line) in (0..side.height).zip(self.lines.iter().skip(self.first)) {
            paint::line(buf, side, row, line);
        }
        if self.lines.len() > self.first + usize::from(side.height) && side.height > 0 {
            let corner = Rect { x: window.right().saturating_sub(1), width: 1, ..side };
            paint::text(buf, corner, 0, side.height - 1, glyphs.more.1, theme.title, "");
        }
        caret
    }

    pub(super) fn decorate(&mut self, house: &House) {
        let theme = &house.look.theme;
        let mut styled: Vec<Vec<Decoration>> = self.parts.0.iter().map(|_| Vec::new()).collect();
        for finding in self.findings() {
            let style = if finding.severity == Severity::Error { theme.bad } else { theme.warn };
            if let Some((part, range)) = self.place(finding)
                && let Some(list) = styled.get_mut(part)
            {
                list.push(Decoration { range, style });
            }
        }
        for (part, list) in self.parts.0.iter_mut().zip(styled) {
            let edition = part.area.edition();
            part.area.decorate(edition, list);
        }
    }
}
