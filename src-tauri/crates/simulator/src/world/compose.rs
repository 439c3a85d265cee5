//! Turns a written line into a message: who says it, with which pictures, links and mentions.

use std::sync::Arc;

use rand::Rng;
use serde_json::json;

use super::addresses::Addresses;
use super::content::{Content, kind};
use super::people::{Person, Robot};
use super::script::{Line, Medium, Mention, Script, What, Who};
use super::slots::{KINDS, Slots};
use super::{Chat, Sender};

/// Who plays in a conversation.
#[derive(Clone, Debug)]
pub struct Cast {
    pub robot: Robot,
    pub members: Vec<Arc<Person>>,
}

impl Cast {
    pub fn of(robot: &Robot, chat: &Chat) -> Self {
        Self { robot: robot.clone(), members: chat.members.clone() }
    }

    fn member(&self, number: usize) -> Option<&Arc<Person>> {
        let count = self.members.len().max(1);
        self.members.get(number.saturating_sub(1) % count)
    }

    fn sender(&self, who: Who) -> Sender {
        let member = match who {
            Who::Robot => return Sender::Robot,
            Who::Phone => return Sender::Phone,
            Who::Customer => self.member(1),
            Who::Member(number) => self.member(number),
        };
        member.map_or(Sender::Robot, |member| Sender::Contact(Arc::clone(member)))
    }

    /// Makes the members' names available to the dialogue as `{n1}` to `{n6}`.
    pub fn introduce(&self, slots: &mut Slots) {
        for number in 1..=6 {
            if let Some(member) = self.member(number) {
                slots.set(format!("n{number}"), member.name.clone());
            }
        }
        slots.set("agent", self.robot.short_name.clone());
    }
}

/// What a dialogue is about: the product it names first.
pub fn subject(script: &Script) -> Option<&'static str> {
    let named = |text: &String| {
        let slots = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
        slots.map(|(slot, _)| slot).find_map(kind_of_slot)
    };
    script.lines.iter().find_map(|line| match &line.what {
        What::Text(alternatives) => alternatives.iter().find_map(named),
        What::Medium(_, subject) => kind_of_slot(subject),
    })
}

fn kind_of_slot(slot: &str) -> Option<&'static str> {
    let kind = slot.strip_prefix("en_").unwrap_or(slot);
    KINDS.into_iter().find(|known| *known == kind)
}

/// The message of one line.
pub fn message(line: &Line, cast: &Cast, slots: &mut Slots, addresses: &Addresses) -> (Sender, Content) {
    let content = match &line.what {
        What::Text(alternatives) => {
            let text = slots.fill(alternatives);
            mentioning(line.mention, text, cast)
        }
        What::Medium(medium, subject) => medium_content(*medium, subject, cast, slots, addresses),
    };
    (cast.sender(line.who), content)
}

fn mentioning(mention: Option<Mention>, text: String, cast: &Cast) -> Content {
    let (name, id) = match mention {
        None => return Content::text(text),
        Some(Mention::All) => return Content::text(format!("@所有人 {text}")),
        Some(Mention::Robot) => (&cast.robot.nick_name, &cast.robot.wxid),
        Some(Mention::Member(number)) => match cast.member(number) {
            Some(member) => (&member.name, &member.id),
            None => return Content::text(text),
        },
    };
    Content::Text { text: format!("@{name} {text}"), at: Some(id.clone()) }
}

fn medium_content(medium: Medium, subject: &str, cast: &Cast, slots: &mut Slots, addresses: &Addresses) -> Content {
    let variant = slots.rng().random_range(0..24);
    Content::other(match medium {
        Medium::Image => json!({ "contentType": kind::IMAGE, "pic": addresses.picture(subject, variant) }),
        Medium::Sticker => json!({ "contentType": kind::STICKER, "pic": addresses.sticker(variant) }),
        Medium::Voice => json!({ "contentType": kind::VOICE, "voice": addresses.voice(variant) }),
        Medium::File => {
            let number = slots.value("order");
            json!({ "contentType": kind::FILE, "fileName": addresses.file(subject, &number) })
        }
        Medium::Link => {
            let (title, description) = link_words(subject, slots);
            json!({
                "contentType": kind::LINK,
                "title": title,
                "link": addresses.page(subject),
                "description": description,
                "coverImgFile": addresses.picture(subject, variant),
            })
        }
        Medium::MiniProgram => {
            let (title, content) = match subject {
                "student" => ("学生认证", "学生专享价，10分钟审核"),
                _ => ("半夏里·预约", "门店体验课在线预约"),
            };
            json!({
                "contentType": kind::MINI_PROGRAM,
                "title": title,
                "content": content,
                "senderName": cast.robot.nick_name,
                "senderHeadImg": cast.robot.head_img,
                "logo": addresses.picture("logo", 0),
            })
        }
    })
}

fn link_words(subject: &str, slots: &mut Slots) -> (String, String) {
    match subject {
        "garment" | "home" | "tea" => {
            (slots.value("product"), format!("半夏里·本周上新 | 会员价{}元起，七天无理由", slots.value("price")))
        }
        "cotton" => (slots.value(subject), "A类面料，可贴身穿 | 七天无理由".to_owned()),
        "postage" => ("补差价专用链接".to_owned(), "请按客服告知的金额填写数量".to_owned()),
        "survey" => ("购物体验小问卷".to_owned(), "一分钟填完，送5元无门槛券".to_owned()),
        "profile" => ("我的穿搭日记".to_owned(), "通勤 / 小个子 / 羊毛控".to_owned()),
        "install" => ("榉木置物架安装视频".to_owned(), "3分26秒，跟着做就能装好".to_owned()),
        other => (other.to_owned(), String::new()),
    }
}
