//! What can be copied alone out of the customer answer: a paragraph, a step, a row of a table.

use super::marker::{Marker, marker};
use super::render::{lines, speech};
use crate::model::channel::Markup;
use crate::model::{Channel, CustomerAnswer};
use crate::text::clean::one_line;
use crate::text::facts::{Kind as FactKind, facts};
use crate::text::markdown::{Block, parse};

/// What a piece is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// A paragraph; the lead is the first.
    Paragraph,
    /// An item of a list, with those under it.
    Step,
    /// A row of a table.
    Row,
    /// A fact: an amount, a date, a number to dial.
    Fact,
}

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its first sentence on one line, for a list to choose from. Not cut to a width: that is the list's business.
    pub label: String,
    /// The text as it is copied: without Markdown, a step with its number and without a bullet.
    pub text: String,
}

/// The pieces of the customer answer for a channel, in the order of reading.
///
/// They come from the rendering that is written for the channel, else from the answer, as [`super::render::render`] would
/// say them. A piece is plain on channels of Markdown too: alone it needs no signs, and a row without its table is no Markdown.
/// Headings and rules are no pieces.
pub fn pieces(customer: &CustomerAnswer, channel: &Channel) -> Vec<Piece> {
    let written = customer.channels.get(&channel.name).map(|rendering| rendering.text.as_str());
    match (written, channel.markup) {
        (Some(text), Markup::Markdown) => of_blocks(&parse(text), channel),
        (Some(text), Markup::Plain | Markup::Speech) => of_lines(text),
        (None, _) => {
            let lead = piece(PieceKind::Paragraph, &customer.answer.lead);
            let body = of_blocks(&parse(&customer.answer.body), channel);
            lead.into_iter().chain(body).collect()
        }
    }
}

/// The facts that stand in some pieces, each once, as they are written there; a fact that is a whole piece is none of its own.
/// The words beside it tell in the list which one it is.
pub fn facts_of(pieces: &[Piece]) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut said: Vec<(FactKind, String)> = Vec::new();
    for piece in pieces {
        for fact in facts(&piece.text) {
            let text = piece.text.get(fact.at).unwrap_or_default().trim();
            let is_told = matches!(fact.kind, FactKind::Variable | FactKind::Unresolved);
            let value = (fact.kind, fact.value);
            if is_told || text.is_empty() || text == piece.text || said.contains(&value) {
                continue;
            }
            said.push(value);
            let label = format!("{}  {}", one_line(text), piece.label);
            found.push(Piece { kind: PieceKind::Fact, label, text: text.to_owned() });
        }
    }
    found
}

fn of_blocks(blocks: &[Block], channel: &Channel) -> Vec<Piece> {
    let say = |blocks: &[Block]| match channel.markup {
        Markup::Markdown | Markup::Plain => lines(blocks, channel),
        Markup::Speech => speech(blocks),
    };
    let mut pieces = Vec::new();
    let mut rest = blocks;
    while let Some(block) = rest.first() {
        let under = |b: &&Block| match (block, b) {
            (Block::Item { depth, .. }, Block::Item { depth: below, .. }) => below > depth,
            _ => false,
        };
        let length = 1 + rest.iter().skip(1).take_while(under).count();
        let (these, behind) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        match block {
            Block::Heading(..) | Block::Rule => {}
            Block::Quote(inner) => pieces.extend(of_blocks(std::slice::from_ref(inner), channel)),
            Block::Table { head, rows } => {
                let alone = |row: &Vec<_>| Block::Table { head: head.clone(), rows: vec![row.clone()] };
                let rows = rows.iter().map(|row| say(&[alone(row)]));
                pieces.extend(rows.filter_map(|row| piece(PieceKind::Row, &row)));
            }
            Block::Item { .. } => pieces.extend(piece(PieceKind::Step, without_bullet(&say(these)))),
            Block::Paragraph(_) | Block::Code(_) => pieces.extend(piece(PieceKind::Paragraph, &say(these))),
        }
        rest = behind;
    }
    pieces
}

/// Pieces of a text written for its channel: its paragraphs, and the lines with a number or a bullet. Lines that are further
/// in than such a line belong to it.
fn of_lines(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<(PieceKind, String)> = Vec::new();
    // How far the step that is open is in; `None` outside of steps.
    let mut step: Option<usize> = None;
    let mut open = false;
    for line in text.lines() {
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        if line.trim().is_empty() {
            (step, open) = (None, false);
            continue;
        }
        let goes_on = open && step.map_or(marker(line).is_none(), |step| indent > step);
        match pieces.last_mut().filter(|_| goes_on) {
            Some((_, text)) => {
                text.push('\n');
                text.push_str(line.trim_end());
            }
            None => {
                step = marker(line).map(|_| indent);
                let kind = if step.is_some() { PieceKind::Step } else { PieceKind::Paragraph };
                pieces.push((kind, without_bullet(line).to_owned()));
            }
        }
        open = true;
    }
    pieces.iter().filter_map(|(kind, text)| piece(*kind, text)).collect()
}

/// The text without the bullet at its head. A number stays: it tells the customer which step this is.
fn without_bullet(text: &str) -> &str {
    match marker(text) {
        Some((Marker::Bullet, rest)) => rest,
        _ => text,
    }
}

