//! The rules by which a knowledge base is looked over: the shipped ones, its term table, its own differences.

use std::sync::{Arc, LazyLock};

use super::error::KbError;
use super::open::Kb;
use super::view::Shown;
use crate::customer::drift::drift;
use crate::customer::finding::{Finding, Part, Severity};
use crate::customer::house::House;
use crate::customer::lint::{AskedBy, Lint, Rules, RulesProblem};
use crate::customer::parity::parity;
use crate::model::{Answer, Article, Channels, CustomerAnswer, Term, ValidityProblem};
use crate::text::facts::{Kind, facts};

/// The file in the directory of a KB that says what is different there: severities, words, limits.
pub const RULES_FILE: &str = "rules.toml";
/// Under this key the KB names its contacts: a JSON list of numbers to dial and addresses.
pub const CONTACTS: &str = "house_contacts";

/// The shipped rules, made ready once: that costs more than a look at an article.
static SHIPPED: LazyLock<Arc<Rules>> = LazyLock::new(|| Arc::new(Rules::shipped()));

/// At which numbers and addresses the house is reached.
struct Contacts {
    house: House,
    /// Whether the KB has named them: where it has not, a number or an address may be any.
    are_known: bool,
}

impl Contacts {
    /// Whether a finding says that a number or an address is too much where nobody knows which are the house's.
    fn may_be(&self, finding: &Finding) -> bool {
        let is_contact = |kind| matches!(kind, Kind::Phone | Kind::Url);
        !self.are_known
            && matches!(finding.rule.as_str(), "parity.extra" | "drift.gone")
            && facts(&finding.text).iter().any(|fact| is_contact(fact.kind))
    }

    /// What lags behind the internal text of an article.
    fn drift(&self, article: &Article) -> Vec<Finding> {
        let mut found = drift(article, |_| None, &self.house);
        for finding in found.iter_mut().filter(|finding| self.may_be(finding)) {
            // Only the text is another one than it was.
            *finding = Finding {
                rule: "drift.text".into(),
                severity: Severity::Warning,
                part: finding.part.clone(),
                at: 0..0,
                text: String::new(),
                suggestion: None,
            };
        }
        found.dedup();
        found
    }
}

/// The rules of a KB, made ready.
pub struct Rulebook {
    rules: Arc<Rules>,
    contacts: Contacts,
    /// What is wrong with the KB's own file; then nothing of it is used.
    pub problems: Vec<RulesProblem>,
}

impl Rulebook {
    /// What the rules find in an article by itself.
    pub fn findings(&self, article: &Article) -> Vec<Finding> {
        self.findings_among(article, None)
    }

    /// What the rules find in an article among others: `asked_by` tells whose standard question has a key
    /// ([`question_key`](crate::customer::lint::question_key)).
    pub fn findings_among(&self, article: &Article, asked_by: Option<AskedBy<'_>>) -> Vec<Finding> {
        let mut found = Vec::new();
        if let Err(problem) = article.valid.check() {
            let (rule, text) = match problem {
                ValidityProblem::EndsBeforeItBegins { from, until } => {
                    ("form.validity", format!("{from} – {}", until.yesterday().unwrap_or(until)))
                }
                ValidityProblem::StudyAfterStart { study_from, from } => {
                    ("form.validity_study", format!("{study_from} > {from}"))
                }
            };
            found.push(Finding {
                rule: rule.into(),
                severity: Severity::Error,
                part: Part::Question,
                at: 0..0,
                text,
                suggestion: None,
            });
        }
        let lint = Lint { asked_by, ..Lint::new(&self.rules, Channels::shipped()) };
        found.extend(lint.article(article));
        if let (Some(internal), Some(customer)) = (&article.internal, &article.customer) {
            let mut compared = parity(internal, customer, &self.contacts.house);
            compared.retain(|finding| !self.contacts.may_be(finding));
            found.extend(compared);
        }
        // That a fact lags is said once: parity names the same place and the same other value.
        let mut lags = self.contacts.drift(article);
        lags.retain(|lag| {
            let is_it = |other: &Finding| {
                other.rule == "parity.value" && other.part == lag.part && other.at == lag.at
            };
            lag.rule != "drift.fact" || !found.iter().any(is_it)
        });
        found.extend(lags);
        found
    }
}

