//! Classes by the table lookups of NEON, 64 entries at a time.

use super::kernel::{Lookup, entry_points};
use super::{FLAGS, Pairs, Values};
use crate::scan::kernel::Lanes;
use crate::scan::neon::Quad;
use core::arch::aarch64::*;

/// It is there only where every CPU of the target has the instructions.
#[derive(Debug, Clone)]
pub(super) struct Neon {
    prepared: (),
}

impl Neon {
    pub(super) fn new() -> Option<Neon> {
        // Nobody has thought about the order of lanes on a CPU that puts the high byte first.
        cfg!(target_endian = "little").then_some(Neon { prepared: () })
    }
}

entry_points!(Neon, Quad, "neon");

// SAFETY (of every block below): the caller's, see [`Lookup`].
impl Lookup for Quad {
    type Prepared = ();

    #[inline(always)]
    unsafe fn or(self, other: Quad) -> Quad {
        // SAFETY: by the caller.
        self.zip(other, |a, b| unsafe { vorrq_u8(a, b) })
    }

    #[inline(always)]
    unsafe fn trails(self) -> Quad {
        // SAFETY: by the caller. (With sign C0 is -64.)
        self.map(|lanes| unsafe { vcltq_s8(vreinterpretq_s8_u8(lanes), vdupq_n_s8(-64)) })
    }

    #[inline(always)]
    unsafe fn ascii_values(_: &(), values: &Values, bytes: Quad) -> Quad {
        // SAFETY: by the caller.
        unsafe { bytes.lookup(values.ascii.as_chunks().0, 0) }
    }

    #[inline(always)]
    unsafe fn arabic_values(_: &(), values: &Values, places: Quad) -> Quad {
        let (near, far) = values.arabic.as_chunks().0.split_at(2);
        // SAFETY: by the caller.
        unsafe {
            let found = places.lookup(near, 0);
            if !places.is_far() {
                return found;
            }
            found.or(places.lookup(far, 128))
        }
    }

    #[inline(always)]
    unsafe fn pair_flags(_: &(), pairs: &Pairs, pair: Quad) -> [u64; FLAGS] {
        // SAFETY: by the caller.
        unsafe {
            let flags = pair.lookup(pairs.0.as_chunks().0, 0);
            [1, 2, 4, 8, 16].map(|bit| flags.test(bit))
        }
    }

    #[inline(always)]
    unsafe fn any(self) -> bool {
        // SAFETY: by the caller.
        unsafe { self.highest() != 0 }
    }

    #[inline(always)]
    unsafe fn suspects(_: &(), values: &Values, bits: u8, bytes: Quad) -> Quad {
        // SAFETY: by the caller.
        unsafe { bytes.lookup(values.bytes.as_chunks().0, 0).only(Quad::splat(bits)) }
    }
}
