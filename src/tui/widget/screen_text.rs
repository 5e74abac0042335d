//! A buffer as text, for snapshots: what a person would read.

use ratatui::buffer::{Buffer, CellWidth as _};

/// The rows of a buffer, wide characters once, without spaces at line ends.
pub fn screen_text(buf: &Buffer) -> String {
    let width = usize::from(buf.area.width.max(1));
    let mut out = String::new();
    for row in buf.content.chunks(width) {
        let mut text = String::new();
        let mut hidden = 0;
        for cell in row {
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            text.push_str(cell.symbol());
            hidden = cell.cell_width().saturating_sub(1);
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}
