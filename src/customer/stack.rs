//! Several answers joined into one reply.

use super::marker::marker;
use crate::model::Channel;
use crate::model::channel::Markup;

/// Greetings besides addresses such as 尊敬的客户. One counts only with punctuation behind it: 您好像 is none.
const GREETINGS: [&str; 13] = [
    "同学你好",
    "您好呀",
    "您好",
    "你好呀",
    "你好",
    "早上好",
    "上午好",
    "中午好",
    "下午好",
    "晚上好",
    "亲",
    "很高兴为您服务",
    "Hello",
];

/// How an address begins and ends.
const ADDRESS: [&str; 2] = ["尊敬的", "亲爱的"];
const ADDRESSED: [&str; 11] =
    ["客户", "用户", "顾客", "会员", "先生", "女士", "家长", "朋友", "您好", "你好", "}}"];

/// Most chars of an address: without this a sentence that begins with one would go with it.
const MAX_ADDRESS_CHARS: usize = 20;

/// What stands behind a greeting.
const BEHIND_GREETING: &str = "，,！!。：:～~、";

/// How a sentence begins that closes a reply and belongs to none of the answers in it.
const CLOSINGS: [&str; 24] = [
    "如还有",
    "如果还有",
    "如您还有",
    "如果您还有",
    "如有其他",
    "如有任何",
    "如有疑问",
    "如有问题",
    "如需",
    "您还有",
    "还有其他",
    "还有什么",
    "请问还有",
    "请问您还有",
    "有疑问",
    "有问题",
    "感谢",
    "谢谢",
    "祝您",
    "祝你",
    "欢迎",
    "详询",
    "转人工",
    "听不清",
];

/// Most chars of a signature, with its brackets.
const MAX_SIGNATURE_CHARS: usize = 20;

const STOPS: &str = "。！？!?；;…";

/// Several texts as one reply for a channel, in their order. Blank ones and repetitions of a text are left out.
///
/// Of the second and later ones the greeting goes. A signature (`【云岭通信】`) that is the only one of them all stands once, in
/// front; a closing sentence that ends several of them, exactly equal, once, at the end.
///
/// Sent, they have a blank line between; where segments are paid, a line end. When two or more have several lines they are
/// numbered 一、二、 and not 1. 2.: their own steps are, and a customer who is told to do step 2 must find only one (and
/// in Markdown `1. ` would make a list of the first line alone). Said, one follows the other as sentences, without numbers.
pub fn join(texts: &[String], channel: &Channel) -> String {
    let texts: Vec<&str> = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    if let [one] = texts.as_slice() {
        return (*one).to_owned();
    }
    let closings = shared_closings(&texts);
    let signature = only_signature(&texts);
    // Each as it goes into the reply, and without its greeting, by which repetitions are known.
    let mut bodies: Vec<String> = Vec::new();
    let mut bare: Vec<String> = Vec::new();
    for text in &texts {
        let text = without(text, &closings);
        let body = text.strip_prefix(signature).unwrap_or(&text).trim_start();
        let words = without_greeting(body);
        let first = bodies.is_empty();
        if body.is_empty() || (words.is_empty() && !first) || bare.iter().any(|known| known == words) {
            continue;
        }
        bodies.push(if first { body } else { words }.to_owned());
        bare.push(words.to_owned());
    }
    let reply =
        if channel.spoken { said(bodies, &closings, channel) } else { sent(bodies, &closings, channel) };
    format!("{signature}{reply}")
}

fn said(bodies: Vec<String>, closings: &[&str], channel: &Channel) -> String {
    let gap = match channel.markup {
        Markup::Speech => "",
        // The agent reads it off the screen and has to see where the next one begins.
        Markup::Plain | Markup::Markdown if bodies.iter().any(|body| body.contains('\n')) => "\n\n",
        Markup::Plain | Markup::Markdown => "\n",
    };
    let closings = closings.iter().map(|closing| (*closing).to_owned());
    let ended = bodies.into_iter().chain(closings).map(|mut text| {
        if !text.ends_with(|c| STOPS.contains(c) || ".～”’）".contains(c)) {
            text.push('。');
        }
        text
    });
    ended.collect::<Vec<_>>().join(gap)
}

