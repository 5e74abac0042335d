//! Numbers to dial: mobile and fixed ones, 400 and 800, and short codes where the text says that they are dialled.

use super::glyph::Line;

/// The number that begins here, digits only, and its end.
pub(super) fn phone(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    if line.before(at).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '¥' | '$')) {
        return None;
    }
    // Most of what is asked is a short number.
    if line.run(at, 3, |c| c.is_ascii_digit() || c == '(' || c == '+') < at + 2 {
        return None;
    }
    let from = country(line, at);
    let groups = groups(line, from.unwrap_or(at));
    let joined = |n: usize| -> String { groups.iter().take(n).map(|g| g.digits.as_str()).collect() };
    let lengths: Vec<usize> = groups.iter().map(|g| g.digits.len()).collect();
    let end = |n: usize| n.checked_sub(1).and_then(|n| groups.get(n)).map(|g| g.end);
    let first = joined(1);
    let is_mobile = first.starts_with('1') && first.get(1..2).is_some_and(|c| c >= "3");
    let count = match lengths.as_slice() {
        [11, ..] if is_mobile => 1,
        [3, 4, 4, ..] if is_mobile => 3,
        _ if from.is_some() => return None,
        [10, ..] if is_free_call(&first) => 1,
        [3, 7, ..] if is_free_call(&first) => 2,
        [3, 3, 4, ..] | [3, 4, 3, ..] if is_free_call(&first) => 3,
        [3, 8, ..] | [4, 7 | 8, ..] if is_area(&first) => 2,
        [3, 4, 4, ..] | [4, 4, 4, ..] | [4, 3, 4, ..] if is_area(&first) => 3,
        [11 | 12, ..] if is_area(&first) => 1,
        // 电话：810-63161234 is said to be a number to dial, though no area has it.
        [3 | 4, 7 | 8, ..] if line.any_back(said_before(line, at), DIAL) => 2,
        [3, 3, 4, ..] | [3, 4, 3, ..] if line.any_back(said_before(line, at), DIAL) => 3,
        _ => return None,
    };
    let end = end(count)?;
    let (extension, end) = extension(line, end).unwrap_or((String::new(), end));
    (!line.is(end, |c| c.is_ascii_alphanumeric())).then(|| (joined(count) + &extension, end))
}

fn is_free_call(first: &str) -> bool {
    first.starts_with("400") || first.starts_with("800")
}

fn is_area(first: &str) -> bool {
    first.starts_with('0') && first.get(1..2).is_some_and(|c| c >= "1") && first.len() >= 3
}

/// Behind `+86`.
fn country(line: Line<'_>, at: usize) -> Option<usize> {
    let end = line.any(at, &["+86", "0086", "86"])?;
    let end = if line.is(end, |c| matches!(c, '-' | ' ')) { end + 1 } else { end };
    // 86 by itself is a country only before a whole mobile number.
    let is_mobile = line.get(end) == Some('1') && (end..end + 3).all(|n| line.is_digit(n));
    is_mobile.then_some(end)
}

struct Group {
    digits: String,
    end: usize,
}

/// Up to three groups of digits, `(0871)` with its brackets.
fn groups(line: Line<'_>, at: usize) -> Vec<Group> {
    let mut out = Vec::new();
    let mut at = at;
    while out.len() < 3 {
        let is_bracket = out.is_empty() && line.get(at) == Some('(');
        let from = at + usize::from(is_bracket);
        let end = line.run(from, 13, |c| c.is_ascii_digit());
        if end == from || (is_bracket && line.get(end) != Some(')')) {
            break;
        }
        out.push(Group { digits: line.text(from, end), end });
        let next = end + usize::from(is_bracket);
        at = if line.is_digit(next) {
            next
        } else if line.is(next, |c| matches!(c, '-' | ' ')) {
            next + 1
        } else {
            break;
        };
        if line.is_digit(end) {
            break;
        }
    }
    out
}

/// 转8001 behind a number.
fn extension(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let from = line.gap(line.any(line.gap(at), &["转", "转分机", "分机"])?);
    let end = line.run(from, 6, |c| c.is_ascii_digit());
    (end > from && end - from <= 5).then(|| (format!("转{}", line.text(from, end)), end))
}

