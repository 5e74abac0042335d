//! What the index knows of a query's tokens: in how many documents each stands, and so what it is worth.

use std::collections::HashMap;
use std::ops::Range;

use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, Score, Searcher, Term};

use super::query::{Prepared, TokenSort};
use super::schema::Fields;
use super::sounds;
use super::tuning::LATIN_PAIR;
use crate::text::fold::is_han;
use crate::text::segment::Segmenter;

/// What a clue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClueSort {
    /// One Chinese character.
    One,
    /// Two neighbouring Chinese characters.
    Two,
    /// A Latin word or a number.
    Latin,
    /// The stem of an English word.
    Stem,
    /// A number written otherwise.
    Number,
    /// A Latin word that begins as the last one typed.
    Completion,
    /// A Chinese word.
    Word,
    /// A word of the term table, or a Mainland word for a Taiwan one.
    Term,
}

/// One token of the query with its weights.
pub(super) struct Clue {
    pub text: String,
    /// The same as chars.
    pub chars: Vec<char>,
    pub sort: ClueSort,
    /// Where it was typed, in chars of the prepared query.
    pub at: Range<usize>,
    /// How much it tells: the logarithm of how rare it is where it is the most frequent.
    pub tells: Score,
    /// Documents among the questions, and its weight there.
    pub question: Option<(u64, Bm25Weight)>,
    /// Documents among the texts, and its weight there.
    pub text_weight: Option<(u64, Bm25Weight)>,
}

impl Clue {
    /// Whether a document that has it answers to this part of the query.
    pub fn stands_for(&self, unit: &Unit) -> bool {
        let touches = self.at.start < unit.at.end && unit.at.start < self.at.end;
        match self.sort {
            ClueSort::One | ClueSort::Two | ClueSort::Word | ClueSort::Latin => self.at == unit.at,
            ClueSort::Stem | ClueSort::Number | ClueSort::Completion | ClueSort::Term => touches,
        }
    }

    /// Whether it was typed, and not added.
    pub fn is_typed(&self) -> bool {
        !matches!(self.sort, ClueSort::Completion | ClueSort::Term)
    }
}

/// A part of the query that an article should answer to: a word, a Latin token, a run of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// As prepared.
    pub text: String,
    /// The same as chars.
    pub(super) chars: Vec<char>,
    /// Where it stands in the prepared query, in chars.
    pub at: Range<usize>,
}

impl Unit {
    /// Whether it is Chinese.
    pub(super) fn is_han(&self) -> bool {
        self.chars.iter().all(|c| is_han(*c))
    }
}

/// A token of the field of sounds that the index holds.
pub(super) struct Sound {
    pub token: String,
    pub weight: Bm25Weight,
}

/// All that the index knows of a query.
pub(super) struct Clues {
    pub list: Vec<Clue>,
    pub units: Vec<Unit>,
    /// The prepared query.
    pub folded: Vec<char>,
    /// The runs that hold letters, as typed.
    pub runs: Vec<String>,
    /// Tokens of the field of sounds, by run.
    pub sounds: Vec<Vec<Sound>>,
    /// What a match by sound is worth, beside a character that as many questions hold.
    pub sound_weight: Score,
}

impl Clues {
    /// All parts of the query as bits.
    pub fn all_units(&self) -> u64 {
        self.units.iter().take(64).enumerate().fold(0, |bits, (number, _)| bits | 1 << number)
    }

    /// The parts of the query that a text with these clues answers to, as bits.
    pub fn units_in_text(&self, matched: &[(usize, Score)]) -> u64 {
        let mut bits = 0;
        for (number, unit) in self.units.iter().enumerate().take(64) {
            let clues = || matched.iter().filter_map(|(n, _)| self.list.get(*n));
            let inside =
                |c: &&Clue| c.sort == ClueSort::Two && unit.at.start <= c.at.start && c.at.end <= unit.at.end;
            let by_pairs = unit.is_han()
                && unit.chars.len() > 1
                && clues().filter(inside).count() + 1 >= unit.chars.len();
            if by_pairs || clues().any(|clue| clue.stands_for(unit)) {
                bits |= 1 << number;
            }
        }
        bits
    }
}

