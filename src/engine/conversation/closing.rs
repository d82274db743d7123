//! The end of a conversation: unreached answers withdrawn, the assessment made, the card shown, all of it remembered.

use super::{few, nightly};
use crate::engine::card::Card;
use crate::engine::chat::Conversation;
use crate::engine::diary::{Assessed, What};
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::engine::letter::Keyboard;
use crate::engine::triage::Assessment;
use crate::engine::{acting, card, derived, setup, triage};
use crate::ids::{DialogueId, EpisodeId, NodeId};
use crate::library::rule::Urgency;
use crate::library::value::Findings;

pub(super) fn findings(ex: &Exchange<'_>) -> Findings {
    ex.chat.findings(&ex.library.vocabulary, ex.now)
}

/// The regular end: with an assessment where it was about trouble.
pub(super) fn finish(ex: &mut Exchange<'_>) {
    if few::goes_on(ex) {
        return;
    }
    let about_trouble = ex.chat.conversation.as_ref().is_some_and(|open| open.episode.is_some());
    let ended = Ended::of(ex);
    let urgency = close(ex, about_trouble);
    ended.note(ex);
    if !about_trouble {
        let done = ex.phrase("kept", &[]);
        ex.say(done, Keyboard::None);
    }
    if urgency < Urgency::Urgent {
        setup::ask_what_is_missing(ex);
    }
}

/// What an undo of a conversation takes back once it has ended: the bout that it was the first to tell of.
pub(super) struct Ended {
    bout: Option<(EpisodeId, bool)>,
    /// Entries there were before its end.
    entries: u32,
}

impl Ended {
    pub(super) fn of(ex: &Exchange<'_>) -> Self {
        let is_first = |open: &&Conversation| open.wanted.is_none() && open.few.is_none() && !open.whole;
        let episode = ex.chat.conversation.as_ref().filter(is_first).and_then(|open| open.episode);
        let is_cramp = |id| ex.chat.episode.as_ref().is_some_and(|episode| episode.id == id && episode.cramp);
        Ended { bout: episode.map(|id| (id, is_cramp(id))), entries: ex.chat.counters.entries }
    }

    /// Its number for an undo; nothing where nothing was written.
    pub(super) fn note(self, ex: &mut Exchange<'_>) -> Option<u32> {
        let has_written = ex.chat.counters.entries > self.entries;
        let (episode, cramp) = self.bout.filter(|(_, cramp)| ex.chat.has_consent() && (*cramp || has_written))?;
        Some(ex.chat.note_bout(ex.now, episode, cramp))
    }
}

/// Puts the conversation into the diary. The assessment stands there only with the card that was shown: nobody's
/// diary says "see a doctor" to a person who was never told. Gives how urgent it is.
pub(super) fn close(ex: &mut Exchange<'_>, show_card: bool) -> Urgency {
    if show_card {
        derived::refresh(ex);
    }
    let findings = findings(ex);
    let mut assessment = triage::assess(&findings, ex.library);
    acting::alarm::raise_to_least(&mut assessment, &ex.chat, ex.now);
    let facts = withdraw_unreached(ex);
    let urgency = assessment.urgency;
    let Some(open) = ex.chat.conversation.clone() else {
        return urgency;
    };
    if !facts.is_empty() {
        ex.remember(ex.now, What::Answers { episode: open.episode, facts });
    }
    if open.episode.is_some() && show_card {
        let full = card::card(ex, &assessment, &findings);
        let alone = card::words(&full.text);
        let mut card = with_note(ex, full, urgency);
        if card::is_long(&card.text) {
            let room = card::words(&card.text).saturating_sub(alone);
            let shorter = card::card_with_room(ex, &assessment, &findings, room);
            card = with_note(ex, shorter, urgency);
        }
        remember_assessment(ex, open.episode, &assessment, &card.text);
        ex.send(card.class, card.text, card.keyboard, None);
    }
    ex.chat.conversation = None;
    keep_newest_facts(ex);
    urgency
}

/// With a line about what is left for later, where something is.
fn with_note(ex: &mut Exchange<'_>, card: Card, urgency: Urgency) -> Card {
    if ex.chat.conversation.as_ref().is_some_and(|open| open.few.is_some()) {
        few::with_what_stays_open(ex, card, urgency)
    } else {
        with_what_waits(ex, card, urgency)
    }
}

/// In the night the advice rests on the warning signs, and says so. Where it is "today", nothing waits.
fn with_what_waits(ex: &mut Exchange<'_>, card: Card, urgency: Urgency) -> Card {
    if !nightly::waits(ex) {
        return card;
    }
    if urgency >= Urgency::Urgent {
        nightly::no_longer_waits(ex);
        return card;
    }
    // "At home" is said when nothing is open any more.
    let text = card.text.replacen(&ex.phrase("card-self-care", &[]), &ex.phrase("card-night-calm", &[]), 1);
    let text = format!("{text}\n\n{}", ex.phrase("card-night", &[]));
    Card { text, ..card }.with_first(card::menu_button(ex, "button-rest", "rest"))
}

/// With all that is needed to show the same card again.
pub fn remember_assessment(ex: &mut Exchange<'_>, episode: Option<EpisodeId>, assessment: &Assessment<'_>, card: &str) {
    let facts = ex.chat.facts_in_force(&ex.library.vocabulary, ex.now).cloned().collect();
    let assessed = Assessed {
        episode,
        urgency: assessment.urgency,
        rules: assessment.because.iter().map(|rule| rule.id.clone()).collect(),
        names: assessment.names(),
        content: ex.library.hash.clone(),
        facts,
        card: card.to_owned(),
    };
    ex.remember(ex.now, What::Assessed(assessed));
}

/// Answers that the walked way no longer reaches are withdrawn; gives all answers of this conversation.
pub(super) fn withdraw_unreached(ex: &mut Exchange<'_>) -> Vec<Fact> {
    let Some(open) = ex.chat.conversation.as_ref() else {
        return Vec::new();
    };
    let reached = |dialogue: &DialogueId, node: &NodeId| {
        open.path.iter().any(|step| step.at.dialogue == *dialogue && step.at.node == *node)
    };
    let mut answers = Vec::new();
    for fact in &mut ex.chat.facts {
        let Source::Node { conversation, dialogue, node } = &fact.source else { continue };
        if *conversation != open.id {
            continue;
        }
        if fact.withdrawn.is_none() && !reached(dialogue, node) {
            fact.withdrawn = Some(ex.now);
        }
        answers.push(fact.clone());
    }
    answers
}

/// The chat keeps of each question the newest answer; the diary has them all.
pub(super) fn keep_newest_facts(ex: &mut Exchange<'_>) {
    let mut kept: Vec<Fact> = Vec::new();
    for fact in ex.chat.facts.drain(..).filter(|fact| fact.withdrawn.is_none()) {
        kept.retain(|earlier| {
            let same_question =
                earlier.finding == fact.finding && earlier.episode == fact.episode && earlier.subject == fact.subject;
            // What the diary shows takes no answer's place, nor the other way round.
            let same_kind = earlier.source.is_diary() == fact.source.is_diary();
            !(same_question && (earlier.source == fact.source || fact.episode.is_none() && same_kind))
        });
        kept.push(fact);
    }
    ex.chat.facts = kept;
}
