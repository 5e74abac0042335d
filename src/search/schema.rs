//! The fields of the index.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Raised whenever the meaning of a field changes: an index of another make is rebuilt.
pub(super) const MAKE: u32 = 3;

/// Name of the tokenizer for characters, Latin words and numbers.
pub(super) const GRAMS: &str = "zhixi_grams";
/// Name of the tokenizer for Chinese words.
pub(super) const WORDS: &str = "zhixi_words";
/// Name of the tokenizer for syllables and initials.
pub(super) const SOUNDS: &str = "zhixi_sounds";

/// Number of the first document of a block: the text; questions follow from 1.
pub(super) const TEXT_PLACE: u64 = 0;

/// So many chars of a question are kept for the second stage: longer ones are sentences of a text.
pub(super) const LETTERS: usize = 160;

/// The fields by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// Row number of the article: what updates delete by.
    pub article: Field,
    /// Row number of the revision.
    pub revision: Field,
    /// Articles with the same standard question share a group.
    pub group: Field,
    /// Place in the block: 0 the text, 1 the standard question, n + 1 the nth similar one.
    pub place: Field,
    /// Documents in the block.
    pub block: Field,
    /// The folded chars of a question, in order: what the second stage reads.
    pub letters: Field,
    /// First instant, milliseconds.
    pub from: Field,
    /// The instant after the last, milliseconds.
    pub until: Field,
    /// Hashes of names on the axes of the scope; none means all.
    pub axes: [Field; 3],
    /// Hashes of the category and of all above it.
    pub category: Field,
    /// Hashes of tags.
    pub tag: Field,
    /// Hashes of the channels that have a rendering of their own.
    pub channel: Field,
    /// The article's id, folded.
    pub id: Field,
    /// 0 on texts, 1 on questions: counts documents of each sort.
    pub sort: Field,
    /// Characters, pairs of characters, Latin words and numbers of a question.
    pub question_grams: Field,
    /// Syllables, pairs of syllables and runs of initials of a question.
    pub question_sounds: Field,
    /// Characters, pairs, Latin words and numbers of id, category, leads and bodies.
    pub text_grams: Field,
    /// Chinese words of questions and texts.
    pub words: Field,
}

/// Builds the schema.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // Positions are not kept: a phrase is verified on the text of the few candidates, which costs less than
    // positions of every pair of characters.
    let text = |tokenizer: &str| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(IndexRecordOption::WithFreqs)
                .set_fieldnorms(true),
        )
    };
    let fast = || NumericOptions::default() | FAST;
    let fields = Fields {
        article: builder.add_u64_field("article", fast() | INDEXED),
        revision: builder.add_u64_field("revision", fast()),
        group: builder.add_u64_field("group", fast() | INDEXED),
        place: builder.add_u64_field("place", fast()),
        block: builder.add_u64_field("block", fast()),
        letters: builder.add_u64_field("letters", fast()),
        from: builder.add_i64_field("from", fast()),
        until: builder.add_i64_field("until", fast()),
        axes: ["region", "product", "customer"].map(|axis| builder.add_u64_field(axis, fast())),
        category: builder.add_u64_field("category", fast()),
        tag: builder.add_u64_field("tag", fast()),
        channel: builder.add_u64_field("channel", fast()),
        id: builder.add_text_field("id", STRING),
        sort: builder.add_u64_field("sort", INDEXED),
        question_grams: builder.add_text_field("question_grams", text(GRAMS)),
        question_sounds: builder.add_text_field("question_sounds", text(SOUNDS)),
        text_grams: builder.add_text_field("text_grams", text(GRAMS)),
        words: builder.add_text_field("words", text(WORDS)),
    };
    (builder.build(), fields)
}

/// A stable 64-bit hash of a name (FNV-1a), for fields that are only compared.
pub(super) fn name_hash(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
