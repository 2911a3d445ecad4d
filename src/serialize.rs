//! What do the pieces of a text look like as data?
//!
//! As what their accessors give, under the names of these. They borrow the text, so they cannot be read back; what owns
//! its data (presets, operations, kinds, alignments, [`OwnedTerm`](crate::OwnedTerm)) can, by a derive where it stands.

use crate::{Edit, Op, OpSet};
use alloc::vec::Vec;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde::{Deserialize, Deserializer};

macro_rules! pieces {
    ($($piece:ident: $($field:ident)+;)+) => {$(
        impl Serialize for $piece<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut fields = serializer.serialize_struct(stringify!($piece), [$(stringify!($field)),+].len())?;
                $(fields.serialize_field(stringify!($field), &self.$field())?;)+
                fields.end()
            }
        }
    )+};
}

pieces! {
    Edit: span from to op;
}

#[cfg(feature = "segmentation")]
mod segmentation {
    use super::*;
    use crate::{Chunk, CompatToken, Sentence, Term, Token};

    pieces! {
        Token: text span kind;
        CompatToken: text surface span kind;
        Sentence: text span;
        Chunk: text span;
        Term: text surface span kind sentence;
    }
}

/// A set is the list of its operations.
impl Serialize for OpSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for OpSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OpSet, D::Error> {
        Vec::<Op>::deserialize(deserializer).map(OpSet::from_iter)
    }
}
