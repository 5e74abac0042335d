//! What the template of a kind says beyond what must be there: which sections concern the agent only, and how an answer ends.

use std::sync::LazyLock;

use crate::model::{Face, Kind};

/// The template of a kind of article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The kind.
    pub kind: Kind,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// A closing line for the customer, as an example.
    pub closing: Option<String>,
}

/// A section of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// In which face.
    pub face: Face,
    /// Its heading.
    pub heading: String,
    /// Whether it concerns the agent only, so that nothing of it is for the customer.
    pub agent: bool,
}

const SOURCES: [(Kind, &str); 6] = [
    (Kind::Tariff, include_str!("../../data/templates/tariff.md")),
    (Kind::Promotion, include_str!("../../data/templates/promotion.md")),
    (Kind::Procedure, include_str!("../../data/templates/procedure.md")),
    (Kind::Fault, include_str!("../../data/templates/fault.md")),
    (Kind::Policy, include_str!("../../data/templates/policy.md")),
    (Kind::Script, include_str!("../../data/templates/script.md")),
];

/// The shipped templates; a test loads them.
static SHIPPED: LazyLock<Vec<Template>> =
    LazyLock::new(|| SOURCES.iter().map(|(kind, source)| read(*kind, source)).collect());

impl Template {
    /// The shipped template of a kind; `None` when none is shipped for it.
    pub fn of(kind: Kind) -> Option<&'static Template> {
        SHIPPED.iter().find(|template| template.kind == kind)
    }

    /// A face with nothing but the headings of its sections, for somebody to write under.
    pub fn outline(&self, face: Face) -> String {
        let sections = self.sections.iter().filter(|s| s.face == face && !s.heading.is_empty());
        sections.map(|section| format!("### {}", section.heading)).collect::<Vec<_>>().join("\n\n")
    }

    /// The section of the internal face that has a heading.
    pub fn internal(&self, heading: &str) -> Option<&Section> {
        self.sections
            .iter()
            .find(|section| section.face == Face::Internal && section.heading == heading.trim())
    }
}

/// Reads a template as the shipped ones are written: sections in the front matter, one `name: value` a line; and at the end
/// of the customer's part （结尾一句：例如“…”）.
fn read(kind: Kind, source: &str) -> Template {
    let (front, body) =
        source.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", source));
    let mut sections: Vec<Section> = Vec::new();
    for line in front.lines() {
        let Some((name, value)) = line.trim_start_matches(['-', ' ']).split_once(": ") else { continue };
        match (name, value.trim(), sections.last_mut()) {
            ("face", word, _) => {
                let section = |face| Section { face, heading: String::new(), agent: false };
                sections.extend(Face::from_word(word).map(section));
            }
            ("heading", heading, Some(section)) => heading.clone_into(&mut section.heading),
            ("agent", word, Some(section)) => section.agent = word == "true",
            _ => {}
        }
    }
    let closing = body.rsplit_once("（结尾一句").and_then(|(_, rest)| rest.split_once('“'));
    let closing = closing.and_then(|(_, rest)| rest.split_once('”')).map(|(line, _)| line.to_owned());
    Template { kind, sections, closing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_says_what_is_for_the_agent_and_how_to_end() {
        for kind in Kind::ALL {
            let template = Template::of(*kind).unwrap();
            assert!(template.internal("系统操作").is_some_and(|section| section.agent), "{kind}");
            assert!(template.internal("口径").is_some_and(|section| !section.agent), "{kind}");
            assert!(template.sections.iter().any(|section| section.face == Face::Customer), "{kind}");
        }
        let closings =
            Kind::ALL.iter().filter_map(|kind| Template::of(*kind)?.closing.clone()).collect::<Vec<_>>();
        assert!(
            closings.contains(&"您平时流量用得多不多？我帮您比一比哪一档合适。".to_owned()),
            "{closings:?}"
        );
        assert!(closings.len() >= 5, "{closings:?}");
    }
}
