//! Customers: spec 2.3, the friends of 3.21, requests of 3.8 and people found by phone in 3.9.

use serde_json::{Value, json};

use super::{number, object};
use crate::clock;
use crate::options::Quirks;
use crate::world::Chat;
use crate::world::directory::{FriendRequest, Friendship};
use crate::world::people::{CORP_ID, Person};

/// The company of customers on WeChat, as the samples of 3.21 show it.
pub const WECHAT_COMPANY_ID: u64 = 1_970_325_134_026_788;

/// A row of 2.3: the sample's fields and those that only the table has. Remark and description are there when they
/// hold something.
pub fn customer_row(chat: &Chat, customer: &Person, friendship: &Friendship, quirks: &Quirks) -> Value {
    let mut row = object(json!({
        "robotKey": chat.robot_key,
        "userId": number(&customer.id),
        "name": chat.name,
        "avatorUrl": customer.head_img,
        "status": status(friendship, quirks),
        "isOuterUser": i32::from(!customer.staff),
        "isExternalUser": 1,
        "isDelete": i32::from(friendship.is_deleted()),
        "mobile": "",
        "gender": customer.gender(),
        "gmtCreate": clock::date_time(friendship.created_ms),
        "gmtModify": clock::date_time(friendship.modified_ms),
        "corpid": CORP_ID,
        "mark_as_customer_time": clock::date_time(friendship.customer_since_ms.unwrap_or_default()),
        "source_type": friendship.source,
        "flag": friendship.flag(),
        "state": friendship.state,
    }));
    for (key, value) in [("realRemarks", &friendship.remark), ("remarks", &friendship.description)] {
        if !value.is_empty() {
            row.insert(key.to_owned(), value.as_str().into());
        }
    }
    Value::Object(row)
}

/// `status` of 2.3: 1 normal, 0 deleted. Two of the sample's three customers have a 0 although they are not deleted
/// (quirk Q16); with the quirk on, so do ours.
pub fn status(friendship: &Friendship, quirks: &Quirks) -> u8 {
    let looks_deleted = quirks.stale_customer_status && friendship.created_ms % 3 == 0;
    u8::from(!friendship.is_deleted() && !looks_deleted)
}

/// The notification of 3.8.
pub fn friend_request(request: &FriendRequest, message_id: &str) -> Value {
    json!({
        "messageId": message_id,
        "type": "robot.on.new.friend.request",
        "robotKey": request.robot_key,
        "code": "0",
        "reason": request.reason,
        "wechatImgUrl": request.person.head_img,
        "name": request.person.name,
        "userId": number(&request.person.id),
        "gender": request.person.gender(),
        "remarks": "",
        "isOuterUser": 1,
    })
}

/// `userData` of 3.9 and 2.8.
pub fn found_by_phone(person: &Person) -> Value {
    json!({
        "wechatImgUrl": person.head_img,
        "userId": number(&person.id),
        "name": person.name,
        "gender": person.gender(),
        "isOuterUser": 1,
    })
}

/// A friend in 3.21, where ids are strings. The real platform writes `namePinyin` in Latin letters; the practice one
/// has no table for that and repeats the name.
pub fn contact(chat: &Chat, customer: &Person, friendship: &Friendship) -> Value {
    json!({
        "avatorUrl": customer.head_img,
        "companyId": WECHAT_COMPANY_ID.to_string(),
        "name": chat.name,
        "namePinyin": chat.name,
        "phone": "",
        "officePhone": "",
        "realRemarks": friendship.remark,
        "remarks": friendship.description,
        "userId": customer.id,
        "wechatImgUrl": customer.head_img,
    })
}
