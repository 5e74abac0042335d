//! Who speaks, as systems write it.

use crate::text::fold::fold_str;

/// A side of a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Speaker {
    /// Who has the question.
    Customer,
    /// A person of the house.
    Agent,
    /// A program that answers, and notices of the system.
    Robot,
    /// An action that was logged between turns; nobody said it.
    Nobody,
}

/// Parts of Chinese labels; the first that fits counts, so the longer names stand before what they contain.
const CHINESE: &[(Speaker, &[&str])] = &[
    (
        Speaker::Robot,
        &["机器人", "智能客服", "智能坐席", "智能助", "小助手", "语音导航", "自动回复", "自动应答"],
    ),
    (
        Speaker::Agent,
        &[
            "坐席",
            "座席",
            "客服",
            "话务员",
            "接线员",
            "客户经理",
            "客户服务",
            "人工",
            "员工",
            "专员",
            "顾问",
            "服务人员",
            "工作人员",
            "服务方",
            "被叫",
            "卖家",
            "商家",
            "店家",
            "店员",
            "管家",
        ],
    ),
    (
        Speaker::Customer,
        &[
            "客户",
            "用户",
            "访客",
            "主叫",
            "来电",
            "顾客",
            "买家",
            "会员",
            "市民",
            "咨询者",
            "咨询人",
            "提问者",
            "消费者",
            "来访者",
            "旅客",
            "乘客",
            "患者",
            "家长",
            "业主",
        ],
    ),
    (Speaker::Robot, &["系统", "提示音"]),
];

/// Words of Latin labels.
const LATIN: &[(Speaker, &[&str])] = &[
    (Speaker::Nobody, &["action", "event", "tool", "function", "note"]),
    (Speaker::Robot, &["robot", "bot", "chatbot", "ivr", "assistant", "gpt", "system", "sys", "auto"]),
    (
        Speaker::Agent,
        &[
            "agent",
            "staff",
            "operator",
            "representative",
            "rep",
            "csr",
            "advisor",
            "adviser",
            "support",
            "employee",
            "seller",
            "service",
            "servicer",
            "callee",
            "seat",
        ],
    ),
    (
        Speaker::Customer,
        &[
            "customer", "user", "caller", "visitor", "client", "buyer", "guest", "usr", "consumer", "human",
            "patron", "cust", "member",
        ],
    ),
];

/// What a field beside a role says, such as 坐席工号: no role.
const NOT_ROLES: &[&str] = &[
    "工号", "姓名", "电话", "号码", "编号", "等级", "满意", "手机", "时间", "时长", "类型", "名称", "评价",
    "情绪", "地址", "级别", "分组", "技能",
];

impl Speaker {
    /// Reads a label: `客户`, `张三(坐席)`, `agent_01`, `在线客服 小王`. `None` when it says no role.
    pub fn of(label: &str) -> Option<Speaker> {
        let folded = fold_str(label.trim());
        if folded.is_empty() || NOT_ROLES.iter().any(|word| folded.contains(word)) {
            return None;
        }
        let open = |c: char| matches!(c, '(' | '[' | '【' | '<' | '《');
        let close = |c: char| matches!(c, ')' | ']' | '】' | '>' | '》');
        // What stands in brackets says what a name is: 张三(坐席).
        let inside = folded.split_once(open).and_then(|(_, rest)| rest.split(close).next());
        inside.and_then(role).or_else(|| role(&folded))
    }
}

fn role(folded: &str) -> Option<Speaker> {
    let words = || folded.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let chinese = |parts: &[&str]| parts.iter().any(|part| folded.contains(part));
    let latin = |all: &[&str]| words().any(|word| all.contains(&word));
    CHINESE
        .iter()
        .find(|(_, parts)| chinese(parts))
        .or_else(|| LATIN.iter().find(|(_, all)| latin(all)))
        .map(|(speaker, _)| *speaker)
}
