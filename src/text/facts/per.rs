//! What a price or a count is for: `/月`, 每月, 一个月; in a fact always `/月`.

use super::glyph::Line;
use super::numeral::is_chinese;

/// Spelling, and how a fact says it.
const PER: &[(&str, &str)] = &[
    ("月", "月"),
    ("年", "年"),
    ("天", "天"),
    ("工作日", "工作日"),
    ("日", "天"),
    ("周", "周"),
    ("星期", "周"),
    ("礼拜", "周"),
    ("季", "季度"),
    ("季度", "季度"),
    ("小时", "小时"),
    ("时", "小时"),
    ("分钟", "分钟"),
    ("分", "分钟"),
    ("秒", "秒"),
    ("次", "次"),
    ("条", "条"),
    ("张", "张"),
    ("台", "台"),
    ("户", "户"),
    ("人", "人"),
    ("位", "人"),
    ("个", "个"),
    ("份", "份"),
    ("笔", "笔"),
    ("单", "单"),
    ("件", "件"),
    ("部", "部"),
    ("首", "首"),
    ("套", "套"),
    ("期", "期"),
    ("线", "线"),
    ("号", "号"),
    ("号码", "号"),
    ("账号", "账号"),
    ("账户", "账户"),
    ("终端", "终端"),
    ("卡", "卡"),
    ("GB", "GB"),
    ("G", "GB"),
    ("MB", "MB"),
    ("M", "M"),
    ("兆", "M"),
    ("平方米", "平方米"),
    ("平米", "平方米"),
    ("㎡", "平方米"),
    ("公里", "公里"),
    ("米", "米"),
    ("度", "度"),
    ("客户", "户"),
    ("用户", "户"),
];

/// The thing that is counted by here, and its end.
fn thing(line: Line<'_>, at: usize) -> Option<(&'static str, usize)> {
    let at = if line.get(at) == Some('个') && thing_at(line, at + 1).is_some() { at + 1 } else { at };
    thing_at(line, at)
}

fn thing_at(line: Line<'_>, at: usize) -> Option<(&'static str, usize)> {
    PER.iter()
        .filter_map(|(spelling, name)| {
            let end = line.word(at, spelling)?;
            // A number may follow what is counted by, as in 每GB5元; letters may not.
            let is_latin = spelling.ends_with(|c: char| c.is_ascii_alphabetic());
            (!(is_latin && line.is(end, |c| c.is_ascii_alphabetic()))).then_some((*name, end))
        })
        .max_by_key(|(_, end)| *end)
}

/// `/月/张`, 每月, 一个月 and 一次 behind a value, and the end of it.
pub(super) fn behind(line: Line<'_>, at: usize, is_price: bool) -> (String, usize) {
    let (mut per, mut end) = (String::new(), at);
    for _ in 0..3 {
        let here = line.gap(end);
        let found = match line.get(here) {
            Some('/') => thing(line, line.gap(here + 1)).filter(|(_, to)| !is_word(line, *to)),
            Some('·' | '.') if !per.is_empty() => {
                thing(line, here + 1).filter(|(_, to)| !is_word(line, *to))
            }
            // 每 behind a value says what it is for, unless a value of its own follows: 5元，每月2元.
            Some('每') if per.is_empty() && is_price => {
                every(line, here).filter(|(_, to)| !line.is(*to, |c| c.is_ascii_digit() || is_chinese(c)))
            }
            Some('一') if per.is_empty() && is_price && here == end => one(line, here),
            _ => None,
        };
        let Some((name, to)) = found else { break };
        per = with(&per, name);
        end = to;
    }
    (per, end)
}

/// 59元/月租 and 5元/条款 go on as another word.
fn is_word(line: Line<'_>, end: usize) -> bool {
    line.any(end, &["租", "款", "件", "付", "工"]).is_some()
}

/// 每月, 每个月, 每一次.
pub(super) fn every(line: Line<'_>, at: usize) -> Option<(&'static str, usize)> {
    let mut from = line.word(at, "每")?;
    if line.get(from) == Some('一') {
        from += 1;
    }
    thing(line, line.gap(from))
}

/// 一个月, 一次 and the like; 一次性, 一年内 and 一天后 are none.
pub(super) fn one(line: Line<'_>, at: usize) -> Option<(&'static str, usize)> {
    let (name, end) = thing(line, line.word(at, "一")?)?;
    let goes_on = line.is(end, |c| "性内以之后起前左上下定期份".contains(c));
    (!goes_on).then_some((name, end))
}

/// What a value is for, with one more thing: lengths of time come first, so that 每张10元/月 is 10元/月/张.
pub(super) fn with(per: &str, name: &str) -> String {
    const TIMES: &[&str] = &["月", "年", "天", "工作日", "周", "季度", "小时", "分钟", "秒"];
    let mut names: Vec<&str> = per.split('/').filter(|n| !n.is_empty()).collect();
    if !names.contains(&name) {
        names.push(name);
    }
    names.sort_by_key(|n| !TIMES.contains(n));
    names.iter().flat_map(|n| ["/", n]).collect()
}
