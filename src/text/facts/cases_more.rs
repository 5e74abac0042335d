//! More texts: what the house's editors write, and what nobody can mean, read as it is written so that it can be seen.

use super::cases::check;
use super::{Bound, facts};

#[test]
fn amounts_as_editors_write_them() {
    check(&[
        ("工本费15元", "Amount:15元"),
        ("工本费拾伍元整", "Amount:15元"),
        ("工本费１５．００元", "Amount:15元"),
        ("工本费¥15.00元", "Amount:15元"),
        ("押金壹佰元", "Amount:100元"),
        ("一百五十元、一百五、150元", "Amount:150元 Amount:150元"),
        ("壹万贰仟元、1.2万元、12,000元", "Amount:12000元 Amount:12000元 Amount:12000元"),
        ("一毛五、1角5分、0.15元", "Amount:0.15元 Amount:0.15元 Amount:0.15元"),
        ("每月19.9元、19.9元/月、月付19.9元", "Amount:19.9元/月 Amount:19.9元/月 Amount:19.9元"),
        ("每年 10 万美元", "Amount:100000美元/年"),
        ("单日 20 万美元、2 亿元", "Amount:200000美元 Amount:200000000元"),
        ("最高50元、50元封顶、50元起", "Amount:50元 Amount:50元 Amount:50元"),
        ("每兆0.03元", "Amount:0.03元/M"),
        ("99-50元", "Amount:50元"),
        ("20元到10元", "Amount:20~10元"),
        ("rw=$4", ""),
        ("省下的$5", "Amount:5美元"),
        ("千万别急、万一不行、十分抱歉、第一时间回复", ""),
        ("畅享129套餐、5G信号、千兆宽带、双千兆小区", ""),
    ]);
}

#[test]
fn rates_and_discounts_as_editors_write_them() {
    check(&[
        ("百分之九十五、95%、９５％", "Rate:95% Rate:95% Rate:95%"),
        ("千分之三、0.3%、万分之五", "Rate:0.3% Rate:0.3% Rate:0.05%"),
        ("八五折、85折、8.5折", "Discount:85% Discount:85% Discount:85%"),
        ("付85%", "Rate:85%"),
        ("上浮0.5个百分点", "Rate:0.5百分点"),
    ]);
}

#[test]
fn lengths_as_editors_write_them() {
    check(&[
        ("3个工作日、三个工作日内、3 个工作日", "Duration:3工作日 Duration:3工作日 Duration:3工作日"),
        (
            "1–3个工作日、1-3个工作日、1至3个工作日",
            "Duration:1~3工作日 Duration:1~3工作日 Duration:1~3工作日",
        ),
        ("9-5个工作日、9到5天", "Duration:9~5工作日 Duration:9~5天"),
        ("24小时、二十四小时内、24个小时", "Duration:24小时 Duration:24小时 Duration:24小时"),
        ("半年内、半年、六个月", "Duration:6个月 Duration:6个月 Duration:6个月"),
        ("T+1、T+1个工作日", "Duration:T+1 Duration:T+1"),
        ("当月不足一月按一月计", "Duration:1个月 Duration:1个月"),
        ("不足一个月的按一个月算", "Duration:1个月 Duration:1个月"),
        ("借记卡1–3个、信用卡3–7个工作日", "Duration:1~3工作日 Duration:3~7工作日"),
        ("最多绑5个，3个工作日内生效", "Quantity:5个 Duration:3工作日"),
        ("最快1天、最快三天", "Duration:1天 Duration:3天"),
        ("每个工作日 500MB", "Quantity:500MB/工作日"),
    ]);
}

#[test]
fn days_as_editors_write_them() {
    check(&[
        ("2026年1月1日、2026-01-01、２０２６年１月１日", "Date:2026-01-01 Date:2026-01-01 Date:2026-01-01"),
        ("即日起至月底、即日起到年底", "Unresolved:即日起至月底 Unresolved:即日起至年底"),
        ("每月1、2日，1–2日", "Date:1日 Date:2日 Date:1~2日"),
        ("3-5日内", "Duration:3~5天"),
        ("2026年13月45日", "Date:2026-13-45"),
        ("2018年0月25日", "Date:2018-00-25"),
        ("2026-26-15、6026-10-08", "Date:2026-26-15 Date:6026-10-08"),
        ("4月31日", "Date:04-31"),
        ("工单2026-12-1500", ""),
        ("编号0871-63-15", ""),
    ]);
}

#[test]
fn times_as_editors_write_them() {
    check(&[
        ("自营厅：9:00–18:00", "Time:09:00 Time:18:00"),
        ("9:00–11:00 人多", "Time:09:00 Time:11:00"),
        ("12:00–13:30 只开两个窗口", "Time:12:00 Time:13:30 Quantity:2个"),
        ("17:62、77:00", "Time:17:62 Time:77:00"),
        ("当日34点失效", "Time:34:00"),
        ("2027-12-31 24 点清零", "Date:2027-12-31 Time:24:00"),
        ("您想约晚一点、早一点来", ""),
        ("7×24小时、7x24、5×8小时", "Time:7×24小时 Time:7×24小时 Time:5×8小时"),
        ("7×10的屏", ""),
        ("将Windows 10 时升级", ""),
        ("1:2:30", ""),
    ]);
}

#[test]
fn numbers_to_dial_as_editors_write_them() {
    check(&[
        ("热线（95187）、热线（92187）", "Phone:95187 Phone:92187"),
        ("电话：010-58813000、电话：810-58813000", "Phone:01058813000 Phone:81058813000"),
        ("客服400-123-4567、客服900-123-4567", "Phone:4001234567 Phone:9001234567"),
        ("戏曲台118和文艺台119", ""),
        ("服务台8001", "Phone:8001"),
        ("请发送短信4个0到100196", "Phone:100196"),
    ]);
}

#[test]
fn sizes_as_editors_write_them() {
    check(&[
        ("20GB、二十GB、２０GB", "Quantity:20GB Quantity:20GB Quantity:20GB"),
        ("100M、100兆、300分钟", "Quantity:100M Quantity:100M Quantity:300分钟"),
        ("5 Gbit/s、1000Mbit/s", "Quantity:5000Mbps Quantity:1000Mbps"),
        ("125MB/秒、125MB/s", "Quantity:125MB/s Quantity:125MB/s"),
        ("-size=5G", "Quantity:5GB"),
        ("1 个小时、一个人", "Duration:1小时"),
        ("共 1 个名额", "Quantity:1个"),
        ("Office 2013 套件", ""),
        ("| 月费（元） | 流量（GB） |\n|-|-|\n| 59 | 30 |", "Amount:59元 Quantity:30GB"),
    ]);
}

#[test]
fn the_soonest_is_a_bound() {
    for (text, want) in [
        ("最快1天", Some(Bound::AtLeast)),
        ("1天内", Some(Bound::AtMost)),
        ("最高50元", Some(Bound::AtMost)),
        ("50元起", Some(Bound::AtLeast)),
    ] {
        assert_eq!(facts(text).first().map(|f| f.bound), Some(want), "{text}");
    }
}
