//! A message with what goes around it.

use serde::Serialize;

use super::reader::Reader;
use super::{Code, MOST_LINE_BYTES, Refusal, Told, VERSION};

/// A message in its envelope: a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Envelope {
    v: u64,
    /// A number that the answer bears too, for those who send before they have the answer to the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// The message.
    #[serde(flatten)]
    pub told: Told,
}

/// A line that is no message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its number, where that could be read.
    pub seq: Option<u64>,
    /// Why.
    pub refusal: Refusal,
}

impl Envelope {
    /// A message in this program's version, without a number.
    pub fn new(told: Told) -> Envelope {
        Envelope { v: VERSION, seq: None, told }
    }

    /// Reads a line, without its end. Names and texts come out on one line and harmless, numbers of customers masked,
    /// channels under their own names. Fields that nobody knows are passed over, so that a newer program may say more.
    ///
    /// # Errors
    /// When it is not a message of this version, complete and within bounds.
    pub fn read(line: &[u8]) -> Result<Envelope, Unread> {
        let unread = |refusal| Unread { seq: None, refusal };
        if line.len() > MOST_LINE_BYTES {
            return Err(unread(Refusal::too_long_line()));
        }
        let value = serde_json::from_slice(line).map_err(|error| {
            unread(Refusal::new(Code::Malformed, format!("not JSON: {error}. Send one object a line.")))
        })?;
        let serde_json::Value::Object(fields) = value else {
            let detail = "not a JSON object. Send one object a line, such as {\"v\":1,\"do\":\"status\"}.";
            return Err(unread(Refusal::new(Code::Malformed, detail)));
        };
        let reader = Reader::new(&fields);
        let seq = reader.seq().map_err(unread)?;
        let told = reader.told().map_err(|refusal| Unread { seq, refusal })?;
        Ok(Envelope { v: VERSION, seq, told })
    }

    /// The line, with its end.
    pub fn line(&self) -> String {
        // Maps with text keys always have a JSON form.
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }

    /// The message as the desk would read it, or why the desk would not.
    ///
    /// # Errors
    /// As for [`Envelope::read`].
    pub fn checked(&self) -> Result<Envelope, Refusal> {
        Envelope::read(self.line().trim_end().as_bytes()).map_err(|unread| unread.refusal)
    }
}
