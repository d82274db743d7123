//! One moment of the store, read bit by bit while commits go on: a backup of many people holds up nobody's answer.
//!
//! What a commit is about to change ahead of the reader is put by first, as it was. So memory holds no more than what
//! was changed since the moment, and nothing of what was read already.

use std::collections::BTreeMap;
use std::ops::Bound;

use sled::IVec;

use super::{OpenRow, Store, StoreError, reading};

#[derive(Default)]
pub struct Snapshot {
    /// The last key that was read.
    read: Option<IVec>,
    /// Sealed values of keys ahead, as they were; `None` where there was nothing.
    before: BTreeMap<IVec, Option<IVec>>,
}

impl Store {
    /// From here on [`rows_of_snapshot`](Store::rows_of_snapshot) gives what is stored now, whatever is committed
    /// meanwhile. An earlier snapshot ends.
    pub(crate) fn begin_snapshot(&self) {
        self.snapshot.replace(Some(Snapshot::default()));
    }

    pub(crate) fn end_snapshot(&self) {
        self.snapshot.replace(None);
    }

    /// About the next `most` rows in the order of keys; `None` after the last, and then the snapshot has ended.
    pub(crate) fn rows_of_snapshot(&self, most: usize) -> Result<Option<Vec<OpenRow>>, StoreError> {
        self.healthy()?;
        let mut slot = self.snapshot.borrow_mut();
        let Some(snapshot) = slot.as_mut() else { return Ok(None) };
        let ahead = (snapshot.read.clone().map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded);
        let found: Result<BTreeMap<IVec, IVec>, _> = self.db.range::<IVec, _>(ahead).take(most).collect();
        let mut rows = found.map_err(reading)?;
        // Beyond the last row of the tree there may still be rows that were removed.
        let last = if rows.len() < most { None } else { rows.keys().next_back().cloned() };
        for (key, value) in snapshot.take_until(last.as_ref()) {
            match value {
                Some(value) => rows.insert(key, value),
                None => rows.remove(&key),
            };
        }
        match last {
            Some(last) => snapshot.read = Some(last),
            None => *slot = None,
        }
        let open = |(key, sealed): (IVec, IVec)| Ok(OpenRow { value: self.opened(&key, &sealed)?, key: key.to_vec() });
        rows.into_iter().map(open).collect::<Result<Vec<_>, _>>().map(Some)
    }

    /// Puts a row by that a commit is about to change.
    pub(super) fn put_by(&self, key: &[u8]) -> Result<(), StoreError> {
        if let Some(snapshot) = self.snapshot.borrow_mut().as_mut().filter(|snapshot| snapshot.needs(key)) {
            snapshot.before.insert(key.into(), self.db.get(key).map_err(reading)?);
        }
        Ok(())
    }
}

impl Snapshot {
    fn needs(&self, key: &[u8]) -> bool {
        self.read.as_ref().is_none_or(|read| key > read.as_ref()) && !self.before.contains_key(key)
    }

    /// What was put by up to and with a key; all of it without one.
    fn take_until(&mut self, last: Option<&IVec>) -> BTreeMap<IVec, Option<IVec>> {
        let mut taken = std::mem::take(&mut self.before);
        if let Some(last) = last {
            self.before = taken.split_off(last);
            if let Some(value) = self.before.remove(last) {
                taken.insert(last.clone(), value);
            }
        }
        taken
    }
}
