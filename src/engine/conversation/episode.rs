//! Bouts of trouble: opened, let go, closed. A cramp is in the diary from its opening on.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::engine::chat::Episode;
use crate::engine::diary::What;
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::ids::{EpisodeId, FindingKey};
use crate::library::dialogue::Begins;
use crate::library::value::Value;

/// "It let go" later than this after the last sign of life says nothing about how long it held.
const SIGN_OF_LIFE: SignedDuration = SignedDuration::from_mins(20);
/// A cramp that holds so long needs to be seen today (rule `cramp-locked-over-ten-minutes`).
const LONG: SignedDuration = SignedDuration::from_mins(10);
/// Of a shorter time it is not worth saying that it held at least so long.
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// Minutes of a cramp that had let go by the time the help was read: never 0.
const SHORTEST: f64 = 0.1;

/// Opens an episode that began at `began`; a cramp is in the diary from here on.
pub fn open_episode(ex: &mut Exchange<'_>, begins: Begins, began: Timestamp) -> EpisodeId {
    if begins == Begins::Cramp {
        has_given_way(ex);
    }
    close_episode(ex);
    ex.chat.counters.episodes += 1;
    let id = EpisodeId(ex.chat.counters.episodes);
    let cramp = begins == Begins::Cramp;
    ex.chat.episode = Some(Episode {
        id,
        subject: ex.chat.about,
        began,
        cramp,
        let_go: None,
        last_sign: began,
        marks: BTreeSet::new(),
    });
    if cramp {
        ex.remember(began, What::Cramp { episode: id });
    }
    id
}

/// A cramp that held when a new one began is over; since when, nobody knows.
fn has_given_way(ex: &mut Exchange<'_>) {
    let holds = |episode: &&Episode| episode.cramp && episode.let_go.is_none();
    if let Some(episode) = ex.chat.episode.as_ref().filter(holds).map(|episode| episode.id) {
        ex.remember(ex.happened, What::LetGo { episode, minutes: None });
    }
}

/// What was answered about it is in the diary; only what is true of the person stays in the chat.
pub fn close_episode(ex: &mut Exchange<'_>) {
    let closed = ex.chat.episode.take().map(|episode| episode.id);
    ex.chat.facts.retain(|fact| fact.episode.is_none() || fact.episode != closed);
}

/// The cramp has let go: its length is known only if there was a sign of life not long ago. False when none was open.
pub fn let_go(ex: &mut Exchange<'_>) -> bool {
    let Some(episode) = ex.chat.episode.as_mut().filter(|episode| episode.cramp && episode.let_go.is_none()) else {
        return false;
    };
    episode.let_go = Some(ex.happened);
    let heard_lately = ex.happened.duration_since(episode.last_sign) <= SIGN_OF_LIFE;
    let (id, held) = (episode.id, ex.happened.duration_since(episode.began).as_secs_f64() / 60.0);
    let minutes = (heard_lately && held >= 0.0).then(|| ((held * 10.0).round() / 10.0).max(SHORTEST));
    note(ex, "cramp_ongoing", Value::Flag(false));
    if let Some(minutes) = minutes {
        note(ex, "duration_minutes", Value::Number(minutes));
    }
    ex.remember(ex.happened, What::LetGo { episode: id, minutes });
    true
}

/// It was not so that the cramp let go.
pub fn holds_again(ex: &mut Exchange<'_>, episode: EpisodeId) {
    let Some(open) = ex.chat.episode.as_mut().filter(|open| open.id == episode) else { return };
    let let_go = open.let_go.take();
    let is_of_it = |fact: &Fact| fact.source == Source::Clock && fact.episode == Some(episode);
    ex.chat.facts.retain(|fact| !(is_of_it(fact) && Some(fact.at) == let_go));
}

/// The cramp still lasts, which the diary keeps if there was a sign of life not long ago. From ten minutes on it is no
/// usual one: true then.
pub(super) fn has_lasted_long(ex: &mut Exchange<'_>) -> bool {
    let Some(episode) = ex.chat.episode.as_ref().filter(|episode| episode.cramp && episode.let_go.is_none()) else {
        return false;
    };
    let held = ex.happened.duration_since(episode.began);
    if ex.happened.duration_since(episode.last_sign) <= SIGN_OF_LIFE && held >= MINUTE {
        let (episode, minutes) = (episode.id, (held.as_secs_f64() / 6.0).round() / 10.0);
        ex.remember(ex.happened, What::Held { episode, minutes });
        if held >= LONG {
            note(ex, "cramp_ongoing", Value::Flag(true));
            note(ex, "duration_minutes", Value::Number(minutes));
        }
    }
    held >= LONG
}

/// A number that the bot has measured gives way to the person's own.
pub fn forget_measured(ex: &mut Exchange<'_>, finding: &str) {
    let episode = ex.chat.episode.as_ref().map(|episode| episode.id);
    let is_measured =
        |fact: &Fact| fact.source == Source::Clock && fact.episode == episode && fact.finding.as_str() == finding;
    ex.chat.facts.retain(|fact| !is_measured(fact));
}

/// It had let go before the diary began; when, nobody knows.
pub fn has_let_go(ex: &mut Exchange<'_>) {
    let Some(episode) = ex.chat.episode.as_mut() else {
        return;
    };
    episode.let_go = Some(ex.happened);
    let id = episode.id;
    note(ex, "cramp_ongoing", Value::Flag(false));
    ex.remember(ex.happened, What::LetGo { episode: id, minutes: None });
}

/// A fact that the bot saw itself.
pub(super) fn note(ex: &mut Exchange<'_>, finding: &str, value: Value) {
    let episode = ex.chat.episode.as_ref().map(|episode| episode.id);
    ex.chat.facts.push(Fact {
        subject: ex.chat.about,
        episode,
        finding: FindingKey::from(finding),
        value,
        source: Source::Clock,
        refines: false,
        at: ex.happened,
        message: None,
        withdrawn: None,
    });
}