/// Words that make the very next digits a number to dial.
const DIAL: &[&str] = &[
    "拨打",
    "拨",
    "致电",
    "热线",
    "客服",
    "电话",
    "来电",
    "呼叫",
    "发送至",
    "发送到",
    "发至",
    "发到",
    "短信至",
    "短信到",
    "咨询",
    "详询",
    "询",
    "联系",
    "分机",
    "坐席",
    "座席",
    "专席",
    "专线",
    "转",
    "经理",
    "主管",
    "班长",
    "值班",
    "支撑",
    "端口",
    "总台",
    "服务台",
    "前台",
    "报警",
    "号码",
    "回拨",
    "送至",
    "送到",
    "急救",
    "火警",
    "打",
];

/// Words some way before a short code that say the same.
const NEAR: &[&str] =
    &["拨", "致电", "热线", "客服", "电话", "短信", "发送", "咨询", "详询", "联系", "呼叫", "来电", "打"];

/// What follows a number to dial.
const AFTER: &[&str] = &[
    "热线",
    "客服",
    "人工",
    "电话",
    "咨询",
    "投诉",
    "报修",
    "查询",
    "转人工",
    "办理",
    "来电",
    "或",
    "、",
    "按",
    "进行",
    "核实",
    "申请",
    "登记",
    "联系",
    "举报",
];

/// What makes the digits a name: 12306网站, 10086App.
const NAME: &[&str] =
    &["App", "网", "官网", "平台", "客户端", "小程序", "账号", "公众号", "会员", "套餐", "积分", "号段"];

/// What the digits are instead.
const OTHER: &[&str] = &[
    "密码",
    "验证码",
    "编号",
    "单号",
    "工号",
    "卡号",
    "订单",
    "口令",
    "代码",
    "编码",
    "尾号",
    "账号",
    "邮编",
    "档",
];

/// The end of the word that says what a number is: before `：` and 是.
fn said_before(line: Line<'_>, at: usize) -> usize {
    let mut back = line.gap_back(at);
    while back > 0
        && line.before(back).is_some_and(|c| matches!(c, ':' | '(' | '“' | '"' | '‘' | '「' | '为' | '是'))
        && at - back < 4
    {
        back = line.gap_back(back - 1);
    }
    back
}

/// A short code (3 to 11 digits) that stands here as a number to dial.
pub(super) fn short_code(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let end = line.run(at, 12, |c| c.is_ascii_digit());
    let digits = line.text(at, end);
    let goes_on = line.is(end, |c| c.is_ascii_alphanumeric())
        || (line.is(end, |c| matches!(c, '.' | '-' | ',' | ':' | '*')) && line.is_digit(end + 1));
    let begins_before = line
        .before(at)
        .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '*' | '¥' | '$' | '#'));
    if goes_on || begins_before || !(3..=11).contains(&digits.len()) {
        return None;
    }
    let back = said_before(line, at);
    let window = line.run_back(back, 8, |c| !matches!(c, '，' | '。' | '；' | '！' | '？' | ';' | '!' | '?'));
    let near = line.part(window, back);
    let is_said = |words: &[&str]| (0..near.len()).any(|n| near.any(n, words).is_some());
    if is_said(OTHER) || line.any(line.gap(end), NAME).is_some() {
        return None;
    }
    let is_dialled = line.any_back(back, DIAL);
    let is_free = [line.gap_back(at), back].into_iter().any(|end| {
        line.before(end)
            .is_none_or(|c| !c.is_alphanumeric() || "至到向用或和及与由在是为往给找按收".contains(c))
    });
    let is_number = if is_known(&digits) {
        is_dialled || is_free || is_said(NEAR) || line.any(line.gap(end), &["热线", "客服", "人工"]).is_some()
    } else {
        // 三位 and 四位 numbers only where nothing stands between; longer ones as well where it is said what they are.
        is_dialled || (line.any(line.gap(end), AFTER).is_some() && digits.len() >= 5 && is_said(NEAR))
    };
    is_number.then_some((digits, end))
}

/// The plans of public short codes: operators 100xx, services 12xxx, banks 95xxx, local services 96xxx.
fn is_known(digits: &str) -> bool {
    match digits.len() {
        5 => ["100", "101", "121", "123", "95", "96", "116", "118"].iter().any(|p| digits.starts_with(p)),
        6 => {
            ["100", "95", "96", "116", "118"].iter().any(|p| digits.starts_with(p))
                && !digits.ends_with("000")
        }
        7 => ["10086", "10010", "10000", "955", "12530"].iter().any(|p| digits.starts_with(p)),
        8 => ["1010", "955", "10086", "10010", "10000"].iter().any(|p| digits.starts_with(p)),
        _ => false,
    }
}
