//! Classes by the table lookups of NEON, 64 entries at a time.

use super::kernel::{Lookup, entry_points};
use super::runs::Cover;
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
    unsafe fn ascii_rectangles(cover: &Cover, bytes: Quad) -> Quad {
        // Rows behind the end of the table are 0.
        // SAFETY: by the caller.
        unsafe {
            let (columns, rows) = (vld1q_u8(cover.columns.as_ptr()), vld1q_u8(cover.rows.as_ptr()));
            bytes.map(|bytes| {
                let column = vqtbl1q_u8(columns, vandq_u8(bytes, vdupq_n_u8(0x8F)));
                vandq_u8(vqtbl1q_u8(rows, vshrq_n_u8::<4>(bytes)), column)
            })
        }
    }

    #[inline(always)]
    unsafe fn rectangles(cover: &Cover, places: Quad) -> Quad {
        // SAFETY: by the caller.
        unsafe {
            let (columns, rows) = (vld1q_u8(cover.columns.as_ptr()), vld1q_u8(cover.rows.as_ptr()));
            places.map(|places| {
                let column = vqtbl1q_u8(columns, vandq_u8(places, vdupq_n_u8(0x0F)));
                vandq_u8(vqtbl1q_u8(rows, vshrq_n_u8::<4>(places)), column)
            })
        }
    }

    #[inline(always)]
    unsafe fn all(self) -> bool {
        let [a, b, c, d] = self.0;
        // SAFETY: by the caller.
        unsafe { vminvq_u8(vminq_u8(vminq_u8(a, b), vminq_u8(c, d))) != 0 }
    }

    #[inline(always)]
    unsafe fn last(self) -> u8 {
        // SAFETY: by the caller.
        unsafe { vgetq_lane_u8::<15>(self.0[3]) }
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
