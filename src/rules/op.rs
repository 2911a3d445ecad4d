//! Which operations are there, what are they called, what do they lose?
//!
//! An [`Op`] is a switch: a named set of rows of the rule table. Nothing here touches text.

use super::marks::MarkClass;
use core::fmt;
use core::str::FromStr;

/// What a reader can no longer tell after an operation.
///
/// ```
/// use naskh::{Loss, Op};
/// // مَدْرسـة, مدرسة, مدرسه
/// assert_eq!(Op::StripTatweel.loss(), Loss::Nothing);
/// assert_eq!(Op::StripHarakat.loss(), Loss::Marks);
/// assert_eq!(Op::FoldTaaMarbuta.loss(), Loss::Letters);
/// assert!(Loss::Nothing < Loss::Marks && Loss::Marks < Loss::Letters);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Loss {
    /// Nothing a reader of the language would miss: encoding accidents only.
    Nothing,
    /// Marks above and below the letters: two vocalisations of one spelling fall together.
    Marks,
    /// Letters or digits: two spellings fall together.
    Letters,
}

macro_rules! ops {
    ($($(#[$doc:meta])* $variant:ident $name:literal $loss:ident $description:literal;)*) => {
        /// One switchable operation: a named set of rows of the rule table.
        ///
        /// ```
        /// use naskh::Op;
        /// assert_eq!(Op::StripTatweel.name(), "strip-tatweel");
        /// assert_eq!("fold-yaa".parse(), Ok(Op::FoldYaa));
        /// ```
        #[non_exhaustive]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
        pub enum Op { $($(#[$doc])* #[doc = $description] $variant,)* }

        impl Op {
            const EVERY: &'static [Op] = &[$(Op::$variant),*];

            /// The name used by the command line, the bindings and the test data.
            pub const fn name(self) -> &'static str { match self { $(Op::$variant => $name),* } }

            /// One line for a reader of `naskh presets`.
            ///
            /// ```
            /// assert_eq!(naskh::Op::FoldYaa.description(), "Alef maksura to yeh.");
            /// ```
            pub const fn description(self) -> &'static str { match self { $(Op::$variant => $description),* } }

            /// What falls together under this operation.
            ///
            /// ```
            /// use naskh::{Loss, Op};
            /// assert_eq!(Op::FoldAlef.loss(), Loss::Letters);
            /// ```
            pub const fn loss(self) -> Loss { match self { $(Op::$variant => Loss::$loss),* } }
        }
    };
}

ops! {
    Compose "compose" Nothing "Canonical order and composition of every script (NFC, UAX #15).";
    FoldPresentationForms "fold-presentation-forms" Nothing "Positional glyph codes (U+FB50-FDFF, U+FE70-FEFF) to the letters they show; never with an inserted space or tatweel.";
    SpellPhrases "spell-phrases" Nothing "Ligatures that stand for a word or a phrase (U+FDFA and its like) spelled out, with spaces between the words.";
    StripInvisibles "strip-invisibles" Nothing "Bidi controls, word joiner, soft hyphen, byte-order mark removed; zero width space to a space; ZWJ removed after an Arabic letter only.";
    StripTatweel "strip-tatweel" Nothing "Tatweel (kashida) removed, except where it is the seat of a hamza.";
    StripHarakat "strip-harakat" Marks "Fatha, damma, kasra and their small forms removed.";
    StripTanwin "strip-tanwin" Marks "Fathatan, dammatan, kasratan and their open forms removed.";
    StripShadda "strip-shadda" Marks "Shadda removed.";
    StripSukun "strip-sukun" Marks "Sukun and the Quranic sukun signs removed.";
    StripDaggerAlef "strip-dagger-alef" Marks "Superscript and subscript alef removed.";
    StripMadda "strip-madda" Marks "Maddah that did not compose with an alef removed.";
    StripVariantVowels "strip-variant-vowels" Marks "Vowel signs of other orthographies of the Arabic script removed.";
    StripTone "strip-tone" Marks "Tone marks (Rohingya) removed.";
    StripHonorifics "strip-honorifics" Marks "Honorific signs written above a name removed.";
    StripWaqf "strip-waqf" Marks "Quranic pause marks removed.";
    StripSilentLetters "strip-silent-letters" Marks "Signs over silent letters and stop dots removed.";
    FoldSmallLetters "fold-small-letters" Marks "Small high and low letters of Quranic spelling removed; small high yeh becomes the yeh it stands for.";
    StripTajwid "strip-tajwid" Marks "Recitation words and signs removed.";
    StripDivisions "strip-divisions" Marks "Division and sajda marks that combine removed.";
    FoldAlef "fold-alef" Letters "Alef with madda, hamza, wasla or wavy hamza to bare alef.";
    FoldYaa "fold-yaa" Letters "Alef maksura to yeh.";
    FoldTaaMarbuta "fold-taa-marbuta" Letters "Teh marbuta to heh.";
    FoldHamza "fold-hamza" Letters "Hamza carriers to their letter; a hamza mark that has no letter of its own removed.";
    SeatHamza "seat-hamza" Letters "Hamza above written on a tatweel, alef maksura or Farsi yeh to yeh with hamza.";
    FoldLookalikes "fold-lookalikes" Letters "Keheh, Farsi yeh, the heh family and other letters that look like an Arabic one to that one.";
    FoldForeignLetters "fold-foreign-letters" Letters "Letters of foreign sounds (peh, tcheh, veh, gaf) to the Arabic letter they extend.";
    DigitsToAscii "digits-to-ascii" Letters "Arabic-Indic and extended digits to 0-9; their decimal and thousands separators between digits.";
    StripZwnj "strip-zwnj" Letters "Zero width non-joiner after an Arabic letter removed.";
    DigitsToArabicIndic "digits-to-arabic-indic" Letters "ASCII and extended digits to Arabic-Indic ones (U+0660-0669).";
    DigitsToEastern "digits-to-eastern" Letters "ASCII and Arabic-Indic digits to the extended ones of Persian and Urdu (U+06F0-06F9).";
    FoldPunctuation "fold-punctuation" Letters "Arabic and typographic punctuation to ASCII, except between digits.";
    StripPunctuation "strip-punctuation" Letters "Punctuation to a space, except between digits.";
    StripIsolatedHamza "strip-isolated-hamza" Letters "Hamza that has a place of its own in the word removed.";
    SpellDaggerAlef "spell-dagger-alef" Letters "Superscript alef to alef, in every word; uthmani-to-modern knows the words that are spelled without.";
    StripQuranSigns "strip-quran-signs" Marks "End of verse, start of a section, place of sajda, disputed end of verse: to a space.";
    /// A pass: what follows a word decides.
    JoinHairSpaces "join-hair-spaces" Nothing "Hair space between an Arabic letter and a mark removed.";
    /// A pass over clusters.
    SeatHamzaBelow "seat-hamza-below" Letters "Hamza below written under yeh, alef maksura or waw to the letter with hamza.";
    /// A pass: what follows in the word decides.
    SpellSmallLetters "spell-small-letters" Marks "Small waw and small yeh inside a word to waw and yeh; at its end they only lengthen, unless the yeh follows another.";
    /// A pass over words.
    UthmaniToModern "uthmani-to-modern" Letters "Uthmani spelling to the modern one: dagger alef, seats of hamza, silent letters, joined vocatives.";
    /// A pass over words.
    FoldTanwinAlef "fold-tanwin-alef" Letters "Fathatan and its alef at the end of a word removed, where three letters are left.";
    /// A pass over words.
    StripLastHaraka "strip-last-haraka" Marks "Vowel, tanwin or sukun of the last letter of a word removed.";
    /// A pass over runs.
    CapElongation "cap-elongation" Letters "An Arabic letter written three times or more, twice.";
    /// A pass over runs.
    FoldElongation "fold-elongation" Letters "An Arabic letter written three times or more, once.";
    /// A pass over words.
    FoldRasm "fold-rasm" Letters "Letters to their shape without dots (rasm): the skeleton of early manuscripts.";
    /// A pass over signs.
    SeparateVerseSigns "separate-verse-signs" Nothing "A space between a word and a verse sign with its number.";
    /// A pass over runs.
    CollapseSpaces "collapse-spaces" Nothing "Runs of space to one, none at the ends of a line; line breaks stay.";
    /// Not a switch: the mark of an edit that a custom row made.
    CustomRule "custom-rule" Letters "A row given to the builder.";
    /// Not a switch: the mark of an edit that a step of a compatibility preset made.
    Compatibility "compatibility" Letters "A step of a preset that reproduces another tool.";
}

impl Op {
    /// Every operation that has a switch, in the order of the table.
    ///
    /// ```
    /// use naskh::Op;
    /// assert!(Op::ALL.contains(&Op::FoldAlef) && !Op::ALL.contains(&Op::CustomRule));
    /// ```
    pub const ALL: &'static [Op] = Op::EVERY.split_at(Op::CustomRule as usize).0;

    /// Whether the operation is a pass of its own, which looks at more than a row does; it has no rows.
    ///
    /// ```
    /// use naskh::Op;
    /// assert!(Op::CollapseSpaces.is_pass() && Op::CollapseSpaces.rules().next().is_none());
    /// ```
    pub const fn is_pass(self) -> bool {
        self as u8 >= Op::JoinHairSpaces as u8 && self as u8 <= Op::CollapseSpaces as u8
    }

    /// Whether two texts that differ to a reader can become one: everything above [`Loss::Nothing`].
    ///
    /// ```
    /// use naskh::Op;
    /// assert!(Op::FoldYaa.is_lossy() && !Op::StripTatweel.is_lossy());
    /// ```
    pub fn is_lossy(self) -> bool {
        self.loss() != Loss::Nothing
    }

    /// The operation that removes the marks of a class; a hamza is letter content and goes with [`Op::FoldHamza`].
    ///
    /// ```
    /// use naskh::{Op, mark_class};
    /// // Shadda.
    /// assert_eq!(mark_class('\u{0651}').map(Op::for_marks), Some(Op::StripShadda));
    /// ```
    pub const fn for_marks(class: MarkClass) -> Op {
        match class {
            MarkClass::Haraka | MarkClass::SmallHaraka => Op::StripHarakat,
            MarkClass::Tanwin => Op::StripTanwin,
            MarkClass::Shadda => Op::StripShadda,
            MarkClass::Sukun => Op::StripSukun,
            MarkClass::DaggerAlef => Op::StripDaggerAlef,
            MarkClass::Madda => Op::StripMadda,
            MarkClass::Hamza => Op::FoldHamza,
            MarkClass::VariantVowel => Op::StripVariantVowels,
            MarkClass::Tone => Op::StripTone,
            MarkClass::Honorific => Op::StripHonorifics,
            MarkClass::Waqf => Op::StripWaqf,
            MarkClass::SilentLetter => Op::StripSilentLetters,
            MarkClass::SmallLetter => Op::FoldSmallLetters,
            MarkClass::Tajwid => Op::StripTajwid,
            MarkClass::Division => Op::StripDivisions,
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no operation; its message lists the right ones.
///
/// ```
/// use naskh::Op;
/// let error = "fold-jaa".parse::<Op>().unwrap_err();
/// assert!(error.to_string().contains(" fold-yaa "));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownOp;

impl fmt::Display for UnknownOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown operation; one of:")?;
        Op::ALL.iter().try_for_each(|op| write!(f, " {op}"))?;
        OpSet::GROUPS.iter().try_for_each(|(name, _)| write!(f, " {name}"))
    }
}

impl core::error::Error for UnknownOp {}

impl FromStr for Op {
    type Err = UnknownOp;

    fn from_str(name: &str) -> Result<Op, UnknownOp> {
        Op::ALL.iter().copied().find(|op| op.name() == name).ok_or(UnknownOp)
    }
}

/// A set of operations.
///
/// ```
/// use naskh::{Op, OpSet};
/// let ops = OpSet::TASHKEEL.with(Op::FoldAlef);
/// assert!(ops.contains(Op::StripShadda) && !ops.contains(Op::FoldYaa));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct OpSet(u64);

impl OpSet {
    /// No operation.
    ///
    /// ```
    /// use naskh::{Normalizer, OpSet};
    /// assert!(OpSet::NONE.is_empty());
    /// assert_eq!(Normalizer::builder().build()?.ops(), OpSet::NONE);
    /// # Ok::<(), naskh::BuildError>(())
    /// ```
    pub const NONE: OpSet = OpSet(0);
    /// Every operation that has a switch.
    ///
    /// ```
    /// use naskh::{Op, OpSet};
    /// assert_eq!(OpSet::ALL.len(), Op::ALL.len());
    /// ```
    pub const ALL: OpSet = OpSet((1 << Op::CustomRule as u64) - 1);
    /// The marks of ordinary vocalised text: harakat, tanwin, shadda, sukun and dagger alef.
    pub const TASHKEEL: OpSet =
        OpSet::of(&[Op::StripHarakat, Op::StripTanwin, Op::StripShadda, Op::StripSukun, Op::StripDaggerAlef]);
    /// The marks of Quranic and heritage text: madda, pause marks, small letters, recitation and division signs.
    ///
    /// ```
    /// use naskh::{Normalizer, OpSet};
    /// let plain = Normalizer::builder().ops(OpSet::ANNOTATIONS, true).build()?;
    /// // Small high ligature sad with lam with alef maksura, a pause mark.
    /// assert_eq!(plain.normalize("هُدًى\u{06D6}"), "هُدًى");
    /// # Ok::<(), naskh::BuildError>(())
    /// ```
    pub const ANNOTATIONS: OpSet = OpSet::of(&[
        Op::StripMadda,
        Op::StripVariantVowels,
        Op::StripHonorifics,
        Op::StripWaqf,
        Op::StripSilentLetters,
        Op::FoldSmallLetters,
        Op::StripTajwid,
        Op::StripDivisions,
    ]);
    /// Groups of operations that have a name of their own.
    ///
    /// ```
    /// use naskh::OpSet;
    /// assert_eq!(OpSet::GROUPS[0], ("strip-tashkeel", OpSet::TASHKEEL));
    /// ```
    pub const GROUPS: &'static [(&'static str, OpSet)] =
        &[("strip-tashkeel", OpSet::TASHKEEL), ("strip-annotations", OpSet::ANNOTATIONS)];

    /// The set of the given operations.
    ///
    /// ```
    /// use naskh::{Op, OpSet};
    /// const LETTERS: OpSet = OpSet::of(&[Op::FoldAlef, Op::FoldYaa]);
    /// assert_eq!(LETTERS.len(), 2);
    /// ```
    pub const fn of(ops: &[Op]) -> OpSet {
        let mut set = 0;
        let mut i = 0;
        while i < ops.len() {
            set |= 1 << ops[i] as u64;
            i += 1;
        }
        OpSet(set)
    }

    /// The operation or group of that name.
    ///
    /// ```
    /// use naskh::{Op, OpSet};
    /// assert_eq!(OpSet::from_name("strip-tashkeel"), Some(OpSet::TASHKEEL));
    /// assert_eq!(OpSet::from_name("fold-yaa"), Some(OpSet::of(&[Op::FoldYaa])));
    /// assert_eq!(OpSet::from_name("fold-jaa"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<OpSet> {
        let group = OpSet::GROUPS.iter().find(|(group, _)| *group == name).map(|(_, set)| *set);
        group.or_else(|| Op::from_str(name).ok().map(|op| OpSet::of(&[op])))
    }

    /// Whether the operation is in the set.
    pub const fn contains(self, op: Op) -> bool {
        self.0 >> op as u64 & 1 == 1
    }

    /// The set with one operation more.
    pub const fn with(self, op: Op) -> OpSet {
        OpSet(self.0 | 1 << op as u64)
    }

    /// All operations of both sets.
    ///
    /// ```
    /// use naskh::OpSet;
    /// let marks = OpSet::TASHKEEL.union(OpSet::ANNOTATIONS);
    /// assert_eq!(marks.len(), OpSet::TASHKEEL.len() + OpSet::ANNOTATIONS.len());
    /// ```
    pub const fn union(self, other: OpSet) -> OpSet {
        OpSet(self.0 | other.0)
    }

    /// The operations of this set that are not in the other.
    ///
    /// ```
    /// use naskh::{Op, OpSet};
    /// let but_shadda = OpSet::TASHKEEL.difference(OpSet::of(&[Op::StripShadda]));
    /// assert!(!but_shadda.contains(Op::StripShadda));
    /// ```
    pub const fn difference(self, other: OpSet) -> OpSet {
        OpSet(self.0 & !other.0)
    }

    /// How many operations.
    ///
    /// ```
    /// assert_eq!(naskh::OpSet::TASHKEEL.len(), 5);
    /// ```
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether there is none.
    ///
    /// ```
    /// use naskh::OpSet;
    /// assert!(OpSet::NONE.is_empty() && !OpSet::TASHKEEL.is_empty());
    /// ```
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The operations in the order of the table, behind them the marks of edits that are no switches.
    ///
    /// ```
    /// use naskh::OpSet;
    /// assert_eq!(OpSet::TASHKEEL.iter().next().unwrap().name(), "strip-harakat");
    /// ```
    pub fn iter(self) -> impl Iterator<Item = Op> {
        Op::EVERY.iter().copied().filter(move |op| self.contains(*op))
    }
}

impl FromIterator<Op> for OpSet {
    fn from_iter<I: IntoIterator<Item = Op>>(ops: I) -> OpSet {
        ops.into_iter().fold(OpSet::NONE, OpSet::with)
    }
}

impl fmt::Debug for OpSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
