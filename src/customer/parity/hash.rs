//! A hash of small keys that nobody from outside chooses the buckets of for long: texts are bounded, and what is shared by
//! many is dropped.

use std::hash::{BuildHasherDefault, Hasher};

/// Hashes by multiplication, for keys that are hashes themselves.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Mixer(u64);

pub(super) type Mixed = BuildHasherDefault<Mixer>;

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(FACTOR);
    }

    fn finish(&self) -> u64 {
        // The high bits are the mixed ones, the low ones choose the bucket.
        self.0.rotate_left(26)
    }
}
