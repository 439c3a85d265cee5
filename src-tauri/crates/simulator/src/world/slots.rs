//! Fills the slots of written dialogues: products, numbers, dates, places.
//!
//! A slot keeps its value for the whole conversation, so that the order number in the question is the one in the answer.

use std::collections::HashMap;

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::people::surnames;
use super::script::entries;
use crate::clock::{self, DAY_MS};

const COURIERS: [&str; 5] = ["顺丰", "中通", "圆通", "韵达", "京东快递"];
const CITIES: [&str; 14] =
    ["成都", "武汉", "南京", "苏州", "长沙", "西安", "重庆", "厦门", "青岛", "合肥", "宁波", "昆明", "郑州", "佛山"];
const STREETS: [&str; 6] = ["人民路128号", "解放路66号", "建设大道301号", "滨江路19号", "学院路7号", "中山北路520号"];
const BUILDINGS: [&str; 5] = ["3栋1单元702", "12幢501室", "A座1806", "翠湖花园6号楼2单元1203", "2期9栋904"];
const COLOURS: [&str; 8] = ["燕麦色", "雾霾蓝", "炭灰色", "奶白色", "焦糖色", "墨绿色", "藏青色", "豆沙粉"];
const STORES: [&str; 3] = ["湖滨店", "武康路店", "太古里店"];
const COMPANIES: [&str; 4] = ["云帆文化传播有限公司", "青禾教育科技有限公司", "拾光设计事务所", "远山贸易有限公司"];

/// What dialogues can ask the shop's range for: `{garment}` any clothes, `{top}` with shoulders, `{set}` tea things in a
/// set, and so on.
pub const KINDS: [&str; 13] = [
    "garment",
    "top",
    "wool",
    "shirt",
    "cotton",
    "home",
    "textile",
    "bedding",
    "sofa",
    "furniture",
    "tea",
    "pot",
    "set",
];

/// One thing the shop sells.
#[derive(Clone, Debug)]
pub struct Product {
    kinds: &'static str,
    pub name: &'static str,
    pub english_name: &'static str,
    pub price: &'static str,
}

/// The shop's range, read from its data file.
#[derive(Clone, Debug)]
pub struct Catalogue(Vec<Product>);

impl Catalogue {
    pub fn read() -> Self {
        let product = |entry: &'static str| {
            let mut fields = entry.split('|').map(str::trim);
            Some(Product {
                kinds: fields.next()?,
                name: fields.next()?,
                english_name: fields.next()?,
                price: fields.next()?,
            })
        };
        Self(entries(include_str!("../../data/products.txt")).filter_map(product).collect())
    }

    fn pick(&self, kind: &str, rng: &mut ChaCha8Rng) -> Option<&Product> {
        let is_of_kind = |product: &&Product| product.kinds.split_whitespace().any(|known| known == kind);
        let fitting: Vec<&Product> = self.0.iter().filter(is_of_kind).collect();
        fitting.choose(rng).copied()
    }
}

/// The values of one conversation.
#[derive(Clone, Debug)]
pub struct Slots {
    rng: ChaCha8Rng,
    started_ms: i64,
    values: HashMap<String, String>,
}

impl Slots {
    /// `kind` is what the conversation is about, one of [`KINDS`].
    pub fn new(catalogue: &Catalogue, kind: &str, mut rng: ChaCha8Rng, started_ms: i64) -> Self {
        let mut values = HashMap::new();
        for each in KINDS {
            let Some(product) = catalogue.pick(each, &mut rng) else { continue };
            values.insert(each.to_owned(), product.name.to_owned());
            values.insert(format!("en_{each}"), product.english_name.to_owned());
            if each == kind {
                values.insert("product".to_owned(), product.name.to_owned());
                values.insert("price".to_owned(), product.price.to_owned());
            }
        }
        Self { rng, started_ms, values }
    }

    /// Gives a slot a value from outside, such as the name of a group's member.
    pub fn set(&mut self, slot: impl Into<String>, value: impl Into<String>) {
        self.values.insert(slot.into(), value.into());
    }

    /// The value of a slot, drawn when it is asked for the first time.
    pub fn value(&mut self, slot: &str) -> String {
        if let Some(value) = self.values.get(slot) {
            return value.clone();
        }
        let value = self.draw(slot);
        self.values.insert(slot.to_owned(), value.clone());
        value
    }

