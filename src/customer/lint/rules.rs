//! The rules as they are used: compiled once, from the shipped files, the term table and a file of differences.

use std::sync::LazyLock;

use super::draft::Draft;
use super::lexicon::Lexicon;
use super::problem::RulesProblem;
use super::rule::{Limit, List, Rule, Shield};
use crate::customer::finding::Severity;
use crate::model::{Term, TermKind};
use crate::text::fold::fold_str;

/// The shipped files; a test reads them.
const FILES: &[(&str, &str)] = &[
    ("rules.toml", include_str!("../../../data/rules/rules.toml")),
    ("leak.toml", include_str!("../../../data/rules/leak.toml")),
    ("promise.toml", include_str!("../../../data/rules/promise.toml")),
    ("dangling.toml", include_str!("../../../data/rules/dangling.toml")),
    ("officialese.toml", include_str!("../../../data/rules/officialese.toml")),
    ("form.toml", include_str!("../../../data/rules/form.toml")),
];

static SHIPPED: LazyLock<Draft> = LazyLock::new(|| read_shipped().0);

fn read_shipped() -> (Draft, Vec<RulesProblem>) {
    let mut draft = Draft::default();
    let problems = FILES.iter().flat_map(|(name, text)| draft.read(name, text)).collect();
    (draft, problems)
}

/// The rules of a knowledge base, compiled.
#[derive(Debug, Clone)]
pub struct Rules {
    draft: Draft,
    pub(super) lexicon: Lexicon,
    /// The known capital letters, folded.
    pub(super) known: std::collections::HashSet<String>,
}

impl Rules {
    /// The shipped rules, without the terms of a knowledge base.
    pub fn shipped() -> Rules {
        Rules::compile(SHIPPED.clone())
    }

    /// The shipped rules and a term table.
    pub fn with_terms(terms: &[Term]) -> Rules {
        let mut draft = SHIPPED.clone();
        add_terms(&mut draft, terms);
        Rules::compile(draft)
    }

    /// The shipped rules, a term table and a file of differences (its name and its text). When something is wrong with
    /// the file, nothing of it is used, and every complaint is returned beside.
    pub fn load(terms: &[Term], differences: Option<(&str, &str)>) -> (Rules, Vec<RulesProblem>) {
        let Some((file, text)) = differences else { return (Rules::with_terms(terms), Vec::new()) };
        let mut draft = SHIPPED.clone();
        add_terms(&mut draft, terms);
        let problems = draft.read(file, text);
        match problems.is_empty() {
            true => (Rules::compile(draft), problems),
            false => (Rules::with_terms(terms), problems),
        }
    }

    /// How grave a rule is; `None` when it is switched off.
    pub fn severity(&self, rule: Rule) -> Option<Severity> {
        self.draft.severity.get(&rule).copied().flatten()
    }

    /// A number that rules go by.
    pub(super) fn limit(&self, limit: Limit) -> usize {
        self.draft.limits.get(&limit).copied().unwrap_or(usize::MAX)
    }

    fn compile(draft: Draft) -> Rules {
        let known = draft.lists.get(&List::Known).into_iter().flatten().map(|word| fold_str(word)).collect();
        Rules { lexicon: Lexicon::new(&draft), draft, known }
    }
}

/// Takes in the rows of a term table.
fn add_terms(draft: &mut Draft, terms: &[Term]) {
    for term in terms {
        let rule = match term.kind {
            TermKind::Term if keeps_its_word(term) => Rule::LeakUnexplained,
            TermKind::Term => Rule::LeakTerm,
            // The beginnings of codes and document numbers are rows too: YF-, 云岭市场〔.
            TermKind::Forbidden if term.term.ends_with('-') => Rule::LeakCode,
            TermKind::Forbidden if term.term.ends_with('〔') => Rule::LeakDocument,
            TermKind::Forbidden => Rule::LeakForbidden,
            TermKind::Promise => Rule::PromiseWord,
        };
        // A word of no character or of a sentence is no word to look for; the table itself is not at fault.
        if draft.add(rule, &term.term, &term.customer).is_err() {
            continue;
        }
        let quoted = quoted(&term.note).filter(|q| q.chars().count() <= super::MAX_WORD_CHARS);
        let word = fold_str(&term.term);
        let longer = quoted.filter(|q| {
            let q = fold_str(q);
            q.contains(&word) && q.chars().count() > word.chars().count()
        });
        draft.harmless.extend(longer.map(|q| (Shield::Rule(rule), q.to_owned())));
    }
}

/// Whether the customer's wording holds the term itself: it explains and does not replace.
fn keeps_its_word(term: &Term) -> bool {
    let (word, wording) = (fold_str(&term.term), fold_str(&term.customer));
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    bare(&wording).contains(&bare(&word)) && !word.is_empty()
}

