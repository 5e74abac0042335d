//! `zhixi new`

use std::path::{Path, PathBuf};

use super::context::Context;
use super::editor;
use super::error::CliError;
use super::life_args::NewArgs;
use crate::customer::template::Template;
use crate::kb::{Kb, Kept, Place, Wish, tongue};
use crate::model::manuscript::{Manuscript, write};
use crate::model::{Answer, Article, CustomerAnswer, Face, Similar, Zone};
use crate::text::clean::one_line;

pub fn run(context: &mut Context, args: &NewArgs) -> Result<u8, CliError> {
    let Some(dir) = context.named_kb() else {
        return Err(CliError::Usage("cli.error.name_a_kb", String::new()));
    };
    context.say_not_utf8(&args.question);
    // Nothing is made for an article that cannot be read.
    let Some((article, file)) = article(context, args)? else {
        context.say(context.messages.get("edit.unchanged"));
        return Ok(1);
    };
    let kept =
        save(context, &dir, &article).map_err(|error| editor::with_file(context, error, file.as_deref()))?;
    if let Some(file) = file {
        let _ = std::fs::remove_file(file);
    }
    if args.json {
        context
            .json(&serde_json::json!({ "id": kept.id, "revision": kept.revision_no, "uuid": kept.uuid }))?;
    } else {
        context.line(&one_line(&kept.id))?;
        context.say(&context.messages.fill("new.done", &[("id", &one_line(&kept.id))]));
    }
    Ok(0)
}

fn save(context: &Context, dir: &Path, article: &Article) -> Result<Kept, CliError> {
    let mut kb = open(context, dir)?;
    context.say_clock(&kb)?;
    Ok(kb.write_new(&context.who, article, context.now())?)
}

/// The KB that was named; a new one where there is room for it.
fn open(context: &Context, dir: &Path) -> Result<Kb, CliError> {
    if Place::is_free(dir) {
        return Ok(Kb::create(dir, &Zone::default(), &context.who, context.now())?);
    }
    Ok(Kb::open(dir, Wish::Write)?)
}

/// The article that was given, in a file, in an editor or in words, and the file that keeps what came from an editor; `None`
/// when the form came back as it was.
fn article(context: &Context, args: &NewArgs) -> Result<Option<(Article, Option<PathBuf>)>, CliError> {
    if let Some(file) = &args.from {
        return Ok(Some((editor::manuscript(context, file)?.article, None)));
    }
    let question: Vec<_> = args.question.iter().map(|word| word.to_string_lossy()).collect();
    let article = Article {
        id: args.id.clone(),
        kind: args.kind,
        question: question.join(" ").trim().to_owned(),
        similar: args.similar.iter().map(|text| Similar::from(text.as_str())).collect(),
        category: category(args.category.as_deref().unwrap_or_default()),
        internal: args.internal.as_deref().map(Answer::of_body),
        customer: args
            .customer
            .as_deref()
            .map(|text| CustomerAnswer { answer: Answer::of_body(text), ..CustomerAnswer::default() }),
        ..Article::default()
    };
    if !article.question.is_empty() {
        return Ok(Some((article, None)));
    }
    let article = outlined(article);
    let form = write(&Manuscript { article, based_on: None }, tongue(&context.messages), true);
    let edited = editor::edit(context, "new", &form)?;
    Ok(edited.map(|edited| (edited.manuscript.article, Some(edited.file))))
}

/// An article with the sections of its kind's template to be written under, where nothing is given for a face.
fn outlined(article: Article) -> Article {
    let Some(template) = article.kind.and_then(Template::of) else { return article };
    let outline = |face| Some(Answer::of_body(template.outline(face))).filter(|answer| !answer.is_empty());
    Article {
        internal: article.internal.or_else(|| outline(Face::Internal)),
        customer: article.customer.or_else(|| {
            outline(Face::Customer).map(|answer| CustomerAnswer { answer, ..CustomerAnswer::default() })
        }),
        ..article
    }
}

fn category(path: &str) -> Vec<String> {
    path.split('/').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
