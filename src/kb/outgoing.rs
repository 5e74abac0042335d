//! What may leave the house for a channel: of the texts in use, those whose customer answer nothing is wrong with.

use std::collections::HashMap;

use super::gate::Checked;
use super::lint::look_over;
use super::open::Kb;
use super::refusal::LifeError;
use super::rulebook::Rulebook;
use crate::customer::budget::{Cost, Rate, cost};
use crate::customer::finding::{Finding, Part, Severity};
use crate::customer::pack::{PublicArticle, Unfit};
use crate::model::publication::current;
use crate::model::{Article, Channel, Face, Moment};

/// What becomes of an article on its way to a channel.
#[derive(Debug, Clone, PartialEq)]
pub enum Outgoing {
    /// It goes out.
    Out(Box<Outward>),
    /// It stays in the house.
    Kept {
        /// Its id.
        id: String,
        /// Why.
        why: KeptBack,
    },
}

/// An article that goes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outward {
    /// What customers get of it.
    pub article: PublicArticle,
    /// So many of its similar questions are in the house's own words and stay.
    pub dropped: usize,
    /// Whether a similar question stands for the standard one, because that is in the house's own words.
    pub is_asked_as: bool,
}

/// Why an article stays in the house.
#[derive(Debug, Clone, PartialEq)]
pub enum KeptBack {
    /// No text of it is in use now: it is a draft, waits, was withdrawn, or does not hold today.
    NotInUse,
    /// 临时口径: nobody has reviewed it, and it ends within a day.
    NotReviewed,
    /// It has nothing for the channel.
    Unfit(Unfit),
    /// The rules find something in what the customer would get, and nobody has said why it may stay.
    Findings(Vec<Checked>),
    /// The channel does not take so much at once.
    TooLong(Cost),
}

/// What goes out, and to where.
#[derive(Debug, Clone, Copy)]
pub struct OutgoingOptions<'a> {
    /// The channel.
    pub channel: &'a Channel,
    /// The least that keeps an article in the house.
    pub least: Severity,
    /// How fast is spoken.
    pub rate: Rate,
}

/// So many articles are read before they are looked over, by all cores at once.
const AT_ONCE: usize = 512;

impl Kb {
    /// Looks which texts may go out to a channel, in the order in which articles came. `each` hears of every article and says
    /// whether to go on, `done` how many were looked at.
    ///
    /// # Errors
    /// Those of the database.
    pub fn outgoing(
        &self,
        options: &OutgoingOptions<'_>,
        now: Moment,
        each: &mut dyn FnMut(Outgoing) -> bool,
        done: &dyn Fn(usize),
    ) -> Result<(), LifeError> {
        let rules = self.rulebook()?;
        let mut questions = Questions { rules: &rules, known: HashMap::new() };
        let numbers = self.store.article_numbers()?;
        let mut count = 0;
        for chunk in numbers.chunks(AT_ONCE) {
            let texts: Vec<(i64, Result<Article, Outgoing>)> = chunk
                .iter()
                .map(|&number| Ok((number, self.in_use_now(number, now)?)))
                .collect::<Result<_, LifeError>>()?;
            let usable: Vec<(i64, Article)> = texts
                .iter()
                .filter_map(|(number, text)| Some((*number, text.as_ref().ok()?.clone())))
                .collect();
            let mut found = look_over(&rules, &usable, &HashMap::new()).into_iter();
            for (number, text) in texts {
                let outgoing = match text {
                    Ok(article) => {
                        let found = found.next().unwrap_or_default();
                        self.judge(options, &mut questions, (number, &article), found)?
                    }
                    Err(kept) => kept,
                };
                if !each(outgoing) {
                    return Ok(());
                }
            }
            count += chunk.len();
            done(count);
        }
        Ok(())
    }

