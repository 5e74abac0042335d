//! An article as one revision says it: the shape of the exchange format, one JSON object a line.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::answer::{Answer, CustomerAnswer};
use super::scope::Scope;
use super::stage::{Confidence, Kind, Stage, words};
use super::validity::Validity;

/// One intent that a customer can say in one sentence, closed by one complete answer (知识点).
///
/// The value holds the content of one revision. Serialised, it is a line of the exchange format: fields
/// keep this order and what is empty is left out, so equal articles give equal bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The house's id; given by the store when a file has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// The standard question (标准问): the title, in the house's words.
    pub question: String,
    /// Similar questions (相似问).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub similar: Vec<Similar>,
    /// Path in the category tree, root first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<String>,
    /// Where it applies.
    #[serde(default, skip_serializing_if = "Scope::is_everywhere")]
    pub scope: Scope,
    /// 内部口径.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal: Option<Answer>,
    /// 客户口径.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerAnswer>,
    /// What the agent does (处理动作).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// Links to other articles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    /// Files that belong to it, kept outside the database.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// 有效期.
    #[serde(default, skip_serializing_if = "Validity::is_open")]
    pub valid: Validity,
    /// 状态; `None` in a file leaves it to the import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// 可信度.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// The department that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Where the knowledge came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Free words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl Article {
    /// The hash of the content: everything but the id and the stage, which are not content.
    /// 32 hex digits of SHA-256 over the canonical JSON.
    pub fn content_hash(&self) -> String {
        let content = Article { id: None, stage: None, ..self.clone() };
        // Serialising plain structs of strings to memory has no way to fail; an empty hash would only
        // make the article look changed.
        let json = serde_json::to_vec(&content).unwrap_or_default();
        short_hash(&json)
    }

    /// All questions, the standard one first.
    pub fn questions(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.question.as_str()).chain(self.similar.iter().map(|s| s.text.as_str()))
    }

    /// Whether the customer answer or one of its renderings was made from another internal text.
    pub fn is_drifted(&self) -> bool {
        let internal = self.internal.as_ref();
        self.customer
            .as_ref()
            .is_some_and(|c| c.is_drifted(internal) || c.channels.values().any(|r| r.is_drifted(internal)))
    }
}

/// 32 hex digits of SHA-256.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)).chars().take(32).collect()
}

/// Lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Another way customers or agents ask it; searched like a title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "SimilarWire", into = "SimilarWire")]
pub struct Similar {
    /// The question.
    pub text: String,
    /// Who found it.
    pub origin: Origin,
}

impl From<&str> for Similar {
    fn from(text: &str) -> Self {
        Similar { text: text.to_owned(), origin: Origin::Author }
    }
}

words! {
    /// Where a similar question came from.
    Origin {
        /// Written by an editor.
        Author = "author",
        /// Taken from what agents searched.
        Search = "search",
        /// From an external question-and-answer source.
        External = "external",
        /// Brought by an import.
        Import = "import",
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum SimilarWire {
    Text(String),
    Full {
        text: String,
        #[serde(default = "author")]
        origin: Origin,
    },
}

fn author() -> Origin {
    Origin::Author
}

impl From<SimilarWire> for Similar {
    fn from(wire: SimilarWire) -> Self {
        match wire {
            SimilarWire::Text(text) => Similar { text, origin: Origin::Author },
            SimilarWire::Full { text, origin } => Similar { text, origin },
        }
    }
}

impl From<Similar> for SimilarWire {
    fn from(similar: Similar) -> Self {
        match similar.origin {
            Origin::Author => SimilarWire::Text(similar.text),
            origin => SimilarWire::Full { text: similar.text, origin },
        }
    }
}

words! {
    /// What kind of thing the agent does.
    ActionKind {
        /// 办理
        Handle = "handle",
        /// 派单
        Ticket = "ticket",
        /// 转接
        Transfer = "transfer",
        /// 升级
        Escalate = "escalate",
        /// 自助
        SelfService = "self-service",
    }
}

/// What the agent does (处理动作).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Which of the five.
    #[serde(rename = "type")]
    pub kind: ActionKind,
    /// To whom or where.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// What the form asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Time limit as the house writes it, such as `24h`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

words! {
    /// How two articles belong together.
    RelationKind {
        /// What the customer asks next.
        Next = "next",
        /// Also worth reading.
        SeeAlso = "see_also",
        /// This one takes the other's place.
        Replaces = "replaces",
        /// This one is a piece of the other.
        PartOf = "part_of",
    }
}

/// A link to another article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// How they belong together.
    #[serde(rename = "type")]
    pub kind: RelationKind,
    /// The other article's id.
    pub to: String,
}

/// A file that belongs to an article; named by its SHA-256, stored outside the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The name people see.
    pub name: String,
    /// 64 hex digits.
    pub sha256: String,
}

words! {
    /// What sort of source.
    SourceClass {
        /// A department of the house.
        Internal = "internal",
        /// Questions and answers from outside.
        External = "external",
        /// A customer case.
        Case = "case",
        /// Law or regulation.
        Regulation = "regulation",
        /// A web page.
        Web = "web",
    }
}

/// Where the knowledge came from (来源).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What sort.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<SourceClass>,
    /// Document number, path or URL.
    #[serde(default, rename = "ref", skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<jiff::civil::Date>,
    /// Under which licence it may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}
