//! What headings of other systems mean: Chinese ones, and loose English ones.

use super::field::{Field, is_channel};
use crate::model::Face;
use crate::text::fold::fold_str;

/// What a heading can mean. Some say less than a field does and wait for the other headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Exactly this field.
    Field(Field),
    /// A title: the question, or a similar question beside a better one.
    Title,
    /// What a customer asked in their own words: a similar question, or the question where there is no other.
    Ask,
    /// An answer that does not say whose it is.
    Plain,
    /// A department: who answers for it, or the shelf it stands on where there is no category.
    Department,
    /// A source in words: the reference, or who wrote it where another column is the reference.
    Source,
}

const INTERNAL: Face = Face::Internal;
const CUSTOMER: Face = Face::Customer;

/// Headings as [`key`] folds them. 序号 and `no` are left out on purpose: they number the rows of one sheet,
/// and as ids they would make the next sheet overwrite this one.
fn named(key: &str) -> Option<Meaning> {
    use Meaning::{Ask, Department, Plain, Source, Title};
    let field = match key {
        "question" | "standardquestion" | "标准问" | "标准问题" | "标准问法" | "主问题" => {
            Field::Question
        }
        "title" | "subject" | "知识标题" | "标题" | "问题" | "知识点" | "知识点名称" | "知识名称"
        | "知识点标题" => {
            return Some(Title);
        }
        "ask" | "userquestion" | "customerquestion" | "客户问法" | "用户问法" | "客户问题" | "用户问题" =>
        {
            return Some(Ask);
        }
        "body" | "answer" | "answers" | "content" | "reply" | "response" | "solution" | "答案" | "回答"
        | "答复" | "内容" | "正文" | "知识内容" | "解答" | "标准答案" => return Some(Plain),
        "department" | "dept" | "部门" | "科室" => return Some(Department),
        "source" | "来源" | "知识来源" => return Some(Source),
        "id" | "articleid" | "知识id" | "知识编号" | "编号" | "知识点id" | "知识点编号" => {
            Field::Id
        }
        "kind" | "知识类型" | "知识类别" => Field::Kind,
        "similar" | "similarquestion" | "similarquestions" | "alt" | "alternatives" | "相似问"
        | "相似问题" | "相似问法" | "扩展问" | "扩展问题" | "扩展问法" => Field::Similar,
        "category" | "categories" | "categorypath" | "分类" | "类别" | "知识分类" | "目录" | "知识目录"
        | "栏目" => Field::Category,
        "region" | "regions" | "适用地区" | "适用区域" | "适用地域" | "地区" => Field::Region,
        "product" | "products" | "适用产品" | "产品" => Field::Product,
        "customertype" | "customersegment" | "客户类型" | "适用客户" | "适用客户类型" | "客户群" => {
            Field::Customer
        }
        "内部要点" | "内部首句" | "内部导语" => Field::Lead(INTERNAL),
        "internal" | "internalanswer" | "内部答案" | "内部口径" | "对内口径" | "对内答案" | "坐席口径"
        | "坐席答案" => Field::Body(INTERNAL),
        "客户首句" | "客户导语" => Field::Lead(CUSTOMER),
        "customer" | "customeranswer" | "publicanswer" | "客户答案" | "客户口径" | "对外口径"
        | "对外答案" | "客户话术" | "对客口径" => Field::Body(CUSTOMER),
        "处理动作" => Field::Actions,
        "关系" | "关联知识" => Field::Relations,
        "附件" => Field::Attachments,
        "validfrom" | "effectivedate" | "effectivefrom" | "生效日期" | "生效时间" | "生效日" => {
            Field::From
        }
        "validuntil" => Field::Until,
        "validto" | "validthrough" | "expirydate" | "expirationdate" | "失效日期" | "失效时间" | "失效日"
        | "截止日期" | "到期日期" | "有效期至" => Field::LastDay,
        "reviewby" | "reviewdate" | "复审日期" | "复核日期" | "下次复审日期" => Field::ReviewBy,
        "saleuntil" | "停售日期" | "停售时间" => Field::SaleUntil,
        "studyfrom" | "可学习日期" | "学习日期" => Field::StudyFrom,
        "stage" | "状态" | "知识状态" => Field::Stage,
        "confidence" | "可信度" => Field::Confidence,
        "owner" | "ownerdepartment" | "责任部门" | "责任单位" | "归口部门" | "维护部门" => {
            Field::Owner
        }
        "来源类型" | "来源类别" => Field::SourceClass,
        "url" | "link" | "path" | "ref" | "reference" | "sourceref" | "sourceurl" | "文号" | "文件号"
        | "来源文号" | "来源链接" | "链接" | "网址" => Field::SourceRef,
        "author" | "作者" | "编写人" | "来源作者" => Field::SourceAuthor,
        "来源日期" | "发文日期" => Field::SourceDate,
        "licence" | "license" | "许可" => Field::SourceLicence,
        "tag" | "tags" | "label" | "labels" | "keyword" | "keywords" | "标签" | "关键词" | "关键字" => {
            Field::Tags
        }
        "一级分类" | "一级目录" | "一级类目" | "一级类别" => Field::Level(1),
        "二级分类" | "二级目录" | "二级类目" | "二级类别" => Field::Level(2),
        "三级分类" | "三级目录" | "三级类目" | "三级类别" => Field::Level(3),
        "四级分类" | "四级目录" | "四级类目" | "四级类别" => Field::Level(4),
        "五级分类" | "五级目录" | "五级类目" | "五级类别" => Field::Level(5),
        _ => return None,
    };
    Some(Meaning::Field(field))
}

