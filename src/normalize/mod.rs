//! What does a user hold to normalise text, and what does it give back?

mod alignment;
mod compat;
mod context;
mod engine;
mod explain;
#[cfg(feature = "std")]
mod io;
mod pass;
mod sink;
mod step;
mod stream;
mod white;

#[cfg(feature = "segmentation")]
pub(crate) use alignment::Cursor;
pub use alignment::{Alignment, Deleted};
pub(crate) use context::{TATWEEL, is_mark, words};
pub use explain::{Edit, Edits};
#[cfg(feature = "std")]
pub use io::{NormalizeReader, NormalizeWriter};
pub use stream::{NormalizerStream, StreamError, WholeText};

use crate::Op;
use crate::error::BuildError;
use crate::rules::{OpSet, Preset, Rule};
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use once_cell::race::OnceBox;
use step::{ROUNDS, Step, each_round};
use stream::Cuts;

/// Normalises text by a fixed set of rules. Cheap to clone, and to share between threads.
///
/// All calls are linear in the length of the text and never panic.
///
/// ```
/// use naskh::{Normalizer, Preset};
/// let normalizer = Normalizer::new(Preset::Search);
/// assert_eq!(normalizer.normalize("العَرَبِيَّةُ لُغَةٌ جَمِيلَةٌ"), "العربيه لغه جميله");
/// ```
#[derive(Clone)]
pub struct Normalizer {
    inner: Arc<Inner>,
}

struct Inner {
    preset: Option<Preset>,
    ops: OpSet,
    kept: Vec<char>,
    custom: Vec<Rule>,
    steps: Vec<Step>,
    /// How often the steps are gone through at most.
    rounds: usize,
    /// Where a text may be cut, if it may.
    cuts: Option<Cuts>,
}

impl Inner {
    fn new(preset: Option<Preset>, ops: OpSet, kept: Vec<char>, custom: Vec<Rule>) -> Result<Inner, BuildError> {
        let mut steps = preset.map(compat::steps).unwrap_or_default();
        if steps.is_empty() || !ops.is_empty() || !custom.is_empty() {
            steps.extend(context::steps(ops, &kept, &custom)?);
        }
        let rounds = if steps.len() > 1 && !preset.is_some_and(Preset::is_compatibility) { ROUNDS } else { 1 };
        let cuts = Cuts::of(preset, !ops.is_empty() || !custom.is_empty(), &steps);
        let inner = Inner { preset, ops, kept, custom, steps, rounds, cuts };
        inner.comes_to_rest()?;
        inner.keeps_its_promise()?;
        Ok(inner)
    }
}

impl Inner {
    /// Whether a pass may give what a row of the user makes something of that the pass changes again, without an end.
    fn comes_to_rest(&self) -> Result<(), BuildError> {
        let Inner { ops, kept, custom, steps, rounds, .. } = self;
        if *rounds == 1 || custom.is_empty() || rests(steps, custom) {
            return Ok(());
        }
        // Nobody waits for an error: what is at fault is found by trying.
        let rests_with =
            |ops, custom: &[Rule]| context::steps(ops, kept, custom).is_ok_and(|steps| rests(&steps, custom));
        let alone = custom.iter().find(|rule| !rests_with(*ops, core::slice::from_ref(rule)));
        let rules = alone.map_or_else(|| custom.clone(), |rule| alloc::vec![rule.clone()]);
        let without = |op: &Op| op.is_pass() && rests_with(ops.difference(OpSet::of(&[*op])), custom);
        let pass = ops.iter().find(without);
        Err(BuildError::restless(rules, pass))
    }
}

/// Whether texts with what the rows are for come to a round that changes nothing.
fn rests(steps: &[Step], custom: &[Rule]) -> bool {
    /// Longer than any that rests: each letter of it by the longest row.
    const LONG: usize = 1 << 16;
    let around = custom.iter().flat_map(|rule| RESTS.map(|(before, after)| [before, rule.from(), after].concat()));
    // A space comes of nothing but its neighbours.
    around.chain([String::from("ب\u{06DD}ب")]).all(|mut text| {
        for _ in 0..=ROUNDS {
            let before = text.clone();
            each_round(steps, 1, |step| step.in_place(&mut text));
            if text == before {
                return true;
            }
            if text.len() > LONG {
                return false;
            }
        }
        false
    })
}

