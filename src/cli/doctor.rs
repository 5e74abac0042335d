//! `zhixi doctor`

use super::args::DoctorArgs;
use super::context::Context;
use super::error::CliError;
use crate::config::{Ambiguous, read_optional};
use crate::i18n::Messages;
use crate::kb::Wish;
use crate::kb::doctor::Check;
use crate::text::clean::one_line;
use crate::tui::{clipboard, keymap, probe};

pub fn run(context: &mut Context, args: &DoctorArgs) -> Result<u8, CliError> {
    let mut checks = surroundings(context);
    checks.push(keymap_check(context));
    // A KB that cannot be opened is told last, after what can be told without it.
    let opened = context.open_kb(Wish::Read).and_then(|kb| kb.examine(context.now()).map_err(CliError::from));
    let failed = match opened {
        Ok(more) => {
            checks.extend(more);
            None
        }
        Err(error) => {
            let detail = error.say(&context.messages).lines().next().unwrap_or_default().to_owned();
            checks.push(Check { name: "kb", ok: false, detail, advice: None });
            Some(error)
        }
    };
    for check in &checks {
        if args.json {
            context.json(check)?;
        } else {
            print(context, check)?;
        }
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(u8::from(checks.iter().any(|c| !c.ok))),
    }
}

/// What can be seen without a KB: settings, folders, terminal.
fn surroundings(context: &Context) -> Vec<Check> {
    let t = &context.terminal;
    let mut checks = vec![Check::fine("version", env!("CARGO_PKG_VERSION"))];
    let file = context.paths.settings_file().display().to_string();
    checks.push(if context.settings_problems.is_empty() && !context.paths.settings_file().exists() {
        Check::fine("settings", format!("{file} ({})", context.messages.get("doctor.none")))
    } else if context.settings_problems.is_empty() {
        Check::fine("settings", file)
    } else {
        let said: Vec<String> = context.settings_problems.iter().map(|p| p.say(&context.messages)).collect();
        Check::wants("settings", said.join(" "), "settings_advice")
    });
    checks.push(Check::fine("state", context.paths.state_dir.display().to_string()));
    let term = t.term.clone().unwrap_or_default();
    checks.push(if t.is_dumb() {
        Check::wants("terminal", term, "terminal_advice")
    } else {
        Check::fine("terminal", term)
    });
    checks.push(if t.is_utf8() {
        Check::fine("encoding", "UTF-8")
    } else {
        Check::wants("encoding", t.ctype.clone().unwrap_or_default(), "encoding_advice")
    });
    let answer = (t.is_utf8() && !t.is_dumb()).then(probe::ask_and_wait).flatten();
    checks.push(width(context.settings.ambiguous, answer, &context.messages));
    checks.push(Check::fine("colours", if t.no_color { "NO_COLOR" } else { "on" }));
    checks.push(Check::fine("clipboard", clipboard::Plan::of(t).describe()));
    checks
}

/// How wide ambiguous characters are taken to be, and what the terminal says of it; `None`: it has not answered.
fn width(chosen: Ambiguous, answer: Option<Ambiguous>, m: &Messages) -> Check {
    let word = |width: Ambiguous| match width {
        Ambiguous::Auto => m.get("doctor.width_auto"),
        Ambiguous::Narrow => m.get("doctor.width_narrow"),
        Ambiguous::Wide => m.get("doctor.width_wide"),
    };
    let said = answer.map_or_else(|| m.get("doctor.width_silent"), word);
    let detail = m.fill("doctor.width_detail", &[("chosen", &word(chosen)), ("answer", &said)]);
    let advice = match (chosen, answer) {
        (Ambiguous::Auto, None) => {
            let advice = Some("width_silent_advice");
            return Check { name: "width", ok: true, detail, advice };
        }
        (Ambiguous::Narrow, Some(Ambiguous::Wide)) => "width_wide_advice",
        (Ambiguous::Wide, Some(Ambiguous::Narrow)) => "width_narrow_advice",
        _ => return Check::fine("width", detail),
    };
    Check::wants("width", detail, advice)
}

fn keymap_check(context: &Context) -> Check {
    let file = context.paths.keymap_file();
    let own = match read_optional(&file) {
        Ok(own) => own,
        Err(error) => return Check::wants("keymap", format!("{}: {error}", file.display()), "keymap_advice"),
    };
    let given = own.as_deref().map(|text| (file.as_path(), text));
    let (_, problems) = keymap::load(&context.settings.keymap, given);
    if problems.is_empty() {
        let name = &context.settings.keymap;
        return Check::fine(
            "keymap",
            if own.is_some() { format!("{name} + {}", file.display()) } else { name.clone() },
        );
    }
    let said: Vec<String> = problems.iter().map(|p| p.say(&context.messages)).collect();
    Check::wants("keymap", said.join(" "), "keymap_advice")
}

fn print(context: &Context, check: &Check) -> Result<(), CliError> {
    let m = &context.messages;
    let sign = if check.ok { "✓" } else { "✗" };
    let name = m.get(&format!("doctor.{}", check.name)).to_owned();
    context.line(&format!("{sign} {name}: {}", one_line(&check.detail)))?;
    if let Some(advice) = check.advice {
        context.line(&format!("    → {}", m.get(&format!("doctor.{advice}"))))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn the_width_is_compared_with_what_the_terminal_says() {
        use Ambiguous::{Auto, Narrow, Wide};
        let m = Messages::new(Language::English);
        for (chosen, answer, ok, advice) in [
            (Auto, Some(Narrow), true, None),
            (Auto, Some(Wide), true, None),
            (Auto, None, true, Some("width_silent_advice")),
            (Narrow, None, true, None),
            (Narrow, Some(Wide), false, Some("width_wide_advice")),
            (Wide, Some(Narrow), false, Some("width_narrow_advice")),
            (Wide, Some(Wide), true, None),
        ] {
            let check = width(chosen, answer, &m);
            assert_eq!((check.ok, check.advice), (ok, advice), "{chosen:?} {answer:?}");
            assert!(!check.detail.contains("doctor."), "{}", check.detail);
            if let Some(advice) = check.advice {
                assert!(m.find(&format!("doctor.{advice}")).is_some(), "{advice}");
            }
        }
    }
}
