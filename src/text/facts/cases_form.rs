//! Cells and their headings, bounds, ranges and bases of facts.

use super::cases::said;
use super::{Bound, Fact, facts, of_cell};

#[test]
fn cells_take_the_unit_of_their_heading() {
    for (cell, heading, want) in [
        ("59", "月费（元）", "Amount:59元"),
        ("59", "月费(元/月)", "Amount:59元/月"),
        ("1.5", "金额（万元）", "Amount:15000元"),
        ("59 / 79", "月费（元）", "Amount:59元 Amount:79元"),
        ("10-20", "押金（单位：元）", "Amount:10~20元"),
        ("**30**", "流量（GB）", "Quantity:30GB"),
        ("3", "时限（工作日）", "Duration:3工作日"),
        ("8.5", "优惠（折）", "Discount:85%"),
        ("20", "违约金/元", "Amount:20元"),
        ("20元", "流量（GB）", "Amount:20元"),
        ("100以上", "积分（分）", "Quantity:100分"),
        ("59", "月费", ""),
        ("云享59", "月费（元）", ""),
        ("无", "月费（元）", ""),
        ("第2档", "月费（元）", ""),
        ("4G", "月费（元）", ""),
    ] {
        assert_eq!(said(&of_cell(cell, heading)), want, "{cell} under {heading}");
    }
}

#[test]
fn bounds_are_said() {
    for (text, want) in [
        ("59元起", Some(Bound::AtLeast)),
        ("不超过3次", Some(Bound::AtMost)),
        ("最高不超过200元", Some(Bound::AtMost)),
        ("最高可减100元", Some(Bound::AtMost)),
        ("最低消费58元", Some(Bound::AtLeast)),
        ("至少12个月", Some(Bound::AtLeast)),
        ("3天内", Some(Bound::AtMost)),
        ("300GB以上", Some(Bound::AtLeast)),
        ("129元及以下", Some(Bound::AtMost)),
        ("超过24小时", Some(Bound::MoreThan)),
        ("不足1GB", Some(Bound::LessThan)),
        ("未满16周岁", Some(Bound::LessThan)),
        ("满5元封顶", Some(Bound::AtMost)),
        ("自2026年1月1日起", Some(Bound::From)),
        ("截至2026年1月1日", Some(Bound::Until)),
        ("次月20日前", Some(Bound::Until)),
        ("约3分钟", Some(Bound::About)),
        ("3分钟左右", Some(Bound::About)),
        ("激活3天后", Some(Bound::After)),
        ("满24个月后", Some(Bound::AtLeast)),
        ("100多元", Some(Bound::MoreThan)),
        ("合约24个月", None),
        ("8GB内存", None),
        ("通话超出0.15元/分钟", None),
        ("最低消费的30%", None),
        ("15元", None),
    ] {
        let found = facts(text);
        assert_eq!(found.first().map(|f| f.bound), Some(want), "{text} {found:?}");
    }
}

#[test]
fn ranges_are_bytes_of_the_raw_text() {
    let text = "全角：１５元，**30**GB";
    let parts: Vec<_> = facts(text).into_iter().filter_map(|f| text.get(f.at)).collect();
    assert_eq!(parts, ["１５元", "30**GB"]);
}

#[test]
fn a_base_says_not_what_it_is_for() {
    for (text, want) in [
        ("10元/月/张", "10元"),
        ("每月30GB", "30GB"),
        ("10MB/s", "10MB/s"),
        ("三分之一", "1/3"),
        ("15元", "15元"),
    ] {
        assert_eq!(facts(text).first().map(Fact::base), Some(want), "{text}");
    }
}
