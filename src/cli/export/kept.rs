//! What stayed in the house, for the report and in a few lines beside the output.

use std::fmt::Display;
use std::path::Path;

use serde_json::{Value, json};

use super::place;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::finding::FindingJson;
use crate::customer::pack::{LeftOut, Unfit};
use crate::kb::{KeptBack, Outward};
use crate::text::clean::one_line;

/// Reasons, in the order in which they are told. Each has a message `export.kept_…`.
const REASONS: [&str; 8] = [
    "not_in_use",
    "not_reviewed",
    "no_answer",
    "variables",
    "findings",
    "too_long",
    "similar",
    "asked_twice",
];

/// So many ids of each reason are named.
const NAMED: usize = 5;

/// What stayed in the house.
#[derive(Default)]
pub struct Stayed {
    lines: Vec<Value>,
}

impl Stayed {
    /// An article stayed.
    pub fn article(&mut self, id: &str, why: &KeptBack) {
        let (word, detail, findings) = match why {
            KeptBack::NotInUse => ("not_in_use", Value::Null, Vec::new()),
            KeptBack::NotReviewed => ("not_reviewed", Value::Null, Vec::new()),
            KeptBack::Unfit(Unfit::NoId | Unfit::NoAnswer) => ("no_answer", Value::Null, Vec::new()),
            KeptBack::Unfit(Unfit::Unfilled(names)) => ("variables", json!(names), Vec::new()),
            KeptBack::Findings(findings) => {
                ("findings", json!(findings.len()), findings.iter().map(FindingJson::from).collect())
            }
            KeptBack::TooLong(cost) => match cost.over {
                Some(over) => ("too_long", json!({ "chars": cost.chars, "over": over }), Vec::new()),
                None => {
                    ("too_long", json!({ "seconds": cost.seconds(), "over": cost.over_seconds }), Vec::new())
                }
            },
        };
        self.lines.push(json!({ "id": id, "why": word, "detail": detail, "findings": findings }));
    }

    /// Questions of an article that goes out stayed, because they are in the house's own words.
    pub fn of_outward(&mut self, outward: &Outward) {
        let article = &outward.article;
        if outward.dropped > 0 {
            self.lines.push(json!({ "id": article.id(), "why": "similar", "detail": outward.dropped }));
        }
        if outward.is_asked_as {
            self.lines.push(json!({ "id": article.id(), "why": "asked_as", "detail": article.question() }));
        }
    }

    /// A question of an article is answered by another.
    pub fn asked_twice(&mut self, left_out: &LeftOut) {
        self.lines.push(json!({
            "id": left_out.id, "why": "asked_twice", "detail": left_out.question, "kept_by": left_out.kept_by
        }));
    }

    /// Writes all of it, where that was asked for, and says in short what it was.
    pub fn tell(&self, context: &Context, report: Option<&Path>) -> Result<(), CliError> {
        if let Some(report) = report {
            place::write(Some(report), |out, path| {
                for line in &self.lines {
                    writeln!(out, "{line}").map_err(CliError::file(path))?;
                }
                Ok(Some(()))
            })?;
        }
        for reason in REASONS {
            let mut ids: Vec<String> = self
                .lines
                .iter()
                .filter(|line| line["why"] == reason)
                .map(|line| one_line(line["id"].as_str().unwrap_or_default()))
                .collect();
            ids.dedup();
            if ids.is_empty() {
                continue;
            }
            let more = if ids.len() > NAMED { " …" } else { "" };
            let count = ids.len();
            ids.truncate(NAMED);
            let named: [(&str, &dyn Display); 2] =
                [("count", &count), ("ids", &format!("{}{more}", ids.join(", ")))];
            context.say(&format!("  {}", context.messages.fill(&format!("export.kept_{reason}"), &named)));
        }
        Ok(())
    }
}