    /// The text of an article that is in use, reviewed and holds today.
    fn in_use_now(&self, number: i64, now: Moment) -> Result<Result<Article, Outgoing>, LifeError> {
        let publications = self.store.publications(number)?;
        let kept = |id: Option<String>, why| Err(Outgoing::Kept { id: id.unwrap_or_default(), why });
        let Some(publication) = current(&publications, now) else {
            let newest = self.store.newest(number)?;
            let stored = newest.map(|r| self.store.load(r, &self.trees.category)).transpose()?.flatten();
            return Ok(kept(stored.and_then(|stored| stored.article.id), KeptBack::NotInUse));
        };
        let Some(stored) = self.store.load(publication.revision, &self.trees.category)? else {
            return Ok(kept(None, KeptBack::NotInUse));
        };
        let article = stored.article;
        if !article.valid.covers(self.zone().day_of(now)) {
            return Ok(kept(article.id, KeptBack::NotInUse));
        }
        if publication.overlay {
            return Ok(kept(article.id, KeptBack::NotReviewed));
        }
        Ok(Ok(article))
    }

    fn judge(
        &self,
        options: &OutgoingOptions<'_>,
        questions: &mut Questions<'_>,
        (number, article): (i64, &Article),
        found: Vec<Finding>,
    ) -> Result<Outgoing, LifeError> {
        let kept = |why| Ok(Outgoing::Kept { id: article.id.clone().unwrap_or_default(), why });
        let mut public = match PublicArticle::of(article, options.channel) {
            Ok(public) => public,
            Err(unfit) => return kept(KeptBack::Unfit(unfit)),
        };
        let is_written =
            article.customer.as_ref().is_some_and(|c| c.channels.contains_key(&options.channel.name));
        let grave = |finding: &Finding| finding.severity >= options.least;
        let mut of_text: Vec<Finding> =
            found.into_iter().filter(|f| grave(f) && concerns(f, options.channel, is_written)).collect();
        let around = public.category().iter().map(String::as_str).chain([public.scope()]);
        of_text.extend(around.flat_map(|words| questions.leaks(words)).filter(grave));
        let (forbidden, own_words): (Vec<Finding>, Vec<Finding>) = questions
            .leaks(public.question())
            .into_iter()
            .filter(grave)
            .partition(|finding| finding.severity == Severity::Error);
        of_text.extend(forbidden);
        let mut open = self.checked(number, of_text)?;
        open.retain(|checked| checked.waiver.is_none());
        if !open.is_empty() {
            return kept(KeptBack::Findings(open));
        }
        let cost = cost(public.text(), options.channel, options.rate);
        if cost.is_over() {
            return kept(KeptBack::TooLong(cost));
        }
        let dropped = public.drop_similar(|question| !questions.leaks(question).iter().any(grave));
        // Customers ask in their words: one of the similar questions is put in front.
        let is_asked_as = !own_words.is_empty();
        if is_asked_as && !public.ask_as_customers_do() {
            return kept(KeptBack::Findings(self.checked(number, own_words)?));
        }
        Ok(Outgoing::Out(Outward { article: public, dropped, is_asked_as }.into()))
    }
}

/// Whether a finding is about what goes out with the text for a channel.
fn concerns(finding: &Finding, channel: &Channel, is_written: bool) -> bool {
    match &finding.part {
        // What is only clumsy in a question is the editors' matter.
        Part::Question => finding.severity == Severity::Error,
        Part::Rendering(name) => *name == channel.name,
        part => !is_written && part.face() == Some(Face::Customer),
    }
}

/// What leaks in the words around an answer: inside, questions may be asked in the house's own words, outside not.
struct Questions<'r> {
    rules: &'r Rulebook,
    known: HashMap<String, Vec<Finding>>,
}

impl Questions<'_> {
    fn leaks(&mut self, words: &str) -> Vec<Finding> {
        if let Some(known) = self.known.get(words) {
            return known.clone();
        }
        let found = self.rules.leaks(words);
        // Categories and scopes come again and again, questions do not.
        if self.known.len() < AT_ONCE {
            self.known.insert(words.to_owned(), found.clone());
        }
        found
    }
}
