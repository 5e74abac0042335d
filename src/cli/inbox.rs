//! `zhixi inbox`

use std::fmt::Display;

use clap::Args;

use super::context::Context;
use super::error::CliError;
use crate::kb::{Cluster, InboxDecision, Wish};
use crate::text::clean::one_line;

/// What the help says at its end.
pub const HELP: &str = "Questions that customers ask elsewhere come in with zhixi import --questions FILE. What asks the same stands together, most
asked first, beside the article that answers it (covered) or something near it (near); a gap has none.
With NUMBER, of any question in it, one of them is shown whole, and decided on as one:
  --similar   its questions become similar questions of the article: a new draft of it
  --variant   a draft of its own that leads to the article
  --draft     a draft of its own: the clearest question, the others as similar ones, the best answer as raw material
  --ignore    nothing for this KB
What is decided is remembered: when the questions come in again they are not asked again. Drafts go through review as any other.

With --json one object for each: {\"number\", \"coverage\", \"times\", \"votes\", \"first\", \"last\", \"sources\", \"nearest\": {\"id\", \"question\",
  \"likeness\"}, \"questions\": [{\"number\", \"text\", \"times\", \"votes\", \"answer\", \"source\", \"licence\"}]}
  a decision: {\"number\", \"questions\", \"draft\", \"revision\"}

Exit codes: 0 done, 1 nothing waits, or there is no such number, 2 bad usage or a role that may not, 3 the KB cannot be used.";

/// `zhixi inbox`
#[derive(Debug, Args)]
pub struct InboxArgs {
    /// The number of a question: what asks the same is shown whole or decided on
    #[arg(value_name = "NUMBER")]
    pub number: Option<i64>,
    /// Make them similar questions of an article, the nearest one where none is named
    #[arg(long, value_name = "ID", num_args = 0..=1, requires = "number", conflicts_with_all = ["variant", "draft", "ignore"])]
    pub similar: Option<Option<String>>,
    /// Begin a draft that leads to an article, the nearest one where none is named
    #[arg(long, value_name = "ID", num_args = 0..=1, requires = "number", conflicts_with_all = ["draft", "ignore"])]
    pub variant: Option<Option<String>>,
    /// Begin a draft
    #[arg(long, requires = "number", conflicts_with = "ignore")]
    pub draft: bool,
    /// Leave them out
    #[arg(long, requires = "number")]
    pub ignore: bool,
    /// At most so many; 0 for all
    #[arg(long, short = 'n', default_value_t = 20)]
    pub limit: usize,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

pub fn run(context: &mut Context, args: &InboxArgs) -> Result<u8, CliError> {
    let decides = args.similar.is_some() || args.variant.is_some() || args.draft || args.ignore;
    let mut kb = if decides { context.open_own(Wish::Write)? } else { context.open_kb(Wish::Read)? };
    let clusters = kb.inbox(context.now())?;
    let Some(number) = args.number else { return list(context, args, &clusters) };
    let Some(cluster) = clusters.iter().find(|c| c.questions.iter().any(|q| q.number == number)) else {
        context.say(&context.messages.fill("inbox.no_number", &[("number", &number)]));
        return Ok(1);
    };
    if !decides {
        show(context, args, cluster)?;
        return Ok(0);
    }
    let article = |named: &Option<String>| -> Result<String, CliError> {
        let nearest = || cluster.nearest.as_ref().map(|nearest| nearest.0.clone());
        named.clone().or_else(nearest).ok_or(CliError::Usage("inbox.name_an_article", number.to_string()))
    };
    let decision = match (&args.similar, &args.variant) {
        (Some(named), _) => InboxDecision::Similar(article(named)?),
        (_, Some(named)) => InboxDecision::Variant(article(named)?),
        _ if args.draft => InboxDecision::Draft,
        _ => InboxDecision::Ignore,
    };
    let numbers: Vec<i64> = cluster.questions.iter().map(|q| q.number).collect();
    let handled = kb.decide_outside(&context.who, &numbers, &decision, context.now())?;
    context.sync(&mut kb)?;
    if args.json {
        context.json(&serde_json::json!({
            "number": number, "questions": handled.questions,
            "draft": handled.draft.as_ref().map(|draft| &draft.0),
            "revision": handled.draft.as_ref().map(|draft| draft.1),
        }))?;
    } else {
        let m = &context.messages;
        let (id, revision) = handled.draft.clone().unwrap_or_default();
        let key = if handled.draft.is_some() { "inbox.drafted" } else { "inbox.decided" };
        let values: [(&str, &dyn Display); 3] =
            [("count", &handled.questions), ("revision", &revision), ("id", &one_line(&id))];
        context.line(&m.fill(key, &values))?;
    }
    Ok(0)
}

fn list(context: &Context, args: &InboxArgs, clusters: &[Cluster]) -> Result<u8, CliError> {
    let most = if args.limit == 0 { clusters.len() } else { args.limit };
    for cluster in clusters.iter().take(most) {
        if args.json {
            context.json(&json(cluster))?;
        } else {
            context.line(&line(context, cluster))?;
        }
    }
    if clusters.is_empty() {
        context.say(context.messages.get("inbox.none"));
    } else if clusters.len() > most && !args.json {
        context.say(&context.messages.fill("inbox.more", &[("count", &(clusters.len() - most))]));
    }
    Ok(u8::from(clusters.is_empty()))
}

fn line(context: &Context, cluster: &Cluster) -> String {
    let m = &context.messages;
    let question = cluster.questions.first().map(|q| one_line(&q.question.text)).unwrap_or_default();
    let coverage = m.get(&format!("inbox.coverage.{}", cluster.coverage)).to_owned();
    let nearest = cluster.nearest.as_ref().map(|(id, question, _)| {
        let values: [(&str, &dyn Display); 2] = [("id", &one_line(id)), ("question", &one_line(question))];
        m.fill("inbox.nearest", &values)
    });
    let values: [(&str, &dyn Display); 6] = [
        ("number", &cluster.number()),
        ("times", &cluster.times),
        ("count", &cluster.questions.len()),
        ("coverage", &coverage),
        ("question", &question),
        ("nearest", &nearest.unwrap_or_default()),
    ];
    m.fill("inbox.line", &values).trim_end().to_owned()
}

fn show(context: &Context, args: &InboxArgs, cluster: &Cluster) -> Result<(), CliError> {
    if args.json {
        return context.json(&json(cluster));
    }
    let m = &context.messages;
    context.line(&line(context, cluster))?;
    for q in &cluster.questions {
        let values: [(&str, &dyn Display); 4] = [
            ("number", &q.number),
            ("times", &q.question.times),
            ("votes", &q.question.votes),
            ("question", &one_line(&q.question.text)),
        ];
        context.line(&m.fill("inbox.question", &values))?;
    }
    if let Some(best) = cluster.best_answer() {
        let licence = best.question.licence.as_deref().unwrap_or("-");
        let values: [(&str, &dyn Display); 3] = [
            ("source", &one_line(&best.question.source)),
            ("licence", &one_line(licence)),
            ("answer", &one_line(&best.question.answer)),
        ];
        context.line(&m.fill("inbox.answer", &values))?;
    }
    Ok(())
}

fn json(cluster: &Cluster) -> serde_json::Value {
    let questions: Vec<_> = cluster
        .questions
        .iter()
        .map(|q| {
            serde_json::json!({
                "number": q.number, "text": q.question.text, "times": q.question.times,
                "votes": q.question.votes, "answer": q.question.answer, "source": q.question.source,
                "licence": q.question.licence,
            })
        })
        .collect();
    serde_json::json!({
        "number": cluster.number(), "coverage": cluster.coverage.word(), "times": cluster.times,
        "votes": cluster.votes, "first": cluster.days.0, "last": cluster.days.1, "sources": cluster.sources,
        "nearest": cluster.nearest.as_ref().map(|(id, question, alike)| {
            serde_json::json!({ "id": id, "question": question, "likeness": alike })
        }),
        "questions": questions,
    })
}
