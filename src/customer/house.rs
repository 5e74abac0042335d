//! What a customer face may add to the internal text: the numbers and addresses at which the house is reached.

use crate::text::facts::{Fact, Kind, facts};

/// The house's own contacts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct House {
    phones: Vec<String>,
    addresses: Vec<String>,
}

impl House {
    /// Reads the contacts of a house: numbers to dial (`100196`, `400-123-4567`), web and mail addresses. An address holds
    /// for all that lies below it, and a host without a scheme for any. What is neither is left out.
    pub fn of<'t>(contacts: impl IntoIterator<Item = &'t str>) -> House {
        let mut house = House::default();
        for contact in contacts {
            if is_number(contact) {
                house.phones.push(contact.chars().filter(char::is_ascii_digit).collect());
            } else {
                let found = facts(contact).into_iter().filter(|fact| fact.kind == Kind::Url);
                house.addresses.extend(found.map(|fact| without_scheme(&fact.value).to_owned()));
            }
        }
        house.phones.retain(|phone| !phone.is_empty());
        house
    }

    /// Whether a text is a number to dial or an address.
    pub fn is_contact(text: &str) -> bool {
        let house = House::of([text]);
        !house.phones.is_empty() || !house.addresses.is_empty()
    }

    /// Whether a fact is one of them.
    pub fn has(&self, fact: &Fact) -> bool {
        match fact.kind {
            Kind::Phone => {
                let number = fact.value.split('转').next().unwrap_or_default();
                self.phones.iter().any(|phone| phone == number)
            }
            Kind::Url => {
                let address = without_scheme(&fact.value);
                self.addresses.iter().any(|own| {
                    address
                        .strip_prefix(own.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
                })
            }
            _ => false,
        }
    }
}

fn is_number(contact: &str) -> bool {
    contact.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c))
}

fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_of_the_house_is_known_in_any_writing() {
        let house =
            House::of(["100196", "400-123-4567", "www.yl.example.cn", "kf@yl.example.cn", "不是号码", ""]);
        let has = |text: &str| facts(text).first().is_some_and(|fact| house.has(fact));
        for text in [
            "详询100196",
            "拨打400 123 4567转8",
            "见https://www.yl.example.cn/help?id=1",
            "见www.YL.example.cn",
            "写信到kf@yl.example.cn",
        ] {
            assert!(has(text), "{text}");
        }
        for text in
            ["详询100197", "见https://www.yl.example.cn.evil.com", "见yl.example.cn", "15元", "拨打110"]
        {
            assert!(!has(text), "{text}");
        }
    }
}