/// Chinese names of channels, which are the program's own words and not the settings'.
const CHANNELS: &[(&str, &str)] = &[
    ("电话", "phone"),
    ("自助语音", "ivr"),
    ("短信", "sms"),
    ("微信", "wechat"),
    ("微博", "weibo"),
    ("官网", "web"),
    ("网站", "web"),
    ("论坛", "forum"),
    ("在线客服", "chat"),
    ("在线", "chat"),
    ("手机应用", "app"),
    ("机器人", "robot"),
];

/// The heading as it is compared: full width, case, Traditional, spaces and joints do not count,
/// nor a remark in brackets at the end such as `失效日期（含）`.
pub(super) fn key(heading: &str) -> String {
    let folded = fold_str(heading);
    let bare = match folded.rsplit_once('(') {
        Some((before, remark)) if remark.trim_end().ends_with(')') && !before.trim().is_empty() => before,
        _ => folded.as_str(),
    };
    bare.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | ':' | '*' | '\u{feff}')).collect()
}

impl Meaning {
    /// What a heading means; `None` when it is not known.
    pub fn of(heading: &str, channels: &[String]) -> Option<Meaning> {
        let path = fold_str(heading.trim());
        if let Some(field) = Field::of_path(&path, channels) {
            return Some(Meaning::Field(field));
        }
        let key = key(heading);
        named(&key).or_else(|| channel(&key, channels).map(|name| Meaning::Field(Field::Channel(name))))
    }

    /// The field that it most likely is, as a suggestion names it.
    pub fn path(&self, face: Face) -> String {
        match self {
            Meaning::Field(field) => field.path(),
            Meaning::Title => Field::Question.path(),
            Meaning::Ask => Field::Similar.path(),
            Meaning::Plain => Field::Body(face).path(),
            Meaning::Department => Field::Owner.path(),
            Meaning::Source => Field::SourceRef.path(),
        }
    }
}

/// A channel's name in a heading: `sms`, `IVR`, 短信, 短信口径, 客户短信.
fn channel(key: &str, channels: &[String]) -> Option<String> {
    let mut name = key.strip_prefix("客户").unwrap_or(key);
    for end in ["渠道版本", "口径", "话术", "答案", "版本", "内容", "渠道", "版"] {
        if let Some(rest) = name.strip_suffix(end) {
            name = rest;
            break;
        }
    }
    let name = CHANNELS.iter().find(|(zh, _)| *zh == name).map_or(name, |(_, channel)| *channel);
    if channels.is_empty() {
        // Without a list, only names that this program ships are channels: any heading could be one otherwise.
        let known = CHANNELS.iter().any(|(_, channel)| *channel == name) || name == "qq";
        return known.then(|| name.to_owned());
    }
    is_channel(name, channels).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channels() -> Vec<String> {
        ["sms", "wechat", "ivr", "web", "robot", "qq"].map(String::from).to_vec()
    }

    fn meaning(heading: &str) -> Option<Meaning> {
        Meaning::of(heading, &channels())
    }

    #[test]
    fn headings_are_known_however_they_are_written() {
        let table: &[(&str, &str)] = &[
            ("internal.lead", "internal.lead"),
            ("Internal.Lead", "internal.lead"),
            ("customer.sms", "customer.sms"),
            ("标准问", "question"),
            ("標準問", "question"),
            (" 相似 问 ", "similar"),
            ("Similar Questions", "similar"),
            ("ｓｉｍｉｌａｒ＿ｑｕｅｓｔｉｏｎｓ", "similar"),
            ("对内口径", "internal.body"),
            ("对外口径", "customer.body"),
            ("失效日期（含）", "valid.last"),
            ("valid.until", "valid.until"),
            ("二级分类", "category.2"),
            ("短信", "customer.sms"),
            ("短信口径", "customer.sms"),
            ("客户短信", "customer.sms"),
            ("IVR", "customer.ivr"),
            ("官网版本", "customer.web"),
            ("停售日期", "valid.sale_until"),
            ("KEYWORDS", "tags"),
        ];
        for (heading, path) in table {
            assert_eq!(meaning(heading).map(|m| m.path(Face::Internal)).as_deref(), Some(*path), "{heading}");
        }
    }

    #[test]
    fn what_is_not_known_stays_unknown() {
        for heading in ["", "序号", "customer.fax", "lang", "备注", "渠道"] {
            assert_eq!(meaning(heading), None, "{heading}");
        }
        assert_eq!(Meaning::of("lang", &[]), None);
        assert!(Meaning::of("短信", &[]).is_some());
    }
}
