//! Which known name somebody may have meant.

/// The name that looks most like what was written; `None` when none does.
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let written = written.to_lowercase().replace('-', "_");
    let most = 1 + written.chars().count() / 4;
    names
        .into_iter()
        .map(|name| (distance(&written, &name.to_lowercase().replace('-', "_")), name))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many characters to add, drop, change or swap with their neighbour (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_slips_of_the_hand() {
        for (a, b, slips) in
            [("", "", 0), ("", "ab", 2), ("next", "nxet", 1), ("next", "text", 1), ("help", "hlpe", 2)]
        {
            assert_eq!(distance(a, b), slips, "{a} {b}");
            assert_eq!(distance(b, a), slips, "{b} {a}");
        }
    }

    #[test]
    fn finds_what_was_meant_and_nothing_else() {
        let names = ["copy_customer", "copy_internal", "quit"];
        assert_eq!(nearest("copy-custmer", names), Some("copy_customer"));
        assert_eq!(nearest("Quit", names), Some("quit"));
        assert_eq!(nearest("teleport", names), None);
    }
}
