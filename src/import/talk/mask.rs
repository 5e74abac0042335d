//! Hides what names a person in a talk.
//!
//! [`redact::mask`] hides numbers of mobile phones, identity papers and bank cards, and nothing else. Talks have more: names,
//! e-mail addresses, numbers of orders and accounts, landlines, digits spoken as 幺三八, numbers of houses. Names are
//! learnt from all of a session (我叫…, 张女士, the answer to 怎么称呼, the label of a speaker) and hidden wherever they
//! stand in it. What is hidden becomes `*`; chars keep their count.

use super::session::Session;
use super::speaker::Speaker;
use crate::text::fold::is_han;
use crate::text::redact;

/// Surnames; those that are words before 师傅 and 经理 as well (项目, 司机, 全, 车, 单) are left out.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁沈任姚卢傅钟\
    姜崔谭廖范汪陆金石戴贾韦夏邱侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔向汤欧阳温康施文\
    牛樊葛邢路岳齐伍庄涂洪翟殷倪申耿詹关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕裴霍成苗谷盛曲翁冉骆蓝辛管柴蒙\
    鲍华喻祁蒲房滕屈饶解牟艾尤穆卓古吉缪简连芦麦褚娄窦戈岑景党宫费卜冷晏席卫米柏宗瞿桂佟应臧闵苟邬边卞姬师仇\
    栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池麻苑迟邝";
/// Surnames that begin words too: before 先生 they count only alone, as in 高女士.
const MORE_SURNAMES: &str = "于安方高常";
/// What stands before a name.
const BEFORE: &[&str] = &[
    "我叫做",
    "我叫",
    "我姓",
    "名字叫",
    "名字是",
    "姓名是",
    "姓名：",
    "姓名:",
    "姓名",
    "机主是",
    "机主",
    "户主是",
    "户主",
    "联系人是",
    "联系人",
    "收件人是",
    "收件人",
    "收货人",
    "本人",
    "免贵姓",
    "贵姓",
    "开户人",
    "我是",
];
const TITLES: &[&str] = &["先生", "女士", "小姐", "太太", "阿姨", "师傅", "老师", "经理"];
/// What cannot be the second or third character of a name that a sentence goes on behind.
const NO_NAME: &str = "的是在有想要我你您他她它们这那哪请问不没来去打电了吗呢吧啊呀就和跟与及也还都会能可说用买办查手号住，。！？；、：,.!?;: \n";
const ENGLISH: &[&str] =
    &["my name is ", "name is ", "name's ", "this is ", "full name: ", "name: ", "i am called ", "call me "];
const ENGLISH_TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mr.", "mrs.", "ms."];
/// Questions for a name: the short turn that follows is one.
const ASKS_NAME: &[&str] = &[
    "怎么称呼",
    "如何称呼",
    "贵姓",
    "您的姓名",
    "您的名字",
    "姓名是",
    "叫什么名字",
    "机主姓名",
    "提供姓名",
    "your name",
    "full name",
    "name please",
    "name, please",
    "first and last name",
];
/// Words that stand where a name could and are none.
const COMMON: &[&str] = &[
    "the", "a", "an", "not", "and", "but", "is", "my", "i", "it", "on", "in", "to", "for", "about", "what",
    "why", "how", "so", "hi", "hello", "yes", "no", "sure", "thanks", "thank", "you", "please", "ok", "okay",
    "name", "customer", "user", "agent", "there", "account", "order", "with", "at", "of", "that", "this",
    "from", "would", "need", "want", "just", "very", "first", "last", "full", "and", "going", "calling",
    "speaking", "speaker", "spk",
];

/// Chars of a name, and names of a session: no more are learnt, so that a broken session costs no hours.
const MOST_NAME: usize = 24;
const MOST_NAMES: usize = 100;

/// The names of a session.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<Vec<char>>,
}

impl Names {
    /// Learns them.
    pub fn of(session: &Session) -> Names {
        let mut names = Names::default();
        let mut asked = false;
        for turn in &session.turns {
            let chars: Vec<char> = turn.text.chars().collect();
            for range in chinese(&chars).into_iter().chain(english(&chars)) {
                names.learn(chars.get(range).unwrap_or_default());
            }
            // What is no role stands before the brackets: 张三(客户).
            let label = turn.label.split(['(', '（', '[']).next().unwrap_or_default().trim();
            if Speaker::of(label).is_none() {
                names.learn_words(label);
            }
            if turn.speaker == Some(Speaker::Customer) {
                if std::mem::take(&mut asked) {
                    names.learn_answer(&turn.text);
                }
            } else if turn.speaker.is_some() {
                let lower = turn.text.to_lowercase();
                asked = ASKS_NAME.iter().any(|phrase| lower.contains(phrase));
            }
        }
        // The longer ones first: 李小明 before 李.
        names.names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        names
    }

    fn learn(&mut self, name: &[char]) {
        let latin = name.iter().all(char::is_ascii);
        let fits = (if latin { 3 } else { 2 }..=MOST_NAME).contains(&name.len());
        let name: Vec<char> = name.iter().map(char::to_ascii_lowercase).collect();
        if fits && self.names.len() < MOST_NAMES && !self.names.contains(&name) {
            self.names.push(name);
        }
    }

