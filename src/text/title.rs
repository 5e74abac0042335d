//! What a heading says, without what only counts it.

/// A heading without its number and marks: `1.2. 什么是它？`, `第 3 章 安装`, `Q1：`, `**一、**`.
pub fn title(text: &str) -> String {
    let text = text.trim().trim_matches(['*', '_', '`']).trim();
    let text = without_chapter(text).trim_start();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    // 5G套餐 and 2026年 are no numbers of a heading.
    let numbered = text.len() > rest.len()
        && (rest.starts_with([' ', '、', '．', '\u{a0}', '）', ')'])
            || text.strip_suffix(rest).is_some_and(|number| number.ends_with('.')));
    let text = if numbered { rest } else { text };
    let chinese = text.trim_start_matches(|c| "一二三四五六七八九十（(".contains(c));
    let text =
        if chinese.len() < text.len() && chinese.starts_with(['、', '）', ')']) { chinese } else { text };
    let text = text.trim_start_matches([' ', '、', '．', '\u{a0}', '）', ')', '.']);
    let text = ["问题：", "问：", "Q：", "Q:", "问:"]
        .iter()
        .find_map(|mark| text.strip_prefix(mark))
        .unwrap_or(text);
    text.trim_matches(|c: char| c.is_whitespace() || c == '*')
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Without 第 3 章.
fn without_chapter(text: &str) -> &str {
    let Some(rest) = text.strip_prefix('第') else { return text };
    let number = rest
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ' || "一二三四五六七八九十百".contains(c));
    if number.len() == rest.len() {
        return text;
    }
    ["章", "节", "条", "部分", "篇"]
        .iter()
        .find_map(|unit| number.strip_prefix(unit))
        .filter(|t| !t.trim().is_empty())
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_their_numbers_only() {
        for (text, expected) in [
            ("1.2. 什么是 Debian？", "什么是 Debian？"),
            ("3、怎么退", "怎么退"),
            ("第 3 章 安装", "安装"),
            ("第三条 责任", "责任"),
            ("一、办理条件", "办理条件"),
            ("（二）材料", "材料"),
            ("Q：能退吗？", "能退吗？"),
            ("**能退吗？**", "能退吗？"),
            ("5G套餐怎么办", "5G套餐怎么办"),
            ("2026年资费", "2026年资费"),
            ("一次性补卡", "一次性补卡"),
            ("第一次登录", "第一次登录"),
            ("129元档", "129元档"),
        ] {
            assert_eq!(title(text), expected, "{text}");
        }
    }
}
