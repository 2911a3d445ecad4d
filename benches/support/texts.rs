//! What is a job given, and what is a job? Texts that are grown from the corpora, and what is done with them.

use naskh::{Normalizer, Preset};

pub(crate) const KIB: usize = 1 << 10;
/// A size below this is measured as many pieces of one text of this size, so that the branch predictor cannot learn
/// one short text by heart.
const BATCH: usize = 64 * KIB;
/// The largest size.
pub(crate) const LARGE: usize = 16 << 20;

/// A seed text; `benches/data/ORIGINS.md` says where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Corpus {
    News,
    Vocalised,
    Social,
    Mixed,
    Ascii,
}

impl Corpus {
    pub(crate) const ALL: [Corpus; 5] = [Corpus::News, Corpus::Vocalised, Corpus::Social, Corpus::Mixed, Corpus::Ascii];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Corpus::News => "news",
            Corpus::Vocalised => "vocalised",
            Corpus::Social => "social",
            Corpus::Mixed => "mixed",
            Corpus::Ascii => "ascii",
        }
    }

    fn seed(self) -> &'static str {
        match self {
            Corpus::News => include_str!("../data/news.txt"),
            Corpus::Vocalised => include_str!("../data/vocalised.txt"),
            Corpus::Social => include_str!("../data/social.txt"),
            Corpus::Mixed => include_str!("../data/mixed.txt"),
            Corpus::Ascii => include_str!("../data/ascii.txt"),
        }
    }

    /// The seed's lines again and again, in a new order each time, up to at most `size` bytes.
    ///
    /// A line that comes back is a line whose branches the processor may remember: loops that branch on each character,
    /// as the naive ones do, are faster here than on text they have never seen.
    pub(crate) fn grow(self, size: usize) -> String {
        let mut lines: Vec<&str> = self.seed().split_inclusive('\n').collect();
        let mut random = SplitMix(0x006E_6173_6B68); // any fixed seed
        let mut text = String::with_capacity(size + self.seed().len());
        while text.len() < size {
            // Fisher-Yates.
            for i in (1..lines.len()).rev() {
                lines.swap(i, random.below(i + 1));
            }
            text.extend(lines.iter().copied());
        }
        text.truncate(char_boundary(&text, size));
        text
    }
}

/// The last char boundary at or before `at`. (`str::floor_char_boundary` is younger than our oldest compiler.)
fn char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// See [`Input::Part`].
pub(crate) fn part(text: &str) -> &str {
    &text[..char_boundary(text, KIB * KIB)]
}

/// SplitMix64: small, and the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

/// Cuts a text into pieces of at most `size` bytes that tile it: behind the last space that fits, as a post or a query
/// does not begin within a word, or, where no space fits, on a char boundary.
pub(crate) fn pieces(text: &str, size: usize) -> Vec<&str> {
    let mut pieces = Vec::with_capacity(text.len() / size + 1);
    let mut rest = text;
    while rest.len() > size {
        let cut = char_boundary(rest, size);
        let cut = rest[..cut].rfind([' ', '\n']).map_or(cut, |space| space + 1);
        let (piece, after) = rest.split_at(cut);
        pieces.push(piece);
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// What a job is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    /// The corpus as it is.
    Raw,
    /// The corpus normalised by the search preset: nothing is left to change.
    Clean,
    /// Its first MiB at most: for jobs that would take seconds on all of it.
    Part,
}

/// Whom a job's speed is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// This library.
    Ours,
    /// The copy that no job which writes its input can beat by much.
    Memcpy,
    /// The loop that a user writes by hand.
    Naive,
    /// The crate `unicode-segmentation`.
    UnicodeSegmentation,
    /// Another library (see `benches/peers`).
    Peer,
}

type Run = dyn FnMut(&[&str]) -> usize;

/// One thing to time.
pub(crate) struct Job {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    pub(crate) input: Input,
    run: Box<Run>,
}

impl Job {
    /// `f` handles one piece and returns a number that depends on its work. Its memory is its own, and stays warm.
    pub(crate) fn new(name: &'static str, role: Role, input: Input, mut f: impl FnMut(&str) -> usize + 'static) -> Job {
        // One virtual call for all pieces: beside 64 bytes one for each would be seen.
        let run = Box::new(move |pieces: &[&str]| pieces.iter().map(|piece| f(piece)).sum());
        Job { name, role, input, run }
    }

    /// Whether `other` does this job's task on this job's input; the first word of a name is the task. A copy compares
    /// with everything.
    pub(crate) fn compares_with(&self, other: &Job) -> bool {
        let task = |job: &Job| job.name.split(' ').next();
        other.role == Role::Memcpy || (task(self), self.input) == (task(other), other.input)
    }

    pub(crate) fn run(&mut self, pieces: &[&str]) -> usize {
        (self.run)(pieces)
    }
}

/// A corpus of one size: the text as it is, and clean.
pub(crate) struct Texts {
    raw: String,
    clean: String,
    size: usize,
}

impl Texts {
    pub(crate) fn new(corpus: Corpus, size: usize) -> Texts {
        let raw = corpus.grow(size.max(BATCH));
        let clean = Normalizer::new(Preset::Search).normalize(&raw).into_owned();
        Texts { raw, clean, size }
    }

    pub(crate) fn pieces(&self, input: Input) -> Vec<&str> {
        match input {
            Input::Raw => pieces(&self.raw, self.size),
            Input::Clean => pieces(&self.clean, self.size),
            Input::Part => pieces(part(&self.raw), self.size),
        }
    }
}
