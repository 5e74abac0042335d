//! One key press, as people write it and as terminals can tell it.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// The keys that have names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Code {
    Char(char),
    F(u8),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// Code, name in files, label for people. The first row of a code is the one that is written.
const NAMES: &[(Code, &str, &str)] = &[
    (Code::Enter, "enter", "Enter"),
    (Code::Esc, "esc", "Esc"),
    (Code::Tab, "tab", "Tab"),
    (Code::BackTab, "back_tab", "Shift+Tab"),
    (Code::Backspace, "backspace", "Backspace"),
    (Code::Delete, "delete", "Delete"),
    (Code::Insert, "insert", "Insert"),
    (Code::Up, "up", "Up"),
    (Code::Down, "down", "Down"),
    (Code::Left, "left", "Left"),
    (Code::Right, "right", "Right"),
    (Code::Home, "home", "Home"),
    (Code::End, "end", "End"),
    (Code::PageUp, "page_up", "PgUp"),
    (Code::PageDown, "page_down", "PgDn"),
    (Code::Char(' '), "space", "Space"),
    (Code::Char('-'), "minus", "-"),
    (Code::Char('+'), "plus", "+"),
    (Code::Enter, "return", ""),
    (Code::Esc, "escape", ""),
    (Code::BackTab, "backtab", ""),
    (Code::Delete, "del", ""),
    (Code::Insert, "ins", ""),
    (Code::PageUp, "pageup", ""),
    (Code::PageUp, "pgup", ""),
    (Code::PageDown, "pagedown", ""),
    (Code::PageDown, "pgdn", ""),
];

/// Function keys that keyboards and terminals know.
const LAST_F: u8 = 24;

/// A normalised key press.
///
/// What arrives from a terminal and what is written in a file meet here. A key that a plain terminal cannot tell from
/// another can be written, so that the loader can name it; it never arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    code: Code,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

impl Key {
    /// Normalises: one spelling for each key.
    pub(super) fn new(code: Code, ctrl: bool, alt: bool, shift: bool) -> Key {
        let mut key = Key { code, ctrl, alt, shift };
        match code {
            Code::Char(c) if ctrl || alt => {
                key.code = Code::Char(control(half_width(c).to_ascii_lowercase(), ctrl))
            }
            Code::Char(c) if shift && c.is_ascii_alphabetic() => {
                key.code = Code::Char(c.to_ascii_uppercase());
                key.shift = false;
            }
            // Whoever typed a symbol or a Chinese character with Shift meant the character.
            Code::Char(c) if c != ' ' => key.shift = false,
            Code::BackTab => key.shift = false,
            Code::Tab if shift => {
                key.code = Code::BackTab;
                key.shift = false;
            }
            _ => {}
        }
        key
    }

    /// Reads what a terminal sent. Releases and keys without a name give `None`.
    pub fn from_event(event: &KeyEvent) -> Option<Key> {
        let foreign = KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META;
        if event.kind == KeyEventKind::Release || event.modifiers.intersects(foreign) {
            return None;
        }
        let code = match event.code {
            KeyCode::Char(c) if !c.is_control() => Code::Char(c),
            KeyCode::F(n) if (1..=LAST_F).contains(&n) => Code::F(n),
            KeyCode::Enter => Code::Enter,
            KeyCode::Esc => Code::Esc,
            KeyCode::Tab => Code::Tab,
            KeyCode::BackTab => Code::BackTab,
            KeyCode::Backspace => Code::Backspace,
            KeyCode::Delete => Code::Delete,
            KeyCode::Insert => Code::Insert,
            KeyCode::Up => Code::Up,
            KeyCode::Down => Code::Down,
            KeyCode::Left => Code::Left,
            KeyCode::Right => Code::Right,
            KeyCode::Home => Code::Home,
            KeyCode::End => Code::End,
            KeyCode::PageUp => Code::PageUp,
            KeyCode::PageDown => Code::PageDown,
            _ => return None,
        };
        let has = |modifier| event.modifiers.contains(modifier);
        let mut key =
            Key::new(code, has(KeyModifiers::CONTROL), has(KeyModifiers::ALT), has(KeyModifiers::SHIFT));
        if key.bare().is_some() {
            key.shift = false;
        }
        // Some terminals can tell ctrl-h from backspace, and Caps Lock sends ctrl-shift-k for ctrl-k: here they are
        // what a plain terminal would make of them, so that a keymap means the same everywhere. A control key that a
        // plain terminal would send as text stays what it is: it must not type.
        Some(key.twin().filter(|twin| twin.bare().is_none()).unwrap_or(key))
    }

    /// The character of a plain text key, as it was typed: nothing is folded.
    pub fn text(&self) -> Option<char> {
        self.bare().filter(|_| !self.shift)
    }

    /// The character that a paste without brackets would have sent as this key: those that are typed, and line ends and
    /// tabs.
    pub fn as_text(&self) -> Option<char> {
        match (self.code, self.ctrl || self.alt || self.shift) {
            (Code::Enter, false) => Some('\n'),
            (Code::Tab, false) => Some('\t'),
            _ => self.text(),
        }
    }

