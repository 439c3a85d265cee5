//! The key of a cache.

use std::fmt::Write as _;

use secrecy::{ExposeSecret as _, SecretString};

use crate::StoreError;

/// 256 random bits. They are the cipher's key itself, not a passphrase, so that opening costs no key derivation.
///
/// Kept as hexadecimal text because both places it goes to, the keyring and `PRAGMA key`, want text.
#[derive(Debug, Clone)]
pub struct CacheKey(SecretString);

impl CacheKey {
    const BYTES: usize = 32;

    /// A new key from the thread's generator, which is a cryptographic one seeded by the system.
    #[must_use]
    pub fn random() -> Self {
        let bytes: [u8; Self::BYTES] = rand::random();
        let mut hex = String::with_capacity(2 * Self::BYTES);
        for byte in bytes {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex.into())
    }

    /// No key: the cache is a plain file. For measuring what encryption costs, and nothing else.
    #[cfg(feature = "plain")]
    #[must_use]
    pub fn none() -> Self {
        Self(String::new().into())
    }

    /// Reads what [`Self::to_hex`] wrote: 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`StoreError::InvalidKey`] for anything else. The text is not repeated in the error.
    pub fn from_hex(hex: &SecretString) -> Result<Self, StoreError> {
        let text = hex.expose_secret().trim();
        if text.len() == 2 * Self::BYTES && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(Self(text.to_ascii_lowercase().into()))
        } else {
            Err(StoreError::InvalidKey)
        }
    }

    /// The key as text, for the keyring.
    #[must_use]
    pub fn to_hex(&self) -> SecretString {
        self.0.clone()
    }

    /// Whether the file is not encrypted.
    pub(crate) fn is_none(&self) -> bool {
        cfg!(feature = "plain") && self.0.expose_secret().is_empty()
    }

    /// The value of `PRAGMA key` that stands for a raw key.
    pub(crate) fn pragma_value(&self) -> String {
        format!("\"x'{}'\"", self.0.expose_secret())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_from_its_own_text() {
        let key = CacheKey::random();
        let again = CacheKey::from_hex(&key.to_hex()).unwrap();
        assert_eq!(again.pragma_value(), key.pragma_value());
        assert_ne!(CacheKey::random().pragma_value(), key.pragma_value());
    }

    #[test]
    fn a_text_that_is_no_key_is_refused_without_being_repeated() {
        let almost = "g".repeat(64);
        for text in ["", "abc", &"a".repeat(63), &"a".repeat(65), &almost, "'; DROP TABLE messages; --"] {
            let error = CacheKey::from_hex(&text.to_owned().into()).unwrap_err();
            assert!(matches!(error, StoreError::InvalidKey), "{text}");
        }
        assert!(!StoreError::InvalidKey.to_string().contains(&almost));
    }

    #[test]
    fn q07_a_key_does_not_print() {
        let key = CacheKey::random();
        assert!(!format!("{key:?}").contains(key.to_hex().expose_secret()));
    }
}
