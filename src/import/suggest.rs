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
    let whole = key(name);
    let leaf = name.rsplit_once('.').map(|(_, leaf)| key(leaf)).unwrap_or_default();
    [whole, leaf].iter().filter(|key| !key.is_empty()).find_map(|key| closest(key, channels, face))
}

fn closest(wanted: &str, channels: &[String], face: Face) -> Option<String> {
    let best = Field::paths().chain(KNOWN.iter().copied()).filter_map(|name| {
        let known = key(name);
        likeness(wanted, &known).map(|likeness| (likeness, name))
    });
    let (_, name) = best.min_by_key(|(likeness, _)| *likeness)?;
    Meaning::of(name, channels).map(|meaning| meaning.path(face))
}

/// Smaller is closer; `None` is not alike.
fn likeness(a: &str, b: &str) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    // Two Chinese characters say something, two letters do not.
    let says_something = if short.iter().all(char::is_ascii) { short.len() >= 4 } else { short.len() >= 2 };
    if !says_something {
        return None;
    }
    if long.windows(short.len()).any(|part| part == short.as_slice()) {
        return Some(10 + long.len() - short.len());
    }
    let allowed = if short.len() <= 2 {
        0
    } else if short.len() <= 5 {
        1
    } else {
        2
    };
    let distance = edits(&a, &b);
    (distance <= allowed).then_some(distance)
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
