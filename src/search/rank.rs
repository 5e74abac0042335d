//! Two stages: pairs, words and Latin tokens fetch candidates; full evidence ranks them.
//!
//! An article scores the best of its questions plus its text. The fields count equally; a title boost depends on the
//! knowledge base and is a matter for `eval`.

use std::collections::HashMap;

use tantivy::postings::Postings as _;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight, BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, Score, Searcher, SegmentReader, TERMINATED, Term};

use super::collect::{Candidate, Candidates, Gate};
use super::query::Prepared;
use super::schema::{Fields, name_hash};
use crate::model::{Axis, Hit, Moment, Route, Scope};

/// What may be found: current at an instant and in a contact's scope.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The instant.
    pub now: Moment,
    /// For each axis of a scope the names that fit, hashed; `None` lets everything through.
    pub(super) allowed: [Option<Vec<u64>>; 3],
}

impl Filter {
    /// A filter for an instant and a scope; `lineage` gives a name with all its ancestors in the tree of its axis,
    /// because what holds for a whole region holds in each of its parts.
    pub fn new(now: Moment, scope: &Scope, lineage: impl Fn(Axis, &str) -> Vec<String>) -> Filter {
        let mut filter = Filter { now, ..Filter::default() };
        for (slot, &axis) in filter.allowed.iter_mut().zip(Axis::ALL) {
            let names = scope.on(axis);
            if !names.is_empty() {
                *slot = Some(
                    names.iter().flat_map(|name| lineage(axis, name)).map(|name| name_hash(&name)).collect(),
                );
            }
        }
        filter
    }
}

/// So many candidate documents are ranked with full evidence.
const CANDIDATES: usize = 300;
/// Single characters help to fetch candidates as long as they are in so few documents together.
const CHEAP_POSTINGS: u64 = 400_000;
/// An unfinished Latin word stands for at most so many words of the index, the rarest left out.
const COMPLETIONS: usize = 24;
/// Weight of words beside character grams.
const WORD_WEIGHT: Score = 0.5;
/// What a whole question is worth, as a share of the best score.
const WHOLE_BONUS: Score = 0.5;
/// Hits below this share of the best score are noise.
const FLOOR: Score = 0.12;
/// The longest word looked up, in chars.
const LONGEST_WORD: usize = 6;

/// One term with its weight, in questions or in texts.
struct Clue {
    term: Term,
    weight: Bm25Weight,
    fetches: bool,
    boost: Score,
}

/// Statistics per field: tantivy counts all documents, here only those that have the field.
struct Counted<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    questions: u64,
    texts: u64,
}

impl Counted<'_> {
    fn docs_with(&self, field: Field) -> u64 {
        let is_question = field == self.fields.question_grams || field == self.fields.question_words;
        if is_question { self.questions } else { self.texts }
    }
}

impl Bm25StatisticsProvider for Counted<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        // tantivy divides by all documents to get the average length; scaled, the division comes out right.
        let tokens = u128::from(self.searcher.total_num_tokens(field)?);
        let all = u128::from(self.total_num_docs()?);
        let with = u128::from(self.docs_with(field).max(1));
        Ok(u64::try_from(tokens * all / with).unwrap_or(u64::MAX))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        // Deleted documents still stand in the postings, so they count.
        Bm25StatisticsProvider::total_num_docs(self.searcher)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.doc_freq(term)
    }
}

/// Ranks one query.
pub(super) struct Ranking<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub filter: &'a Filter,
    pub is_stale: &'a (dyn Fn() -> bool + Sync),
}

