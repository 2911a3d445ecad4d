//! Do sentences, tokens and chunks stay what they are?
//!
//! Cases say what is right, laws say what always holds; between them there is room for a slip that nobody means. So the
//! cuts of texts made at random from what the rules look at are pinned, a digest a configuration, in
//! `tests/data/cuts.txt`. A change that is meant changes its lines there, and is a case in `tests/data` as well.

use crate::mutations::Random;
use crate::oracles::Digest;
use naskh::{
    Abbreviation, ChunkSize, Chunker, Ellipsis, Level, LineBreaks, Quotes, SentenceSegmenter, Tailoring, Tokenizer,
};
use std::ops::Range;

/// What a rule of the segmenter or the tokenizer looks at.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    // Words: plain, vocalised, conjunctions, relatives, titles, references, units, labels; other scripts.
    "كتب", "كُتِبَ", "الحفل", "وبدأ", "و", "ثم", "قال", "أن", "الذي", "ولكن", "لكن", "مدرسة", "ﷺ", "بـ", "الـ",
    "د", "أ", "م", "ه", "هـ", "ص", "ج", "ت", "كم", "إلخ", "الخ", "فيتامين", "مهند", "ق.م", "م.ت.ف", "أ.د", "ب.م.",
    "ص.ب", "وص", "ود", "د.", "أ.", "ج.", "ص.", "هـ.", "م.", "إلخ.", "رقم.", "السيد.", "Dr.", "A.", "Latin", "lower",
    "i", "א", "שלום", "ไทย", "中文", "가", "मुंबई",
    // Numbers and what stands in them.
    "1", "7", "12", "2024", "٣", "٢٥", "½", "1.", "٢.", "3.1.", "10:30", "1/2", "-5", "٫", "٬", "%", "٪", "+9665012345", "+966-50-123-4567",
    "1\u{FE0F}\u{20E3}", "\u{06DD}", "\u{06DD}٣", "\u{0600}٥", "\u{FD3F}٣\u{FD3E}", "\u{FD3F}", "\u{FD3E}", "[12]", "[٣]", "[",
    // Terminators and clauses.
    ".", ".", ".", "..", "...", "…", "؟", "!", "؟!", "۔", "。", "\u{203C}", "\u{FE52}", "،", "؛", ",", ";", ":", ":", "\u{3001}",
    // What encloses.
    "\"", "\"", "«", "»", "“", "”", "„", "‹", "›", "'", "’", "(", ")", "]", "{", "}", "<", ">", "(؟)", "(!)", "》",
    // White space, line breaks.
    " ", "  ", "\u{A0}", "\u{202F}", "\u{200A}", "\u{200A}\u{6E6}\u{2060}", "\t", "\n", "\r\n", "\r", "\n\n", "\u{2029}", "\u{C}",
    // Marks, joiners, controls: fatha, shadda, diaeresis, RLM, LRM, ALM, ZWJ, ZWNJ, soft hyphen, word joiner, BOM, ZWSP.
    "\u{64E}", "\u{651}", "\u{308}", "\u{200F}", "\u{200E}", "\u{61C}", "\u{200D}", "\u{200C}", "\u{AD}", "\u{2060}", "\u{FEFF}", "\u{200B}", "ـ", "\u{FE0F}",
    // Emoji, emoticons, signs.
    "😀", "👍🏽", "👩\u{200D}👧", "🇪🇬", "🇪", "©", ":)", ":-D", ";(", ":P", "<3", "^_^", "*", "-", "--", "–", "—", "/", "\\", "_", "+", "$", "•", "&",
    // Addresses.
    "@", "#", "http://", "https://موقع.مصر/مسار", "http://a.b/c(d)", "file:///x", "ftp://[::1]:80/", "://", "www.", "www.a.com", "وwww.b.org/?q=1",
    "a@b.co", "علي@موقع.مصر", "@name", "@مُحَمَّد", "#topic", "#اليَوم_الوطني", "#1", "a.com", "b.مصر", ".مصر", "مصر", "example", "x_y",
];

/// Texts of up to 16 pieces, most with spaces between; now and then one piece over and over.
fn texts(name: &str, count: usize) -> impl Iterator<Item = String> {
    let seed = name
        .bytes()
        .fold(0x9E37_79B9_7F4A_7C15, |seed: u64, byte| (seed ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3));
    let mut random = Random(seed | 1);
    (0..count).map(move |_| {
        let mut text = String::new();
        let spaced = random.below(4);
        for _ in 0..random.below(16) {
            let piece = PIECES[random.below(PIECES.len())];
            let times = [1, 1 + random.below(30), 120]
                [usize::from(random.below(16) == 0) + usize::from(random.below(150) == 0)];
            text.extend(std::iter::repeat_n(piece, times));
            if random.below(4) < spaced {
                text.push(' ');
            }
        }
        text
    })
}

