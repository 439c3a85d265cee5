//! The words of the tray and of notifications. The window's own words are in `ui`; these are said while it sleeps.

use zuoxi_engine::{Card, Language, Subject};
use zuoxi_model::{Content, NotificationSound, RobotStatus};

use super::notify::Notice;

/// As much of a message as a notification shows, in characters.
const MOST_CHARACTERS: usize = 200;

/// The words of the tray's menu.
pub struct TrayWords {
    pub open: &'static str,
    pub quiet: &'static str,
    pub quit: &'static str,
}

pub fn tray(language: Language) -> TrayWords {
    match language {
        Language::ZhCn => TrayWords { open: "打开坐席", quiet: "免打扰 1 小时", quit: "退出坐席" },
        Language::En => TrayWords { open: "Open Zuoxi", quiet: "Quiet for 1 hour", quit: "Quit Zuoxi" },
    }
}

/// What the tray says when the pointer rests on it.
pub fn tooltip(language: Language, unread: u32, offline: bool) -> String {
    let name = match language {
        Language::ZhCn => "坐席",
        Language::En => "Zuoxi",
    };
    let state = match (language, offline, unread) {
        (Language::ZhCn, true, _) => "未连接".to_owned(),
        (Language::En, true, _) => "not connected".to_owned(),
        (_, false, 0) => return name.to_owned(),
        (Language::ZhCn, false, _) => format!("{unread} 条未读"),
        (Language::En, false, _) => format!("{unread} unread"),
    };
    format!("{name} · {state}")
}

/// A notification in words; `account` where it has to be said whose it is.
pub fn notice(language: Language, card: &Card, account: Option<&str>) -> Notice {
    let (title, body) = match &card.subject {
        Subject::Message { chat, robot, group, sender, content, messages } => {
            let said = one_line(&content_words(language, content));
            let said = if *group && !sender.is_empty() { format!("{}: {said}", one_line(sender)) } else { said };
            (title(chat, robot), if *messages > 1 { format!("{said}\n{}", count(language, *messages)) } else { said })
        }
        Subject::Chat { chat, robot, messages } => (title(chat, robot), count(language, *messages)),
        Subject::Summary { chats: 0 | 1, messages } => (own_name(language), count(language, *messages)),
        Subject::Summary { chats, messages } => {
            let body = match language {
                Language::ZhCn => format!("{chats} 个会话有 {messages} 条新消息"),
                Language::En => format!("{messages} new messages in {chats} chats"),
            };
            (own_name(language), body)
        }
        Subject::RobotFell { robot, status } => fallen(language, &one_line(robot), *status),
    };
    let title = match account {
        Some(account) => format!("{title} · {}", one_line(account)),
        None => title,
    };
    Notice { title, body, sound: card.sound, open: tray(language).open }
}

/// What a person sees who tries the settings.
pub fn trial(language: Language, sound: NotificationSound) -> Notice {
    let body = match language {
        Language::ZhCn => "新消息的通知会这样出现。",
        Language::En => "New messages will be told like this.",
    };
    let sound = (sound != NotificationSound::Silent).then_some(sound);
    Notice { title: own_name(language), body: body.to_owned(), sound, open: tray(language).open }
}

fn own_name(language: Language) -> String {
    tooltip(language, 0, false)
}

fn title(chat: &str, robot: &str) -> String {
    let (chat, robot) = (one_line(chat), one_line(robot));
    if robot.is_empty() { chat } else { format!("{chat} · {robot}") }
}

fn count(language: Language, messages: u32) -> String {
    match (language, messages) {
        (Language::ZhCn, _) => format!("{messages} 条新消息"),
        (Language::En, 1) => "1 new message".to_owned(),
        (Language::En, _) => format!("{messages} new messages"),
    }
}

fn fallen(language: Language, robot: &str, status: RobotStatus) -> (String, String) {
    match language {
        Language::ZhCn => {
            let state = match status {
                RobotStatus::Banned => "被限制登录",
                RobotStatus::Kicked => "已被挤下线",
                _ => "已离线",
            };
            let body = "它的客户发来的消息可能收不到，请联系管理员让它重新登录。";
            (format!("机器人“{robot}”{state}"), body.to_owned())
        }
        Language::En => {
            let state = match status {
                RobotStatus::Banned => "may not sign in any more",
                RobotStatus::Kicked => "was signed out from elsewhere",
                _ => "is offline",
            };
            let body = "Messages of its customers may not arrive. Ask an administrator to sign it in again.";
            (format!("Robot “{robot}” {state}"), body.to_owned())
        }
    }
}

