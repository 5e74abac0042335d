//! The terminal, borrowed and given back: raw mode, alternate screen, paste, mouse, cursor.
//!
//! One guard owns all of it and restores it on drop; the panic hook restores it before the message is printed.

use std::io::{self, IsTerminal as _, Stdout, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use crate::i18n::Messages;
use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::style::{Attribute, Print, SetAttribute, SetColors};
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{execute, queue};
use ratatui::backend::{Backend, ClearType, IntoCrossterm as _, WindowSize};
use ratatui::buffer::{Cell, CellWidth as _};
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use ratatui::{Frame, Terminal};

/// Why the desk cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Input or output is a file or a pipe.
    #[error("the desk needs a terminal on {0}; for scripts there is `zhixi search`")]
    NoTerminal(&'static str),
    /// The terminal cannot place a cursor.
    #[error(
        "TERM={0:?} cannot place a cursor, so the desk cannot be drawn; set TERM, such as TERM=xterm-256color"
    )]
    DumbTerminal(String),
    /// Reading from or writing to the terminal failed.
    #[error("the terminal failed")]
    Io(#[from] io::Error),
    /// The terminal went away while the desk was open.
    #[error("the terminal cannot be read any more: {0}")]
    InputLost(String),
}

impl Error {
    /// What happened and what to do, in the person's language.
    pub fn say(&self, messages: &Messages) -> String {
        let (key, detail) = match self {
            Error::NoTerminal(end) => ("terminal.none", (*end).to_owned()),
            Error::DumbTerminal(term) => ("terminal.dumb", term.clone()),
            Error::Io(error) => ("terminal.failed", error.to_string()),
            Error::InputLost(why) => ("terminal.lost", why.clone()),
        };
        messages.fill(key, &[("detail", &detail)])
    }
}

static TAKEN: AtomicBool = AtomicBool::new(false);
static WITH_MOUSE: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The terminal while the desk is open.
pub struct Screen {
    terminal: Terminal<Output<Held<Stdout>>>,
}

impl Screen {
    /// Takes the terminal, or says why it cannot.
    ///
    /// # Errors
    /// When there is no terminal, a dumb one, or writing to it fails.
    pub fn take(term: Option<&str>, mouse: bool) -> Result<Screen, Error> {
        check(term, io::stdin().is_terminal(), io::stdout().is_terminal())?;
        restore_on_panic(thread::current().id());
        terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        WITH_MOUSE.store(mouse, Ordering::SeqCst);
        let out = Held { inner: io::stdout(), bytes: Vec::with_capacity(1 << 16) };
        // From here on the guard gives back what was taken, also when the next line fails.
        let mut screen = Screen { terminal: Terminal::new(Output { out, size: terminal::size()?.into() })? };
        let out = screen.out();
        queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
        if mouse {
            queue!(out, EnableMouseCapture)?;
        }
        Ok(screen)
    }

    /// Gives the terminal back for a while: another program has it.
    pub fn lend(&mut self) {
        self.out().bytes.clear();
        restore();
    }

    /// Takes the terminal again after it was lent; all of it is drawn anew.
    ///
    /// # Errors
    /// When it cannot be had.
    pub fn take_back(&mut self) -> Result<(), Error> {
        terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let (columns, rows) = terminal::size()?;
        self.resize(columns, rows);
        let mouse = WITH_MOUSE.load(Ordering::SeqCst);
        let out = self.out();
        queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
        if mouse {
            queue!(out, EnableMouseCapture)?;
        }
        self.forget()
    }