/// What stands around a character when it is seen whether a text comes to rest: nothing, letters on either side or both.
const RESTS: [(&str, &str); 4] = [("", ""), ("كتب", ""), ("", "م"), ("كتب", "م")];

impl Inner {
    /// Whether the letters that the preset promises to tell apart come out apart, wherever an operation looks at what
    /// stands around them.
    fn keeps_its_promise(&self) -> Result<(), BuildError> {
        let Some(preset) = self.preset.filter(|preset| !preset.promise().is_empty()) else { return Ok(()) };
        let key = |text: &str| {
            let mut key = String::from(text);
            each_round(&self.steps, self.rounds, |step| step.in_place(&mut key));
            key
        };
        for (before, after) in CONTEXTS {
            let around = |letter: &str| key(&alloc::format!("{before}{letter}{after}"));
            let mut seen: Vec<(String, Option<char>)> = Vec::new();
            // A letter that goes falls together with nothing at all.
            for c in core::iter::once(None).chain(preset.promise().chars().map(Some)) {
                let key = around(&String::from_iter(c));
                if let Some((_, other)) = seen.iter().find(|(other, _)| *other == key) {
                    return Err(BuildError::promise(preset, *other, c));
                }
                seen.push((key, c));
            }
            for (c, spelled) in DECOMPOSED {
                let key = around(spelled);
                let other = seen.iter().find(|(other, letter)| *other == key && *letter != Some(c));
                if let Some((_, other)) = other.filter(|_| preset.promise().contains(c)) {
                    return Err(BuildError::promise(preset, *other, Some(c)));
                }
            }
        }
        // A letter that becomes two others falls together with the two.
        let alone: Vec<(String, char)> = preset.promise().chars().map(|c| (key(&String::from(c)), c)).collect();
        for (long, c) in &alone {
            if let Some((_, other)) = alone.iter().find(|(short, other)| other != c && long.contains(&**short)) {
                return Err(BuildError::promise(preset, Some(*other), Some(*c)));
            }
        }
        Ok(())
    }
}

/// Up to so many bytes a text is aligned before anybody knows that it changes: to look for the first change takes as long.
const SHORT: usize = 128;

/// What stands around a letter when a promise is checked: nothing, letters on either side or both, the marks that
/// `fold-tanwin-alef` and `uthmani-to-modern` wait for. U+064B is fathatan, U+0670 the dagger alef. None has a letter twice,
/// so that no letter comes to stand three times, which `fold-elongation` may shorten.
const CONTEXTS: [(&str, &str); 6] =
    [("", ""), ("ك", ""), ("", "م"), ("ك", "م"), ("كتب\u{064B}", ""), ("كا", "\u{0670}م")];

/// The letters that have a canonical decomposition, and it.
const DECOMPOSED: [(char, &str); 5] =
    [('آ', "ا\u{0653}"), ('أ', "ا\u{0654}"), ('إ', "ا\u{0655}"), ('ؤ', "و\u{0654}"), ('ئ', "ي\u{0654}")];

impl Normalizer {
    /// The normaliser of a preset, built once in a process and shared.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// assert_eq!(Normalizer::new(Preset::Repair).normalize("جميـــــل"), "جميل");
    /// ```
    pub fn new(preset: Preset) -> Normalizer {
        static BUILT: [OnceBox<Normalizer>; Preset::ALL.len()] = [const { OnceBox::new() }; Preset::ALL.len()];
        let slot = &BUILT[Preset::ALL.iter().position(|&other| other == preset).unwrap_or(0)];
        slot.get_or_init(|| {
            let inner = Inner::new(Some(preset), preset.ops(), Vec::new(), Vec::new());
            Box::new(Normalizer { inner: Arc::new(inner.expect("the rows of a preset agree; a test builds each")) })
        })
        .clone()
    }

