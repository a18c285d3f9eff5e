//! 128-bit content hashes, and values that are shared together with theirs.

use serde::{Serialize, Serializer};
use std::any::Any;
use std::fmt;
use std::io::{self, Read};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// The first 128 bits of a BLAKE3 hash: collision-safe for any input a site can hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest([u8; 16]);

impl Digest {
    /// Hashes bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::from_hash(&blake3::hash(bytes))
    }

    /// Hashes bytes with a key: without it nobody can tell what was hashed, not even by trying.
    #[must_use]
    pub fn keyed(key: &[u8; 32], bytes: &[u8]) -> Self {
        Self::from_hash(&blake3::keyed_hash(key, bytes))
    }

    /// A key of 32 bytes from a secret of any length; `purpose` tells keys for different things apart.
    #[must_use]
    pub fn key(purpose: &str, secret: &str) -> [u8; 32] {
        blake3::derive_key(purpose, secret.as_bytes())
    }

    /// Hashes everything a value serialises. A new field is hashed without anyone remembering to.
    ///
    /// # Panics
    /// Never for the types of this crate: their maps have text keys, and a hasher cannot fail to write.
    #[must_use]
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        // A hasher that is fed crumbs is slow: first all the bytes, then one hash.
        let bytes = serde_json::to_vec(value).expect("views serialise to JSON, with text keys only");
        Self::of_bytes(&bytes)
    }

    /// Hashes everything a reader gives, without holding it in memory.
    ///
    /// # Errors
    /// When reading fails.
    pub fn of_reader(reader: &mut impl Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        io::copy(reader, &mut hasher)?;
        Ok(Self::from_hash(&hasher.finalize()))
    }

    /// Lower-case hexadecimal digits: 32 of them.
    #[must_use]
    pub fn hex(self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }

    /// The first ten hexadecimal digits, for file names.
    #[must_use]
    pub fn short(self) -> String {
        self.hex()[..10].to_owned()
    }

    /// Reads what [`Digest::hex`] wrote.
    #[must_use]
    pub fn from_hex(digits: &str) -> Option<Self> {
        if digits.len() != 32 || !digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        u128::from_str_radix(digits, 16).ok().map(|number| Self(number.to_be_bytes()))
    }

    fn from_hash(hash: &blake3::Hash) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        Self(bytes)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Two numbers: views hold thousands of digests, and hexadecimal is slow to make.
        let (high, low) = self.0.split_at(8);
        let number = |bytes: &[u8]| bytes.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        (number(high), number(low)).serialize(serializer)
    }
}

/// An immutable value that knows its digest, cheap to clone. It **serialises as its digest**, so a view that
/// holds a thousand shared cards is fingerprinted without looking into one of them. The digest is computed
/// when it is first asked for: a build that only writes never asks for most of them.
#[derive(Debug)]
pub struct Shared<T>(Arc<Inner<T>>);

#[derive(Debug)]
struct Inner<T> {
    value: T,
    digest: OnceLock<Digest>,
    made: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl<T: Serialize> Shared<T> {
    /// Takes a value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(Arc::new(Inner { value, digest: OnceLock::new(), made: OnceLock::new() }))
    }

    /// What a stage makes from the value, made the first time it is asked for and kept as long as the value.
    ///
    /// # Panics
    /// When two types are asked for: only one stage may keep something, and always the same.
    pub fn made<M: Any + Send + Sync>(&self, make: impl FnOnce(&T) -> M) -> &M {
        let made = self.0.made.get_or_init(|| Box::new(make(&self.0.value)));
        made.downcast_ref().expect("one type is made from a shared value")
    }

    /// The digest of the value.
    #[must_use]
    pub fn digest(&self) -> Digest {
        *self.0.digest.get_or_init(|| Digest::of(&self.0.value))
    }
}

impl<T: Default + Serialize> Default for Shared<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T: Serialize> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.digest() == other.digest()
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.digest().serialize(serializer)
    }
}
