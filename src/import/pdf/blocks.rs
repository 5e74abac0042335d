//! Lines become headings, paragraphs and items of lists.

use super::lines::{Line, is_cjk};
use super::measure::{Measures, Placed};
use super::numbering::{self, Numbering};

/// A part of the text, in order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    pub kind: Kind,
    pub text: String,
    /// Of its first line, from 0.
    pub page: usize,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// With its level, from 1.
    Heading(usize),
    Paragraph,
    Item,
}

/// The deepest heading that Markdown has.
const DEEPEST: usize = 6;
/// Letters that a heading may have.
const LONGEST_HEADING: usize = 80;

/// Puts lines together; `pages` are the lines of each page in reading order.
pub(super) fn blocks(pages: Vec<Vec<Line>>) -> Vec<Block> {
    let measures = Measures::of(&pages);
    let levels = Levels::of(&pages, &measures);
    let mut building = Building { measures: &measures, done: Vec::new(), open: None };
    for (page, lines) in pages.into_iter().enumerate() {
        for line in lines {
            let level = levels.of_line(&line, &measures);
            building.add(Placed { line, page }, level);
        }
    }
    building
        .done
        .into_iter()
        .chain(building.open.map(|open| open.block))
        .filter(|b| !b.text.is_empty())
        .collect()
}

/// Which headings have which level.
struct Levels {
    /// Sizes, the largest first.
    sizes: Vec<f64>,
    /// Ways of numbering headings that are no larger than the text, but bold.
    ways: Vec<Numbering>,
}

impl Levels {
    fn of(pages: &[Vec<Line>], measures: &Measures) -> Levels {
        let mut levels = Levels { sizes: Vec::new(), ways: Vec::new() };
        for line in pages.iter().flatten() {
            if is_large(line, measures) {
                levels.sizes.push(line.size);
            } else {
                levels.ways.extend(bold_number(line, measures));
            }
        }
        levels.sizes.sort_by(|a, b| b.total_cmp(a));
        // Half a point is rounding, not a level.
        levels.sizes.dedup_by(|b, a| *a - *b < 0.6);
        levels.ways.sort();
        levels.ways.dedup();
        levels
    }

    fn of_line(&self, line: &Line, measures: &Measures) -> Option<usize> {
        let level = if is_large(line, measures) {
            self.sizes.iter().position(|size| size - line.size < 0.6)?
        } else {
            let way = bold_number(line, measures)?;
            self.sizes.len() + self.ways.iter().position(|known| *known == way)?
        };
        Some((level + 1).min(DEEPEST))
    }
}

fn is_large(line: &Line, measures: &Measures) -> bool {
    line.size >= measures.body * 1.15
        && line.size - measures.body >= 0.9
        && line.text.chars().count() <= LONGEST_HEADING
        && line.text.chars().any(char::is_alphanumeric)
        && numbering::behind_bullet(&line.text).is_none()
}

/// How a line is numbered that is bold among lines that are not.
fn bold_number(line: &Line, measures: &Measures) -> Option<Numbering> {
    let is_heading = line.is_bold
        && !measures.is_mostly_bold
        && line.text.chars().count() <= LONGEST_HEADING
        && line.size >= measures.body * 0.95
        && !line.text.ends_with(['。', '；', ';', '，', ',', '、', '.']);
    Numbering::of(&line.text, true).filter(|_| is_heading)
}

/// A block that may still grow.
struct Open {
    block: Block,
    first_x: f64,
    last: Placed,
    lines: usize,
}

struct Building<'m> {
    measures: &'m Measures,
    done: Vec<Block>,
    open: Option<Open>,
}

