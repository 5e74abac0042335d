use proptest::prelude::*;

use super::*;

fn term(kind: TermKind, term: &str, customer: &str, note: &str) -> Term {
    Term { kind, term: term.into(), customer: customer.into(), note: note.into() }
}

fn terms() -> Vec<Term> {
    use TermKind::{Forbidden, Term};
    vec![
        term(
            Term,
            "光猫",
            "宽带的“小盒子”（光猫）",
            "首次出现这样写，后文可只写“光猫”；费用名“光猫押金”照旧",
        ),
        term(Term, "ONU", "宽带的“小盒子”（光猫）", "与光猫同一说法，后文可只写“光猫”"),
        term(Term, "DNS", "网址解析服务（DNS）", "保留缩写"),
        term(Term, "固定IP", "固定不变的上网地址（固定 IP）", ""),
        term(Term, "II类户", "岭付 II 类账户（余额付款每年最多 10 万元）", ""),
        term(Term, "装维", "安装和维修", ""),
        term(Term, "装维人员", "上门师傅", ""),
        term(Forbidden, "装维通", "上门安排", "内部系统名"),
        term(Term, "出账", "生成账单", "“支出账目”一类不算"),
        term(Term, "报障", "报修", ""),
        term(Term, "移机", "宽带搬家", "须说清换地址"),
        term(Term, "移机器", "", ""),
        term(Term, "ONT", "光猫", ""),
        term(Term, "1Mbps", "看网页够用的网速", ""),
        term(Term, "T+1", "下一个工作日到账", ""),
    ]
}

/// The text with everything accepted.
fn worded(text: &str) -> String {
    apply(text, &propose(text, &terms()))
}

#[test]
fn what_is_proposed() {
    for (text, want) in [
        ("", ""),
        ("师傅会带移机单上门。", "师傅会带宽带搬家单上门。"),
        // The longest word wins, whatever it is.
        ("装维人员上门，装维通派单。", "上门师傅上门，装维通派单。"),
        ("先装维后付费", "先安装和维修后付费"),
        ("帮客户移机器", "帮客户移机器"),
        // Words that a note sets apart.
        ("每月1日出账，支出账目另列。", "每月1日生成账单，支出账目另列。"),
        ("光猫押金100元", "光猫押金100元"),
        // Written out once, also when two words of the house have one of the customer's.
        ("看光猫的灯，再重启光猫。", "看宽带的“小盒子”（光猫）的灯，再重启光猫。"),
        ("看光猫的灯，再重启ONU。", "看宽带的“小盒子”（光猫）的灯，再重启光猫。"),
        ("宽带的“小盒子”（光猫）红灯，重启光猫。", "宽带的“小盒子”（光猫）红灯，重启光猫。"),
        ("改DNS，再试DNS。", "改网址解析服务（DNS），再试DNS。"),
        ("办固定IP，固定IP另收费。", "办固定不变的上网地址（固定 IP），固定 IP另收费。"),
        (
            "II类户可付款，II类户可转账。",
            "岭付 II 类账户（余额付款每年最多 10 万元）可付款，岭付 II 类账户可转账。",
        ),
        // In brackets it is written short, and does not count as the first time.
        ("设备（含DNS）和DNS", "设备（含DNS）和网址解析服务（DNS）"),
        // Latin words stand alone.
        ("CONTACT、front", "CONTACT、front"),
        ("重启ont即可", "重启光猫即可"),
        ("限速1Mbps，不是11Mbps或0.1Mbps", "限速看网页够用的网速，不是11Mbps或0.1Mbps"),
        ("T+1到账，T+10到账", "下一个工作日到账到账，T+10到账"),
        // Closed places.
        ("{{移机}}费", "{{移机}}费"),
        ("见https://a.example/ont/dns。", "见https://a.example/ont/dns。"),
        ("编号ONT-0012", "编号ONT-0012"),
        ("[移机](/移机.html)", "[宽带搬家](/移机.html)"),
        ("输入`DNS`", "输入`DNS`"),
        ("回复“报障”，即可报障。", "回复“报障”，即可报修。"),
    ] {
        assert_eq!(worded(text), want, "{text}");
    }
}

#[test]
fn a_proposal_says_what_and_why() {
    let found = propose("请移机。", &terms());
    assert_eq!(
        found,
        [Proposal {
            at: 3..9, from: "移机".into(), to: "宽带搬家".into(), why: "须说清换地址".into()
        }]
    );
}

#[test]
fn only_what_is_accepted_and_still_fits_is_applied() {
    let text = "先移机，再报障。";
    let found = propose(text, &terms());
    assert_eq!(found.len(), 2);
    assert_eq!(apply(text, &found[1..]), "先移机，再报修。");
    assert_eq!(apply(text, &[]), text);
    assert_eq!(apply("已经改了的文字。", &found), "已经改了的文字。");
    let twice = [found[0].clone(), found[0].clone()];
    assert_eq!(apply(text, &twice), "先宽带搬家，再报障。");
}

#[test]
fn without_terms_there_is_nothing_to_propose() {
    assert_eq!(propose("光猫", &[]), []);
    assert_eq!(propose("光猫", &[term(TermKind::Term, " ", "x", "")]), []);
}

/// A hundred thousand words that begin alike, in a megabyte of their beginning.
#[test]
fn many_terms_and_a_long_text_end() {
    let terms: Vec<Term> =
        (0..2_000).map(|n| term(TermKind::Term, &format!("光光光{n}号"), "灯", "")).collect();
    assert_eq!(propose(&"光".repeat(300_000), &terms), []);
}

proptest! {
    #[test]
    fn proposals_lie_in_the_text_in_order_and_all_fit(text in "(光猫|ONU|装维|人员|通|报障|“|”|（|）|\\{\\{|\\}\\}|`|DNS|[a-z。 \\n]){0,30}") {
        let found = propose(&text, &terms());
        let mut end = 0;
        for one in &found {
            prop_assert!(one.at.start >= end && text.get(one.at.clone()) == Some(one.from.as_str()));
            end = one.at.end;
        }
        let longer: usize = found.iter().map(|one| one.to.len()).sum();
        let shorter: usize = found.iter().map(|one| one.from.len()).sum();
        prop_assert_eq!(apply(&text, &found).len(), text.len() + longer - shorter);
    }
}