    /// Chooses one of the alternatives and fills its slots. Braces that name no slot stay as they are.
    pub fn fill(&mut self, alternatives: &[String]) -> String {
        let mut rest = alternatives.choose(&mut self.rng).map_or("", String::as_str);
        let mut filled = String::with_capacity(rest.len() + 16);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            if let Some((slot, tail)) = after.split_once('}') {
                filled.push_str(&self.value(slot));
                rest = tail;
            } else {
                filled.push('{');
                rest = after;
            }
        }
        filled.push_str(rest);
        filled
    }

    /// For whatever else the conversation needs by chance.
    pub fn rng(&mut self) -> &mut ChaCha8Rng {
        &mut self.rng
    }

    fn draw(&mut self, slot: &str) -> String {
        match slot {
            "order" => {
                let ordered = clock::beijing(self.started_ms - 3 * DAY_MS);
                let date = format!("{:02}{:02}{:02}", ordered.year() % 100, ordered.month(), ordered.day());
                format!("{date}{}", self.digits(10))
            }
            "order4" => last(&self.value("order"), 4),
            "tracking" => match self.value("courier").as_str() {
                "顺丰" => format!("SF{}", self.digits(13)),
                "圆通" => format!("YT{}", self.digits(13)),
                "京东快递" => format!("JDVB{}", self.digits(11)),
                "中通" => format!("78{}", self.digits(12)),
                _ => format!("43{}", self.digits(13)),
            },
            "date" => {
                let day = clock::beijing(self.started_ms + 3 * DAY_MS);
                format!("{}月{}日", day.month(), day.day())
            }
            "en_date" => clock::beijing(self.started_ms + 3 * DAY_MS).strftime("%b %-d").to_string(),
            "color2" => {
                let first = self.value("color");
                let others: Vec<&str> = COLOURS.into_iter().filter(|colour| *colour != first).collect();
                self.choose(&others)
            }
            "color" => self.choose(&COLOURS),
            "courier" => self.choose(&COURIERS),
            "city" => self.choose(&CITIES),
            "street" => self.choose(&STREETS),
            "building" => self.choose(&BUILDINGS),
            "store" => self.choose(&STORES),
            "store_en" => "Hubin Store, third floor, next to the lift".to_owned(),
            "company" => format!("{}{}", self.value("city"), self.choose(&COMPANIES)),
            "tax" => format!("9133{}MA{}X", self.digits(6), self.digits(6)),
            "size" => self.choose(&["S", "M", "M", "L"]),
            "weekday1" => self.choose(&["五", "六", "日"]),
            "surname" => surnames().choose(&mut self.rng).copied().unwrap_or('林').to_string(),
            "weight" => self.number(94, 128),
            "weight2" => self.number(140, 186),
            "ml" => self.choose(&["150", "180", "220", "300"]),
            "phone4" | "code" => self.digits(4),
            "queue" => self.number(17, 260),
            "points" => self.number(320, 980),
            "total" => self.number(1800, 2960),
            "refund" => self.choose(&["89.00", "129.50", "168.00", "219.00", "239.00"]),
            "product" => self.value("garment"),
            "price" => self.choose(&["199", "239", "269", "329"]),
            unknown => format!("{{{unknown}}}"),
        }
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.rng.random_range(0..10_u8))).collect()
    }

    fn number(&mut self, from: u32, to: u32) -> String {
        self.rng.random_range(from..=to).to_string()
    }

    fn choose(&mut self, values: &[&str]) -> String {
        values.choose(&mut self.rng).copied().unwrap_or_default().to_owned()
    }
}

fn last(text: &str, count: usize) -> String {
    let skipped = text.chars().count().saturating_sub(count);
    text.chars().skip(skipped).collect()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::super::script::{Library, What};
    use super::*;

    fn slots() -> Slots {
        Slots::new(&Catalogue::read(), "garment", ChaCha8Rng::seed_from_u64(1), 1_585_024_550_000)
    }

    #[test]
    fn a_slot_keeps_its_value_for_the_whole_conversation() {
        let mut slots = slots();
        let question = slots.fill(&["{order}".to_owned()]);
        assert_eq!(slots.fill(&["{order}".to_owned()]), question);
        assert!(question.ends_with(&slots.value("order4")));
    }

    #[test]
    fn the_price_is_that_of_the_product_talked_about() {
        let mut slots = slots();
        let (name, price) = (slots.value("product"), slots.value("price"));
        let catalogue = Catalogue::read();
        assert!(catalogue.0.iter().any(|product| product.name == name && product.price == price));
        assert_ne!(slots.value("color"), slots.value("color2"));
    }

    #[test]
    fn no_written_slot_is_unknown() {
        let library = Library::read();
        let mut slots = slots();
        for member in 1..=6 {
            slots.set(format!("n{member}"), "小红");
        }
        let all = [&library.single, &library.english, &library.waiting, &library.waiting_english, &library.groups];
        for script in all.into_iter().flatten() {
            for line in &script.lines {
                let What::Text(alternatives) = &line.what else { continue };
                for alternative in alternatives {
                    let filled = slots.fill(std::slice::from_ref(alternative));
                    assert!(!filled.contains(['{', '}']), "{}: {filled}", script.name);
                }
            }
        }
    }
}
