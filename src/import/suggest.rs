//! Which field an unknown name looks like.

use super::field::Field;
use super::heading::{Meaning, key};
use crate::model::Face;

/// Headings that unknown ones are compared with besides the paths of the fields.
const KNOWN: &[&str] = &[
    "title",
    "answer",
    "content",
    "alt",
    "similar questions",
    "tags",
    "keywords",
    "department",
    "owner",
    "author",
    "url",
    "source",
    "region",
    "product",
    "customer type",
    "reviewdate",
    "effectivedate",
    "expirydate",
    "标准问",
    "知识标题",
    "标题",
    "问题",
    "相似问",
    "客户问法",
    "内部答案",
    "内部口径",
    "对内口径",
    "客户答案",
    "客户口径",
    "对外口径",
    "答案",
    "内容",
    "一级分类",
    "二级分类",
    "三级分类",
    "分类",
    "适用地区",
    "适用产品",
    "客户类型",
    "生效日期",
    "失效日期",
    "复审日期",
    "停售日期",
    "责任部门",
    "来源",
    "文号",
    "标签",
    "关键词",
    "知识类型",
    "状态",
    "可信度",
    "编号",
    "短信",
    "微信",
    "官网",
    "机器人",
];

/// The path of the field that a name looks like: it is known in another spelling, holds a known one or is held
/// by it, or is a slip or two away.
pub(super) fn suggest(name: &str, channels: &[String], face: Face) -> Option<String> {
    if let Some(meaning) = Meaning::of(name, channels) {
        return Some(meaning.path(face));
    }
    // A nested name is judged by its last part when the whole says nothing.
    let leaf = name.rsplit_once('.').map(|(_, leaf)| leaf).unwrap_or_default();
    [name, leaf].iter().filter(|name| !name.is_empty()).find_map(|name| closest(name, channels, face))
}

fn closest(name: &str, channels: &[String], face: Face) -> Option<String> {
    let wanted = key(name);
    let best = Field::paths()
        .chain(KNOWN.iter().copied())
        .filter_map(|known| likeness(&wanted, name, &key(known)).map(|likeness| (likeness, known)));
    let (_, known) = best.min_by_key(|(likeness, _)| *likeness)?;
    Meaning::of(known, channels).map(|meaning| meaning.path(face))
}

/// Smaller is closer; `None` is not alike.
fn likeness(wanted: &str, name: &str, known: &str) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (wanted.chars().collect(), known.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let letters = short.iter().all(char::is_ascii);
    // Two Chinese characters say something, two letters do not.
    if short.len() < if letters { 4 } else { 2 } {
        return None;
    }
    let allowed = match short.len() {
        ..=3 => 0,
        4..=5 => 1,
        _ => 2,
    };
    let distance = edits(&a, &b);
    if distance <= allowed {
        return Some(distance);
    }
    // Letters hide in other words (`commit` in `sourcegitcommit`): there a known name must be words of its own.
    let holds = if letters {
        words(name).any(|word| word == known)
    } else {
        long.windows(short.len()).any(|part| part == short.as_slice()) && short.len() * 5 >= long.len() * 2
    };
    holds.then(|| 10 + long.len() - short.len())
}

/// The words of a name, parted by marks and by capitals inside: `answer_html`, `answerHtml`.
fn words(name: &str) -> impl Iterator<Item = String> {
    let mut all = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && was_small) {
            all.push(String::new());
        }
        was_small = c.is_lowercase();
        if c.is_alphanumeric()
            && let Some(last) = all.last_mut()
        {
            last.extend(c.to_lowercase());
        }
    }
    all.into_iter().filter(|word| !word.is_empty())
}

/// Levenshtein distance; headings are short.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (slot, cb) in row.iter_mut().skip(1).zip(b) {
            let best = (left + 1).min(*slot + 1).min(diagonal + usize::from(ca != cb));
            diagonal = std::mem::replace(slot, best);
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        let table: &[(&str, Option<&str>)] = &[
            ("qestion", Some("question")),
            ("questions", Some("question")),
            ("answer_html", Some("internal.body")),
            ("titel", None), // a swap is two edits, and five letters are allowed one
            ("标准问法说明", Some("question")),
            ("内部答案内容", Some("internal.body")),
            ("适用地区范围", Some("scope.region")),
            ("标准问", Some("question")),
            ("valid.form", Some("valid.from")),
            ("customer.foo", None),
            ("meta.keywords", Some("tags")),
            ("lang", None),
            ("name", None),
            ("country", None),
            ("ms.locfileid", None),
            ("ms.sourcegitcommit", None),
            ("ms.contentlocale", None),
            ("ms.custom", None),
            ("ms.date", None),
            ("answerHtml", Some("internal.body")),
        ];
        for (name, expected) in table {
            let found = suggest(name, &["sms".into()], Face::Internal);
            assert_eq!(found.as_deref(), *expected, "{name}");
        }
    }

    #[test]
    fn edits_are_levenshtein() {
        let distance =
            |a: &str, b: &str| edits(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("标准问", "标准问"), 0);
    }
}
