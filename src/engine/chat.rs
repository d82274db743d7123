//! What is kept about one chat between two events: small, replaced whole, one stored value.

use std::cmp::Ordering;
use std::collections::{BTreeSet, VecDeque};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::bout::NightEnd;
use super::customs::Hours;
use super::fact::Fact;
use super::history::shown::Shown;
use super::history::wanted::Wanted;
use super::hold::Hold;
use super::letter::Button;
use super::medicines::kept::Medicine;
use super::monthly::Monthly;
use super::nights::kept::Nights;
use super::recent::{Alarm, Written};
use super::reminder::kept::Reminders;
use super::standing::Standing;
use super::understanding::meaning::Units;
use super::week::Week;
use crate::ids::{ChatId, ConversationId, DialogueId, EpisodeId, FindingKey, NodeId, SubjectId, UpdateId, Visit};

/// Hours without a sound unless the person chose others: from, to.
const QUIET_HOURS: (u8, u8) = (23, 7);

/// How many update ids are remembered, to answer each once.
pub const SEEN_UPDATES: usize = 32;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chat {
    /// Layout of this value.
    pub v: u8,
    pub id: ChatId,
    pub profile: Profile,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Conversation>,
    /// The open bout of trouble.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode: Option<Episode>,
    /// About whom the chat is at the moment: the writer, but for a conversation about somebody else.
    #[serde(default, skip_serializing_if = "SubjectId::is_writer")]
    pub about: SubjectId,
    /// The open bout of the one whom the chat is not about at the moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<Episode>,
    /// Before consent, the only trace of a cramp: "in first aid since".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_aid_since: Option<Timestamp>,
    /// A stretch that is counted down at the moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    /// About the person, and of the open episode.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// Medicines and supplements, also those that were stopped, by their numbers; the diary has every change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub medicines: Vec<Medicine>,
    /// What the person wants to be reminded of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminders: Option<Reminders>,
    /// What the next typed words are for, outside a conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaits: Option<Awaits>,
    /// What was wanted before the clock was known: the button's data and when; gone on with once it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<(String, Timestamp)>,
    /// A warning sign in the person's own words that stands until it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm: Option<Alarm>,
    /// What was written on the person's word and can be taken back, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<Written>,
    /// The message that shows an entry of the diary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Shown>,
    /// The buttons of the last message that belongs to no question: their words and numbers can be typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offered: Vec<Button>,
    /// What the bot asked of its own accord and can still be answered, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standing: Vec<Standing>,
    #[serde(default)]
    pub counters: Counters,
    /// The last update ids, oldest first.
    #[serde(default, skip_serializing_if = "VecDeque::is_empty")]
    pub seen: VecDeque<UpdateId>,
    /// Since when the bot is blocked; the person is purged some time after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreachable_since: Option<Timestamp>,
    /// When the week in one message is wanted; absent when it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<Week>,
    /// When the month in one message is wanted; absent when it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly: Option<Monthly>,
    /// How nights and mornings are handled, where somebody chose otherwise than usual.
    #[serde(default, skip_serializing_if = "Nights::is_usual")]
    pub nights: Nights,
    /// The stored value could not be read and was replaced; said once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restarted: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// A language of the words.
    pub language: String,
    /// ISO 3166 code, for the emergency number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// IANA name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// When the person agreed that Charley keeps a diary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Timestamp>,
    /// Hours of the day without a sound, local: from, to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<(u8, u8)>,
    /// When one night ends and the next begins; absent: at noon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub night_end: Option<NightEnd>,
    /// How amounts are shown; absent: as is usual in the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<Units>,
    /// How times of day are shown; absent: as is usual in the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
}

/// A bout of trouble.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Episode {
    pub id: EpisodeId,
    #[serde(default)]
    pub subject: SubjectId,
    pub began: Timestamp,
    /// A cramp, not trouble in general.
    pub cramp: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub let_go: Option<Timestamp>,
    /// When the person last did anything while it lasted.
    pub last_sign: Timestamp,
    /// What was done about it, or is still to do.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub marks: BTreeSet<Mark>,
}

/// What is known of a bout beside its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Questions were left for the day.
    Waits,
    /// "Still cramping?" was asked, or its time has passed.
    AskedStill,
    /// They were offered in the morning, or the morning for it has passed.
    Offered,
}

