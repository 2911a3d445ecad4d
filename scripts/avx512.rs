//! The instructions of AVX-512 that the kernels use, one lane at a time, for CPUs that have none: see `scripts/avx512`.
//!
//! Written from what Intel's Intrinsics Guide says that they do. A masked load touches no byte whose bit is not set.

#![allow(non_camel_case_types, clippy::missing_safety_doc)]

#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(crate) struct __m512i([u8; 64]);

#[derive(Debug, Clone, Copy)]
#[repr(align(16))]
pub(crate) struct __m128i([u8; 16]);

use core::array::from_fn;

fn bit(mask: u64, lane: usize) -> bool {
    mask >> lane & 1 == 1
}

fn mask(f: impl Fn(usize) -> bool) -> u64 {
    (0..64).fold(0, |mask, lane| mask | u64::from(f(lane)) << lane)
}

fn bytes(f: impl FnMut(usize) -> u8) -> __m512i {
    __m512i(from_fn(f))
}

fn words(a: __m512i) -> [u16; 32] {
    from_fn(|lane| u16::from_le_bytes([a.0[2 * lane], a.0[2 * lane + 1]]))
}

fn of_words(f: impl Fn(usize) -> u16) -> __m512i {
    bytes(|lane| f(lane / 2).to_le_bytes()[lane % 2])
}

macro_rules! compare {
    ($($name:ident $lane:ty, $op:tt;)+) => {$(
        pub(crate) fn $name(a: __m512i, b: __m512i) -> u64 {
            mask(|lane| (a.0[lane] as $lane) $op (b.0[lane] as $lane))
        }
    )+};
}

compare! {
    _mm512_cmpeq_epi8_mask u8, ==;
    _mm512_cmpge_epu8_mask u8, >=;
    _mm512_cmpgt_epu8_mask u8, >;
    _mm512_cmple_epu8_mask u8, <=;
    _mm512_cmplt_epu8_mask u8, <;
    _mm512_cmplt_epi8_mask i8, <;
}

pub(crate) fn _mm512_mask_cmpeq_epi8_mask(k: u64, a: __m512i, b: __m512i) -> u64 {
    k & _mm512_cmpeq_epi8_mask(a, b)
}

pub(crate) fn _mm512_mask_cmpge_epu8_mask(k: u64, a: __m512i, b: __m512i) -> u64 {
    k & _mm512_cmpge_epu8_mask(a, b)
}

pub(crate) fn _mm512_test_epi8_mask(a: __m512i, b: __m512i) -> u64 {
    mask(|lane| a.0[lane] & b.0[lane] != 0)
}

pub(crate) fn _mm512_mask_test_epi8_mask(k: u64, a: __m512i, b: __m512i) -> u64 {
    k & _mm512_test_epi8_mask(a, b)
}

pub(crate) fn _mm512_movepi8_mask(a: __m512i) -> u64 {
    mask(|lane| a.0[lane] >= 0x80)
}

pub(crate) fn _mm512_setzero_si512() -> __m512i {
    __m512i([0; 64])
}

pub(crate) fn _mm512_set1_epi8(a: i8) -> __m512i {
    __m512i([a as u8; 64])
}

pub(crate) fn _mm512_set1_epi16(a: i16) -> __m512i {
    of_words(|_| a as u16)
}

pub(crate) fn _mm512_set1_epi64(a: i64) -> __m512i {
    bytes(|lane| a.to_le_bytes()[lane % 8])
}

pub(crate) fn _mm512_and_si512(a: __m512i, b: __m512i) -> __m512i {
    bytes(|lane| a.0[lane] & b.0[lane])
}

pub(crate) fn _mm512_or_si512(a: __m512i, b: __m512i) -> __m512i {
    bytes(|lane| a.0[lane] | b.0[lane])
}

pub(crate) fn _mm512_xor_si512(a: __m512i, b: __m512i) -> __m512i {
    bytes(|lane| a.0[lane] ^ b.0[lane])
}

pub(crate) fn _mm512_ternarylogic_epi32<const TABLE: i32>(a: __m512i, b: __m512i, c: __m512i) -> __m512i {
    bytes(|lane| {
        (0..8).fold(0, |byte, bit| {
            let of = |v: __m512i| i32::from(v.0[lane] >> bit & 1);
            byte | ((TABLE >> (of(a) << 2 | of(b) << 1 | of(c)) & 1) as u8) << bit
        })
    })
}

pub(crate) fn _mm512_add_epi8(a: __m512i, b: __m512i) -> __m512i {
    bytes(|lane| a.0[lane].wrapping_add(b.0[lane]))
}

pub(crate) fn _mm512_mask_add_epi8(src: __m512i, k: u64, a: __m512i, b: __m512i) -> __m512i {
    _mm512_mask_mov_epi8(src, k, _mm512_add_epi8(a, b))
}

pub(crate) fn _mm512_mask_sub_epi8(src: __m512i, k: u64, a: __m512i, b: __m512i) -> __m512i {
    _mm512_mask_mov_epi8(src, k, bytes(|lane| a.0[lane].wrapping_sub(b.0[lane])))
}

pub(crate) fn _mm512_add_epi16(a: __m512i, b: __m512i) -> __m512i {
    of_words(|lane| words(a)[lane].wrapping_add(words(b)[lane]))
}

pub(crate) fn _mm512_slli_epi16<const BY: u32>(a: __m512i) -> __m512i {
    of_words(|lane| words(a)[lane] << BY)
}

