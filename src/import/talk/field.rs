//! What the fields and columns of records of talks say.

use crate::text::fold::fold_str;

/// What a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// Which session a turn belongs to.
    Session,
    /// Who speaks; such a name means nothing else.
    Role,
    /// Who or what something is from: a speaker only when its value is one.
    From,
    /// What was said.
    Text,
    /// When.
    Time,
    /// The turns of a session: a list, or a text of many lines.
    Turns,
    /// A question, an answer or a title of one: then the record is no talk.
    Question,
}

impl Field {
    /// Reads a heading or a key.
    pub fn of(name: &str) -> Option<Field> {
        let name: String = fold_str(name).chars().filter(|c| c.is_alphanumeric()).collect();
        Some(match name.as_str() {
            "会话" | "会话id" | "会话编号" | "会话号" | "会话标识" | "对话id" | "对话编号" | "通话id"
            | "通话编号" | "通话流水号" | "流水号" | "录音编号" | "录音id" | "录音流水" | "接触id"
            | "聊天id" | "通话" | "session" | "sessionid" | "sessionno" | "callid" | "call" | "chatid"
            | "conversationid" | "convoid" | "convid" | "dialogid" | "dialogueid" | "threadid"
            | "contactid" | "interactionid" | "ucid" | "ticketid" | "recordid" | "runid" => Field::Session,
            "角色" | "说话人" | "发言人" | "说话方" | "发言方" | "对话角色" | "发送方" | "发送者"
            | "发送人" | "发送方类型" | "发送者类型" | "发送人类型" | "speaker" | "role" | "speakerrole"
            | "speakertype" | "sendertype" | "senderrole" | "authortype" | "participantrole" | "fromrole" => {
                Field::Role
            }
            "sender" | "from" | "fromtype" | "author" | "party" | "participant" | "身份" | "来自"
            | "channel" | "sendername" | "谁" | "who" | "side" | "发送人昵称" | "昵称" => Field::From,
            "内容" | "消息" | "文本" | "消息内容" | "说话内容" | "发言内容" | "发言" | "话语" | "语句"
            | "识别文本" | "识别结果" | "转写" | "转写文本" | "转写结果" | "text" | "content" | "message"
            | "utterance" | "msg" | "body" | "sentence" | "said" | "value" | "asrtext" | "messagetext"
            | "messagecontent" | "words" => Field::Text,
            "时间" | "日期" | "发送时间" | "消息时间" | "开始时间" | "通话时间" | "会话时间"
            | "会话开始时间" | "通话开始时间" | "发言时间" | "创建时间" | "通话日期" | "time"
            | "timestamp" | "date" | "datetime" | "createdat" | "sentat" | "sendtime" | "msgtime"
            | "starttime" | "start" | "created" | "startedat" | "createtime" | "day" | "ts" => Field::Time,
            "messages" | "turns" | "dialog" | "dialogue" | "conversation" | "conversations"
            | "utterances" | "original" | "log" | "history" | "chat" | "transcript" | "segments" | "对话"
            | "对话记录" | "聊天记录" | "消息列表" | "会话内容" | "对话内容" | "聊天内容" | "通话内容"
            | "会话记录" | "通话记录" | "通话文本" | "对话文本" | "会话文本" | "transcripttext"
            | "dialoguetext" | "dialogtext" | "asrcontent" | "conversationtext" | "chathistory"
            | "chatlog" | "fulltranscript" | "fullconversation" | "fulltext" | "historymessages" => {
                Field::Turns
            }
            "question" | "title" | "query" | "标题" | "问题" | "提问" | "标准问" | "客户问题" | "answer"
            | "answers" | "回答" | "答案" | "最佳答案" | "回复" => Field::Question,
            _ => return None,
        })
    }
}