fn sent(mut bodies: Vec<String>, closings: &[&str], channel: &Channel) -> String {
    let gap = if channel.segments { "\n" } else { "\n\n" };
    let mut head = String::new();
    if bodies.iter().filter(|body| body.contains('\n')).count() >= 2 {
        if let Some(first) = bodies.first_mut() {
            (head, *first) = greeting_apart(first, gap);
        }
        bodies = bodies.iter().enumerate().map(|(at, body)| numbered(at + 1, body)).collect();
    }
    bodies.extend((!closings.is_empty()).then(|| closings.concat()));
    head + &bodies.join(gap)
}

/// The greeting of a text as it stands in front of what is numbered, and the rest of the text.
fn greeting_apart(text: &str, gap: &str) -> (String, String) {
    let rest = without_greeting(text);
    let greeting = text.strip_suffix(rest).unwrap_or_default().trim();
    if greeting.is_empty() || rest.is_empty() {
        return (String::new(), text.to_owned());
    }
    let open = greeting.trim_end_matches(['，', ',', '、', '：', ':']);
    let colon = if open.len() < greeting.len() { "：" } else { "" };
    (format!("{open}{colon}{gap}"), rest.to_owned())
}

/// A text with its number in front of its first words; a first line that has a sign of its own is left alone.
fn numbered(number: usize, text: &str) -> String {
    let number = chinese(number);
    let words = text.trim_start_matches('#');
    let level = text.strip_suffix(words).unwrap_or_default();
    if !level.is_empty() && words.starts_with(' ') {
        return format!("{level} {number}、{}", words.trim_start());
    }
    let own =
        text.starts_with(['|', '>', '`']) || text.lines().next().is_some_and(|line| marker(line).is_some());
    if own { format!("{number}、\n\n{text}") } else { format!("{number}、{text}") }
}

/// A number up to 99 in Chinese characters, as things are counted; a larger one in digits.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: usize| DIGITS.get(n).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens @ 2..=9, ones) => format!("{}十{}", digit(tens), digit(ones)),
        _ => number.to_string(),
    }
}

/// The signature of the texts; empty when none has one, or two have different ones, which then stay where they are.
fn only_signature<'a>(texts: &[&'a str]) -> &'a str {
    let mut found = texts.iter().map(|text| signature(text)).filter(|signature| !signature.is_empty());
    let first = found.next().unwrap_or_default();
    if found.all(|other| other == first) { first } else { "" }
}

/// The signature at the head of a text, with its brackets; empty when there is none.
fn signature(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(MAX_SIGNATURE_CHARS)
        .find(|(_, c)| *c == '】')
        .map(|(at, c)| at + c.len_utf8());
    end.filter(|_| text.starts_with('【')).and_then(|end| text.get(..end)).unwrap_or_default()
}

/// A text without the greetings at its head.
fn without_greeting(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(behind) = behind_greeting(rest) {
        rest = behind.trim_start_matches(|c: char| c.is_whitespace() || BEHIND_GREETING.contains(c));
    }
    rest
}

/// What stands behind the greeting that a text begins with.
fn behind_greeting(text: &str) -> Option<&str> {
    let ended = |rest: &&str| rest.starts_with(|c| c == '\n' || BEHIND_GREETING.contains(c));
    if let Some(rest) = GREETINGS.iter().filter_map(|greeting| text.strip_prefix(greeting)).find(ended) {
        return Some(rest);
    }
    ADDRESS.iter().find(|address| text.starts_with(**address))?;
    let end = text
        .char_indices()
        .take(MAX_ADDRESS_CHARS + 1)
        .find(|(_, c)| *c == '\n' || BEHIND_GREETING.contains(*c))?
        .0;
    let (address, rest) = text.split_at_checked(end)?;
    ADDRESSED.iter().any(|who| address.ends_with(who)).then_some(rest)
}

