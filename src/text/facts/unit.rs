//! The units a number may have, in one table: how each is spelt, what it is called in a fact, what it is worth.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Kind::{self, Amount, Discount, Duration, Quantity, Rate};
use super::glyph::Line;

/// A unit of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) kind: Kind,
    /// How a fact spells it.
    pub(super) name: &'static str,
    /// One of it is `times / over` of the named unit.
    pub(super) times: u64,
    pub(super) over: u64,
    pub(super) numerals: Numerals,
}

/// Which numerals count a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numerals {
    /// 十五元, 一年.
    Any,
    /// 两张 is a count, 一张 is an article: it counts only beside 每, 限, 送 and the like.
    FromTwo,
    /// 3级 counts, 三级 is a name.
    Western,
}

struct Group {
    kind: Kind,
    numerals: Numerals,
    /// Spelling, name, times, over, and the characters that make another word of it when they follow.
    rows: &'static [(&'static str, &'static str, u64, u64, &'static str)],
}

const GROUPS: &[Group] = &[
    Group {
        kind: Amount,
        numerals: Numerals::Any,
        rows: &[
            ("元", "元", 1, 1, "旦素件器宵气月老音"),
            ("元钱", "元", 1, 1, ""),
            ("元人民币", "元", 1, 1, ""),
            ("元整", "元", 1, 1, "点数体"),
            ("人民币", "元", 1, 1, ""),
            ("RMB", "元", 1, 1, ""),
            ("CNY", "元", 1, 1, ""),
            ("圆", "元", 1, 1, "圈形满心桌角环点"),
            ("块", "元", 1, 1, "儿状硬主"),
            ("块钱", "元", 1, 1, ""),
            ("毛", "元", 1, 10, "病利重巾笔衣刺坯"),
            ("毛钱", "元", 1, 10, ""),
            ("角", "元", 1, 10, "星形落度色债铁钢"),
            ("角钱", "元", 1, 10, ""),
            ("分钱", "元", 1, 100, ""),
            ("美元", "美元", 1, 1, ""),
            ("港元", "港元", 1, 1, ""),
            ("港币", "港元", 1, 1, ""),
            ("欧元", "欧元", 1, 1, ""),
            ("日元", "日元", 1, 1, ""),
            ("英镑", "英镑", 1, 1, ""),
        ],
    },
    Group {
        kind: Rate,
        numerals: Numerals::Any,
        rows: &[
            ("%", "%", 1, 1, ""),
            ("‰", "%", 1, 10, ""),
            ("‱", "%", 1, 100, ""),
            ("个百分点", "百分点", 1, 1, ""),
            ("百分点", "百分点", 1, 1, ""),
        ],
    },
    Group {
        kind: Discount, numerals: Numerals::Any, rows: &[("折", "折", 1, 1, "叠页线旧现腾中返射损算")]
    },
    Group {
        kind: Duration,
        numerals: Numerals::Any,
        rows: &[
            ("工作日", "工作日", 1, 1, ""),
            ("个工作日", "工作日", 1, 1, ""),
            ("交易日", "交易日", 1, 1, ""),
            ("个交易日", "交易日", 1, 1, ""),
            ("自然日", "天", 1, 1, ""),
            ("个自然日", "天", 1, 1, ""),
            ("天", "天", 1, 1, "然气线空下"),
            ("日", "天", 1, 1, "期常历报均租志本元子用程志光"),
            ("小时", "小时", 1, 1, ""),
            ("个小时", "小时", 1, 1, ""),
            ("钟头", "小时", 1, 1, ""),
            ("个钟头", "小时", 1, 1, ""),
            ("h", "小时", 1, 1, ""),
            ("分钟", "分钟", 1, 1, ""),
            ("min", "分钟", 1, 1, ""),
            ("刻钟", "分钟", 15, 1, ""),
            ("秒", "秒", 1, 1, "杀懂表速"),
            ("秒钟", "秒", 1, 1, ""),
            ("毫秒", "毫秒", 1, 1, ""),
            ("ms", "毫秒", 1, 1, ""),
            ("周", "周", 1, 1, "边末报期岁年围到全一二三四五六日转刊"),
            ("星期", "周", 1, 1, "一二三四五六日天"),
            ("个星期", "周", 1, 1, ""),
            ("礼拜", "周", 1, 1, "一二三四五六日天"),
            ("个礼拜", "周", 1, 1, ""),
            ("月", "个月", 1, 1, "租费付薪结均卡光饼亮嫂"),
            ("个月", "个月", 1, 1, ""),
            ("个自然月", "自然月", 1, 1, ""),
            ("自然月", "自然月", 1, 1, ""),
            ("个账期", "账期", 1, 1, ""),
            ("个季度", "个月", 3, 1, ""),
            ("年", "个月", 12, 1, "级代龄货轻纪度会检报终薪均鉴糕"),
        ],
    },
    Group {
        kind: Quantity,
        numerals: Numerals::Any,
        rows: &[
            ("KB", "KB", 1, 1, ""),
            ("M", "M", 1, 1, ""),
            ("兆", "M", 1, 1, "头"),
            ("MB", "MB", 1, 1, ""),
            ("G", "GB", 1, 1, ""),
            ("GB", "GB", 1, 1, ""),
            ("TB", "TB", 1, 1, ""),
            ("Kbps", "Kbps", 1, 1, ""),
            ("Mbps", "Mbps", 1, 1, ""),
            ("Mbit/s", "Mbps", 1, 1, ""),
            ("Mb/s", "Mbps", 1, 1, ""),
            ("兆比特每秒", "Mbps", 1, 1, ""),
            ("Gbps", "Mbps", 1000, 1, ""),
            ("Gbit/s", "Mbps", 1000, 1, ""),
            ("Gb/s", "Mbps", 1000, 1, ""),
            ("KB/s", "KB/s", 1, 1, ""),
            ("KB/秒", "KB/s", 1, 1, ""),
            ("MB/秒", "MB/s", 1, 1, ""),
            ("M/秒", "MB/s", 1, 1, ""),
            ("MB/s", "MB/s", 1, 1, ""),
            ("M/s", "MB/s", 1, 1, ""),
            ("MHz", "MHz", 1, 1, ""),
            ("GHz", "GHz", 1, 1, ""),
            ("dBm", "dBm", 1, 1, ""),
            ("dB", "dB", 1, 1, ""),
            ("℃", "℃", 1, 1, ""),
            ("摄氏度", "℃", 1, 1, ""),
            ("米", "米", 1, 1, "饭粉线其色兰"),
            ("公里", "公里", 1, 1, ""),
            ("千米", "公里", 1, 1, ""),
            ("km", "公里", 1, 1, ""),
            ("厘米", "厘米", 1, 1, ""),
            ("cm", "厘米", 1, 1, ""),
            ("毫米", "毫米", 1, 1, ""),
            ("mm", "毫米", 1, 1, ""),
            ("平方米", "平方米", 1, 1, ""),
            ("平米", "平方米", 1, 1, ""),
            ("㎡", "平方米", 1, 1, ""),
            ("公斤", "公斤", 1, 1, ""),
            ("千克", "公斤", 1, 1, ""),
            ("kg", "公斤", 1, 1, ""),
            ("斤", "斤", 1, 1, ""),
            ("寸", "英寸", 1, 1, "步土心"),
            ("英寸", "英寸", 1, 1, ""),
            ("岁", "岁", 1, 1, "月"),
            ("周岁", "岁", 1, 1, ""),
            ("积分", "积分", 1, 1, "商兑"),
            ("倍", "倍", 1, 1, "数感受"),
        ],
    },
    Group {
        kind: Quantity,
        numerals: Numerals::FromTwo,
        rows: &[
            ("条", "条", 1, 1, "件款例目理形"),
            ("次", "次", 1, 1, "日月年元序品数性确验放营充"),
            ("台", "台", 1, 1, "阶账词面"),
            ("张", "张", 1, 1, "力"),
            ("部", "部", 1, 1, "分门位委"),
            ("户", "户", 1, 1, "口外型籍主"),
            ("人", "人", 1, 1, "工民员称物行事"),
            ("人次", "人次", 1, 1, ""),
            ("名", "名", 1, 1, "称单下字义"),
            ("位", "位", 1, 1, "置于"),
            ("个", "个", 1, 1, "人性别体"),
            ("件", "件", 1, 1, "套事"),
            ("份", "份", 1, 1, "额"),
            ("笔", "笔", 1, 1, "记画"),
            ("期", "期", 1, 1, "间限初末望工"),
            ("套", "套", 1, 1, "餐外路现用内件装"),
            ("字", "字", 1, 1, "段母体典"),
            ("个字", "字", 1, 1, "段母"),
            ("字符", "字", 1, 1, ""),
            ("个字符", "字", 1, 1, ""),
            ("芯", "芯", 1, 1, "片"),
        ],
    },
    Group {
        kind: Quantity,
        numerals: Numerals::Western,
        rows: &[
            ("分", "分", 1, 1, "之钟期机类区公享别开步时钱段支成析摊账"),
            ("级", "级", 1, 1, "别联"),
            ("度", "度", 1, 1, "假量数过"),
            ("单", "单", 1, 1, "笔次日位独卡项价元击点"),
            ("只", "只", 1, 1, "要需能有限收是可支针用"),
            ("首", "首", 1, 1, "月次年充先日页付期冲"),
            ("集", "集", 1, 1, "团中体合"),
            ("路", "路", 1, 1, "由线径口过程边"),
            ("门", "门", 1, 1, "店户口锁槛铃禁票牌"),
            ("页", "页", 1, 1, "面"),
            ("颗", "颗", 1, 1, ""),
            ("枚", "枚", 1, 1, ""),
            ("根", "根", 1, 1, "据本"),
            ("盒", "盒", 1, 1, "子"),
        ],
    },
];

