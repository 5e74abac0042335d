//! Short messages: how many a text becomes.
//!
//! A text of nothing but the GSM 7-bit alphabet (3GPP TS 23.038, 6.2.1) goes 160 to a message; any other is UCS-2, 70 to a
//! message. When one does not hold it, each gives up six octets to the header that puts them together again
//! (3GPP TS 23.040, 9.2.3.24.1): 153 and 67 are left.

/// Septets of a message that is alone, and of one of several.
const SEPTETS: Capacity = Capacity { alone: 160, of_several: 153 };

/// UTF-16 code units of a message that is alone, and of one of several.
const UNITS: Capacity = Capacity { alone: 70, of_several: 67 };

/// What is in the basic table besides ASCII letters and digits: each is one septet.
const BASIC: &str = "\n\r !\"#%&'()*+,-./:;<=>?@_$£¥¤§¡¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΔΦΓΛΩΠΨΣΘΞ";

/// What is in the extension table: each is two septets, the first of which says so.
const EXTENSION: &str = "^{}\\[~]|€";

#[derive(Clone, Copy)]
struct Capacity {
    alone: usize,
    of_several: usize,
}

/// How many messages carry a text; none when there is none.
///
/// The 7-bit alphabet is taken whenever it is enough. Some gateways send and bill all Chinese traffic as UCS-2; a text with
/// a Chinese signature is UCS-2 anyway.
pub fn segments(text: &str) -> usize {
    match text.chars().map(septets).collect::<Option<Vec<usize>>>() {
        Some(sizes) => packed(&sizes, SEPTETS),
        None => packed(&text.chars().map(char::len_utf16).collect::<Vec<_>>(), UNITS),
    }
}

/// Septets of a char; `None` when it is not in the alphabet.
fn septets(c: char) -> Option<usize> {
    if c.is_ascii_alphanumeric() || BASIC.contains(c) {
        Some(1)
    } else if EXTENSION.contains(c) {
        Some(2)
    } else {
        None
    }
}

/// Fills messages one after the other. A char is never divided between two (TS 23.040, 9.2.3.24.1), so one of two units
/// that meets the end of a message leaves a unit unused.
fn packed(sizes: &[usize], capacity: Capacity) -> usize {
    let all: usize = sizes.iter().sum();
    if all <= capacity.alone {
        return usize::from(all > 0);
    }
    let (messages, _) = sizes.iter().fold((1, 0), |(messages, used), size| {
        if used + size > capacity.of_several { (messages + 1, *size) } else { (messages, used + size) }
    });
    messages
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chinese_goes_70_then_67_each() {
        let cases = [(0, 0), (1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (160, 3), (201, 3), (202, 4)];
        for (chars, expected) in cases {
            assert_eq!(segments(&"话".repeat(chars)), expected, "{chars}");
        }
    }

    #[test]
    fn latin_goes_160_then_153_each() {
        let cases = [(1, 1), (160, 1), (161, 2), (306, 2), (307, 3)];
        for (chars, expected) in cases {
            assert_eq!(segments(&"a".repeat(chars)), expected, "{chars}");
        }
    }

    #[test]
    fn one_char_outside_the_alphabet_makes_all_of_it_ucs2() {
        assert_eq!(segments(&"a".repeat(71)), 1);
        for c in ["，", "é̂", "`", "ç", "“", "\u{a0}", "\t"] {
            assert_eq!(segments(&format!("{}{c}", "a".repeat(70))), 2, "{c}");
        }
    }

    #[test]
    fn the_extension_table_takes_two_septets() {
        for c in EXTENSION.chars() {
            assert_eq!(segments(&format!("{}{c}", "a".repeat(158))), 1, "{c}");
            assert_eq!(segments(&format!("{}{c}", "a".repeat(159))), 2, "{c}");
        }
        // 152 and one of two: it goes to the next message whole, and then 153 more do not fit beside it.
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(segments(&text), 3);
        assert_eq!(segments(&text.replace('€', "aa")), 2);
    }

    #[test]
    fn an_emoji_is_not_divided() {
        assert_eq!(segments(&format!("{}😀", "话".repeat(68))), 1);
        assert_eq!(segments(&format!("{}😀", "话".repeat(69))), 2);
        // 66 and two: the pair goes to the next message, where 65 more have room.
        assert_eq!(segments(&format!("{}😀{}", "话".repeat(66), "话".repeat(65))), 2);
        assert_eq!(segments(&format!("{}😀{}", "话".repeat(66), "话".repeat(66))), 3);
    }

    #[test]
    fn the_basic_table_is_whole() {
        let others = BASIC.chars().count();
        // 128 places, less the escape to the extension table.
        assert_eq!(others + 26 + 26 + 10, 127);
        assert_eq!(others, BASIC.chars().collect::<std::collections::BTreeSet<_>>().len());
    }

    proptest! {
        #[test]
        fn more_text_is_never_fewer_messages(text in "[a€话😀]{0,400}", more in "[a€话😀]{0,9}") {
            let longer = format!("{text}{more}");
            prop_assert!(segments(&text) <= segments(&longer));
        }

        #[test]
        fn messages_are_as_few_as_units_let(text in "[话😀]{71,400}") {
            let units = text.encode_utf16().count();
            let least = units.div_ceil(67);
            prop_assert!((least..=units.div_ceil(66)).contains(&segments(&text)) || units <= 70);
        }
    }
}