/// The closing sentences that end at least two of the texts, in the order in which they are met.
fn shared_closings<'a>(texts: &[&'a str]) -> Vec<&'a str> {
    let ends: Vec<Vec<&str>> = texts.iter().map(|text| closings(&sentences(text)).to_vec()).collect();
    let mut shared: Vec<&str> = Vec::new();
    for (at, end) in ends.iter().enumerate() {
        for sentence in end.iter().map(|s| s.trim()) {
            let again = ends.iter().skip(at + 1).flatten().any(|other| other.trim() == sentence);
            if again && !shared.contains(&sentence) {
                shared.push(sentence);
            }
        }
    }
    shared
}

/// The sentences at the end that are closings.
fn closings<'a, 'b>(sentences: &'b [&'a str]) -> &'b [&'a str] {
    let closing = |s: &&&str| CLOSINGS.iter().any(|head| s.starts_with(head));
    let count = sentences.iter().rev().take_while(closing).count();
    sentences.get(sentences.len() - count..).unwrap_or_default()
}

/// A text without the given ones of its closing sentences.
fn without(text: &str, shared: &[&str]) -> String {
    let sentences = sentences(text);
    let body = sentences.len() - closings(&sentences).len();
    let kept = sentences.iter().enumerate().filter(|(at, s)| *at < body || !shared.contains(&s.trim()));
    kept.map(|(_, s)| *s).collect::<String>().trim().to_owned()
}

