//! Variables of a text (变量), such as `{{套餐名}}`: which there are, and the text with their values in place.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::clean::is_harmful;

/// Most chars of a name: whatever is longer is a stray brace and a lot of text, not a name.
pub const MAX_NAME_CHARS: usize = 40;

/// A variable where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place<'a> {
    /// The bytes from the first brace to the last.
    pub(super) bytes: Range<usize>,
    /// The name without braces and without white space around it.
    pub(super) name: &'a str,
}

/// The names of the variables of a text, in the order of their first place, each once.
///
/// `{{ 套餐名 }}` is the same as `{{套餐名}}`. Braces that are not closed in their line, that hold nothing, braces or
/// more than [`MAX_NAME_CHARS`] chars are text like any other.
pub fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for place in places(text) {
        if !names.iter().any(|n| n == place.name) {
            names.push(place.name.to_owned());
        }
    }
    names
}

/// The text with the values of the named variables in place. A variable without a value, or with a blank one, stays.
///
/// A value goes in as it is: braces in it are not filled again, or a customer's name could ask for another's number.
pub fn fill(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for place in places(text) {
        let Some(value) = value_of(place.name, values) else { continue };
        out.push_str(text.get(done..place.bytes.start).unwrap_or_default());
        out.push_str(value);
        done = place.bytes.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// The names of the variables that [`fill`] would leave, in the order of their first place, each once.
///
/// To be asked of the text before it is filled: afterwards the braces of a value would look like a variable.
pub fn unfilled(text: &str, values: &BTreeMap<String, String>) -> Vec<String> {
    names(text).into_iter().filter(|name| value_of(name, values).is_none()).collect()
}

fn value_of<'a>(name: &str, values: &'a BTreeMap<String, String>) -> Option<&'a str> {
    values.get(name).map(String::as_str).filter(|value| !value.trim().is_empty())
}

/// The variables of a text in their order.
pub(super) fn places(text: &str) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
        match place_at(text, start) {
            Some(place) => {
                from = place.bytes.end;
                places.push(place);
            }
            // One brace further, not two: in `{{{a}}}` the variable begins at the second brace.
            None => from = start + 1,
        }
    }
    places
}

/// The variable whose two opening braces stand at a byte.
fn place_at(text: &str, start: usize) -> Option<Place<'_>> {
    let inner = start + "{{".len();
    let rest = text.get(inner..)?;
    let close = rest.find(|c: char| matches!(c, '{' | '}' | '\n') || is_harmful(c))?;
    if !rest.get(close..)?.starts_with("}}") {
        return None;
    }
    let name = rest.get(..close)?.trim();
    let fits = !name.is_empty() && name.chars().count() <= MAX_NAME_CHARS;
    fits.then(|| Place { bytes: start..inner + close + "}}".len(), name })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn what_is_a_variable() {
        let long = format!("{{{{{}}}}}", "长".repeat(MAX_NAME_CHARS + 1));
        let longest = "长".repeat(MAX_NAME_CHARS);
        let fits = format!("{{{{{longest}}}}}");
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("您办的是{{套餐名}}。", &["套餐名"]),
            ("{{a}}{{b}}{{a}}", &["a", "b"]),
            ("{{ 套餐名 }}和{{套餐名}}和{{\u{3000}套餐名}}", &["套餐名"]),
            ("{{到期 日}}", &["到期 日"]),
            ("没有关上的{{套餐名}", &[]),
            ("{{}}{{  }}", &[]),
            ("{{套餐\n名}}", &[]),
            ("{{套餐\u{202e}名}}", &[]),
            ("{{没有{{套餐名}}", &["套餐名"]),
            ("{{{套餐名}}}", &["套餐名"]),
            ("{{a}b}}", &[]),
            ("{ {a}}", &[]),
            (&long, &[]),
            (&fits, &[&longest]),
        ];
        for (text, expected) in cases {
            assert_eq!(names(text), *expected, "{text}");
        }
    }

    #[test]
    fn only_named_variables_are_filled() {
        let values = values(&[("姓名", "王女士"), ("月费", "129元")]);
        assert_eq!(
            fill("{{ 姓名 }}，{{套餐名}}每月{{月费}}，{{月费}", &values),
            "王女士，{{套餐名}}每月129元，{{月费}"
        );
        assert_eq!(unfilled("{{ 姓名 }}，{{套餐名}}每月{{月费}}", &values), ["套餐名"]);
    }

    #[test]
    fn a_value_is_not_filled_again() {
        let values = values(&[("a", "{{b}}"), ("b", "{{a}}")]);
        assert_eq!(fill("{{a}}{{b}}", &values), "{{b}}{{a}}");
        assert_eq!(unfilled("{{a}}{{b}}", &values), [""; 0]);
    }

    #[test]
    fn a_blank_value_is_no_value() {
        let values = values(&[("a", ""), ("b", " \u{3000}"), ("c", "0")]);
        assert_eq!(unfilled("{{a}}{{b}}{{c}}{{d}}", &values), ["a", "b", "d"]);
        assert_eq!(fill("{{a}}{{b}}{{c}}{{d}}", &values), "{{a}}{{b}}0{{d}}");
    }

    proptest! {
        #[test]
        fn without_values_a_text_stays(text in "[{}a套 \n]{0,30}") {
            prop_assert_eq!(fill(&text, &BTreeMap::new()), text);
        }

        #[test]
        fn what_has_a_value_is_filled(text in "[{}a套 \n]{0,30}") {
            let values: BTreeMap<String, String> =
                names(&text).into_iter().map(|name| (name, "x".to_owned())).collect();
            prop_assert!(unfilled(&text, &values).is_empty());
            let left = names(&fill(&text, &values));
            // Filling can bring braces together, as in `{{{a}}x}}`, but never a name that had no value for itself.
            prop_assert!(left.iter().all(|n| n.contains('x')), "{:?}", left);
        }

        #[test]
        fn no_text_is_too_odd(text in any::<String>()) {
            prop_assert_eq!(unfilled(&text, &BTreeMap::new()), names(&text));
        }
    }
}
