//! Gathers candidates: reads the postings of a few tokens, adds up what they are worth, keeps the best documents.
//!
//! Window by window of documents and token by token within it, so that the scores of a window stay in the processor's
//! nearest cache. With the dozen tokens of a sentence this costs a third of tantivy's block-max union, which puts its
//! scorers in order at every step and with so many of them finds little to pass over.
//!
//! Validity and scope are asked of a document before it is kept.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, Term};

use super::filter::Filter;
use super::segment::Segment;

/// A candidate document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub score: Score,
    /// Number of its segment.
    pub segment: usize,
    pub doc: DocId,
}

/// A token that fetches, and what it is worth.
pub(super) struct Wanted<'a> {
    pub field: Field,
    pub token: &'a str,
    pub weight: Bm25Weight,
}

/// Gathers from all segments.
pub(super) struct Gathering<'a> {
    pub filter: &'a Filter,
    pub segments: &'a [Segment],
    pub is_stale: &'a (dyn Fn() -> bool + Sync),
    window: Window,
}

/// Documents whose scores are added up at a time: 64 KB of them.
const WINDOW: u32 = 1 << 14;

/// The scores of one window, and the documents that have one.
struct Window {
    start: DocId,
    scores: Vec<Score>,
    touched: Vec<DocId>,
}

/// The postings of one token, and how far they are read.
struct Cursor<'a> {
    postings: BlockSegmentPostings,
    /// Place in the block that is decoded.
    at: usize,
    weight: &'a Bm25Weight,
    norms: &'a FieldNormReader,
}

#[derive(PartialEq)]
struct ByScore(Score, Reverse<DocId>);

impl Eq for ByScore {}

impl PartialOrd for ByScore {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByScore {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then_with(|| self.1.cmp(&other.1))
    }
}

impl<'a> Gathering<'a> {
    pub fn new(
        segments: &'a [Segment],
        filter: &'a Filter,
        is_stale: &'a (dyn Fn() -> bool + Sync),
    ) -> Gathering<'a> {
        let scores = vec![0.0; usize::try_from(WINDOW).unwrap_or_default()];
        Gathering { filter, segments, is_stale, window: Window { start: 0, scores, touched: Vec::new() } }
    }

    /// The `limit` best documents that have one of the tokens and pass the filter, best first; equal ones in the order of
    /// the index.
    pub fn best(&mut self, wanted: &[Wanted<'_>], limit: usize) -> tantivy::Result<Vec<Candidate>> {
        let mut all: Vec<Candidate> = Vec::new();
        if wanted.is_empty() {
            return Ok(all);
        }
        for at in 0..self.segments.len() {
            all.extend(self.best_of_segment(at, wanted, limit)?);
        }
        all.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.segment, a.doc).cmp(&(b.segment, b.doc))));
        all.truncate(limit);
        Ok(all)
    }

    fn best_of_segment(
        &mut self,
        number: usize,
        wanted: &[Wanted<'_>],
        limit: usize,
    ) -> tantivy::Result<Vec<Candidate>> {
        let Some(segment) = self.segments.get(number) else { return Ok(Vec::new()) };
        let mut cursors: Vec<Cursor<'_>> = Vec::with_capacity(wanted.len());
        for Wanted { field, token, weight } in wanted {
            let term = Term::from_field_text(*field, token);
            let index = segment.reader.inverted_index(*field)?;
            let Some(norms) = segment.norms(*field) else { continue };
            if let Some(postings) = index.read_block_postings(&term, IndexRecordOption::WithFreqs)? {
                cursors.push(Cursor { postings, at: 0, weight, norms });
            }
        }
        let mut heap: BinaryHeap<Reverse<ByScore>> = BinaryHeap::with_capacity(limit + 1);
        loop {
            cursors.retain(|cursor| cursor.next().is_some());
            let Some(next) = cursors.iter().filter_map(Cursor::next).min() else { break };
            if (self.is_stale)() {
                return Ok(Vec::new());
            }
            self.window.start = next - next % WINDOW;
            for cursor in &mut cursors {
                cursor.add_to(&mut self.window);
            }
            self.window.drain(|doc, score| {
                let found = Reverse(ByScore(score, Reverse(doc)));
                let is_full = heap.len() >= limit;
                if is_full && heap.peek().is_some_and(|lowest| lowest <= &found) {
                    return;
                }
                if segment.is_alive(doc) && self.filter.passes(segment, doc) {
                    if is_full {
                        heap.pop();
                    }
                    heap.push(found);
                }
            });
        }
        Ok(heap
            .into_iter()
            .map(|Reverse(ByScore(score, Reverse(doc)))| Candidate { score, segment: number, doc })
            .collect())
    }
}

impl Window {
    fn add(&mut self, doc: DocId, score: Score) {
        let at = usize::try_from(doc - self.start).unwrap_or(usize::MAX);
        let Some(slot) = self.scores.get_mut(at) else { return };
        if *slot == 0.0 {
            self.touched.push(doc);
        }
        *slot += score;
    }

    /// Calls `each` with every document that has a score, and clears them.
    fn drain(&mut self, mut each: impl FnMut(DocId, Score)) {
        for doc in self.touched.drain(..) {
            let at = usize::try_from(doc - self.start).unwrap_or(usize::MAX);
            if let Some(slot) = self.scores.get_mut(at) {
                each(doc, std::mem::take(slot));
            }
        }
    }
}

impl Cursor<'_> {
    /// The next document; `None` behind the last.
    fn next(&self) -> Option<DocId> {
        self.postings.docs().get(self.at).copied()
    }

    /// Adds what the token is worth to every document of a window that has it.
    fn add_to(&mut self, window: &mut Window) {
        let end = window.start.saturating_add(WINDOW);
        loop {
            let docs = self.postings.docs().get(self.at..).unwrap_or_default();
            let freqs = self.postings.freqs().get(self.at..).unwrap_or_default();
            if docs.is_empty() {
                return;
            }
            let inside = match docs.last() {
                Some(last) if *last < end => docs.len(),
                _ => docs.partition_point(|doc| *doc < end),
            };
            for (doc, freq) in docs.iter().zip(freqs).take(inside) {
                window.add(*doc, self.weight.score(self.norms.fieldnorm_id(*doc), *freq));
            }
            if inside < docs.len() {
                self.at += inside;
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_gives_each_document_once_and_is_empty_then() {
        let mut window = Window { start: 100, scores: vec![0.0; 8], touched: Vec::new() };
        for (doc, score) in [(103, 1.0), (101, 2.0), (103, 0.5)] {
            window.add(doc, score);
        }
        let mut seen = Vec::new();
        window.drain(|doc, score| seen.push((doc, score)));
        assert_eq!(seen, [(103, 1.5), (101, 2.0)]);
        window.drain(|doc, _| panic!("{doc} was left"));
        assert!(window.scores.iter().all(|score| *score == 0.0));
    }
}
