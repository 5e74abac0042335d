//! What conditions may be about, and the names by which agents call it.

use crate::model::stage::{Stage, words};
use crate::text::fold::fold_str;

words! {
    /// What a condition is about.
    Facet {
        /// 分类: the category or one above it.
        Category = "category",
        /// 产品: the product of the scope.
        Product = "product",
        /// 地区: the region of the scope.
        Region = "region",
        /// 客户: the customer type of the scope.
        Customer = "customer",
        /// 阶段: the stage of the revision.
        Stage = "stage",
        /// 标签: a tag.
        Tag = "tag",
        /// 渠道: there is a rendering written for the channel.
        Channel = "channel",
        /// 日期: valid on a day.
        On = "on",
    }
}

impl Facet {
    /// The names that may be typed before a colon, folded: the Chinese one first, then the English, then the short one,
    /// then others that people use.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Facet::Category => &["分类", "category", "c"],
            Facet::Product => &["产品", "product", "p"],
            Facet::Region => &["地区", "region", "r"],
            Facet::Customer => &["客户", "customer", "u"],
            Facet::Stage => &["阶段", "stage", "s", "状态"],
            Facet::Tag => &["标签", "tag", "t"],
            Facet::Channel => &["渠道", "channel", "ch"],
            Facet::On => &["日期", "on", "d", "date"],
        }
    }

    /// The facet that is called so, in any case, width and script; `None` when there is none.
    pub fn named(name: &str) -> Option<Facet> {
        // The longest name has eight letters, of at most three bytes each in full width.
        if name.len() > 24 {
            return None;
        }
        let folded = fold_str(name);
        Facet::ALL.iter().copied().find(|facet| facet.names().contains(&folded.as_str()))
    }
}

/// Names of stages besides their words in data, folded.
const STAGES: &[(&str, Stage)] = &[
    ("草稿", Stage::Draft),
    ("审核中", Stage::InReview),
    ("审核", Stage::InReview),
    ("待审核", Stage::InReview),
    ("review", Stage::InReview),
    ("in review", Stage::InReview),
    ("in-review", Stage::InReview),
    ("待发布", Stage::Approved),
    ("已通过", Stage::Approved),
    ("已发布", Stage::Published),
    ("发布", Stage::Published),
    ("已撤回", Stage::Withdrawn),
    ("撤回", Stage::Withdrawn),
    ("已归档", Stage::Archived),
    ("归档", Stage::Archived),
];

/// The stage that is called so, in any case, width and script.
pub(super) fn stage_named(name: &str) -> Option<Stage> {
    let folded = fold_str(name.trim());
    Stage::from_word(&folded)
        .or_else(|| STAGES.iter().find(|(name, _)| *name == folded).map(|&(_, stage)| stage))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_facet_is_known_by_its_names_and_no_name_is_two() {
        let mut seen = std::collections::HashSet::new();
        for &facet in Facet::ALL {
            assert!(facet.names().contains(&facet.word()));
            for &name in facet.names() {
                assert!(seen.insert(name), "{name} is two");
                assert_eq!(fold_str(name), name);
                assert_eq!(Facet::named(name), Some(facet), "{name}");
            }
        }
        assert_eq!(Facet::named("分類"), Some(Facet::Category));
        assert_eq!(Facet::named("ＣＡＴＥＧＯＲＹ"), Some(Facet::Category));
        for none in ["", "分", "分类表", "http", "12", "categoryy"] {
            assert_eq!(Facet::named(none), None, "{none}");
        }
    }

    #[test]
    fn every_stage_has_a_chinese_name() {
        for &stage in Stage::ALL {
            assert_eq!(stage_named(stage.word()), Some(stage));
            assert!(STAGES.iter().any(|(name, named)| *named == stage && !name.is_ascii()));
        }
        assert_eq!(stage_named("Draft"), Some(Stage::Draft));
        assert_eq!(stage_named("已發布"), Some(Stage::Published));
        assert_eq!(stage_named("草"), None);
    }
}
