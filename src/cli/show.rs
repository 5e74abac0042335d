//! `zhixi show`

use super::args::{FaceArg, ShowArgs};
use super::context::Context;
use super::error::CliError;
use super::search::trust_key;
use crate::customer::render::render;
use crate::kb::{Shown, Wish};
use crate::model::{Answer, Channels};
use crate::text::clean::{for_copy, for_screen, one_line};

pub fn run(context: &mut Context, args: &ShowArgs) -> Result<u8, CliError> {
    let kb = context.open_kb(Wish::Read)?;
    context.say_not_utf8([&args.id]);
    let id = args.id.to_string_lossy();
    let Some(shown) = kb.by_id(&id, context.now())? else {
        context.say(&context.messages.fill("show.nothing", &[("id", &one_line(&id))]));
        return Ok(1);
    };
    if args.json {
        context.json(&shown.article)?;
    } else if let Some(name) = &args.channel {
        return channel(context, &shown, name);
    } else {
        match args.face {
            Some(FaceArg::Internal) => context.line(&face_text(shown.article.internal.as_ref()))?,
            Some(FaceArg::Customer) => {
                context.line(&face_text(shown.article.customer.as_ref().map(|c| &c.answer)))?;
            }
            None => context.print(&page(context, &shown))?,
        }
    }
    Ok(0)
}

fn channel(context: &Context, shown: &Shown, name: &str) -> Result<u8, CliError> {
    let channels = Channels::shipped();
    let Some(channel) = channels.named(name) else {
        let known =
            channels.list.iter().map(|c| format!("{} {}", c.name, c.zh)).collect::<Vec<_>>().join(", ");
        return Err(CliError::Usage("show.unknown_channel", format!("{name} ({known})")));
    };
    let Some(customer) = &shown.article.customer else {
        context.say(context.messages.get("show.no_customer"));
        return Ok(1);
    };
    context.line(&for_copy(&render(customer, channel).text))?;
    Ok(0)
}

fn face_text(answer: Option<&Answer>) -> String {
    let Some(answer) = answer else { return String::new() };
    let parts: Vec<&str> =
        [answer.lead.as_str(), answer.body.as_str()].into_iter().filter(|t| !t.is_empty()).collect();
    for_screen(&parts.join("\n\n")).into_owned()
}

/// An article as a page of text.
fn page(context: &Context, shown: &Shown) -> String {
    let m = &context.messages;
    let a = &shown.article;
    let mut out = format!("{}  {}\n", one_line(a.id.as_deref().unwrap_or_default()), one_line(&a.question));
    let mut facts = vec![
        a.category.join(" / "),
        a.scope.label(),
        m.get(&format!("stage.{}", shown.stage)).to_owned(),
        m.fill("show.revision", &[("number", &shown.revision_no), ("day", &shown.made_on)]),
    ];
    if let Some(day) = a.valid.last_day() {
        facts.push(m.fill("show.last_day", &[("day", &day)]));
    }
    facts.extend(trust_key(shown.trust).map(|key| m.get(key).to_owned()));
    if shown.drifted {
        facts.push(m.get("trust.drifted").to_owned());
    }
    facts.extend(a.owner.clone());
    let facts: Vec<String> = facts.iter().map(|f| one_line(f)).filter(|f| !f.is_empty()).collect();
    out.push_str(&facts.join(" · "));
    for (title, answer) in
        [("face.internal", a.internal.as_ref()), ("face.customer", a.customer.as_ref().map(|c| &c.answer))]
    {
        if let Some(answer) = answer {
            out.push_str(&format!("\n\n── {} ──\n{}", m.get(title), face_text(Some(answer))));
        }
    }
    out.push('\n');
    out
}
