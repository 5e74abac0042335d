//! Changes values in the text of a settings file and leaves all else as it is: comments, order, and what nobody knows.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::settings::line_of;

/// Why a text cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotEdit {
    /// It is not TOML.
    Syntax {
        /// The line, 1 first.
        line: usize,
        /// What the parser says.
        detail: String,
    },
    /// No place was found where the setting could be written without touching anything else.
    NoPlace {
        /// The setting.
        key: String,
    },
}

/// The text with other values, given as TOML writes them.
///
/// A value that is there is replaced where it stands. One that is not gets a line of its own: below the comment that shows
/// it (`# key = …`), else below the last setting. What comes out is read again and compared with what went in, so that
/// nothing else can have changed.
///
/// # Errors
/// When the text is not TOML, or there is no such place.
pub fn edited(text: &str, changes: &[(&str, String)]) -> Result<String, CannotEdit> {
    let mut out = text.to_owned();
    for (key, literal) in changes {
        let no_place = || CannotEdit::NoPlace { key: (*key).to_owned() };
        out = with_value(&out, key, literal)?.ok_or_else(no_place)?;
        if !says_the_same_but(text, &out, changes, key) {
            return Err(no_place());
        }
    }
    Ok(out)
}

/// The text with one other value; `None` when there is no place for it.
fn with_value(text: &str, key: &str, literal: &str) -> Result<Option<String>, CannotEdit> {
    let table = DeTable::parse(text).map_err(|error| CannotEdit::Syntax {
        line: line_of(text, error.span().map_or(0, |span| span.start)),
        detail: error.message().to_owned(),
    })?;
    let entries: Vec<_> = table.get_ref().iter().collect();
    if let Some((_, value)) = entries.iter().find(|(name, _)| name.get_ref() == key) {
        let is_table = matches!(value.get_ref(), DeValue::Table(_));
        return Ok(if is_table { None } else { spliced(text, value.span(), literal) });
    }
    let (mut last, mut header) = (None, text.len());
    for (name, value) in &entries {
        let line = line_start(text, name.span().start);
        if text.get(line..).is_some_and(|rest| rest.trim_start().starts_with('[')) {
            header = header.min(line);
        } else {
            last = last.max(Some(line_end(text, value.span().end.max(name.span().end))));
        }
    }
    let at = below_its_comment(text, key, header).or(last).unwrap_or(header);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = text.get(..at).unwrap_or_default();
    let gap = if before.is_empty() || before.ends_with('\n') { "" } else { end };
    Ok(spliced(text, at..at, &format!("{gap}{key} = {literal}{end}")))
}

/// Behind the comment that shows the setting, looked for before `until`.
fn below_its_comment(text: &str, key: &str, until: usize) -> Option<usize> {
    let mut at = 0;
    for line in text.get(..until)?.split_inclusive('\n') {
        at += line.len();
        let shown = line.trim_start().strip_prefix('#').map(str::trim_start);
        let is_it = shown.and_then(|rest| rest.strip_prefix(key)).map(str::trim_start);
        if is_it.is_some_and(|rest| rest.starts_with('=')) {
            return Some(at);
        }
    }
    None
}

fn spliced(text: &str, place: Range<usize>, with: &str) -> Option<String> {
    Some(format!("{}{with}{}", text.get(..place.start)?, text.get(place.end..)?))
}

/// Where the line of a byte begins.
fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// Where the line after the one of a byte begins.
fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end + 1)
}

