//! Resources taken apart into words, on the wire: each word is a message of the resource's type that says this alone.
//!
//! Messages that are put one behind the other are merged when they are read, so that words make a resource again.

use core::cmp::Ordering;
use std::collections::BTreeMap;

/// How a kind of resource is taken apart, and where it usually goes.
pub(crate) struct Shape {
    pub(crate) members: &'static [(u32, Part)],
    /// The number of `status`.
    pub(crate) status: u32,
    /// The number of `late`; 0 where there is none.
    pub(crate) late: u32,
    /// A status and those that usually follow it. In the same second a later row wins.
    pub(crate) transitions: &'static [(i32, &'static [i32])],
}

/// What a field is among words.
pub(crate) enum Part {
    /// Told and replaced together with the status.
    Standing,
    /// A message, told member by member.
    Members(&'static [(u32, Part)]),
    /// A map, told entry by entry.
    Entries,
    /// Money: the more the further along.
    Money,
    /// Money: the less the further along.
    Capturable,
    /// A word of its own.
    Whole,
    /// Read out of the rest.
    Derived,
}

/// Which word it is. The standing comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Path {
    Standing,
    Field(Vec<u32>),
    Entry(Vec<u32>, Vec<u8>),
}

#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// A message of the resource's type that has this word alone.
    pub(crate) bytes: Vec<u8>,
    rank: i64,
}

impl Word {
    /// Whether it wins over a word of the same path and second.
    pub(crate) fn against(&self, other: &Self) -> Ordering {
        (self.rank, self.bytes.len(), &self.bytes).cmp(&(
            other.rank,
            other.bytes.len(),
            &other.bytes,
        ))
    }
}

pub(crate) type Words = BTreeMap<Path, Word>;

impl Shape {
    /// The words of an encoded resource.
    pub(crate) fn words(&self, resource: &[u8]) -> Words {
        let mut words = Words::new();
        take_apart(self.members, resource, &[], &mut words);
        match self.status_of(resource) {
            0 => drop(words.remove(&Path::Standing)),
            status => {
                if let Some(word) = words.get_mut(&Path::Standing) {
                    word.rank =
                        self.row(status).map_or(-1, |row| i64::try_from(row).unwrap_or(i64::MAX));
                }
            }
        }
        words
    }

    /// 0 where it says none.
    pub(crate) fn status_of(&self, resource: &[u8]) -> i32 {
        let status = Records(resource).find(|record| record.number == self.status);
        // An enum is an int32, sign-extended on the wire: what does not fit was never written.
        status.map_or(0, |record| i32::try_from(record.value.cast_signed()).unwrap_or_default())
    }

    pub(crate) fn row(&self, status: i32) -> Option<usize> {
        self.transitions.iter().position(|(known, _)| *known == status)
    }
}

fn take_apart(members: &[(u32, Part)], message: &[u8], within: &[u32], words: &mut Words) {
    for record in Records(message) {
        let Some((number, part)) = members.iter().find(|(number, _)| *number == record.number)
        else {
            continue;
        };
        let place = [within, &[*number]].concat();
        let (path, rank) = match part {
            Part::Derived => continue,
            Part::Members(inner) => {
                take_apart(inner, record.payload, &place, words);
                continue;
            }
            Part::Standing => (Path::Standing, 0),
            Part::Entries => (Path::Entry(place, key_of(record.payload)), 0),
            Part::Money => (Path::Field(place), minor_units(record.payload)),
            Part::Capturable => (Path::Field(place), -minor_units(record.payload)),
            Part::Whole => (Path::Field(place), 0),
        };
        let word = words.entry(path).or_insert(Word { bytes: Vec::new(), rank });
        // A field that is said several times, or a standing: of several records, and never inside another message.
        word.bytes.extend_from_slice(&wrapped(record.whole, within));
    }
}

/// Bytes of a field as they stand in the messages that it is within.
fn wrapped(record: &[u8], within: &[u32]) -> Vec<u8> {
    within.iter().rev().fold(record.to_vec(), |inner, number| {
        let mut outer = Vec::with_capacity(inner.len() + 6);
        push_varint(&mut outer, u64::from(*number) << 3 | 2);
        push_varint(&mut outer, inner.len() as u64);
        outer.extend(inner);
        outer
    })
}

fn key_of(entry: &[u8]) -> Vec<u8> {
    let key = Records(entry).find(|record| record.number == 1);
    key.map_or_else(Vec::new, |record| record.payload.to_vec())
}

/// Saturated, so that it can be negated: the smallest number of 64 bits cannot.
fn minor_units(money: &[u8]) -> i64 {
    let units = Records(money).find(|record| record.number == 1);
    units.map_or(0, |record| record.value.cast_signed().max(-i64::MAX))
}

/// A field of an encoded message.
struct Record<'a> {
    number: u32,
    whole: &'a [u8],
    /// Of a message, text or bytes.
    payload: &'a [u8],
    /// Of a number.
    value: u64,
}

/// The fields of a message that this library encoded itself; ends at what is no field.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let mut rest = self.0;
        let tag = varint(&mut rest)?;
        let (mut payload, mut value) = (&[][..], 0);
        match tag & 7 {
            0 => value = varint(&mut rest)?,
            1 => rest = rest.get(8..)?,
            2 => {
                let length = usize::try_from(varint(&mut rest)?).ok()?;
                (payload, rest) = rest.split_at_checked(length)?;
            }
            5 => rest = rest.get(4..)?,
            _ => return None,
        }
        let whole = &self.0[..self.0.len() - rest.len()];
        self.0 = rest;
        Some(Record { number: u32::try_from(tag >> 3).ok()?, whole, payload, value })
    }
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

pub(crate) fn push_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
}
