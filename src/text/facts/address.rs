//! Web and mail addresses.

use super::glyph::Line;

/// Longer hosts than this are none; it also bounds how far a word is looked at twice.
const LONGEST_HOST: usize = 100;

/// Browsers and servers agree on about this many characters.
const LONGEST_URL: usize = 2048;

const ENDINGS: &[&str] = &[
    "com", "cn", "net", "org", "gov", "edu", "top", "vip", "cc", "xyz", "shop", "info", "biz", "tv", "link",
    "ltd", "hk", "tw", "mo",
];

/// The address that begins here, in its normal form, and its end. A host without a scheme is taken for `https`.
pub(super) fn address(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    if let Some(end) = line.any(at, &["http://", "https://", "ftp://"]) {
        let to = trimmed(line, end, line.run_raw(end, LONGEST_URL, is_url));
        return (to > end).then(|| (normal(&line.text(at, to)), to));
    }
    mail(line, at).or_else(|| bare(line, at))
}

fn is_url(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '|' | '^' | '\\')
}

fn is_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-')
}

fn mail(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let end = line.run_raw(at, LONGEST_HOST, |c| is_host(c) || matches!(c, '_' | '+' | '%'));
    (line.get(end) == Some('@')).then_some(())?;
    let host = host_end(line, end + 1)?;
    Some((format!("mailto:{}", line.text(at, host).to_ascii_lowercase()), host))
}

fn bare(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let host = host_end(line, at)?;
    let is_path = line.is(host, |c| matches!(c, '/' | '?' | '#')) && line.is_raw(host + 1);
    let end = if is_path { trimmed(line, host, line.run_raw(host, LONGEST_URL, is_url)) } else { host };
    Some((normal(&format!("https://{}", line.text(at, end))), end))
}

/// The end of a host with a known ending and at least two labels.
fn host_end(line: Line<'_>, at: usize) -> Option<usize> {
    let mut end = line.run_raw(at, LONGEST_HOST, is_host);
    while line.before(end).is_some_and(|c| matches!(c, '.' | '-')) && end > at {
        end -= 1;
    }
    // Most of what is asked is a number.
    line.before(end).is_some_and(|c| c.is_ascii_alphabetic()).then_some(())?;
    let text = line.text(at, end);
    let mut labels = text.rsplit('.');
    let last = labels.next()?.to_ascii_lowercase();
    let mut count = 0;
    for label in labels {
        (!label.is_empty() && !label.starts_with('-')).then_some(())?;
        count += 1;
    }
    (count > 0 && ENDINGS.contains(&last.as_str())).then_some(end)
}

/// Leaves out the punctuation and the closing brackets that belong to the sentence.
fn trimmed(line: Line<'_>, from: usize, end: usize) -> usize {
    let count = |wanted: char| (from..end).filter(|n| line.get(*n) == Some(wanted)).count();
    let (mut round, mut square) =
        (count(')').saturating_sub(count('(')), count(']').saturating_sub(count('[')));
    let mut end = end;
    while end > from {
        match line.before(end) {
            Some('.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '~' | '(' | '[') => {}
            Some(')') if round > 0 => round -= 1,
            Some(']') if square > 0 => square -= 1,
            _ => break,
        }
        end -= 1;
    }
    end
}

/// Scheme and host in small letters, without a closing slash.
fn normal(url: &str) -> String {
    let host_at = url.find("://").map_or(0, |n| n + 3);
    let host_end = url
        .char_indices()
        .skip(host_at)
        .find(|(_, c)| matches!(c, '/' | '?' | '#'))
        .map_or(url.len(), |(n, _)| n);
    let (host, rest) = url.split_at_checked(host_end).unwrap_or((url, ""));
    format!("{}{}", host.to_ascii_lowercase(), rest).trim_end_matches('/').to_owned()
}
