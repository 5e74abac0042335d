//! The bytes of a page as text: what the file begins with, what it declares, and where that is wrong what it looks like.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use super::super::encoding::detect;
use super::super::reason::Reason;

/// A declaration is looked for in so many bytes; the HTML standard asks for 1,024, real pages come later to it.
const HEAD_BYTES: usize = 4096;

/// A page as text.
///
/// # Errors
/// When it is text in no encoding that it declares or looks like.
pub(super) fn text_of(bytes: &[u8]) -> Result<String, Reason> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return decoded(encoding, bytes.get(skip..).unwrap_or_default()).ok_or_else(|| bad(encoding, bytes));
    }
    let declared = declared(bytes);
    // Many a page declares what its tool was set to, and is saved as UTF-8.
    let utf8 = || decoded(UTF_8, bytes).filter(|text| !text.is_ascii());
    if declared != Some(UTF_8)
        && let Some(text) = utf8()
    {
        return Ok(text);
    }
    if let Some(text) = declared.and_then(|encoding| decoded(encoding, bytes)) {
        return Ok(text);
    }
    let looks = detect(bytes).unwrap_or(UTF_8);
    decoded(looks, bytes).ok_or_else(|| bad(declared.unwrap_or(looks), bytes))
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(Cow::into_owned)
}

fn bad(encoding: &'static Encoding, bytes: &[u8]) -> Reason {
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    Reason::Encoding { encoding: encoding.name(), byte: valid as u64 }
}

/// What stands behind `charset=` in the head of the file.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD_BYTES))?;
    let head: String = head.iter().map(|b| char::from(*b).to_ascii_lowercase()).collect();
    let behind = ["charset=", "encoding="].iter().find_map(|word| head.split_once(word))?.1;
    let name = behind.trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(name.len());
    Encoding::for_label(name.get(..end)?.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_declaration_does_no_harm() {
        let gbk = encoding_rs::GBK.encode("<meta charset=gb2312><p>宽带移机</p>").0.into_owned();
        assert!(text_of(&gbk).unwrap().contains("宽带移机"));
        let lying = "<meta charset=\"gb2312\"><p>宽带移机怎么办理，需要多久</p>";
        assert_eq!(text_of(lying.as_bytes()).unwrap(), lying);
        let silent = encoding_rs::GBK.encode("<p>宽带移机怎么办理，需要多久，收不收费</p>").0.into_owned();
        assert!(text_of(&silent).unwrap().contains("宽带移机"));
        let other =
            encoding_rs::GBK.encode("<meta charset=utf-8><p>宽带移机怎么办理，需要多久</p>").0.into_owned();
        assert!(text_of(&other).unwrap().contains("宽带移机"));
        assert_eq!(text_of(b"\xff\xfe<\0p\0>\0").unwrap(), "<p>");
        let big5 = encoding_rs::BIG5.encode("<meta charset=big5><p>寬頻移機</p>").0.into_owned();
        assert!(text_of(&big5).unwrap().contains("寬頻移機"));
    }
}
