//! Closed sets of words: the kind of an article, the stage and the confidence of a revision.

/// Declares a closed set of words once: its variants, their spelling in data, and the list of all.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word used in files, in the database and on the command line.
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// Reads a word back; `None` when it is not one of the set.
            pub fn from_word(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What an article is about (知识类型); each kind has a template of expected sections.
    Kind {
        /// 资费
        Tariff = "tariff",
        /// 活动
        Promotion = "promotion",
        /// 流程
        Procedure = "procedure",
        /// 故障
        Fault = "fault",
        /// 政策
        Policy = "policy",
        /// 话术
        Script = "script",
    }
}

words! {
    /// Where a revision stands in its life (状态).
    Stage {
        /// Being written.
        Draft = "draft",
        /// Waiting for a reviewer.
        InReview = "in_review",
        /// Approved, not yet published.
        Approved = "approved",
        /// Published: found by agents while its publication is current.
        Published = "published",
        /// Taken out of use, history kept.
        Withdrawn = "withdrawn",
        /// Kept for the record only.
        Archived = "archived",
    }
}

words! {
    /// How far a revision is trusted (可信度), separate from its stage as in KCS v6.
    Confidence {
        /// Work in progress.
        Wip = "wip",
        /// Complete but not checked.
        NotValidated = "not_validated",
        /// Checked.
        Validated = "validated",
    }
}
