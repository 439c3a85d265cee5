//! People whom the shop does not know yet: who ask for friendship, are found by phone number, or joined on the phone.

use std::hash::{DefaultHasher, Hash, Hasher};

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::addresses::Addresses;
use super::people::{Person, given_names, surnames};

#[derive(Clone, Debug)]
pub struct Strangers {
    rng: ChaCha8Rng,
    surnames: Vec<char>,
    given: Vec<&'static str>,
}

impl Strangers {
    pub fn new(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(u64::MAX - 4);
        Self { rng, surnames: surnames(), given: given_names() }
    }

    /// Somebody nobody has seen before.
    pub fn draw(&mut self, addresses: &Addresses) -> Person {
        let number = self.rng.random();
        self.person(number, addresses)
    }

    /// The owner of a mobile number: always the same person. `None` unless it is a number of China, eleven digits that
    /// begin with a 1.
    pub fn by_phone(&self, phone: &str, addresses: &Addresses) -> Option<Person> {
        let is_mobile =
            phone.len() == 11 && phone.starts_with('1') && phone.bytes().all(|digit| digit.is_ascii_digit());
        if !is_mobile {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        phone.hash(&mut hasher);
        Some(self.person(hasher.finish(), addresses))
    }

    /// The beginning of an id and as many digits. Ids of the first shop end in numbers drawn from the same range; that
    /// one of theirs comes again is less likely than any other mishap of a practice.
    pub fn id(&mut self, prefix: &str, digits: u32) -> String {
        let number = self.rng.random_range(0..10_u64.pow(digits));
        format!("{prefix}{number:0width$}", width = usize::try_from(digits).unwrap_or(8))
    }

    fn person(&self, number: u64, addresses: &Addresses) -> Person {
        let mut rng = ChaCha8Rng::seed_from_u64(number);
        let surname = self.surnames.choose(&mut rng).copied().unwrap_or('王');
        let given = self.given.choose(&mut rng).copied().unwrap_or("小雨");
        let id = format!("788131{:010}", number % 10_000_000_000);
        Person {
            head_img: addresses.avatar("customer", &id),
            id,
            name: format!("{surname}{given}"),
            english: false,
            staff: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_has_one_owner_and_nonsense_has_none() {
        let (strangers, addresses) = (Strangers::new(1), Addresses::new("http://127.0.0.1:1"));
        let owner = strangers.by_phone("13800138000", &addresses).unwrap();
        assert_eq!(strangers.by_phone("13800138000", &addresses).unwrap(), owner);
        for nonsense in ["", "1380013800", "23800138000", "1380013800a"] {
            assert_eq!(strangers.by_phone(nonsense, &addresses), None, "{nonsense}");
        }
    }
}