/// Where somebody is in which dialogue. Ids only, so that it survives a change of the files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    pub id: ConversationId,
    #[serde(default)]
    pub subject: SubjectId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode: Option<EpisodeId>,
    /// The dialogue it was started as.
    pub dialogue: DialogueId,
    /// Nodes of calling dialogues to go on from, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stack: Vec<Position>,
    pub at: Position,
    pub visit: Visit,
    /// Items ticked on the open screen.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub ticks: BTreeSet<String>,
    /// How often the open question was not understood.
    #[serde(default)]
    pub misses: u8,
    /// Questions shown and answered, oldest first: what Back walks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<Step>,
    /// Single facts still to be asked for, in the place of a walk through a dialogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Vec<FindingKey>>,
    /// Of all that is open only a few questions are asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub few: Option<Few>,
    /// Nothing is left for the day: the person wants to answer now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    /// The open question is asked again to change its answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revises: bool,
    /// Content it was last touched with.
    pub content: String,
    pub last_sign: Timestamp,
}

/// What a conversation of a few questions asks, and what it keeps back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Few {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Position>,
    /// Of these the ones that come after the lists of warning signs; empty once those are through.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<Position>,
    /// Kept back to the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rest: Vec<Position>,
}

/// A node of a dialogue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    pub dialogue: DialogueId,
    pub node: NodeId,
}

/// One answered question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    #[serde(flatten)]
    pub at: Position,
    /// The stack it was asked under.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stack: Vec<Position>,
    /// Passed over because the answer was known; Back does not stop here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub passed: bool,
}

/// What typed words outside a conversation answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaits {
    Country,
    Zone,
    /// What is missing of a cramp of the past.
    Details {
        episode: EpisodeId,
    },
    /// How much was drunk.
    Amount,
    /// How much to drink in a day.
    Goal,
    /// How much the person's own cup holds.
    Cup,
    /// The times of a reminder that is being set up.
    Times,
    /// The day until which reminders are paused.
    PauseUntil,
    /// The quiet hours.
    Quiet,
    /// The time that a summary is wanted of.
    Period,
    /// The hour at which a night ends.
    NightEnd,
    /// What the diary has asked for.
    Diary(Wanted),
    /// What the list of medicines has asked for.
    Medicine(super::medicines::wanted::Wanted),
}

/// The next numbers to give out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    pub conversations: u32,
    pub episodes: u32,
    pub entries: u32,
    /// Messages with buttons that belong to no question.
    #[serde(default)]
    pub menus: u32,
    /// Stretches counted down.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub holds: u32,
    /// Things that can be taken back.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub written: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub medicines: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl Profile {
    /// When one night ends and the next begins.
    pub fn night_end(&self) -> NightEnd {
        self.night_end.unwrap_or_default()
    }

    /// From and to, in hours of the person's clock; equal when no hour is quiet.
    pub fn hours_of_quiet(&self) -> (u8, u8) {
        self.quiet_hours.unwrap_or(QUIET_HOURS)
    }

    /// Whether an hour of the person's clock, 0 to 23, is quiet.
    pub fn is_quiet_hour(&self, hour: i8) -> bool {
        let (from, to) = self.hours_of_quiet();
        let hour = hour.unsigned_abs();
        match from.cmp(&to) {
            Ordering::Less => (from..to).contains(&hour),
            Ordering::Equal => false,
            Ordering::Greater => hour >= from || hour < to,
        }
    }
}

impl Chat {
    pub fn new(id: ChatId) -> Self {
        Chat {
            v: 1,
            id,
            profile: Profile::default(),
            conversation: None,
            episode: None,
            about: SubjectId::WRITER,
            set_aside: None,
            first_aid_since: None,
            hold: None,
            facts: Vec::new(),
            medicines: Vec::new(),
            reminders: None,
            awaits: None,
            wanted: None,
            alarm: None,
            written: Vec::new(),
            card: None,
            offered: Vec::new(),
            standing: Vec::new(),
            counters: Counters::default(),
            seen: VecDeque::new(),
            unreachable_since: None,
            week: None,
            monthly: None,
            nights: Nights::default(),
            restarted: false,
        }
    }

    /// Whether this update was answered before; remembers it otherwise.
    pub fn settle_update(&mut self, update: UpdateId) -> bool {
        if self.seen.contains(&update) {
            return true;
        }
        if self.seen.len() == SEEN_UPDATES {
            self.seen.pop_front();
        }
        self.seen.push_back(update);
        false
    }

    /// Turns to somebody: their open bout comes to hand, that of the other is set aside.
    pub fn turn_to(&mut self, subject: SubjectId) {
        if self.about != subject {
            std::mem::swap(&mut self.episode, &mut self.set_aside);
            self.about = subject;
        }
    }

    pub fn has_consent(&self) -> bool {
        self.profile.consent.is_some()
    }
}