    /// A builder that starts from no operation at all.
    ///
    /// ```
    /// use naskh::{Normalizer, Op, Preset};
    /// let normalizer = Normalizer::builder()
    ///     .preset(Preset::Orthographic)
    ///     .op(Op::DigitsToAscii, true)
    ///     .op(Op::StripShadda, false)
    ///     .rule('گ', "غ")
    ///     .build()?;
    /// assert_eq!(normalizer.normalize("إنگلترّا ٢٠٢٠"), "انغلترّا 2020");
    /// # Ok::<(), naskh::BuildError>(())
    /// ```
    pub fn builder() -> NormalizerBuilder {
        NormalizerBuilder::default()
    }

    /// The normalised text; borrowed if and only if nothing changed.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// use std::borrow::Cow;
    /// let normalizer = Normalizer::new(Preset::Search);
    /// assert!(matches!(normalizer.normalize("كتاب"), Cow::Borrowed("كتاب")));
    /// assert!(matches!(normalizer.normalize("كِتاب"), Cow::Owned(_)));
    /// ```
    pub fn normalize<'t>(&self, text: &'t str) -> Cow<'t, str> {
        // What the last step that changed something made, and memory for the next.
        let (mut now, mut spare) = (None, String::new());
        each_round(&self.inner.steps, self.inner.rounds, |step| {
            let before = now.as_deref().unwrap_or(text);
            let Some(start) = step.first_change(before) else { return false };
            spare.clear();
            spare.reserve(before.len());
            step.append(before, start, &mut spare);
            match &mut now {
                Some(now) => core::mem::swap(now, &mut spare),
                None => now = Some(core::mem::take(&mut spare)),
            }
            true
        });
        // Two steps can undo each other.
        now.filter(|now| now != text).map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// Appends the normalised text to `out`, which keeps what it holds. Allocates only if `out` has no room.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let mut out = String::from("«");
    /// Normalizer::new(Preset::Model).normalize_into("مَرْحَبًا", &mut out);
    /// assert_eq!(out, "«مرحبا");
    /// ```
    pub fn normalize_into(&self, text: &str, out: &mut String) {
        match &*self.inner.steps {
            [step] => {
                // The scanner writes whole blocks where there is room for one more.
                if out.capacity() - out.len() < text.len() {
                    out.reserve(text.len() + crate::scan::BLOCK);
                }
                step.append(text, 0, out);
            }
            _ => out.push_str(&self.normalize(text)),
        }
    }

    /// Normalises a string in its own memory; allocates only where the text grows, or around a cluster of marks that
    /// is longer than a page.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let mut text = String::from("أَهْلًا");
    /// Normalizer::new(Preset::Search).normalize_in_place(&mut text);
    /// assert_eq!(text, "اهلا");
    /// ```
    pub fn normalize_in_place(&self, text: &mut String) {
        each_round(&self.inner.steps, self.inner.rounds, |step| step.in_place(text));
    }

    /// Whether [`normalize`](Normalizer::normalize) would change nothing. Allocates nothing on clean text.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// assert!(Normalizer::new(Preset::Repair).is_normalized("مَدْرَسَة"));
    /// assert!(!Normalizer::new(Preset::Model).is_normalized("مَدْرَسَة"));
    /// ```
    pub fn is_normalized(&self, text: &str) -> bool {
        match &*self.inner.steps {
            [step] => step.first_change(text).is_none(),
            _ => matches!(self.normalize(text), Cow::Borrowed(_)),
        }
    }

    /// The normalised text with the map between it and the original.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let text = "قال الأُستاذُ";
    /// let normalized = Normalizer::new(Preset::Search).normalize_aligned(text);
    /// let found = normalized.text().find("الاستاذ").unwrap();
    /// let span = normalized.alignment().to_original(found..normalized.text().len());
    /// assert_eq!(&text[span], "الأُستاذُ");
    /// ```
    pub fn normalize_aligned<'t>(&self, text: &'t str) -> Normalized<'t> {
        let mut now = Normalized { text: Cow::Borrowed(text), alignment: Alignment::identity(text.len()) };
        each_round(&self.inner.steps, self.inner.rounds, |step| {
            let Some(start) = step.first_change(&now.text) else { return false };
            let (mut out, mut map) = (String::with_capacity(now.text.len()), Alignment::identity(0));
            step.align(&now.text, start, &mut out, &mut map);
            now = Normalized { text: Cow::Owned(out), alignment: now.alignment.then(&map) };
            true
        });
        // Two steps can undo each other; then nothing has moved either.
        match now.text == text {
            true => Normalized { text: Cow::Borrowed(text), alignment: Alignment::identity(text.len()) },
            false => now,
        }
    }

    /// Like [`normalize_aligned`](Normalizer::normalize_aligned), into memory of the caller: `out` and `alignment`
    /// are overwritten. Allocates nothing once they are large enough and the text has no cluster to compose.
    ///
    /// ```
    /// use naskh::{Alignment, Normalizer, Preset};
    /// let normalizer = Normalizer::new(Preset::Search);
    /// let (mut out, mut map) = (String::new(), Alignment::identity(0));
    /// for text in ["ذَهَبَ", "عَادَ"] {
    ///     normalizer.normalize_aligned_into(text, &mut out, &mut map);
    ///     assert_eq!(map.to_original(0..out.len()), 0..text.len());
    /// }
    /// assert_eq!(out, "عاد");
    /// ```
    pub fn normalize_aligned_into(&self, text: &str, out: &mut String, alignment: &mut Alignment) {
        out.clear();
        let [step] = &*self.inner.steps else {
            let (normalized, map) = self.normalize_aligned(text).into_parts();
            out.push_str(&normalized);
            *alignment = map;
            return;
        };
        let short = text.len() <= SHORT;
        match if short { Some(0) } else { step.first_change(text) } {
            Some(start) => {
                step.align(text, start, out, alignment);
                if short && alignment.keeps_all() && out == text {
                    alignment.become_identity(text.len());
                }
            }
            None => {
                out.push_str(text);
                alignment.become_identity(text.len());
            }
        }
    }

    /// Every change, in the order of the text: where, from what, to what, by which operation.
    ///
    /// ```
    /// use naskh::{Normalizer, Op, Preset};
    /// let normalizer = Normalizer::new(Preset::Search);
    /// let edits: Vec<_> = normalizer.explain("أمّة").collect();
    /// assert_eq!(edits.len(), 3);
    /// assert_eq!((edits[0].from(), edits[0].to(), edits[0].op()), ("أ", "ا", Op::FoldAlef));
    /// assert_eq!((edits[1].span(), edits[1].to(), edits[1].op()), (4..6, "", Op::StripShadda));
    /// assert_eq!((edits[2].from(), edits[2].to(), edits[2].op()), ("ة", "ه", Op::FoldTaaMarbuta));
    /// ```
    pub fn explain<'k, 't>(&'k self, text: &'t str) -> Edits<'k, 't> {
        Edits::new(&self.inner.steps, self.inner.rounds, text)
    }

    /// The name of exactly this set of rules: the preset with its version, and every override.
    ///
    /// Two normalisers with one id give one output for every text.
    ///
    /// ```
    /// use naskh::{Normalizer, Op, Preset};
    /// assert_eq!(Normalizer::new(Preset::Search).id(), "search@1");
    /// let strict = Normalizer::builder().preset(Preset::Search).op(Op::FoldYaa, false).build()?;
    /// assert_eq!(strict.id(), "search@1[-fold-yaa]");
    /// # Ok::<(), naskh::BuildError>(())
    /// ```
    pub fn id(&self) -> String {
        use core::fmt::Write as _;
        let Inner { preset, ops, kept, custom, .. } = &*self.inner;
        let (mut id, base) = match preset {
            Some(preset) => (alloc::format!("{preset}@{}", preset.version()), preset.ops()),
            None => (String::from("none"), OpSet::NONE),
        };
        let mut changes = String::new();
        // Writing to a string cannot fail.
        for op in ops.difference(base).iter() {
            let _ = write!(changes, "+{op},");
        }
        for op in base.difference(*ops).iter() {
            let _ = write!(changes, "-{op},");
        }
        for c in kept {
            let _ = write!(changes, "keep {:04X},", *c as u32);
        }
        for rule in custom {
            changes.push_str("rule");
            for c in rule.from().chars().chain(['>']).chain(rule.to().chars()) {
                let _ = if c == '>' { write!(changes, " >") } else { write!(changes, " {:04X}", c as u32) };
            }
            changes.push(',');
        }
        if !changes.is_empty() {
            changes.pop();
            let _ = write!(id, "[{changes}]");
        }
        id
    }

    /// The preset it started from, if it did.
    ///
    /// ```
    /// use naskh::{Normalizer, Op, Preset};
    /// assert_eq!(Normalizer::new(Preset::Model).preset(), Some(Preset::Model));
    /// assert_eq!(Normalizer::builder().op(Op::FoldAlef, true).build()?.preset(), None);
    /// # Ok::<(), naskh::BuildError>(())
    /// ```
    pub fn preset(&self) -> Option<Preset> {
        self.inner.preset
    }

    /// The operations that are switched on.
    ///
    /// ```
    /// use naskh::{Normalizer, Op, Preset};
    /// let ops = Normalizer::new(Preset::Model).ops();
    /// assert!(ops.contains(Op::StripShadda) && !ops.contains(Op::FoldAlef));
    /// ```
    pub fn ops(&self) -> OpSet {
        self.inner.ops
    }

    /// Whether nothing is taken away that a reader sees beside a word: white space, punctuation.
    #[cfg(feature = "segmentation")]
    pub(crate) fn leaves_signs(&self) -> bool {
        let Inner { preset, ops, custom, .. } = &*self.inner;
        !preset.is_some_and(Preset::is_compatibility) && custom.is_empty() && !ops.contains(Op::CollapseSpaces)
    }
}

