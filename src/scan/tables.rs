//! What do the vector kernels look up? The table of the scalar kernel, cut into pieces of 64 bytes.
//!
//! The characters of U+0600-06FF have an entry each. Of the others a kernel only needs to know which of them it may
//! run over or take out; where anything else is to do with one, it stops.

use super::{
    CHANGE, CLASS_SHIFT, Cells, HOT_DROP, HOT_JOINER, HOT_KEEP, HOT_PAGES, LEN_SHIFT, LONG, SHRINK, STOP, index,
};

/// The xor that makes a lead byte of U+0600-06FF another one.
pub(super) const XOR: u8 = 0x1F;
/// Something is to do with the character. Set with each of the others.
pub(super) const CHANGED: u8 = 0x20;
/// The character is not for the kernel. With [`GONE`]: it becomes one byte, which takes the place of its trail.
pub(super) const HALT: u8 = 0x40;
/// The character goes.
pub(super) const GONE: u8 = 0x80;

/// In a hot page: for the engine, but behind certain characters of four bytes.
pub(super) const JOINER: u8 = 0x10;

/// Beside the xor of a trail, which has no use for it: the character is a mark that stays, and has a class.
pub(super) const MARKED: u8 = 0x40;

#[derive(Clone)]
#[repr(C, align(64))]
pub(super) struct Tables {
    /// By the low two bits of a lead D8-DB and the six of the trail: flags, and the xor of the lead.
    pub(super) flags: [u8; 256],
    /// By the same: the xor of the trail, and [`MARKED`].
    pub(super) trails: [u8; 256],
    /// By the same: the combining class of a mark that stays.
    pub(super) classes: [u8; 256],
    /// By the low bit of a lead C2 or C3 and the six of the trail: flags.
    pub(super) latin: [u8; 128],
    /// By the low six bits of another lead byte of two-byte characters: `HALT` if anything is to do with one of them.
    pub(super) leads: [u8; 64],
    /// By the low four bits of a lead E0-EF and the upper three of the next six: a bit for each page of 64 characters
    /// that is not for the kernel, by the lower three.
    pub(super) pages: [u8; 128],
    /// By the low three bits of a lead F0-F4 and the upper three of the next six: the same for 64 pages together.
    pub(super) planes: [u8; 64],
    /// By the last six bits of a character of a hot page: flags.
    pub(super) hot: [[u8; 64]; HOT_PAGES.len()],
    /// By ASCII character: `GONE`, and the xor.
    pub(super) ascii: [u8; 128],
    /// By ASCII character: `HALT`.
    pub(super) ascii_halts: [u8; 128],
    /// Whether `ascii` has anything but 0.
    pub(super) ascii_acts: bool,
    /// Whether `ascii_halts` has anything but 0.
    pub(super) ascii_stops: bool,
}

impl Tables {
    pub(super) fn new(cells: &Cells) -> Tables {
        let mut tables = Tables {
            flags: [0; 256],
            trails: [0; 256],
            classes: [0; 256],
            latin: [0; 128],
            leads: [0; 64],
            pages: [0; 128],
            planes: [0; 64],
            hot: [[0; 64]; HOT_PAGES.len()],
            ascii: [0; 128],
            ascii_halts: [0; 128],
            ascii_acts: false,
            ascii_stops: false,
        };
        for lead in 0xC2..0xE0u8 {
            for trail in 0x80..0xC0u8 {
                let entry = cells.entries[index(lead, trail)];
                match lead {
                    0xD8..=0xDB => tables.arabic(lead, trail, entry),
                    0xC2 | 0xC3 => {
                        let at = usize::from(lead & 1) << 6 | usize::from(trail & 0x3F);
                        tables.latin[at] = match entry {
                            _ if !acts(entry) => 0,
                            _ if entry & (STOP | SHRINK) == 0 && len(entry) == 0 => GONE | CHANGED,
                            _ => HALT | CHANGED,
                        };
                    }
                    _ if acts(entry) => tables.leads[usize::from(lead & 0x3F)] = HALT | CHANGED,
                    _ => {}
                }
            }
        }
        for lead in 0xE0..0xF8u8 {
            for next in 0x80..0xC0u8 {
                let bit = if cells.entries[index(lead, next)] & LONG == 0 { 1 << (next & 7) } else { 0 };
                let high = usize::from(next >> 3 & 7);
                match lead {
                    ..0xF0 => tables.pages[usize::from(lead & 0xF) << 3 | high] |= bit,
                    _ => tables.planes[usize::from(lead & 7) << 3 | high] |= bit,
                }
            }
        }
        for (own, fates) in tables.hot.iter_mut().zip(&*cells.hot) {
            *own = fates.map(|fate| match fate {
                HOT_KEEP => 0,
                HOT_DROP => GONE | CHANGED,
                HOT_JOINER => JOINER,
                _ => HALT | CHANGED,
            });
        }
        for c in 0..0x80u8 {
            let entry = cells.entries[index(c, 0)];
            if entry & STOP != 0 {
                tables.ascii_halts[usize::from(c)] = HALT;
                tables.ascii_stops = true;
            } else if entry & CHANGE != 0 {
                tables.ascii[usize::from(c)] = if len(entry) == 0 { GONE } else { c ^ entry as u8 };
                tables.ascii_acts = true;
            }
        }
        tables
    }

    fn arabic(&mut self, lead: u8, trail: u8, entry: u32) {
        let at = usize::from(lead & 3) << 6 | usize::from(trail & 0x3F);
        let (first, second) = (entry as u8, (entry >> 8) as u8);
        let class = (entry >> CLASS_SHIFT) as u8;
        (self.flags[at], self.trails[at]) = match entry {
            _ if entry & STOP != 0 => (HALT | CHANGED, 0),
            // A letter of ASCII would need that bit.
            _ if entry & SHRINK != 0 && first & MARKED != 0 => (HALT | CHANGED, 0),
            _ if entry & SHRINK != 0 => (GONE | HALT | CHANGED, trail ^ first),
            _ if entry & CHANGE == 0 => (0, if class == 0 { 0 } else { MARKED }),
            _ if len(entry) == 0 => (GONE | CHANGED, 0),
            // A lead above DF or below C0 there is none; all differ from D8-DB in the low five bits only.
            _ => (CHANGED | (lead ^ first) & XOR, trail ^ second),
        };
        self.classes[at] = if self.trails[at] == MARKED { class } else { 0 };
    }
}

/// Whether a kernel that only runs over the character would be wrong.
fn acts(entry: u32) -> bool {
    entry & (STOP | CHANGE) != 0 || entry >> CLASS_SHIFT != 0
}

fn len(entry: u32) -> u32 {
    entry >> LEN_SHIFT & 3
}

/// By a mask of eight bytes: the places of those that are kept, next to each other.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
pub(super) static SQUEEZE: [[u8; 8]; 256] = {
    let mut all = [[0; 8]; 256];
    let mut mask = 0;
    while mask < 256 {
        let (mut from, mut to) = (0, 0);
        while from < 8 {
            if mask >> from & 1 == 1 {
                all[mask][to] = from as u8;
                to += 1;
            }
            from += 1;
        }
        mask += 1;
    }
    all
};
