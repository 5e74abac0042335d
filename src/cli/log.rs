//! `zhixi log`

use super::context::Context;
use super::error::CliError;
use super::life_args::LogArgs;
use crate::i18n::Messages;
use crate::kb::{LogEntry, Wish};
use crate::text::clean::one_line;

pub fn run(context: &mut Context, args: &LogArgs) -> Result<u8, CliError> {
    let kb = context.open_kb(Wish::Read)?;
    context.say_not_utf8([&args.id]);
    for entry in kb.log(&args.id.to_string_lossy())? {
        let at = kb.zone().minute_label(entry.at);
        if args.json {
            context.json(&serde_json::json!({
                "at": at,
                "user": entry.who.os_user,
                "agent_no": entry.who.agent_no,
                "what": entry.what,
                "revision": entry.revision_no,
                "detail": entry.detail,
                "earlier": entry.is_earlier,
            }))?;
        } else {
            context.line(&line(&entry, &at, &context.messages))?;
        }
    }
    Ok(0)
}

fn line(entry: &LogEntry, at: &str, m: &Messages) -> String {
    let key = format!("log.{}", entry.what);
    let mut said = vec![at.to_owned()];
    said.push(match &entry.who.agent_no {
        Some(number) => format!("{}({})", one_line(&entry.who.os_user), one_line(number)),
        None => one_line(&entry.who.os_user),
    });
    said.push(m.find(&key).unwrap_or(&entry.what).to_owned());
    if let Some(number) = entry.revision_no {
        said.push(m.fill("log.revision", &[("number", &number)]));
    }
    said.extend(details(entry, m));
    if entry.is_earlier {
        said.push(m.get("log.earlier").to_owned());
    }
    said.join("  ")
}

/// What else a line says: the reason, the period, whom it was given to.
fn details(entry: &LogEntry, m: &Messages) -> Vec<String> {
    let Some(detail) = entry.detail.as_object() else { return Vec::new() };
    let mut said = Vec::new();
    for (name, value) in detail {
        let value = match value {
            serde_json::Value::Null => continue,
            serde_json::Value::String(text) if text.is_empty() => continue,
            serde_json::Value::String(text) => one_line(text),
            serde_json::Value::Number(number) if number.as_u64() == Some(0) => continue,
            other => other.to_string(),
        };
        let word = |of: &str| m.find(&format!("log.{of}.{value}")).map_or(value.clone(), str::to_owned);
        let value = match name.as_str() {
            "step" | "why" => word(name),
            _ => value,
        };
        let label = format!("log.detail.{name}");
        said.push(match m.find(&label) {
            Some(_) => m.fill(&label, &[("value", &value)]),
            None => format!("{name} {value}"),
        });
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use crate::kb::Who;
    use crate::model::Moment;

    #[test]
    fn every_line_is_said_in_both_languages() {
        let details = serde_json::json!({
            "based_on": 1, "note": "好", "have": 1, "need": 2, "reviewer": "li", "from": "2026-01-01 00:00",
            "until": "2026-01-02 00:00", "waived": 2, "reason": "错", "count": 2, "batch": 3, "review_by": "2027-01-01",
            "step": "approve", "why": "own_text",
        });
        let all = "new edit import restore submit supersede approve return reassign comment waive publish emergency \
                   withdraw archive validate refuse";
        for language in [Language::Chinese, Language::English] {
            let m = Messages::new(language);
            for what in all.split(' ') {
                let entry = LogEntry {
                    at: Moment(0),
                    who: Who { os_user: "zhang".into(), agent_no: Some("1001".into()) },
                    what: what.into(),
                    revision_no: Some(2),
                    detail: details.clone(),
                    is_earlier: true,
                };
                assert!(m.find(&format!("log.{what}")).is_some(), "log.{what}");
                let said = line(&entry, "2026-09-21 18:05", &m);
                assert!(!said.contains(['{', '_']) && said.contains("zhang(1001)"), "{said}");
                assert_eq!(said.split("  ").count(), 5 + details.as_object().unwrap().len(), "{said}");
            }
        }
    }
}
