//! Follows the drawing of a page and notes each letter: what it is, where it stands, how large it is.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::stream::Stream;
use hayro_syntax::object::{Array, Dict, Name, Object};
use hayro_syntax::page::{Page, Resources};
use unicode_normalization::UnicodeNormalization as _;

use super::filter::{self, Budget};
use super::font::Font;

/// Letters of one page; a page of a newspaper has 50,000.
const MOST_GLYPHS: usize = 400_000;
/// Drawings within drawings.
const MOST_DEEP: usize = 12;
/// States that may be kept at once.
const MOST_STATES: usize = 256;

/// A letter where it stands; y grows upwards, and the page is turned as a reader sees it.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub x0: f64,
    pub x1: f64,
    /// Of the baseline.
    pub y: f64,
    pub size: f64,
    pub is_bold: bool,
    pub letter: char,
}

/// The letters of a page.
#[derive(Default)]
pub(super) struct Drawn {
    pub glyphs: Vec<Glyph>,
    /// Codes of which nobody knows what they say.
    pub unknown: usize,
    /// Pictures, and shapes in the number that letters drawn as shapes would need.
    pub pictures: usize,
    pub height: f64,
}

/// Fonts by their place in the file, so that each is read once.
pub(super) type Fonts = HashMap<(u32, i32), Rc<Font>>;

/// The letters of a page, in the order in which they are drawn.
pub(super) fn draw(page: &Page<'_>, fonts: &mut Fonts, budget: &mut Budget) -> Drawn {
    let mut data = Vec::new();
    let contents = page.raw();
    if let Some(stream) = contents.get::<Stream<'_>>("Contents") {
        data = filter::decoded(&stream, budget).unwrap_or_default();
    } else if let Some(parts) = contents.get::<Array<'_>>("Contents") {
        for part in parts.iter::<Object<'_>>() {
            if let Some(part) = part.into_stream().and_then(|stream| filter::decoded(&stream, budget)) {
                data.extend(part);
                data.push(b'\n');
            }
        }
    }
    let (_, height) = page.render_dimensions();
    let matrix = Matrix(page.initial_transform(false).as_coeffs());
    let mut pen = Pen { fonts, budget, by_direction: Default::default(), unknown: 0, pictures: 0, count: 0 };
    pen.run(&data, page.resources(), matrix, 0);
    let (unknown, pictures) = (pen.unknown, pen.pictures);
    Drawn { glyphs: upright(pen.by_direction), unknown, pictures, height: f64::from(height) }
}

/// The letters of the direction in which most are written, turned so that they run to the right.
fn upright(by_direction: [Vec<Glyph>; 4]) -> Vec<Glyph> {
    by_direction.into_iter().max_by_key(Vec::len).unwrap_or_default()
}

/// A transformation of the plane: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const SAME: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this one, then the other.
    fn then(self, Matrix([a, b, c, d, e, f]): Matrix) -> Matrix {
        let Matrix([p, q, r, s, t, u]) = self;
        Matrix([
            a * p + c * q,
            b * p + d * q,
            a * r + c * s,
            b * r + d * s,
            a * t + c * u + e,
            b * t + d * u + f,
        ])
    }

    fn shift(x: f64, y: f64) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }
}

/// What stays until it is set anew, or a kept state is taken up again.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    /// Between letters, and at spaces.
    spacing: (f64, f64),
    stretch: f64,
    leading: f64,
    rise: f64,
    /// Filled and outlined: how programs fake bold letters.
    is_outlined: bool,
}

struct Pen<'p> {
    fonts: &'p mut Fonts,
    budget: &'p mut Budget,
    /// Rightwards, upwards, leftwards, downwards.
    by_direction: [Vec<Glyph>; 4],
    unknown: usize,
    pictures: usize,
    count: usize,
}

