//! Talks in the shapes that systems export, and what is taken out of them.

use std::fmt::Write as _;

use jiff::civil::date;
use serde_json::{Value, json};

use super::*;
use crate::model::OutsideQuestion;

fn rows(rows: Value) -> Vec<rows::Read> {
    let Value::Array(rows) = rows else { panic!("a list") };
    (1..)
        .zip(rows)
        .map(|(line, row)| match row {
            Value::Object(row) => (line, Ok(row)),
            other => (line, wrapped(other).ok_or_else(|| "no object".to_owned())),
        })
        .collect()
}

fn of(list: Value) -> Vec<(u64, OutsideQuestion)> {
    let rows = rows(list);
    assert!(looks_like_talk(&rows));
    let talks = sessions(rows);
    assert!(talks.unreadable.is_empty(), "{:?}", talks.unreadable);
    candidates("a.json", &talks.sessions)
}

fn of_text(text: &str) -> Vec<(u64, OutsideQuestion)> {
    assert!(is_talk(text), "{text}");
    let talks = sessions_of_text(text);
    assert!(talks.unreadable.is_empty(), "{:?}", talks.unreadable);
    candidates("a.txt", &talks.sessions)
}

/// Questions and answers of one session whose turns are `客：` and `坐：`.
fn talk(turns: &[(&str, &str)]) -> Vec<(String, String)> {
    let turns: Vec<Value> = turns.iter().map(|(who, said)| json!({"speaker": who, "text": said})).collect();
    of(json!([{"session_id": "s", "turns": turns}])).into_iter().map(|(_, q)| (q.text, q.answer)).collect()
}

fn pairs(found: &[(String, String)]) -> Vec<(&str, &str)> {
    found.iter().map(|(question, answer)| (question.as_str(), answer.as_str())).collect()
}

#[test]
fn turns_in_rows_are_joined_to_their_sessions() {
    let found = of(json!([
        {"会话ID": "甲1", "角色": "访客", "内容": "宽带怎么移机", "时间": "2026-03-01 10:00:00"},
        {"会话ID": "乙2", "角色": "用户", "内容": "押金能退吗？", "时间": "2026/3/2 9:00"},
        {"会话ID": "甲1", "角色": "坐席", "内容": "到营业厅办理。", "时间": "2026-03-01 10:00:09"},
        {"会话ID": "甲1", "角色": "坐席", "内容": "带上身份证。", "时间": "2026-03-01 10:00:12"},
        {"会话ID": "乙2", "角色": "客服", "内容": "可以退。", "时间": "2026/3/2 9:01"},
    ]));
    let one = OutsideQuestion {
        text: "宽带怎么移机".into(),
        answer: "到营业厅办理。\n带上身份证。".into(),
        times: 1,
        day: Some(date(2026, 3, 1)),
        source: "a.json#甲1".into(),
        ..OutsideQuestion::default()
    };
    assert_eq!(found.first(), Some(&(1, one)));
    let (line, two) = &found[1];
    assert_eq!((*line, two.answer.as_str(), two.source.as_str()), (2, "可以退。", "a.json#乙2"));
    assert_eq!((two.day, found.len()), (Some(date(2026, 3, 2)), 2));
}

#[test]
fn newest_first_is_turned_round_and_epochs_are_days() {
    let found = of(json!([
        {"call_id": 7, "speaker": "agent", "text": "In the app, under Bills.", "timestamp": 1_772_330_460_000_u64},
        {"call_id": 7, "speaker": "customer", "text": "Where can I see my bill?", "timestamp": 1_772_330_400_000_u64},
    ]));
    let (line, one) = &found[0];
    assert_eq!((*line, one.answer.as_str()), (2, "In the app, under Bills."));
    // Already the next day in China.
    assert_eq!((one.day, one.source.as_str()), (Some(date(2026, 3, 1)), "a.json#7"));
}