/// The id and nothing else: the tables are long.
impl fmt::Debug for Normalizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Normalizer").field(&self.id()).finish()
    }
}

/// A normalised text and the map to its original.
///
/// ```
/// use naskh::{Normalizer, Preset};
/// let normalized = Normalizer::new(Preset::Model).normalize_aligned("نُورٌ");
/// assert_eq!(normalized.text(), "نور");
/// assert_eq!(normalized.alignment().to_original(2..4), 4..6);
/// let (text, alignment) = normalized.into_parts();
/// assert_eq!(text.len(), alignment.normalized_len());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalized<'t> {
    text: Cow<'t, str>,
    alignment: Alignment,
}

impl<'t> Normalized<'t> {
    /// The normalised text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The map between the original and the normalised text, in bytes.
    pub fn alignment(&self) -> &Alignment {
        &self.alignment
    }

    /// The normalised text itself; borrowed if and only if nothing changed.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// use std::borrow::Cow;
    /// let model = Normalizer::new(Preset::Model);
    /// assert!(matches!(model.normalize_aligned("نور").into_text(), Cow::Borrowed("نور")));
    /// ```
    pub fn into_text(self) -> Cow<'t, str> {
        self.text
    }

    /// Both parts.
    pub fn into_parts(self) -> (Cow<'t, str>, Alignment) {
        (self.text, self.alignment)
    }
}

