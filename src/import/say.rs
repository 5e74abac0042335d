//! Refusals in the person's language: what is wrong, where, and what is expected. The English `Display` is for logs.

use super::reason::{ImportError, Reason};
use crate::i18n::Messages;
use crate::model::ValidityProblem;

impl Reason {
    /// Why the row is refused, in the person's language; of [`Reason::Other`] the words that it was given.
    pub fn say(&self, messages: &Messages) -> String {
        let m = messages;
        // Values that come from the file are filled in last: what looks like a place in them stays as it is.
        match self {
            Reason::NoText => m.get("reason.no_text").to_owned(),
            Reason::TooDeep { limit } => m.fill("reason.too_deep", &[("limit", limit)]),
            Reason::TooLong { limit } => m.fill("reason.too_long", &[("mib", &(limit >> 20))]),
            Reason::Encoding { encoding, byte } => {
                m.fill("reason.encoding", &[("encoding", encoding), ("byte", byte)])
            }
            Reason::Json { line, column, problem } => m.fill(
                "reason.json",
                &[("line", line), ("column", column), ("problem", &word(m, "parser", problem))],
            ),
            Reason::NotAnObject { found } => {
                m.fill("reason.not_an_object", &[("found", &word(m, "type", found))])
            }
            Reason::Yaml { line, problem } => {
                m.fill("reason.yaml", &[("line", line), ("problem", &word(m, "parser", problem))])
            }
            Reason::OpenFrontMatter => m.get("reason.open_front_matter").to_owned(),
            Reason::NoQuestion => m.get("reason.no_question").to_owned(),
            Reason::NoQuestionColumn { headings } => {
                m.fill("reason.no_question_column", &[("headings", headings)])
            }
            Reason::WrongType { field, expected, found } => m.fill(
                "reason.wrong_type",
                &[
                    ("expected", &word(m, "type", expected)),
                    ("found", &word(m, "type", found)),
                    ("field", field),
                ],
            ),
            Reason::UnknownWord { field, found, expected } => {
                m.fill("reason.unknown_word", &[("expected", expected), ("field", field), ("found", found)])
            }
            Reason::MissingPart { field } => m.fill("reason.missing_part", &[("field", field)]),
            Reason::NotADate { field, found } => {
                m.fill("reason.not_a_date", &[("field", field), ("found", found)])
            }
            Reason::Validity(problem) => dates(*problem, m),
            Reason::DuplicateId { id, first } => m.fill(
                "reason.duplicate_id",
                &[("row", &first.row), ("file", &first.file.display()), ("id", id)],
            ),
            Reason::UnknownField { field, suggestion } => {
                m.fill("reason.unknown_field", &[("field", field)]) + &hint(suggestion.as_deref(), m)
            }
            Reason::Encrypted => m.get("reason.encrypted").to_owned(),
            Reason::BrokenDocument(detail) => m.fill("reason.broken_document", &[("detail", detail)]),
            Reason::Scanned => m.get("reason.scanned").to_owned(),
            Reason::BrokenWorkbook(detail) => m.fill("reason.broken_workbook", &[("detail", detail)]),
            Reason::NotAWorkbook => m.get("reason.not_a_workbook").to_owned(),
            Reason::LargeWorkbook { mib } => m.fill("reason.large_workbook", &[("mib", mib)]),
            Reason::Bomb => m.get("reason.bomb").to_owned(),
            Reason::CellError { column, error } => {
                m.fill("reason.cell_error", &[("error", error), ("column", column)])
            }
            Reason::TooManyFields { found, expected } => {
                m.fill("reason.too_many_fields", &[("found", found), ("expected", expected)])
            }
            Reason::AfterOpenQuote { found, expected } => {
                m.fill("reason.after_open_quote", &[("found", found), ("expected", expected)])
            }
            Reason::OpenQuote => m.get("reason.open_quote").to_owned(),
            Reason::Unreadable(detail) => m.fill("reason.unreadable", &[("detail", detail)]),
            Reason::Other(said) => said.clone(),
        }
    }
}

impl ImportError {
    /// Why nothing can be read, in the person's language.
    pub fn say(&self, messages: &Messages) -> String {
        match self {
            ImportError::Read { path, source } => {
                messages.fill("reason.read", &[("detail", source), ("path", &path.display())])
            }
            ImportError::UnknownFormat { path } => {
                messages.fill("reason.unknown_format", &[("path", &path.display())])
            }
            ImportError::EmptyFolder { path } => {
                messages.fill("reason.empty_folder", &[("path", &path.display())])
            }
            ImportError::Mapping { from, to, suggestion } => {
                messages.fill("reason.mapping", &[("from", from), ("to", to)])
                    + &hint(suggestion.as_deref(), messages)
            }
        }
    }
}

