//! A table of texts and the facts in them, as `Kind:value`. About half of them say less than they seem to.

use super::{Fact, facts};

pub(super) fn said(found: &[Fact]) -> String {
    found.iter().map(|f| format!("{:?}:{}", f.kind, f.value)).collect::<Vec<_>>().join(" ")
}

pub(super) fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(text, want)| (text, want, said(&facts(text))))
        .filter(|(_, want, got)| got != *want)
        .map(|(text, want, got)| format!("{text}\n  want {want}\n  got  {got}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn money() {
    check(&[
        ("补卡收15元", "Amount:15元"),
        ("补卡收十五元", "Amount:15元"),
        ("补卡收¥15.00", "Amount:15元"),
        ("补卡收￥15元", "Amount:15元"),
        ("补卡收15块", "Amount:15元"),
        ("补卡收15块钱", "Amount:15元"),
        ("补卡收１５元", "Amount:15元"),
        ("补卡收 15 元", "Amount:15元"),
        ("补卡收**15**元", "Amount:15元"),
        ("補卡收十五塊錢", "Amount:15元"),
        ("RMB 15", "Amount:15元"),
        ("人民币15元", "Amount:15元"),
        ("15元人民币整", "Amount:15元"),
        ("保证金1.5万元", "Amount:15000元"),
        ("保证金15,000元", "Amount:15000元"),
        ("保证金一万五千元", "Amount:15000元"),
        ("单笔5 万元、单日 20 万元", "Amount:50000元 Amount:200000元"),
        ("大写壹万贰仟元整", "Amount:12000元"),
        ("一百五十块、一百零五块、一百五块", "Amount:150元 Amount:105元 Amount:150元"),
        ("一毛五一条", "Amount:0.15元/条"),
        ("三块五、3块5、3元5角", "Amount:3.5元 Amount:3.5元 Amount:3.5元"),
        ("一块二毛五", "Amount:1.25元"),
        ("5毛钱、五角钱、2角5分", "Amount:0.5元 Amount:0.5元 Amount:0.25元"),
        ("三点五元", "Amount:3.5元"),
        ("每月19.9元", "Amount:19.9元/月"),
        ("19.9元/月", "Amount:19.9元/月"),
        ("19.90元每月", "Amount:19.9元/月"),
        ("每个月只要19.9元", "Amount:19.9元/月"),
        ("19.9元一个月", "Amount:19.9元/月"),
        ("一个月19.9元", "Amount:19.9元/月"),
        ("１９．９元／月", "Amount:19.9元/月"),
        ("19.9 元 / 月", "Amount:19.9元/月"),
        ("副卡10元/月/张", "Amount:10元/月/张"),
        ("副卡每张10元/月", "Amount:10元/月/张"),
        ("每GB5元", "Amount:5元/GB"),
        ("流量5元/G", "Amount:5元/GB"),
        ("通话每分钟0.15元", "Amount:0.15元/分钟"),
        ("移机50元一次", "Amount:50元/次"),
        ("安装费一次200元", "Amount:200元"),
        ("押金10-20元", "Amount:10~20元"),
        ("押金10元到20元", "Amount:10~20元"),
        ("押金10元至20元", "Amount:10~20元"),
        ("押金1-3万元", "Amount:10000~30000元"),
        ("有59、79、129元三档", "Amount:59元 Amount:79元 Amount:129元"),
        ("每月59、79或129元", "Amount:59元/月 Amount:79元/月 Amount:129元/月"),
        ("59/79元", "Amount:59元 Amount:79元"),
        ("100多元", "Amount:100元"),
        ("0元购机", "Amount:0元"),
        ("100美元、100港元、$5", "Amount:100美元 Amount:100港元 Amount:5美元"),
        ("100元人民币", "Amount:100元"),
        ("VIP15元", "Amount:15元"),
        ("云享129元档", "Amount:129元"),
        // Nothing, or less than it seems.
        ("一块办理更省事", ""),
        ("这一块由装维负责", ""),
        ("百元话费、千元档手机", ""),
        ("几十元的事", ""),
        ("一毛不拔", ""),
        ("右上角一角", ""),
        ("2026元旦活动", ""),
        ("三角债、五角星", ""),
        ("畅享129、云享129档", ""),
        ("3单元2楼", ""),
        ("多元化经营", ""),
        ("选59套餐", ""),
        ("降到129以下再说", ""),
    ]);
}

#[test]
fn shares() {
    check(&[
        ("收15%违约金", "Rate:15%"),
        ("收15％违约金", "Rate:15%"),
        ("收百分之十五违约金", "Rate:15%"),
        ("收百分之15", "Rate:15%"),
        ("百分之百", "Rate:100%"),
        ("千分之三、3‰", "Rate:0.3% Rate:0.3%"),
        ("每日万分之五", "Rate:0.05%/天"),
        ("0.05%/天", "Rate:0.05%/天"),
        ("10%-20%、10-20%", "Rate:10~20% Rate:10~20%"),
        ("百分之十到百分之二十", "Rate:10~20%"),
        ("上调2个百分点", "Rate:2百分点"),
        ("三分之一", "Rate:1/3"),
        ("打八五折", "Discount:85%"),
        ("打8.5折", "Discount:85%"),
        ("打85折", "Discount:85%"),
        ("打九折、8折、8.8折", "Discount:90% Discount:80% Discount:88%"),
        ("半价、对折", "Discount:50% Discount:50%"),
        ("3-5折", "Discount:30~50%"),
        ("首3个月7折", "Duration:3个月 Discount:70%"),
        // Nothing.
        ("不打折", ""),
        ("三折叠屏", ""),
        ("百分百满意", ""),
        ("打折扣", ""),
        ("其中之一", ""),
        ("一分为二", ""),
        ("万分抱歉", ""),
    ]);
}

#[test]
fn quantities() {
    check(&[
        ("20GB、20G、20gb、二十G", "Quantity:20GB Quantity:20GB Quantity:20GB Quantity:20GB"),
        ("100M、100兆、一百兆", "Quantity:100M Quantity:100M Quantity:100M"),
        ("100Mbps、1Gbps", "Quantity:100Mbps Quantity:1000Mbps"),
        ("100MB、100M流量", "Quantity:100MB Quantity:100MB"),
        ("1000M/50M", "Quantity:1000M Quantity:50M"),
        (
            "300分钟、100条、3次、2台、5张",
            "Quantity:300分钟 Quantity:100条 Quantity:3次 Quantity:2台 Quantity:5张",
        ),
        ("两张副卡、三次机会", "Quantity:2张 Quantity:3次"),
        ("每人限办5张", "Quantity:5张/人"),
        ("每月3次、3次/月", "Quantity:3次/月 Quantity:3次/月"),
        ("每户一次", "Quantity:1次/户"),
        ("每天最多5条", "Quantity:5条/天"),
        ("带一条500M宽带", "Quantity:1条 Quantity:500M"),
        ("1000M宽带一条", "Quantity:1000M Quantity:1条"),
        ("年满60周岁、六十岁", "Quantity:60岁 Quantity:60岁"),
        ("低于−27dBm", "Quantity:-27dBm"),
        ("6位服务密码、六位服务密码", "Quantity:6位 Quantity:6位"),
        ("100积分", "Quantity:100积分"),
        ("送5G流量、送5GB流量", "Quantity:5GB Quantity:5GB"),
        ("要有2.5G网口的光猫，10G PON", ""),
        ("到期日前续费，还款日前还清", ""),
        ("2倍赔付", "Quantity:2倍"),
        ("3–12个字", "Quantity:3~12字"),
        ("绑5个号码", "Quantity:5个"),
        ("120㎡", "Quantity:120平方米"),
        // Nothing.
        ("5G套餐、4G手机、5G频段", ""),
        ("2.4G频段更稳", ""),
        ("千兆、双千兆、百兆路由器", ""),
        ("一个人、一次性、再试一次", ""),
        ("第3步、第二张、第1至3个月", ""),
        ("二次确认、一级投诉", ""),
        ("两个办法、三个步骤", ""),
        ("4K、8K、1080P", ""),
        ("WiFi6路由器2路由", ""),
        ("三个人、一部分", ""),
        ("万一、十分、千万、一定、一起、一样", ""),
        ("统一、唯一、一般、三思、一个、这一", ""),
        ("按1转人工，按0返回", ""),
        ("频道021到024", ""),
        ("三口之家", ""),
        ("超五类网线", ""),
        ("二维码、三方通话", ""),
        ("说三件事", ""),
    ]);
}

#[test]
fn numbers_to_dial_addresses_codes() {
    check(&[
        ("拨打10086", "Phone:10086"),
        ("详询100196。", "Phone:100196"),
        ("100196热线", "Phone:100196"),
        ("拨110或119", "Phone:110 Phone:119"),
        ("400-123-4567、4001234567、400 123 4567", "Phone:4001234567 Phone:4001234567 Phone:4001234567"),
        ("0871-63161234、(0871)63161234", "Phone:087163161234 Phone:087163161234"),
        (
            "13812345678、138 1234 5678、+86 138-1234-5678",
            "Phone:13812345678 Phone:13812345678 Phone:13812345678",
        ),
        ("发送1到10010", "Phone:10010"),
        ("发0000到100196", "Phone:100196"),
        ("分机8001、班长 8001", "Phone:8001 Phone:8001"),
        ("端口是 100196", "Phone:100196"),
        ("拨打铁路12306", "Phone:12306"),
        ("铁路12306购票", ""),
        ("12306网站", ""),
        ("密码：12345", ""),
        ("订单20261122000123", ""),
        ("尾号5678", ""),
        ("验证码123456", ""),
        ("10086元", "Amount:10086元"),
        ("138****5678", ""),
        ("见https://a.example.com/x。", "Url:https://a.example.com/x"),
        ("见（https://A.example.com/x/）", "Url:https://a.example.com/x"),
        ("[官网](http://b.cn/a?x=1)", "Url:http://b.cn/a?x=1"),
        ("登录www.yl.example.cn查询", "Url:https://www.yl.example.cn"),
        ("10086.cn", "Url:https://10086.cn"),
        ("发到 a.b@Example.com。", "Url:mailto:a.b@example.com"),
        ("kd-0012、KD-0012、E1302、TC_129", "Code:KD-0012 Code:KD-0012 Code:E1302 Code:TC_129"),
        ("（YF-1101）", "Code:YF-1101"),
        ("尊敬的{{ name }}，{{amount}}元", "Variable:{{name}} Variable:{{amount}}"),
        // Nothing.
        ("Wi-Fi6、HDMI2、IPv6、A4纸、RJ45", ""),
        ("H264编码、COVID-19", ""),
        ("iPhone15、5G-A", ""),
        ("回复Y或R", ""),
        ("{{}}、{name}", ""),
        ("README.md", ""),
        ("`##002#`", ""),
    ]);
}

#[test]
fn lists_headings_tables() {
    check(&[
        ("1. 查订单\n2. 退30元\n3、等3天", "Amount:30元 Duration:3天"),
        ("1、30天内\n2、5次以内", "Duration:30天 Quantity:5次"),
        ("1) 首月免费", ""),
        ("- 59元：30GB，200分钟", "Amount:59元 Quantity:30GB Quantity:200分钟"),
        ("一、资费\n二、流程", ""),
        ("## 1000M 家庭宽带\n月付100元", "Amount:100元"),
        ("### 3. 步骤", ""),
        ("注意：1、先断电；2、等3分钟", "Duration:3分钟"),
        (
            "| 月费（元） | 流量(GB) |\n|---|---|\n| 59 | 30 |\n| 79起 | 50 |",
            "Amount:59元 Quantity:30GB Amount:79元 Quantity:50GB",
        ),
        (
            "| 项目 | 值 |\n|---|---|\n| 月费（元/月） | 59 |\n| 时限 | 3个工作日 |",
            "Amount:59元/月 Duration:3工作日",
        ),
        ("| 频道 | 号 |\n|---|---|\n| 综合 | 021 |", ""),
        ("1\u{200b}5元", "Amount:15元"),
        ("违约金＝剩余月数×月费×20%", "Rate:20%"),
        ("不是15元而是3个工作日", "Amount:15元 Duration:3工作日"),
        ("", ""),
        ("您好，请问有什么可以帮您？", ""),
    ]);
}
