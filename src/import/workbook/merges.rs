//! Merged cells: every cell of one says what its first says.

use calamine::Dimensions;

use super::value::Value;

/// Columns that are looked at, and that a merged cell fills: a title over a whole row has 16,384.
pub(super) const MOST_COLUMNS: usize = 512;
/// Merged cells that are kept of a sheet, and that may lie over one row. Beyond that no person made them.
const MOST: usize = 200_000;
const MOST_OVER_A_ROW: usize = 1_000;

/// Merged cells of a sheet, for rows in order.
pub(super) struct Merges {
    /// By their first rows, the last first.
    coming: Vec<Dimensions>,
    over: Vec<Over>,
}

struct Over {
    area: Dimensions,
    value: Value,
}

impl Merges {
    /// From the areas of a sheet, in cells from 0.
    pub fn new(mut areas: Vec<Dimensions>) -> Merges {
        areas.truncate(MOST);
        areas.sort_by_key(|area| std::cmp::Reverse(area.start));
        Merges { coming: areas, over: Vec::new() }
    }

    /// Fills the cells of a row that merged cells lie over.
    pub fn fill(&mut self, row: u32, values: &mut Vec<Value>) {
        self.over.retain(|over| over.area.end.0 >= row);
        while self.coming.last().is_some_and(|area| area.start.0 <= row) {
            let Some(area) = self.coming.pop() else { break };
            if area.end.0 >= row && self.over.len() < MOST_OVER_A_ROW {
                // An area that began in a row without cells is blank.
                let first = values.get(area.start.1 as usize).filter(|_| area.start.0 == row);
                let value = first.cloned().unwrap_or_default();
                self.over.push(Over { area, value });
            }
        }
        for over in &self.over {
            if over.value.is_blank() {
                continue;
            }
            let last = (over.area.end.1 as usize).min(MOST_COLUMNS - 1);
            if values.len() <= last {
                values.resize(last + 1, Value::Blank);
            }
            for value in values.iter_mut().take(last + 1).skip(over.area.start.1 as usize) {
                if value.is_blank() {
                    value.clone_from(&over.value);
                }
            }
        }
    }

    /// The last row of the merged cell over this one; the row itself where none is. Knows the row filled last.
    pub fn last_row(&self, row: u32, column: usize) -> u32 {
        let over = self.over.iter().find(|over| {
            (over.area.start.1 as usize..=over.area.end.1 as usize).contains(&column)
                && (over.area.start.0..=over.area.end.0).contains(&row)
        });
        over.map_or(row, |over| over.area.end.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_cell_fills_its_area() {
        let text = |t: &str| Value::Text(t.to_owned());
        let mut merges = Merges::new(vec![Dimensions::new((1, 0), (3, 0)), Dimensions::new((1, 1), (1, 2))]);
        let mut row = vec![text("标题")];
        merges.fill(0, &mut row);
        assert_eq!(row, [text("标题")]);
        let mut row = vec![text("宽带"), text("甲"), Value::Blank, text("丁")];
        merges.fill(1, &mut row);
        assert_eq!(row, [text("宽带"), text("甲"), text("甲"), text("丁")]);
        assert_eq!((merges.last_row(1, 0), merges.last_row(1, 2), merges.last_row(1, 3)), (3, 1, 1));
        let mut row = vec![Value::Blank, text("乙")];
        merges.fill(3, &mut row);
        assert_eq!(row, [text("宽带"), text("乙")]);
        let mut row = vec![Value::Blank, text("丙")];
        merges.fill(4, &mut row);
        assert_eq!(row, [Value::Blank, text("丙")]);
    }
}
