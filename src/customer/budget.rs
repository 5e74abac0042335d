//! What a text costs on a channel: chars, bytes, SMS segments, seconds of speech.

use crate::model::Channel;
use crate::text::clean::for_copy;

use super::pace::tenths;
use super::say::spoken;
use super::sms::segments;

pub use super::pace::Rate;

/// What a text costs. All counts are of what would be copied: control and zero-width characters are left out, line
/// ends are one char, and a signature such as `【云岭通信】` counts like the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// Length in chars (Unicode scalar values).
    pub chars: usize,
    /// Length in bytes of UTF-8.
    pub bytes: usize,
    /// SMS segments, on a channel that pays for them.
    pub segments: Option<usize>,
    /// Time to say it in tenths of a second, on a spoken channel. An estimate.
    pub tenths: Option<u32>,
    /// Chars over the limit of the channel; `None` when it fits or there is no limit.
    pub over: Option<usize>,
    /// Seconds over the limit of the channel; `None` when it fits or there is no limit.
    pub over_seconds: Option<u32>,
}

impl Cost {
    /// Time to say it in whole seconds, a begun one counted.
    pub fn seconds(&self) -> Option<u32> {
        self.tenths.map(|tenths| tenths.div_ceil(10))
    }

    /// Whether the channel cannot take it at once.
    pub fn is_over(&self) -> bool {
        self.over.is_some() || self.over_seconds.is_some()
    }
}

/// What a text costs on a channel when it is said at a rate. Variables cost what their names do: fill them first.
pub fn cost(text: &str, channel: &Channel, rate: Rate) -> Cost {
    let text = for_copy(text);
    let chars = text.chars().count();
    let tenths = channel.spoken.then(|| tenths(&spoken(&text), rate));
    let seconds = tenths.map(|t| t.div_ceil(10));
    Cost {
        chars,
        bytes: text.len(),
        segments: channel.segments.then(|| segments(&text)),
        tenths,
        over: channel.max_chars.and_then(|max| chars.checked_sub(max)).filter(|&over| over > 0),
        over_seconds: channel
            .max_seconds
            .zip(seconds)
            .and_then(|(max, seconds)| seconds.checked_sub(max))
            .filter(|&over| over > 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Channels;

    fn channel(name: &str) -> &'static Channel {
        Channels::shipped().get(name).unwrap()
    }

    #[test]
    fn each_channel_is_told_what_it_pays_for() {
        let text = "您好，云享129元。";
        let at = |name| cost(text, channel(name), Rate::default());
        let plain =
            Cost { chars: 10, bytes: 24, segments: None, tenths: None, over: None, over_seconds: None };
        assert_eq!(at("wechat"), plain);
        assert_eq!(at("sms"), Cost { segments: Some(1), ..plain.clone() });
        assert_eq!(at("ivr").tenths, at("phone").tenths);
        assert_eq!(at("ivr"), Cost { tenths: at("ivr").tenths, ..plain });
        assert!(at("ivr").tenths.is_some());
    }

    #[test]
    fn the_signature_counts() {
        let text = |n| format!("【云岭通信】{}", "话".repeat(n));
        assert_eq!(cost(&text(64), channel("sms"), Rate::default()).segments, Some(1));
        assert_eq!(cost(&text(65), channel("sms"), Rate::default()).segments, Some(2));
    }

    #[test]
    fn over_is_what_has_to_go() {
        let at = |n| cost(&"话".repeat(n), channel("sms"), Rate::default());
        assert_eq!((at(500).over, at(500).is_over()), (None, false));
        assert_eq!((at(503).over, at(503).is_over()), (Some(3), true));
        let ivr = Channel { max_seconds: Some(30), ..channel("ivr").clone() };
        // 240 chars a minute are four a second.
        let said = |n| cost(&"话".repeat(n), &ivr, Rate::default()).over_seconds;
        assert_eq!((said(120), said(121), said(132)), (None, Some(1), Some(3)));
    }

    #[test]
    fn numbers_take_as_long_as_they_are_said() {
        let said = |text: &str| cost(text, channel("ivr"), Rate::default()).tenths;
        assert_eq!(said("每月129元"), said("每月一百二十九元"));
        assert_eq!(said("详询10086"), said("详询幺零零八六"));
    }

    #[test]
    fn what_is_not_copied_is_not_counted() {
        let at = |text: &str| cost(text, channel("sms"), Rate::default());
        assert_eq!(at("退\u{200b}款\r\n。"), at("退款\n。"));
    }
}