#[test]
fn sessions_in_objects_and_pairs_are_read() {
    let messages = json!([{"id": "c9", "date": "2026-03-01", "messages": [
        {"role": "system", "content": "You are helpful."},
        {"role": "user", "content": [{"type": "text", "text": "How do I reset my password?"}, {"type": "image_url"}]},
        {"role": "assistant", "content": "Open Settings and press Reset."},
    ]}]);
    let (_, one) = &of(messages)[0];
    assert_eq!(
        (one.text.as_str(), one.answer.as_str()),
        ("How do I reset my password?", "Open Settings and press Reset.")
    );
    assert_eq!((one.day, one.source.as_str()), (Some(date(2026, 3, 1)), "a.json#c9"));

    let abcd = json!([{"convo_id": 3, "original": [
        ["agent", "Hi! How can I help you?"], ["customer", "can i get a refund for jeans?"],
        ["action", "Account has been pulled up."], ["agent", "Yes, within 90 days."]]}]);
    assert_eq!(of(abcd)[0].1.answer, "within 90 days.");

    // Bare pairs, one session a list, or one turn a list.
    let pairs = json!([["customer", "Where is my order?"], ["agent", "It left the house today."]]);
    assert_eq!(of(pairs.clone())[0].1.answer, "It left the house today.");
    assert_eq!(of(json!([pairs, [["user", "怎么退款？"], ["bot", "在订单里点退款。"]]])).len(), 2);

    let nested = json!([{"transcript": {"segments": [
        {"speaker": "caller", "text": "What is my balance?", "start": 0.5}, {"speaker": "rep", "text": "It is on the bill."}]}}]);
    assert_eq!(of(nested)[0].1.text, "What is my balance?");
}

#[test]
fn a_talk_in_one_cell_is_read() {
    let found = of(json!([{"流水号": "9", "通话日期": "20260301",
        "通话内容": "<li start=1>坐席：您好，请问有什么可以帮您</li><li start=2>客户：流量怎么查</li><li>坐席：发短信查询。</li>"}]));
    let (_, one) = &found[0];
    assert_eq!((one.text.as_str(), one.answer.as_str()), ("流量怎么查", "发短信查询。"));
    assert_eq!((one.day, one.source.as_str()), (Some(date(2026, 3, 1)), "a.json#9"));
}

#[test]
fn text_is_read_in_its_ways() {
    let plain = "坐席：您好，请问有什么可以帮您？\n客户：我想问一下宽带怎么移机\n坐席：好的，\n去营业厅办。\n\n客户：余额怎么查？\n坐席：发短信。\n";
    let found = of_text(plain);
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0].0, found[0].1.text.as_str(), found[0].1.answer.as_str()),
        (2, "宽带怎么移机", "去营业厅办。")
    );
    assert_eq!((found[1].0, found[1].1.source.as_str()), (6, "a.txt#L6"));

    let timed = "会话：A-17\n日期：2026-03-01\n[10:03:22] 李四(客户): 套餐怎么改？\n\n[10:03:30] 张三(坐席): 在APP里改。\n--------\n会话：A-18\n[10:04:00] Customer: Is it free?\n[10:04:09] Agent: Yes, it is free.\n";
    let found = of_text(timed);
    assert_eq!((found[0].1.source.as_str(), found[0].1.day), ("a.txt#A-17", Some(date(2026, 3, 1))));
    assert_eq!((found[0].1.answer.as_str(), found[1].1.source.as_str()), ("在APP里改。", "a.txt#A-18"));

    let below = "tb12345 2026/3/1 10:03:22\n运费谁出？\n客服小王 2026/3/1 10:03:40\n亲，卖家出运费的呢\n";
    let (_, one) = &of_text(below)[0];
    assert_eq!((one.text.as_str(), one.answer.as_str()), ("运费谁出？", "卖家出运费的呢"));
    assert_eq!(one.day, Some(date(2026, 3, 1)));

    let inline = "用户：婴儿票要单独改吗？坐席：不用单独改。用户：那要加钱吗？坐席：按新价算。";
    assert_eq!(of_text(inline).len(), 2);
    let apart = "AGENT: Hello\n\nCALLER: Can I pay by card?\n\nAGENT: Yes, you can pay by card.\n";
    assert_eq!(of_text(apart)[0].1.answer, "you can pay by card.");
    let srt = "[00:00.000 --> 00:08.420] 坐席: 您好\n[00:08.420 --> 00:14.800] 客户: 几年免息？\n[00:15.1 --> 00:20] 坐席: 两年免息。";
    assert_eq!(of_text(srt)[0].1.answer, "两年免息。");
}

