//! Which delimiter a table has.

use super::records::fields;

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Guesses the delimiter from the head of a file: the one under which the headings are known, the records agree
/// in the number of their fields, and there are most of them. A comma when nothing speaks for another.
pub(super) fn guess(head: &str, tabs_promised: bool, is_known: &dyn Fn(&str) -> bool) -> u8 {
    let score = |delimiter: u8| {
        let counts = counts(head, delimiter);
        let first = fields(counts.heading, delimiter);
        let known = first.iter().filter(|heading| is_known(heading)).count();
        let agreeing = counts.records.iter().filter(|&&count| count == first.len()).count();
        let share = if counts.records.is_empty() { 100 } else { agreeing * 100 / counts.records.len() };
        let promised = usize::from(tabs_promised && delimiter == b'\t');
        // One column agrees with itself under every delimiter, which says nothing.
        if first.len() < 2 { (known, 0, 0, 0) } else { (known, promised, share, first.len()) }
    };
    let mut best = (b',', score(b','));
    for delimiter in CANDIDATES {
        let found = score(delimiter);
        if found > best.1 {
            best = (delimiter, found);
        }
    }
    best.0
}

struct Counts<'a> {
    heading: &'a str,
    records: Vec<usize>,
}

/// The heading and the numbers of fields of the first records that end within the head.
fn counts(head: &str, delimiter: u8) -> Counts<'_> {
    const MOST: usize = 30;
    let mut counts = Counts { heading: "", records: Vec::new() };
    let (mut start, mut in_quotes, mut in_field, mut number) = (0, false, false, 0);
    for (at, byte) in head.bytes().enumerate() {
        match byte {
            b'"' if in_quotes => (in_quotes, in_field) = (false, true),
            // A doubled quote closes and opens again.
            b'"' if !in_field || head.as_bytes().get(at.wrapping_sub(1)) == Some(&b'"') => in_quotes = true,
            b'\n' if !in_quotes => {
                let record = head.get(start..at).unwrap_or_default().trim_end_matches('\r');
                start = at + 1;
                in_field = false;
                if record.trim().is_empty() {
                    continue;
                }
                if number == 0 {
                    counts.heading = record;
                } else {
                    counts.records.push(fields(record, delimiter).len());
                }
                number += 1;
                if number > MOST {
                    return counts;
                }
            }
            b' ' => {}
            other if !in_quotes => in_field = other != delimiter,
            _ => {}
        }
    }
    if number == 0 {
        counts.heading = head;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::heading::Meaning;

    fn of(head: &str) -> char {
        char::from(guess(head, false, &|heading| Meaning::of(heading, &[]).is_some()))
    }

    #[test]
    fn delimiters_are_guessed() {
        assert_eq!(of("question,answer\na,b\n"), ',');
        assert_eq!(of("标准问;答案\na;b,c,d\n"), ';');
        assert_eq!(of("标准问\t答案\na,x\tb,c,d\n"), '\t');
        assert_eq!(of("标准问|答案|标签\na|b|c\n"), '|');
        assert_eq!(of("question\nwhat, when; where\n"), ',');
        assert_eq!(of("question;answer\n\"a\nb,c\";\"d \"\"e\"\",\n,,,f\"\n"), ';');
        assert_eq!(of(""), ',');
        // Unknown headings: the records decide.
        assert_eq!(of("a;b\n1;2,5\n2;3\n"), ';');
    }

    #[test]
    fn commas_in_tabbed_text_do_not_win() {
        let head = "x\ty\nfoo, bar, baz\t1\na, b, c\t2\n";
        assert_eq!(char::from(guess(head, true, &|_| false)), '\t');
    }
}
