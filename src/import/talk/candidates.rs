//! Questions and answers taken out of sessions.

use super::answer;
use super::ask::{Asked, asked};
use super::mask::Names;
use super::session::Session;
use super::speaker::Speaker;
use crate::model::OutsideQuestion;
use crate::text::fold::{fold_str, is_word};
use crate::text::redact;

/// What is said in one go by one side.
struct Block {
    customer: bool,
    line: u64,
    day: Option<jiff::civil::Date>,
    /// The turns, masked; whether a person of the house said them.
    turns: Vec<(bool, String)>,
}

/// The customers' questions with what was answered, each with the line where it stands. `file` is how the source is named.
///
/// The answer to a question is what the house said until the next one: what its people said, else what its robots did.
pub(in crate::import) fn candidates(file: &str, sessions: &[Session]) -> Vec<(u64, OutsideQuestion)> {
    sessions.iter().flat_map(|session| of_session(file, session)).collect()
}

fn of_session(file: &str, session: &Session) -> Vec<(u64, OutsideQuestion)> {
    let blocks = blocks(session);
    let found: Vec<Asked> =
        blocks.iter().enumerate().map(|(at, block)| of_block(&blocks, at, block)).collect();
    let source = source(file, session);
    let mut out: Vec<(String, (u64, OutsideQuestion))> = Vec::new();
    for (at, (block, asked)) in blocks.iter().zip(&found).enumerate() {
        let until = found.iter().skip(at + 1).position(|later| *later != Asked::Nothing);
        let answer = answered(blocks.iter().skip(at + 1).take(until.unwrap_or(usize::MAX)));
        let questions = match asked {
            Asked::Questions(questions) => questions.as_slice(),
            Asked::Trouble(trouble) if answer::is_long(&answer) => std::slice::from_ref(trouble),
            Asked::Trouble(_) | Asked::Nothing => &[],
        };
        for text in questions {
            let key: String = fold_str(text).chars().filter(|c| is_word(*c)).collect();
            if let Some((_, (_, known))) = out.iter_mut().find(|(other, _)| *other == key) {
                // Asked again because nobody had answered.
                if known.answer.is_empty() {
                    known.answer.clone_from(&answer);
                }
                continue;
            }
            let question = OutsideQuestion {
                text: text.clone(),
                answer: answer.clone(),
                times: 1,
                day: block.day.or(session.day),
                source: source.clone(),
                ..OutsideQuestion::default()
            };
            out.push((key, (block.line, question)));
        }
    }
    out.into_iter().map(|(_, question)| question).collect()
}

/// What a customer asks in a block; what only tells of a trouble right after the agent asked is an answer to the agent.
fn of_block(blocks: &[Block], at: usize, block: &Block) -> Asked {
    if !block.customer {
        return Asked::Nothing;
    }
    let words: Vec<&str> = block.turns.iter().map(|(_, text)| text.as_str()).collect();
    let asked = asked(&words.join("\n"));
    let before = at.checked_sub(1).and_then(|at| blocks.get(at)).and_then(|block| block.turns.last());
    match asked {
        Asked::Trouble(_) if before.is_some_and(|(_, text)| answer::ends_asking(text)) => Asked::Nothing,
        asked => asked,
    }
}

fn answered<'a>(blocks: impl Iterator<Item = &'a Block>) -> String {
    let turns: Vec<&(bool, String)> =
        blocks.filter(|block| !block.customer).flat_map(|block| &block.turns).collect();
    let of =
        |human: bool| answer::of(turns.iter().filter(|turn| turn.0 == human).map(|turn| turn.1.as_str()));
    let answer = of(true);
    if answer.is_empty() { of(false) } else { answer }
}

fn blocks(session: &Session) -> Vec<Block> {
    let names = Names::of(session);
    let mut blocks: Vec<Block> = Vec::new();
    for turn in &session.turns {
        let customer = match turn.speaker {
            Some(Speaker::Customer) => true,
            Some(Speaker::Agent | Speaker::Robot) => false,
            // Logged actions and third names stand between turns and part none.
            Some(Speaker::Nobody) | None => continue,
        };
        let said = (turn.speaker == Some(Speaker::Agent), names.mask(&turn.text, customer));
        match blocks.last_mut() {
            Some(block) if block.customer == customer => {
                block.day = block.day.or(turn.day);
                block.turns.push(said);
            }
            _ => blocks.push(Block { customer, line: turn.line, day: turn.day, turns: vec![said] }),
        }
    }
    blocks
}

/// Where a session stands: the file and its id; an id with a personal number in it gives way to the line.
fn source(file: &str, session: &Session) -> String {
    let file = redact::mask(file);
    if session.id.is_empty() || redact::mask(&session.id) != session.id {
        return format!("{file}#L{}", session.line);
    }
    format!("{file}#{}", session.id)
}
