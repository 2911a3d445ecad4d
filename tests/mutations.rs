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

/// Equivalent texts have one key where marks are many: about as many as are put in order, among others that go or join.
#[test]
fn many_marks_keep_their_law() {
    const MARKS: &[&str] = &[
        "\u{301}", "\u{323}", "\u{338}", "\u{64B}", "\u{64E}", "\u{650}", "\u{651}", "\u{653}", "\u{654}", "\u{655}",
        "\u{670}", "\u{6D6}", "\u{6E5}", "\u{6E7}", "\u{6EA}", "\u{8F0}", "\u{344}", "\u{FC5E}", "\u{FC62}",
        "\u{FE70}", "\u{FE77}", "\u{AD}", "\u{200C}", "\u{200D}", "\u{200F}", "\u{FE0F}", "\u{640}", "\u{6DD}",
        "\u{1161}", "\u{11A8}", "\u{93C}", "ا", "ي", "e", "1", "é",
    ];
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for _ in 0..crate::hostile::cases(6_000) {
        // A few of them, many times: with all of them no run would be long.
        let few: [&str; 5] = std::array::from_fn(|_| MARKS[random.below(MARKS.len())]);
        let mut data = vec![random.below(256) as u8 & !1, 0];
        for _ in 0..20 + random.below(60) {
            let unit =
                if random.below(60) == 0 { MARKS[random.below(MARKS.len())] } else { few[random.below(few.len())] };
            data.extend(unit.as_bytes());
        }
        fuzz::idempotence(&data);
    }
}
