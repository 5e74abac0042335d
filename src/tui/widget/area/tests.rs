//! The widget as a whole: what keys do to a text, and what holds after any of them.

use proptest::prelude::*;
use ratatui::buffer::Buffer as Screen;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation as _;

use super::wrap::Rows;
use super::*;
use crate::config::Settings;
use crate::text::clean;
use crate::tui::theme::Look;

/// A text with the caret at `|`.
fn area(marked: &str) -> Area {
    let at = marked.find('|').expect("a caret");
    let mut area = Area::new(&marked.replacen('|', "", 1));
    area.jump_to(at);
    area
}

fn marked(area: &Area) -> String {
    let mut text = area.text().to_owned();
    text.insert(area.caret(), '|');
    text
}

fn after(before: &str, size: (u16, u16), actions: &[AreaAction]) -> String {
    let mut area = area(before);
    area.set_size(size.0, size.1);
    for &action in actions {
        area.apply(action);
    }
    marked(&area)
}

#[test]
fn keys_move_the_caret() {
    use AreaAction as A;
    let table: &[(&str, &[A], &str)] = &[
        ("一|\n二", &[A::Right], "一\n|二"),
        ("一\n|二", &[A::Left], "一|\n二"),
        ("e\u{301}|", &[A::Left], "|e\u{301}"),
        ("|一", &[A::Left], "|一"),
        // Two rows of four: to the end of the row, then of the line; the same back.
        ("一|二三四五六七\n八", &[A::RowEnd], "一二三四|五六七\n八"),
        ("一|二三四五六七\n八", &[A::RowEnd, A::RowEnd], "一二三四五六七|\n八"),
        ("一|二三四五六七\n八", &[A::RowEnd, A::RowStart], "|一二三四五六七\n八"),
        ("一二三四五|六七", &[A::RowStart], "一二三四|五六七"),
        ("一二三四五|六七", &[A::RowStart, A::RowStart], "|一二三四五六七"),
        // Up and down keep the column through a short row and stay where there is no row.
        ("一二三|四五六七", &[A::Down], "一二三四五六七|"),
        ("一二三|\n一\nab一二三", &[A::Down, A::Down], "一二三\n一\nab一二|三"),
        ("一二三|\n一\nab一二三", &[A::Down, A::Down, A::Up, A::Up], "一二三|\n一\nab一二三"),
        ("一二三|\n一\nab一二三", &[A::Down, A::Left, A::Down], "一二三\n一\n|ab一二三"),
        ("一|二", &[A::Up], "一|二"),
        ("一|二", &[A::Down], "一|二"),
        // Down from the end of a full row is the end of the next full row.
        ("|一二三四五六七八九", &[A::RowEnd, A::Down], "一二三四五六七八|九"),
        ("打100196，|查询", &[A::WordLeft, A::WordLeft], "打|100196，查询"),
        ("打|100196，查询", &[A::WordRight, A::WordRight], "打100196，|查询"),
        ("一|\n二", &[A::Last], "一\n二|"),
        ("一\n|二", &[A::First], "|一\n二"),
        // A page of three rows moves by two.
        ("1|\n2\n3\n4\n5\n6", &[A::PageDown], "1\n2\n3|\n4\n5\n6"),
        ("1|\n2\n3\n4\n5\n6", &[A::PageDown, A::PageDown, A::PageDown], "1\n2\n3\n4\n5\n6|"),
        ("1\n2\n3\n4\n5|\n6", &[A::PageUp], "1\n2\n3|\n4\n5\n6"),
    ];
    for (before, actions, expected) in table {
        assert_eq!(after(before, (9, 3), actions), *expected, "{before:?} {actions:?}");
    }
}

#[test]
fn keys_change_the_text() {
    use AreaAction as A;
    let table: &[(&str, &[A], &str)] = &[
        ("一|二", &[A::NewLine], "一\n|二"),
        ("一\n|二", &[A::DeleteBack], "一|二"),
        ("一|\n二", &[A::DeleteForward], "一|二"),
        ("e\u{301}|x", &[A::DeleteBack], "|x"),
        ("|e\u{301}x", &[A::DeleteForward], "|x"),
        ("退款 流程|，", &[A::DeleteWord], "退款 |，"),
        ("一\n|二", &[A::DeleteWord], "一|二"),
        ("一|二三\n四", &[A::DeleteToEnd], "一|\n四"),
        ("一|二三\n四", &[A::DeleteToEnd, A::DeleteToEnd], "一|四"),
        ("|", &[A::DeleteBack, A::DeleteForward, A::DeleteWord, A::DeleteToEnd, A::Undo, A::Redo], "|"),
        // What was apart becomes one grapheme, and the caret stands behind it.
        ("a\n|\u{301}", &[A::DeleteBack], "a\u{301}|"),
        ("一|二", &[A::DeleteForward, A::Undo], "一|二"),
        ("一|二", &[A::DeleteForward, A::Undo, A::Redo], "一|"),
    ];
    for (before, actions, expected) in table {
        assert_eq!(after(before, (20, 3), actions), *expected, "{before:?} {actions:?}");
    }
}

