//! Collects the best candidates that the filter lets through.
//!
//! Validity and scope are asked while collecting and not as clauses of the query: one MUST beside SHOULDs switches
//! tantivy's block-max pruning off, which costs a factor of ten on a large index.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Weight;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::filter::Filter;
use super::segment::Segment;

/// A candidate document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub score: Score,
    pub segment: SegmentOrdinal,
    pub doc: DocId,
}

/// Collects at most `limit` candidates from each segment.
pub(super) struct Candidates<'a> {
    pub limit: usize,
    pub filter: &'a Filter,
    pub segments: &'a [Segment],
    pub is_stale: &'a (dyn Fn() -> bool + Sync),
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

/// Never used: collecting goes through `collect_segment`.
pub(super) struct NoChild;

impl SegmentCollector for NoChild {
    type Fruit = Vec<Candidate>;

    fn collect(&mut self, _doc: DocId, _score: Score) {}

    fn harvest(self) -> Vec<Candidate> {
        Vec::new()
    }
}

impl Collector for Candidates<'_> {
    type Fruit = Vec<Candidate>;
    type Child = NoChild;

    fn for_segment(&self, _ordinal: SegmentOrdinal, _reader: &SegmentReader) -> tantivy::Result<NoChild> {
        Ok(NoChild)
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Candidate>>) -> tantivy::Result<Vec<Candidate>> {
        let mut all: Vec<Candidate> = fruits.into_iter().flatten().collect();
        all.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.segment, a.doc).cmp(&(b.segment, b.doc))));
        all.truncate(self.limit);
        Ok(all)
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        segment: u32,
        reader: &SegmentReader,
    ) -> tantivy::Result<Vec<Candidate>> {
        let columns = usize::try_from(segment).ok().and_then(|at| self.segments.get(at));
        let Some(columns) = columns.filter(|_| !(self.is_stale)()) else { return Ok(Vec::new()) };
        let mut heap: BinaryHeap<Reverse<ByScore>> = BinaryHeap::with_capacity(self.limit + 1);
        let mut threshold = Score::MIN;
        weight.for_each_pruning(threshold, reader, &mut |doc, score| {
            if columns.is_alive(doc) && self.filter.passes(columns, doc) {
                heap.push(Reverse(ByScore(score, Reverse(doc))));
                if heap.len() > self.limit {
                    heap.pop();
                    threshold = heap.peek().map_or(Score::MIN, |lowest| lowest.0.0);
                }
            }
            threshold
        })?;
        Ok(heap
            .into_iter()
            .map(|Reverse(ByScore(score, Reverse(doc)))| Candidate { score, segment, doc })
            .collect())
    }
}
