//! Takes a JSON object apart into a message. By hand and not derived: each way to fail has a code, and serde would only
//! have words for it.

use serde_json::{Map, Value};

use super::{Code, ContactStart, MOST_NAME_CHARS, MOST_TEXT_CHARS, Number, Refusal, Told, VERSION};
use crate::model::Channels;
use crate::text::clean::one_line;
use crate::text::redact::mask;

/// So much of what was sent is said back.
const ECHO_CHARS: usize = 40;

/// The fields of a line.
pub(super) struct Reader<'a> {
    fields: &'a Map<String, Value>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(fields: &'a Map<String, Value>) -> Reader<'a> {
        Reader { fields }
    }

    /// The number of the message.
    pub(super) fn seq(&self) -> Result<Option<u64>, Refusal> {
        match self.present("seq") {
            None => Ok(None),
            Some(value) => {
                value.as_u64().map(Some).ok_or_else(|| wrong_type("seq", "a number from 0 up", value))
            }
        }
    }

    /// The message.
    pub(super) fn told(&self) -> Result<Told, Refusal> {
        self.check_version()?;
        match self.required("do", MOST_NAME_CHARS)?.as_str() {
            "contact-start" => Ok(Told::ContactStart(self.contact_start()?)),
            "query" => Ok(Told::Query { text: self.required("text", MOST_TEXT_CHARS)? }),
            "open" => Ok(Told::Open { id: self.required("id", MOST_NAME_CHARS)? }),
            "contact-end" => Ok(Told::ContactEnd { contact: self.optional("contact", MOST_NAME_CHARS)? }),
            "transcript" => Ok(Told::Transcript {
                text: mask(&self.required("text", MOST_TEXT_CHARS)?),
                contact: self.optional("contact", MOST_NAME_CHARS)?,
            }),
            "status" => Ok(Told::Status),
            other => Err(unknown("do", other, &Told::NAMES)),
        }
    }

    /// The version comes first: what a field means is its business.
    fn check_version(&self) -> Result<(), Refusal> {
        match self.present("v") {
            None => Err(missing("v")),
            Some(value) if value.as_u64() == Some(VERSION) => Ok(()),
            Some(Value::Number(other)) => Err(Refusal::new(
                Code::Version,
                format!(
                    "`v` is {}; this desk speaks version {VERSION}. Use programs of one version.",
                    echo(&other.to_string())
                ),
            )),
            Some(other) => Err(wrong_type("v", "a number", other)),
        }
    }

    fn contact_start(&self) -> Result<ContactStart, Refusal> {
        Ok(ContactStart {
            contact: self.required("contact", MOST_NAME_CHARS)?,
            channel: self.channel()?,
            number: self.optional("number", MOST_NAME_CHARS)?.as_deref().map(Number::masked),
            product: self.optional("product", MOST_NAME_CHARS)?,
            region: self.optional("region", MOST_NAME_CHARS)?,
            // Should say what kind of customer it is; where it says who, that must not be kept.
            customer: self.optional("customer", MOST_NAME_CHARS)?.as_deref().map(mask),
            reason: self.optional("reason", MOST_TEXT_CHARS)?.as_deref().map(mask),
        })
    }

    fn channel(&self) -> Result<String, Refusal> {
        let name = self.required("channel", MOST_NAME_CHARS)?;
        let channels = Channels::shipped();
        match channels.named(&name) {
            Some(channel) => Ok(channel.name.clone()),
            None => {
                let known: Vec<&str> = channels.list.iter().map(|channel| channel.name.as_str()).collect();
                Err(unknown("channel", &name, &known))
            }
        }
    }

    /// A text that must be there; one without anything to read is not.
    fn required(&self, name: &'static str, most_chars: usize) -> Result<String, Refusal> {
        self.optional(name, most_chars)?.ok_or_else(|| missing(name))
    }

    fn optional(&self, name: &'static str, most_chars: usize) -> Result<Option<String>, Refusal> {
        let Some(value) = self.present(name) else { return Ok(None) };
        let Value::String(raw) = value else { return Err(wrong_type(name, "text", value)) };
        let text = one_line(raw);
        let chars = text.chars().count();
        if chars > most_chars {
            let detail =
                format!("`{name}` has {chars} characters; at most {most_chars} are taken. Send less of it.");
            return Err(Refusal::new(Code::TooLong, detail));
        }
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    /// A field; `null` is as good as none.
    fn present(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }
}

fn missing(name: &str) -> Refusal {
    Refusal::new(Code::Missing, format!("`{name}` is missing or empty. Send it with the message."))
}

fn unknown(name: &str, value: &str, known: &[&str]) -> Refusal {
    let known = known.join(", ");
    Refusal::new(Code::Unknown, format!("`{name}` is “{}”. It may be: {known}.", echo(value)))
}

fn wrong_type(name: &str, expected: &str, found: &Value) -> Refusal {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Refusal::new(Code::Malformed, format!("`{name}` must be {expected}, not {found}."))
}

/// What was sent, short and harmless.
fn echo(text: &str) -> String {
    let text = mask(&one_line(text));
    let cut: String = text.chars().take(ECHO_CHARS).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}
