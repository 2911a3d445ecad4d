//! What may change, and why. See [`table`](self) for the rows, `preset` for the sets that have a name, `plan` for how
//! rows combine.

mod canonical;
mod canonical_data;
mod marks;
mod op;
mod plan;
mod presentation;
mod preset;
mod table;

#[cfg(feature = "canonical")]
pub(crate) use canonical::{begins_nfkc, combining_class, decompose, decompose_compatible, nfkc};
pub(crate) use canonical::{nfc, settled_class, surely_nfc};
pub use marks::{MarkClass, mark_class};
pub use op::{Loss, Op, OpSet, UnknownOp};
pub(crate) use plan::{Cell, Fate, Plan};
pub(crate) use presentation::PRESENTATION;
pub use preset::{Preset, UnknownPreset};
pub use table::Rule;
#[cfg(feature = "html")]
pub(crate) use table::all_rules;
pub(crate) use table::{When, is_digit};
