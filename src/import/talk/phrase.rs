//! What is said in every talk and says nothing: greetings, closings, requests to wait; and how sentences are cut.

use crate::text::filler;
use crate::text::fold::{fold_chars, fold_str, is_han};

/// Phrases by which the house greets; who says one is the agent.
const HOUSE: &[&str] = &[
    "有什么可以帮",
    "有什么能帮",
    "有什么需要帮",
    "需要什么帮助",
    "高兴为您服务",
    "欢迎致电",
    "欢迎来电",
    "欢迎光临",
    "how can i help",
    "how may i help",
    "how can i assist",
    "how may i assist",
    "what can i do for you",
    "thank you for calling",
    "thanks for calling",
    "thank you for contacting",
    "thanks for contacting",
];

/// Other phrases: a clause with one of them is no part of an answer.
const SMALL: &[&str] = &[
    "为您服务",
    "请问有什么",
    "请问需要什么",
    "请问您有什么",
    "请问您需要什么",
    "有什么问题可以",
    "欢迎咨询",
    "请讲",
    "还有其他",
    "还有其它",
    "其他问题",
    "其他需要",
    "还有什么",
    "还需要",
    "感谢您",
    "感谢你",
    "谢谢您",
    "谢谢你",
    "祝您",
    "祝你",
    "再见",
    "拜拜",
    "稍等",
    "等一下",
    "久等",
    "不客气",
    "不用谢",
    "应该的",
    "满意度",
    "请您评价",
    "服务评价",
    "做出评价",
    "作出评价",
    "请不要挂",
    "请勿挂",
    "耐心等待",
    "为您查询一下",
    "帮您查询一下",
    "帮您查一下",
    "帮您看一下",
    "为您核实",
    "帮您核实",
    "为您转接",
    "会话已",
    "已接入",
    "已转接",
    "转人工",
    "人工服务请按",
    "排队",
    "对不起让您",
    "能听到吗",
    "听得到吗",
    "听得清",
    "以上信息",
    "请问还有",
    "工号",
    "very welcome",
    "anything else",
    "any other questions",
    "have a great",
    "have a good",
    "have a nice",
    "have a wonderful",
    "take care",
    "for your patience",
    "for waiting",
    "you're welcome",
    "you are welcome",
    "goodbye",
    "bye",
    "one moment",
    "a moment",
    "hold on",
    "let me check",
    "let me look",
    "please wait",
    "good morning",
    "good afternoon",
    "good evening",
    "joined the chat",
    "left the chat",
    "has ended",
    "transferring you",
    "glad i could help",
    "happy to help",
    "be happy to assist",
    "nice to meet",
    "welcome to",
    "are you there",
    "thank you",
    "thanks",
];

/// Clauses that are small talk when they stand alone.
const ALONE: &[&str] = &[
    "好",
    "好的",
    "好滴",
    "嗯",
    "嗯好",
    "嗯好的",
    "嗯嗯",
    "哦",
    "喂",
    "您好",
    "你好",
    "亲",
    "亲亲",
    "对",
    "是",
    "是的",
    "行",
    "收到",
    "明白",
    "明白了",
    "知道了",
    "了解",
    "在的",
    "在",
    "在吗",
    "谢谢",
    "多谢",
    "没有了",
    "没了",
    "没事",
    "没事了",
    "不用了",
    "可以了",
    "先这样",
    "就这样",
    "那好",
    "那行",
    "好吧",
    "好嘞",
    "人工",
    "人工客服",
    "找人工",
    "转接人工",
    "客服",
    "先生",
    "女士",
    "ok",
    "okay",
    "hi",
    "hello",
    "hey",
    "hi there",
    "hello there",
    "sure",
    "yes",
    "no",
    "yeah",
    "yep",
    "nope",
    "great",
    "alright",
    "all right",
    "perfect",
    "got it",
    "i see",
    "no problem",
    "of course",
    "certainly",
    "that's it",
    "that's all",
    "cool",
    "good",
    "no worries",
    "welcome",
    "please",
    "a pleasure to help you",
];

