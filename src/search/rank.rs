//! Two stages: tokens fetch candidates cheaply; full evidence ranks them.
//!
//! An article scores the best of its questions plus its text. The fields count equally; a title boost depends on the
//! knowledge base and is a matter for `eval`.

use std::collections::HashMap;

use tantivy::postings::Postings as _;
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, Score, Searcher, TERMINATED, Term};

use super::block::Block;
use super::clue::{Clue, ClueSort, Clues, Counts, Lookup, Sound, Unit};
use super::explain::{Explained, shares};
use super::filter::{Filter, Refusal};
use super::gather::{Candidate, Gathering, Wanted};
use super::query::Prepared;
use super::schema::Fields;
use super::segment::Segment;
use super::tuning::{FEWEST, FLOOR, HEARD, ONES_POSTINGS, POSTINGS, QUESTIONS, TEXTS, Taste};
use super::weigh::Weigher;
use crate::model::{Hit, Route};
use crate::text::fold::is_han;

/// Ranks one query.
pub(super) struct Ranking<'a> {
    pub searcher: &'a Searcher,
    pub segments: &'a [Segment],
    pub counts: &'a Counts,
    pub fields: &'a Fields,
    pub filter: &'a Filter,
    pub taste: &'a Taste,
    pub is_stale: &'a (dyn Fn() -> bool + Sync),
}

/// What a query found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranked {
    /// Best first, one per article.
    pub hits: Vec<Hit>,
    /// What an article should answer to; [`Hit::missing`] numbers those that it does not.
    pub units: Vec<Unit>,
}

/// Fewer full matches than this, and what is like them is looked for.
const ENOUGH: usize = 3;
/// A query with more characters is no word half remembered: its other characters fetch what it means.
const LOOSE_CHARS: usize = 12;
/// So many of the best are looked at again for what is like what was typed.
const LOOSE_BEST: usize = 30;

