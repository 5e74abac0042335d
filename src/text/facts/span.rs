//! What stands between the two ends of a range.

use super::glyph::Line;

/// Whether the separator here is a dash, which may as well be a minus or a part of a name.
pub(super) fn is_dash(line: Line<'_>, at: usize) -> bool {
    line.get(line.gap(at)) == Some('-')
}

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
