//! Keys that come faster than anybody types: a paste in a terminal that puts no brackets around it. Its line ends would
//! press Enter.

use super::event::Event;
use super::keymap::Key;

/// So many keys without a pause are a paste when a line goes on behind its end. Over a line that stalls a few keys of
/// somebody who types arrive together as well.
const PASTED_LINES: usize = 8;
/// So many are one without any line end: to take them one by one would search for each.
const PASTED: usize = 64;

/// Text keys that are held until it is known whether more come with them.
#[derive(Debug, Default)]
pub struct Burst {
    held: Vec<Key>,
}

impl Burst {
    /// Takes a key; `more`: something has come right behind it. What is certain now, in order.
    pub fn take(&mut self, key: Key, more: bool) -> Vec<Event> {
        if key.as_text().is_none() {
            let mut events = self.release();
            events.push(Event::Key(key));
            return events;
        }
        self.held.push(key);
        if more { Vec::new() } else { self.release() }
    }

    /// Nothing that could belong to it follows: what was held.
    pub fn release(&mut self) -> Vec<Event> {
        let held = std::mem::take(&mut self.held);
        if is_paste(&held) {
            vec![Event::Paste(held.iter().filter_map(Key::as_text).collect())]
        } else {
            held.into_iter().map(Event::Key).collect()
        }
    }
}

fn is_paste(keys: &[Key]) -> bool {
    let mut behind_first_end = keys.iter().skip_while(|key| key.text().is_some());
    let goes_on = behind_first_end.any(|key| key.text().is_some());
    keys.len() >= PASTED || (goes_on && keys.len() >= PASTED_LINES)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of keys that come all at once; a pasted text stands in brackets.
    fn at_once(written: &str) -> String {
        let keys: Vec<Key> = written
            .split_inclusive(' ')
            .map(|name| name.trim_end().parse().unwrap_or_else(|error| panic!("{error}")))
            .collect();
        let mut burst = Burst::default();
        let mut said = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            for event in burst.take(*key, at + 1 < keys.len()) {
                said.push(match event {
                    Event::Key(key) => key.to_string(),
                    Event::Paste(text) => format!("[{text}]"),
                    other => panic!("{other:?}"),
                });
            }
        }
        assert!(burst.release().is_empty(), "nothing stays behind");
        said.join(" ")
    }

    #[test]
    fn line_ends_inside_a_burst_are_pasted_and_press_nothing() {
        assert_eq!(at_once("宽 带 断 了 enter 怎 么 办"), "[宽带断了\n怎么办]");
        assert_eq!(at_once("a tab 1 enter b tab 2 enter"), "[a\t1\nb\t2\n]");
    }

    #[test]
    fn what_somebody_types_over_a_slow_line_stays_keys() {
        for keys in [
            "宽 带 上 不 去 网 怎 么 办 enter",
            "宽 带 enter 退 款",
            "宽 带 断 网 怎 么 办 down enter a",
            "k",
        ] {
            assert_eq!(at_once(keys), keys);
        }
    }

    #[test]
    fn a_long_burst_is_one_text() {
        let keys = ["长"; 100].join(" ");
        assert_eq!(at_once(&keys), format!("[{}]", "长".repeat(100)));
    }

    #[test]
    fn a_chord_in_between_ends_it() {
        assert_eq!(at_once("a b enter ctrl-k c enter d"), "a b enter ctrl-k c enter d");
    }
}