#[test]
fn a_table_in_gb18030_is_read() {
    use crate::import::decode::Decode;
    use crate::import::records::{Content, Records};
    use crate::import::{delimiter, encoding};
    let text = "会话编号;说话人;内容;时间\n5;客户;停机保号怎么办？;2026/3/1 8:00\n5;座席;\"到厅办理；\n或打电话。\";2026/3/1 8:01\n";
    let bytes = encoding_rs::GB18030.encode(text).0;
    let encoding = encoding::detect(&bytes[..]).unwrap();
    let delimiter = delimiter::guess(text, false, &|heading| is_heading(heading));
    let mut records = Records::new(Decode::new(&bytes[..], encoding), delimiter, 1 << 20);
    let mut table = Vec::new();
    while let Some(record) = records.next().unwrap() {
        let Content::Fields(fields) = record.content else { panic!("{record:?}") };
        table.push((record.number, fields));
    }
    let headings = table.remove(0).1;
    let row =
        |fields: Vec<String>| headings.iter().cloned().zip(fields.into_iter().map(Value::String)).collect();
    let rows = table.into_iter().map(|(number, fields)| (number, Ok(row(fields)))).collect::<Vec<_>>();
    assert!(looks_like_talk(&rows));
    let found = candidates("a.csv", &sessions(rows).sessions);
    let (line, one) = &found[0];
    assert_eq!(
        (*line, one.text.as_str(), one.answer.as_str()),
        (2, "停机保号怎么办？", "到厅办理；\n或打电话。")
    );
    assert_eq!((one.day, one.source.as_str()), (Some(date(2026, 3, 1)), "a.csv#5"));
}

#[test]
fn what_is_no_talk_is_left_alone() {
    for text in [
        "",
        "问题,答案\n甲,乙\n",
        "{\"a\":\"客户：\\n坐席：\"}",
        "[{\"a\":1}]",
        "办理须知：\n客户：指个人。\n\n正文很长。\n又一行。\n再一行。\n还有一行。\n还有两行。",
        "会话ID,角色,内容\n1,客户,怎么办\n",
    ] {
        assert!(!is_talk(text), "{text}");
    }
    for row in [
        json!([{"title": "宽带怎么开通", "answers": [{"text": "打电话"}]}]),
        json!([{"question": "a", "content": "b", "from": "user"}]),
        json!([{"text": "a", "source": "b"}]),
        json!([{"from": "知乎", "content": "b"}]),
        json!([]),
    ] {
        assert!(!looks_like_talk(&rows(row.clone())), "{row}");
    }
}

#[test]
fn greetings_and_answers_to_the_agent_are_no_questions() {
    let found = talk(&[
        ("坐席", "您好，请问有什么可以帮您？"),
        ("客户", "你好"),
        ("客户", "在吗？"),
        ("坐席", "在的，您请讲"),
        ("客户", "我家宽带上不去网了"),
        ("客户", "怎么办？"),
        ("坐席", "请问您的手机号是多少？"),
        ("客户", "13812345678"),
        ("坐席", "请问您需要改密码吗？"),
        ("客户", "需要改一下密码，谢谢"),
        ("坐席", "请稍等。先重启光猫，再看指示灯。"),
        ("客户", "好的，谢谢"),
        ("坐席", "请问还有其他问题吗？感谢您的来电，再见！"),
    ]);
    assert_eq!(pairs(&found), [("我家宽带上不去网了，怎么办？", "先重启光猫，再看指示灯。")]);
}

