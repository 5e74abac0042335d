//! One segment of the index with its columns open: opening them costs more than a query reads from them.

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader};

use super::filter::LeftOut;
use super::schema::{Fields, TEXT_PLACE};
use crate::model::{Hit, Route};

/// A segment and the columns that ranking reads.
pub(super) struct Segment {
    pub reader: SegmentReader,
    pub article: Column<u64>,
    revision: Column<u64>,
    group: Column<u64>,
    place: Column<u64>,
    block: Column<u64>,
    letters: Column<u64>,
    pub from: Column<i64>,
    pub until: Column<i64>,
    pub axes: [Column<u64>; 3],
    pub category: Column<u64>,
    pub tag: Column<u64>,
    pub channel: Column<u64>,
    pub question_norms: FieldNormReader,
    pub text_norms: FieldNormReader,
    pub word_norms: FieldNormReader,
    sound_norms: FieldNormReader,
    fields: Fields,
}

impl Segment {
    pub fn open(reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Segment> {
        let fast = reader.fast_fields();
        Ok(Segment {
            article: fast.u64("article")?,
            revision: fast.u64("revision")?,
            group: fast.u64("group")?,
            place: fast.u64("place")?,
            block: fast.u64("block")?,
            letters: fast.u64("letters")?,
            from: fast.i64("from")?,
            until: fast.i64("until")?,
            axes: [fast.u64("region")?, fast.u64("product")?, fast.u64("customer")?],
            category: fast.u64("category")?,
            tag: fast.u64("tag")?,
            channel: fast.u64("channel")?,
            question_norms: reader.get_fieldnorms_reader(fields.question_grams)?,
            text_norms: reader.get_fieldnorms_reader(fields.text_grams)?,
            word_norms: reader.get_fieldnorms_reader(fields.words)?,
            sound_norms: reader.get_fieldnorms_reader(fields.question_sounds)?,
            fields: *fields,
            reader: reader.clone(),
        })
    }

    /// The lengths of a field's texts; `None` for a field that is no text.
    pub fn norms(&self, field: Field) -> Option<&FieldNormReader> {
        let f = &self.fields;
        [
            (f.question_grams, &self.question_norms),
            (f.question_sounds, &self.sound_norms),
            (f.text_grams, &self.text_norms),
            (f.words, &self.word_norms),
        ]
        .into_iter()
        .find_map(|(of, norms)| (of == field).then_some(norms))
    }

    /// Whether a document has not been deleted.
    pub fn is_alive(&self, doc: DocId) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
    }

    /// Whether a document is the text of its block.
    pub fn is_text(&self, doc: DocId) -> bool {
        self.place.first(doc) == Some(TEXT_PLACE)
    }

    /// Whether a document is this question.
    pub fn is_question(&self, doc: DocId, wanted: &LeftOut) -> bool {
        // The text comes first, then the standard question.
        self.place.first(doc) == Some(TEXT_PLACE + 1 + u64::from(wanted.question))
            && self.revision.first(doc) == u64::try_from(wanted.revision).ok()
    }

    /// First document of a block and the one after its last.
    pub fn block(&self, doc: DocId) -> (DocId, DocId) {
        let small = |n: Option<u64>| DocId::try_from(n.unwrap_or(0)).unwrap_or(0);
        let first = doc.saturating_sub(small(self.place.first(doc)));
        (first, first + small(self.block.first(doc)).max(1))
    }

    /// The folded chars of a question.
    pub fn letters(&self, doc: DocId, into: &mut Vec<char>) {
        into.clear();
        into.extend(
            self.letters.values_for_doc(doc).filter_map(|c| u32::try_from(c).ok().and_then(char::from_u32)),
        );
    }

    /// A hit without score.
    pub fn hit(&self, first: DocId, question: u32, route: Route) -> Hit {
        let signed = |n: Option<u64>| i64::try_from(n.unwrap_or(0)).unwrap_or(0);
        Hit {
            article: signed(self.article.first(first)),
            revision: signed(self.revision.first(first)),
            question,
            group: self.group.first(first).unwrap_or(0),
            score: 0.0,
            missing: 0,
            route,
        }
    }
}