impl Ranking<'_> {
    /// The best hits, best first, one per article.
    pub fn run(&self, prepared: &Prepared) -> tantivy::Result<Vec<Hit>> {
        let mut hits = self.by_id(&prepared.folded)?;
        if prepared.is_empty() {
            return Ok(hits);
        }
        let (clues, route) = self.clues(prepared)?;
        let candidates = self.fetch(&clues)?;
        if (self.is_stale)() {
            return Ok(Vec::new());
        }
        let whole = name_hash(&prepared.folded);
        let ranked = self.weigh(&clues, &candidates, whole, route)?;
        hits.extend(
            ranked
                .into_iter()
                .filter(|hit| !hits.iter().any(|h| h.article == hit.article))
                .collect::<Vec<_>>(),
        );
        Ok(hits)
    }

    /// An article whose id is the whole query comes first.
    fn by_id(&self, folded: &str) -> tantivy::Result<Vec<Hit>> {
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let term = Term::from_field_text(self.fields.id, folded);
        let mut hits = Vec::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.fields.id)?;
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            let gate = Gate::open(self.filter, reader)?;
            let columns = Columns::open(reader)?;
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) && gate.passes(doc) {
                    hits.push(columns.hit(doc, 0, Score::MAX, Route::Id));
                }
                postings.advance();
            }
        }
        Ok(hits)
    }

    /// The blocks of a group that pass the filter: all variants of one question, also those that the query did not match.
    pub fn variants(&self, group: u64) -> tantivy::Result<Vec<Hit>> {
        let term = Term::from_field_u64(self.fields.group, group);
        let mut hits = Vec::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.fields.group)?;
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            let gate = Gate::open(self.filter, reader)?;
            let columns = Columns::open(reader)?;
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                let is_first = columns.place.first(doc) == Some(super::schema::TEXT_PLACE);
                let is_alive = reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
                if is_first && is_alive && gate.passes(doc) {
                    hits.push(columns.hit(doc, 0, 0.0, Route::Text));
                }
                postings.advance();
            }
        }
        hits.sort_by_key(|hit| hit.article);
        Ok(hits)
    }

    fn clues(&self, prepared: &Prepared) -> tantivy::Result<(Vec<Clue>, Route)> {
        let f = self.fields;
        let sorts = |sort: u64| self.searcher.doc_freq(&Term::from_field_u64(f.sort, sort));
        let stats = Counted { searcher: self.searcher, fields: f, questions: sorts(1)?, texts: sorts(0)? };
        let mut clues = Vec::new();
        let mut add = |field: Field, token: &str, boost: Score, fetches: bool| -> tantivy::Result<u64> {
            let term = Term::from_field_text(field, token);
            let found = stats.doc_freq(&term)?;
            if found > 0 {
                let weight = Bm25Weight::for_terms(&stats, std::slice::from_ref(&term))?.boost_by(boost);
                clues.push(Clue { term, weight, fetches, boost });
            }
            Ok(found)
        };
        let gram_fields = [f.question_grams, f.text_grams];
        let mut fetching = 0_u64;
        for field in gram_fields {
            for token in prepared.twos.iter().chain(&prepared.latin) {
                fetching += add(field, token, 1.0, true)?;
            }
        }
        for (field, run) in [(f.question_words, 0), (f.text_words, 1)]
            .into_iter()
            .flat_map(|(field, _)| self.words(field, prepared).into_iter().map(move |w| (field, w)))
        {
            add(field, &run, WORD_WEIGHT, true)?;
        }
        let mut route = Route::Text;
        if let Some(unfinished) = &prepared.unfinished {
            let known = fetching > 0;
            for (token, share) in self.completions(unfinished)? {
                for field in gram_fields {
                    if add(field, &token, share, true)? > 0 && !known {
                        route = Route::Prefix;
                    }
                }
            }
        }
        let ones: u64 = {
            let mut sum = 0;
            for field in gram_fields {
                for token in &prepared.ones {
                    sum += self.searcher.doc_freq(&Term::from_field_text(field, token))?;
                }
            }
            sum
        };
        // With no pair to go by, characters must fetch whatever it costs.
        let ones_fetch = ones <= CHEAP_POSTINGS || fetching == 0;
        for field in gram_fields {
            for token in &prepared.ones {
                add(field, token, 1.0, ones_fetch)?;
            }
        }
        Ok((clues, route))
    }

    /// Words of the index that stand in the query, by longest match from the left.
    ///
    /// The word field's own dictionary is asked, so that a query needs no other one.
    fn words(&self, field: Field, prepared: &Prepared) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut skip = 0;
        for starts in prepared.runs(LONGEST_WORD) {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let found = starts.into_iter().find(|word| {
                self.searcher.doc_freq(&Term::from_field_text(field, word)).is_ok_and(|count| count > 0)
            });
            if let Some(word) = found {
                skip = word.chars().count() - 1;
                if !words.iter().any(|w| w == word) {
                    words.push(word.to_owned());
                }
            }
        }
        words
    }

    /// Words that begin with the one being typed, most frequent first, each with a share of its weight.
    fn completions(&self, begun: &str) -> tantivy::Result<Vec<(String, Score)>> {
        // Every word begins with some letter: one alone says too little.
        if begun.chars().nth(1).is_none() {
            return Ok(Vec::new());
        }
        let mut counts: HashMap<String, u64> = HashMap::new();
        for reader in self.searcher.segment_readers() {
            for field in [self.fields.question_grams, self.fields.text_grams] {
                let index = reader.inverted_index(field)?;
                let mut stream = index.terms().range().ge(begun.as_bytes()).into_stream()?;
                let mut looked = 0;
                while stream.advance() && looked < 4096 {
                    let Ok(token) = std::str::from_utf8(stream.key()) else { continue };
                    if !token.starts_with(begun) {
                        break;
                    }
                    looked += 1;
                    if token.len() > begun.len() {
                        *counts.entry(token.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                    }
                }
            }
        }
        let mut all: Vec<(String, u64)> = counts.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.truncate(COMPLETIONS);
        let typed = begun.chars().count();
        Ok(all
            .into_iter()
            .map(|(token, _)| {
                let share = share_of(typed, token.chars().count());
                (token, share)
            })
            .collect())
    }

    fn fetch(&self, clues: &[Clue]) -> tantivy::Result<Vec<Candidate>> {
        let clauses: Vec<(Occur, Box<dyn Query>)> = clues
            .iter()
            .filter(|clue| clue.fetches)
            .map(|clue| {
                let query: Box<dyn Query> =
                    Box::new(TermQuery::new(clue.term.clone(), IndexRecordOption::WithFreqs));
                let boosted: Box<dyn Query> = if (clue.boost - 1.0).abs() < Score::EPSILON {
                    query
                } else {
                    Box::new(BoostQuery::new(query, clue.boost))
                };
                (Occur::Should, boosted)
            })
            .collect();
        if clauses.is_empty() {
            return Ok(Vec::new());
        }
        let collector = Candidates { limit: CANDIDATES, filter: self.filter, is_stale: self.is_stale };
        self.searcher.search(&BooleanQuery::new(clauses), &collector)
    }

    /// Scores the whole block of every candidate with every clue.
    fn weigh(
        &self,
        clues: &[Clue],
        candidates: &[Candidate],
        whole: u64,
        route: Route,
    ) -> tantivy::Result<Vec<Hit>> {
        let mut hits: HashMap<i64, Hit> = HashMap::new();
        for (segment, reader) in (0_u32..).zip(self.searcher.segment_readers()) {
            let columns = Columns::open(reader)?;
            let mut blocks: Vec<(DocId, DocId)> =
                candidates.iter().filter(|c| c.segment == segment).map(|c| columns.block(c.doc)).collect();
            blocks.sort_unstable();
            blocks.dedup();
            let mut docs: Vec<DocId> = blocks.iter().flat_map(|&(first, end)| first..end).collect();
            docs.dedup();
            let scores = self.score_docs(reader, clues, &docs)?;
            for (first, end) in blocks {
                let score_of = |doc: DocId| {
                    docs.binary_search(&doc).ok().and_then(|i| scores.get(i)).copied().unwrap_or(0.0)
                };
                // The text is the first document; of the questions the best one counts.
                let best = (first + 1..end)
                    .map(|doc| (doc, score_of(doc), columns.whole.first(doc) == Some(whole)))
                    .max_by(|a, b| a.2.cmp(&b.2).then(a.1.total_cmp(&b.1)).then(b.0.cmp(&a.0)));
                let Some((doc, question, is_whole)) = best else { continue };
                let score = question + score_of(first) + if is_whole { question * WHOLE_BONUS } else { 0.0 };
                let route = if is_whole { Route::Exact } else { route };
                let hit = columns.hit(first, doc - first - 1, score, route);
                let known = hits.entry(hit.article).or_insert(hit);
                if known.score < hit.score {
                    *known = hit;
                }
            }
        }
        let mut hits: Vec<Hit> = hits.into_values().filter(|hit| hit.score > 0.0).collect();
        // A question asked whole comes first whatever else is said; ties are broken by age.
        hits.sort_by(|a, b| {
            (b.route == Route::Exact)
                .cmp(&(a.route == Route::Exact))
                .then(b.score.total_cmp(&a.score))
                .then(a.article.cmp(&b.article))
        });
        let floor = hits.iter().map(|h| h.score).fold(0.0, Score::max) * FLOOR;
        hits.retain(|hit| hit.score >= floor);
        Ok(hits)
    }

    /// The BM25 score of each document over all clues; documents are in order.
    fn score_docs(
        &self,
        reader: &SegmentReader,
        clues: &[Clue],
        docs: &[DocId],
    ) -> tantivy::Result<Vec<Score>> {
        let mut scores = vec![0.0; docs.len()];
        for clue in clues {
            let field = clue.term.field();
            let index = reader.inverted_index(field)?;
            let Some(mut postings) = index.read_postings(&clue.term, IndexRecordOption::WithFreqs)? else {
                continue;
            };
            let norms = reader.get_fieldnorms_reader(field)?;
            for (score, &doc) in scores.iter_mut().zip(docs) {
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() == TERMINATED {
                    break;
                }
                if postings.doc() == doc {
                    *score += clue.weight.score(norms.fieldnorm_id(doc), postings.term_freq());
                }
            }
        }
        Ok(scores)
    }
}