    fn learn_answer(&mut self, text: &str) {
        let text = text.trim().trim_end_matches(['。', '.', '！', '!', '，', ',']);
        let chars: Vec<char> = text.chars().collect();
        if chars.iter().all(|c| is_han(*c)) {
            let named = chars.first().is_some_and(|c| is_surname(*c)) && (2..=4).contains(&chars.len());
            if named {
                self.learn(&chars);
            }
        } else if text.split_whitespace().count() <= 4 && !text.contains('?') {
            self.learn_words(text);
        }
    }

    fn learn_words(&mut self, text: &str) {
        for word in text.split(|c: char| !c.is_alphabetic()) {
            let chars: Vec<char> = word.chars().collect();
            let common = COMMON.iter().any(|common| word.eq_ignore_ascii_case(common));
            let han = chars.iter().all(|c| is_han(*c));
            let named = !han || chars.first().is_some_and(|c| is_surname(*c)) && chars.len() <= 4;
            if !common && named {
                self.learn(&chars);
            }
        }
    }

    /// Hides numbers and names. A customer's numbers are hidden from six digits on; in what the house says shorter ones
    /// and service numbers stay, for they are part of the answer.
    pub fn mask(&self, text: &str, customer: bool) -> String {
        let text = redact::mask(text);
        let mut chars: Vec<char> = text.chars().collect();
        let mut hidden = chinese(&chars);
        hidden.extend(english(&chars));
        hidden.extend(emails(&chars));
        hidden.extend(digits(&chars, if customer { 6 } else { 9 }));
        hidden.extend(spoken(&chars));
        hidden.extend(houses(&chars));
        let lower: Vec<char> = chars.iter().map(char::to_ascii_lowercase).collect();
        for name in &self.names {
            for at in 0..lower.len() {
                if lower.get(at..at + name.len()) != Some(name) {
                    continue;
                }
                let end = at + name.len();
                let latin = |at: Option<usize>| {
                    at.and_then(|at| lower.get(at)).is_some_and(char::is_ascii_alphabetic)
                };
                let inside = latin(Some(at)) && (latin(at.checked_sub(1)) || latin(Some(end)));
                if !inside {
                    hidden.push(at..end);
                }
            }
        }
        for at in hidden.into_iter().flatten() {
            if let Some(c) = chars.get_mut(at) {
                *c = if c.is_whitespace() { *c } else { '*' };
            }
        }
        chars.into_iter().collect()
    }
}

type Range = std::ops::Range<usize>;

fn is_surname(c: char) -> bool {
    SURNAMES.contains(c) || MORE_SURNAMES.contains(c)
}

fn starts(chars: &[char], at: usize, phrase: &str) -> bool {
    let mut rest = chars.get(at..).unwrap_or_default().iter();
    phrase.chars().all(|c| rest.next() == Some(&c))
}

/// Names behind 我叫 and its like, and before 先生 and its like.
fn chinese(chars: &[char]) -> Vec<Range> {
    let mut out = Vec::new();
    for at in 0..chars.len() {
        if let Some(phrase) = BEFORE.iter().find(|phrase| starts(chars, at, phrase)) {
            let from = at + phrase.chars().count();
            // 我姓王 has no given name behind it; 我是 and 机主 stand before anything.
            let strict =
                !phrase.ends_with(['叫', '做', '：', ':']) && (*phrase == "我是" || !phrase.ends_with('是'));
            let found = behind(chars, from, strict && !phrase.ends_with('姓'));
            out.extend(
                found.map(|range| if phrase.ends_with('姓') { range.start..range.start + 1 } else { range }),
            );
        }
        if TITLES.iter().any(|title| starts(chars, at, title)) {
            // The longest that begins with a surname; one of few words alone.
            let before = (1..=3).rev().filter_map(|length| Some((at.checked_sub(length)?, length)));
            let found = before.into_iter().find(|(from, length)| {
                let first = chars.get(*from).copied().unwrap_or(' ');
                let rest = chars.get(*from + 1..at).unwrap_or_default();
                let named = SURNAMES.contains(first) || *length == 1 && MORE_SURNAMES.contains(first);
                named && rest.iter().all(|c| is_han(*c) && !NO_NAME.contains(*c))
            });
            out.extend(found.map(|(from, _)| from..at));
        }
    }
    out
}

/// The name that begins here. `strict`: only when the clause ends with it.
fn behind(chars: &[char], from: usize, strict: bool) -> Option<Range> {
    let from =
        (from..from + 2).find(|at| chars.get(*at).is_some_and(|c| !matches!(c, ' ' | '：' | ':' | '，')))?;
    let first = *chars.get(from)?;
    let family = matches!(first, '小' | '老' | '阿') && chars.get(from + 1).is_some_and(|c| is_surname(*c));
    if !is_surname(first) && !family {
        return None;
    }
    let more = chars.get(from + 1..).unwrap_or_default().iter();
    let most = if strict { 3 } else { 2 };
    let length = 1 + more.take(most).take_while(|c| is_han(**c) && !NO_NAME.contains(**c)).count();
    let ends = chars.get(from + length).is_none_or(|c| !is_han(*c));
    (!strict || ends && (2..=3).contains(&length)).then_some(from..from + length)
}

