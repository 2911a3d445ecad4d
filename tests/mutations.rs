//! Do the laws hold on the trap cases, and on what is like them?

use crate::fuzz;

/// A small generator, so that the cases are the same everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }

    /// Bytes changed, put in, taken out, or another text put behind.
    fn mutate(&mut self, data: &mut Vec<u8>, other: &[u8]) {
        for _ in 0..=self.below(4) {
            let at = self.below(data.len() + 1);
            match self.below(5) {
                0 | 1 if at < data.len() => data[at] = self.below(256) as u8,
                2 => data.insert(at, self.below(256) as u8),
                3 if at < data.len() => drop(data.remove(at)),
                _ => {
                    data.splice(at..at, other.iter().skip(self.below(other.len() + 1)).take(9).copied()).for_each(drop)
                }
            }
        }
    }
}

/// Each law, on the texts of the trap cases and on mutations of them. `NASKH_CASES` multiplies the mutations.
#[test]
fn seeds_and_mutations_keep_every_law() {
    let seeds = crate::normalizer_stream::traps();
    assert!(seeds.len() > 140);
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for &(_, law) in fuzz::LAWS {
        for seed in &seeds {
            for choice in 0..8 {
                law(&[&[choice * 2, random.below(256) as u8], seed.as_bytes()].concat());
            }
        }
        for _ in 0..crate::hostile::cases(4_000) {
            let (seed, other) = (&seeds[random.below(seeds.len())], &seeds[random.below(seeds.len())]);
            let mut data = [&[random.below(256) as u8, random.below(256) as u8], seed.as_bytes()].concat();
            random.mutate(&mut data, other.as_bytes());
            law(&data);
        }
    }
}
