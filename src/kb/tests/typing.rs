//! The ways in which an agent may type: each finds its article first.

use std::sync::OnceLock;

use super::*;
use crate::kb::{Relaxation, Remark};
use crate::model::asked::{Facet, Problem};
use crate::model::{Axis, Rendering, Route, Term, TermKind};
use crate::store::Tree;

fn with_similar(similar: &[&str], mut article: Article) -> Article {
    article.similar = similar.iter().map(|text| (*text).into()).collect();
    article
}

fn with_body(body: &str, mut article: Article) -> Article {
    article.internal = Some(Answer::of_body(body));
    article
}

fn house() -> Vec<Article> {
    let mut bag = article("llb", "流量包怎么订购");
    bag.category = vec!["流量".into(), "加油包".into()];
    bag.tags = vec!["高频".into()];
    let mut broadband = article("kd", "宽带上不去网怎么办");
    broadband.category = vec!["宽带".into()];
    broadband.scope.product = vec!["家庭宽带".into()];
    if let Some(customer) = &mut broadband.customer {
        customer.channels.insert("sms".into(), Rendering { text: "请重启光猫。".into(), based_on: None });
    }
    let mut firm = article("firm", "专线开通要多久");
    firm.scope.customer = vec!["政企".into()];
    vec![
        bag,
        broadband,
        firm,
        in_region("云州", article("yz", "云州营业厅地址")),
        in_region("岭安", article("la", "岭安营业厅地址")),
        article("reset", "服务密码重置"),
        article("bank", "绑定银行卡代扣"),
        article("trip", "行程码在哪里查看"),
        article("recharge", "充值没到账"),
        article("zj", "浙江漫游资费"),
        article("move", "携号转网办理条件"),
        article("t58", "58元套餐包含什么"),
        article("t158", "158元套餐包含什么"),
        article("rail", "铁路12306短信收不到"),
        article("5g", "5G套餐资费说明"),
        with_similar(&["LOS灯亮红灯"], article("los", "光猫指示灯异常")),
        article("app", "手机app登录失败"),
        article("vip", "vip会员有什么权益"),
        article("sim", "sim卡丢了怎么补"),
        article("kh", "实名登记开户"),
        with_body("退订后次月生效，当月费用照常收取。", article("unsub", "业务取消规则")),
        with_body("退订当月生效。", article("unsub2", "业务变更规则")),
        article("sd", "水电费代缴"),
        article("invoice", "专用发票开具"),
        article("software", "软件下载"),
    ]
}

fn shared() -> Kb {
    static KB: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, root) = KB.get_or_init(|| {
        let (dir, mut kb) = new_kb();
        let term = |term: &str, customer: &str| Term {
            kind: TermKind::Term,
            term: term.into(),
            customer: customer.into(),
            note: String::new(),
        };
        kb.store
            .write(&who(), NOW, |w| {
                w.node(Tree::Axis(Axis::Region), &["云岭".into(), "云州".into()])?;
                w.node(Tree::Axis(Axis::Region), &["云岭".into(), "岭安".into()])?;
                w.put_term(&term("光猫", "宽带的“小盒子”"))
            })
            .unwrap();
        take(&mut kb, NOW, &house());
        kb.sync().unwrap();
        let root = kb.place().root().to_path_buf();
        drop(kb);
        (dir, root)
    });
    Kb::open(root, Wish::Read).expect("it opens")
}

fn ask(typed: &str) -> Found {
    found(&mut shared(), &Query::of(typed, 20), NOW)
}

fn ids_of(found: &Found) -> Vec<&str> {
    found.rows.iter().map(|row| row.id.as_str()).collect()
}

