//! What an agent says of the knowledge base, and what becomes of it.

use super::stage::words;

words! {
    /// What an agent says.
    FeedbackKind {
        /// 有错
        Wrong = "wrong",
        /// 过时
        Outdated = "outdated",
        /// 不清楚
        Unclear = "unclear",
        /// Something else about an article.
        Other = "other",
        /// Nobody has written it yet.
        Gap = "gap",
        /// A proposed edit.
        Fix = "fix",
        /// A draft for a question.
        Add = "add",
    }
}

words! {
    /// What an editor made of it.
    Decision {
        /// The article was changed or written.
        Done = "done",
        /// It stays as it is; the reply says why.
        Declined = "declined",
    }
}