/// Weight of words beside character grams.
const WORD_WEIGHT: Score = 0.5;
/// Weight of an added word beside a typed one.
pub(super) const TERM_WEIGHT: Score = 0.6;
/// The longest word looked up, in chars.
const LONGEST_WORD: usize = 6;
/// An unfinished Latin word stands for at most so many words of the index, the rarest left out.
const COMPLETIONS: usize = 12;
/// So many words of the index are looked at for completions.
const LOOKED_AT: usize = 512;

/// Counts of the index that weights need.
pub(super) struct Counts {
    questions: u64,
    texts: u64,
    averages: [Score; 4],
}

/// A text field, as the counts number it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    Questions,
    Texts,
    Words,
    Sounds,
}

impl Counts {
    pub fn of(searcher: &Searcher, f: &Fields) -> tantivy::Result<Counts> {
        let sorts = |sort: u64| searcher.doc_freq(&Term::from_field_u64(f.sort, sort));
        let (questions, texts) = (sorts(1)?, sorts(0)?);
        let average = |field: Field, documents: u64| -> tantivy::Result<Score> {
            Ok(as_score(Bm25StatisticsProvider::total_num_tokens(searcher, field)?)
                / as_score(documents.max(1)))
        };
        let averages = [
            average(f.question_grams, questions)?,
            average(f.text_grams, texts)?,
            average(f.words, questions + texts)?,
            average(f.question_sounds, questions)?,
        ];
        Ok(Counts { questions, texts, averages })
    }

    fn weight(&self, field: Counted, found: u64, boost: Score) -> Bm25Weight {
        let documents = match field {
            Counted::Questions | Counted::Sounds => self.questions,
            Counted::Texts => self.texts,
            Counted::Words => self.questions + self.texts,
        };
        let average = self.averages.get(field as usize).copied().unwrap_or(1.0).max(0.01);
        Bm25Weight::for_one_term_without_explain(found.min(documents), documents, average).boost_by(boost)
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts that only weigh")]
fn as_score(n: u64) -> Score {
    n as Score
}

/// Looks the tokens of queries up.
pub(super) struct Lookup<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub counts: &'a Counts,
    /// The dictionary, when queries are cut with it.
    pub segmenter: Option<&'a Segmenter>,
    /// Documents that count for nothing, with the numbers of their segments.
    pub left_out: Vec<(usize, DocId)>,
}

impl Lookup<'_> {
    fn found(&self, field: Field, token: &str) -> u64 {
        let term = Term::from_field_text(field, token);
        let found = self.searcher.doc_freq(&term).unwrap_or(0);
        let left_out = self.left_out.iter().filter(|(segment, doc)| self.holds(*segment, *doc, &term));
        left_out.fold(found, |found, _| found.saturating_sub(1))
    }

    /// Whether a document has a token.
    fn holds(&self, segment: usize, doc: DocId, term: &Term) -> bool {
        let Some(reader) = self.searcher.segment_readers().get(segment) else { return false };
        let postings = reader
            .inverted_index(term.field())
            .and_then(|index| Ok(index.read_postings(term, IndexRecordOption::Basic)?));
        let Ok(Some(mut postings)) = postings else { return false };
        postings.doc() <= doc && postings.seek(doc) == doc
    }

    /// A clue, unless nothing in the index has it.
    fn clue(&self, text: &str, sort: ClueSort, at: Range<usize>, boost: Score) -> Option<Clue> {
        let (question, text_weight) = if sort == ClueSort::Word {
            let found = self.found(self.fields.words, text);
            let weight = (found > 0).then(|| (found, self.counts.weight(Counted::Words, found, boost)));
            (weight.clone(), weight)
        } else {
            let found = self.found(self.fields.question_grams, text);
            let question = (found > 0).then(|| (found, self.counts.weight(Counted::Questions, found, boost)));
            let found = self.found(self.fields.text_grams, text);
            (question, (found > 0).then(|| (found, self.counts.weight(Counted::Texts, found, boost))))
        };
        let share = |found: u64, all: u64| as_score(found) / as_score(all.max(1));
        let (q, t) = (question.as_ref().map_or(0, |q| q.0), text_weight.as_ref().map_or(0, |t| t.0));
        let share = if sort == ClueSort::Word {
            share(q, self.counts.questions + self.counts.texts)
        } else {
            share(q, self.counts.questions).max(share(t, self.counts.texts))
        };
        (question.is_some() || text_weight.is_some()).then(|| Clue {
            tells: (1.0 + 1.0 / share.max(1e-7)).ln() * boost,
            text: text.to_owned(),
            chars: text.chars().collect(),
            sort,
            at,
            question,
            text_weight,
        })
    }

