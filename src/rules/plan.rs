//! How do rows combine?
//!
//! A [`Plan`] is made of the rows that are switched on, and is *closed*: a row whose output another row would change
//! gives that row's output at once, and (with composition) the NFC of it. So no output of a plan is an input of it,
//! which is why normalising twice changes nothing. Two rows for one character are a conflict, rows that feed each
//! other a cycle; both are build errors that name the rows.
//!
//! A character's [`Cell`] is found by its upper bits (a block of 64) and its lower six: the split that UTF-8 makes.

use super::canonical;
use super::canonical_data::ARABIC_PAIRS;
use super::op::{Op, OpSet};
use super::table::{Rule, SEATS, Seat, When, all_rules, is_digit, seat_rule};
use crate::error::{BuildError, LONGEST};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// What becomes of a character, seen alone.
pub(crate) enum Fate {
    /// Stays.
    Keep,
    /// A mark of that combining class: stays, but may change places with marks beside it.
    Mark(u8),
    /// Goes.
    Drop,
    /// Becomes another character.
    To(char),
    /// Goes behind an Arabic letter, and stays elsewhere.
    Joiner,
    /// Its neighbours decide, or it becomes several.
    Engine,
}

/// What a plan says of a character: a row's number and the flags below.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cell(u32);

const ROW: u32 = 0xFFFF;
/// Joins the characters before it under NFC.
const ATTACH: u32 = 1 << 16;
/// Changes under NFC, and begins anew.
const RESTART: u32 = 1 << 17;
/// A seat of a hamza that has a row in [`SEATS`].
const SEAT: u32 = 1 << 18;
/// Goes, wherever it stands.
const DROP: u32 = 1 << 19;
/// Its row has a condition.
const GUARD: u32 = 1 << 20;
/// Its going changes nothing but itself.
const QUIET: u32 = 1 << 21;

/// Can compose with what stands before it, or changes under NFC even alone.
const COMPOSES: u32 = 1 << 22;
/// Its row has a condition, and takes it away.
const VANISHES: u32 = 1 << 23;
/// The canonical combining class is in the upper eight bits.
const CLASS_SHIFT: u32 = 24;

impl Cell {
    /// The canonical combining class of a mark that stays and composes with nothing.
    pub(crate) fn settled_class(self) -> Option<u8> {
        (self.0 & (ATTACH | COMPOSES | ROW) == ATTACH).then_some((self.0 >> CLASS_SHIFT) as u8)
    }

    /// A character without a row that nothing attaches before and NFC leaves alone.
    pub(crate) fn is_settled_base(self) -> bool {
        self.0 & (ATTACH | RESTART | SEAT | ROW) == 0
    }

    /// Nothing to say, wherever the character stands.
    pub(crate) fn is_plain(self) -> bool {
        self.0 == 0
    }

    /// Can belong to the cluster of a character before it.
    pub(crate) fn may_attach(self) -> bool {
        self.0 & (ATTACH | DROP | VANISHES) != 0
    }

    /// What stands beside it may decide what becomes of it, or the other way round.
    pub(crate) fn is_bound(self) -> bool {
        self.0 & (ATTACH | DROP | GUARD) != 0
    }

    /// Belongs to the cluster of the character before it, whatever that is.
    pub(crate) fn attaches(self) -> bool {
        self.0 & (ATTACH | DROP) != 0
    }

    /// Goes, wherever it stands.
    pub(crate) fn goes(self) -> bool {
        self.0 & DROP != 0
    }

    pub(crate) fn is_mark(self) -> bool {
        self.0 & ATTACH != 0
    }

    pub(crate) fn is_seat(self) -> bool {
        self.0 & SEAT != 0
    }

    /// Goes, and nothing around it changes by that.
    pub(crate) fn drops_quietly(self) -> bool {
        self.0 & QUIET != 0
    }

    /// Has a row with a condition that takes it away.
    pub(crate) fn may_vanish(self) -> bool {
        self.0 & VANISHES != 0
    }

    pub(crate) fn is_guarded(self) -> bool {
        self.0 & GUARD != 0
    }

    /// Changes under NFC even alone.
    pub(crate) fn restarts(self) -> bool {
        self.0 & RESTART != 0
    }

    fn row(self) -> Option<usize> {
        (self.0 & ROW).checked_sub(1).map(|row| row as usize)
    }
}

