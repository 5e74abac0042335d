//! Where an article applies: region × product × customer type.

use serde::{Deserialize, Serialize};

use super::stage::words;

words! {
    /// One axis of a scope. Region and product are trees, customer type is a flat list.
    Axis {
        /// 地区
        Region = "region",
        /// 产品
        Product = "product",
        /// 客户类型
        Customer = "customer",
    }
}

/// Where an article applies (适用范围), or where a contact stands. An empty axis means all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// Names in the region tree.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub region: Vec<String>,
    /// Names in the product tree.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub product: Vec<String>,
    /// Customer types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customer: Vec<String>,
}

impl Scope {
    /// The names on one axis.
    pub fn on(&self, axis: Axis) -> &[String] {
        match axis {
            Axis::Region => &self.region,
            Axis::Product => &self.product,
            Axis::Customer => &self.customer,
        }
    }

    /// The names on one axis, to change them.
    pub fn on_mut(&mut self, axis: Axis) -> &mut Vec<String> {
        match axis {
            Axis::Region => &mut self.region,
            Axis::Product => &mut self.product,
            Axis::Customer => &mut self.customer,
        }
    }

    /// Whether it applies without limit.
    pub fn is_everywhere(&self) -> bool {
        Axis::ALL.iter().all(|&axis| self.on(axis).is_empty())
    }

    /// How many axes are limited: the most specific variant is shown first.
    pub fn specificity(&self) -> usize {
        Axis::ALL.iter().filter(|&&axis| !self.on(axis).is_empty()).count()
    }

    /// All names in a row, for one cell of a list: `云州·岭安 家庭宽带`.
    pub fn label(&self) -> String {
        Axis::ALL
            .iter()
            .map(|&axis| self.on(axis).join("·"))
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}
