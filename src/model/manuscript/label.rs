//! Names of fields and of their closed sets of values, in Chinese and English: one table.

/// The language that a manuscript is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// Chinese names.
    Chinese,
    /// English names.
    English,
}

/// The fields, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Id,
    BasedOn,
    Kind,
    Question,
    Similar,
    Category,
    Region,
    Product,
    Customer,
    From,
    LastDay,
    ReviewBy,
    SaleUntil,
    StudyFrom,
    Confidence,
    Owner,
    SourceClass,
    Source,
    SourceAuthor,
    SourceDate,
    SourceLicence,
    Tags,
    Actions,
    Relations,
    Attachments,
}

use Field as F;

/// Field, Chinese name, English name.
pub(super) const FIELDS: &[(Field, &str, &str)] = &[
    (F::Id, "编号", "id"),
    (F::BasedOn, "原版", "based_on"),
    (F::Kind, "类型", "kind"),
    (F::Question, "标准问", "question"),
    (F::Similar, "相似问", "similar"),
    (F::Category, "分类", "category"),
    (F::Region, "适用地区", "region"),
    (F::Product, "适用产品", "product"),
    (F::Customer, "适用客户", "customer_type"),
    (F::From, "生效日期", "valid_from"),
    (F::LastDay, "失效日期", "last_day"),
    (F::ReviewBy, "复审日期", "review_by"),
    (F::SaleUntil, "停售日期", "sale_until"),
    (F::StudyFrom, "学习日期", "study_from"),
    (F::Confidence, "可信度", "confidence"),
    (F::Owner, "责任部门", "owner"),
    (F::SourceClass, "来源类别", "source_class"),
    (F::Source, "来源", "source"),
    (F::SourceAuthor, "来源作者", "source_author"),
    (F::SourceDate, "来源日期", "source_date"),
    (F::SourceLicence, "来源许可", "source_licence"),
    (F::Tags, "标签", "tags"),
    (F::Actions, "处理动作", "actions"),
    (F::Relations, "关联", "relations"),
    (F::Attachments, "附件", "attachments"),
];

/// Word of the data, Chinese label, of every closed set that a field takes.
pub(super) const WORDS: &[(Field, &[(&str, &str)])] = &[
    (
        F::Kind,
        &[
            ("tariff", "资费"),
            ("promotion", "活动"),
            ("procedure", "流程"),
            ("fault", "故障"),
            ("policy", "政策"),
            ("script", "话术"),
        ],
    ),
    (F::Confidence, &[("wip", "编写中"), ("not_validated", "未验证"), ("validated", "已验证")]),
    (F::Similar, &[("author", "采编"), ("search", "检索"), ("external", "外部"), ("import", "导入")]),
    (
        F::SourceClass,
        &[
            ("internal", "内部"),
            ("external", "外部"),
            ("case", "案例"),
            ("regulation", "法规"),
            ("web", "网页"),
        ],
    ),
    (
        F::Actions,
        &[
            ("handle", "办理"),
            ("ticket", "派单"),
            ("transfer", "转接"),
            ("escalate", "升级"),
            ("self-service", "自助"),
        ],
    ),
    (F::Relations, &[("next", "接着会问"), ("see_also", "另见"), ("replaces", "取代"), ("part_of", "属于")]),
];

/// The lead of an answer, Chinese and English.
pub(super) const LEAD: (&str, &str) = ("首句", "lead");
/// The internal face.
pub(super) const INTERNAL: (&str, &str) = ("内部口径", "internal");
/// The customer face.
pub(super) const CUSTOMER: (&str, &str) = ("客户口径", "customer");
/// That a customer text is made from the internal text as it stands in the same manuscript.
pub(super) const CURRENT: (&str, &str) = ("当前", "current");

impl Tongue {
    /// One of a pair.
    pub(super) fn of(self, (zh, en): (&'static str, &'static str)) -> &'static str {
        match self {
            Tongue::Chinese => zh,
            Tongue::English => en,
        }
    }
}

impl Field {
    /// A field by either of its names.
    pub(super) fn named(name: &str) -> Option<Field> {
        FIELDS.iter().find(|(_, zh, en)| *zh == name || *en == name).map(|(field, _, _)| *field)
    }

    /// Its name.
    pub(super) fn name(self, tongue: Tongue) -> &'static str {
        FIELDS.iter().find(|(field, _, _)| *field == self).map_or("", |(_, zh, en)| tongue.of((zh, en)))
    }

    fn words(self) -> &'static [(&'static str, &'static str)] {
        WORDS.iter().find(|(field, _)| *field == self).map_or(&[], |(_, words)| words)
    }

    /// The label of a word of its set.
    pub(super) fn label(self, word: &'static str, tongue: Tongue) -> &'static str {
        let found = self.words().iter().find(|(w, _)| *w == word);
        found.map_or(word, |(word, zh)| tongue.of((zh, word)))
    }

    /// The word of its set that a word or a label means.
    pub(super) fn word(self, text: &str) -> Option<&'static str> {
        self.words().iter().find(|(word, zh)| *word == text || *zh == text).map(|(word, _)| *word)
    }

    /// What it takes, for a complaint.
    pub(super) fn choices(self) -> Vec<&'static str> {
        self.words().iter().flat_map(|(word, zh)| [*zh, *word]).collect()
    }
}

/// The names of all fields, for people.
pub fn field_names(tongue: Tongue) -> Vec<&'static str> {
    FIELDS.iter().map(|(field, _, _)| field.name(tongue)).collect()
}

/// The English name of the field that a name means, in either language.
pub fn field_name(name: &str) -> Option<&'static str> {
    Field::named(name).map(|field| field.name(Tongue::English))
}

/// The words that a field of a closed set takes, by its name; none where it takes any.
pub fn choices(name: &str, tongue: Tongue) -> Vec<&'static str> {
    let words = Field::named(name).map(Field::words).unwrap_or_default();
    words.iter().map(|(word, zh)| tongue.of((*zh, *word))).collect()
}

/// How people call a word of a field's closed set.
pub fn label(field: &str, word: &'static str, tongue: Tongue) -> &'static str {
    Field::named(field).map_or(word, |field| field.label(word, tongue))
}

/// Where the line of a field begins in the fields of a manuscript, in bytes; the field by its English name.
pub fn field_at(text: &str, field: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let name = line.split_once([':', '：']).map_or("", |(name, _)| name);
        if !line.trim_start().starts_with(['-', '#']) && field_name(name.trim()) == Some(field) {
            return Some(at);
        }
        at += line.len();
    }
    None
}
