//! YAML front matter.

use serde_json::{Map, Value};

use super::reason::{Reason, shown};

/// A text cut in two.
#[derive(Debug, PartialEq)]
pub(super) struct Front<'a> {
    /// Keys and values before the text; empty without front matter.
    pub keys: Map<String, Value>,
    /// The text.
    pub body: &'a str,
}

/// Cuts off the front matter. The text has no byte order mark, and line ends are `\n`.
pub(super) fn split(text: &str) -> Result<Front<'_>, Reason> {
    let plain = || Front { keys: Map::new(), body: text };
    let Some(inside) =
        text.strip_prefix("---").and_then(|rest| rest.trim_start_matches([' ', '\t']).strip_prefix('\n'))
    else {
        return Ok(plain());
    };
    let mut at = 0;
    let mut end = None;
    for line in inside.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            end = Some((at, at + line.len()));
            break;
        }
        at += line.len();
    }
    let Some((end, after)) = end else {
        // A text may begin with a rule. It is front matter that never ends only if it begins with a key.
        let begins_with_key = inside.lines().next().is_some_and(|line| {
            line.split_once(':').is_some_and(|(key, _)| !key.is_empty() && !key.contains([' ', '#', '*']))
        });
        return if begins_with_key { Err(Reason::OpenFrontMatter) } else { Ok(plain()) };
    };
    let yaml = inside.get(..end).unwrap_or_default();
    let body = inside.get(after..).unwrap_or_default();
    if yaml.trim().is_empty() {
        return Ok(Front { keys: Map::new(), body });
    }
    match serde_saphyr::from_str::<Value>(yaml) {
        Ok(Value::Object(keys)) => Ok(Front { keys, body }),
        Ok(Value::Null) => Ok(Front { keys: Map::new(), body }),
        // Words between two rules are text.
        Ok(Value::String(_)) => Ok(plain()),
        Ok(_) => Err(Reason::Yaml { line: 2, problem: "expected keys and values".to_owned() }),
        Err(error) => {
            let line = error.location().map_or(1, |location| location.line());
            let problem = error.without_snippet().to_string();
            // The place is told in the file's lines, so the parser's own is cut off.
            let problem = problem.lines().next().unwrap_or_default();
            let problem = problem.rsplit_once(" at line ").map_or(problem, |(problem, _)| problem);
            Err(Reason::Yaml { line: line + 1, problem: shown(problem) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_cut_off() {
        let front = split(
            "---\ntitle: \"余额查询\"\ntags: [a, 1]\ndate: 2026-01-01\nms.date: 08/13/2021\n---\n# 余额\n",
        )
        .unwrap();
        assert_eq!(front.keys.get("title"), Some(&Value::from("余额查询")));
        assert_eq!(front.keys.get("tags"), Some(&serde_json::json!(["a", 1])));
        assert_eq!(front.keys.get("date"), Some(&Value::from("2026-01-01")));
        assert_eq!(front.body, "# 余额\n");
    }

    #[test]
    fn text_without_front_matter_is_all_body() {
        for text in ["# 余额\n", "", "---", "--- \n一条线\n后", "---\n只是一句话\n---\n后"] {
            assert_eq!(split(text).unwrap(), Front { keys: Map::new(), body: text }, "{text:?}");
        }
        assert_eq!(split("---\n---\n后").unwrap().body, "后");
    }

    #[test]
    fn broken_front_matter_says_where() {
        let error = split("---\ntitle: a\ntags: [b\nx: y\n---\nbody").unwrap_err();
        let Reason::Yaml { line, problem } = error else { panic!("{error}") };
        assert!((3..=5).contains(&line), "{line} {problem}");
        assert!(!problem.is_empty());
        assert_eq!(split("---\ntitle: a\nbody"), Err(Reason::OpenFrontMatter));
        assert!(matches!(split("---\n- a\n- b\n---\n"), Err(Reason::Yaml { line: 2, .. })));
    }
}