/// Whether two texts say the same but for the changes up to the one named.
fn says_the_same_but(before: &str, after: &str, changes: &[(&str, String)], up_to: &str) -> bool {
    let read = |text: &str| toml::from_str::<toml::Table>(text).ok();
    let (Some(mut wanted), Some(now)) = (read(before), read(after)) else { return false };
    for (key, literal) in changes {
        let Some(value) = read(&format!("{key} = {literal}")).and_then(|mut table| table.remove(*key)) else {
            return false;
        };
        wanted.insert((*key).to_owned(), value);
        if *key == up_to {
            break;
        }
    }
    wanted == now
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::DEFAULT_SETTINGS;
    use proptest::prelude::*;

    fn edit(text: &str, key: &str, literal: &str) -> Result<String, CannotEdit> {
        edited(text, &[(key, literal.to_owned())])
    }

    #[test]
    fn a_value_is_replaced_where_it_stands() {
        let text = "# mine\ntheme   =  'light'   # for the day\n\nmouse = true\n";
        let wanted = "# mine\ntheme   =  \"mono\"   # for the day\n\nmouse = true\n";
        assert_eq!(edit(text, "theme", "\"mono\"").as_deref(), Ok(wanted));
    }

    #[test]
    fn one_that_is_absent_goes_below_the_comment_that_shows_it() {
        let text = edit(DEFAULT_SETTINGS, "theme", "\"mono\"").expect("a text");
        assert!(text.contains("\n# theme = \"default\"\ntheme = \"mono\"\n\n# What frames"), "{text}");
        assert_eq!(text.replace("theme = \"mono\"\n", ""), DEFAULT_SETTINGS);
    }

    #[test]
    fn else_below_the_last_setting_and_before_any_table() {
        for (text, wanted) in [
            ("", "theme = \"mono\"\n"),
            ("mouse = true", "mouse = true\ntheme = \"mono\"\n"),
            ("mouse = true # m\n\n# end\n", "mouse = true # m\ntheme = \"mono\"\n\n# end\n"),
            ("# a\n[later]\ntheme = 1\n", "# a\ntheme = \"mono\"\n[later]\ntheme = 1\n"),
            ("x = [\n1,\n]\n[[t]]\n", "x = [\n1,\n]\ntheme = \"mono\"\n[[t]]\n"),
            ("mouse = true\r\n", "mouse = true\r\ntheme = \"mono\"\r\n"),
            ("a.b = 1\n[c]\n", "a.b = 1\ntheme = \"mono\"\n[c]\n"),
        ] {
            assert_eq!(edit(text, "theme", "\"mono\"").as_deref(), Ok(wanted), "{text:?}");
        }
    }

    #[test]
    fn a_comment_inside_a_text_is_no_place() {
        let text = "wrap_up = '''\n# theme = \"default\"\n'''\n";
        let no_place = CannotEdit::NoPlace { key: "theme".into() };
        assert_eq!(edit(text, "theme", "\"mono\""), Err(no_place));
    }

    #[test]
    fn what_is_not_toml_is_left_alone_and_its_line_is_named() {
        let error = edit("mouse = true\ntheme = light\n", "theme", "\"mono\"").expect_err("a syntax error");
        assert!(matches!(error, CannotEdit::Syntax { line: 2, .. }), "{error:?}");
        let table = edit("[theme]\nname = 1\n", "theme", "\"mono\"");
        assert_eq!(table, Err(CannotEdit::NoPlace { key: "theme".into() }));
    }

    #[test]
    fn several_values_are_changed_at_once() {
        let changes = [("mouse", "true".to_owned()), ("theme", "\"mono\"".to_owned())];
        assert_eq!(edited("theme = 'light'\n", &changes).as_deref(), Ok("theme = \"mono\"\nmouse = true\n"));
    }

    proptest! {
        /// Whatever people write around it, everything else stays as it was.
        #[test]
        fn nothing_else_changes(
            above in prop::collection::vec("# [a-z =\"]{0,12}|[ \t]{0,3}|x[0-9] = (1|'a'|\\[1, 2\\]) # c", 0..6),
            own in prop::option::of("theme ?= ?('light'|\"x\\\\ty\")  # mine"),
            below in prop::collection::vec("\\[t[0-9]\\]|# theme = 1|theme = 2", 0..4),
            windows: bool,
        ) {
            let end = if windows { "\r\n" } else { "\n" };
            let lines: Vec<String> = above.into_iter().chain(own).chain(below).collect();
            let text = lines.iter().map(|line| format!("{line}{end}")).collect::<String>();
            if let Ok(before) = toml::from_str::<toml::Table>(&text) {
                let after = edit(&text, "theme", "\"mono\"");
                if before.get("theme").is_none_or(|theme| !theme.is_table()) {
                    let after = after.expect("a text");
                    let mut wanted = before;
                    wanted.insert("theme".into(), "mono".into());
                    prop_assert_eq!(toml::from_str::<toml::Table>(&after).expect("TOML"), wanted);
                    let comments = |text: &str| text.matches('#').count();
                    prop_assert_eq!(comments(&after), comments(&text));
                }
            }
        }
    }
}
