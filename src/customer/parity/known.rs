//! Facts of the two faces beside each other.

use std::collections::HashSet;

use super::said::{Family, Said};
use crate::model::{Answer, CustomerAnswer};
use crate::text::facts::{Fact, facts};

/// Facts by what they say, wherever they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known(HashSet<(Family, String)>);

impl Known {
    /// The facts of some texts.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Known {
        let mut known = Known::default();
        for fact in texts.into_iter().flat_map(facts) {
            // 月费59元 and 59元/月 say the same of their amount.
            let said = Said::of(&fact);
            known.0.insert((said.family, said.base));
        }
        known
    }

    /// The facts of an internal answer.
    pub fn of_internal(answer: &Answer) -> Known {
        Known::of([answer.lead.as_str(), answer.body.as_str()])
    }

    /// The facts of a customer answer, its renderings included.
    pub fn of_customer(customer: &CustomerAnswer) -> Known {
        let channels = customer.channels.values().map(|rendering| rendering.text.as_str());
        Known::of([customer.answer.lead.as_str(), customer.answer.body.as_str()].into_iter().chain(channels))
    }

    /// Whether a fact is among them.
    pub fn has(&self, fact: &Fact) -> bool {
        let said = Said::of(fact);
        self.0.contains(&(said.family, said.base))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_the_same_in_other_words_and_another_value_is_not() {
        let internal = Known::of(["副卡每张每月5元，三个工作日内生效。"]);
        let unknown = |text: &str| {
            facts(text).into_iter().filter(|f| !internal.has(f)).map(|f| f.value).collect::<Vec<_>>()
        };
        let none: Vec<String> = Vec::new();
        assert_eq!(unknown("副卡5元/月，3个工作日内生效。"), none);
        assert_eq!(unknown("副卡10元/月。"), ["10元/月"]);
        assert_eq!(unknown("3天内生效。"), ["3天"], "working days are not days");
    }
}