    /// Looks a whole query up. `terms` are words that the house's term table adds: where they come from in the query, and
    /// what they are.
    pub fn clues(&self, prepared: &Prepared, terms: &[(Range<usize>, String)]) -> Clues {
        let mut list: Vec<Clue> = Vec::new();
        let says = |at: usize| prepared.content.get(at) == Some(&true);
        for token in &prepared.tokens {
            let (sort, boost) = match token.sort {
                TokenSort::One => (ClueSort::One, 1.0),
                TokenSort::Two if token.text.contains(' ') => (ClueSort::Two, LATIN_PAIR),
                TokenSort::Two => (ClueSort::Two, 1.0),
                TokenSort::Latin => (ClueSort::Latin, 1.0),
                TokenSort::Stem => (ClueSort::Stem, 1.0),
                TokenSort::Number => (ClueSort::Number, 1.0),
            };
            // A letter that stands beside characters is an initial, rarely a word.
            let mut clue = self.clue(&token.text, sort, token.at.clone(), boost);
            // Fillers need not be answered to; but where articles hold them they help to tell one from another.
            if let Some(clue) = clue.as_mut().filter(|_| !token.at.clone().all(says)) {
                clue.tells = 0.0;
            }
            list.extend(clue);
        }
        let words = self.words(prepared);
        for (at, word) in &words {
            let end = at + word.chars().count();
            list.extend(self.clue(word, ClueSort::Word, *at..end, WORD_WEIGHT));
        }
        let rewordings = prepared
            .rewordings
            .iter()
            .flat_map(|(at, words)| words.iter().map(move |word| (at.clone(), (*word).to_owned())));
        for (at, word) in terms.iter().cloned().chain(rewordings) {
            for token in &Prepared::new(&word).tokens {
                if token.sort != TokenSort::One {
                    list.extend(self.clue(&token.text, ClueSort::Term, at.clone(), TERM_WEIGHT));
                }
            }
        }
        if let Some(begun) = &prepared.unfinished {
            let end = prepared.folded.len();
            let at = end - begun.chars().count().min(end)..end;
            for (word, share) in self.completions(begun) {
                list.extend(self.clue(&word, ClueSort::Completion, at.clone(), share));
            }
        }
        let sounds = prepared
            .runs
            .iter()
            .map(|run| run.letters().iter().flat_map(|letters| self.sounds(letters)).collect())
            .collect();
        let sound_weight = (1.0 + as_score(self.counts.questions) / 40.0).ln().max(1.5);
        Clues {
            folded: prepared.folded.clone(),
            runs: prepared.runs.iter().map(|run| run.typed.iter().collect()).collect(),
            units: self.units(prepared, &words),
            list,
            sounds,
            sound_weight,
        }
    }

    /// The sound tokens of a run of letters that the index holds.
    fn sounds(&self, letters: &str) -> Vec<Sound> {
        self.heard(sounds::asked(letters))
    }

    /// Those sound tokens that the index holds.
    pub fn heard(&self, tokens: Vec<String>) -> Vec<Sound> {
        let heard = |token: String| {
            let found = self.found(self.fields.question_sounds, &token);
            (found > 0).then(|| Sound { token, weight: self.counts.weight(Counted::Sounds, found, 1.0) })
        };
        tokens.into_iter().filter_map(heard).collect()
    }