    /// The character of a key without Ctrl and Alt, whether Shift is written or not.
    pub(super) fn bare(&self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The key to look up: full-width characters of an input method count as their half-width cousins.
    pub(super) fn folded(self) -> Key {
        match self.code {
            Code::Char(c) => Key { code: Code::Char(half_width(c)), ..self },
            _ => self,
        }
    }

    /// What a plain terminal makes of this key, where that is another one.
    pub(super) fn twin(&self) -> Option<Key> {
        let Key { code, ctrl, alt, .. } = *self;
        let plain = |code| Key { code, ctrl: false, alt, shift: false };
        let twin = match code {
            Code::Char('i') if ctrl => plain(Code::Tab),
            Code::Char('m' | 'j') if ctrl => plain(Code::Enter),
            Code::Char('h' | '8') if ctrl => plain(Code::Backspace),
            // Esc has no Alt: two Esc bytes arrive as one Esc.
            Code::Char('[' | '3') if ctrl => Key { alt: false, ..plain(Code::Esc) },
            Code::Char('[') if alt => Key { alt: false, ..plain(Code::Esc) },
            Code::Esc => Key { alt: false, ..plain(code) },
            // Space and the dot belong to the input method; they are named as such.
            Code::Char(' ' | '.') if !alt => *self,
            Code::Char(c) if ctrl && !has_control_code(c) => plain(code),
            Code::Char(_) if ctrl || alt => Key { shift: false, ..*self },
            Code::Enter | Code::Tab | Code::BackTab | Code::Backspace => plain(code),
            _ => *self,
        };
        (twin != *self).then_some(twin)
    }

    /// Whether Chinese input methods take this key away.
    pub(super) fn is_taken_by_ime(&self) -> bool {
        match self.code {
            Code::Char(' ') => (self.ctrl || self.shift) && !self.alt,
            Code::Char('.') => self.ctrl && !self.alt,
            _ => false,
        }
    }

    /// The key for people: `Ctrl+K`.
    pub fn label(&self) -> String {
        let mut label = String::new();
        for (on, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if on {
                label.push_str(name);
            }
        }
        match (self.code, NAMES.iter().find(|row| row.0 == self.code)) {
            (_, Some((_, _, name))) => label.push_str(name),
            (Code::F(n), None) => label.push_str(&format!("F{n}")),
            (Code::Char(c), None) if self.ctrl || self.alt => label.push(c.to_ascii_uppercase()),
            (Code::Char(c), None) => label.push(c),
            _ => {}
        }
        label
    }

    /// Whether Alt is held.
    #[cfg(test)]
    pub(super) fn has_alt(&self) -> bool {
        self.alt
    }

    /// The number of a function key.
    #[cfg(test)]
    pub(super) fn function(&self) -> Option<u8> {
        match self.code {
            Code::F(n) => Some(n),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (on, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if on {
                f.write_str(name)?;
            }
        }
        match (self.code, NAMES.iter().find(|row| row.0 == self.code)) {
            (_, Some((_, name, _))) => f.write_str(name),
            (Code::F(n), None) => write!(f, "f{n}"),
            (Code::Char(c), None) => write!(f, "{c}"),
            _ => Ok(()),
        }
    }
}

/// A key that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no key")]
pub struct NoKey(pub String);

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(written: &str) -> Result<Key, NoKey> {
        let refused = || NoKey(written.to_owned());
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = written.trim();
        while let Some((head, tail)) = rest.split_once(['-', '+']).filter(|(_, tail)| !tail.is_empty()) {
            let held = match head.to_ascii_lowercase().as_str() {
                "ctrl" | "control" => &mut ctrl,
                "alt" => &mut alt,
                "shift" => &mut shift,
                _ => break,
            };
            if std::mem::replace(held, true) {
                return Err(refused());
            }
            rest = tail;
        }
        let code = code(rest).ok_or_else(refused)?;
        if let Code::Char(c) = code
            && shift
            && !ctrl
            && !alt
            && !c.is_ascii_alphabetic()
            && c != ' '
        {
            // What Shift makes of `1` depends on the keyboard; the symbol itself can be written.
            return Err(refused());
        }
        Ok(Key::new(code, ctrl, alt, shift))
    }
}

/// The code of a name or of a single character.
fn code(name: &str) -> Option<Code> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control() && (c == ' ' || !c.is_whitespace())).then(|| Code::Char(half_width(c)));
    }
    let name = name.to_ascii_lowercase().replace('-', "_");
    let number = name.strip_prefix('f').and_then(|n| n.parse::<u8>().ok());
    match number {
        Some(n) if (1..=LAST_F).contains(&n) => Some(Code::F(n)),
        _ => NAMES.iter().find(|row| row.1 == name).map(|row| row.0),
    }
}

/// The half-width cousin of a full-width character.
fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// One spelling for the control codes 0x00 and 0x1C to 0x1F, which terminals and people call by several characters.
fn control(c: char, ctrl: bool) -> char {
    match c {
        _ if !ctrl => c,
        '2' | '@' => ' ',
        '4' => '\\',
        '5' => ']',
        '6' => '^',
        '7' | '/' => '_',
        other => other,
    }
}

/// Whether Ctrl and this character have a code of their own in a plain terminal.
fn has_control_code(c: char) -> bool {
    c.is_ascii_lowercase() || matches!(c, ' ' | '\\' | ']' | '^' | '_')
}