/// The rows of a normaliser, closed and indexed.
#[derive(Clone)]
pub(crate) struct Plan {
    /// Upper bits of a code point -> block.
    index: Box<[u16]>,
    blocks: Vec<[Cell; 64]>,
    rows: Vec<Row>,
    /// Sorted by base, then mark.
    seats: Vec<ClosedSeat>,
    pub(crate) compose: bool,
    /// See [`Plan::wakes`].
    wakes: bool,
}

#[derive(Clone)]
struct Row {
    op: Op,
    to: String,
    when: When,
}

#[derive(Clone)]
struct ClosedSeat {
    base: char,
    mark: char,
    op: Op,
    to: String,
}

impl Plan {
    /// Closes the rows of `ops`, without those for characters in `kept`, and the custom ones.
    pub(crate) fn new(ops: OpSet, kept: &[char], custom: &[Rule]) -> Result<Plan, BuildError> {
        let compose = ops.contains(Op::Compose);
        let on = |rule: &Rule| ops.contains(rule.op) && !kept.iter().any(|&c| rule.from.contains(c));
        let mut rules: BTreeMap<char, Rule> = BTreeMap::new();
        let single = all_rules().filter(|rule| on(rule) && rule.from.chars().nth(1).is_none());
        for rule in single.chain(custom.iter().cloned()) {
            let from = rule.from.chars().next().expect("a row has a character");
            if rule.to.len() > LONGEST {
                return Err(BuildError::too_long(rule));
            }
            match rules.get(&from) {
                Some(other) if other.to != rule.to => return Err(BuildError::conflict(other.clone(), rule)),
                _ => drop(rules.insert(from, rule)),
            }
        }
        // A row that says what already is says nothing.
        rules.retain(|_, rule| rule.from != rule.to);
        let closed = close(&rules, compose)?;
        Ok(Plan::of(&rules, &closed, compose, &|seat: &Seat| on(&seat_rule(seat))))
    }

    /// Rows that are not closed: each says what its character becomes, whatever the others say. For presets that
    /// reproduce a tool which goes over a text once.
    pub(crate) fn open(rows: impl Iterator<Item = (char, String)>) -> Plan {
        let closed: BTreeMap<char, String> = rows.filter(|(from, to)| !to.chars().eq([*from])).collect();
        let rules = closed.iter().map(|(&from, to)| (from, Rule::compatible(from, to))).collect();
        Plan::of(&rules, &closed, false, &|_| false)
    }

    fn of(
        rules: &BTreeMap<char, Rule>,
        closed: &BTreeMap<char, String>,
        compose: bool,
        seats: &dyn Fn(&Seat) -> bool,
    ) -> Plan {
        let mut plan = Plan {
            index: vec![0; 0x11_0000 >> 6].into(),
            blocks: vec![[Cell(0); 64]],
            rows: vec![],
            seats: vec![],
            compose,
            wakes: false,
        };
        let mut composing = Vec::new();
        for (first, last) in canonical::attaching() {
            for c in (first..=last).filter_map(char::from_u32) {
                let (class, composes) = canonical::mark(c);
                composing.extend(composes.then_some(c));
                let composes = if composes { COMPOSES } else { 0 };
                plan.flag(c as u32, ATTACH | composes | u32::from(class) << CLASS_SHIFT);
            }
        }
        for (first, last) in canonical::restarting() {
            (first..=last).for_each(|c| plan.flag(c, RESTART));
        }
        for (&from, to) in closed {
            let rule = &rules[&from];
            plan.rows.push(Row { op: rule.op, to: to.clone(), when: rule.when });
            let number = plan.rows.len() as u32;
            let flags = match rule.when {
                When::Always if to.is_empty() => DROP,
                When::Always => 0,
                _ if to.is_empty() => GUARD | VANISHES,
                _ => GUARD,
            };
            // What becomes a mark behaves as one.
            let attach = to.chars().next().is_some_and(|c| plan.cell(c).is_mark());
            plan.flag(from as u32, number | flags | if attach { ATTACH } else { 0 });
        }
        plan.seat(closed, seats);
        for &from in closed.keys() {
            if plan.cell(from).goes() && plan.leaves_quietly(from, &composing) {
                plan.flag(from as u32, QUIET);
            }
        }
        let conditions = closed.keys().any(|&c| plan.cell(c).is_guarded());
        plan.wakes = closed.iter().any(|(&from, to)| {
            // A letter that is known only when it has composed may leave its marks to the letter before it.
            let leaves_marks = || to.chars().next().is_none_or(|c| plan.cell(c).is_mark());
            let uncovers = || compose && canonical::decomposes(from) && leaves_marks();
            // A condition looks past marks, and for digits, in what stands in the text.
            let ends = || [to.chars().next(), to.chars().next_back()].into_iter().flatten();
            let looks = || ends().any(|c| is_digit(c) != is_digit(from)) || to.chars().any(|c| plan.cell(c).is_mark());
            let conditional = || conditions && (looks() || to.chars().any(|c| plan.cell(c).is_guarded()));
            rules[&from].op == Op::CustomRule && (conditional() || uncovers())
        });
        plan
    }