pub(crate) fn _mm512_srli_epi16<const BY: u32>(a: __m512i) -> __m512i {
    of_words(|lane| words(a)[lane] >> BY)
}

pub(crate) fn _mm512_mask_mov_epi8(src: __m512i, k: u64, a: __m512i) -> __m512i {
    bytes(|lane| if bit(k, lane) { a.0[lane] } else { src.0[lane] })
}

pub(crate) fn _mm512_maskz_mov_epi8(k: u64, a: __m512i) -> __m512i {
    _mm512_mask_mov_epi8(_mm512_setzero_si512(), k, a)
}

pub(crate) fn _mm512_mask_blend_epi8(k: u64, a: __m512i, b: __m512i) -> __m512i {
    _mm512_mask_mov_epi8(a, k, b)
}

pub(crate) fn _mm512_shuffle_epi8(a: __m512i, places: __m512i) -> __m512i {
    bytes(|lane| match places.0[lane] {
        place @ ..0x80 => a.0[lane & !15 | usize::from(place & 15)],
        _ => 0,
    })
}

pub(crate) fn _mm512_permutexvar_epi8(places: __m512i, a: __m512i) -> __m512i {
    bytes(|lane| a.0[usize::from(places.0[lane] & 63)])
}

pub(crate) fn _mm512_mask_permutexvar_epi8(src: __m512i, k: u64, places: __m512i, a: __m512i) -> __m512i {
    _mm512_mask_mov_epi8(src, k, _mm512_permutexvar_epi8(places, a))
}

pub(crate) fn _mm512_maskz_permutexvar_epi8(k: u64, places: __m512i, a: __m512i) -> __m512i {
    _mm512_maskz_mov_epi8(k, _mm512_permutexvar_epi8(places, a))
}

pub(crate) fn _mm512_permutex2var_epi8(a: __m512i, places: __m512i, b: __m512i) -> __m512i {
    bytes(|lane| {
        let place = usize::from(places.0[lane] & 127);
        if place < 64 { a.0[place] } else { b.0[place - 64] }
    })
}

pub(crate) fn _mm512_mask_permutex2var_epi8(a: __m512i, k: u64, places: __m512i, b: __m512i) -> __m512i {
    _mm512_mask_mov_epi8(a, k, _mm512_permutex2var_epi8(a, places, b))
}

pub(crate) fn _mm512_maskz_permutex2var_epi8(k: u64, a: __m512i, places: __m512i, b: __m512i) -> __m512i {
    _mm512_maskz_mov_epi8(k, _mm512_permutex2var_epi8(a, places, b))
}

pub(crate) fn _mm512_maskz_compress_epi8(k: u64, a: __m512i) -> __m512i {
    let mut set = (0..64).filter(|&lane| bit(k, lane));
    bytes(|_| set.next().map_or(0, |lane| a.0[lane]))
}

pub(crate) fn _mm512_maskz_compress_epi16(k: u32, a: __m512i) -> __m512i {
    let mut set = (0..32).filter(|&lane| bit(u64::from(k), lane));
    let found: [u16; 32] = from_fn(|_| set.next().map_or(0, |lane| words(a)[lane]));
    of_words(|lane| found[lane])
}

pub(crate) fn _mm512_extracti32x4_epi32<const PART: i32>(a: __m512i) -> __m128i {
    __m128i(from_fn(|lane| a.0[16 * PART as usize + lane]))
}

pub(crate) fn _mm512_broadcast_i32x4(a: __m128i) -> __m512i {
    bytes(|lane| a.0[lane % 16])
}

pub(crate) fn _mm_extract_epi8<const LANE: i32>(a: __m128i) -> i32 {
    i32::from(a.0[LANE as usize])
}

macro_rules! memory {
    ($($load:ident $store:ident $lane:ty;)+) => {$(
        pub(crate) unsafe fn $load(from: *const $lane) -> __m512i {
            __m512i(unsafe { from.cast::<[u8; 64]>().read_unaligned() })
        }

        pub(crate) unsafe fn $store(to: *mut $lane, a: __m512i) {
            unsafe { to.cast::<[u8; 64]>().write_unaligned(a.0) }
        }
    )+};
}

memory! {
    _mm512_loadu_epi8 _mm512_storeu_epi8 i8;
    _mm512_loadu_epi16 _mm512_storeu_epi16 i16;
    _mm512_loadu_si512 _mm512_storeu_si512 __m512i;
}

pub(crate) unsafe fn _mm512_maskz_loadu_epi8(k: u64, from: *const i8) -> __m512i {
    bytes(|lane| if bit(k, lane) { unsafe { from.wrapping_add(lane).cast::<u8>().read() } } else { 0 })
}

pub(crate) unsafe fn _mm512_mask_storeu_epi8(to: *mut i8, k: u64, a: __m512i) {
    for lane in (0..64).filter(|&lane| bit(k, lane)) {
        unsafe { to.wrapping_add(lane).cast::<u8>().write(a.0[lane]) };
    }
}

pub(crate) unsafe fn _mm_loadu_si128(from: *const __m128i) -> __m128i {
    __m128i(unsafe { from.cast::<[u8; 16]>().read_unaligned() })
}

pub(crate) const _MM_HINT_T0: i32 = 3;

/// Touches nothing that anybody could see.
pub(crate) unsafe fn _mm_prefetch<const HINT: i32>(_: *const i8) {}
