//! Styles by meaning and the glyphs of the chrome. Themes are data in `data/themes/`.

use include_dir::{Dir, include_dir};
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::config::{Ambiguous, Glyphs as GlyphSet, Settings};

static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/themes");

/// A style as a theme file writes it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Wire {
    #[serde(deserialize_with = "color")]
    fg: Option<Color>,
    #[serde(deserialize_with = "color")]
    bg: Option<Color>,
    bold: bool,
    dim: bool,
    italic: bool,
    underlined: bool,
    reversed: bool,
}

/// Reads a colour by its name, its number or `#rrggbb`.
fn color<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Color>, D::Error> {
    let name = String::deserialize(from)?;
    name.parse().map(Some).map_err(|_| serde::de::Error::custom(format!("no colour {name:?}")))
}

impl From<Wire> for Style {
    fn from(wire: Wire) -> Style {
        let mut style = Style { fg: wire.fg, bg: wire.bg, ..Style::new() };
        for (on, modifier) in [
            (wire.bold, Modifier::BOLD),
            (wire.dim, Modifier::DIM),
            (wire.italic, Modifier::ITALIC),
            (wire.underlined, Modifier::UNDERLINED),
            (wire.reversed, Modifier::REVERSED),
        ] {
            if on {
                style = style.add_modifier(modifier);
            }
        }
        style
    }
}