fn piece(kind: PieceKind, text: &str) -> Option<Piece> {
    let text = text.trim();
    let first = text.lines().next()?;
    // The number of a step has a full stop that ends nothing.
    let sentence = first.find(['。', '！', '？', '；']).and_then(|at| first.get(..at)).unwrap_or(first);
    Some(Piece { kind, label: one_line(sentence), text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Answer, Channels, Rendering};

    fn channel(name: &str) -> &'static Channel {
        Channels::shipped().get(name).unwrap()
    }

    fn customer(lead: &str, body: &str) -> CustomerAnswer {
        CustomerAnswer {
            answer: Answer { lead: lead.into(), body: body.into() },
            ..CustomerAnswer::default()
        }
    }

    fn written(name: &str, text: &str) -> CustomerAnswer {
        let mut customer = customer("另一个", "另一个");
        customer.channels.insert(name.into(), Rendering { text: text.into(), based_on: None });
        customer
    }

    fn texts(customer: &CustomerAnswer, name: &str) -> Vec<(PieceKind, String)> {
        pieces(customer, channel(name)).into_iter().map(|p| (p.kind, p.text)).collect()
    }

    fn expected(pieces: &[(PieceKind, &str)]) -> Vec<(PieceKind, String)> {
        pieces.iter().map(|&(kind, text)| (kind, text.to_owned())).collect()
    }

    use PieceKind::{Paragraph, Row, Step};

    const BODY: &str = "### 办理\n\n1. 打开**App**\n   - 点[办理](https://a.example/b)\n   - 点确认\n2. 等短信\n\n\
        |档位|月费|流量|\n|-|-|-|\n|云享129|129元|100GB|\n\n- 无合约\n\n> 次月生效。\n\n---\n\n还有问题吗？";

    #[test]
    fn an_answer_goes_to_pieces_in_the_order_of_reading() {
        let answer = customer("可以办理。", BODY);
        let plain = expected(&[
            (Paragraph, "可以办理。"),
            (Step, "1. 打开App\n  · 点办理（https://a.example/b）\n  · 点确认"),
            (Step, "2. 等短信"),
            (Row, "云享129：月费：129元，流量：100GB"),
            (Step, "无合约"),
            (Paragraph, "次月生效。"),
            (Paragraph, "还有问题吗？"),
        ]);
        assert_eq!(texts(&answer, "chat"), plain);
        assert_eq!(texts(&answer, "web"), plain);
        assert_eq!(
            texts(&answer, "ivr"),
            expected(&[
                (Paragraph, "可以办理。"),
                (Step, "第1，打开App。点办理。点确认。"),
                (Step, "第2，等短信。"),
                (Row, "云享129：月费129元，流量100GB。"),
                (Step, "无合约。"),
                (Paragraph, "次月生效。"),
                (Paragraph, "还有问题吗？"),
            ])
        );
    }

    #[test]
    fn a_written_text_goes_to_pieces_by_its_lines() {
        let text = "您好，云享有两档：\n都没有合约期\n\n① 59元\n② 129元\n   含副卡\n   · 一张\n③ 299元\n老用户下月生效～\n";
        assert_eq!(
            texts(&written("wechat", text), "wechat"),
            expected(&[
                (Paragraph, "您好，云享有两档：\n都没有合约期"),
                (Step, "① 59元"),
                (Step, "② 129元\n   含副卡\n   · 一张"),
                (Step, "③ 299元"),
                (Paragraph, "老用户下月生效～"),
            ])
        );
        assert_eq!(
            texts(&written("sms", "· 余额\n· 话费"), "sms"),
            expected(&[(Step, "余额"), (Step, "话费")])
        );
    }

    #[test]
    fn a_page_written_for_the_web_goes_by_its_markdown() {
        let text = "## 资费\n\n| 月费 | 流量 |\n|---|---|\n| 59元 | 30GB |\n\n- 无合约期";
        assert_eq!(texts(&written("web", text), "web"), expected(&[(Row, "59元：30GB"), (Step, "无合约期")]));
    }

    #[test]
    fn a_label_is_the_first_sentence() {
        let answer = customer("可以办理。请带身份证。", "1. 打开App，点办理\n   - 确认\n\n资费\t表；见下");
        let labels: Vec<String> = pieces(&answer, channel("chat")).into_iter().map(|p| p.label).collect();
        assert_eq!(labels, ["可以办理", "1. 打开App，点办理", "资费  表"]);
    }

    #[test]
    fn the_facts_of_an_answer_are_pieces_of_their_own() {
        let answer = customer("副卡每张每月5元。", "拨打10086，3个工作日内生效。\n\n1. 每月5元\n\n10086");
        let pieces = pieces(&answer, channel("chat"));
        let facts: Vec<(String, String)> = facts_of(&pieces).into_iter().map(|p| (p.text, p.label)).collect();
        let texts: Vec<&str> = facts.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["每月5元", "10086", "3个工作日"]);
        assert_eq!(facts[1].1, "10086  拨打10086，3个工作日内生效", "which one it is");
    }

    #[test]
    fn nothing_has_no_pieces() {
        assert_eq!(pieces(&CustomerAnswer::default(), channel("chat")), []);
        assert_eq!(pieces(&written("sms", " \n"), channel("sms")), []);
    }
}