    /// Asks the terminal how wide it shows ambiguous characters. Before the first frame; it is not waited for.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub fn ask_width(&mut self) -> Result<(), Error> {
        Ok(super::probe::ask(self.out())?)
    }

    /// Reads the mouse, or no longer.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub fn read_mouse(&mut self, is_read: bool) -> Result<(), Error> {
        // Noted first where it is switched on: it is given back also when the next line fails.
        WITH_MOUSE.fetch_or(is_read, Ordering::SeqCst);
        if is_read {
            queue!(self.out(), EnableMouseCapture)?;
        } else {
            queue!(self.out(), DisableMouseCapture)?;
        }
        Ok(self.out().send()?)
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        let size = self.terminal.backend().size;
        (size.width, size.height)
    }

    /// Takes note of a new size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.terminal.backend_mut().size = Size { width: columns, height: rows };
    }

    /// Draws one frame in one envelope: the cursor is hidden while cells move and shown again on the caret.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> Result<(), Error> {
        queue!(self.out(), BeginSynchronizedUpdate, Hide)?;
        let drawn = self.terminal.draw(view).map(drop);
        queue!(self.out(), EndSynchronizedUpdate)?;
        self.out().send()?;
        Ok(drawn?)
    }

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub fn forget(&mut self) -> Result<(), Error> {
        Ok(self.terminal.clear()?)
    }

    /// Sends a text to the terminal's clipboard.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub fn to_clipboard(&mut self, text: &str) -> Result<(), Error> {
        queue!(self.out(), CopyToClipboard::to_clipboard_from(text))?;
        Ok(self.out().send()?)
    }

    fn out(&mut self) -> &mut Held<Stdout> {
        &mut self.terminal.backend_mut().out
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.out().bytes.clear();
        restore();
    }
}

fn check(term: Option<&str>, stdin: bool, stdout: bool) -> Result<(), Error> {
    match term {
        _ if !stdin => Err(Error::NoTerminal("stdin")),
        _ if !stdout => Err(Error::NoTerminal("stdout")),
        Some("dumb") => Err(Error::DumbTerminal("dumb".to_owned())),
        _ => Ok(()),
    }
}

/// Gives the terminal back; once, however often it is called.
fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    if WITH_MOUSE.load(Ordering::SeqCst) {
        let _ = execute!(out, DisableMouseCapture);
    }
    let _ = execute!(out, EndSynchronizedUpdate, DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _ = terminal::disable_raw_mode();
}

/// A panic of the drawing thread restores the terminal before its message is printed. A worker's panic is
/// caught by the worker and shown on the screen: printed, it would lie across the frame.
fn restore_on_panic(drawing: ThreadId) {
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if thread::current().id() == drawing {
                restore();
            }
            if !TAKEN.load(Ordering::SeqCst) {
                before(info);
            }
        }));
    });
}

/// Bytes are kept until the frame is complete, so that one frame is one write.
struct Held<W: Write> {
    inner: W,
    bytes: Vec<u8>,
}

impl<W: Write> Held<W> {
    fn send(&mut self) -> io::Result<()> {
        let sent = self.inner.write_all(&self.bytes).and_then(|()| self.inner.flush());
        self.bytes.clear();
        sent
    }
}

impl<W: Write> Write for Held<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Flushing is [`Held::send`]'s business.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The backend. Unlike ratatui's own it knows that the cursor has moved two cells after a Chinese character,
/// where that one places the cursor anew for each of them (some 7 bytes a character over a slow line).
///
/// It is told its size, so that a frame is never drawn for another size than the app has prepared.
struct Output<W: Write> {
    out: W,
    size: Size,
}

