//! Similar questions out of a title, by what people do to it: they leave words out, end it in another way, and talk.

use super::pool::SEAM;
use crate::common::dice::Dice;

/// Words that carry little and are the first to go.
const LIGHT: &[&str] = &[
    "的", "和", "或", "与", "在", "中", "以", "并", "将", "从", "对", "为", "时", "后", "一个", "使用",
    "通过", "进行", "有关", "用于", "如何", " the ", " to ", " for ",
];
/// How documents begin what people ask for without it.
const OPENINGS: &[&str] =
    &["如何", "怎样", "使用", "创建", "管理", "配置", "设置", "启用", "了解", "关于", "步骤"];
/// How documents end it.
const CLOSINGS: &[&str] = &[
    "概述",
    "备注",
    "参数",
    "示例",
    "注解",
    "说明",
    "语法",
    "方法",
    "选项",
    "返回值",
    "详细信息",
    "后续步骤",
    "先决条件",
    "本节内容",
    "请参阅",
    "另请参阅",
    "简介",
    "文档",
];
/// How people do.
const ENDINGS: &[&str] = &[
    "怎么设置",
    "怎么用",
    "怎么弄",
    "在哪里",
    "在哪儿看",
    "是什么意思",
    "报错怎么办",
    "不生效怎么办",
    "有什么限制",
    "支持吗",
    "失败了怎么处理",
    "怎么取消",
    "需要什么条件",
    "要注意什么",
    "能改吗",
];
const FILLERS: &[&str] = &[
    "你好我想问一下",
    "请问",
    "那个",
    "麻烦问下",
    "客户问",
    "就是",
    "我这边",
    "帮我查一下",
    "想咨询一下",
    "刚才说的",
];
const TAILS: &[&str] = &[
    "怎么弄啊",
    "是怎么回事",
    "这个怎么搞",
    "有没有办法",
    "可以吗",
    "呢",
    "啊",
    "要怎么操作",
    "行不行",
    "谢谢",
];

/// A question is no longer than this: nobody types more.
const LONGEST_CHARS: usize = 40;
/// So often a question that is there already is made anew.
const TRIES: usize = 6;

/// Up to so many questions, all different, and none the title.
pub fn similar(title: &str, count: usize, dice: &mut Dice) -> Vec<String> {
    let mut made: Vec<String> = Vec::with_capacity(count);
    for at in 0..count {
        for _ in 0..TRIES {
            let subject = subject(title, dice);
            let question = match at % 3 {
                0 => with_words_dropped(&subject, dice),
                1 => format!("{}{}", bare(&subject), dice.of(ENDINGS)),
                _ => spoken(&subject, dice),
            };
            let question: String = question.trim().chars().take(LONGEST_CHARS).collect();
            if question.chars().nth(1).is_some() && question != title && !made.contains(&question) {
                made.push(question);
                break;
            }
        }
    }
    made
}

/// What a title is about: one half of it, or both where the second alone says nothing; no name of a site, no brackets.
fn subject(title: &str, dice: &mut Dice) -> String {
    let (first, second) = title.rsplit_once(SEAM).unwrap_or((title, ""));
    let first = without_brackets(first.split('|').next().unwrap_or_default());
    let second = without_brackets(second.split('|').next().unwrap_or_default());
    match second.chars().count() {
        0 => first,
        1..=5 => format!("{first}{second}"),
        _ if dice.once_in(3) => first,
        _ => second,
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let kept = text.chars().filter(|c| match c {
        '(' | '（' => {
            depth += 1;
            false
        }
        ')' | '）' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without what documents put before and behind a subject.
fn bare(subject: &str) -> &str {
    let without_opening =
        OPENINGS.iter().find_map(|opening| subject.strip_prefix(opening)).unwrap_or(subject);
    let without_closing = CLOSINGS.iter().find_map(|closing| without_opening.strip_suffix(closing));
    let bare = without_closing.unwrap_or(without_opening).trim_matches(['：', ':', ' ']);
    if bare.chars().nth(1).is_some() { bare } else { subject }
}

/// One light word goes, and of a long subject two characters or a whole Latin word as well.
fn with_words_dropped(subject: &str, dice: &mut Dice) -> String {
    let light: Vec<&str> = LIGHT.iter().copied().filter(|word| subject.contains(word)).collect();
    let mut kept = match light.is_empty() {
        true => subject.to_owned(),
        false => {
            let word = *dice.of(&light);
            subject.replacen(word, if word.starts_with(" ") { " " } else { "" }, 1)
        }
    };
    let is_long = kept.chars().nth(8).is_some();
    if is_long || light.is_empty() {
        let pieces = pieces(&kept);
        if pieces.len() > 2 {
            let gone = dice.below(pieces.len());
            kept = pieces.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, piece)| *piece).collect();
        }
    }
    kept
}

fn spoken(subject: &str, dice: &mut Dice) -> String {
    let subject = if dice.once_in(2) { bare(subject) } else { subject };
    let most = LONGEST_CHARS - 16;
    let subject: String = subject.chars().take(most).collect();
    format!("{}{subject}{}", dice.of(FILLERS), dice.of(TAILS))
}

/// Latin words with the space behind them, and pairs of other characters, which is what most Chinese words are.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut chars, mut was_latin) = (0, 0, false);
    for (at, c) in text.char_indices() {
        let is_latin = c.is_ascii();
        let is_new_word = is_latin && was_latin && c != ' ' && text[..at].ends_with(' ');
        if at > start && (is_latin != was_latin || is_new_word || (!is_latin && chars == 2)) {
            pieces.push(&text[start..at]);
            (start, chars) = (at, 0);
        }
        chars += 1;
        was_latin = is_latin;
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}