/// What stands between “ and ” in a note.
fn quoted(note: &str) -> impl Iterator<Item = &str> {
    note.split('“').skip(1).filter_map(|rest| rest.split_once('”')).map(|(inner, _)| inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(kind: TermKind, term: &str, customer: &str, note: &str) -> Term {
        Term { kind, term: term.into(), customer: customer.into(), note: note.into() }
    }

    #[test]
    fn the_shipped_files_have_no_fault_and_a_severity_for_every_rule() {
        let (draft, problems) = read_shipped();
        assert!(problems.is_empty(), "{problems:?}");
        for rule in Rule::ALL {
            assert!(draft.severity.contains_key(rule), "{rule}");
        }
        for list in List::ALL {
            assert!(draft.lists.get(list).is_some_and(|words| !words.is_empty()), "{list}");
        }
        for limit in Limit::ALL {
            assert!(draft.limits.contains_key(limit), "{limit}");
        }
    }

    #[test]
    fn a_harmless_word_of_the_shipped_files_holds_a_word_of_its_rule() {
        let (draft, _) = read_shipped();
        // These are of words that term tables have.
        let of_terms = ["肯定", "一定", "担保", "内部"];
        for (shield, harmless) in &draft.harmless {
            let bare = |text: &str| fold_str(text).replace(' ', "");
            let holds = |w: &super::super::draft::Word| {
                shield.covers(w.rule)
                    && bare(harmless).contains(&bare(&w.word))
                    && bare(harmless) != bare(&w.word)
            };
            let is_of_term = of_terms.iter().any(|term| harmless.contains(term));
            assert!(is_of_term || draft.words.iter().any(holds), "{shield:?}: {harmless} shields nothing");
        }
    }

    #[test]
    fn no_word_stands_twice_in_a_list_of_the_shipped_files() {
        let (draft, _) = read_shipped();
        for (list, words) in &draft.lists {
            let mut seen = std::collections::HashSet::new();
            for word in words {
                assert!(seen.insert(word), "{list}: {word}");
            }
        }
        let mut seen = std::collections::HashSet::new();
        for word in &draft.words {
            assert!(seen.insert((word.rule, &word.word)), "{}: {}", word.rule, word.word);
        }
    }

    #[test]
    fn a_row_of_the_term_table_becomes_the_rule_it_speaks_of() {
        let terms = [
            term(TermKind::Term, "套改", "更换套餐", ""),
            term(TermKind::Term, "DNS", "网址解析服务（DNS）", ""),
            term(TermKind::Forbidden, "云帆", "", ""),
            term(TermKind::Forbidden, "YF-", "", ""),
            term(TermKind::Forbidden, "云岭市场〔", "", ""),
            term(TermKind::Promise, "保证", "", "“保证金”一类不算"),
        ];
        let mut draft = Draft::default();
        add_terms(&mut draft, &terms);
        let rules: Vec<Rule> = draft.words.iter().map(|word| word.rule).collect();
        use Rule::{LeakCode, LeakDocument, LeakForbidden, LeakTerm, LeakUnexplained, PromiseWord};
        assert_eq!(rules, [LeakTerm, LeakUnexplained, LeakForbidden, LeakCode, LeakDocument, PromiseWord]);
        assert_eq!(draft.harmless, [(Shield::Rule(PromiseWord), "保证金".to_owned())]);
    }

    #[test]
    fn a_file_of_differences_changes_what_it_names_and_nothing_else() {
        let text = "[severity]\n\"promise.vague\" = \"off\"\n\"form.closing\" = \"error\"\n[limits]\nlead_chars = 40\n";
        let (rules, problems) = Rules::load(&[], Some(("rules.toml", text)));
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(rules.severity(Rule::PromiseVague), None);
        assert_eq!(rules.severity(Rule::Closing), Some(Severity::Error));
        assert_eq!(rules.severity(Rule::LeakTerm), Some(Severity::Warning));
        assert_eq!(rules.limit(Limit::LeadChars), 40);
        assert_eq!(rules.limit(Limit::BreathChars), Rules::shipped().limit(Limit::BreathChars));
    }

    #[test]
    fn a_fault_is_named_with_file_and_line_and_the_shipped_rules_are_used() {
        let cases = [
            ("[severity]\n\"leak.trem\" = \"error\"\n", "house.toml, line 2: no rule is called leak.trem"),
            (
                "[severity]\n\"leak.term\" = \"fatal\"\n",
                "house.toml, line 2: fatal is no severity: write error, warning, hint or off",
            ),
            ("[severity]\n\n\"leak.term\" = 1\n", "house.toml, line 3: leak.term takes text in quotes"),
            ("[limits]\nlead = 3\n", "house.toml, line 2: no limit is called lead"),
            (
                "[limits]\nlead_chars = 0\n",
                "house.toml, line 2: lead_chars takes a whole number from 1 to 100000",
            ),
            ("[lists]\nnegations = []\n", "house.toml, line 2: no list is called negations"),
            ("[lists]\nnegation = [\"不\",\n 3]\n", "house.toml, line 3: negation takes a list of texts"),
            ("[words.\"leak.term\"]\n\"  \" = \"x\"\n", "house.toml, line 2: a word is empty"),
            ("[words]\n\"leak.term\" = 3\n", "house.toml, line 2: leak.term takes a table of words"),
            ("[word]\n", "house.toml, line 1: no table is called word"),
            ("harmless = 1\n", "house.toml, line 1: harmless takes a table"),
            ("[severity\n", "house.toml, line 1: this is no TOML"),
        ];
        for (text, complaint) in cases {
            let (_, problems) = Rules::load(&[], Some(("house.toml", text)));
            let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert!(said.iter().any(|said| said.starts_with(complaint)), "{text}\n{said:?}");
        }
    }

    #[test]
    fn of_a_file_with_a_fault_nothing_is_used_and_every_fault_is_named() {
        let text = "[limits]\nlead_chars = 7\n[severity]\n\"leak\" = \"error\"\n\"form\" = \"off\"\n";
        let (rules, problems) = Rules::load(&[], Some(("house.toml", text)));
        assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [4, 5]);
        assert_eq!(rules.limit(Limit::LeadChars), 60);
    }
}