impl Rulebook {
    /// What would leak if words from around an answer were heard by customers: a question, a category, a scope.
    pub fn leaks(&self, words: &str) -> Vec<Finding> {
        let heard = Answer { lead: words.to_owned(), body: String::new() };
        let article = Article {
            customer: Some(CustomerAnswer { answer: heard, ..Default::default() }),
            ..Default::default()
        };
        let mut found = Lint::new(&self.rules, Channels::shipped()).article(&article);
        found.retain(|finding| finding.rule.starts_with("leak."));
        for finding in &mut found {
            finding.part = Part::Question;
        }
        found
    }
}

impl Kb {
    /// The term table.
    ///
    /// # Errors
    /// Those of the database.
    pub fn terms(&self) -> Result<Vec<Term>, KbError> {
        Ok(self.store.terms()?)
    }

    /// The rules of this KB.
    ///
    /// # Errors
    /// Those of the database. That its own file cannot be read or is wrong is none: it is told beside.
    pub fn rulebook(&self) -> Result<Rulebook, KbError> {
        let terms = self.store.terms()?;
        let path = self.place.root().join(RULES_FILE);
        let text = std::fs::read_to_string(&path).ok();
        let file = path.display().to_string();
        let (rules, problems) = match (terms.as_slice(), &text) {
            ([], None) => (Arc::clone(&SHIPPED), Vec::new()),
            _ => {
                let differences = text.as_deref().map(|text| (file.as_str(), text));
                let (rules, problems) = Rules::load(&terms, differences);
                (Arc::new(rules), problems)
            }
        };
        Ok(Rulebook { rules, contacts: self.contacts()?, problems })
    }

    /// What of the house's would leave it with a text that is made of these articles, each with the article's row number.
    /// What somebody let stay in one of them with a reason stays.
    ///
    /// # Errors
    /// Those of the database.
    pub fn leaks_of<'s>(
        &self,
        shown: impl Iterator<Item = &'s Shown>,
        text: &str,
    ) -> Result<Vec<(i64, Finding)>, KbError> {
        let shown: Vec<&Shown> = shown.collect();
        let Some(first) = shown.first() else { return Ok(Vec::new()) };
        let mut out: Vec<(i64, Finding)> = Vec::new();
        for finding in self.rulebook()?.leaks(text) {
            let says = |shown: &&&Shown| {
                let customer = shown.article.customer.as_ref();
                customer.is_some_and(|face| {
                    let renderings = face.channels.values().map(|rendering| &rendering.text);
                    [&face.answer.lead, &face.answer.body]
                        .into_iter()
                        .chain(renderings)
                        .any(|t| t.contains(&finding.text))
                })
            };
            let of = shown.iter().find(says);
            // The customer's own number, filled in for them, is no leak.
            if finding.severity != Severity::Error || (of.is_none() && finding.rule == "leak.personal") {
                continue;
            }
            let article = of.unwrap_or(first).number;
            let waivers = self.store.waivers_of(article)?;
            let stays = waivers.iter().any(|w| w.rule == finding.rule && w.text == finding.text);
            if !stays && !out.iter().any(|(_, known)| known.text == finding.text) {
                out.push((article, finding));
            }
        }
        Ok(out)
    }

    /// How the customer texts of an article lag its internal one: the same that lint finds and publishing stops.
    pub(super) fn drift(&self, article: &Article) -> Result<Vec<Finding>, KbError> {
        if article.is_drifted() { Ok(self.contacts()?.drift(article)) } else { Ok(Vec::new()) }
    }

    fn contacts(&self) -> Result<Contacts, KbError> {
        let named = self.store.meta(CONTACTS)?;
        let list: Vec<String> =
            named.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        Ok(Contacts { house: House::of(list.iter().map(String::as_str)), are_known: named.is_some() })
    }
}
