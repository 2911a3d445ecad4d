//! How is a word of Uthmani spelling written today?
//!
//! Uthmani copies write the consonants of the first century and put what was missing above them in small signs. The
//! signs say what modern spelling writes: a dagger alef is an alef, but in a closed list of words (هذا, ذلك, لكن ...);
//! a waw or yeh that only carries a dagger alef is an alef (الصلوٰة); a hamza on no seat gets the one that the vowels
//! around it ask for; يَـٰ before a noun is the word يا.
//!
//! ```text
//! for each word:
//!     cut it into letters with their marks; a hamza on a tatweel is a letter without a seat
//!     take the vocative off
//!     letter by letter: silent letters, hamza, dagger alef, small letters
//! ```
//!
//! It reads the marks, so it runs before they are removed, and leaves all but the dagger alef where they are. The text
//! without marks is modern already as far as it can tell: nothing is done where no sign asks for it, but for the few
//! words of `data/uthmani.txt`.

use super::super::pass::Tell;
use super::{ALEF, TATWEEL, Teller, is_mark, words};
use crate::rules::{MarkClass, mark_class};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use arrayvec::{ArrayString, ArrayVec};
use core::ops::{ControlFlow, Range};
use once_cell::race::OnceBox;

const DAGGER: char = '\u{0670}'; // ARABIC LETTER SUPERSCRIPT ALEF
const HAMZA_ABOVE: char = '\u{0654}';
const HAMZA_BELOW: char = '\u{0655}';
const SILENT: char = '\u{06DF}'; // ARABIC SMALL HIGH ROUNDED ZERO
const SUKUN: char = '\u{0652}';
/// ARABIC SMALL HIGH DOTLESS HEAD OF KHAH: a sukun, in copies that write U+0652 over silent letters.
const SUKUN_OF_COPIES: char = '\u{06E1}';
const SOFTENED: char = '\u{06EC}'; // ARABIC ROUNDED HIGH STOP WITH FILLED CENTRE, over a hamza that is read softly
const SMALL_MEEM: char = '\u{06E2}'; // ARABIC SMALL HIGH MEEM ISOLATED FORM
const SMALL_LOW_MEEM: char = '\u{06ED}'; // ARABIC SMALL LOW MEEM
const SMALL_SEEN: char = '\u{06DC}'; // ARABIC SMALL HIGH SEEN
const SMALL_NOON: char = '\u{06E8}'; // ARABIC SMALL HIGH NOON
const FATHA: char = '\u{064E}';
/// A hamza that the copy seats on a tatweel, as a letter of its own while a word is looked at.
const ON_TATWEEL: char = TATWEEL;

/// A word with more letters, or a letter with more marks, is none.
const MOST_LETTERS: usize = 32;
const MOST_MARKS: usize = 6;
/// A letter becomes two at most (لَّ of ٱلَّيْل, a hamza with its alef); يا and the alef of فاسأل come once a word.
const MOST_WRITTEN: usize = 2 * MOST_LETTERS + 8;

/// The marks of a letter.
#[derive(Clone, Copy, Default)]
struct Marks {
    chars: [char; MOST_MARKS],
    len: usize,
}

impl Marks {
    fn push(&mut self, c: char) -> bool {
        let room = self.len < MOST_MARKS;
        if room {
            self.chars[self.len] = c;
            self.len += 1;
        }
        room
    }

    fn iter(&self) -> impl DoubleEndedIterator<Item = char> {
        self.chars[..self.len].iter().copied()
    }

    fn has(&self, c: char) -> bool {
        self.iter().any(|other| other == c)
    }

    fn without(&self, c: char) -> Marks {
        let mut marks = Marks::default();
        self.iter().filter(|&other| other != c).for_each(|other| {
            marks.push(other);
        });
        marks
    }

