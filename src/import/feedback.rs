//! What desks have exported for the editors: `zhixi export --feedback`, one JSON object a line.

use std::io::BufRead;

use serde::Deserialize;

use crate::kb::{Waiting, Who};
use crate::model::{FeedbackKind, Moment};

/// One line as it is written.
#[derive(Debug, Deserialize)]
struct Line {
    uuid: String,
    at: i64,
    by: String,
    #[serde(default)]
    agent_no: Option<String>,
    what: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    revision: Option<String>,
    text: String,
}

/// A line that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// From 1.
    pub line: u64,
    /// What is wrong, in the words of the reader.
    pub detail: String,
}

/// What a line of exported feedback holds, and who gave it.
pub type Exported = (Waiting, Who);

/// Reads exported feedback; lines that cannot be read are named and left out. Empty lines say nothing.
///
/// # Errors
/// Those of reading.
pub fn read(input: impl BufRead) -> std::io::Result<(Vec<Exported>, Vec<Unreadable>)> {
    let (mut given, mut bad) = (Vec::new(), Vec::new());
    for (line, number) in input.split(b'\n').zip(1..) {
        let line = line?;
        let text = line.trim_ascii();
        if text.is_empty() {
            continue;
        }
        match one(text) {
            Ok(one) => given.push(one),
            Err(detail) => bad.push(Unreadable { line: number, detail }),
        }
    }
    Ok((given, bad))
}

fn one(text: &[u8]) -> Result<Exported, String> {
    let line: Line = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    let what = FeedbackKind::from_word(&line.what).ok_or_else(|| format!("what: {}", line.what))?;
    if uuid::Uuid::parse_str(&line.uuid).is_err() {
        return Err(format!("uuid: {}", line.uuid));
    }
    let waiting = Waiting {
        uuid: line.uuid,
        at: Moment(line.at),
        what,
        article: line.id,
        revision: line.revision,
        text: line.text,
    };
    Ok((waiting, Who { os_user: line.by, agent_no: line.agent_no }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_bad_ones_are_named() {
        let good = r#"{"uuid":"0192a0c0-0000-7000-8000-000000000001","at":5,"by":"wang","what":"wrong","id":"kd-1","text":"旧了"}"#;
        let text =
            format!("{good}\n\n{{\n{}\n{}", good.replace("wrong", "praise"), good.replace("0192a0c0", "x"));
        let (given, bad) = read(text.as_bytes()).unwrap();
        assert_eq!(given.len(), 1);
        assert_eq!((given[0].0.what, given[0].1.os_user.as_str()), (FeedbackKind::Wrong, "wang"));
        let lines: Vec<u64> = bad.iter().map(|bad| bad.line).collect();
        assert_eq!(lines, [3, 4, 5]);
        assert!(bad[1].detail.contains("praise"), "{bad:?}");
    }
}
