//! What a typed line means: a query, a number, or a command behind a colon, in Chinese or in English.

use crate::config::nearest;
use crate::model::{Face, FeedbackKind};
use crate::text::fold::fold_str;
use crate::tui::action::Action;

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// Lists the commands.
    Help,
    /// Leaves.
    Quit,
    /// Puts away what is open or asked for.
    Cancel,
    /// Looks for the text, also where it is a number.
    Find,
    /// Opens the article with an id, or a number of the list.
    Open,
    /// Goes on with the list.
    More,
    /// Reads the article once more, or one face of it.
    Read(Option<Face>),
    /// Names the channel, or changes it.
    Channel,
    /// Names the scope, or changes it.
    Scope,
    /// Marks the answer as told.
    Told,
    /// Flags the article.
    Flag,
    /// Proposes an edit.
    Fix,
    /// Writes a note.
    Note,
    /// Begins the contact, or another one.
    Start,
    /// Gives the contact a name.
    Name,
    /// Lists the contacts that are open.
    Contacts,
    /// What is useful before anything is typed.
    Board,
    /// Why an article is found or not.
    Why,
    /// Where the settings are kept.
    Settings,
    /// What the key of this action does; the flag: it is about an article that was read.
    Act(Action, bool),
}

/// A command.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// Its English name; with `-` as `_` the message `plain.help.NAME` says what it does.
    pub en: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// More names.
    pub also: &'static [&'static str],
    /// What it does.
    pub does: Does,
}

const fn word(en: &'static str, zh: &'static str, also: &'static [&'static str], does: Does) -> Word {
    Word { en, zh, also, does }
}

/// Every command, in the order of a contact.
pub const WORDS: &[Word] = &[
    word("help", "帮助", &["h", "?"], Does::Help),
    word("find", "查", &["search", "搜索"], Does::Find),
    word("open", "打开", &[], Does::Open),
    word("more", "更多", &["m"], Does::More),
    word("read", "重读", &["again", "读"], Does::Read(None)),
    word("customer", "客户", &["客户口径"], Does::Read(Some(Face::Customer))),
    word("internal", "内部", &["内部口径"], Does::Read(Some(Face::Internal))),
    word("channel", "渠道", &["ch"], Does::Channel),
    word("scope", "范围", &[], Does::Scope),
    word("use", "用", &["使用"], Does::Act(Action::Use, true)),
    word("copy", "复制", &["c"], Does::Act(Action::CopyCustomer, true)),
    word("copy-internal", "复制内部", &[], Does::Act(Action::CopyInternal, true)),
    word("told", "告知", &["已告知", "t"], Does::Told),
    word("pieces", "分段", &["piece"], Does::Act(Action::Pieces, true)),
    word("stack", "叠加", &[], Does::Act(Action::Stack, true)),
    word("stack-list", "叠加单", &[], Does::Act(Action::StackList, false)),
    word("form", "工单", &["ticket"], Does::Act(Action::TicketForm, true)),
    word("variants", "变体", &[], Does::Act(Action::Variants, false)),
    word("related", "相关", &[], Does::Act(Action::Related, true)),
    word("back", "后退", &[], Does::Act(Action::GoBack, false)),
    word("forward", "前进", &[], Does::Act(Action::GoForward, false)),
    word("why", "为什么", &["explain"], Does::Why),
    word("hidden", "未显示", &[], Does::Act(Action::ShowHidden, false)),
    word("flag", "纠错", &["标记"], Does::Flag),
    word("fix", "修改", &["修改建议"], Does::Fix),
    word("add", "补充", &[], Does::Act(Action::Add, false)),
    word("gap", "缺口", &[], Does::Act(Action::RecordGap, false)),
    word("favourite", "收藏", &["favorite"], Does::Act(Action::Favourite, true)),
    word("note", "便签", &["笔记"], Does::Note),
    word("start", "开始", &[], Does::Start),
    word("name", "称呼", &[], Does::Name),
    word("hold", "保持", &[], Does::Act(Action::ContactHold, false)),
    word("contacts", "服务", &[], Does::Contacts),
    word("next", "下一位", &[], Does::Act(Action::ContactNext, false)),
    word("suggestion", "提到", &[], Does::Act(Action::Suggestion, false)),
    word("end", "结束", &[], Does::Act(Action::ContactEnd, false)),
    word("board", "首页", &["home"], Does::Board),
    word("announcements", "公告", &[], Does::Act(Action::Announcements, false)),
    word("settings", "设置", &[], Does::Settings),
    word("cancel", "取消", &["返回"], Does::Cancel),
    word("quit", "退出", &["q", "exit"], Does::Quit),
];

/// What a line means.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'l> {
    /// Nothing.
    Empty,
    /// A whole number, 1 or more, as it may stand before a line of a list.
    Number(usize, &'l str),
    /// A command and what stands behind it.
    Command(&'static Word, &'l str),
    /// A colon before something that is no command, with one that looks like it.
    Unknown(&'l str, Option<&'static Word>),
    /// Something to be looked for.
    Query(&'l str),
}

/// Reads a line. A colon may be a Chinese one.
pub fn read(line: &str) -> Line<'_> {
    let line = line.trim();
    if line.is_empty() {
        return Line::Empty;
    }
    let Some(rest) = line.strip_prefix([':', '：']) else {
        let number = fold_str(line).parse::<usize>().ok().filter(|number| *number > 0);
        return number.map_or(Line::Query(line), |number| Line::Number(number, line));
    };
    let rest = rest.trim_start();
    let (name, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let folded = fold_str(name).replace('_', "-");
    let is_it = |word: &&Word| names(word).any(|one| fold_str(one) == folded);
    match WORDS.iter().find(is_it).or_else(|| WORDS.first().filter(|_| name.is_empty())) {
        Some(word) => Line::Command(word, behind.trim()),
        None => {
            // A name of one character looks like every other one.
            let all = WORDS.iter().flat_map(names).filter(|name| name.chars().count() > 1);
            let near = nearest(&folded, all);
            Line::Unknown(
                name,
                near.and_then(|near| WORDS.iter().find(|word| names(word).any(|n| n == near))),
            )
        }
    }
}

/// Every name of a command.
fn names(word: &Word) -> impl Iterator<Item = &'static str> {
    [word.en, word.zh].into_iter().chain(word.also.iter().copied())
}

