//! Which keys there are and what each may do. Keys are held as digests only, and shown as fingerprints.

use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::http::HeaderValue;
use sha2::{Digest, Sha256};

use crate::config::KeyConfig;
use crate::scope::Scopes;

/// The first bytes of a key's digest in hex: enough to tell keys apart, no help to guess one.
pub(crate) type Fingerprint = String;

/// A key that was presented and is valid.
pub(crate) struct Caller {
    pub(crate) fingerprint: Fingerprint,
    pub(crate) scopes: Scopes,
}

/// The workspace's keys.
pub(crate) struct Keys(Mutex<BTreeMap<[u8; 32], Scopes>>);

impl Keys {
    pub(crate) fn new(keys: &[KeyConfig]) -> Self {
        Self(Mutex::new(digests(keys)))
    }

    pub(crate) fn reset(&self, keys: &[KeyConfig]) {
        *self.held() = digests(keys);
    }

    pub(crate) fn add(&self, key: &str, scopes: Scopes) -> Fingerprint {
        self.held().insert(digest(key), scopes);
        fingerprint(key)
    }

    /// Whether there was such a key.
    pub(crate) fn revoke(&self, key: &str) -> bool {
        self.held().remove(&digest(key)).is_some()
    }

    pub(crate) fn list(&self) -> Vec<Caller> {
        let keys = self.held();
        keys.iter().map(|(digest, scopes)| Caller { fingerprint: short(digest), scopes: *scopes }).collect()
    }

    /// Who is calling; `None` when the key is missing or unknown.
    pub(crate) fn caller(&self, authorization: Option<&HeaderValue>) -> Option<Caller> {
        let key = bearer(authorization)?;
        let scopes = *self.held().get(&digest(key))?;
        Some(Caller { fingerprint: fingerprint(key), scopes })
    }

    fn held(&self) -> std::sync::MutexGuard<'_, BTreeMap<[u8; 32], Scopes>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The bearer token of an `Authorization` header.
pub(crate) fn bearer(authorization: Option<&HeaderValue>) -> Option<&str> {
    let (scheme, key) = authorization?.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !key.trim().is_empty()).then(|| key.trim())
}

pub(crate) fn fingerprint(key: &str) -> Fingerprint {
    short(&digest(key))
}

fn digests(keys: &[KeyConfig]) -> BTreeMap<[u8; 32], Scopes> {
    keys.iter().map(|key| (digest(&key.key), key.scopes)).collect()
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}

fn short(digest: &[u8; 32]) -> Fingerprint {
    digest[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bearer_token_is_a_key() {
        let key = |text: &'static str| bearer(Some(&HeaderValue::from_static(text))).map(str::to_owned);
        assert_eq!(key("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(key("bearer abc").as_deref(), Some("abc"));
        assert_eq!(key("Basic abc"), None);
        assert_eq!(key("Bearer "), None);
        assert_eq!(key("abc"), None);
        assert_eq!(bearer(None), None);
    }
}
