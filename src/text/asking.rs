//! Whether a heading or a line asks something.

/// Words that ask wherever they stand in a Chinese heading.
const ASKING: &[&str] = &[
    "怎么",
    "怎样",
    "如何",
    "为什么",
    "为何",
    "什么",
    "哪",
    "能否",
    "是否",
    "可否",
    "多少",
    "多久",
    "有没有",
    "能不能",
    "可不可以",
    "是不是",
    "会不会",
    "要不要",
    "咋",
    "谁",
];
/// Words that ask at its end.
const AT_THE_END: &[char] = &['吗', '呢', '么', '嘛'];
/// Words that ask at the beginning of an English one.
const FIRST: &[&str] = &[
    "how", "what", "why", "when", "where", "who", "which", "can", "could", "do", "does", "did", "is", "are",
    "will", "would", "should", "may", "must", "am", "has", "have",
];
/// A longer line is a sentence of a text, unless it has a question mark.
const MOST_CHARS: usize = 40;

/// Whether a heading or a line of its own asks something: it has a question mark, or is short and has a word that asks.
pub fn asks(text: &str) -> bool {
    let text = text.trim().trim_end_matches(|c: char| "”\"』」）)*！!".contains(c)).trim_end();
    if text.contains('？') || text.ends_with('?') || text.contains("? ") {
        return text.chars().any(char::is_alphanumeric);
    }
    if text.chars().count() > MOST_CHARS || text.ends_with(['。', '；', '：', ':', '，', '.', ';']) {
        return false;
    }
    let first =
        text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_ascii_lowercase();
    ASKING.iter().any(|word| text.contains(word))
        || text.ends_with(AT_THE_END)
        || text.contains(' ') && FIRST.contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_told_from_headings() {
        for text in [
            "宽带怎么移机",
            "如何查询余额",
            "什么是 Debian GNU/Linux？",
            "押金能退吗",
            "Debian 一词如何发音，有什么含义？",
            "How do I reset my password",
            "好的，我知道了……什么是 Linux？！",
            "办理需要多久",
            "“套餐”能改吗？”",
            "为什么有两张盘？我以为只有一张！",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in [
            "办理流程",
            "注意事项",
            "移机说明。",
            "？",
            "",
            "What",
            "Canada post",
            "1.2 安装",
            "先查什么情况，再看其他。",
        ] {
            assert!(!asks(text), "{text}");
        }
        let sentence =
            "如果您不知道怎么办理这项业务请先到营业厅咨询工作人员他们会为您一步一步说明整个办理的流程";
        assert!(!asks(sentence) && asks(&format!("{sentence}？")));
    }
}