/// A row of a group, with what the group says of it.
struct Row {
    spelling: &'static str,
    unit: Unit,
    /// What makes another word of it when it follows.
    not: &'static str,
}

/// The rows by the first char of their spelling, in small letters: a number is asked for its unit many times.
static BY_FIRST: LazyLock<HashMap<char, Vec<Row>>> = LazyLock::new(|| {
    let mut rows: HashMap<char, Vec<Row>> = HashMap::new();
    for group in GROUPS {
        for (spelling, name, times, over, not) in group.rows {
            let unit = Unit { kind: group.kind, name, times: *times, over: *over, numerals: group.numerals };
            if let Some(first) = spelling.chars().next() {
                rows.entry(first.to_ascii_lowercase()).or_default().push(Row { spelling, unit, not });
            }
        }
    }
    rows
});

/// The unit that is spelt here, the longest one, and its end.
pub(super) fn at(line: Line<'_>, at: usize) -> Option<(Unit, usize)> {
    let rows = BY_FIRST.get(&line.get(at)?.to_ascii_lowercase())?;
    let mut best: Option<(Unit, usize)> = None;
    for Row { spelling, unit, not } in rows {
        let Some(end) = line.word(at, spelling) else { continue };
        // Mb/s is a bit, MB/s a byte.
        let is_case_said =
            spelling.ends_with("/s") && line.text(at, end) != *spelling && line.word(at, "mb/s").is_some();
        if is_case_said {
            continue;
        }
        let is_latin = spelling.ends_with(|c: char| c.is_ascii_alphabetic());
        let goes_on = line.is(end, |c| not.contains(c) || (is_latin && c.is_ascii_alphanumeric()));
        if !goes_on && best.is_none_or(|(_, known)| end > known) {
            best = Some((*unit, end));
        }
    }
    // 两年级 is not two of anything: where the longer word is refused, the shorter one in it may still be wrong.
    // 4个0 is 0000.
    let is_none = |end: usize| line.any(end, NO_COUNT).is_some() || line.is_digit(line.gap(end));
    best.filter(|(unit, end)| !(unit.name == "个" && is_none(*end)))
}

/// What 个 counts without saying anything that an answer promises.
const NO_COUNT: &[&str] = &[
    "办法", "步骤", "方法", "方式", "问题", "条件", "方面", "情况", "原因", "阶段", "选项", "要点", "环节",
    "部分", "方案", "入口", "途径", "渠道", "建议", "要求", "类型", "档", "动作", "信息", "地方", "特点",
];