#[test]
fn what_comes_in_is_clean() {
    let mut area = area("[|]");
    assert_eq!(area.paste("宽带\r\n断\u{1b}[31m网\u{200b}\r\t好"), Ok(true));
    assert_eq!(marked(&area), "[宽带\n断网\n  好|]");
    assert_eq!(area.insert("\u{200b}\u{7}"), Ok(false));
    assert_eq!(area.insert("\u{301}"), Ok(true));
    assert_eq!(marked(&area), "[宽带\n断网\n  好\u{301}|]");
    assert!(!Area::new("a\r\nb\rc").text().contains('\r'));
    assert_eq!(Area::new("a\u{200b}\tb").text(), "a\u{200b}\tb", "a text that is opened is not changed");
}

#[test]
fn steps_are_what_a_person_takes_for_one() {
    let mut area = area("|");
    for typed in ["宽", "带", "断"] {
        area.insert(typed).unwrap();
    }
    area.apply(AreaAction::NewLine);
    area.insert("先").unwrap();
    area.insert("查").unwrap();
    area.paste("欠费").unwrap();
    area.apply(AreaAction::DeleteBack);
    area.apply(AreaAction::DeleteBack);
    area.apply(AreaAction::Left);
    area.insert("。").unwrap();
    let states = ["宽带断\n先|查", "宽带断\n先查欠费|", "宽带断\n先查|", "宽带断|", "|"];
    for state in states {
        assert!(area.apply(AreaAction::Undo));
        assert_eq!(marked(&area), state);
    }
    assert!(!area.apply(AreaAction::Undo));
    for _ in states {
        assert!(area.apply(AreaAction::Redo));
    }
    assert!(!area.apply(AreaAction::Redo));
    assert_eq!(marked(&area), "宽带断\n先。|查");
}

#[test]
fn a_text_is_changed_until_it_is_saved_or_taken_back() {
    let mut area = area("一|");
    assert!(!area.is_changed());
    area.insert("二").unwrap();
    assert!(area.is_changed());
    area.apply(AreaAction::Undo);
    assert!(!area.is_changed());
    area.apply(AreaAction::Redo);
    area.mark_saved();
    assert!(!area.is_changed());
    area.apply(AreaAction::Undo);
    assert!(area.is_changed());
}

#[test]
fn another_text_changes_only_what_differs() {
    let mut area = area("月租十九元，|含流量。");
    area.decorate(
        0,
        vec![Decoration {
            range: "月租十九元，".len().."月租十九元，含".len(), style: Default::default()
        }],
    );
    assert_eq!(area.set_text("月租二十元，含流量。"), Ok(true));
    assert_eq!(marked(&area), "月租二十|元，含流量。");
    assert_eq!(area.buffer.decorations.over(&(0..99)).len(), 1, "what stands behind keeps its style");
    assert_eq!(area.set_text("月租二十元，含流量。"), Ok(false));
    assert!(area.apply(AreaAction::Undo));
    assert_eq!(marked(&area), "月租十九元，|含流量。");
    // Chars that share bytes stay whole.
    assert_eq!(
        (same_ends("一", "丁"), same_ends("aa", "aaa"), same_ends("é", "è")),
        ((0, 0), (2, 0), (0, 0))
    );
    assert_eq!(same_ends("x一y", "x一一y"), (4, 1));
}

#[test]
fn a_replacement_is_a_step_and_a_wrong_range_changes_nothing() {
    let mut area = area("我司|承诺");
    assert_eq!(area.replace(0.."我司".len(), "我们"), Ok(true));
    assert_eq!(marked(&area), "我们|承诺");
    for range in [1..3, 0..99, Range { start: 3, end: 0 }] {
        assert_eq!(area.replace(range, "x"), Ok(false));
    }
    assert_eq!(area.replace(0.."我们".len(), "我们"), Ok(false));
    area.apply(AreaAction::Undo);
    assert_eq!(marked(&area), "我司|承诺");
}

