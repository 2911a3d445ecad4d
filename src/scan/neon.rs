//! NEON: four vectors of 16 bytes. A table of 64 bytes is one lookup; places behind its end give 0, so that the pieces of
//! a longer one are joined by an or. There is no compress: eight bytes at a time are looked up together.

use super::Cells;
use super::kernel::{Elsewhere, Lanes, Verdict, Window, elsewhere, entry_points};
use super::tables::{HALT, SQUEEZE, Tables};
use alloc::boxed::Box;
use core::arch::aarch64::*;

/// A table as the kernel wants it. It is there only where every CPU of the target has the instructions.
#[derive(Clone)]
pub(super) struct Neon {
    tables: Box<Tables>,
}

impl Neon {
    /// The tables, if this CPU can use them.
    pub(super) fn new(cells: &Cells) -> Option<Neon> {
        // Nobody has thought about the order of lanes on a CPU that puts the high byte first.
        cfg!(target_endian = "little").then(|| Neon { tables: Box::new(Tables::new(cells)) })
    }
}

entry_points!(Neon, tables, Quad, "neon");

#[derive(Clone, Copy)]
pub(super) struct Quad(pub(super) [uint8x16_t; 4]);

impl Quad {
    #[inline(always)]
    pub(super) fn map(self, f: impl Fn(uint8x16_t) -> uint8x16_t) -> Quad {
        let [a, b, c, d] = self.0;
        Quad([f(a), f(b), f(c), f(d)])
    }

    #[inline(always)]
    pub(super) fn zip(self, other: Quad, f: impl Fn(uint8x16_t, uint8x16_t) -> uint8x16_t) -> Quad {
        let ([a, b, c, d], [e, g, h, i]) = (self.0, other.0);
        Quad([f(a, e), f(b, g), f(c, h), f(d, i)])
    }

    /// A bit for each lane, all of whose bits are the same.
    #[inline(always)]
    unsafe fn gather(self) -> u64 {
        const BITS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];
        // SAFETY: by the caller; 16 bytes are read of 16.
        unsafe {
            let bits = vld1q_u8(BITS.as_ptr());
            let [a, b, c, d] = self.map(|lanes| vandq_u8(lanes, bits)).0;
            // Neighbours are added three times: eight lanes make one.
            let sums = vpaddq_u8(vpaddq_u8(a, b), vpaddq_u8(c, d));
            vgetq_lane_u64::<0>(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)))
        }
    }

    /// Looks up in the pieces of a table, the first of which has the places from `from` on.
    #[inline(always)]
    pub(super) unsafe fn lookup(self, pieces: &[[u8; 64]], from: usize) -> Quad {
        // SAFETY: by the caller; 64 bytes are read of 64.
        unsafe {
            let mut found = Quad::splat(0);
            for (i, piece) in pieces.iter().enumerate() {
                let piece = vld1q_u8_x4(piece.as_ptr());
                // Places before the piece come out behind its end.
                let start = vdupq_n_u8((from + i * 64) as u8);
                found = found.zip(self, |found, at| vorrq_u8(found, vqtbl4q_u8(piece, vsubq_u8(at, start))));
            }
            found
        }
    }

    /// Looks up by place; the second half only where it is asked for.
    #[inline(always)]
    unsafe fn lookup256(self, table: &[u8; 256]) -> Quad {
        let (near, far) = table.as_chunks().0.split_at(2);
        // SAFETY: by the caller.
        unsafe {
            let found = self.lookup(near, 0);
            if !self.is_far() {
                return found;
            }
            found.zip(self.lookup(far, 128), |a, b| vorrq_u8(a, b))
        }
    }

    /// Whether there are places in the second half of 256.
    #[inline(always)]
    pub(super) unsafe fn is_far(self) -> bool {
        // SAFETY: by the caller.
        unsafe { self.highest() >= 0x80 }
    }

    /// The highest of all lanes.
    #[inline(always)]
    pub(super) unsafe fn highest(self) -> u8 {
        let [a, b, c, d] = self.0;
        // SAFETY: by the caller.
        unsafe { vmaxvq_u8(vmaxq_u8(vmaxq_u8(a, b), vmaxq_u8(c, d))) }
    }
}

// SAFETY (of every block below): by the caller, see [`Lanes`].
impl Lanes for Quad {
    type Tables = Tables;
    type Mask = Quad;

    #[inline(always)]
    unsafe fn splat(byte: u8) -> Quad {
        // SAFETY: by the caller.
        Quad([unsafe { vdupq_n_u8(byte) }; 4])
    }

    #[inline(always)]
    unsafe fn load(from: *const u8) -> Quad {
        // SAFETY: by the caller.
        Quad([0, 16, 32, 48].map(|by| unsafe { vld1q_u8(from.add(by)) }))
    }

    #[inline(always)]
    unsafe fn store(self, keep: u64, to: *mut u8) {
        // SAFETY: by the caller: eight groups of eight bytes are written at most eight bytes apart.
        unsafe {
            // In most text most blocks stay as long as they are.
            if keep == u64::MAX {
                for (i, lanes) in self.0.into_iter().enumerate() {
                    vst1q_u8(to.add(16 * i), lanes);
                }
                return;
            }
            let mut to = to;
            for (i, lanes) in self.0.into_iter().enumerate() {
                for (half, lanes) in [vget_low_u8(lanes), vget_high_u8(lanes)].into_iter().enumerate() {
                    let keep = keep >> (16 * i + 8 * half) & 0xFF;
                    let order = vld1_u8(SQUEEZE[keep as usize].as_ptr());
                    vst1_u8(to, vtbl1_u8(lanes, order));
                    to = to.add(keep.count_ones() as usize);
                }
            }
        }
    }

