use proptest::prelude::*;

use super::*;
use crate::model::{Answer, Channels, Rendering};

fn channel(name: &str) -> Channel {
    Channels::shipped().get(name).unwrap().clone()
}

fn customer(lead: &str, body: &str) -> CustomerAnswer {
    CustomerAnswer { answer: Answer { lead: lead.into(), body: body.into() }, ..CustomerAnswer::default() }
}

const BODY: &str = "### 费用\n\n|档位|月费|流量|\n|-|-|-|\n|云享129|129元|100GB|\n\n1. 打开**App**\n2. 点[办理](https://yunling.example/a)再确认\n";

fn derived(name: &str, body: &str) -> String {
    render(&customer("可以办理。", body), &channel(name)).text
}

#[test]
fn each_channel_gets_what_it_can_carry() {
    let body = format!("{BODY}\n![界面](a.png)\n");
    for (name, want) in [
        (
            "chat",
            "可以办理。\n费用\n云享129：月费：129元，流量：100GB\n1. 打开App\n2. 点办理（https://yunling.example/a）再确认",
        ),
        (
            "robot",
            "可以办理。\n费用\n云享129：月费：129元，流量：100GB\n1. 打开App\n2. 点办理（https://yunling.example/a）再确认",
        ),
        (
            "wechat",
            "可以办理。\n费用\n云享129：月费：129元，流量：100GB\n1. 打开App\n2. 点办理 https://yunling.example/a 再确认",
        ),
        (
            "weibo",
            "可以办理。\n费用\n云享129：月费：129元，流量：100GB\n1. 打开App\n2. 点办理 https://yunling.example/a 再确认",
        ),
        ("phone", "可以办理。\n费用\n云享129：月费：129元，流量：100GB\n1. 打开App\n2. 点办理再确认"),
        (
            "sms",
            "可以办理。费用：云享129：月费129元，流量100GB。1)打开App；2)点办理 https://yunling.example/a 再确认。",
        ),
        ("ivr", "可以办理。费用：云享129：月费129元，流量100GB。第1，打开App。第2，点办理再确认。"),
        ("web", &format!("可以办理。\n\n{}", body.trim())),
        (
            "app",
            "可以办理。\n\n### 费用\n\n- 云享129：月费：129元，流量：100GB\n\n1. 打开**App**\n2. 点[办理](https://yunling.example/a)再确认\n\n![界面](a.png)",
        ),
    ] {
        assert_eq!(derived(name, &body), want, "{name}");
    }
}

#[test]
fn what_markdown_says_by_its_looks() {
    for (name, body, want) in [
        ("chat", "|档位|月费|\n|-|-|\n|59元档|59元|", "59元档：59元"),
        ("chat", "原价~~59元~~39元", "原价~~59元~~39元"),
        ("ivr", "原价~~59元~~39元", "原价39元。"),
        ("chat", "**说明：**请留意", "说明：请留意"),
        ("chat", "[客服](tel:100196)和[邮箱](mailto:a@b.example)", "客服（100196）和邮箱（a@b.example）"),
        ("chat", "[见下](#b)和[办理](/a.html)", "见下和办理"),
        ("chat", "<https://a.example/b>", "https://a.example/b"),
        ("chat", "> 次月生效。\n\n---\n\n`*100#`", "次月生效。\n*100#"),
        ("chat", "- 甲\n  - 乙\n- ![丙](c.png)", "· 甲\n  · 乙"),
        ("wechat", "见https://a.example/b。再办", "见 https://a.example/b 。再办"),
        ("wechat", "见 https://a.example/b  \n再办", "见 https://a.example/b\n再办"),
        (
            "sms",
            "### 需要准备\n\n- 身份证\n- 手机卡；\n\n### 多久\n\n当天。",
            "需要准备：身份证；手机卡。多久：当天。",
        ),
        ("sms", "1. 打开App\n   - 点我的\n   - 点办理\n2. 5元一次", "1)打开App：点我的，点办理；2)5元一次。"),
        ("sms", "两档：\n\n- 59元\n- 79元", "两档：59元；79元。"),
        ("sms", "第一行  \n第二行", "第一行，第二行。"),
        ("ivr", "### 城区\n\n24小时\n\n### 农村\n\n48小时", "城区：24小时。农村：48小时。"),
        ("ivr", "办好了。\n\n### 说明", "办好了。说明。"),
        ("app", "|键|用途|\n|-|-|\n|*100#|查*余额*|\n\n尾", "- \\*100#：查余额\n\n尾"),
        ("forum", "|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|-|\n|c|d|"),
    ] {
        assert_eq!(render(&customer("", body), &channel(name)).text, want, "{name} {body}");
    }
}

#[test]
fn a_channel_without_pictures_that_understands_markdown_has_none() {
    let forum = Channel { pictures: false, ..channel("forum") };
    assert_eq!(render(&customer("", "看![灯](a.png)灯\n\n![图](b.png)"), &forum).text, "看灯");
}

#[test]
fn a_lead_that_is_no_sentence_becomes_one_where_the_body_follows_it() {
    assert_eq!(render(&customer("可以办理", "次月生效"), &channel("ivr")).text, "可以办理。次月生效。");
    assert_eq!(render(&customer("可以办理", "次月生效"), &channel("sms")).text, "可以办理。次月生效。");
    assert_eq!(render(&customer("可以办理", "次月生效"), &channel("chat")).text, "可以办理\n次月生效");
    assert_eq!(render(&customer("", ""), &channel("sms")).text, "");
}

#[test]
fn a_signature_stands_before_what_is_derived_and_stands_once() {
    let sms = Channel { signature: Some("【云岭通信】".into()), ..channel("sms") };
    assert_eq!(render(&customer("可以。", ""), &sms).text, "【云岭通信】可以。");
    assert_eq!(render(&customer("【岭付】可以。", ""), &sms).text, "【岭付】可以。");
    assert_eq!(render(&customer("", ""), &sms).text, "");
    let mut written = customer("可以。", "");
    written.channels.insert("sms".into(), Rendering { text: "您好".into(), based_on: None });
    assert_eq!(render(&written, &sms).text, "您好");
}

#[test]
fn a_written_rendering_goes_first() {
    let mut customer = customer("可以办理。", BODY);
    let sms = Rendering { text: "【云岭通信】您好".into(), based_on: None };
    customer.channels.insert("sms".into(), sms);
    let derived = render(&customer, &channel("sms"));
    assert_eq!(derived, Derived { text: "【云岭通信】您好".into(), written: true });
}

proptest! {
    #[test]
    fn plain_channels_have_no_markdown_and_keep_the_facts(
        body in "((- |1\\. |## |\\|a\\|b\\|\n\\|-\\|-\\|\n)?(\\*\\*[0-9]{1,3}元[。：]?\\*\\*|[0-9]{1,3}元)[甲乙，。]{0,6}(\\[办\\]\\(https://a\\.example/b\\))?\n\n?){0,6}"
    ) {
        let customer = customer("", &body);
        for channel in Channels::shipped().list.iter().filter(|c| c.markup != Markup::Markdown) {
            let text = render(&customer, channel).text;
            prop_assert!(!text.contains("**") && !text.contains("]("), "{} {:?}", channel.name, text);
            if channel.compact {
                prop_assert!(!text.contains('\n'), "{:?}", text);
            }
        }
    }

    #[test]
    fn no_answer_is_too_odd(lead in crate::model::arbitrary::text(), body in crate::model::arbitrary::text()) {
        for channel in &Channels::shipped().list {
            render(&customer(&lead, &body), channel);
        }
    }
}