#[test]
fn what_has_no_room_changes_nothing() {
    let mut area = Area::new(&"x".repeat(MAX_BYTES - 2));
    assert_eq!(area.paste("宽带"), Err(NoRoom { over_bytes: 4 }));
    assert_eq!(area.insert("é"), Ok(true));
    assert!(!area.apply(AreaAction::NewLine));
    assert!(area.apply(AreaAction::DeleteBack));
    assert_eq!(area.text().len(), MAX_BYTES - 2);
    let mut area = Area::new(&"x".repeat(MAX_BYTES + 2));
    assert!(area.apply(AreaAction::DeleteForward), "a text that is too long can be shortened");
    assert_eq!(area.replace(0..4, "yyy"), Ok(true));
}

#[test]
fn the_view_follows_the_caret() {
    let text: Vec<String> = (0..100).map(|n| n.to_string()).collect();
    let mut area = Area::new(&text.join("\n"));
    area.set_size(10, 10);
    area.apply(AreaAction::Last);
    assert_eq!(area.top(), 90);
    area.apply(AreaAction::PageUp);
    assert_eq!((area.top(), area.place().row), (81, 90));
    area.jump_to(0);
    assert_eq!(area.top(), 0);
    area.jump_to(text.join("\n").find("50").unwrap());
    assert_eq!((area.top(), area.place().row), (47, 50), "with some rows above it");
    area.set_size(10, 3);
    assert_eq!(area.top(), 48);
    area.apply(AreaAction::First);
    area.apply(AreaAction::DeleteToEnd);
    area.set_size(10, 200);
    assert_eq!(area.top(), 0);
}

#[test]
fn another_width_leaves_the_row_of_the_caret_where_it_was() {
    let mut area = Area::new(&"一二三四五六七八九十\n".repeat(50));
    area.set_size(21, 10);
    area.jump_to("一二三四五六七八九十\n".len() * 25);
    let down = area.place().row - area.top();
    area.set_size(11, 10);
    assert_eq!((area.place().row, area.place().row - area.top()), (50, down));
}

#[test]
fn actions_of_the_table_do_what_they_do_in_a_line() {
    let mut area = area("一二|");
    assert_eq!(area.edit(Action::DeleteBack), Some(true));
    assert_eq!(area.edit(Action::CaretLeft), Some(false));
    assert_eq!(area.edit(Action::Flag), None);
    assert_eq!(marked(&area), "|一");
}

/// Something that a person does.
#[derive(Debug, Clone)]
enum Deed {
    Type(String),
    Paste(String),
    Do(AreaAction),
    Jump(usize),
    Save,
}

const ACTIONS: [AreaAction; 19] = [
    AreaAction::Left,
    AreaAction::Right,
    AreaAction::Up,
    AreaAction::Down,
    AreaAction::RowStart,
    AreaAction::RowEnd,
    AreaAction::WordLeft,
    AreaAction::WordRight,
    AreaAction::PageUp,
    AreaAction::PageDown,
    AreaAction::First,
    AreaAction::Last,
    AreaAction::NewLine,
    AreaAction::DeleteBack,
    AreaAction::DeleteForward,
    AreaAction::DeleteWord,
    AreaAction::DeleteToEnd,
    AreaAction::Undo,
    AreaAction::Redo,
];

const TEXT: &str =
    "([一二，。（）a-z \t]|e\u{301}|👨\u{200d}👩|🇨🇳|🇨|\u{301}|\u{200b}|\u{fe0f}|한|ᄒ|ᅡ|\\PC|\n|\r\n){0,30}";

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let typed = prop_oneof![
        "[a-z一，。 ]",
        Just("\u{301}".to_owned()),
        Just("🇨".to_owned()),
        Just("\u{200b}".to_owned()),
        Just("ᅡ".to_owned()),
        "\\PC",
    ];
    let deed = prop_oneof![
        4 => typed.prop_map(Deed::Type),
        1 => TEXT.prop_map(Deed::Paste),
        8 => prop::sample::select(ACTIONS.to_vec()).prop_map(Deed::Do),
        1 => (0usize..100).prop_map(Deed::Jump),
        1 => Just(Deed::Save),
    ];
    prop::collection::vec(deed, 0..30)
}

fn perform(area: &mut Area, deed: &Deed) -> bool {
    match deed {
        Deed::Type(text) => area.insert(text).unwrap(),
        Deed::Paste(text) => area.paste(text).unwrap(),
        Deed::Do(action) => area.apply(*action),
        Deed::Jump(byte) => {
            area.jump_to(*byte);
            false
        }
        Deed::Save => {
            area.mark_saved();
            false
        }
    }
}

