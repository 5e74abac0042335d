//! `zhixi search`

use serde::Serialize;

use super::args::SearchArgs;
use super::context::Context;
use super::error::CliError;
use crate::kb::{Kb, KbError, Notice, Row, Wish};
use crate::model::{Answer, CustomerAnswer, Query, Scope, Trust};
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
}

pub fn run(context: &mut Context, args: &SearchArgs) -> Result<u8, CliError> {
    let mut kb = context.open_kb(Wish::Read)?;
    context.sync(&mut kb)?;
    let text = args.query.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    let scope = Scope {
        region: args.scope.region.clone(),
        product: args.scope.product.clone(),
        customer: args.scope.customer.clone(),
    };
    let query = Query { text, scope, limit: args.limit };
    let found = kb.find(&query, context.now(), &|| false)?.unwrap_or_default();
    match found.notice {
        Some(Notice::NoIndex) => {
            let path = kb.place().root().to_path_buf();
            return Err(KbError::no_index(path).into());
        }
        Some(Notice::Indexing { .. }) => context.say(context.messages.get("search.indexing")),
        None => {}
    }
    if args.json {
        // A variant that only shares its question with a hit is offered on the desk; a program asked for hits.
        let mut hits: Vec<&Row> =
            found.rows.iter().flat_map(|row| std::iter::once(row).chain(&row.variants)).collect();
        hits.retain(|row| row.hit.score > 0.0);
        hits.sort_by(|a, b| b.hit.score.total_cmp(&a.hit.score));
        for hit in hits {
            print_json(context, &kb, hit)?;
        }
    } else {
        for row in &found.rows {
            print_row(context, row)?;
        }
    }
    if found.rows.is_empty() {
        context.say(&context.messages.fill("search.nothing", &[("query", &one_line(&query.text))]));
        return Ok(1);
    }
    Ok(0)
}

fn print_json(context: &Context, kb: &Kb, row: &Row) -> Result<(), CliError> {
    let Some(shown) = kb.shown(row.hit.revision, context.now())? else { return Ok(()) };
    context.json(&HitJson {
        id: &row.id,
        question: &row.question,
        score: row.hit.score,
        route: row.hit.route.word(),
        internal: shown.article.internal.as_ref(),
        customer: shown.article.customer.as_ref(),
    })
}

fn print_row(context: &Context, row: &Row) -> Result<(), CliError> {
    let mut line = format!("{}  {}", one_line(&row.id), one_line(&row.question));
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
        context.line(&format!("    ≈ {}", one_line(matched)))?;
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
        Trust::Study => Some("trust.study"),
        Trust::Future => Some("trust.future"),
        Trust::Expired => Some("trust.expired"),
    }
}