impl Building<'_> {
    fn add(&mut self, placed: Placed, level: Option<usize>) {
        if let Some(open) = &mut self.open
            && open.takes(&placed, level, self.measures)
        {
            join(&mut open.block.text, &placed.line.text);
            open.lines += 1;
            open.last = placed;
            return;
        }
        self.done.extend(self.open.take().map(|open| open.block));
        let text = placed.line.text.as_str();
        let (kind, text) = match (level, numbering::behind_bullet(text)) {
            (Some(level), _) => (Kind::Heading(level), text),
            (None, Some(behind)) => (Kind::Item, behind),
            (None, None) => (Kind::Paragraph, text),
        };
        let block = Block { kind, text: text.to_owned(), page: placed.page };
        self.open = Some(Open { block, first_x: placed.line.x0, lines: 1, last: placed });
    }
}

impl Open {
    /// Whether the next line belongs to this block.
    fn takes(&self, next: &Placed, level: Option<usize>, measures: &Measures) -> bool {
        let (last, line) = (&self.last.line, &next.line);
        let size = last.size.max(line.size);
        if self.block.text.is_empty() {
            // A bullet that stands alone.
            return level.is_none();
        }
        let is_here = self.last.page == next.page && last.column == line.column && last.y > line.y;
        let drop = last.y - line.y;
        if let Kind::Heading(own) = self.block.kind {
            // A heading of two lines.
            return level == Some(own)
                && is_here
                && drop < 1.9 * size
                && (last.size - line.size).abs() < 0.6
                && last.is_bold == line.is_bold
                && Numbering::of(&line.text, true).is_none();
        }
        if level.is_some() || (last.size - line.size).abs() > 0.12 * size {
            return false;
        }
        if numbering::behind_bullet(&line.text).is_some()
            || numbering::is_turn(&line.text)
            || Numbering::of(&line.text, false).is_some()
        {
            return false;
        }
        let is_ended =
            last.text.ends_with(['。', '！', '？', '.', '!', '?', '：', ':', '；', ';', '”', '）']);
        if is_here {
            if drop > measures.leading * size * 1.3 {
                return false;
            }
        } else if last.text.ends_with(['。', '！', '？', '.', '!', '?', '：', ':', '；', ';']) {
            // Over a page break nothing but the text itself tells.
            return false;
        }
        let (before, edge) = (measures.edge(&self.last), measures.edge(next));
        let (was, is) = (last.x0 - before.left, line.x0 - edge.left);
        let hangs = self.block.kind == Kind::Item
            && self.lines == 1
            && (!is_here || line.x0 > self.first_x - 0.3 * size);
        if is > was + 0.9 * size && !hangs || is < was - 0.9 * size && self.lines > 1 {
            return false;
        }
        // The next word had fitted behind the last: somebody ended the line there.
        let needs = if is_ended { line.head.min(size) } else { line.head };
        last.text.ends_with('-') || last.x1 + 0.25 * size + needs > before.right - 0.3 * size
    }
}

/// Adds a line to a paragraph: words that were cut are whole again, and Chinese has no blanks.
fn join(text: &mut String, line: &str) {
    let mut ends = text.chars().rev();
    let (last, before) = (ends.next(), ends.next());
    let first = line.chars().next();
    match (before, last, first) {
        (_, Some('\u{AD}'), _) => {
            text.pop();
        }
        (Some(before), Some('-' | '\u{2010}'), Some(first))
            if before.is_lowercase() && first.is_lowercase() =>
        {
            text.pop();
        }
        (_, Some('-' | '/'), _) | (_, None, _) => {}
        (_, Some(last), Some(first)) if is_cjk(last) || is_cjk(first) => {}
        _ => text.push(' '),
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined() {
        let table = [
            ("退款到", "账三天", "退款到账三天"),
            ("a re-", "fund", "a refund"),
            ("pre-", "Paid", "pre-Paid"),
            ("2024-", "05", "2024-05"),
            ("two", "words", "two words"),
            ("金额 100", "元", "金额 100元"),
            ("", "x", "x"),
        ];
        for (text, line, expected) in table {
            let mut text = text.to_owned();
            join(&mut text, line);
            assert_eq!(text, expected);
        }
    }
}