macro_rules! theme {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// One style for each meaning.
        #[derive(Debug, Clone, Default)]
        pub struct Theme { $($(#[$doc])* pub $name: Style),+ }

        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct ThemeWire { $($name: Wire),+ }

        impl From<ThemeWire> for Theme {
            fn from(wire: ThemeWire) -> Theme {
                Theme { $($name: wire.$name.into()),+ }
            }
        }
    };
}

theme! {
    /// Name of the knowledge base, titles of overlays.
    title,
    /// What is said quietly.
    dim,
    /// The first sentence of an answer.
    lead,
    /// What matched.
    hit,
    /// A fact in an answer.
    fact,
    /// A fact that only this face has.
    fact_only,
    /// The selected row or entry.
    selected,
    /// The glyph before the selected row.
    marker,
    /// Heading of the pane that has the focus.
    head,
    /// Heading of another pane.
    head_idle,
    /// Lines between panes.
    rule,
    /// A heading in an answer.
    heading,
    /// Code in an answer.
    code,
    /// A link in an answer.
    link,
    /// A quotation in an answer.
    quote,
    /// 【必告】
    must,
    /// 【仅内部】
    private,
    /// 【禁说】
    forbidden,
    /// 【内外有别】
    differs,
    /// Good news.
    good,
    /// To look at.
    warn,
    /// To stop at.
    bad,
    /// A scope chip.
    chip,
    /// A channel tab.
    tab,
    /// The channel shown.
    tab_here,
    /// A key in a hint.
    key,
    /// A key that does nothing now.
    key_off,
    /// A message in the status line.
    notice,
    /// The border of an overlay.
    frame,
}

impl Theme {
    /// The shipped theme of that name.
    pub fn named(name: &str) -> Option<Theme> {
        let file = THEMES.get_file(format!("{name}.toml"))?;
        toml::from_str::<ThemeWire>(file.contents_utf8()?).ok().map(Theme::from)
    }

    /// The theme that the settings ask for; without colours where the environment wants none.
    pub fn choose(name: &str, no_color: bool) -> Theme {
        let name = if no_color { "mono" } else { name };
        Theme::named(name).or_else(|| Theme::named("default")).unwrap_or_default()
    }

    /// The names of the shipped themes.
    pub fn names() -> Vec<&'static str> {
        THEMES.files().filter_map(|f| f.path().file_stem()?.to_str()).collect()
    }
}

/// The signs of the chrome, each of a known width.
#[derive(Debug, Clone, Copy)]
pub struct Glyphs {
    /// Ends a text that was cut.
    pub cut: &'static str,
    /// Stands before the selected row.
    pub marker: &'static str,
    /// Between panes.
    pub bar: &'static str,
    /// A rule.
    pub dash: &'static str,
    /// A list item.
    pub bullet: &'static str,
    /// A channel that has a written rendering.
    pub written: &'static str,
    /// Before a similar question.
    pub like: &'static str,
    /// Before a row that answers to a part of the query only.
    pub weak: &'static str,
    /// A filled cell of a bar.
    pub fill: &'static str,
    /// After the word before the search line.
    pub prompt: &'static str,
    /// Between items of one line.
    pub between: &'static str,
    /// Before a count of more.
    pub plus: &'static str,
    /// Before a quotation.
    pub quote: &'static str,
    /// An entry that is switched on.
    pub on: &'static str,
    /// An entry that is switched off.
    pub off: &'static str,
    /// More above, more below.
    pub more: (&'static str, &'static str),
    /// More to the left, more to the right.
    pub sides: (&'static str, &'static str),
    /// Corners of a box: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
}

const UNICODE: Glyphs = Glyphs {
    cut: "…",
    marker: "▌",
    bar: "│",
    dash: "─",
    bullet: "•",
    written: "●",
    like: "≈",
    weak: "~",
    fill: "■",
    prompt: "❯",
    between: "·",
    plus: "＋",
    quote: "▏",
    on: "[x]",
    off: "[ ]",
    more: ("↑", "↓"),
    sides: ("‹", "›"),
    corners: ["┌", "┐", "└", "┘"],
};

const ASCII: Glyphs = Glyphs {
    cut: "...",
    marker: ">",
    bar: "|",
    dash: "-",
    bullet: "-",
    written: "*",
    like: "~",
    weak: "?",
    fill: "#",
    prompt: ">",
    between: "|",
    plus: "+",
    quote: "|",
    on: "[x]",
    off: "[ ]",
    more: ("^", "v"),
    sides: ("<", ">"),
    corners: ["+", "+", "+", "+"],
};

/// How everything looks: theme, glyphs, and whether ambiguous characters take two cells here.
#[derive(Debug, Clone)]
pub struct Look {
    /// Styles.
    pub theme: Theme,
    /// Signs.
    pub glyphs: Glyphs,
    /// Characters of ambiguous width are drawn by unambiguous cousins.
    pub spare_ambiguous: bool,
}

impl Look {
    /// What settings and environment ask for.
    pub fn of(settings: &Settings, no_color: bool) -> Look {
        let wide = settings.ambiguous == Ambiguous::Wide;
        // Lines and bullets are themselves ambiguous, so a wide terminal gets the ASCII chrome.
        let glyphs = if wide || settings.glyphs == GlyphSet::Ascii { ASCII } else { UNICODE };
        Look { theme: Theme::choose(&settings.theme, no_color), glyphs, spare_ambiguous: wide }
    }
}

/// A one-cell cousin, on every terminal, of a character whose width differs between terminals.
pub fn cousin(symbol: &str) -> Option<&'static str> {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return None };
    Some(match c {
        '“' | '”' | '„' => "\"",
        '‘' | '’' => "'",
        '…' | '‥' => ".",
        '·' | '•' | '●' | '○' | '◆' | '◇' | '■' | '□' | '★' | '☆' => "*",
        '—' | '–' | '─' | '━' | '―' => "-",
        '│' | '┃' | '‖' | '▌' | '▏' => "|",
        '×' => "x",
        '÷' => "/",
        '±' => "+",
        '≈' | '∼' => "~",
        '≤' | '←' => "<",
        '≥' | '→' => ">",
        '↑' => "^",
        '↓' => "v",
        '℃' => "C",
        '°' => "'",
        '§' => "S",
        '※' => "*",
        '√' => "v",
        '①'..='⑨' => {
            const DIGITS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
            DIGITS.get((c as usize).saturating_sub('①' as usize)).copied().unwrap_or("?")
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::cells;

    #[test]
    fn every_shipped_theme_loads() {
        let names = Theme::names();
        for name in crate::config::THEMES {
            assert!(names.contains(name), "{name} is missing");
        }
        assert_eq!(names.len(), crate::config::THEMES.len(), "settings do not know every theme");
        for file in THEMES.files() {
            let text = file.contents_utf8().expect("UTF-8");
            if let Err(e) = toml::from_str::<ThemeWire>(text) {
                panic!("{}: {e}", file.path().display());
            }
        }
    }

    #[test]
    fn no_color_takes_the_theme_without_colours() {
        let theme = Theme::choose("default", true);
        assert_eq!(theme.title.fg, None);
        assert_eq!(theme.selected.bg, None);
        assert!(Theme::choose("default", false).title.fg.is_some());
    }

    #[test]
    fn an_unknown_theme_is_the_default_one() {
        assert_eq!(Theme::choose("nope", false).title, Theme::choose("default", false).title);
    }

    #[test]
    fn cousins_take_one_cell() {
        for c in "“”‘’…·•×→①⑨℃≥≤─│●".chars() {
            let cousin = cousin(&c.to_string()).expect("a cousin");
            assert_eq!(cells(cousin), 1, "{c}");
            assert!(cousin.is_ascii());
        }
        assert_eq!(cousin("《"), None);
    }
}