impl<W: Write> Backend for Output<W> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        let out = &mut self.out;
        let (mut fg, mut bg, mut modifier) = (Color::Reset, Color::Reset, Modifier::empty());
        let mut next: Option<(u16, u16)> = None;
        for (x, y, cell) in content {
            if next != Some((x, y)) {
                queue!(out, MoveTo(x, y))?;
            }
            next = (is_plain(cell.symbol())).then(|| (x.saturating_add(cell.cell_width()), y));
            // Attributes can only be taken away all at once on every terminal.
            if cell.modifier != modifier {
                queue!(out, SetAttribute(Attribute::Reset))?;
                (fg, bg, modifier) = (Color::Reset, Color::Reset, cell.modifier);
                for (one, attribute) in ATTRIBUTES {
                    if modifier.contains(one) {
                        queue!(out, SetAttribute(attribute))?;
                    }
                }
            }
            if (cell.fg, cell.bg) != (fg, bg) {
                (fg, bg) = (cell.fg, cell.bg);
                queue!(
                    out,
                    SetColors(crossterm::style::Colors::new(fg.into_crossterm(), bg.into_crossterm()))
                )?;
            }
            queue!(out, Print(cell.symbol()))?;
        }
        if (fg, bg, modifier) != (Color::Reset, Color::Reset, Modifier::empty()) {
            queue!(out, SetAttribute(Attribute::Reset))?;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        queue!(self.out, Hide)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        queue!(self.out, Show)
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // Asking the terminal would take its answer from the thread that reads keys.
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        queue!(self.out, MoveTo(x, y))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        use terminal::ClearType as Cross;
        let region = match clear_type {
            ClearType::All => Cross::All,
            ClearType::AfterCursor => Cross::FromCursorDown,
            ClearType::BeforeCursor => Cross::FromCursorUp,
            ClearType::CurrentLine => Cross::CurrentLine,
            ClearType::UntilNewLine => Cross::UntilNewLine,
        };
        queue!(self.out, terminal::Clear(region))
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::default() })
    }

    /// Nothing leaves before the envelope is closed: see [`Held`].
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const ATTRIBUTES: [(Modifier, Attribute); 6] = [
    (Modifier::BOLD, Attribute::Bold),
    (Modifier::DIM, Attribute::Dim),
    (Modifier::ITALIC, Attribute::Italic),
    (Modifier::UNDERLINED, Attribute::Underlined),
    (Modifier::REVERSED, Attribute::Reverse),
    (Modifier::CROSSED_OUT, Attribute::CrossedOut),
];

/// Whether all terminals agree how wide a symbol is: ASCII, and the wide East Asian ranges without emoji.
fn is_plain(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    matches!(c, ' '..='~' | '\u{3001}'..='\u{303d}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn a_file_or_a_dumb_terminal_is_refused() {
        assert!(matches!(check(Some("xterm"), false, true), Err(Error::NoTerminal("stdin"))));
        assert!(matches!(check(Some("xterm"), true, false), Err(Error::NoTerminal("stdout"))));
        assert!(matches!(check(Some("dumb"), true, true), Err(Error::DumbTerminal(_))));
        assert!(check(None, true, true).is_ok());
    }

    #[test]
    fn chinese_text_is_written_without_a_jump_for_each_character() {
        let area = Rect::new(0, 0, 20, 1);
        let (before, mut after) = (Buffer::empty(area), Buffer::empty(area));
        after.set_string(2, 0, "宽带ab断网", Style::new());
        after.set_style(Rect::new(6, 0, 2, 1), Style::new().bold());
        let mut output = Output { out: Vec::new(), size: Size::new(20, 1) };
        output.draw(before.diff(&after).into_iter()).expect("memory");
        let text = String::from_utf8(output.out).expect("UTF-8");
        assert_eq!(text, "\u{1b}[1;3H宽带\u{1b}[0m\u{1b}[1mab\u{1b}[0m断网");
    }

    #[test]
    fn after_a_symbol_that_terminals_disagree_on_the_cursor_is_placed_anew() {
        let area = Rect::new(0, 0, 8, 1);
        let (before, mut after) = (Buffer::empty(area), Buffer::empty(area));
        after.set_string(0, 0, "·a", Style::new());
        let mut output = Output { out: Vec::new(), size: Size::new(20, 1) };
        output.draw(before.diff(&after).into_iter()).expect("memory");
        let text = String::from_utf8(output.out).expect("UTF-8");
        assert_eq!(text, "\u{1b}[1;1H·\u{1b}[1;2Ha");
    }
}