/// The text as a plain list of graphemes would have it; motions are those of the widget.
fn model(text: &str, caret: usize, deed: &Deed) -> Option<String> {
    let (head, tail) = text.split_at(caret);
    let without_last =
        || head.graphemes(true).rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect::<String>();
    let without_first = || tail.graphemes(true).skip(1).collect::<String>();
    Some(match deed {
        Deed::Type(new) | Deed::Paste(new) => format!("{head}{}{tail}", clean::for_copy(new)),
        Deed::Do(AreaAction::NewLine) => format!("{head}\n{tail}"),
        Deed::Do(AreaAction::DeleteBack) => format!("{}{tail}", without_last()),
        Deed::Do(AreaAction::DeleteForward) => format!("{head}{}", without_first()),
        Deed::Do(AreaAction::DeleteToEnd) => match tail.split_once('\n') {
            Some(("", rest)) => format!("{head}{rest}"),
            Some((_, rest)) => format!("{head}\n{rest}"),
            None => head.to_owned(),
        },
        Deed::Do(AreaAction::DeleteWord | AreaAction::Undo | AreaAction::Redo) => return None,
        Deed::Do(_) | Deed::Jump(_) | Deed::Save => text.to_owned(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_is_done_the_text_is_right_and_the_caret_in_it(
        text in TEXT, deeds in deeds(), width in 1u16..16, height in 1u16..6, drawn in (0u16..16, 0u16..6),
    ) {
        let look = Look::of(&Settings::default(), false);
        let mut area = Area::new(&text);
        area.set_size(width, height);
        for deed in &deeds {
            let before = area.text().to_owned();
            let expected = model(&before, area.caret(), deed);
            let changed = perform(&mut area, deed);
            if let Some(expected) = expected {
                prop_assert_eq!(area.text(), expected);
            }
            prop_assert_eq!(changed, area.text() != before);
            prop_assert!(
                area.caret() == area.text().len() || area.text().grapheme_indices(true).any(|(at, _)| at == area.caret()),
                "between graphemes"
            );
            prop_assert_eq!(&area.buffer.rows, &Rows::of(area.text(), usize::from(width)));
            // In the area that was set, in part of a screen, and in one of another size.
            for size in [(width, height), drawn] {
                let rect = Rect::new(2, 1, size.0, size.1);
                let mut screen = Screen::empty(Rect::new(0, 0, size.0 + 4, size.1 + 2));
                let caret = area.draw(rect, &mut screen, &look);
                prop_assert!(rect.is_empty() || rect.contains(caret), "{caret} in {rect}");
                for (at, cell) in screen.content.iter().enumerate() {
                    let (x, y) = screen.pos_of(at);
                    prop_assert!(cell.symbol() == " " || rect.contains(Position::new(x, y)), "drawn outside at {x}, {y}");
                }
            }
            prop_assert!(area.top() <= area.place().row && area.place().row < area.top() + usize::from(height));
        }
    }

    #[test]
    fn undone_is_as_before_and_done_again_as_after(text in TEXT, deeds in deeds()) {
        let mut area = Area::new(&text);
        let first = area.text().to_owned();
        for deed in &deeds {
            perform(&mut area, deed);
        }
        // What was undone among the deeds is not to be done again from here.
        while area.apply(AreaAction::Redo) {}
        let last = (area.text().to_owned(), area.is_changed());
        let mut steps = 0;
        while area.apply(AreaAction::Undo) {
            steps += 1;
        }
        prop_assert_eq!(area.text(), first);
        for _ in 0..steps {
            prop_assert!(area.apply(AreaAction::Redo));
        }
        prop_assert!(!area.apply(AreaAction::Redo));
        prop_assert_eq!((area.text().to_owned(), area.is_changed()), last);
    }

    #[test]
    fn the_caret_is_drawn_before_its_grapheme(text in TEXT, byte in 0usize..100, width in 6u16..16, height in 1u16..6) {
        let look = Look::of(&Settings::default(), false);
        let mut area = Area::new(&text);
        area.set_size(width, height);
        area.jump_to(byte);
        let mut screen = Screen::empty(Rect::new(0, 0, width, height));
        let caret = area.draw(screen.area, &mut screen, &look);
        let (_, behind) = area.text().split_at(area.caret());
        let grapheme = behind.graphemes(true).next().filter(|g| *g != "\n");
        let shown = grapheme.map_or(" ".to_owned(), |g| clean::for_screen(g).into_owned());
        let first = shown.graphemes(true).next().unwrap_or(" ");
        let symbol = screen[caret].symbol();
        // A cluster of several characters may be wider than the row: a sign stands for it.
        let is_cut = symbol == look.glyphs.sides.1 && first.chars().count() > 2;
        prop_assert!(symbol == first || symbol == "·" || is_cut, "{symbol:?} for {grapheme:?}");
    }
}
