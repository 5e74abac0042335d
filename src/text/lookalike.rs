//! Characters that look alike: typed for one another by shape, misread from a scan.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Whether two different characters are often taken for one another by their shape.
pub fn look_alike(a: char, b: char) -> bool {
    a != b && groups().get(&a).is_some_and(|of_a| groups().get(&b).is_some_and(|of_b| of_a.iter().any(|g| of_b.contains(g))))
}

/// The characters that look like this one.
pub fn lookalikes(c: char) -> impl Iterator<Item = char> {
    let of_c = groups().get(&c);
    of_c.into_iter().flat_map(move |mine| {
        groups().iter().filter(move |(other, of)| **other != c && of.iter().any(|g| mine.contains(g))).map(|(other, _)| *other)
    })
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
        assert!(look_alike('末', '未'));
        assert!(!look_alike('末', '末'));
        assert!(!look_alike('末', '人'));
        assert!(lookalikes('己').any(|c| c == '已'));
    }
}