    #[inline(always)]
    unsafe fn arabic(self) -> Quad {
        // SAFETY: by the caller.
        unsafe {
            let (upper, lead) = (vdupq_n_u8(0xFC), vdupq_n_u8(0xD8));
            self.map(|lanes| vceqq_u8(vandq_u8(lanes, upper), lead))
        }
    }

    #[inline(always)]
    unsafe fn bits(mask: Quad) -> u64 {
        // SAFETY: by the caller.
        unsafe { mask.gather() }
    }

    #[inline(always)]
    unsafe fn only(self, mask: Quad) -> Quad {
        // SAFETY: by the caller.
        self.zip(mask, |a, b| unsafe { vandq_u8(a, b) })
    }

    #[inline(always)]
    unsafe fn leads(self) -> u64 {
        // SAFETY: by the caller.
        unsafe { self.map(|lanes| vcgeq_u8(lanes, vdupq_n_u8(0xC0))).gather() }
    }

    #[inline(always)]
    unsafe fn signs(self) -> u64 {
        // SAFETY: by the caller.
        unsafe { self.map(|lanes| vcltzq_s8(vreinterpretq_s8_u8(lanes))).gather() }
    }

    #[inline(always)]
    unsafe fn test(self, bits: u8) -> u64 {
        // SAFETY: by the caller.
        unsafe { self.map(|lanes| vtstq_u8(lanes, vdupq_n_u8(bits))).gather() }
    }

    #[inline(always)]
    unsafe fn less(self, other: Quad) -> u64 {
        // SAFETY: by the caller.
        unsafe { self.zip(other, |a, b| vcltq_u8(a, b)).gather() }
    }

    #[inline(always)]
    unsafe fn xor_and(self, other: Quad, bits: u8) -> Quad {
        // SAFETY: by the caller.
        self.zip(other, |a, b| unsafe { veorq_u8(a, vandq_u8(b, vdupq_n_u8(bits))) })
    }

    #[inline(always)]
    unsafe fn behind<const BY: i32>(before: Quad, lanes: Quad) -> Quad {
        // SAFETY: by the caller.
        let shift = |a, b| unsafe {
            match BY {
                1 => vextq_u8::<15>(a, b),
                2 => vextq_u8::<14>(a, b),
                _ => unreachable!(),
            }
        };
        let ([_, _, _, last], [a, b, c, d]) = (before.0, lanes.0);
        Quad([shift(last, a), shift(a, b), shift(b, c), shift(c, d)])
    }

    #[inline(always)]
    unsafe fn place(lead: Quad, trail: Quad) -> Quad {
        // SAFETY: by the caller. (Without other bytes there is seldom a place in the second half of a table.)
        unsafe { lead.zip(trail, |a, b| vsliq_n_u8::<6>(b, a)).only(lead.arabic()) }
    }

    #[inline(always)]
    unsafe fn verdict(tables: &Tables, place: Quad, arabic: Quad) -> Verdict<Quad> {
        // SAFETY: by the caller.
        unsafe {
            // Not by a closure: it would be a call.
            let flags = place.lookup256(&tables.flags).only(arabic);
            let trails = place.lookup256(&tables.trails).only(arabic);
            Verdict::of(flags, trails)
        }
    }

    #[inline(always)]
    unsafe fn changed_and_marks(tables: &Tables, place: Quad, arabic: Quad) -> (u64, u64) {
        // SAFETY: by the caller.
        unsafe {
            // Not by a closure: it would be a call.
            let flags = place.lookup256(&tables.flags).only(arabic);
            let trails = place.lookup256(&tables.trails).only(arabic);
            Verdict::changed_and_marks(flags, trails)
        }
    }

    #[inline(always)]
    unsafe fn classes(tables: &Tables, place: Quad) -> Quad {
        // SAFETY: by the caller.
        unsafe { place.lookup(tables.classes.as_chunks().0, 0) }
    }

    #[inline(always)]
    unsafe fn ascii(tables: &Tables, bytes: Quad) -> Option<Quad> {
        // SAFETY: by the caller. (Other bytes are behind the end of the table.)
        unsafe { tables.ascii_acts.then(|| bytes.lookup(tables.ascii.as_chunks().0, 0)) }
    }

    #[inline(always)]
    unsafe fn ascii_halts(tables: &Tables, bytes: Quad) -> u64 {
        if !tables.ascii_stops {
            return 0;
        }
        // SAFETY: by the caller.
        unsafe { bytes.lookup(tables.ascii_halts.as_chunks().0, 0).test(HALT) }
    }

    #[inline(always)]
    unsafe fn elsewhere(_: &Tables, cells: &Cells, text: &[u8], at: usize, _: &Window<Quad>, others: u64) -> Elsewhere {
        elsewhere(cells, text, at, others)
    }

    #[inline(always)]
    unsafe fn swap(self, _: u64) -> Option<Quad> {
        None
    }
}