/// Each of these finds its article in the first row.
fn each_first(all: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (typed, id) in all {
        let found = ask(typed);
        if ids_of(&found).first() != Some(id) {
            wrong.push(format!("{typed}: {:?}, not {id}", ids_of(&found)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn pinyin_full_spaced_unfinished_and_initials() {
    each_first(&[
        ("liuliangbao", "llb"),
        ("liu liang bao", "llb"),
        ("liuliangb", "llb"),
        ("liulian", "llb"),
        ("llb", "llb"),
        ("llbdg", "llb"),
        ("xhzw", "move"),
    ]);
    assert_eq!(ask("liuliangbao").rows[0].hit.route, Route::Pinyin);
    assert_eq!(ask("llb dg").rows[0].id, "llb");
}

#[test]
fn characters_mixed_with_pinyin_and_initials() {
    each_first(&[
        ("流量b", "llb"),
        ("流liang包", "llb"),
        ("l量包", "llb"),
        ("宽带sbq", "kd"),
        ("fuwu密码", "reset"),
    ]);
}

#[test]
fn confused_pairs_of_sounds() {
    each_first(&[
        ("niuniangbao", "llb"),
        ("mima congzi", "reset"),
        ("zejiang", "zj"),
        ("yinghangka", "bank"),
        ("kuangdai", "kd"),
    ]);
}

#[test]
fn a_character_with_several_readings_is_read_as_its_word_is() {
    each_first(&[
        ("chongzhi", "recharge"),
        ("mimachongzhi", "reset"),
        ("yinhang", "bank"),
        ("xingcheng", "trip"),
        ("xingchengma", "trip"),
        ("mima chongzhi", "reset"),
    ]);
}

#[test]
fn homophones_and_look_alikes() {
    each_first(&[
        ("浙将漫游", "zj"),
        ("浙将", "zj"),
        ("携号专网", "move"),
        ("己绑定银行卡", "bank"),
        ("实名登计", "kh"),
    ]);
    let found = ask("浙将");
    assert_eq!((found.rows[0].hit.route, &found.relaxed[..]), (Route::Sound, &[Relaxation::Sound][..]));
    let found = ask("末绑定");
    assert!(found.rows.iter().any(|row| row.id == "bank"), "{:?}", ids_of(&found));
}

#[test]
fn dropped_doubled_and_swapped_characters() {
    each_first(&[
        ("流量怎订购", "llb"),
        ("流流量包订购", "llb"),
        ("流量包订购购", "llb"),
        ("流包量订购", "llb"),
        ("携转", "move"),
        ("宽带不上去网", "kd"),
    ]);
}

#[test]
fn traditional_characters_and_taiwan_wording() {
    each_first(&[
        ("流量包怎麼訂購", "llb"),
        ("寬頻上不去網", "kd"),
        ("軟體下載", "software"),
        ("軟體", "software"),
        ("專用發票開具", "invoice"),
    ]);
}

#[test]
fn width_and_case_do_not_matter() {
    each_first(&[
        ("５８元套餐", "t58"),
        ("５ｇ套餐", "5g"),
        ("ｌｉｕｌｉａｎｇｂａｏ", "llb"),
        ("los灯", "los"),
        ("ＬＯＳ灯", "los"),
        ("APP登录", "app"),
    ]);
}

#[test]
fn numbers_are_whole_however_they_are_written() {
    each_first(&[
        ("五十八块", "t58"),
        ("五十八元套餐", "t58"),
        ("58元", "t58"),
        ("58", "t58"),
        ("158", "t158"),
        ("一百五十八块的套餐", "t158"),
    ]);
    assert!(!ids_of(&ask("58")).contains(&"t158"), "58 is no piece of 158");
    assert!(!ids_of(&ask("8元")).iter().take(1).any(|id| id.starts_with("t1")), "nor is 8");
}

#[test]
fn mixed_tokens_stay_whole() {
    each_first(&[
        ("铁路12306", "rail"),
        ("12306", "rail"),
        ("5G", "5g"),
        ("LOS灯", "los"),
        ("los灯亮红", "los"),
    ]);
}

#[test]
fn two_ids_in_one_query_are_both_in_front() {
    let found = ask("t158 zj");
    assert_eq!(ids_of(&found)[..2], ["t158", "zj"], "{:?}", ids_of(&found));
    assert!(found.rows[..2].iter().all(|row| row.hit.route == Route::Id));
}

#[test]
fn an_ordinary_word_in_letters_is_not_torn_into_pinyin() {
    for (typed, id) in [("app", "app"), ("vip", "vip"), ("sim", "sim"), ("SIM卡", "sim"), ("app登录", "app")]
    {
        let row = ask(typed).rows.remove(0);
        assert_eq!(row.id, id, "{typed}");
        assert!(!matches!(row.hit.route, Route::Pinyin | Route::Initials), "{typed}: {}", row.hit.route);
    }
}

#[test]
fn a_quoted_phrase_stands_as_it_is() {
    for typed in ["\"次月生效\"", "“次月生效”", "「次月生效」", "业务 \"次月生效\""] {
        assert_eq!(ids_of(&ask(typed)), ["unsub"], "{typed}");
    }
    // In its order; else its words are looked for, and that is said.
    let slip = ask("\"生效次月\"");
    assert!(
        slip.rows.is_empty() || slip.relaxed.first() == Some(&Relaxation::Phrase(vec!["生效次月".into()]))
    );
    let unclosed = ask("“次月生效");
    assert_eq!(unclosed.remarks, [Remark::Typed(Problem::UnclosedQuote)]);
    assert_eq!(unclosed.rows[0].id, "unsub");
}

#[test]
fn every_facet_narrows() {
    for (typed, id) in [
        ("分类:流量", "llb"),
        ("c:加油包", "llb"),
        ("category:宽带", "kd"),
        ("产品:家庭宽带 宽带", "kd"),
        ("标签:高频", "llb"),
        ("渠道:短信", "kd"),
        ("channel:sms", "kd"),
    ] {
        let found = ask(typed);
        assert_eq!(ids_of(&found).first(), Some(&id), "{typed}");
        assert_eq!(found.remarks, [], "{typed}");
    }
    assert_eq!(ids_of(&ask("地区:云州 营业厅")), ["yz"]);
    let mut both = ask("地区:云岭 营业厅").rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    both.sort();
    assert_eq!(both, ["la", "yz"], "parts of a region are wanted with it");
    assert!(!ids_of(&ask("客户:政企 专线")).is_empty());
    assert!(ids_of(&ask("客户：政企 地区：云州 营业厅")).contains(&"yz"));
    assert!(ask("日期:2020-01-01 流量包").rows.is_empty() || !ask("日期:今天 流量包").rows.is_empty());
    assert!(ask("阶段:草稿 流量包").rows.is_empty());
    assert_eq!(ask("阶段:草稿 流量包").remarks, [Remark::OnlyPublished]);
    assert_eq!(ask("阶段:已发布 流量包").rows[0].id, "llb");
    let unknown = ask("分类:没有这类 流量包");
    assert_eq!(
        unknown.remarks,
        [Remark::UnknownName { on: Facet::Category, name: "没有这类".into() }],
        "and its words are looked for"
    );
    assert_eq!(unknown.rows[0].id, "llb");
}

#[test]
fn what_is_excluded_does_not_come() {
    assert!(ids_of(&ask("业务规则")).contains(&"unsub"));
    let without = ask("业务规则 -次月");
    assert!(!ids_of(&without).contains(&"unsub") && ids_of(&without).contains(&"unsub2"));
    let without = ask("营业厅 -地区:云州");
    assert!(!ids_of(&without).contains(&"yz") && ids_of(&without).contains(&"la"));
    assert!(!ids_of(&ask("流量包 -标签:高频")).contains(&"llb"));
}

#[test]
fn conditions_alone_list_what_meets_them() {
    assert_eq!(ids_of(&ask("分类:流量")), ["llb"]);
    let mut all = ask("渠道:短信 分类:宽带").rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    all.sort();
    assert_eq!(all, ["kd"]);
    let limited = found(&mut shared(), &Query::of("-分类:流量", 3), NOW);
    assert!(limited.rows.len() <= 3 && !ids_of(&limited).contains(&"llb"));
    assert_eq!(ask("分类:流量").relaxed, [], "nothing was given up");
}

#[test]
fn a_spoken_sentence_finds_what_it_is_about() {
    each_first(&[
        ("你好我想问一下那个流量包怎么订购啊谢谢", "llb"),
        ("喂你好麻烦帮我看一下我家宽带怎么突然上不去网了呢", "kd"),
        ("请问一下我的充值怎么还没到账呀", "recharge"),
    ]);
}

#[test]
fn a_word_of_the_term_table_leads_to_the_houses_and_says_so() {
    let found = ask("小盒子");
    assert_eq!((ids_of(&found), found.rows[0].hit.route), (vec!["los"], Route::Term));
    assert_eq!(found.relaxed[0], Relaxation::Term);
}

#[test]
fn relaxations_are_listed_in_one_order_and_only_when_needed() {
    assert_eq!(ask("流量包怎么订购").relaxed, []);
    assert_eq!(ask("携转").relaxed, [Relaxation::Order]);
    let found = ask("流量包 营业厅地址 漫游");
    let Some(Relaxation::Without(words)) = found.relaxed.last() else { panic!("{:?}", found.relaxed) };
    assert!(!words.is_empty() && found.rows.iter().all(|row| !row.hit.is_full()), "{words:?}");
}

/// “fkzf” was the whole query, and the rows that had a part of it were said to do without it.
#[test]
fn what_fits_a_part_of_the_only_word_is_said_so() {
    let found = ask("xhzq");
    assert!(!found.rows.is_empty());
    assert_eq!(found.relaxed.last(), Some(&Relaxation::Partly(vec!["xhzq".into()])), "{:?}", found.relaxed);
}

#[test]
fn a_row_says_whether_it_answers_to_all_that_was_typed() {
    assert!(ask("流量包订购").rows[0].hit.is_full());
    assert!(!ask("浙将").rows[0].hit.is_full());
}

/// Pieces of the numeral (五十) found articles that say fifty of something else.
#[test]
fn a_number_in_characters_asks_for_what_its_digits_ask_for() {
    let says = |id: &str, question: &str, body: &str| Article {
        internal: Some(Answer::of_body(body)),
        customer: None,
        ..article(id, question)
    };
    let (_dir, mut kb) = kb_of(&[
        says("fifty", "五十个G的那款", "含50GB。"),
        says("plan", "畅聊套餐资费", "每月58元。"),
        says("other", "流量包", "每月158元。"),
    ]);
    for query in ["58块", "58元", "五十八块", "五十八元"] {
        assert_eq!(ids(&mut kb, query, NOW).first().map(String::as_str), Some("plan"), "{query}");
    }
    assert_eq!(ids(&mut kb, "五十个G", NOW).first().map(String::as_str), Some("fifty"));
}