/// The share of a completion's weight: the nearer the typed part is to the whole word, the more.
fn share_of(typed_chars: usize, word_chars: usize) -> Score {
    let part = |n: usize| Score::from(u16::try_from(n).unwrap_or(u16::MAX));
    (part(typed_chars) / part(word_chars.max(1))).min(0.9)
}

/// The fast fields that make a hit of a document.
struct Columns {
    article: tantivy::columnar::Column<u64>,
    revision: tantivy::columnar::Column<u64>,
    group: tantivy::columnar::Column<u64>,
    place: tantivy::columnar::Column<u64>,
    block: tantivy::columnar::Column<u64>,
    whole: tantivy::columnar::Column<u64>,
}

impl Columns {
    fn open(reader: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = reader.fast_fields();
        Ok(Columns {
            article: fast.u64("article")?,
            revision: fast.u64("revision")?,
            group: fast.u64("group")?,
            place: fast.u64("place")?,
            block: fast.u64("block")?,
            whole: fast.u64("whole")?,
        })
    }

    /// First document of a block and the one after its last.
    fn block(&self, doc: DocId) -> (DocId, DocId) {
        let small = |n: Option<u64>| DocId::try_from(n.unwrap_or(0)).unwrap_or(0);
        let first = doc.saturating_sub(small(self.place.first(doc)));
        (first, first + small(self.block.first(doc)).max(1))
    }

    fn hit(&self, first: DocId, question: u32, score: Score, route: Route) -> Hit {
        let signed = |n: Option<u64>| i64::try_from(n.unwrap_or(0)).unwrap_or(0);
        Hit {
            article: signed(self.article.first(first)),
            revision: signed(self.revision.first(first)),
            question,
            group: self.group.first(first).unwrap_or(0),
            score,
            route,
        }
    }
}