/// The command that does what the key of an action does, for messages that name a key.
pub fn of_action(action: Action) -> Option<&'static Word> {
    let does = match action {
        Action::Back => Does::Cancel,
        Action::Help | Action::Palette => Does::Help,
        Action::Scope | Action::ScopeClear => Does::Scope,
        Action::ContactNew => Does::Start,
        Action::ContactName => Does::Name,
        Action::Flag => Does::Flag,
        Action::Fix => Does::Fix,
        Action::Note => Does::Note,
        Action::Explain => Does::Why,
        Action::Settings => Does::Settings,
        Action::Quit => Does::Quit,
        Action::ChannelNext | Action::ChannelPrevious => Does::Channel,
        _ => return WORDS.iter().find(|word| matches!(word.does, Does::Act(one, _) if one == action)),
    };
    WORDS.iter().find(|word| word.does == does)
}

/// The kind of a flag by its name, and the rest of the text; without a name the text is about something else.
pub fn flag(behind: &str) -> (FeedbackKind, &str) {
    const KINDS: [(FeedbackKind, &[&str]); 4] = [
        (FeedbackKind::Wrong, &["wrong", "错误", "有错", "错"]),
        (FeedbackKind::Outdated, &["outdated", "过期", "旧"]),
        (FeedbackKind::Unclear, &["unclear", "不清", "看不懂"]),
        (FeedbackKind::Other, &["other", "其他"]),
    ];
    let (name, rest) = behind.split_once(char::is_whitespace).unwrap_or((behind, ""));
    let folded = fold_str(name);
    match KINDS.iter().find(|(_, names)| names.contains(&folded.as_str())) {
        Some((kind, _)) => (*kind, rest.trim()),
        None => (FeedbackKind::Other, behind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn does(line: &str) -> Option<(Does, &str)> {
        match read(line) {
            Line::Command(word, behind) => Some((word.does, behind)),
            _ => None,
        }
    }

    #[test]
    fn a_line_is_a_query_a_number_or_a_command() {
        assert_eq!(read("  "), Line::Empty);
        assert_eq!(read(" 宽带 断网 "), Line::Query("宽带 断网"));
        assert_eq!(read("２"), Line::Number(2, "２"));
        assert_eq!(read("0"), Line::Query("0"));
        assert_eq!(read("3个月"), Line::Query("3个月"));
        assert_eq!(does(":渠道 短信"), Some((Does::Channel, "短信")));
        assert_eq!(does("：channel  SMS "), Some((Does::Channel, "SMS")));
        assert_eq!(does(": 复制"), Some((Does::Act(Action::CopyCustomer, true), "")));
        assert_eq!(does(":COPY_INTERNAL"), Some((Does::Act(Action::CopyInternal, true), "")));
        assert_eq!((does(":？"), does("：")), (Some((Does::Help, "")), Some((Does::Help, ""))));
    }

    #[test]
    fn a_slip_of_the_hand_is_answered_with_what_was_meant() {
        let near = |line: &'static str| match read(line) {
            Line::Unknown(name, near) => (name, near.map(|word| word.en)),
            other => panic!("{other:?}"),
        };
        assert_eq!(near(":chanel sms"), ("chanel", Some("channel")));
        assert_eq!(near(":复制内步"), ("复制内步", Some("copy-internal")));
        assert_eq!(near(":teleport"), ("teleport", None));
        assert_eq!(near(":退出去"), ("退出去", Some("quit")));
    }

    #[test]
    fn no_name_means_two_things() {
        let mut seen = HashSet::new();
        for word in WORDS {
            for name in names(word) {
                assert!(seen.insert(fold_str(name)), "{name} stands twice");
                assert!(!name.contains(char::is_whitespace), "{name}");
            }
        }
    }

    #[test]
    fn every_command_is_explained_in_both_languages() {
        use crate::i18n::{Language, Messages};
        for language in [Language::Chinese, Language::English] {
            let messages = Messages::new(language);
            for word in WORDS {
                let key = format!("plain.help.{}", word.en.replace('-', "_"));
                assert!(messages.find(&key).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn a_flag_has_a_kind_or_is_about_something_else() {
        assert_eq!(flag("wrong 月费不对"), (FeedbackKind::Wrong, "月费不对"));
        assert_eq!(flag("过期"), (FeedbackKind::Outdated, ""));
        assert_eq!(flag("月费不对 吧"), (FeedbackKind::Other, "月费不对 吧"));
    }

    #[test]
    fn a_message_that_names_a_key_names_a_command() {
        for action in
            [Action::RecordGap, Action::Scope, Action::ContactNext, Action::Suggestion, Action::Palette]
        {
            assert!(of_action(action).is_some(), "{action:?}");
        }
        assert_eq!(of_action(Action::Zoom), None);
    }
}
