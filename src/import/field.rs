//! The fields that a column, a front-matter key or a mapping can mean.

use crate::model::Face;

/// A field of an article, as a name in a file can mean it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Id,
    Kind,
    Question,
    Similar,
    Category,
    /// One level of the category path, from 1.
    Level(u8),
    Region,
    Product,
    Customer,
    Lead(Face),
    Body(Face),
    BasedOn,
    Channel(String),
    Actions,
    Relations,
    Attachments,
    From,
    /// The day after the last valid day.
    Until,
    /// The last valid day (失效日期).
    LastDay,
    ReviewBy,
    SaleUntil,
    StudyFrom,
    Stage,
    Confidence,
    Owner,
    SourceClass,
    SourceRef,
    SourceAuthor,
    SourceDate,
    SourceLicence,
    Tags,
}

/// Fields with a name of their own, by the path that the exchange format gives them.
/// `valid.last` is for tables only: people write the last valid day, not the day after.
const PATHS: &[(&str, Field)] = &[
    ("id", Field::Id),
    ("kind", Field::Kind),
    ("question", Field::Question),
    ("similar", Field::Similar),
    ("category", Field::Category),
    ("scope.region", Field::Region),
    ("scope.product", Field::Product),
    ("scope.customer", Field::Customer),
    ("internal.lead", Field::Lead(Face::Internal)),
    ("internal.body", Field::Body(Face::Internal)),
    ("customer.lead", Field::Lead(Face::Customer)),
    ("customer.body", Field::Body(Face::Customer)),
    ("customer.based_on", Field::BasedOn),
    ("actions", Field::Actions),
    ("relations", Field::Relations),
    ("attachments", Field::Attachments),
    ("valid.from", Field::From),
    ("valid.until", Field::Until),
    ("valid.last", Field::LastDay),
    ("valid.review_by", Field::ReviewBy),
    ("valid.sale_until", Field::SaleUntil),
    ("valid.study_from", Field::StudyFrom),
    ("stage", Field::Stage),
    ("confidence", Field::Confidence),
    ("owner", Field::Owner),
    ("source.class", Field::SourceClass),
    ("source.ref", Field::SourceRef),
    ("source.author", Field::SourceAuthor),
    ("source.date", Field::SourceDate),
    ("source.licence", Field::SourceLicence),
    ("tags", Field::Tags),
];

impl Field {
    /// The field of a path such as `internal.lead`, `customer.sms` or `category.2`.
    /// With no channels known, any name can be one.
    pub fn of_path(path: &str, channels: &[String]) -> Option<Field> {
        if let Some((_, field)) = PATHS.iter().find(|(name, _)| *name == path) {
            return Some(field.clone());
        }
        if let Some(level) = path.strip_prefix("category.") {
            return level.parse().ok().filter(|level| (1..=9).contains(level)).map(Field::Level);
        }
        let name = path.strip_prefix("customer.channels.").or_else(|| path.strip_prefix("customer."))?;
        is_channel(name, channels).then(|| Field::Channel(name.to_owned()))
    }

    /// The path, as messages name it.
    pub fn path(&self) -> String {
        match self {
            Field::Level(level) => format!("category.{level}"),
            Field::Channel(name) => format!("customer.{name}"),
            field => {
                PATHS.iter().find(|(_, f)| f == field).map(|(path, _)| (*path).to_owned()).unwrap_or_default()
            }
        }
    }

    /// Whether several columns may add to it.
    pub fn is_list(&self) -> bool {
        matches!(
            self,
            Field::Similar
                | Field::Region
                | Field::Product
                | Field::Customer
                | Field::Tags
                | Field::Attachments
        )
    }

    /// Whether a day stands in it.
    pub fn is_day(&self) -> bool {
        matches!(
            self,
            Field::From
                | Field::Until
                | Field::LastDay
                | Field::ReviewBy
                | Field::SaleUntil
                | Field::StudyFrom
                | Field::SourceDate
        )
    }

    /// All paths, for suggestions.
    pub fn paths() -> impl Iterator<Item = &'static str> {
        PATHS.iter().map(|(path, _)| *path)
    }
}

/// Whether a name is a channel's; with no channels known, any plain name can be.
pub(super) fn is_channel(name: &str, channels: &[String]) -> bool {
    if channels.is_empty() {
        !name.is_empty() && !name.contains('.')
    } else {
        channels.iter().any(|c| c == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_reads_back() {
        let channels = vec!["sms".to_owned()];
        for path in Field::paths().chain(["customer.sms", "category.2"]) {
            let field = Field::of_path(path, &channels).unwrap_or_else(|| panic!("{path}"));
            assert_eq!(field.path(), path);
        }
        assert_eq!(Field::of_path("customer.channels.sms", &channels), Some(Field::Channel("sms".into())));
        assert_eq!(Field::of_path("customer.fax", &channels), None);
        assert_eq!(Field::of_path("category.0", &channels), None);
    }
}
