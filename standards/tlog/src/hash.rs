//! The 32 bytes everything is about.

use std::fmt;

use base64ct::{Base64, Encoding};

/// A SHA-256 hash of a leaf, a node or a whole tree. Shown in base64, as C2SP writes it.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// The text was not a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// Not 44 characters of canonical base64.
    #[error("a hash is 44 characters of base64")]
    Base64,
    /// Not 64 lower-case hexadecimal digits.
    #[error("a hash is 64 lower-case hexadecimal digits")]
    Hex,
}

impl Hash {
    /// Reads base64.
    pub fn from_base64(text: &str) -> Result<Hash, HashError> {
        let mut bytes = [0u8; 32];
        match Base64::decode(text, &mut bytes) {
            Ok(decoded) if decoded.len() == 32 => Ok(Hash(bytes)),
            _ => Err(HashError::Base64),
        }
    }

    /// Reads lower-case hexadecimal, as our own JSON writes it.
    pub fn from_hex(text: &str) -> Result<Hash, HashError> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(HashError::Hex);
        }
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Ok(digit - b'0'),
            b'a'..=b'f' => Ok(digit - b'a' + 10),
            _ => Err(HashError::Hex),
        };
        let mut bytes = [0u8; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value(pair[0])? << 4 | value(pair[1])?;
        }
        Ok(Hash(bytes))
    }

    /// Lower-case hexadecimal.
    pub fn to_hex(&self) -> String {
        use std::fmt::Write as _;
        let mut text = String::with_capacity(64);
        for byte in self.0 {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0u8; 44];
        f.write_str(Base64::encode(&self.0, &mut text).unwrap_or_default())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}
