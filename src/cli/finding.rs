//! What the rules found, for people and for programs.

use serde::Serialize;

use crate::customer::finding::{Finding, Part};
use crate::i18n::Messages;
use crate::kb::{Checked, say_finding};
use crate::text::clean::one_line;

/// A finding, for programs.
#[derive(Debug, Serialize)]
pub struct FindingJson {
    rule: String,
    severity: &'static str,
    face: Option<&'static str>,
    channel: Option<String>,
    part: String,
    text: String,
    at: [usize; 2],
    suggestion: Option<String>,
    waived: Option<String>,
    waived_by: Option<String>,
}

impl From<&Checked> for FindingJson {
    fn from(checked: &Checked) -> FindingJson {
        let finding = &checked.finding;
        FindingJson {
            rule: finding.rule.clone(),
            severity: finding.severity.word(),
            face: finding.part.face().map(|face| face.word()),
            channel: finding.part.channel().map(str::to_owned),
            part: checked.part(),
            text: finding.text.clone(),
            at: [finding.at.start, finding.at.end],
            suggestion: finding.suggestion.clone(),
            waived: checked.waiver.as_ref().map(|w| w.reason.clone()),
            waived_by: checked.waiver.as_ref().map(|w| w.by.clone()),
        }
    }
}

/// Findings that nobody has waived, for programs.
pub fn json(findings: &[Finding]) -> Vec<FindingJson> {
    findings
        .iter()
        .map(|finding| FindingJson::from(&Checked { finding: finding.clone(), waiver: None }))
        .collect()
}

/// A finding as a line.
pub fn line(finding: &Finding, m: &Messages) -> String {
    let part = match &finding.part {
        Part::Question => m.get("field.question").to_owned(),
        Part::Similar(_) => m.get("field.similar").to_owned(),
        Part::Lead(face) => m.get(&format!("field.{face}.lead")).to_owned(),
        Part::Body(face) => m.get(&format!("field.{face}.body")).to_owned(),
        Part::Rendering(channel) => m.fill("field.rendering", &[("channel", &one_line(channel))]),
    };
    m.fill(
        "gate.line",
        &[
            ("severity", &m.get(&format!("gate.{}", finding.severity))),
            ("rule", &finding.rule),
            ("part", &part),
            ("text", &say_finding(finding, m)),
        ],
    )
}

/// A finding as a line, with why it may stay.
pub fn checked_line(checked: &Checked, m: &Messages) -> String {
    let said = line(&checked.finding, m);
    match &checked.waiver {
        Some(waiver) => {
            let (by, reason) = (one_line(&waiver.by), one_line(&waiver.reason));
            m.fill("gate.waived", &[("line", &said), ("by", &by), ("reason", &reason)])
        }
        None => said,
    }
}
