//! Where in a Markdown source there is something that a channel may not be able to show.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Block, parse};

/// What stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A table that is no part of a list or a quotation.
    Table(Block),
    /// A picture outside of such tables.
    Picture,
}

/// The tables and pictures of a source with their bytes, in order, not overlapping.
pub fn places(source: &str) -> Vec<(Range<usize>, Place)> {
    let mut out = Vec::new();
    let (mut depth, mut in_table) = (0_usize, false);
    for (event, at) in Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Table(_)) if depth == 0 => {
                in_table = true;
                let table = source.get(at.clone()).map(parse).unwrap_or_default().into_iter().next();
                out.extend(table.map(|table| (at, Place::Table(table))));
            }
            Event::End(TagEnd::Table) => in_table = false,
            Event::Start(Tag::Image { .. }) if !in_table => out.push((at, Place::Picture)),
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => depth += 1,
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_)) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    // A picture in the description of a picture is gone with it.
    let mut end = 0;
    out.retain(|(at, _)| {
        let apart = at.start >= end;
        if apart {
            end = at.end;
        }
        apart
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_pictures_have_their_places() {
        let source = "看![灯](a.png)\n\n|档|费|\n|-|-|\n|a|![b](c)|\n\n> |档|费|\n> |-|-|\n\n尾";
        let found = places(source);
        let said: Vec<&str> = found.iter().map(|(at, _)| &source[at.clone()]).collect();
        assert_eq!(said, ["![灯](a.png)", "|档|费|\n|-|-|\n|a|![b](c)|\n"]);
        assert_eq!(found[0].1, Place::Picture);
        assert!(matches!(&found[1].1, Place::Table(Block::Table { rows, .. }) if rows.len() == 1));
        assert_eq!(places("![![a](b)](c)").len(), 1);
    }
}