    fn vowel(&self) -> Option<Vowel> {
        self.iter().find_map(|c| match c {
            '\u{064E}' | '\u{064B}' | '\u{08F0}' | '\u{0657}' => Some(Vowel::A),
            '\u{064F}' | '\u{064C}' | '\u{08F1}' | '\u{065E}' => Some(Vowel::U),
            '\u{0650}' | '\u{064D}' | '\u{08F2}' | '\u{0656}' => Some(Vowel::I),
            _ => None,
        })
    }

    fn has_class(&self, class: MarkClass) -> bool {
        self.iter().any(|c| mark_class(c) == Some(class))
    }

    /// A meem beside a vowel (سُوٓءَۢا), and three vowel signs of older fonts, are tanwin before certain letters.
    fn has_tanwin(&self) -> bool {
        let small_meem = self.has(SMALL_MEEM) || self.has(SMALL_LOW_MEEM);
        self.has_class(MarkClass::Tanwin)
            || (small_meem && self.vowel().is_some())
            || self.iter().any(|c| matches!(c, '\u{0656}' | '\u{0657}' | '\u{065E}'))
    }

    fn rests(&self) -> bool {
        self.has_class(MarkClass::Sukun)
    }

    fn has_shadda(&self) -> bool {
        self.has_class(MarkClass::Shadda)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Vowel {
    A,
    U,
    I,
}

/// A letter of the word, or of what it becomes.
#[derive(Clone, Copy)]
struct Letter {
    base: char,
    marks: Marks,
    /// Which letter of the word it comes from.
    source: usize,
}

/// The text with each word in modern spelling.
pub(super) fn to_modern(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut teller = Teller::new(tell);
    let mut word = Word::default();
    for range in words(text) {
        if word.read(text, range) && word.is_uthmani() && word.write() {
            word.tell(text, &mut teller)?;
        }
    }
    teller.finish(text)
}

/// Bounded, so that nothing is allocated for a word that stays as it is.
#[derive(Default)]
struct Word {
    letters: ArrayVec<Letter, MOST_LETTERS>,
    /// Where each letter stands in the text, with its marks.
    ranges: ArrayVec<Range<usize>, MOST_LETTERS>,
    /// The letters without marks, as `data/uthmani.txt` has them; four bytes for each at most.
    skeleton: ArrayString<{ 4 * MOST_LETTERS }>,
    out: ArrayVec<Letter, MOST_WRITTEN>,
    /// Whether a yeh was a Farsi one.
    respelled: bool,
    /// Only for what changes.
    buffer: String,
}

impl Word {
    /// Cuts a word into letters; false if it is too long for one.
    fn read(&mut self, text: &str, range: Range<usize>) -> bool {
        self.letters.clear();
        self.ranges.clear();
        for (at, c) in text[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)) {
            let end = at + c.len_utf8();
            // U+06E7 is a letter, though Unicode has it as a mark.
            if (is_mark(c) && c != '\u{06E7}') || c == TATWEEL {
                let Some((letter, range)) = self.letters.last_mut().zip(self.ranges.last_mut()) else { return false };
                let seats = c == TATWEEL && text[end..].chars().take_while(|&c| is_mark(c)).any(|c| c == HAMZA_ABOVE);
                if seats {
                    if !self.letter_at(ON_TATWEEL, at..end) {
                        return false;
                    }
                } else {
                    range.end = end;
                    let stands = letter.base == ON_TATWEEL && c == HAMZA_ABOVE;
                    if c != TATWEEL && !stands && !letter.marks.push(c) {
                        return false;
                    }
                }
            } else if !self.letter_at(c, at..end) {
                return false;
            }
        }
        // One text writes every yeh as U+06CC. Without a mark it may be Persian.
        let marked = self.letters.iter().any(|letter| letter.marks.len > 0);
        let last = self.letters.len().saturating_sub(1);
        self.respelled = false;
        for (at, letter) in self.letters.iter_mut().enumerate() {
            if marked && letter.base == 'ی' {
                self.respelled = true;
                letter.base = if at == last { 'ى' } else { 'ي' };
            }
            let hamza = [HAMZA_ABOVE, HAMZA_BELOW].into_iter().find(|&hamza| letter.marks.has(hamza));
            if let Some(hamza) = hamza.filter(|_| matches!(letter.base, 'ى' | 'ي')) {
                *letter = Letter { base: 'ئ', marks: letter.marks.without(hamza), ..*letter };
            }
        }
        true
    }

    /// One letter more; false if the word has too many.
    fn letter_at(&mut self, base: char, range: Range<usize>) -> bool {
        let source = self.letters.len();
        self.letters.try_push(Letter { base, marks: Marks::default(), source }).is_ok()
            && self.ranges.try_push(range).is_ok()
    }

    /// Whether anything in the word may ask for a change.
    fn is_uthmani(&self) -> bool {
        let letters = &self.letters;
        self.respelled
            || letters.iter().enumerate().any(|(at, letter)| {
                let asks = |c| matches!(c, DAGGER | SILENT | SMALL_SEEN | SMALL_NOON | SUKUN_OF_COPIES);
                matches!(letter.base, ON_TATWEEL | 'ء' | 'ٱ' | 'أ' | 'إ' | 'آ' | 'ى' | 'ؤ' | 'ئ' | 'ص')
                    || letter.marks.iter().any(asks)
                    || self.is_silent(at)
            })
            || letters.last().is_some_and(|letter| letter.base == ALEF || (letter.base == 'و' && letter.marks.rests()))
    }

    /// Whether the letter is written and not read. Copies whose sukun is U+06E1 say so by U+0652: in a word with both,
    /// or where U+0652 can be no sukun. Some write a sukun over a long vowel (قَاْلَ, إِيْمَان), and that says nothing.
    fn is_silent(&self, at: usize) -> bool {
        let Letter { base, marks, .. } = self.letters[at];
        let copy = || self.letters.iter().any(|letter| letter.marks.has(SUKUN_OF_COPIES));
        marks.has(SILENT)
            || marks.has(SUKUN)
                && at.checked_sub(1).is_some_and(|before| {
                    let is_clitic = |letter: &Letter| matches!(letter.base, 'و' | 'ف' | 'ب' | 'ل' | 'ك' | 'أ' | 'س');
                    let Letter { base: seat, marks, .. } = self.letters[before];
                    match base {
                        ALEF if marks.vowel() != Some(Vowel::A) => true,
                        // The hamza of مَلَإِيْهِۦ ends its word, that of لَإِيْمَان begins it.
                        'ي' | 'ى' if seat == 'إ' && !self.letters[..before].iter().all(is_clitic) => true,
                        _ => copy(),
                    }
                })
    }

    fn push(&mut self, base: char, marks: Marks, source: usize) {
        self.put(Letter { base, marks, source });
    }

    fn put(&mut self, letter: Letter) {
        // `write` says whether there was room.
        let _ = self.out.try_push(letter);
    }

    /// Makes `out` of `letters`; false if it has no room, which no word of `MOST_LETTERS` should bring about.
    fn write(&mut self) -> bool {
        self.out.clear();
        let mut start = 0;
        // و and ف may stand before a vocative: وَيَـٰقَوْمِ.
        let led =
            self.letters.len() > 1 && matches!(self.letters[0].base, 'و' | 'ف' | 'أ') && self.letters[1].base == 'ي';
        let at = usize::from(led);
        let vocative =
            |letter: &Letter, base| letter.base == base && letter.marks.has(DAGGER) && letter.marks.has(FATHA);
        match self.letters.get(at..).unwrap_or_default() {
            [ya, _, ..] if vocative(ya, 'ي') => {
                self.out.extend(self.letters[..at].iter().copied());
                start = at + 1;
            }
            // هَـٰٓأَنتُمْ, but هَـٰٓؤُلَآءِ.
            [ha, next, ..] if at == 0 && vocative(ha, 'ه') && next.base == 'أ' => start = 1,
            _ => {}
        }
        if start > 0 {
            let call = self.letters[start - 1];
            self.put(Letter { marks: call.marks.without(DAGGER), ..call });
            self.push(ALEF, Marks::default(), start - 1);
            self.push(' ', Marks::default(), start - 1);
        }
        self.skeleton.clear();
        for letter in &self.letters[start..] {
            let base = match letter.base {
                ON_TATWEEL => 'ء',
                'ٱ' | 'آ' => ALEF,
                'ۥ' | 'ۦ' => continue,
                base => base,
            };
            // There is room for all letters of the word.
            let _ = self.skeleton.try_push(base);
        }
        // A closed list spells the last yeh without dots.
        if self.skeleton.ends_with('ي') {
            self.skeleton.pop();
            self.skeleton.push('ى');
        }
        let words = Words::get();
        // Without marks, وَلَدًا and وَلَدَى would be one.
        let told = self.letters.iter().any(|letter| letter.marks.vowel().is_some())
            && !self.letters.iter().any(|letter| letter.marks.has_tanwin());
        if let Some((lead, modern)) = words.modern(&self.skeleton).filter(|_| told) {
            self.out.extend(self.letters[start..start + lead].iter().copied());
            for (at, base) in modern.chars().enumerate() {
                let source = (start + lead + at).min(self.letters.len() - 1);
                self.push(base, Marks::default(), source);
            }
            return !self.out.is_full();
        }
        let drops = words.drops_dagger(&self.skeleton);
        // The jussive of such a verb has no waw, so that of وَلْيَعْفُوا۟ is a plural's.
        let verb = match &self.letters[start..] {
            [Letter { base: 'و' | 'ف', .. }, verb @ ..] => verb,
            verb => verb,
        };
        let commanded = verb.first().is_some_and(|lam| lam.base == 'ل' && lam.marks.rests());
        // بَنُوٓا۟ are sons, بَنَوْا۟ is a verb.
        let sounds = self.letters.iter().rev().nth(2).is_some_and(|letter| letter.marks.vowel() == Some(Vowel::U));
        let silent = sounds && !commanded && words.has_silent_alef(&self.skeleton);
        let mut at = start;
        while at < self.letters.len() {
            // هَـٰذَٰنِ: the second one is written.
            let first = !self.letters[start..at].iter().any(|letter| letter.marks.has(DAGGER));
            at = self.letter(at, start, drops && first, silent);
        }
        debug_assert!(!self.out.is_full(), "{} is too long", self.skeleton);
        !self.out.is_full()
    }

    /// Does the letter at `at`; returns the next.
    fn letter(&mut self, at: usize, start: usize, drops: bool, silent: bool) -> usize {
        let here = self.letters[at];
        let Letter { mut base, marks, .. } = here;
        let next = self.letters.get(at + 1).copied();
        let is_last = next.is_none();
        let before = self.out.last().copied().filter(|letter| letter.base != ' ');

        // ٱلَّـٰتِى, ٱلَّيْل, ٱلَّذَيْنِ: one lam stands for two.
        if base == 'ٱ' {
            self.push(ALEF, marks, at);
            if let [lam, after, ..] = &self.letters[at + 1..]
                && lam.base == 'ل'
                && lam.marks.has_shadda()
            {
                let third = self.letters.get(at + 3);
                let night = after.base == 'ي' && third.is_some_and(|letter| letter.base == 'ل');
                let dual = after.base == 'ذ'
                    && after.marks.vowel() == Some(Vowel::A)
                    && third.is_some_and(|letter| letter.base == ALEF || letter.marks.has_class(MarkClass::Sukun));
                if lam.marks.has(DAGGER) || night || dual {
                    self.push('ل', Marks::default(), at);
                }
            }
            return at + 1;
        }
        // فَسْـَٔلْ: the alef of the imperative is not written after و and ف.
        if at == start + 1
            && base == 'س'
            && marks.has_class(MarkClass::Sukun)
            && matches!(before, Some(Letter { base: 'و' | 'ف', .. }))
            && matches!(self.letters[at + 1..], [Letter { base: ON_TATWEEL, .. }, Letter { base: 'ل', .. }, ..])
        {
            self.push(ALEF, Marks::default(), at);
        }
        // وَيَبْصُۜطُ: the small seen says that a seen is read.
        if base == 'ص' && marks.has(SMALL_SEEN) {
            self.push('س', marks.without(SMALL_SEEN), at);
            return at + 1;
        }
        // ٱلْمَلَؤُا۟, جَزَٰٓؤُا۟, ٱمْرُؤٌا۟: at the end of a word what stands before the hamza gives it its seat, and there is no alef.
        if base == 'ؤ' && at + 2 == self.letters.len() && self.letters[at + 1].base == ALEF && self.is_silent(at + 1) {
            let seat = match before {
                Some(Letter { base: ALEF | 'آ', .. }) => 'ء',
                Some(letter) if letter.marks.vowel() == Some(Vowel::U) => 'ؤ',
                _ => 'أ',
            };
            self.push(seat, marks, at);
            return at + 2;
        }
        // تَبُوٓأَ: after a long vowel it has none.
        if base == 'أ'
            && is_last
            && let Some(Letter { base: 'و', marks: waw, .. }) = before
            && waw.vowel().is_none()
            && !waw.rests()
            && at > start + 1
            && self.letters[at - 2].marks.vowel() == Some(Vowel::U)
        {
            self.push('ء', marks, at);
            return at + 1;
        }
        // وَرَآئِ
        if base == 'ئ' && is_last && marks.vowel() == Some(Vowel::I) && before.is_some_and(|b| is_alef(b.base)) {
            self.push('ء', marks, at);
            return at + 1;
        }
        if self.is_silent(at) {
            match (base, before, next) {
                // ٱلرِّبَوٰا۟; the waw that ends no plural; سَلَـٰسِلَا۟ and لِّتَتْلُوَا۟, since an alef after a fatha would be read.
                (ALEF, Some(before), None)
                    if silent || before.base == ALEF || before.marks.vowel() == Some(Vowel::A) =>
                {
                    return at + 1;
                }
                // وَجِا۟ىٓءَ, but مِا۟ئَةَ.
                (ALEF, _, Some(next)) if next.base != 'ئ' => return at + 1,
                // أَفَإِي۟ن; وَمَلَإِي۟هِۦ
                ('ي' | 'ى', Some(before), _) => {
                    let inside = next.is_some_and(|next| next.base != 'ن');
                    if before.base == 'إ' && inside {
                        self.out.pop();
                        self.push('ئ', before.marks, before.source);
                    }
                    return at + 1;
                }
                _ => {}
            }
        }
        if matches!(base, 'ء' | ON_TATWEEL) || (base == 'أ' && marks.has(DAGGER)) {
            return self.hamza(at, start);
        }
        // جَآءُو
        if base == 'و'
            && is_last
            && before.is_some_and(|letter| letter.base == 'ء' && letter.marks.vowel() == Some(Vowel::U))
        {
            self.push(base, marks, at);
            self.push(ALEF, Marks::default(), at);
            return at + 1;
        }
        // جَآءَ, مَآ, دَآبَّةٍ: the madda lengthens, before a hamza (of the next word too) or a doubled letter. The letter آ
        // of modern spelling has neither behind it.
        let lengthens =
            |next: Letter| next.marks.has_shadda() || matches!(next.base, 'ء' | 'أ' | 'إ' | 'ؤ' | 'ئ' | ON_TATWEEL);
        if base == 'آ'
            && before.is_some_and(|letter| letter.marks.vowel() == Some(Vowel::A))
            && next.is_none_or(lengthens)
        {
            self.push(ALEF, marks, at);
            return at + 1;
        }
        // وَعَتَوْ, سَعَوْ: verbs in the plural, without its alef; وَلَوْ and أَوْ are none.
        if base == 'و' && is_last && marks.rests() {
            let led = usize::from(self.letters.len() - start > 3 && matches!(self.letters[start].base, 'و' | 'ف'));
            if let [one, two, _] = &self.letters[start + led..]
                && [one, two].iter().all(|letter| letter.marks.vowel() == Some(Vowel::A) && !letter.marks.has_shadda())
                && !(two.base == 'ل' && matches!(one.base, 'و' | 'ف' | 'ك' | 'ل' | 'ب' | 'أ'))
            {
                self.push(base, marks, at);
                self.push(ALEF, Marks::default(), at);
                return at + 1;
            }
        }
        // يُحْىِ before an alef, where its second yeh is not heard.
        // With dots يُحْيِ is a jussive as well, but in the copies.
        let cut = |letter: Letter| match base {
            'ى' => letter.marks.rests(),
            'ي' => letter.marks.has(SUKUN_OF_COPIES),
            _ => false,
        };
        if is_last
            && marks.vowel() == Some(Vowel::I)
            && before.is_some_and(|letter| letter.base == 'ح' && cut(letter))
            && at >= start + 2
            && matches!(self.letters[at - 2].base, 'ي' | 'ت' | 'ن' | 'أ' | 'م')
        {
            self.push('ي', marks, at);
            self.push('ي', Marks::default(), at);
            return at + 1;
        }
        if marks.has(DAGGER) {
            let marks = marks.without(DAGGER);
            let bare = marks.vowel().is_none() && !marks.has_shadda();
            match base {
                // مُوسَىٰ
                'ى' | 'ي' if bare && is_last => self.push(base, marks, at),
                // ٱلصَّلَوٰةَ, هُدَىٰهُمْ: the letter only carries it.
                'و' | 'ى' | 'ي' if bare => self.push(ALEF, Marks::default(), at),
                _ => {
                    // A word that shows its shape by a final yeh has one in modern spelling too.
                    self.push(base, marks, at);
                    // فَٱدَّٰرَٰءْتُمْ: before a hamza that rests there is no long vowel; the dagger alef is its seat.
                    let seats = next.is_some_and(|next| matches!(next.base, 'ء' | ON_TATWEEL) && next.marks.rests());
                    if !drops && !is_alef(base) && !seats {
                        self.push(ALEF, Marks::default(), at);
                    }
                }
            }
            return at + 1;
        }
        if marks.has(SMALL_NOON) && next.is_some() {
            self.push(base, marks.without(SMALL_NOON), at);
            self.push('ن', Marks::default(), at);
            return at + 1;
        }
        // The copies write every final yeh without dots: فِى is في, عَلَى is على.
        if base == 'ى' {
            let voiced = marks.vowel().is_some() || marks.has_shadda() || marks.has_class(MarkClass::Sukun);
            let after_kasra = before.is_some_and(|letter| letter.marks.vowel() == Some(Vowel::I));
            if !is_last || voiced || after_kasra {
                base = 'ي';
            }
        }
        self.push(base, marks, at);
        at + 1
    }

    /// Seats a hamza that has no seat.
    fn hamza(&mut self, at: usize, start: usize) -> usize {
        let Letter { base, marks, .. } = self.letters[at];
        let next = self.letters.get(at + 1).copied();
        let before = self.out.last().copied().filter(|_| at > start);
        let unseated = base == ON_TATWEEL;
        let dagger = marks.has(DAGGER);
        let vowel = marks.vowel();
        let tanwin = marks.has_tanwin();
        // Without a vowel or a sukun nothing says where it would sit.
        if !unseated && !dagger && vowel.is_none() && !marks.has_class(MarkClass::Sukun) {
            self.push(base, marks, at);
            return at + 1;
        }
        let before_vowel = before.and_then(|letter| letter.marks.vowel());
        let long =
            before.filter(|_| before_vowel.is_none_or(|vowel| vowel == Vowel::I)).and_then(|letter| {
                match letter.base {
                    'ا' | 'آ' if before_vowel.is_none() => Some(Vowel::A),
                    'و' | 'ۥ' if before_vowel.is_none() => Some(Vowel::U),
                    'ي' | 'ى' if !(letter.marks.has_shadda() && before_vowel.is_some()) => Some(Vowel::I),
                    _ => None,
                }
            });
        // لِـَٔادَمَ: what stands before is a word of its own.
        let clitic = before.is_some_and(|letter| match letter.base {
            'ب' | 'ل' if letter.marks.vowel() == Some(Vowel::I) => true,
            'ل' | 'ك' | 'و' | 'ف' => letter.marks.vowel() == Some(Vowel::A),
            _ => false,
        }) && (at == start + 1 || (at == start + 2 && matches!(self.letters[start].base, 'و' | 'ف')));

        let alef = next.filter(|next| {
            is_alef(next.base)
                && !next.marks.has(SOFTENED)
                && next.marks.vowel().is_none()
                && !tanwin
                && vowel == Some(Vowel::A)
        });
        if dagger || alef.is_some() {
            let melts = clitic
                || before.is_none()
                || (matches!(before_vowel, None | Some(Vowel::A)) && !matches!(long, Some(Vowel::I)));
            if melts {
                let eaten = usize::from(!dagger);
                let ends = !dagger && at + 2 == self.letters.len();
                let saw =
                    before.is_some_and(|letter| matches!(letter.base, 'ر' | 'ن')) && before_vowel == Some(Vowel::A);
                if ends && (saw || long == Some(Vowel::A)) {
                    // رَءَا, وَنَـَٔا; تَرَٰٓءَا
                    self.push(if saw { 'أ' } else { 'ء' }, marks, at);
                    self.push('ى', Marks::default(), at + 1);
                } else {
                    self.push('آ', Marks::default(), at);
                }
                return at + 1 + eaten;
            }
        }
        let rest = marks.without(DAGGER);
        // ءَا۬عْجَمِىٌّ: the alef is a hamza.
        if let Some(alef) = next.filter(|next| next.base == ALEF && next.marks.has(SOFTENED)) {
            self.push('أ', rest, at);
            self.push('أ', alef.marks, at + 1);
            return at + 2;
        }
        let Some(before) = before else {
            // ءَأَنتُمْ; ءَآلذَّكَرَيْنِ
            match next.map(|next| next.base) {
                Some('آ') => {}
                Some('أ' | 'إ') => self.push('أ', rest, at),
                _ => self.push('ء', rest, at),
            }
            return at + 1;
        };
        let follows = next.map(|next| next.base);
        let seat = match follows {
            None => 'ء',
            // أَءِذَا
            Some(_) if at == start + 1 && before.base == 'أ' => {
                if vowel == Some(Vowel::I) {
                    'إ'
                } else {
                    'أ'
                }
            }
            Some(_) if clitic => {
                if vowel == Some(Vowel::I) {
                    'إ'
                } else {
                    'أ'
                }
            }
            Some(_) if long == Some(Vowel::I) || vowel == Some(Vowel::I) || before_vowel == Some(Vowel::I) => 'ئ',
            Some(_) if vowel == Some(Vowel::U) && (!unseated || long.is_some()) => 'ء',
            Some('و' | 'ۥ') if vowel == Some(Vowel::U) => 'ئ',
            Some(_) if vowel == Some(Vowel::U) => 'ؤ',
            Some(_) if before_vowel == Some(Vowel::U) && long != Some(Vowel::U) => 'ؤ',
            Some(_) if long.is_some() => 'ء',
            Some(_) if tanwin && before_vowel == Some(Vowel::A) => {
                // خَطَـًٔا: one alef is enough.
                self.push('أ', rest, at);
                return at + 2;
            }
            Some(_) if tanwin && unseated => 'ئ',
            Some(_) if tanwin => 'ء',
            Some(_) => 'أ',
        };
        self.push(seat, rest, at);
        if dagger {
            self.push(ALEF, Marks::default(), at);
        }
        at + 1
    }

    /// Tells, letter by letter of the word, what became of it.
    fn tell(&mut self, text: &str, teller: &mut Teller<'_, '_>) -> ControlFlow<()> {
        let mut done = 0;
        for (source, range) in self.ranges.iter().enumerate() {
            let mut letters = self.out[done..].iter().take_while(|letter| letter.source == source);
            let written = || {
                letters.clone().flat_map(|letter| {
                    let base = if letter.base == ON_TATWEEL { 'ء' } else { letter.base };
                    core::iter::once(base).chain(letter.marks.iter())
                })
            };
            if !text[range.clone()].chars().eq(written()) {
                self.buffer.clear();
                self.buffer.extend(written());
                teller.edit(range.clone(), &self.buffer)?;
            }
            done += letters.by_ref().count();
        }
        debug_assert_eq!(done, self.out.len(), "letters out of order");
        ControlFlow::Continue(())
    }
}

fn is_alef(c: char) -> bool {
    matches!(c, ALEF | 'آ' | 'ٱ')
}

/// The closed lists of `data/uthmani.txt`, each sorted.
struct Words {
    dagger: Vec<&'static str>,
    silent: Vec<&'static str>,
    modern: Vec<(&'static str, &'static str)>,
}

impl Words {
    fn get() -> &'static Words {
        static WORDS: OnceBox<Words> = OnceBox::new();
        WORDS.get_or_init(|| {
            let lines = || {
                let lines = include_str!("data/uthmani.txt").lines().filter(|line| !line.starts_with('#'));
                lines.filter_map(|line| line.split_once(' '))
            };
            let list = |kind: &str| {
                let mut words: Vec<&'static str> =
                    lines().filter(|(what, _)| *what == kind).map(|(_, word)| word).collect();
                words.sort_unstable();
                words
            };
            let mut modern: Vec<_> = list("modern").into_iter().filter_map(|line| line.split_once(' ')).collect();
            modern.sort_unstable();
            Box::new(Words { dagger: list("dagger"), silent: list("silent"), modern })
        })
    }