    /// Whether what a row of the user gives may be for the plan again, once it stands in the text: where a row with a
    /// condition waits for it or looks at it, or where marks come to stand together. No row of our own gives such.
    pub(crate) fn wakes(&self) -> bool {
        self.wakes
    }

    fn seat(&mut self, closed: &BTreeMap<char, String>, on: &dyn Fn(&Seat) -> bool) {
        for seat in SEATS.iter().filter(|seat| on(seat)) {
            if self.seats.iter().any(|other| (other.base, other.mark) == (seat.base, seat.mark)) {
                continue;
            }
            let stays = seat.to.chars().eq([seat.base, seat.mark]);
            // A seat that stays is there to protect its hamza: without one to protect it is a plain row again.
            if stays && self.cell(seat.mark).row().is_some() {
                continue;
            }
            let to = if stays { seat.to.into() } else { self.map(seat.to) };
            self.seats.push(ClosedSeat { base: seat.base, mark: seat.mark, op: seat.op, to });
            self.flag(seat.base as u32, SEAT);
            // What becomes a seat behaves as one.
            for from in closed.iter().filter(|(_, to)| to.ends_with(seat.base)).map(|(&from, _)| from) {
                self.flag(from as u32, SEAT);
            }
        }
        self.seats.sort_by_key(|seat| (seat.base, seat.mark));
    }

    /// Whether a character that goes can go without a look at its neighbours: no base would compose with it to
    /// something else than it becomes alone, nor it with a mark behind it. `composing`: the marks that may compose.
    fn leaves_quietly(&self, c: char, composing: &[char]) -> bool {
        let alone = |c: char| self.map(c.encode_utf8(&mut [0; 4]));
        let seats = self.seats.iter().filter(|seat| seat.mark == c);
        if seats.into_iter().any(|seat| seat.to != alone(seat.base)) {
            return false;
        }
        if !self.compose {
            return true;
        }
        if !self.cell(c).is_mark() {
            // A letter with its mark is another letter, which may stay.
            return !canonical::carries(c, composing);
        }
        // Arabic marks compose with nothing but the eight pairs; of other scripts' marks we claim nothing.
        super::mark_class(c).is_some()
            && ARABIC_PAIRS.iter().filter(|pair| pair.1 == c).all(|pair| alone(pair.0) == alone(pair.2))
    }

    fn flag(&mut self, c: u32, flags: u32) {
        let block = &mut self.index[c as usize >> 6];
        if *block == 0 {
            *block = self.blocks.len() as u16;
            self.blocks.push([Cell(0); 64]);
        }
        self.blocks[usize::from(*block)][c as usize & 63].0 |= flags;
    }

    #[inline]
    pub(crate) fn cell(&self, c: char) -> Cell {
        self.blocks[usize::from(self.index[c as usize >> 6])][c as usize & 63]
    }

    /// What a character becomes where its row applies, and the operation; `None` if it has no row.
    pub(crate) fn output(&self, cell: Cell) -> Option<(&str, Op)> {
        cell.row().map(|row| (&*self.rows[row].to, self.rows[row].op))
    }

    /// Whether a row gives a character that attaches to what stands before it.
    pub(crate) fn gives_marks(&self, cell: Cell) -> bool {
        self.output(cell).is_some_and(|(to, _)| to.chars().any(|c| self.cell(c).is_mark()))
    }

    pub(crate) fn condition(&self, cell: Cell) -> When {
        cell.row().map_or(When::Always, |row| self.rows[row].when)
    }

    /// What a seat and the hamza above it become together.
    pub(crate) fn seated(&self, base: char, mark: char) -> Option<(&str, Op)> {
        let found = self.seats.binary_search_by_key(&(base, mark), |seat| (seat.base, seat.mark)).ok()?;
        Some((&self.seats[found].to, self.seats[found].op))
    }