impl Ranking<'_> {
    /// The best hits, best first, one per article.
    pub fn run(
        &self,
        prepared: &Prepared,
        terms: &[(std::ops::Range<usize>, String)],
    ) -> tantivy::Result<Ranked> {
        let mut ranked = Ranked::default();
        let text: String = prepared.folded.iter().collect();
        for id in std::iter::once(text.as_str()).chain(text.split_whitespace()) {
            for hit in self.by_id(id)? {
                if !ranked.hits.iter().any(|h| h.article == hit.article) {
                    ranked.hits.push(hit);
                }
            }
        }
        if prepared.is_empty() {
            return Ok(ranked);
        }
        let clues = self.lookup().clues(prepared, terms);
        let mut gathering = self.gathering();
        let mut blocks = self.fetch(prepared, &clues, &mut gathering)?;
        if (self.is_stale)() {
            return Ok(Ranked::default());
        }
        self.weigh_texts(&clues, &mut blocks)?;
        let mut rest = self.order(&clues, &blocks);
        if wants_more(&rest) && self.loosen(prepared, &clues, &mut blocks, &mut gathering)? {
            rest = self.order(&clues, &blocks);
        }
        let rest: Vec<Hit> =
            rest.into_iter().filter(|hit| !ranked.hits.iter().any(|h| h.article == hit.article)).collect();
        ranked.hits.extend(rest);
        ranked.units = clues.units;
        Ok(ranked)
    }

    fn gathering(&self) -> Gathering<'_> {
        Gathering::new(self.segments, self.filter, self.is_stale)
    }

    fn lookup(&self) -> Lookup<'_> {
        let segmenter = self.taste.segmenter.as_deref();
        let left_out = self.left_out();
        Lookup { searcher: self.searcher, fields: self.fields, counts: self.counts, segmenter, left_out }
    }

    /// The documents of the question that is left out, with the numbers of their segments: mostly one.
    fn left_out(&self) -> Vec<(usize, DocId)> {
        let mut found = Vec::new();
        let Some(question) = self.filter.left_out() else { return found };
        let article = u64::try_from(question.article).unwrap_or(0);
        for (at, segment) in self.segments.iter().enumerate() {
            // What cannot be read here cannot be ranked either, which says so.
            let _ = each_alive(segment, Term::from_field_u64(self.fields.article, article), |doc| {
                if segment.is_question(doc, question) {
                    found.push((at, doc));
                }
            });
        }
        found
    }

    /// An article whose id is the whole query comes first.
    fn by_id(&self, folded: &str) -> tantivy::Result<Vec<Hit>> {
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let mut hits = Vec::new();
        self.each_with(Term::from_field_text(self.fields.id, folded), |segment, doc| {
            hits.push(Hit { score: Score::MAX, ..segment.hit(doc, 0, Route::Id) });
        })?;
        Ok(hits)
    }

    /// The blocks of a group that pass the filter: all variants of one question, also those that the query did not match.
    pub fn variants(&self, group: u64) -> tantivy::Result<Vec<Hit>> {
        let mut hits = Vec::new();
        self.each_with(Term::from_field_u64(self.fields.group, group), |segment, doc| {
            if segment.is_text(doc) {
                hits.push(segment.hit(doc, 0, Route::Text));
            }
        })?;
        hits.sort_by_key(|hit| hit.article);
        Ok(hits)
    }

    /// Articles that pass the filter, in the order of age. All of them are looked at: to say which are the first.
    pub fn list(&self, limit: usize) -> tantivy::Result<Ranked> {
        let mut hits = Vec::new();
        self.each_with(Term::from_field_u64(self.fields.sort, 0), |segment, doc| {
            hits.push(segment.hit(doc, 0, Route::Text));
        })?;
        hits.sort_by_key(|hit| hit.article);
        hits.truncate(limit);
        Ok(Ranked { hits, units: Vec::new() })
    }

    /// Calls `each` with every document that has a term and passes the filter.
    fn each_with(&self, term: Term, mut each: impl FnMut(&Segment, DocId)) -> tantivy::Result<()> {
        for segment in self.segments {
            each_alive(segment, term.clone(), |doc| {
                if self.filter.passes(segment, doc) {
                    each(segment, doc);
                }
            })?;
        }
        Ok(())
    }

    /// Fetches candidates and weighs their questions.
    fn fetch(
        &self,
        prepared: &Prepared,
        clues: &Clues,
        gathering: &mut Gathering<'_>,
    ) -> tantivy::Result<Vec<Block>> {
        let f = self.fields;
        let mut wanted = rarest(clues, f.question_grams, FEWEST, in_questions);
        let ones = || clues.list.iter().filter(|c| c.sort == ClueSort::One);
        if wanted.is_empty() || ones().map(found_in(in_questions)).sum::<u64>() <= ONES_POSTINGS {
            wanted.extend(ones().filter_map(|clue| wanting(clue, f.question_grams, in_questions)));
        }
        let mut questions = gathering.best(&wanted, QUESTIONS)?;
        questions.extend(gathering.best(&self.heard(clues.sounds.iter().flatten()), HEARD)?);
        let texts = gathering.best(&self.text_wanted(clues), TEXTS)?;
        let mut blocks: HashMap<(usize, DocId), Block> = HashMap::new();
        let mut weigher = Weigher::new(prepared, clues, self.taste.blur);
        let mut letters = Vec::new();
        for (candidate, is_text) in
            questions.into_iter().map(|c| (c, false)).chain(texts.into_iter().map(|c| (c, true)))
        {
            let Candidate { segment: at, doc, .. } = candidate;
            let Some(segment) = self.segments.get(at) else { continue };
            let (first, end) = segment.block(doc);
            let block = blocks.entry((at, first)).or_insert_with(|| Block::new(at, first));
            let docs =
                if is_text && block.best.is_none() { first + 1..end } else { doc..doc + u32::from(!is_text) };
            for doc in docs.filter(|doc| !self.filter.leaves_out(segment, *doc)) {
                segment.letters(doc, &mut letters);
                let weighed = weigher.question(
                    &letters,
                    segment.question_norms.fieldnorm_id(doc),
                    segment.word_norms.fieldnorm_id(doc),
                );
                let is_better = block.best.as_ref().is_none_or(|(known, best)| {
                    weighed.score > best.score || (weighed.score >= best.score && doc < *known)
                });
                if is_better {
                    block.best = Some((doc, weighed));
                }
            }
        }
        let mut blocks: Vec<Block> = blocks.into_values().collect();
        blocks.sort_by_key(|b| (b.segment, b.first));
        Ok(blocks)
    }

    /// Looks for what sounds or looks alike, and for questions that hold the characters in order; whether it found any.
    fn loosen(
        &self,
        prepared: &Prepared,
        clues: &Clues,
        blocks: &mut Vec<Block>,
        gathering: &mut Gathering<'_>,
    ) -> tantivy::Result<bool> {
        let f = self.fields;
        let says: Vec<char> = prepared
            .folded
            .iter()
            .zip(&prepared.content)
            .map(|(c, says)| if *says { *c } else { ' ' })
            .collect();
        let characters = says.iter().filter(|c| is_han(**c)).count();
        if characters < 2 || (self.is_stale)() {
            return Ok(false);
        }
        // The best so far may owe their place to a part of what was meant.
        let mut candidates: Vec<Candidate> = blocks
            .iter()
            .filter_map(|block| {
                let (doc, _) = block.best.as_ref()?;
                Some(Candidate { score: block.score(clues), segment: block.segment, doc: *doc })
            })
            .collect();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        candidates.truncate(LOOSE_BEST);
        if characters <= LOOSE_CHARS {
            let pairs = self.lookup().heard(super::sounds::pairs_of(&says));
            let ones = clues.list.iter().filter(|c| c.sort == ClueSort::One);
            let ones: Vec<Wanted<'_>> =
                ones.filter_map(|clue| wanting(clue, f.question_grams, in_questions)).collect();
            candidates.extend(gathering.best(&self.heard(&pairs), HEARD)?);
            candidates.extend(gathering.best(&ones, HEARD)?);
        }
        let mut weigher = Weigher::new(prepared, clues, self.taste.blur);
        let mut letters = Vec::new();
        let mut any = false;
        for Candidate { segment: at, doc, .. } in candidates {
            let Some(segment) = self.segments.get(at) else { continue };
            let (first, _) = segment.block(doc);
            segment.letters(doc, &mut letters);
            let place = blocks.binary_search_by_key(&(at, first), |b| (b.segment, b.first));
            let known = place.ok().and_then(|at| blocks.get(at)).and_then(|block| block.best.as_ref());
            let known = known.filter(|(best, w)| *best == doc && w.loose <= 0.0).map(|(_, w)| w.clone());
            let mut weighed = known.unwrap_or_else(|| {
                weigher.question(
                    &letters,
                    segment.question_norms.fieldnorm_id(doc),
                    segment.word_norms.fieldnorm_id(doc),
                )
            });
            weigher.loosen(&letters, &mut weighed);
            if weighed.loose <= 0.0 {
                continue;
            }
            any = true;
            match place {
                Ok(known) => {
                    if let Some(block) = blocks.get_mut(known)
                        && block.best.as_ref().is_none_or(|(_, best)| best.score < weighed.score)
                    {
                        block.best = Some((doc, weighed));
                    }
                }
                Err(free) => {
                    let best = Some((doc, weighed));
                    blocks.insert(free, Block { best, ..Block::new(at, first) });
                }
            }
        }
        Ok(any)
    }

    /// The evidence for one article, whether the filter lets it through or not; `None` when the index does not have it.
    pub fn explain(
        &self,
        prepared: &Prepared,
        terms: &[(std::ops::Range<usize>, String)],
        article: i64,
    ) -> tantivy::Result<Option<Explained>> {
        let number = u64::try_from(article).unwrap_or(0);
        let mut stretches: Vec<(Option<Refusal>, i64, usize, DocId)> = Vec::new();
        for (at, segment) in self.segments.iter().enumerate() {
            each_alive(segment, Term::from_field_u64(self.fields.article, number), |doc| {
                if segment.is_text(doc) {
                    let from = segment.from.first(doc).unwrap_or(0);
                    stretches.push((self.filter.refusal(segment, doc), from.saturating_neg(), at, doc));
                }
            })?;
        }
        // The one that is let through, else the newest that was.
        stretches.sort_by_key(|(refusal, newest, ..)| (refusal.is_some(), *newest));
        let Some((refusal, _, at, first)) = stretches.into_iter().next() else { return Ok(None) };
        let Some(segment) = self.segments.get(at) else { return Ok(None) };
        let lookup = self.lookup();
        let clues = lookup.clues(prepared, terms);
        // Evidence by likeness counts where the list itself looked for it.
        let mut first_look = self.fetch(prepared, &clues, &mut self.gathering())?;
        self.weigh_texts(&clues, &mut first_look)?;
        let is_loose = wants_more(&self.order(&clues, &first_look));
        let mut weigher = Weigher::new(prepared, &clues, self.taste.blur);
        let mut block = Block::new(at, first);
        let mut letters = Vec::new();
        let (_, end) = segment.block(first);
        for doc in (first + 1..end).filter(|doc| !self.filter.leaves_out(segment, *doc)) {
            segment.letters(doc, &mut letters);
            let (grams, words) =
                (segment.question_norms.fieldnorm_id(doc), segment.word_norms.fieldnorm_id(doc));
            let mut weighed = weigher.question(&letters, grams, words);
            if is_loose {
                weigher.loosen(&letters, &mut weighed);
            }
            if block.best.as_ref().is_none_or(|(_, best)| best.score < weighed.score) {
                block.best = Some((doc, weighed));
            }
        }
        self.weigh_texts(&clues, std::slice::from_mut(&mut block))?;
        let all = block.answers(&clues);
        let answered = block.units(&clues);
        let missing = clues.units.iter().enumerate().filter(|(n, _)| answered & (1 << n) == 0);
        Ok(Some(Explained {
            revision: segment.hit(first, 0, Route::Text).revision,
            question: block.best.as_ref().map_or(0, |(doc, _)| doc - first - 1),
            score: block.score(&clues),
            shares: shares(&block, &clues, answered, all),
            order: block.best.as_ref().map_or(1.0, |(_, w)| w.order),
            all,
            missing: missing.map(|(_, unit)| unit.text.clone()).collect(),
            refusal,
        }))
    }

    /// The tokens that fetch texts; single characters only where nothing else does.
    fn text_wanted<'c>(&self, clues: &'c Clues) -> Vec<Wanted<'c>> {
        let wanted = rarest(clues, self.fields.text_grams, 1, in_texts);
        if !wanted.is_empty() {
            return wanted;
        }
        let ones = clues.list.iter().filter(|clue| clue.sort == ClueSort::One);
        within_budget(ones.collect(), self.fields.text_grams, 1, in_texts)
    }

    fn heard<'c>(&self, sounds: impl IntoIterator<Item = &'c Sound>) -> Vec<Wanted<'c>> {
        let field = self.fields.question_sounds;
        let wanted = |sound: &'c Sound| Wanted { field, token: &sound.token, weight: sound.weight.clone() };
        sounds.into_iter().map(wanted).collect()
    }

    /// Adds to each block what its text is worth.
    fn weigh_texts(&self, clues: &Clues, blocks: &mut [Block]) -> tantivy::Result<()> {
        for (number, clue) in clues.list.iter().enumerate() {
            let Some((_, weight)) = &clue.text_weight else { continue };
            let field = if clue.sort == ClueSort::Word { self.fields.words } else { self.fields.text_grams };
            let term = Term::from_field_text(field, &clue.text);
            for (at, segment) in self.segments.iter().enumerate() {
                let index = segment.reader.inverted_index(field)?;
                let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else {
                    continue;
                };
                let norms =
                    if clue.sort == ClueSort::Word { &segment.word_norms } else { &segment.text_norms };
                for block in blocks.iter_mut().filter(|b| b.segment == at) {
                    if postings.doc() < block.first {
                        postings.seek(block.first);
                    }
                    if postings.doc() == TERMINATED {
                        break;
                    }
                    if postings.doc() == block.first {
                        let score = weight.score(norms.fieldnorm_id(block.first), postings.term_freq());
                        block.text += score;
                        block.text_matched.push((number, score));
                    }
                }
            }
        }
        Ok(())
    }

    /// Hits in order, one per article, noise left out.
    ///
    /// Everything that an article is worth comes together here, in [`Block::score`]: whatever else is to speak for an
    /// article one day, such as how near a model of sentences finds it, is one more number beside that one.
    fn order(&self, clues: &Clues, blocks: &[Block]) -> Vec<Hit> {
        let mut hits: HashMap<i64, (Hit, &Block)> = HashMap::new();
        let everything = clues.all_units();
        for block in blocks {
            let Some(segment) = self.segments.get(block.segment) else { continue };
            let question = block.best.as_ref().map_or(0, |(doc, _)| doc - block.first - 1);
            let score = block.score(clues);
            let hit = Hit {
                score,
                missing: everything & !block.units(clues),
                ..segment.hit(block.first, question, block.route(clues))
            };
            if score > 0.0 {
                let known = hits.entry(hit.article).or_insert((hit, block));
                if known.0.score < hit.score {
                    *known = (hit, block);
                }
            }
        }
        let mut hits: Vec<(Hit, &Block)> = hits.into_values().collect();
        let is_whole = |block: &Block| block.best.as_ref().is_some_and(|(_, w)| w.whole);
        // A question asked whole comes first whatever else is said; ties are broken by age.
        hits.sort_by(|a, b| {
            is_whole(b.1)
                .cmp(&is_whole(a.1))
                .then(b.0.score.total_cmp(&a.0.score))
                .then(a.0.article.cmp(&b.0.article))
        });
        let floor = hits.iter().map(|(h, _)| h.score).fold(0.0, Score::max) * FLOOR;
        hits.retain(|(hit, _)| hit.score >= floor);
        hits.into_iter().map(|(hit, _)| hit).collect()
    }
}