fn content_words(language: Language, content: &Content) -> String {
    let named = |zh: &str, en: &str, detail: &str| {
        let kind = if language == Language::ZhCn { zh } else { en };
        if detail.trim().is_empty() { format!("[{kind}]") } else { format!("[{kind}] {detail}") }
    };
    match content {
        Content::Text { text, .. } => text.clone(),
        Content::Image { .. } => named("图片", "Picture", ""),
        Content::File { name, .. } => named("文件", "File", name.as_deref().unwrap_or_default()),
        Content::Voice { .. } => named("语音", "Voice", ""),
        Content::Video { .. } => named("视频", "Video", ""),
        Content::Link { title, .. } => named("链接", "Link", title),
        Content::Sticker { .. } => named("表情", "Sticker", ""),
        Content::MiniProgram { title, .. } => named("小程序", "Mini program", title),
        Content::Unsupported { .. } => named("消息", "Message", ""),
    }
}

/// A text of a stranger as one line: without line breaks and signs that turn the direction of what follows.
fn one_line(text: &str) -> String {
    let plain = |sign: char| match sign {
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
        sign if sign.is_whitespace() || sign.is_control() => Some(' '),
        sign => Some(sign),
    };
    let signs: String = text.chars().filter_map(plain).collect();
    let words: Vec<&str> = signs.split_whitespace().collect();
    let line = words.join(" ");
    let mut shown: String = line.chars().take(MOST_CHARACTERS).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(subject: Subject) -> Card {
        Card { account: None, subject, sound: None, opens: None }
    }

    fn message(content: Content, group: bool, messages: u32) -> Card {
        let (chat, robot, sender) = ("VIP 群".into(), "小坐".into(), "王总".into());
        card(Subject::Message { chat, robot, group, sender, content, messages })
    }

    fn text(text: &str) -> Content {
        Content::Text { text: text.into(), mentions: Vec::new() }
    }

    #[test]
    fn a_message_says_who_wrote_where_and_what() {
        let single = notice(Language::ZhCn, &message(text("在吗？\n有个问题"), false, 1), None);
        assert_eq!((single.title.as_str(), single.body.as_str()), ("VIP 群 · 小坐", "在吗？ 有个问题"));
        let group = notice(Language::En, &message(Content::Image { url: "u".into() }, true, 3), None);
        assert_eq!(group.body, "王总: [Picture]\n3 new messages");
    }

    #[test]
    fn of_several_accounts_it_is_said_whose_message_it_is() {
        let told = notice(Language::ZhCn, &message(text("在吗"), false, 1), Some("shop"));
        assert_eq!(told.title, "VIP 群 · 小坐 · shop");
    }

    #[test]
    fn a_strangers_text_neither_turns_around_nor_fills_the_screen() {
        let turned = notice(Language::ZhCn, &message(text("\u{202E}gpj.exe"), false, 1), None);
        assert_eq!(turned.body, "gpj.exe");
        let long = notice(Language::ZhCn, &message(text(&"好".repeat(5_000)), false, 1), None);
        assert_eq!(long.body.chars().count(), MOST_CHARACTERS + 1);
    }

    #[test]
    fn a_summary_names_nobody() {
        let summary = |chats, messages| notice(Language::ZhCn, &card(Subject::Summary { chats, messages }), None).body;
        assert_eq!(summary(6, 23), "6 个会话有 23 条新消息");
        assert_eq!(summary(1, 2), "2 条新消息");
    }

    #[test]
    fn the_tray_says_what_matters_most() {
        assert_eq!(tooltip(Language::ZhCn, 3, false), "坐席 · 3 条未读");
        assert_eq!(tooltip(Language::ZhCn, 3, true), "坐席 · 未连接");
        assert_eq!(tooltip(Language::En, 0, false), "Zuoxi");
    }
}