/// People write the last valid day, so that is the day they are told.
fn dates(problem: ValidityProblem, messages: &Messages) -> String {
    match problem {
        ValidityProblem::EndsBeforeItBegins { from, until } => {
            let last = until.yesterday().unwrap_or(until);
            messages.fill("reason.ends_before_it_begins", &[("last", &last), ("from", &from)])
        }
        ValidityProblem::StudyAfterStart { study_from, from } => {
            messages.fill("reason.study_after_start", &[("study_from", &study_from), ("from", &from)])
        }
    }
}

fn hint(suggestion: Option<&str>, messages: &Messages) -> String {
    suggestion.map(|field| messages.fill("reason.did_you_mean", &[("field", &field)])).unwrap_or_default()
}

/// A fixed English phrase (a type, what a parser says) in the person's language. Parsers may say more than the
/// messages know: then their own words are better than none.
fn word(messages: &Messages, table: &str, phrase: &str) -> String {
    messages.find(&format!("reason.{table}.{phrase}")).unwrap_or(phrase).to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io;

    use jiff::civil::date;
    use serde_json::Value;

    use super::*;
    use crate::i18n::Language;
    use crate::import::Place;
    use crate::import::value::type_name;
    use crate::kb::IntakeRefusal;

    /// One of every variant that has words of its own.
    fn reasons() -> Vec<Reason> {
        let text = || "甲".to_owned();
        vec![
            Reason::NoText,
            Reason::TooDeep { limit: 400 },
            Reason::TooLong { limit: 16 << 20 },
            Reason::Encoding { encoding: "GB18030", byte: 7 },
            Reason::Json { line: 3, column: 9, problem: "trailing comma".to_owned() },
            Reason::NotAnObject { found: "a list" },
            Reason::Yaml { line: 3, problem: "expected keys and values".to_owned() },
            Reason::OpenFrontMatter,
            Reason::NoQuestion,
            Reason::NoQuestionColumn { headings: text() },
            Reason::WrongType { field: text(), expected: "text", found: "a number" },
            Reason::UnknownWord { field: text(), found: text(), expected: "faq, script".to_owned() },
            Reason::MissingPart { field: text() },
            Reason::NotADate { field: text(), found: text() },
            Reason::Validity(ValidityProblem::EndsBeforeItBegins {
                from: date(2026, 3, 1),
                until: date(2026, 2, 1),
            }),
            Reason::Validity(ValidityProblem::StudyAfterStart {
                study_from: date(2026, 3, 1),
                from: date(2026, 2, 1),
            }),
            Reason::DuplicateId { id: text(), first: Place { file: "a.csv".into(), sheet: None, row: 2 } },
            Reason::UnknownField { field: "answr".to_owned(), suggestion: Some("internal".to_owned()) },
            Reason::Encrypted,
            Reason::BrokenDocument("detail".into()),
            Reason::Scanned,
            Reason::BrokenWorkbook(text()),
            Reason::NotAWorkbook,
            Reason::LargeWorkbook { mib: 256 },
            Reason::Bomb,
            Reason::CellError { column: text(), error: "#N/A".to_owned() },
            Reason::TooManyFields { found: 5, expected: 4 },
            Reason::AfterOpenQuote { found: 5, expected: 4 },
            Reason::OpenQuote,
            Reason::Unreadable(text()),
        ]
    }

    fn errors() -> Vec<ImportError> {
        vec![
            ImportError::Read { path: "a.csv".into(), source: io::Error::other("no way") },
            ImportError::UnknownFormat { path: "a.bin".into() },
            ImportError::EmptyFolder { path: "pages".into() },
            ImportError::Mapping { from: "a".to_owned(), to: "b".to_owned(), suggestion: None },
        ]
    }

    #[test]
    fn every_refusal_has_words_in_both_languages() {
        let mut by_language = Vec::new();
        for language in [Language::Chinese, Language::English] {
            let m = Messages::new(language);
            let mut said: Vec<String> = reasons().iter().map(|r| r.say(&m)).collect();
            said.extend(errors().iter().map(|e| e.say(&m)));
            let taken = IntakeRefusal::TakenId { id: "kd-1".into() };
            let merged = IntakeRefusal::Merged { id: "kd-1".into(), into: "kd-2".into() };
            let refusals = [IntakeRefusal::NeedsReviewer, IntakeRefusal::NoQuestion, taken, merged];
            said.extend(refusals.iter().map(|r| r.say(&m)));
            for text in &said {
                assert!(!text.contains("reason.") && !text.contains(['{', '}']), "{language:?}: {text}");
            }
            // A variant that is not among those above leaves a message that nobody asked for here.
            let known = m.keys().filter(|key| {
                key.strip_prefix("reason.").is_some_and(|name| !name.contains('.') && name != "did_you_mean")
            });
            assert_eq!(known.count(), said.len(), "{language:?}");
            assert_eq!(said.iter().collect::<BTreeSet<_>>().len(), said.len(), "two say the same");
            by_language.push(said);
        }
        for (chinese, english) in by_language[0].iter().zip(&by_language[1]) {
            assert_ne!(chinese, english);
        }
    }

    #[test]
    fn english_says_what_the_log_says() {
        let english = Messages::new(Language::English);
        for reason in reasons() {
            assert_eq!(reason.say(&english), reason.to_string());
        }
    }

    #[test]
    fn a_refusal_names_the_place_and_what_is_expected() {
        let m = Messages::new(Language::Chinese);
        let json = Reason::Json { line: 3, column: 9, problem: "EOF while parsing a string".to_owned() };
        assert_eq!(json.say(&m), "第 3 行第 9 字节处不是有效的 JSON：字符串没有结束，缺右引号");
        let unknown = Reason::Json { line: 3, column: 9, problem: "brand new".to_owned() };
        assert_eq!(unknown.say(&m), "第 3 行第 9 字节处不是有效的 JSON：brand new");
        let wrong = Reason::WrongType { field: "valid".to_owned(), expected: "an object", found: "text" };
        assert_eq!(wrong.say(&m), "字段 valid 应是对象，实际是文本");
        let field = Reason::UnknownField { field: "answr".to_owned(), suggestion: Some("internal".into()) };
        assert_eq!(field.say(&m), "不认识的字段 `answr`；是不是想写 `internal`？");
        let mapping = ImportError::Mapping {
            from: "a".into(),
            to: "qestion".into(),
            suggestion: Some("question".into()),
        };
        assert_eq!(mapping.say(&m), "--map a=qestion 里的 `qestion` 不是已知的字段；是不是想写 `question`？");
        assert_eq!(Reason::Other("别的".to_owned()).say(&m), "别的");
    }

    #[test]
    fn every_type_and_every_phrase_of_our_own_has_a_word() {
        let shown = [Value::Null, true.into(), 1.into(), "a".into(), Vec::<Value>::new().into()];
        let mut types: Vec<&str> = shown.iter().map(type_name).collect();
        types.push(type_name(&Value::Object(serde_json::Map::new())));
        types.extend([
            "text where a number is too large to be exact",
            "text or a number",
            "text or an object",
            "a list of texts",
            "a JSON list as in the exchange format",
            "other text",
        ]);
        let ours = [
            "expected a value here",
            "expected `,` or `]` here",
            "the list is never closed with `]`",
            "expected keys and values",
        ];
        for language in [Language::Chinese, Language::English] {
            let m = Messages::new(language);
            let keys = types.iter().map(|t| format!("reason.type.{t}"));
            for key in keys.chain(ours.iter().map(|p| format!("reason.parser.{p}"))) {
                assert!(m.find(&key).is_some(), "{language:?} lacks {key}");
            }
        }
    }

    #[test]
    fn what_the_json_parser_says_is_said_in_chinese() {
        let m = Messages::new(Language::Chinese);
        for broken in [
            "",
            "[1",
            "{\"a\":1",
            "\"a",
            "{\"a\" 1}",
            "[1 2]",
            "{\"a\":1 \"b\":2}",
            "{a:1}",
            "{\"a\":1,}",
            "[1,]",
            "nul",
            "{\"a\":}",
            "\"\\x\"",
            "01",
            "1e999",
            "\"\t\"",
            "\"\\ud800\"",
            "\"\\ud800\\n\"",
            "{} x",
        ] {
            let problem = serde_json::from_str::<Value>(broken).unwrap_err().to_string();
            let (problem, _) = problem.rsplit_once(" at line ").unwrap();
            assert!(m.find(&format!("reason.parser.{problem}")).is_some(), "{broken}: {problem}");
        }
    }
}
