//! Characters that look alike: typed for one another by shape, misread from a scan.

use std::collections::HashMap;
use std::sync::OnceLock;

/// How a character looks: two that have something in common are often taken for one another by their shape.
pub fn looks(c: char) -> &'static [u16] {
    groups().get(&c).map_or(&[], Vec::as_slice)
}

/// Whether two different characters are often taken for one another by their shape.
pub fn look_alike(a: &[u16], b: &[u16]) -> bool {
    a.iter().any(|group| b.contains(group))
}

/// For each character the numbers of the groups in which it stands.
fn groups() -> &'static HashMap<char, Vec<u16>> {
    static TABLE: OnceLock<HashMap<char, Vec<u16>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut groups: HashMap<char, Vec<u16>> = HashMap::new();
        let rows = super::table::rows(include_str!("../../data/language/lookalikes.tsv"));
        for (number, cells) in (0_u16..).zip(rows) {
            for c in cells.filter_map(|cell| cell.chars().next()) {
                groups.entry(c).or_default().push(number);
            }
        }
        groups
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_looks_alike_and_nothing_else_does() {
        assert!(look_alike(looks('末'), looks('未')));
        assert!(look_alike(looks('己'), looks('已')));
        assert!(!look_alike(looks('末'), looks('人')));
    }
}
