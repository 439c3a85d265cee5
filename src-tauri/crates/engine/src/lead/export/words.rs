//! The words that stand in exported files, in the language of the console. JSON Lines have none: programs read them.

use zuoxi_model::{ChatKind, Content, Direction, OutboxState, SendStatus};

use crate::Language;

pub(super) struct Words {
    /// For the `lang` of a page.
    pub lang: &'static str,
    pub folder: &'static str,
    pub transcript: &'static str,
    pub exported_by: &'static str,
    pub exported_at: &'static str,
    pub time_zone: &'static str,
    pub version: &'static str,
    pub period: &'static str,
    pub beginning: &'static str,
    pub chats: &'static str,
    pub messages: &'static str,
    pub coverage: &'static str,
    pub complete: &'static str,
    pub not_complete: &'static str,
    pub gap: &'static str,
    pub all_chats: &'static str,
    pub previous_page: &'static str,
    pub next_page: &'static str,
    pub not_fetched: &'static str,
    pub program: &'static str,
    pub no_messages: &'static str,
    pub sheet: &'static str,
    pub robot: &'static str,
    pub chat: &'static str,
    pub kind: &'static str,
    pub assignee: &'static str,
    pub first: &'static str,
    pub last: &'static str,
    /// The columns of a table of messages; see [`super::entry::Entry::cells`].
    pub columns: [&'static str; 14],
    /// The columns of the table of coverage.
    pub coverage_columns: [&'static str; 6],
    customer: &'static str,
    us: &'static str,
    single: &'static str,
    group: &'static str,
    kinds: [&'static str; 9],
    states: [&'static str; 6],
}

impl Words {
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::ZhCn => &ZH_CN,
            Language::En => &EN,
        }
    }

    pub fn side(&self, direction: Direction) -> &'static str {
        match direction {
            Direction::In => self.customer,
            Direction::Out => self.us,
        }
    }

    pub fn chat_kind(&self, kind: ChatKind) -> &'static str {
        match kind {
            ChatKind::Single => self.single,
            ChatKind::Group => self.group,
        }
    }

    pub fn content(&self, content: &Content) -> &'static str {
        let [text, image, file, voice, video, link, sticker, mini_program, unsupported] = self.kinds;
        match content {
            Content::Text { .. } => text,
            Content::Image { .. } => image,
            Content::File { .. } => file,
            Content::Voice { .. } => voice,
            Content::Video { .. } => video,
            Content::Link { .. } => link,
            Content::Sticker { .. } => sticker,
            Content::MiniProgram { .. } => mini_program,
            Content::Unsupported { .. } => unsupported,
        }
    }

    /// What became of a message of ours; nothing for one that arrived.
    pub fn state(&self, delivery: Option<&OutboxState>, status: Option<SendStatus>) -> &'static str {
        let [queued, uploading, emitted, failed, unconfirmed, not_sent] = self.states;
        match (delivery, status) {
            (Some(OutboxState::Queued), _) => queued,
            (Some(OutboxState::Uploading), _) => uploading,
            (Some(OutboxState::Emitted { .. }), _) => emitted,
            (Some(OutboxState::Failed { .. }), _) | (_, Some(SendStatus::Failed)) => failed,
            (Some(OutboxState::Unconfirmed), _) => unconfirmed,
            (_, Some(SendStatus::NotSent)) => not_sent,
            (Some(OutboxState::Confirmed) | None, _) => "",
        }
    }
}

const ZH_CN: Words = Words {
    lang: "zh-CN",
    folder: "坐席导出",
    transcript: "聊天记录",
    exported_by: "导出账号",
    exported_at: "导出时间",
    time_zone: "时区",
    version: "版本",
    period: "时间范围",
    beginning: "最早",
    chats: "会话",
    messages: "消息数",
    coverage: "完整性",
    complete: "此时间范围内的记录完整",
    not_complete: "以下时段可能缺少消息",
    gap: "此处可能缺少消息",
    all_chats: "全部会话",
    previous_page: "上一页",
    next_page: "下一页",
    not_fetched: "未能取得",
    program: "可能是程序，已改名保存",
    no_messages: "本机没有消息",
    sheet: "聊天记录",
    robot: "机器人",
    chat: "会话",
    kind: "类型",
    assignee: "负责坐席",
    first: "第一条",
    last: "最后一条",
    columns: [
        "时间",
        "机器人",
        "会话",
        "会话类型",
        "负责坐席",
        "方向",
        "发送人",
        "消息类型",
        "内容",
        "地址",
        "文件",
        "状态",
        "消息 ID",
        "会话 ID",
    ],
    coverage_columns: ["机器人", "会话", "消息数", "可能缺少：从", "到", "会话 ID"],
    customer: "客户",
    us: "我方",
    single: "单聊",
    group: "群聊",
    kinds: ["文本", "图片", "文件", "语音", "视频", "链接", "表情", "小程序", "其他"],
    states: ["待发送", "上传中", "发送中", "发送失败", "未确认", "未发出"],
};

const EN: Words = Words {
    lang: "en",
    folder: "Zuoxi export",
    transcript: "Transcript",
    exported_by: "Exported by",
    exported_at: "Exported at",
    time_zone: "Time zone",
    version: "Version",
    period: "Period",
    beginning: "the beginning",
    chats: "Chats",
    messages: "Messages",
    coverage: "Coverage",
    complete: "Complete within this period",
    not_complete: "Messages may be missing from these stretches",
    gap: "Messages may be missing here",
    all_chats: "All chats",
    previous_page: "Previous page",
    next_page: "Next page",
    not_fetched: "could not be fetched",
    program: "may be a program: kept under another name",
    no_messages: "no messages on this computer",
    sheet: "Messages",
    robot: "Robot",
    chat: "Chat",
    kind: "Kind",
    assignee: "Agent",
    first: "First",
    last: "Last",
    columns: [
        "Time",
        "Robot",
        "Chat",
        "Chat kind",
        "Agent",
        "Side",
        "Sender",
        "Type",
        "Text",
        "Address",
        "File",
        "State",
        "Message ID",
        "Chat ID",
    ],
    coverage_columns: ["Robot", "Chat", "Messages", "May be missing: from", "to", "Chat ID"],
    customer: "customer",
    us: "us",
    single: "single",
    group: "group",
    kinds: ["text", "image", "file", "voice", "video", "link", "sticker", "mini program", "other"],
    states: ["waiting to be sent", "uploading", "being sent", "failed", "not confirmed", "not sent"],
};
