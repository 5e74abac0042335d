//! What a person sees through a shift: the board, contacts, what is asked for and what is offered, in the usual windows.

use std::sync::mpsc;

use super::frames::in_all_sizes;
use super::harness::{Bench, ascii, english, english_ascii};
use crate::config::Settings;
use crate::model::told::Envelope;
use crate::tui::event::Event;

/// In every language and with both sets of glyphs.
fn everywhere(name: &str, act: impl Fn(&mut Bench) + Copy) {
    for (ending, settings) in [
        ("", Settings::default()),
        ("_english", english()),
        ("_ascii", ascii()),
        ("_english_ascii", english_ascii()),
    ] {
        in_all_sizes(&format!("{name}{ending}"), &settings, |desk| {
            desk.open();
            act(desk);
        });
    }
}

fn tell(desk: &mut Bench, line: &str) {
    let (reply, _answer) = mpsc::sync_channel(1);
    desk.event(Event::Told(Envelope::read(line.as_bytes()).expect("a message").told, reply));
}

#[test]
fn an_entry_of_the_board_is_selected() {
    everywhere("board", |desk| {
        desk.keys("<tab><tab><down>");
    });
}

#[test]
fn three_contacts_are_open() {
    everywhere("contacts", |desk| {
        desk.keys("宽带<f5><enter><ctrl-k ctrl-n>副卡<ctrl-k ctrl-u><ctrl-k ctrl-n>营业厅");
    });
}

#[test]
fn a_call_waits_and_the_customer_speaks() {
    everywhere("told", |desk| {
        desk.keys("副卡");
        tell(desk, r#"{"v":1,"do":"contact-start","contact":"C1","channel":"phone","number":"13812345678"}"#);
        tell(desk, r#"{"v":1,"do":"transcript","text":"宽带"}"#);
    });
}

#[test]
fn a_flag_and_its_words() {
    everywhere("flag", |desk| {
        desk.keys("宽带<ctrl-f>");
    });
    everywhere("flag_words", |desk| {
        desk.keys("宽带<ctrl-f><up><enter>金额旧了");
    });
}

#[test]
fn pieces_stack_and_related() {
    everywhere("pieces", |desk| {
        desk.keys("青云<ctrl-l><ctrl-k ctrl-p>");
    });
    everywhere("stack", |desk| {
        desk.keys("宽带<f5><ctrl-u>营业厅<f5><ctrl-k ctrl-c>");
    });
    everywhere("related", |desk| {
        desk.keys("宽带<ctrl-o>");
    });
}

#[test]
fn the_note_at_the_end() {
    everywhere("wrap_up", |desk| {
        desk.keys("宽带<enter><ctrl-k ctrl-a>王先生<enter><f10>");
    });
}

#[test]
fn a_copy_is_stopped_and_a_value_is_asked_for() {
    everywhere("stopped", |desk| {
        desk.keys("副卡<enter>");
    });
    everywhere("value", |desk| {
        let customer = desk.fake.articles[0].article.customer.as_mut().expect("an answer");
        customer.channels.clear();
        customer.answer.body = "{{套餐名}}已办理。".into();
        desk.keys("宽带<enter>");
    });
}

#[test]
fn a_change_and_a_comparison() {
    everywhere("changes", |desk| {
        desk.keys("青云<ctrl-d>");
    });
    everywhere("compare", |desk| {
        desk.keys("宽带<ctrl-k ctrl-b><ctrl-u>青云<ctrl-k ctrl-b>");
    });
    everywhere("elsewhere", |desk| {
        desk.keys("营业厅<ctrl-r>云州<enter><esc><ctrl-e>");
    });
}

#[test]
fn the_settings_and_the_first_steps() {
    everywhere("settings", |desk| {
        desk.keys("宽带<ctrl-k ctrl-o><down><right>");
    });
    everywhere("settings_last", |desk| {
        desk.keys("<ctrl-k ctrl-o><up><right>");
    });
    everywhere("first_steps", |desk| {
        desk.keys("<ctrl-k ctrl-g>");
    });
    in_all_sizes("settings_no_colour", &Settings::default(), |desk| {
        desk.open();
        desk.app.furnishing.no_color = true;
        desk.keys("<ctrl-k ctrl-o><down>");
    });
    in_all_sizes("settings_not_saved", &Settings::default(), |desk| {
        desk.open();
        desk.may_save = false;
        desk.keys("<ctrl-k ctrl-o><down><right><enter>");
    });
}