    /// Words of the index that stand in the query, by longest match from the left, with their places.
    ///
    /// The word field's own dictionary is asked, so that a query needs no other one.
    fn words(&self, prepared: &Prepared) -> Vec<(usize, String)> {
        let mut words: Vec<(usize, String)> = Vec::new();
        if let Some(segmenter) = self.segmenter {
            let text: String = prepared.folded.iter().collect();
            segmenter.words(&text, |word| {
                let bytes = word.as_ptr() as usize - text.as_ptr() as usize;
                let at = text.get(..bytes).map_or(0, |before| before.chars().count());
                if self.found(self.fields.words, word) > 0 && !words.iter().any(|(_, w)| w == word) {
                    words.push((at, word.to_owned()));
                }
            });
            return words;
        }
        let mut after = 0;
        for (at, starts) in prepared.words_from(LONGEST_WORD) {
            if at < after {
                continue;
            }
            if let Some(word) = starts.into_iter().find(|word| self.found(self.fields.words, word) > 0) {
                after = at + word.chars().count();
                if !words.iter().any(|(_, w)| *w == word) {
                    words.push((at, word));
                }
            }
        }
        words
    }

    /// Words that begin with the one being typed, most frequent first, each with a share of its weight.
    fn completions(&self, begun: &str) -> Vec<(String, Score)> {
        // Every word begins with some letter: one alone says too little.
        if begun.chars().nth(1).is_none() {
            return Vec::new();
        }
        let mut counts: HashMap<String, u64> = HashMap::new();
        for reader in self.searcher.segment_readers() {
            for field in [self.fields.question_grams, self.fields.text_grams] {
                let Ok(index) = reader.inverted_index(field) else { continue };
                let Ok(mut stream) = index.terms().range().ge(begun.as_bytes()).into_stream() else {
                    continue;
                };
                let mut looked = 0;
                while stream.advance() && looked < LOOKED_AT {
                    if !stream.key().starts_with(begun.as_bytes()) {
                        break;
                    }
                    looked += 1;
                    if stream.key().len() > begun.len()
                        && let Ok(token) = std::str::from_utf8(stream.key())
                    {
                        *counts.entry(token.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                    }
                }
            }
        }
        let mut all: Vec<(String, u64)> = counts.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.truncate(COMPLETIONS);
        let part = |n: usize| Score::from(u16::try_from(n).unwrap_or(u16::MAX));
        let typed = part(begun.chars().count());
        all.into_iter()
            .map(|(token, _)| {
                let share = (typed / part(token.chars().count().max(1))).min(0.9);
                (token, share)
            })
            .collect()
    }

    /// The parts of the query that an article should answer to.
    fn units(&self, prepared: &Prepared, words: &[(usize, String)]) -> Vec<Unit> {
        let says =
            |at: usize| prepared.content.get(at) == Some(&true) && prepared.asking.get(at) != Some(&true);
        let mut units: Vec<Unit> = Vec::new();
        let mut add = |all: &mut dyn Iterator<Item = Range<usize>>| {
            for at in all {
                if at.clone().any(says) && !units.iter().any(|u| u.at.contains(&at.start)) {
                    let chars: Vec<char> =
                        prepared.folded.get(at.clone()).into_iter().flatten().copied().collect();
                    units.push(Unit { text: chars.iter().collect(), chars, at });
                }
            }
            units.is_empty()
        };
        let of =
            |sort: TokenSort| prepared.tokens.iter().filter(move |t| t.sort == sort).map(|t| t.at.clone());
        add(&mut prepared.runs.iter().filter_map(|run| Some(*run.places.first()?..run.places.last()? + 1)));
        add(&mut of(TokenSort::Latin));
        add(&mut words.iter().map(|(at, word)| *at..at + word.chars().count()));
        // What is left between known words was typed too, whether the index knows it or not.
        if add(&mut between(prepared, &says, words).into_iter()) {
            add(&mut of(TokenSort::One));
        }
        units.sort_by_key(|u| u.at.start);
        // They are numbered by bits.
        units.truncate(64);
        units
    }
}

/// Stretches of two and more Chinese characters that say something and belong to no word of the index: 携转.
fn between(
    prepared: &Prepared,
    says: &impl Fn(usize) -> bool,
    words: &[(usize, String)],
) -> Vec<Range<usize>> {
    let known =
        |at: usize| words.iter().any(|(from, word)| (*from..from + word.chars().count()).contains(&at));
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, c) in prepared.folded.iter().enumerate() {
        if !is_han(*c) || !says(at) || known(at) {
            continue;
        }
        match out.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end = at + 1,
            None => out.push(at..at + 1),
        }
    }
    out.retain(|stretch| stretch.len() > 1);
    out
}
