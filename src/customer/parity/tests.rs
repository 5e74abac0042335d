//! What the customer is told, held against what the house says: each rule with its cases.

use super::*;
use crate::model::Rendering;

/// Rule and words of what is found, in order; hints only where they are asked for.
fn found(internal: &str, customer: &str, least: Severity) -> Vec<String> {
    let customer = CustomerAnswer { answer: Answer::of_body(customer), ..CustomerAnswer::default() };
    let findings = parity(&Answer::of_body(internal), &customer, &House::of(["100196"]));
    let worst = findings.iter().filter(|finding| finding.severity >= least);
    worst.map(|f| format!("{} {}", f.rule.trim_start_matches("parity."), f.text)).collect()
}

#[test]
fn what_is_told_wrongly_is_an_error() {
    for (internal, customer, expected) in [
        // Another value.
        ("月费59元，首月按天收。", "月费69元，首月按天收。", "value 69元"),
        ("押金7个工作日内退回。", "押金7天内退回。", "value 7天"),
        ("2026年3月1日起停用。", "2026年4月1日起停用。", "value 2026年4月1日"),
        // A value that the house says holds no more.
        ("退订改到月底，不再是25日。", "您25日前退订就行。", "extra 25日"),
        // Another unit of the same number.
        ("套餐含20GB流量。", "套餐含20MB流量。", "value 20MB"),
        // The other side.
        ("补卡费最高50元。", "补卡费至少50元。", "bound 50元"),
        // For the house alone.
        (
            "【仅内部】补偿上限30元。\n补偿以话费形式发放。",
            "补偿上限30元，以话费形式发放。",
            "internal_only 30元",
        ),
        ("【内外有别】内部3小时恢复，对客承诺4小时恢复。", "专线故障3小时恢复。", "internal_only 3小时"),
        // Nothing of the kind.
        ("到营业厅办理。", "到营业厅办理，收费25元。", "extra 25元"),
        // What must be told.
        ("月费59元。\n【必告】提前退订收违约金200元。", "月费59元。", "must_tell 200元"),
        // Said of a column's days, weeks.
        ("| 方向 | 每日高速流量 |\n|---|---|\n| 亚洲 | 500MB |", "去亚洲每周 500MB。", "value 每周 500MB"),
        // The number in another unit, where it only counts.
        ("一个地址最多两条，两条各自签约。", "一个地址最多两条，两次各用各的。", "value 两次"),
    ] {
        assert_eq!(found(internal, customer, Severity::Error), [expected], "{internal} / {customer}");
    }
}

/// The promise is laid down; a figure of the agent's steps does not bear another one out, though the promise is said elsewhere.
#[test]
fn a_promise_is_kept_in_every_sentence() {
    let internal = "4小时从受理起算。\n5. 2小时未到场主动回访。\n- 【内外有别】内部3小时恢复，对客承诺4小时恢复。\n\
                    - 【必告】施工挖断造成的，不计入4小时承诺。";
    let customer = |hours: &str| format!("专线故障4小时恢复。\n施工挖断造成的中断，不计入{hours}承诺。");
    assert_eq!(found(internal, &customer("4小时"), Severity::Error), [""; 0]);
    assert_eq!(found(internal, &customer("2小时"), Severity::Error), ["value 2小时"]);
}

/// A value that is said once too often, while another one is never said.
#[test]
fn a_value_in_the_place_of_another_of_the_same_text_is_seen() {
    let internal = "安装费100元，上门时收。\n拆机费80元，办理时收。";
    assert_eq!(found(internal, "安装费100元，上门时收；拆机费80元，办理时收。", Severity::Error), [""; 0]);
    assert_eq!(
        found(internal, "安装费100元，上门时收；拆机费100元，办理时收。", Severity::Error),
        ["value 100元"]
    );
}

#[test]
fn what_is_right_is_left_alone() {
    for (internal, customer) in [
        ("月费59元。", "每月59元。"),
        ("月费五十九元。", "月费59元。"),
        ("| 项目 | 月费 |\n|---|---|\n| 基础包 | 10元 |", "基础包10元/月。"),
        ("1–3个工作日到账。", "最快1个工作日，最多3个工作日到账。"),
        ("2026年3月1日起。", "3月1日起。"),
        ("八五折。", "付85%。"),
        ("到厅办理。", "到厅办理，也可以拨打100196。"),
        ("月费{{月费}}。", "月费{{月费}}。"),
        ("【内外有别】内部3小时恢复，对客承诺4小时恢复。", "4小时恢复。"),
        ("| 方向 | 每日高速流量 |\n|---|---|\n| 亚洲 | 500MB |", "去亚洲每天 500MB。"),
        ("即日起至月底。", "即日起至月底。"),
        // Manners of speaking are hints at most.
        ("可以办。", "有两个办法。"),
        ("", "月费59元。"),
        ("月费59元。", ""),
    ] {
        assert_eq!(found(internal, customer, Severity::Error), [""; 0], "{internal} / {customer}");
    }
}

#[test]
fn what_is_left_out_is_a_hint_and_codes_are_not_missed() {
    let hints = found("月费59元，含20GB。\n流程码YF-3101。", "月费59元。", Severity::Hint);
    assert_eq!(hints, ["missing 20GB"]);
    assert_eq!(found("【内外有别】看情况说。", "看情况。", Severity::Hint), ["unclear 看情况说。"]);
}

#[test]
fn a_rendering_is_checked_for_what_it_says() {
    let internal = Answer::of_body("月费59元，含20GB。\n【必告】提前退订收违约金200元。");
    let mut customer = CustomerAnswer { answer: internal.clone(), ..CustomerAnswer::default() };
    customer.answer.body = internal.body.replace("【必告】", "");
    let text = "月费69元。".to_owned();
    customer.channels.insert("sms".into(), Rendering { text, ..Rendering::default() });
    let findings = parity(&internal, &customer, &House::default());
    let told: Vec<_> = findings
        .iter()
        .map(|f| (f.rule.as_str(), f.severity, f.part.channel().map(|c| c.to_string()).unwrap_or_default()))
        .collect();
    assert_eq!(
        told,
        [
            ("parity.value", Severity::Error, "sms".to_owned()),
            ("parity.must_tell", Severity::Warning, "sms".to_owned())
        ]
    );
}
