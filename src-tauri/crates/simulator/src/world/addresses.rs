//! Where the world's pictures and files are to be fetched: always this very server, under `/media` and `/shop`.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Builds addresses below the platform's base address. None has a query: spec 3.6 forbids one in `coverImgFile`.
#[derive(Clone, Debug)]
pub struct Addresses {
    base: String,
}

impl Addresses {
    pub fn new(base: impl Into<String>) -> Self {
        Self { base: base.into() }
    }

    /// A portrait; `id` decides how it looks.
    pub fn avatar(&self, style: &str, id: &str) -> String {
        format!("{}/media/avatar/{style}-{:016x}.png", self.base, digest(id))
    }

    /// A picture of `subject`, in as many variants as there are values of `variant`.
    pub fn picture(&self, subject: &str, variant: u32) -> String {
        format!("{}/media/picture/{subject}-{variant}.png", self.base)
    }

    /// Any other path of this server.
    pub fn below(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    pub fn sticker(&self, variant: u32) -> String {
        format!("{}/media/sticker/{}.png", self.base, variant % 8)
    }

    pub fn file(&self, subject: &str, number: &str) -> String {
        let extension = match subject {
            "invoice" => "pdf",
            "quote" | "refund" => "csv",
            _ => "txt",
        };
        format!("{}/media/file/{subject}-{number}.{extension}", self.base)
    }

    pub fn voice(&self, variant: u32) -> String {
        format!("{}/media/voice/{variant}.wav", self.base)
    }

    pub fn page(&self, subject: &str) -> String {
        format!("{}/shop/{subject}", self.base)
    }
}

fn digest(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
