//! The sections that a kind of article must have, from the front matter of `data/templates/`.

use std::sync::LazyLock;

use crate::model::{Face, Kind};

/// A section that must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// The kind of article.
    pub kind: Kind,
    /// In which face.
    pub face: Face,
    /// Its heading.
    pub heading: String,
}

const TEMPLATES: &[(Kind, &str)] = &[
    (Kind::Tariff, include_str!("../../../data/templates/tariff.md")),
    (Kind::Promotion, include_str!("../../../data/templates/promotion.md")),
    (Kind::Procedure, include_str!("../../../data/templates/procedure.md")),
    (Kind::Fault, include_str!("../../../data/templates/fault.md")),
    (Kind::Policy, include_str!("../../../data/templates/policy.md")),
    (Kind::Script, include_str!("../../../data/templates/script.md")),
];

static REQUIRED: LazyLock<Vec<Section>> =
    LazyLock::new(|| TEMPLATES.iter().flat_map(|(kind, text)| required(*kind, text)).collect());

/// The sections that a face of a kind must have.
pub(super) fn sections(kind: Kind, face: Face) -> impl Iterator<Item = &'static Section> {
    REQUIRED.iter().filter(move |section| section.kind == kind && section.face == face)
}

/// Reads the front matter as the shipped templates write it: a list of sections, one `name: value` a line.
fn required(kind: Kind, text: &str) -> Vec<Section> {
    let front = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or("", |(f, _)| f);
    let mut sections = Vec::new();
    let (mut face, mut heading) = (None, String::new());
    for line in front.lines() {
        let Some((name, value)) = line.trim_start_matches(['-', ' ']).split_once(": ") else { continue };
        match name {
            "face" => face = Face::from_word(value.trim()),
            "heading" => value.trim().clone_into(&mut heading),
            "required" if value.trim() == "true" => {
                sections.extend(face.map(|face| Section { kind, face, heading: heading.clone() }));
            }
            _ => {}
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_must_have_something() {
        for kind in Kind::ALL {
            assert!(sections(*kind, Face::Internal).count() > 0, "{kind}");
        }
        let tariff: Vec<&str> = sections(Kind::Tariff, Face::Internal).map(|s| s.heading.as_str()).collect();
        assert_eq!(tariff, ["口径", "依据"]);
    }
}
