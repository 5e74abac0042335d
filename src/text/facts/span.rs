//! What stands between the two ends of a range.

use super::glyph::Line;

/// The place behind a separator of a range (`-`, `~`, `--`, 至, 到), if one stands here.
pub(super) fn separator(line: Line<'_>, at: usize) -> Option<usize> {
    let here = line.gap(at);
    let end = match line.get(here)? {
        '-' => line.run(here, 2, |c| c == '-'),
        '~' => line.run(here, 2, |c| c == '~'),
        '至' | '到' => here + 1,
        _ => return None,
    };
    Some(line.gap(end))
}