/// Names behind "my name is" and before nothing, and behind Mr and its like.
fn english(chars: &[char]) -> Vec<Range> {
    let lower: Vec<char> = chars.iter().map(char::to_ascii_lowercase).collect();
    let word = |from: usize| {
        let end =
            (from..chars.len()).find(|at| chars.get(*at).is_none_or(|c| !c.is_alphabetic() && *c != '\''));
        let end = end.unwrap_or(chars.len());
        let text: String = lower.get(from..end).unwrap_or_default().iter().collect();
        (end > from && !COMMON.contains(&text.as_str())).then_some(from..end)
    };
    let capital = |from: usize| chars.get(from).is_some_and(char::is_ascii_uppercase);
    let mut out = Vec::new();
    for at in 0..chars.len() {
        let begins = at.checked_sub(1).and_then(|at| chars.get(at)).is_none_or(|c| !c.is_alphanumeric());
        if !begins {
            continue;
        }
        let named = ENGLISH.iter().find(|phrase| starts(&lower, at, phrase)).map(|phrase| {
            // 'this is' stands before anything: there only capitals are names.
            (at + phrase.len(), *phrase == "this is " || *phrase == "call me ")
        });
        let titled = ENGLISH_TITLES.iter().find(|title| {
            starts(&lower, at, title)
                && chars.get(at + title.len()) == Some(&' ')
                && capital(at + title.len() + 1)
        });
        let titled = titled.map(|title| (at + title.len() + 1, true));
        let Some((from, needs_capital)) = named.or(titled) else { continue };
        if needs_capital && !capital(from) {
            continue;
        }
        let Some(first) = word(from) else { continue };
        let next = first.end + 1;
        out.push(first.clone());
        if chars.get(first.end) == Some(&' ') && (!needs_capital || capital(next)) {
            out.extend(word(next));
        }
    }
    out
}

/// The part of an e-mail address before its @.
fn emails(chars: &[char]) -> Vec<Range> {
    let part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let ats = chars.iter().enumerate().filter(|(_, c)| matches!(c, '@' | '＠')).map(|(at, _)| at);
    ats.filter(|at| chars.get(at + 1).is_some_and(part))
        .map(|at| {
            let before = chars.get(..at).unwrap_or_default().iter().rev().take_while(|c| part(c)).count();
            at - before..at
        })
        .collect()
}

/// Numbers of `least` digits and more, and telephone numbers of ten whatever stands between; service numbers (400, 800)
/// and sums of money stay.
fn digits(chars: &[char], least: usize) -> Vec<Range> {
    let is_digit =
        |at: usize| chars.get(at).is_some_and(|c| c.is_ascii_digit() || matches!(c, '０'..='９' | '*'));
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let (mut end, mut count, mut parted, mut gap) = (at, 0, false, 0);
        while end < chars.len() {
            if is_digit(end) {
                parted |= gap > 0;
                (count, gap) = (count + 1, 0);
            } else if gap < 2 && chars.get(end).is_some_and(|c| matches!(c, '-' | ' ' | '(' | ')' | ',')) {
                gap += 1;
            } else {
                break;
            }
            end += 1;
        }
        end -= gap;
        let number: String =
            chars.get(at..end).unwrap_or_default().iter().filter(|c| c.is_ascii_digit()).collect();
        let service =
            ["400", "800", "1800", "1888"].iter().any(|start| number.starts_with(start)) && count <= 11;
        let money = chars.get(end).is_some_and(|c| matches!(c, '元' | '块' | '万' | '兆' | '年' | '%'));
        let long = if parted { count >= 10 } else { count >= least };
        if long && !service && !money {
            out.push(at..end);
        }
        at = end.max(at + 1);
    }
    out
}

/// Digits as they are spoken: 幺三八零零…
fn spoken(chars: &[char]) -> Vec<Range> {
    let is_spoken = |c: &char| "零一二三四五六七八九幺〇两洞拐".contains(*c);
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let length = chars.get(at..).unwrap_or_default().iter().take_while(|c| is_spoken(c)).count();
        if length >= 6 {
            out.push(at..at + length);
        }
        at += length.max(1);
    }
    out
}

/// Numbers of houses and doors: 新楼路31号, 5栋2单元301室.
fn houses(chars: &[char]) -> Vec<Range> {
    let is_digit = |c: &char| c.is_ascii_digit();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let length = chars.get(at..).unwrap_or_default().iter().take_while(|c| is_digit(c)).count();
        if length > 0 {
            let before = at.checked_sub(1).and_then(|at| chars.get(at));
            let street = before.is_some_and(|c| "路街巷弄道栋幢元楼村".contains(*c));
            let after = chars.get(at + length);
            let door = after.is_some_and(|c| "号弄室房".contains(*c)) && street;
            if door || after.is_some_and(|c| "栋幢".contains(*c)) {
                out.push(at..at + length);
            }
        }
        at += length.max(1);
    }
    out
}