#[test]
fn a_trouble_is_a_question_only_when_it_is_answered_at_length() {
    let long = talk(&[("客户", "我的手机一直没信号"), ("坐席", "这一带的基站正在检修，今晚八点前恢复。")]);
    assert_eq!(pairs(&long), [("我的手机一直没信号", "这一带的基站正在检修，今晚八点前恢复。")]);
    assert!(talk(&[("客户", "我的手机一直没信号"), ("坐席", "好的，稍等")]).is_empty());
    assert!(talk(&[("客户", "今天天气很好"), ("坐席", "这一带的基站正在检修，今晚八点前恢复。")]).is_empty());
}

#[test]
fn spoken_questions_lose_their_fillers_and_are_cut() {
    let found =
        talk(&[("客户", "嗯那个我想问一下就是我们家那个宽带怎么移机啊"), ("坐席", "您要到营业厅办理。")]);
    assert_eq!(pairs(&found), [("我们家那个宽带怎么移机啊", "您要到营业厅办理。")]);
    let long = "喂你好，我是上个月在你们那个人民路营业厅办的那个套餐，当时那个小姑娘跟我说是每个月五十八块钱，然后我这个月一看扣了我八十多，我想知道为什么会多扣钱，你给我讲一下";
    let found = talk(&[("客户", long), ("坐席", "超出套餐的流量另外收费。")]);
    assert!(
        found[0].0.contains("为什么会多扣钱") && found[0].0.chars().count() <= MOST_QUESTION,
        "{found:?}"
    );
    let two = talk(&[("客户", "流量怎么查？话费怎么充？"), ("坐席", "都在APP里。")]);
    assert_eq!(two.len(), 2);
    let wish = talk(&[("客户", "你好，我想了解一下你们的门店"), ("坐席", "有三家。")]);
    assert_eq!(wish[0].0, "我想了解一下你们的门店");
}

#[test]
fn people_answer_before_robots() {
    let robot = [("用户", "怎么开发票？"), ("机器人", "在订单里点开票。"), ("系统", "会话已转人工")];
    assert_eq!(talk(&robot)[0].1, "在订单里点开票。");
    let both = [&robot[..], &[("坐席", "要纸质发票请打电话。")]].concat();
    assert_eq!(talk(&both)[0].1, "要纸质发票请打电话。");
}

#[test]
fn questions_back_fall_out_and_a_repeated_question_counts_once() {
    let found = talk(&[
        ("客户", "退款多久到账？"),
        ("坐席", "您是用什么付的款？"),
        ("客户", "微信"),
        ("客户", "退款多久到账"),
        ("坐席", "三个工作日。您要现在退吗？"),
    ]);
    assert_eq!(pairs(&found), [("退款多久到账？", "三个工作日。您要现在退吗？")]);
}

