//! What is wrong with a manuscript, and in which line.

/// A complaint about a manuscript.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind:?}")]
pub struct Problem {
    /// The line, 1 first.
    pub line: usize,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The fields begin with `---` and never end.
    OpenFields,
    /// A line among the fields that is neither a field nor an entry of one.
    NoField {
        /// The line.
        text: String,
    },
    /// No field has this name.
    UnknownField {
        /// The name.
        name: String,
    },
    /// A field stands there twice.
    Twice {
        /// Its name.
        name: String,
    },
    /// A field that takes one value has several.
    OneValue {
        /// Its name.
        name: String,
    },
    /// A value that is none of those that the field takes.
    UnknownWord {
        /// The field's name.
        name: String,
        /// The value.
        value: String,
        /// What it takes.
        choices: Vec<&'static str>,
    },
    /// A value that is no day of the calendar.
    NotADay {
        /// The field's name.
        name: String,
        /// The value.
        value: String,
    },
    /// An entry of a list that lacks a part.
    MissingPart {
        /// The field's name.
        name: String,
    },
    /// There is no standard question.
    NoQuestion,
    /// No face and no channel has this name.
    UnknownSection {
        /// The name.
        name: String,
    },
    /// A section stands there twice.
    SectionTwice {
        /// Its name.
        name: String,
    },
    /// Text before the first section.
    Stray {
        /// Its first line.
        text: String,
    },
}