/// A clause longer than this says something beside its phrase.
const MOST_SMALL: usize = 30;
const MOST_SMALL_LATIN: usize = 70;

/// Whether a text has a phrase by which the house greets.
pub(super) fn greets_for_the_house(text: &str) -> bool {
    let folded = fold_str(text);
    HOUSE.iter().any(|phrase| folded.contains(phrase))
}

/// Whether a clause is a greeting, a closing, thanks, or a request to wait.
pub(super) fn is_small(clause: &str) -> bool {
    let folded = fold_str(clause);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        return true;
    }
    // Particles at the end change nothing: 好的呢, 您好呀.
    let bare_end = bare.trim_end_matches(['呢', '呀', '啊', '哦', '哈', '吧', '啦', '了', '~']);
    if ALONE.contains(&bare) || ALONE.contains(&bare_end) {
        return true;
    }
    // 女士您好
    if bare.chars().nth(6).is_none() && (bare.ends_with("您好") || bare.ends_with("你好")) {
        return true;
    }
    let most = if bare.chars().any(is_han) { MOST_SMALL } else { MOST_SMALL_LATIN };
    bare.chars().nth(most).is_none() && HOUSE.iter().chain(SMALL).any(|phrase| bare.contains(phrase))
}

/// How many letters and Chinese characters a text has.
pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| is_letter(*c)).count()
}

/// How much a text says beside what says nothing and what only asks; a Chinese character counts for two letters.
pub(super) fn content(text: &str) -> usize {
    let folded = fold_chars(text);
    let mut said: Vec<usize> =
        folded.iter().map(|c| if is_han(*c) { 2 } else { usize::from(is_letter(*c)) }).collect();
    for (range, _) in filler::weak(&folded) {
        for at in range {
            if let Some(weight) = said.get_mut(at) {
                *weight = 0;
            }
        }
    }
    said.iter().sum()
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic()
}

/// Cuts a text into sentences, each with its closing mark; a line end closes one too.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    cut(text, |c, next| match c {
        '。' | '！' | '？' | '!' | '?' | '；' | '\n' | '…' => {
            !next.is_some_and(|n| "？！?!。…”』」)）".contains(n))
        }
        '.' => next.is_some_and(char::is_whitespace),
        _ => false,
    })
}

/// Cuts a sentence into clauses, each with its comma.
pub(super) fn clauses(sentence: &str) -> Vec<&str> {
    cut(sentence, |c, next| matches!(c, '，' | '、') || c == ',' && !next.is_some_and(|n| n.is_ascii_digit()))
}

fn cut(text: &str, ends: impl Fn(char, Option<char>) -> bool) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if ends(c, chars.peek().map(|(_, next)| *next)) {
            let end = at + c.len_utf8();
            out.push(text.get(start..end).unwrap_or_default().trim());
            start = end;
        }
    }
    out.push(text.get(start..).unwrap_or_default().trim());
    out.retain(|part| !part.is_empty());
    out
}

/// A text without the marks that chats put for pictures and the like: `[图片]`, `【表情】`.
pub(super) fn without_pictures(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if matches!(c, '[' | '【' | '〔')
            && let Some((inside, behind)) = after.split_once([']', '】', '〕'])
            && PICTURES.iter().any(|word| inside.starts_with(word))
            && inside.chars().count() <= 12
        {
            out.push(' ');
            rest = behind;
        } else {
            out.push(c);
            rest = after;
        }
    }
    out
}

const PICTURES: &[&str] = &[
    "图片",
    "表情",
    "语音",
    "视频",
    "文件",
    "链接",
    "动画",
    "位置",
    "截图",
    "微笑",
    "image",
    "Image",
    "photo",
    "emoji",
    "file",
    "video",
    "voice",
    "audio",
    "noise",
    "inaudible",
];