fn line<'t>(name: &str, count: usize, mut cuts: impl FnMut(&str) -> Vec<(Range<usize>, &'t str)>) -> String {
    let mut digest = Digest::new();
    for text in texts(name, count) {
        let cuts: String = cuts(&text).into_iter().map(|(span, kind)| format!("{span:?}{kind} ")).collect();
        digest.output(&cuts);
    }
    format!("{name} {:016x}", digest.0)
}

fn pinned(lines: impl IntoIterator<Item = String>) {
    let pins = include_str!("data/cuts.txt");
    let wrong: Vec<String> = lines.into_iter().filter(|line| !pins.lines().any(|pin| pin == line)).collect();
    assert!(
        wrong.is_empty(),
        "cuts changed; if that is meant, add a case, and to tests/data/cuts.txt:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn sentences_stay_where_they_are() {
    let new = SentenceSegmenter::builder;
    let segmenters = [
        ("default", new()),
        ("blank-lines", new().line_breaks(LineBreaks::BlankLineOnly)),
        ("ellipsis-break", new().ellipsis(Ellipsis::Break)),
        ("ellipsis-join", new().ellipsis(Ellipsis::Join)),
        ("quotes-cut", new().quotes(Quotes::Cut)),
        ("clauses", new().level(Level::Clause)),
        ("clauses-blank-lines", new().level(Level::Clause).line_breaks(LineBreaks::BlankLineOnly).quotes(Quotes::Cut)),
        ("most-40", new().max_bytes(40)),
        ("most-9", new().max_bytes(9)),
        ("most-100-clauses", new().max_bytes(100).level(Level::Clause)),
        (
            "abbreviations",
            new()
                .abbreviation("مُهند.", Abbreviation::Title)
                .abbreviation("كتب", Abbreviation::Reference)
                .abbreviation("الحفل", Abbreviation::Final)
                .abbreviation("د.", Abbreviation::Final),
        ),
        ("uax29", new().uax29()),
    ];
    pinned(segmenters.map(|(name, builder)| {
        let segmenter = builder.build();
        line(&format!("sentences {name}"), 20_000, |text| {
            segmenter.sentences(text).map(|sentence| (sentence.span(), "")).collect()
        })
    }));
}

#[cfg(feature = "entities")]
#[test]
fn tokens_stay_where_they_are() {
    let cuts = |name: &str, count, tokenizer: Tokenizer| {
        line(&format!("tokens {name}"), count, |text| {
            tokenizer.tokens(text).map(|token| (token.span(), token.kind().name())).collect()
        })
    };
    let sets = [
        ("default", Tokenizer::builder()),
        ("none", Tokenizer::builder().all(false)),
        ("all", Tokenizer::builder().all(true)),
    ];
    pinned(sets.map(|(name, builder)| cuts(name, 30_000, builder.build())).into_iter().chain(Tailoring::ALL.map(
        |one| {
            let other = Tokenizer::builder().tailoring(one, !one.default()).build();
            cuts(&format!("other-{one}"), 4_000, other)
        },
    )));
}

#[cfg(feature = "entities")]
#[test]
fn chunks_stay_where_they_are() {
    let chunkers = [
        ("bytes-40", Chunker::builder(ChunkSize::Bytes(40))),
        ("bytes-7", Chunker::builder(ChunkSize::Bytes(7)).overlap(3)),
        ("chars-60-overlap-20", Chunker::builder(ChunkSize::Chars(60)).overlap(20)),
        ("chars-12", Chunker::builder(ChunkSize::Chars(12)).overlap(6)),
        ("words-4", Chunker::builder(ChunkSize::Words(4))),
        ("words-6-overlap-2", Chunker::builder(ChunkSize::Words(6)).overlap(2)),
        (
            "chars-40-blank-lines",
            Chunker::builder(ChunkSize::Chars(40))
                .segmenter(SentenceSegmenter::builder().line_breaks(LineBreaks::BlankLineOnly).build()),
        ),
    ];
    pinned(chunkers.map(|(name, builder)| {
        let chunker = builder.build();
        line(&format!("chunks {name}"), 8_000, |text| {
            let text = format!("{text} {text}");
            chunker.chunks(&text).map(|chunk| (chunk.span(), "")).collect()
        })
    }));
}
