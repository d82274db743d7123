//! A conversation that was begun for the writer becomes one about somebody else, at its first question.
//!
//! The bout moves with it: taken back in the writer's diary, written into the other's.

use super::asking::settle_typed;
use super::{begin_about, begin_after_relief, close_episode, here, open_episode};
use crate::engine::chat::Episode;
use crate::engine::diary::{Entry, What};
use crate::engine::exchange::Exchange;
use crate::engine::fact::Source;
use crate::engine::letter::Keyboard;
use crate::engine::reply::{is_among, normalise};
use crate::ids::{EpisodeId, SubjectId};
use crate::library::dialogue::{Begins, Dialogue, Node};

/// Entries of a bout that has just begun: it is among the newest.
const MOST_ENTRIES: usize = 20;

/// Whether the open question offers it: the first one of a conversation about trouble.
pub(super) fn is_offered(ex: &Exchange<'_>) -> bool {
    let Some(open) =
        ex.chat.conversation.as_ref().filter(|open| open.subject.is_writer() && !open.revises && open.wanted.is_none())
    else {
        return false;
    };
    let is_whole = ex.library.dialogue(&open.dialogue).is_some_and(|dialogue| dialogue.command.is_some());
    let is_first = open.path.iter().all(|step| step.passed);
    is_whole && is_first && open.episode.is_some() && here(ex).is_some_and(Node::is_question)
}

/// Whether typed words say so where it is offered.
pub(super) fn is_said(ex: &Exchange<'_>, text: &str) -> bool {
    let said = normalise(text);
    is_offered(ex)
        && (said == normalise(&ex.phrase("button-for-other", &[]))
            || is_among(&said, &ex.phrase("typed-for-other", &[])))
}

/// "It is for someone I care for."
pub fn hand_over(ex: &mut Exchange<'_>) {
    let open = ex.chat.conversation.clone().filter(|_| is_offered(ex));
    let found = open.and_then(|open| Some((ex.library.dialogue(&open.dialogue)?, open)));
    let Some((dialogue, open)) = found else {
        let line = ex.phrase("other-too-late", &[]);
        return ex.say(line, Keyboard::None);
    };
    settle_typed(ex, None);
    // An answer that was given and gone back from is not known to be about either of them.
    ex.chat.facts.retain(|fact| !matches!(&fact.source, Source::Node { conversation, .. } if *conversation == open.id));
    ex.chat.conversation = None;
    let episode = match open.episode.filter(|episode| is_untold(ex, *episode)).and_then(|_| ex.chat.episode.take()) {
        Some(episode) => move_over(ex, episode),
        None => {
            ex.chat.turn_to(SubjectId::OTHER);
            open_episode(ex, dialogue.begins, ex.happened)
        }
    };
    let line = ex.phrase("other-here", &[]);
    ex.say(line, Keyboard::None);
    go_on(ex, dialogue, episode);
}

fn go_on(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: EpisodeId) {
    match dialogue.begins {
        Begins::Cramp => begin_after_relief(ex, dialogue, episode),
        Begins::Checkup | Begins::Nothing => begin_about(ex, dialogue, episode),
    }
}

/// Whether nothing was ever answered about the bout.
fn is_untold(ex: &Exchange<'_>, episode: EpisodeId) -> bool {
    !ex.chat
        .facts
        .iter()
        .any(|fact| fact.episode == Some(episode) && matches!(fact.source, Source::Node { .. } | Source::Text))
}

/// Their own open bout ends as with any new one.
fn move_over(ex: &mut Exchange<'_>, episode: Episode) -> EpisodeId {
    let id = episode.id;
    let told = entries_of(ex, id);
    for entry in &told {
        ex.remember(ex.happened, What::Undone { number: entry.number });
    }
    for fact in ex.chat.facts.iter_mut().filter(|fact| fact.episode == Some(id)) {
        fact.subject = SubjectId::OTHER;
    }
    ex.chat.turn_to(SubjectId::OTHER);
    close_episode(ex);
    ex.chat.episode = Some(Episode { subject: SubjectId::OTHER, ..episode });
    for entry in told {
        ex.remember(entry.at, entry.what);
    }
    id
}

/// What the writer's diary holds of the bout.
fn entries_of(ex: &Exchange<'_>, episode: EpisodeId) -> Vec<Entry> {
    let newest = ex.diary.newest(SubjectId::WRITER, MOST_ENTRIES);
    let mut entries: Vec<Entry> = newest.into_iter().chain(ex.entries.iter().cloned()).collect();
    entries.retain(|entry| match entry.what {
        What::Cramp { episode: of } | What::LetGo { episode: of, .. } | What::Held { episode: of, .. } => of == episode,
        _ => false,
    });
    entries.sort_by_key(|entry| entry.number);
    entries
}
