//! `zhixi export --channel`: what customers may have, for a channel.

use std::cell::RefCell;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use super::args::{ExportArgs, Format};
use super::kept::Stayed;
use super::place;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::progress::Progress;
use crate::customer::budget::Rate;
use crate::customer::pack::{
    Faq, PublicArticle, Site, Words, csv_head, csv_row, jsonl_row, prompts, text_row,
};
use crate::kb::{Kb, Outgoing, OutgoingOptions, Wish};
use crate::model::Channel;

/// In the directory of a KB: what its site says otherwise.
const SITE_FILE: &str = "site.toml";

pub fn run(context: &mut Context, args: &ExportArgs, name: &str) -> Result<u8, CliError> {
    let channel = context.channel(name)?;
    let format = format(args, channel)?;
    let file = args.file.as_deref().filter(|file| file.as_os_str() != "-");
    let kb = context.open_kb(Wish::Read)?;
    let kb = Out { context, kb: &kb, args, channel };
    let mut stayed = Stayed::default();
    let count = match format {
        Format::Jsonl => kb.rows(file, &mut stayed, "", jsonl_row),
        Format::Csv => kb.rows(file, &mut stayed, &csv_head(), csv_row),
        Format::Text => kb.rows(file, &mut stayed, "", text_row),
        Format::Faq => kb.faq(file, &mut stayed),
        Format::Ssml | Format::Site => kb.folder(format, file, &mut stayed),
    }?;
    let m = &context.messages;
    let label = context.channel_label(channel);
    match (count, file) {
        (0, _) => context.say(&m.fill("export.nothing", &[("channel", &label)])),
        (count, Some(file)) => {
            let told: [(&str, &dyn std::fmt::Display); 3] =
                [("count", &count), ("channel", &label), ("file", &file.display())];
            context.say(&m.fill("export.channel_done", &told));
        }
        (count, None) => {
            context.say(&m.fill("export.channel_printed", &[("count", &count), ("channel", &label)]));
        }
    }
    stayed.tell(context, args.report.as_deref())?;
    Ok(u8::from(count == 0))
}

/// How it is written, and whether that goes.
fn format(args: &ExportArgs, channel: &Channel) -> Result<Format, CliError> {
    let ending = args.file.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
    let format = args.format.unwrap_or(match ending {
        Some("csv") => Format::Csv,
        Some("txt") => Format::Text,
        _ => Format::Jsonl,
    });
    let usage = |key| Err(CliError::Usage(key, channel.name.clone()));
    match format {
        Format::Ssml if !channel.spoken => usage("export.ssml_is_spoken"),
        Format::Site if channel.spoken => usage("export.site_is_read"),
        Format::Ssml | Format::Site if args.file.as_deref().is_none_or(|file| file.as_os_str() == "-") => {
            usage("export.needs_folder")
        }
        _ => Ok(format),
    }
}

/// What goes out of a KB.
struct Out<'a> {
    context: &'a Context,
    kb: &'a Kb,
    args: &'a ExportArgs,
    channel: &'a Channel,
}

impl Out<'_> {
    /// Hands every article that goes out on; how many those were.
    fn each(
        &self,
        stayed: &mut Stayed,
        take: &mut dyn FnMut(PublicArticle) -> Result<(), CliError>,
    ) -> Result<usize, CliError> {
        let options = OutgoingOptions {
            channel: self.channel,
            least: self.args.severity.into(),
            rate: Rate { chars_per_minute: self.context.settings.speech_rate },
        };
        let all = self.kb.article_count()?;
        // A bar would stand among the lines.
        let is_apart = self.args.file.is_some() || !io::stdout().is_terminal();
        let progress = RefCell::new(is_apart.then(|| Progress::new("export", self.context)));
        let mut failed = None;
        let mut count = 0;
        self.kb.outgoing(
            &options,
            self.context.now(),
            &mut |outgoing| match outgoing {
                Outgoing::Out(outward) => {
                    stayed.of_outward(&outward);
                    count += 1;
                    failed = take(outward.article).err();
                    failed.is_none()
                }
                Outgoing::Kept { id, why } => {
                    stayed.article(&id, &why);
                    true
                }
            },
            &|done| {
                if let Some(progress) = progress.borrow_mut().as_mut() {
                    progress.set(done, all);
                }
            },
        )?;
        if let Some(progress) = progress.into_inner() {
            progress.finish();
        }
        failed.map_or(Ok(count), Err)
    }

    /// A row for each article, written as it comes.
    fn rows(
        &self,
        file: Option<&Path>,
        stayed: &mut Stayed,
        head: &str,
        row: fn(&PublicArticle) -> String,
    ) -> Result<usize, CliError> {
        let written = place::write(file, |out, path| {
            let at = CliError::file(path);
            let mut is_begun = false;
            let count = self.each(stayed, &mut |article| {
                if !is_begun {
                    out.write_all(head.as_bytes()).map_err(&at)?;
                    is_begun = true;
                }
                out.write_all(row(&article).as_bytes()).map_err(&at)
            })?;
            Ok((count > 0).then_some(count))
        })?;
        Ok(written.unwrap_or_default())
    }

    fn all(&self, stayed: &mut Stayed) -> Result<Vec<PublicArticle>, CliError> {
        let mut all = Vec::new();
        self.each(stayed, &mut |article| {
            all.push(article);
            Ok(())
        })?;
        Ok(all)
    }

    fn faq(&self, file: Option<&Path>, stayed: &mut Stayed) -> Result<usize, CliError> {
        let all = self.all(stayed)?;
        let faq = Faq::of(&all);
        for left_out in &faq.left_out {
            stayed.asked_twice(left_out);
        }
        let is_sheet = file.and_then(Path::extension).is_some_and(|ending| ending == "csv");
        let mut rows: Box<dyn Iterator<Item = String>> =
            if is_sheet { Box::new(faq.sheet()) } else { Box::new(faq.jsonl()) };
        let written = place::write(file, |out, path| {
            if all.is_empty() {
                return Ok(None);
            }
            rows.try_for_each(|row| out.write_all(row.as_bytes())).map_err(CliError::file(path))?;
            Ok(Some(()))
        })?;
        Ok(written.map_or(0, |()| faq.entries.len()))
    }

    fn folder(&self, format: Format, folder: Option<&Path>, stayed: &mut Stayed) -> Result<usize, CliError> {
        let Some(folder) = folder else { return Ok(0) };
        // Before the work: what is wrong with it is the house's to mend.
        let words = self.words()?;
        let all = self.all(stayed)?;
        if all.is_empty() {
            return Ok(0);
        }
        match format {
            Format::Site => place::write_folder(folder, Site::of(&all, &words).files())?,
            _ => place::write_folder(folder, prompts(&all))?,
        };
        Ok(all.len())
    }

    /// What the site says around its articles.
    fn words(&self) -> Result<Words, CliError> {
        let path = self.kb.place().root().join(SITE_FILE);
        match std::fs::read_to_string(&path) {
            Ok(own) => {
                let wrong = |detail| CliError::File { path: path.clone(), detail };
                Words::with(&own).map_err(wrong)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Words::shipped().clone()),
            Err(error) => Err(CliError::file(&path)(error)),
        }
    }
}
