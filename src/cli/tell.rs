//! `zhixi tell`

use std::io;
use std::path::Path;

use super::args::{ContactStartArgs, TellArgs, TellVerb};
use super::context::Context;
use super::error::CliError;
use crate::i18n::{Language, Messages};
use crate::model::told::{Answer, ContactStart, Envelope, Number, OpenContact, Refusal, Status, Told};
use crate::model::{Channels, Zone};
use crate::serve;
use crate::text::clean::one_line;

pub fn run(context: &mut Context, args: &TellArgs) -> Result<u8, CliError> {
    let socket = context.paths.desk_socket();
    let told = match &args.what {
        TellVerb::Transcript { contact } => return transcript(context, &socket, contact.as_deref()),
        what => told(what),
    };
    // What no desk would read is bad usage, whether one is open or not.
    let envelope = match Envelope::new(told).checked() {
        Ok(envelope) => envelope,
        Err(refusal) => {
            context.say(&refused(&refusal, &context.messages));
            return Ok(2);
        }
    };
    match serve::send(&socket, &envelope)? {
        Answer::Done => Ok(0),
        Answer::DoneBut(detail) => {
            context.say(&detail);
            Ok(0)
        }
        Answer::Status(status) => {
            if matches!(args.what, TellVerb::Status { json: true }) {
                context.json(&status)?;
            } else {
                print(context, &status)?;
            }
            Ok(0)
        }
        Answer::Refused(refusal) => {
            context.say(&refused(&refusal, &context.messages));
            Ok(1)
        }
    }
}

fn told(what: &TellVerb) -> Told {
    match what {
        TellVerb::ContactStart(args) => Told::ContactStart(start(args)),
        TellVerb::Query { text } => Told::Query { text: text.join(" ") },
        TellVerb::Open { id } => Told::Open { id: id.clone() },
        TellVerb::ContactEnd { contact } => Told::ContactEnd { contact: contact.clone() },
        TellVerb::Transcript { contact } => {
            Told::Transcript { text: String::new(), contact: contact.clone() }
        }
        TellVerb::Status { .. } => Told::Status,
    }
}

fn start(args: &ContactStartArgs) -> ContactStart {
    ContactStart {
        contact: args.contact.clone(),
        channel: args.channel.clone(),
        number: args.number.as_deref().map(Number::masked),
        product: args.product.clone(),
        region: args.region.clone(),
        customer: args.customer.clone(),
        reason: args.reason.clone(),
    }
}

/// Tells the lines of standard input. Why the first one is refused is said at once, of the others only how many.
fn transcript(context: &Context, socket: &Path, contact: Option<&str>) -> Result<u8, CliError> {
    // The contact is checked once, before anything is read; its end names it in the same way.
    let named = Told::ContactEnd { contact: contact.map(str::to_owned) };
    if let Err(refusal) = Envelope::new(named).checked() {
        context.say(&refused(&refusal, &context.messages));
        return Ok(2);
    }
    let mut lost = 0_usize;
    let mut heard = |answer: &Answer| {
        if let Answer::Refused(refusal) = answer {
            if lost == 0 {
                context.say(&refused(refusal, &context.messages));
            }
            lost += 1;
        }
    };
    let ended = serve::transcript(socket, contact, &mut io::stdin().lock(), &mut heard);
    if lost > 0 {
        context.say(&context.messages.fill("tell.lost", &[("count", &lost)]));
    }
    ended?;
    Ok(u8::from(lost > 0))
}

/// Why something was refused, in the person's language; what the desk adds is in the desk's.
fn refused(refusal: &Refusal, messages: &Messages) -> String {
    let key = format!("tell.refused.{}", refusal.code.word());
    messages.fill(&key, &[("detail", &one_line(&refusal.detail))])
}

fn print(context: &Context, status: &Status) -> Result<(), CliError> {
    let m = &context.messages;
    let zone = Zone::default();
    let phase = format!("tell.phase.{}", status.phase.word());
    context.line(&m.fill(
        "tell.status",
        &[
            ("program", &one_line(&status.program)),
            ("kb", &one_line(&status.kb)),
            ("phase", &m.get(&phase)),
            ("started", &zone.minute_label(status.started)),
        ],
    ))?;
    context.line(&m.fill("tell.query", &[("chars", &status.query_chars)]))?;
    for contact in &status.contacts {
        context.line(&line(contact, &zone, m))?;
    }
    Ok(())
}

/// `C123  电话  2026-11-22 18:05 起  (当前, 保持中)`
fn line(contact: &OpenContact, zone: &Zone, m: &Messages) -> String {
    let channel = Channels::shipped().get(&contact.channel).map(|known| match m.language() {
        Language::Chinese => known.zh.clone(),
        Language::English => known.en.clone(),
    });
    let channel = channel.unwrap_or_else(|| one_line(&contact.channel));
    let since = zone.minute_label(contact.since);
    let mut line =
        m.fill("tell.contact", &[("id", &one_line(&contact.id)), ("channel", &channel), ("since", &since)]);
    let marks = [(contact.current, "tell.current"), (contact.held, "tell.held")];
    let marks: Vec<&str> = marks.iter().filter(|(is_so, _)| *is_so).map(|(_, key)| m.get(key)).collect();
    if !marks.is_empty() {
        line.push_str(&format!("  ({})", marks.join(", ")));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Moment;
    use crate::model::told::{Code, Phase};

    #[test]
    fn a_contact_is_one_line_in_both_languages() {
        let contact = OpenContact {
            id: "C\u{1b}[2J1".into(),
            channel: "phone".into(),
            since: Moment(0),
            held: true,
            current: true,
        };
        let said = |language| line(&contact, &Zone::default(), &Messages::new(language));
        assert_eq!(said(Language::Chinese), "C·1  电话  1970-01-01 08:00 起  (当前, 保持中)");
        assert_eq!(said(Language::English), "C·1  Phone  since 1970-01-01 08:00  (current, on hold)");
    }

    #[test]
    fn every_code_and_phase_has_its_words() {
        for language in [Language::Chinese, Language::English] {
            let messages = Messages::new(language);
            for code in Code::ALL {
                let said = refused(&Refusal::new(code, "so."), &messages);
                assert!(!said.starts_with("tell.") && !said.contains('{'), "{said}");
            }
            for phase in [Phase::Opening, Phase::Open, Phase::Broken] {
                assert!(messages.find(&format!("tell.phase.{}", phase.word())).is_some());
            }
        }
    }

    #[test]
    fn a_number_leaves_masked() {
        let args = ContactStartArgs {
            contact: "C1".into(),
            channel: "电话".into(),
            number: Some("13812345678".into()),
            product: None,
            region: None,
            customer: None,
            reason: Some("回拨 13812345678".into()),
        };
        let envelope = Envelope::new(told(&TellVerb::ContactStart(args))).checked().unwrap();
        let line = envelope.line();
        assert!(!line.contains("1381234") && line.contains("\"channel\":\"phone\""), "{line}");
    }
}
