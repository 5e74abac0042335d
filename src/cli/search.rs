//! `zhixi search`

use serde::Serialize;

use super::args::SearchArgs;
use super::context::Context;
use super::error::CliError;
use super::explain::{ExplanationJson, lines};
use super::remark::{hidden, relaxed, remark};
use super::scope::scope;
use crate::kb::{Explanation, Found, Kb, KbError, Notice, Row, Wish};
use crate::model::{Answer, CustomerAnswer, Query, Trust};
use crate::text::clean::one_line;

/// One hit for programs.
#[derive(Serialize)]
struct HitJson<'a> {
    id: &'a str,
    question: &'a str,
    score: f32,
    route: &'a str,
    internal: Option<&'a Answer>,
    customer: Option<&'a CustomerAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<ExplanationJson<'a>>,
}

/// The article asked about, for programs.
#[derive(Serialize)]
struct WhyJson<'a> {
    id: &'a str,
    question: &'a str,
    explanation: ExplanationJson<'a>,
}

pub fn run(context: &mut Context, args: &SearchArgs) -> Result<u8, CliError> {
    let mut kb = context.open_kb(Wish::Read)?;
    context.sync(&mut kb)?;
    context.say_not_utf8(args.query.iter().chain(&args.why));
    let text = args.query.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    let scope = scope(&args.scope, &kb.sketch(context.now())?)?;
    let query = Query { text, scope, limit: args.limit };
    let found = kb.find(&query, context.now(), &|| false)?.unwrap_or_default();
    say(context, &kb, args, &found)?;
    let mut asker = Asker { kb, query };
    if args.json {
        for hit in hits(&found) {
            asker.print_json(context, hit, args.explain)?;
        }
    } else {
        for row in &found.rows {
            print_row(context, row)?;
            if args.explain {
                asker.print_explanation(context, &row.id)?;
            }
        }
    }
    if !found.rows.iter().any(|row| row.hit.is_full()) {
        for kept_back in asker.kb.kept_back(&asker.query, context.now(), &|| false)? {
            context.say(&hidden(&kept_back, &context.messages));
        }
    }
    if found.rows.is_empty() {
        context.say(&context.messages.fill("search.nothing", &[("query", &one_line(&asker.query.text))]));
    }
    let mut code = u8::from(found.rows.is_empty());
    if let Some(id) = &args.why {
        code = asker.print_why(context, &id.to_string_lossy(), args.json)?;
    }
    Ok(code)
}

/// Says what keeps the rows from being all that was asked for.
fn say(context: &Context, kb: &Kb, args: &SearchArgs, found: &Found) -> Result<(), CliError> {
    match found.notice {
        Some(Notice::NoIndex) => {
            let path = kb.place().root().to_path_buf();
            return Err(KbError::no_index(path).into());
        }
        Some(Notice::Indexing { .. }) => context.say(context.messages.get("search.indexing")),
        None => {}
    }
    for it in &found.remarks {
        context.say(&remark(it, &context.messages));
    }
    match relaxed(found, &context.messages) {
        Some(line) if args.json => context.say(&line),
        Some(line) => context.line(&line)?,
        None => {}
    }
    Ok(())
}

/// The hits of all rows, best first. A variant that only shares its question with a hit is offered on the desk; a
/// program asked for hits. What conditions alone list has no score.
fn hits(found: &Found) -> Vec<&Row> {
    let mut hits: Vec<&Row> = Vec::new();
    for row in &found.rows {
        let before = hits.len();
        hits.extend(std::iter::once(row).chain(&row.variants).filter(|row| row.hit.score > 0.0));
        if hits.len() == before {
            hits.push(row);
        }
    }
    hits.sort_by(|a, b| b.hit.score.total_cmp(&a.hit.score));
    hits
}

/// Who asks further about what was found.
struct Asker {
    kb: Kb,
    query: Query,
}

impl Asker {
    fn explain(&mut self, context: &Context, id: &str) -> Result<Option<Explanation>, CliError> {
        Ok(self.kb.explain(&self.query, id, context.now())?)
    }

    fn print_json(&mut self, context: &Context, row: &Row, explained: bool) -> Result<(), CliError> {
        let Some(shown) = self.kb.shown(row.hit.revision, context.now())? else { return Ok(()) };
        let explanation = if explained { self.explain(context, &row.id)? } else { None };
        context.json(&HitJson {
            id: &row.id,
            question: &row.question,
            score: row.hit.score,
            route: row.hit.route.word(),
            internal: shown.article.internal.as_ref(),
            customer: shown.article.customer.as_ref(),
            explanation: explanation.as_ref().map(ExplanationJson::of),
        })
    }

    fn print_explanation(&mut self, context: &Context, id: &str) -> Result<(), CliError> {
        let Some(explanation) = self.explain(context, id)? else { return Ok(()) };
        for line in lines(&explanation, &context.messages) {
            context.line(&format!("    {line}"))?;
        }
        Ok(())
    }

    /// Explains the article asked about; the exit code.
    fn print_why(&mut self, context: &Context, id: &str, json: bool) -> Result<u8, CliError> {
        let shown = self.kb.by_id(id, context.now())?;
        let explanation = self.explain(context, id)?;
        let Some((shown, explanation)) = shown.zip(explanation) else {
            context.say(&context.messages.fill("show.nothing", &[("id", &one_line(id))]));
            return Ok(1);
        };
        let id = shown.article.id.as_deref().unwrap_or(id);
        let question = &shown.article.question;
        if json {
            context.json(&WhyJson { id, question, explanation: ExplanationJson::of(&explanation) })?;
            return Ok(0);
        }
        context.line(&format!("{}  {}", one_line(id), one_line(question)))?;
        for line in lines(&explanation, &context.messages) {
            context.line(&format!("    {line}"))?;
        }
        Ok(0)
    }
}

fn print_row(context: &Context, row: &Row) -> Result<(), CliError> {
    let sign = if row.hit.is_full() { "" } else { "≈ " };
    let mut line = format!("{sign}{}  {}", one_line(&row.id), one_line(&row.question));
    let scope = row.scope.label();
    if !scope.is_empty() {
        line.push_str(&format!("  [{}]", one_line(&scope)));
    }
    if !row.variants.is_empty() {
        let count = row.variants.len();
        line.push_str(&format!("  {}", context.messages.fill("search.variants", &[("count", &count)])));
    }
    if let Some(key) = trust_key(row.trust) {
        line.push_str(&format!("  ({})", context.messages.get(key)));
    }
    if row.drifted {
        line.push_str(&format!("  ({})", context.messages.get("trust.drifted")));
    }
    context.line(&line)?;
    if let Some((matched, _)) = &row.matched {
        context.line(&format!("    「{}」", one_line(matched)))?;
    }
    if !row.lead.is_empty() {
        context.line(&format!("    {}", row.lead))?;
    }
    Ok(())
}

/// The message for what validity says, when it says something.
pub fn trust_key(trust: Trust) -> Option<&'static str> {
    match trust {
        Trust::Current => None,
        Trust::ReviewDue => Some("trust.review_due"),
        Trust::OffSale => Some("trust.off_sale"),
        Trust::Study | Trust::Future => Some("trust.future"),
        Trust::Expired => Some("trust.expired"),
    }
}