    fn drops_dagger(&self, skeleton: &str) -> bool {
        let question = skeleton.strip_prefix(['أ', 'ء']);
        [Some(skeleton), question].into_iter().flatten().any(|word| {
            let led = word.strip_prefix(['و', 'ف']);
            [Some(word), led].into_iter().flatten().any(|word| {
                let joined = word.strip_prefix(['ب', 'ل', 'ك']);
                let found = |word| self.dagger.binary_search(&word).is_ok();
                found(word) || joined.is_some_and(found)
            })
        })
    }

    fn has_silent_alef(&self, skeleton: &str) -> bool {
        let found = |word: &str| self.silent.binary_search(&word).is_ok();
        let led = skeleton.trim_start_matches(['و', 'ف', 'ل', 'س']);
        let question = skeleton.strip_prefix('أ').is_some_and(found);
        found(skeleton) || found(led) || question
    }

    /// How many letters stand before the word, and what it becomes.
    fn modern(&self, skeleton: &str) -> Option<(usize, &'static str)> {
        let found = |word: &str| {
            let at = self.modern.binary_search_by_key(&word, |(from, _)| from).ok()?;
            Some(self.modern[at].1)
        };
        let led = || skeleton.strip_prefix(['و', 'ف']).and_then(found).map(|modern| (1, modern));
        found(skeleton).map(|modern| (0, modern)).or_else(led)
    }
}