/// Puts a [`Normalizer`] together: a preset, operations on or off, characters to leave alone, rows of one's own.
///
/// ```
/// use naskh::{Normalizer, Op, Preset};
/// let builder = Normalizer::builder().preset(Preset::Search).op(Op::FoldYaa, false);
/// assert_eq!(builder.build()?.normalize("على"), "على");
/// # Ok::<(), naskh::BuildError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct NormalizerBuilder {
    preset: Option<Preset>,
    ops: OpSet,
    kept: Vec<char>,
    custom: Vec<Rule>,
}

impl NormalizerBuilder {
    /// Takes over the operations of a preset, instead of those switched on so far.
    ///
    /// A preset that reproduces another tool ([`Preset::is_compatibility`]) does so as a whole and has no operations of its
    /// own: none of what it does can be switched off. Operations and rows that are added run after it.
    ///
    /// ```
    /// use naskh::{Normalizer, Op, OpSet, Preset};
    /// assert_eq!(Preset::LuceneAr.ops(), OpSet::NONE);
    /// let digits = Normalizer::builder().preset(Preset::LuceneAr).op(Op::DigitsToAscii, true).build()?;
    /// assert_eq!(digits.normalize("مَدرسة ٣"), "مدرسه 3");
    /// assert_eq!(digits.id(), "lucene-ar@1[+digits-to-ascii]");
    /// # Ok::<(), naskh::BuildError>(())
    /// ```
    pub fn preset(mut self, preset: Preset) -> Self {
        (self.preset, self.ops) = (Some(preset), preset.ops());
        self
    }