/// In how many documents of a field a clue stands, and its weight there.
type In = fn(&Clue) -> Option<&(u64, Bm25Weight)>;

fn in_questions(clue: &Clue) -> Option<&(u64, Bm25Weight)> {
    clue.question.as_ref()
}

fn in_texts(clue: &Clue) -> Option<&(u64, Bm25Weight)> {
    clue.text_weight.as_ref()
}

fn found_in(of: In) -> impl Fn(&Clue) -> u64 {
    move |clue| of(clue).map_or(0, |(found, _)| *found)
}

/// A clue as a token that fetches; `None` when the field does not have it.
fn wanting(clue: &Clue, field: Field, of: In) -> Option<Wanted<'_>> {
    let (_, weight) = of(clue)?;
    Some(Wanted { field, token: &clue.text, weight: weight.clone() })
}

/// The tokens that fetch, but for single characters and words: the rarest, as far as the budget of postings goes.
fn rarest(clues: &Clues, field: Field, fewest: usize, of: In) -> Vec<Wanted<'_>> {
    let fetches = |c: &&Clue| !matches!(c.sort, ClueSort::One | ClueSort::Word);
    within_budget(clues.list.iter().filter(fetches).collect(), field, fewest, of)
}

/// The rarest of some clues whose postings are few enough together; at least so many.
fn within_budget(mut clues: Vec<&Clue>, field: Field, fewest: usize, of: In) -> Vec<Wanted<'_>> {
    let found = found_in(of);
    clues.retain(|clue| found(clue) > 0);
    clues.sort_by_key(|clue| found(clue));
    let mut left = POSTINGS;
    let fits = |(at, clue): &(usize, &Clue)| {
        let fits = *at < fewest || found(clue) <= left;
        left = left.saturating_sub(found(clue));
        fits
    };
    let fetching = clues.into_iter().enumerate().take_while(fits);
    fetching.filter_map(|(_, clue)| wanting(clue, field, of)).collect()
}

/// Whether too few answer to all of the query, so that what is like it is looked for too.
fn wants_more(hits: &[Hit]) -> bool {
    let is_asked = hits.first().is_some_and(|hit| hit.route == Route::Exact);
    !is_asked && hits.iter().filter(|hit| hit.missing == 0).count() < ENOUGH
}

/// Calls `each` with every document of a segment that has a term and was not deleted.
fn each_alive(segment: &Segment, term: Term, mut each: impl FnMut(DocId)) -> tantivy::Result<()> {
    let index = segment.reader.inverted_index(term.field())?;
    let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { return Ok(()) };
    while postings.doc() != TERMINATED {
        let doc = postings.doc();
        if segment.is_alive(doc) {
            each(doc);
        }
        postings.advance();
    }
    Ok(())
}
