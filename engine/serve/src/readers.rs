//! Who may read the log without signing in: capability addresses `/reader/<token>/…`, given to
//! replicas and foreign clients, each revocable by itself.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use act::Digest;

/// Readers by the SHA-256 of their token: the tokens themselves are kept nowhere.
#[derive(Clone, Debug, Default)]
pub struct Readers {
    labels: Arc<RwLock<BTreeMap<Digest, String>>>,
}

impl Readers {
    /// Lets the holder of a token read.
    pub fn allow(&self, token: &str, label: &str) {
        let mut labels = self.labels.write().unwrap_or_else(PoisonError::into_inner);
        labels.insert(Digest::of(token.as_bytes()), label.to_owned());
    }

    /// Replaces all readers, for instance when their file changed.
    pub fn replace(&self, readers: BTreeMap<Digest, String>) {
        *self.labels.write().unwrap_or_else(PoisonError::into_inner) = readers;
    }

    /// Who holds this token; none if nobody does (any more).
    pub fn label(&self, token: &str) -> Option<String> {
        let labels = self.labels.read().unwrap_or_else(PoisonError::into_inner);
        labels.get(&Digest::of(token.as_bytes())).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_can_be_revoked() {
        let readers = Readers::default();
        readers.allow("secret", "replica of party a");
        assert_eq!(
            readers.label("secret").as_deref(),
            Some("replica of party a")
        );
        assert_eq!(readers.label("Secret"), None);
        readers.replace(BTreeMap::new());
        assert_eq!(readers.label("secret"), None);
    }
}