    /// Switches one operation on or off.
    pub fn op(self, op: Op, on: bool) -> Self {
        self.ops(OpSet::of(&[op]), on)
    }

    /// Switches a set of operations on or off.
    ///
    /// ```
    /// use naskh::{Normalizer, OpSet};
    /// let normalizer = Normalizer::builder().ops(OpSet::TASHKEEL, true).build()?;
    /// assert_eq!(normalizer.normalize("أُمَّةٌ"), "أمة");
    /// # Ok::<(), naskh::BuildError>(())
    /// ```
    pub fn ops(mut self, ops: OpSet, on: bool) -> Self {
        self.ops = if on { self.ops.union(ops) } else { self.ops.difference(ops) };
        self
    }

    /// Exempts a character from every row, whatever operation it belongs to, but not from one that
    /// [`rule`](NormalizerBuilder::rule) adds: both together replace what a preset does to it.
    ///
    /// Canonical composition ([`Op::Compose`]) and the operations that are a pass ([`Op::is_pass`]) may still change it. A
    /// preset that reproduces another tool has no rows to exempt it from: then it is an error to build.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let normalizer = Normalizer::builder().preset(Preset::Search).keep('آ').build()?;
    /// assert_eq!(normalizer.normalize("آمال أحمد"), "آمال احمد");
    /// # Ok::<(), naskh::BuildError>(())
    /// ```
    pub fn keep(mut self, c: char) -> Self {
        self.kept.push(c);
        self
    }

    /// Adds a row: a character and what it becomes (nothing, to remove it).
    ///
    /// It goes through the same engine as the built-in rows: other rows apply to its output.
    ///
    /// What holds of every text without such rows can fail for some with them: a joiner behind a composed letter is judged by
    /// the letter that it is composed of (`rule('ۓ', "!")`: ۓ and U+200D has another key if ۓ is written as two
    /// characters), and a mark that becomes a space can part a hamza from the tatweel that carries it, which a second call
    /// then takes away.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let normalizer = Normalizer::builder().preset(Preset::Orthographic).rule('﷼', "ريال").build()?;
    /// assert_eq!(normalizer.normalize("٥﷼"), "٥ريال");
    /// # Ok::<(), naskh::BuildError>(())
    /// ```
    pub fn rule(mut self, from: char, to: &str) -> Self {
        self.custom.push(Rule::custom(from, to));
        self
    }

    /// Closes the rows over each other and makes the tables.
    ///
    /// # Errors
    /// [`BuildError`] names the rows if two change one character differently, if rows feed each other in a circle or a pass
    /// ([`Op::is_pass`]) without an end, or if a row writes more than 255 bytes; it names the letters if the preset promises
    /// to tell them apart and an override does not, or if they are to be kept from a preset that reproduces another tool.
    pub fn build(mut self) -> Result<Normalizer, BuildError> {
        self.ops = self.ops.difference(OpSet::of(&[Op::CustomRule, Op::Compatibility])); // marks of an edit, no switches
        self.kept.sort_unstable();
        self.kept.dedup();
        if let (Some(preset), Some(&c)) = (self.preset.filter(|preset| preset.is_compatibility()), self.kept.first()) {
            return Err(BuildError::keep(preset, c));
        }
        let inner = Inner::new(self.preset, self.ops, self.kept, self.custom)?;
        Ok(Normalizer { inner: Arc::new(inner) })
    }
}