    /// The text with every unconditional row applied, character by character.
    pub(crate) fn map(&self, text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            self.map_char(c, &mut out);
        }
        out
    }

    /// Appends what an unconditional row makes of a character, or the character. Returns the row's operation.
    pub(crate) fn map_char(&self, c: char, out: &mut String) -> Option<Op> {
        let cell = self.cell(c);
        match self.output(cell) {
            Some((to, op)) if !cell.is_guarded() => {
                out.push_str(to);
                Some(op)
            }
            _ => {
                out.push(c);
                None
            }
        }
    }

    /// Whether the scanner may run over every character of a page (`c >> 6`) without a look at it.
    pub(crate) fn is_plain_page(&self, page: u32) -> bool {
        self.index[page as usize] == 0
    }

    /// What the scanner may do with a character without a look at more than the marks beside it.
    pub(crate) fn fate(&self, c: char) -> Fate {
        let cell = self.cell(c);
        if let Some(class @ 1..) = cell.settled_class().filter(|_| self.compose) {
            // It has no row, and hamza above, which has a seat, composes.
            debug_assert!(cell.0 & (RESTART | SEAT) == 0 && !self.seats.iter().any(|seat| seat.mark == c));
            return Fate::Mark(class);
        }
        if cell.0 & !ROW == GUARD | VANISHES && self.condition(cell) == When::AfterArabic {
            return Fate::Joiner;
        }
        let joins = self.compose && (cell.is_mark() || cell.restarts());
        let sits = self.seats.iter().any(|seat| seat.mark == c);
        if cell.is_guarded() || ((joins || sits) && !cell.drops_quietly()) {
            return Fate::Engine;
        }
        let Some((to, _)) = self.output(cell) else { return Fate::Keep };
        let mut chars = to.chars();
        match (chars.next(), chars.next()) {
            (None, _) => Fate::Drop,
            (Some(to), None) => Fate::To(to),
            _ => Fate::Engine,
        }
    }
}

/// Follows each row through the others to its end, and through NFC if the plan composes.
fn close(rules: &BTreeMap<char, Rule>, compose: bool) -> Result<BTreeMap<char, String>, BuildError> {
    let mut closed = BTreeMap::new();
    for &from in rules.keys() {
        follow(from, rules, &mut closed, &mut Vec::new())?;
    }
    if !compose {
        return Ok(closed);
    }
    let map = |text: &str| -> String {
        let unconditional = |c: &char| rules[c].when == When::Always;
        let mut out = String::new();
        for c in text.chars() {
            match closed.get(&c).filter(|_| unconditional(&c)) {
                Some(to) => out.push_str(to),
                None => out.push(c),
            }
        }
        out
    };
    let mut composed = BTreeMap::new();
    for (&from, to) in &closed {
        let mut now = to.clone();
        // Each round that changes something composes at least one pair: a row cannot need more rounds than it has
        // characters, unless a row takes the pair apart again.
        for round in 0.. {
            let mut next = String::new();
            canonical::nfc(&now, &mut next);
            let composes = next != now;
            let next = map(&next);
            if next == now && !composes {
                break;
            }
            if next == now || round > to.chars().count() {
                return Err(BuildError::unstable(rules[&from].clone(), next));
            }
            now = next;
        }
        composed.insert(from, now);
    }
    Ok(composed)
}

/// Depth first, with the path as the witness of a cycle. A path is as long as rows can be chained, and each row is
/// followed once.
fn follow(
    from: char,
    rules: &BTreeMap<char, Rule>,
    closed: &mut BTreeMap<char, String>,
    path: &mut Vec<char>,
) -> Result<(), BuildError> {
    if closed.contains_key(&from) {
        return Ok(());
    }
    if let Some(start) = path.iter().position(|&c| c == from) {
        return Err(BuildError::cycle(path[start..].iter().map(|c| rules[c].clone()).collect()));
    }
    path.push(from);
    let mut out = String::new();
    for c in rules[&from].to.chars() {
        match rules.get(&c) {
            Some(rule) => {
                follow(c, rules, closed, path)?;
                // Whether a condition holds is seen in the text only; but a circle it may close all the same.
                match rule.when {
                    When::Always => out.push_str(&closed[&c]),
                    _ => out.push(c),
                }
            }
            None => out.push(c),
        }
        if out.len() > LONGEST {
            return Err(BuildError::too_long(rules[&from].clone()));
        }
    }
    path.pop();
    closed.insert(from, out);
    Ok(())
}