impl Pen<'_> {
    /// Follows one drawing. What is broken in it is passed over.
    fn run(&mut self, data: &[u8], resources: &Resources<'_>, matrix: Matrix, depth: usize) {
        let mut state = State {
            matrix,
            font: None,
            size: 0.0,
            spacing: (0.0, 0.0),
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_outlined: false,
        };
        let mut kept: Vec<State> = Vec::new();
        let (mut line, mut text) = (Matrix::SAME, Matrix::SAME);
        // Fonts that stand in the resources themselves have no place in the file to be known by.
        let mut own: HashMap<String, Rc<Font>> = HashMap::new();
        let mut steps = TypedIter::new(data);
        while let Some(step) = steps.next() {
            if self.count > MOST_GLYPHS || self.budget.is_spent {
                return;
            }
            match step {
                TypedInstruction::SaveState(_) if kept.len() < MOST_STATES => kept.push(state.clone()),
                TypedInstruction::RestoreState(_) => state = kept.pop().unwrap_or(state),
                TypedInstruction::Transform(t) => {
                    let by = [t.0, t.1, t.2, t.3, t.4, t.5].map(|n| n.as_f64());
                    state.matrix = Matrix(by).then(state.matrix);
                }
                TypedInstruction::BeginText(_) => (line, text) = (Matrix::SAME, Matrix::SAME),
                TypedInstruction::TextFont(font) => {
                    state.font = self.font(resources, font.0, &mut own);
                    state.size = font.1.as_f64();
                }
                TypedInstruction::CharacterSpacing(n) => state.spacing.0 = n.0.as_f64(),
                TypedInstruction::WordSpacing(n) => state.spacing.1 = n.0.as_f64(),
                TypedInstruction::HorizontalScaling(n) => state.stretch = n.0.as_f64() / 100.0,
                TypedInstruction::TextLeading(n) => state.leading = n.0.as_f64(),
                TypedInstruction::TextRise(n) => state.rise = n.0.as_f64(),
                TypedInstruction::TextRenderingMode(n) => state.is_outlined = n.0.as_i64() == 2,
                TypedInstruction::SetTextMatrix(t) => {
                    line = Matrix([t.0, t.1, t.2, t.3, t.4, t.5].map(|n| n.as_f64()));
                    text = line;
                }
                TypedInstruction::NextLine(t) => {
                    line = Matrix::shift(t.0.as_f64(), t.1.as_f64()).then(line);
                    text = line;
                }
                TypedInstruction::NextLineAndSetLeading(t) => {
                    state.leading = -t.1.as_f64();
                    line = Matrix::shift(t.0.as_f64(), t.1.as_f64()).then(line);
                    text = line;
                }
                TypedInstruction::NextLineUsingLeading(_) => {
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    text = line;
                }
                TypedInstruction::ShowText(shown) => self.show(shown.0, &state, &mut text),
                TypedInstruction::NextLineAndShowText(shown) => {
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    text = line;
                    self.show(shown.0, &state, &mut text);
                }
                TypedInstruction::ShowTextWithParameters(shown) => {
                    state.spacing = (shown.1.as_f64(), shown.0.as_f64());
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    text = line;
                    self.show(shown.2, &state, &mut text);
                }
                TypedInstruction::ShowTexts(parts) => {
                    for part in parts.0.iter::<Object<'_>>() {
                        match part {
                            Object::String(shown) => self.show(&shown, &state, &mut text),
                            Object::Number(back) => {
                                let by = -back.as_f64() / 1000.0 * state.size * state.stretch;
                                text = Matrix::shift(by, 0.0).then(text);
                            }
                            _ => {}
                        }
                    }
                }
                TypedInstruction::XObject(named) if depth < MOST_DEEP => {
                    if let Some(form) = resources.get_x_object(named.0) {
                        self.form(&form, resources, state.matrix, depth);
                    }
                }
                TypedInstruction::InlineImage(_) => self.pictures += 1,
                _ => {}
            }
        }
    }

    fn form(&mut self, form: &Stream<'_>, resources: &Resources<'_>, matrix: Matrix, depth: usize) {
        let dict = form.dict();
        let kind = dict.get::<Name<'_>>("Subtype");
        self.pictures += usize::from(kind.as_ref().is_some_and(|kind| kind.as_str() == "Image"));
        if kind.is_none_or(|kind| kind.as_str() != "Form") {
            return;
        }
        let Some(data) = filter::decoded(form, self.budget) else { return };
        let own = dict.get::<[f64; 6]>("Matrix").map_or(Matrix::SAME, Matrix);
        match dict.get::<Dict<'_>>("Resources") {
            Some(inner) => self.run(&data, &Resources::new(inner), own.then(matrix), depth + 1),
            None => self.run(&data, resources, own.then(matrix), depth + 1),
        }
    }

    fn font(
        &mut self,
        resources: &Resources<'_>,
        name: &Name<'_>,
        own: &mut HashMap<String, Rc<Font>>,
    ) -> Option<Rc<Font>> {
        if let Some(at) = resources.fonts.get_ref(name) {
            let place = (at.obj_number, at.gen_number);
            if let Some(font) = self.fonts.get(&place) {
                return Some(Rc::clone(font));
            }
            let font = Rc::new(Font::new(&resources.get_font(name)?, self.budget));
            self.fonts.insert(place, Rc::clone(&font));
            return Some(font);
        }
        if let Some(font) = own.get(name.as_str()) {
            return Some(Rc::clone(font));
        }
        let font = Rc::new(Font::new(&resources.get_font(name)?, self.budget));
        own.insert(name.as_str().to_owned(), Rc::clone(&font));
        Some(font)
    }

    /// Notes the letters of a string, and moves on behind it.
    fn show(&mut self, shown: &[u8], state: &State, text: &mut Matrix) {
        let Some(font) = &state.font else { return };
        let mut rest = shown;
        while let Some((code, behind)) = font.next(rest) {
            rest = behind;
            self.count += 1;
            if self.count > MOST_GLYPHS {
                return;
            }
            let wide = code.width * font.scale * state.size;
            let gap = state.spacing.0 + if code.is_space { state.spacing.1 } else { 0.0 };
            let place = Matrix::shift(0.0, state.rise).then(*text).then(state.matrix);
            if code.text.is_empty() {
                self.unknown += 1;
            } else {
                self.note(&code.text, place, wide * state.stretch, state, font);
            }
            *text = Matrix::shift((wide + gap) * state.stretch, 0.0).then(*text);
        }
    }

    fn note(&mut self, said: &str, place: Matrix, wide: f64, state: &State, font: &Font) {
        let Matrix([a, b, c, d, x, y]) = place;
        // Type 3 fonts say how large they are by a matrix; a thousandth is what the others have.
        let size = c.hypot(d) * state.size.abs() * (font.scale / 0.001).clamp(0.01, 100.0);
        let length = a.hypot(b) * wide;
        let is_sane = [size, length, x, y].iter().all(|n| n.is_finite() && n.abs() < 1e6);
        if !is_sane || size < 0.1 {
            return;
        }
        let (towards, along, up) = if b.abs() <= 0.1 * a.abs() {
            if a >= 0.0 { (0, x, y) } else { (2, -x, -y) }
        } else if a.abs() <= 0.1 * b.abs() {
            if b >= 0.0 { (1, y, -x) } else { (3, -y, x) }
        } else {
            // Across the page: a watermark.
            return;
        };
        let letters: Vec<char> = said.chars().flat_map(plain).collect();
        let Ok(count) = u32::try_from(letters.len().max(1)) else { return };
        let each = length / f64::from(count);
        if let Some(glyphs) = self.by_direction.get_mut(towards) {
            for (at, letter) in (0_u32..).zip(letters) {
                let x0 = along + each * f64::from(at);
                let is_bold = font.is_bold || state.is_outlined;
                glyphs.push(Glyph { x0, x1: x0 + each, y: up, size, is_bold, letter });
            }
        }
    }
}

/// A letter as one types it: no control characters, no ligatures, no radicals for the characters that look like them.
fn plain(letter: char) -> Vec<char> {
    match letter {
        '\t' | '\n' | '\r' | '\u{2000}'..='\u{200A}' | '\u{3000}' | '\u{A0}' | '\u{202F}' => vec![' '],
        '\u{AD}' => vec!['\u{AD}'],
        '\u{2028}'..='\u{202E}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => {
            Vec::new()
        }
        '\u{FFF0}'..='\u{FFFF}' => Vec::new(),
        // Where Symbol and Wingdings have their bullets, as word processors write them.
        '\u{F0B7}' | '\u{F06C}' | '\u{F06E}' | '\u{F0A7}' | '\u{F0D8}' | '\u{F0FC}' | '\u{F076}'
        | '\u{F075}' => {
            vec!['•']
        }
        '\u{E000}'..='\u{F8FF}' => Vec::new(),
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{FB00}'..='\u{FB06}' => {
            letter.nfkc().collect()
        }
        _ if letter.is_control() => Vec::new(),
        _ => vec![letter],
    }
}