#[test]
fn persons_are_masked() {
    let found = talk(&[
        ("坐席", "您好，请问怎么称呼您？"),
        ("客户", "欧阳明"),
        ("客户", "我叫李小明，电话13812345678，邮箱lxm@a.com，订单20261122000123怎么退？"),
        (
            "坐席",
            "李小明先生，您住新楼路31号，张女士的座机是010-87654321，退款请打4008001234，58元。欧阳明您好",
        ),
    ]);
    let all = format!("{found:?}");
    for hidden in ["小明", "欧阳", "张女", "12345678", "lxm", "000123", "31号", "87654321"] {
        assert!(!all.contains(hidden), "{hidden}: {all}");
    }
    for kept in ["怎么退", "4008001234", "58元", "@a.com", "女士"] {
        assert!(all.contains(kept), "{kept}: {all}");
    }
    let english = talk(&[
        ("agent", "May I have your full name please?"),
        ("customer", "Crystal Minh"),
        ("customer", "Can crystal return jeans? my name is Bob Dole, call (977) 625-2661"),
        ("agent", "Sorry Crystal, Mr. Dole has to return them in 90 days."),
    ]);
    let all = format!("{english:?}").to_lowercase();
    for hidden in ["crystal", "minh", "bob", "dole", "2661"] {
        assert!(!all.contains(hidden), "{hidden}: {all}");
    }
    let named = talk(&[("客户", "你好，我叫李明，宽带怎么移机？"), ("坐席", "李明先生您好，到厅办理。")]);
    assert_eq!(pairs(&named), [("宽带怎么移机？", "到厅办理。")]);
    let words = talk(&[("客户", "这里我姓王，项目经理和司机师傅什么时候来？"), ("坐席", "明天。")]);
    assert_eq!(words[0].0, "这里我姓*，项目经理和司机师傅什么时候来？");
    let spoken = talk(&[("客户", "幺三八零零幺三八零零零能查话费吗")]);
    assert!(!spoken[0].0.contains("三八"), "{spoken:?}");
    let id = sessions(rows(json!([{"session": "13812345678", "role": "user", "text": "怎么退款？"}])));
    assert_eq!(candidates("a", &id.sessions)[0].1.source, "a#L1");
}

#[test]
fn names_without_a_role_find_their_side() {
    let found = talk(&[("王五", "请问有什么可以帮您？"), ("tb1", "包邮吗亲亲？"), ("王五", "全国包邮。")]);
    assert_eq!(pairs(&found), [("包邮吗亲亲？", "全国包邮。")]);
    let nobody = sessions(rows(
        json!([{"session": "1", "speaker": "甲", "text": "怎么退款？"}, {"session": "1", "speaker": "乙", "text": "点退款"}]),
    ));
    assert_eq!((nobody.sessions.len(), nobody.unreadable.len()), (0, 1));
}

#[test]
fn bounds_are_kept_and_garbage_is_named() {
    let mut list: Vec<Value> = (0..MOST_TURNS + 2)
        .map(|n| json!({"session": "1", "role": "user", "text": format!("第{n}个怎么办？")}))
        .collect();
    list.push(json!({"session": "2", "role": "user", "text": "长".repeat(MOST_TURN + 1)}));
    list.push(json!({"session": "2", "role": "user"}));
    list.push(json!({"x": [null, {"y": 1}]}));
    let talks = sessions(rows(Value::Array(list)));
    let bad: Vec<(u64, &str)> = talks.unreadable.iter().map(|bad| (bad.line, bad.detail.as_str())).collect();
    assert_eq!(bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [5003, 5004, 5005, 5001], "{bad:?}");
    assert!(bad[3].1.contains("2 left out"), "{bad:?}");
    assert_eq!(talks.sessions[0].turns.len(), MOST_TURNS);
    for garbage in [
        "：：：\n:::",
        "\u{0}\u{1}客户：",
        "[[[[",
        "客户：\n坐席：\n客户:",
        "12:30",
        "【】：",
        "][10:00] ：",
        "坐席工号：1\n客户：",
    ] {
        let talks = sessions_of_text(garbage);
        assert!(candidates("g", &talks.sessions).is_empty(), "{garbage}");
    }
}

proptest::proptest! {
    #[test]
    fn nothing_panics_and_no_mobile_number_gets_out(
        turns in proptest::collection::vec(("(客户|坐席|机器人|张三|[a-z]{0,3})", "[：: ]", "\\PC{0,30}(怎么办？|吗|。)?"), 0..12)
    ) {
        let mut text = String::new();
        for (who, colon, said) in &turns {
            writeln!(text, "{who}{colon}{said} 13812345678能查什么").unwrap();
        }
        let _ = is_talk(&text);
        let talks = sessions_of_text(&text);
        let found = candidates("p", &talks.sessions);
        proptest::prop_assert_eq!(&found, &candidates("p", &talks.sessions));
        for (_, one) in found {
            proptest::prop_assert!(!one.text.contains("12345678") && !one.answer.contains("12345678"), "{:?}", one);
        }
    }
}
