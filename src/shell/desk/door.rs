//! Who may come in: the operator's list, and one polite line a day for everybody else.
//!
//! Remembers strangers in memory only, and not many.

use std::collections::{BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};

use crate::engine::event::{Event, What};
use crate::ids::ChatId;

/// Strangers remembered at once; while it is full of today's, further ones hear nothing.
const MOST_STRANGERS: usize = 10_000;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

pub(super) struct Door {
    allowed: Option<BTreeSet<ChatId>>,
    told: HashMap<ChatId, Timestamp>,
}

/// What an event becomes at the door.
#[derive(Debug, PartialEq)]
pub(super) enum Entry {
    Welcome,
    /// The event as a stranger's.
    Stranger(Event),
    /// Told today already, or nothing that asks for an answer.
    Nothing,
}

impl Door {
    /// Admins are always let in; an absent list lets everybody in.
    pub(super) fn new(allowed: Option<BTreeSet<ChatId>>, admins: &BTreeSet<ChatId>) -> Self {
        let allowed = allowed.map(|list| list.union(admins).copied().collect());
        Door { allowed, told: HashMap::new() }
    }

    pub(super) fn knows(&self, chat: ChatId) -> bool {
        self.allowed.as_ref().is_none_or(|list| list.contains(&chat))
    }

    pub(super) fn open(&mut self, chat: ChatId, event: &Event, now: Timestamp) -> Entry {
        let language = match &event.what {
            What::Group { .. } => return Entry::Welcome,
            _ if self.knows(chat) => return Entry::Welcome,
            What::Said { language, .. } | What::Stranger { language } => language.clone(),
            What::Pressed { .. } | What::Edited { .. } | What::Showed { .. } | What::Located { .. } => None,
            What::Blocked | What::Returned | What::Rang | What::Lost { .. } => return Entry::Nothing,
        };
        if !self.may_tell(chat, now) {
            return Entry::Nothing;
        }
        Entry::Stranger(Event { update: event.update, happened: event.happened, what: What::Stranger { language } })
    }

    fn may_tell(&mut self, chat: ChatId, now: Timestamp) -> bool {
        if self.told.get(&chat).is_some_and(|at| now.duration_since(*at) < A_DAY) {
            return false;
        }
        if self.told.len() >= MOST_STRANGERS {
            self.told.retain(|_, at| now.duration_since(*at) < A_DAY);
        }
        self.told.len() < MOST_STRANGERS && self.told.insert(chat, now).is_none_or(|_| true)
    }
}

#[cfg(test)]
mod tests {
    use super::{Door, Entry};
    use crate::engine::event::{Event, What};
    use crate::ids::{ChatId, MessageId};
    use jiff::{SignedDuration, Timestamp};
    use std::collections::BTreeSet;

    fn said() -> Event {
        let what = What::Said { message: MessageId(1), text: "hi".into(), language: Some("de".into()) };
        Event { update: None, happened: None, what }
    }

    #[test]
    fn a_stranger_hears_one_line_a_day() {
        let mut door = Door::new(Some(BTreeSet::from([ChatId(1)])), &BTreeSet::from([ChatId(2)]));
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(door.open(ChatId(1), &said(), now), Entry::Welcome);
        assert_eq!(door.open(ChatId(2), &said(), now), Entry::Welcome, "an admin");
        let first = door.open(ChatId(3), &said(), now);
        assert!(
            matches!(first, Entry::Stranger(event) if event.what == What::Stranger { language: Some("de".into()) })
        );
        assert_eq!(door.open(ChatId(3), &said(), now + SignedDuration::from_hours(23)), Entry::Nothing);
        assert!(matches!(door.open(ChatId(3), &said(), now + SignedDuration::from_hours(24)), Entry::Stranger(_)));
        let left = Event { update: None, happened: None, what: What::Blocked };
        assert_eq!(door.open(ChatId(4), &left, now), Entry::Nothing);
    }

    #[test]
    fn without_a_list_everybody_is_welcome() {
        let mut door = Door::new(None, &BTreeSet::new());
        assert_eq!(door.open(ChatId(9), &said(), Timestamp::UNIX_EPOCH), Entry::Welcome);
    }
}