/// The sentences of a text, each with the white space behind it. A line end ends one too.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let (mut start, mut ended) = (0, false);
    for (at, c) in text.char_indices() {
        let goes_on = c.is_whitespace() || STOPS.contains(c) || "”’）」』)".contains(c);
        if ended && !goes_on {
            sentences.extend(text.get(start..at));
            (start, ended) = (at, false);
        }
        ended |= c == '\n' || STOPS.contains(c);
    }
    sentences.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Channels;
    use proptest::prelude::*;

    fn joined(texts: &[&str], name: &str) -> String {
        let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        join(&texts, Channels::shipped().get(name).unwrap())
    }

    #[test]
    fn what_becomes_of_several() {
        let cases: &[(&str, &[&str], &str)] = &[
            ("chat", &[], ""),
            ("chat", &[" ", "\n"], ""),
            ("chat", &["您好，可以。\n"], "您好，可以。"),
            ("chat", &["可以。", "", "次月生效。"], "可以。\n\n次月生效。"),
            ("chat", &["可以。", "可以。", "您好，可以。"], "可以。"),
            ("chat", &["您好，可以。", "您好，可以。"], "您好，可以。"),
            ("chat", &["三步：\n1. a\n2. b", "可以。"], "三步：\n1. a\n2. b\n\n可以。"),
            (
                "chat",
                &["三步：\n1. a\n2. b", "可以。", "您好！两步：\n1. c\n2. d"],
                "一、三步：\n1. a\n2. b\n\n二、可以。\n\n三、两步：\n1. c\n2. d",
            ),
            (
                "chat",
                &["您好，三步：\n1. a", "您好，两步：\n1. c"],
                "您好：\n\n一、三步：\n1. a\n\n二、两步：\n1. c",
            ),
            ("chat", &["① a\n② b", "两步：\n1. c"], "一、\n\n① a\n② b\n\n二、两步：\n1. c"),
            ("web", &["## 资费\n\n59元", "## 生效\n\n次月"], "## 一、资费\n\n59元\n\n## 二、生效\n\n次月"),
            ("sms", &["【云岭通信】可以。", "【云岭通信】次月生效。"], "【云岭通信】可以。\n次月生效。"),
            ("sms", &["可以。", "【云岭通信】您好，次月生效。"], "【云岭通信】可以。\n次月生效。"),
            ("sms", &["【云岭通信】可以。", "【岭付】次月生效。"], "【云岭通信】可以。\n【岭付】次月生效。"),
            ("sms", &["【云岭】您好！a\nb", "【云岭】您好！c\nd"], "【云岭】您好！\n一、a\nb\n二、c\nd"),
            ("ivr", &["可以", "您好，次月生效。"], "可以。次月生效。"),
            ("ivr", &["可以。转人工请按0。", "次月生效。转人工请按0。"], "可以。次月生效。转人工请按0。"),
            ("phone", &["可以。", "次月生效"], "可以。\n次月生效。"),
            ("phone", &["两档：\n· a\n· b", "次月生效"], "两档：\n· a\n· b。\n\n次月生效。"),
        ];
        for (channel, texts, expected) in cases {
            assert_eq!(joined(texts, channel), *expected, "{channel} {texts:?}");
        }
    }

    #[test]
    fn greetings_go_from_the_second_on() {
        for greeting in [
            "您好，",
            "您好！",
            "您好。\n",
            "尊敬的客户，",
            "尊敬的客户，您好！",
            "您好，尊敬的云岭用户：",
            "亲爱的{{姓名}}，您好：",
            "亲，",
            "您好，很高兴为您服务。",
            "您好\n",
        ] {
            let first = format!("{greeting}可以。");
            assert_eq!(
                joined(&[&first, &format!("{greeting}次月生效。")], "chat"),
                format!("{first}\n\n次月生效。")
            );
        }
        for text in ["您好像没有开通，要开吗？", "尊敬的客户可以办理，次月生效。", "亲属可以代办，带证件。"]
        {
            assert_eq!(joined(&["可以。", text], "chat"), format!("可以。\n\n{text}"));
        }
    }

    #[test]
    fn equal_closings_stand_once_at_the_end() {
        let thanks = "感谢您的来电，祝您生活愉快！";
        let more = "如还有其他问题，请随时联系我们。";
        let cases = [
            (vec![format!("甲。{thanks}"), format!("乙。{thanks}")], format!("甲。\n\n乙。\n\n{thanks}")),
            (vec![format!("甲。\n\n{thanks}"), format!("乙。{thanks}")], format!("甲。\n\n乙。\n\n{thanks}")),
            (vec![format!("甲。{more}"), format!("乙。{thanks}")], format!("甲。{more}\n\n乙。{thanks}")),
            (
                vec![format!("甲。{more}{thanks}"), format!("乙。{more}"), format!("丙。{more}\n{thanks}")],
                format!("甲。\n\n乙。\n\n丙。\n\n{more}{thanks}"),
            ),
            // A last line that is no closing is a fact of its answer, even when both have it.
            (
                vec!["甲。次月生效。".into(), "乙。次月生效。".into()],
                "甲。次月生效。\n\n乙。次月生效。".into(),
            ),
            // A sentence in the middle is none either.
            (vec![format!("甲。{more}乙。"), format!("丙。{more}")], format!("甲。{more}乙。\n\n丙。{more}")),
        ];
        for (texts, expected) in cases {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            assert_eq!(joined(&texts, "chat"), expected);
        }
    }

    #[test]
    fn things_are_counted_in_chinese() {
        let cases =
            [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九"), (100, "100")];
        for (number, expected) in cases {
            assert_eq!(chinese(number), expected);
        }
    }

    proptest! {
        #[test]
        fn what_is_no_greeting_and_no_closing_stays(texts in prop::collection::vec("[甲乙丙丁戊己庚辛]{1,9}[。\n]{1,2}[甲乙丙丁戊己庚辛]{0,9}", 1..6)) {
            for channel in &Channels::shipped().list {
                let reply = join(&texts, channel);
                for text in &texts {
                    prop_assert!(reply.contains(text.trim()), "{:?} {:?}", reply, text);
                }
            }
        }

        #[test]
        fn no_text_is_too_odd(texts in prop::collection::vec("[您好，！尊敬的客户【】感谢。#|\n a]{0,20}", 0..5)) {
            for channel in &Channels::shipped().list {
                join(&texts, channel);
            }
        }
    }
}
