//! Cramps in free words: one that is going on, one of the past, and the end of one.

use jiff::Timestamp;

use super::{lacks_consent, told, undo, when};
use crate::engine::chat::Awaits;
use crate::engine::conversation;
use crate::engine::diary::What;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::recent::Record;
use crate::engine::reply::{is_among, normalise};
use crate::engine::understanding::meaning::{Cramp, Meaning, When};
use crate::engine::{history, menu, setup};
use crate::ids::{EpisodeId, FindingKey, SubjectId};
use crate::library::value::{Findings, Value};
use crate::library::words::Blank;

/// Entries looked through for the beginning of a cramp.
const MOST_ENTRIES: usize = 200;
/// Asked of a cramp of the past, once.
const WANTED: [&str; 3] = ["cramp_sites", "pain_score", "duration_minutes"];

/// Help first; what was said already is not asked again.
pub fn now(ex: &mut Exchange<'_>, cramp: &Cramp, text: &str) {
    let before = ex.chat.episode.as_ref().map(|episode| episode.id);
    menu::start_cramp(ex);
    let episode = ex.chat.episode.as_ref().map(|episode| episode.id);
    if episode.is_some() && episode != before {
        told::record(ex, episode, &told::details(cramp, text));
    }
}

/// Into the diary at its time; what is missing is asked once.
pub fn past(ex: &mut Exchange<'_>, cramp: &Cramp, when: Option<When>, text: &str) {
    if lacks_consent(ex) {
        return;
    }
    let at = match history::date_in(text, ex.local(ex.happened).date()) {
        Some(Err(phrase)) => {
            let line = ex.phrase(phrase, &[]);
            return ex.say(line, Keyboard::None);
        }
        Some(Ok(date)) => when::on_date(ex, date, when, cramp.at_night),
        None => when::instant(ex, when, cramp.at_night),
    };
    let details = told::details(cramp, text);
    write(ex, at, &details);
}

/// Writes a cramp that is over, and says so.
pub fn write(ex: &mut Exchange<'_>, at: Timestamp, details: &Findings) {
    ex.chat.counters.episodes += 1;
    let episode = EpisodeId(ex.chat.counters.episodes);
    let entries = add(ex, at, episode, details);
    let number = ex.chat.note_written(ex.now, Record::Cramp { entries });
    say_kept(ex, at, episode, details, number);
}

/// The entries of a cramp that is over; gives their numbers.
pub(super) fn add(ex: &mut Exchange<'_>, at: Timestamp, episode: EpisodeId, details: &Findings) -> Vec<u32> {
    let first = ex.chat.counters.entries + 1;
    ex.remember(at, What::Cramp { episode });
    add_details(ex, at, episode, details);
    let minutes = minutes(details);
    ex.remember(at, What::LetGo { episode, minutes });
    (first..=ex.chat.counters.entries).collect()
}

fn add_details(ex: &mut Exchange<'_>, at: Timestamp, episode: EpisodeId, details: &Findings) {
    let mut facts = told::facts(ex, Some(episode), details);
    facts.iter_mut().for_each(|fact| fact.at = at);
    if !facts.is_empty() {
        ex.remember(at, What::Answers { episode: Some(episode), facts });
    }
}

fn minutes(details: &Findings) -> Option<f64> {
    match details.get(&FindingKey::from("duration_minutes")) {
        Some(Value::Number(minutes)) => Some(*minutes),
        _ => None,
    }
}

fn say_kept(ex: &mut Exchange<'_>, at: Timestamp, episode: EpisodeId, details: &Findings, number: u32) {
    let (day, time) = (super::logs::day_name(ex, ex.local(at).date()), ex.clock(at));
    let what = in_words(ex, details);
    let blanks = [("day", Blank::Text(&day)), ("time", Blank::Text(&time)), ("what", Blank::Text(&what))];
    let kept = ex.phrase("kept-past-cramp", &blanks);
    let missing = !WANTED.iter().all(|key| details.contains(&FindingKey::from(*key)));
    // In the middle of another question nothing more is asked.
    if !missing || ex.chat.conversation.is_some() {
        let keyboard = undo::button(ex, number);
        return ex.say(kept, keyboard);
    }
    ex.chat.awaits = Some(Awaits::Details { episode });
    let ask = ex.phrase("ask-details", &[]);
    let skip = Button { label: ex.phrase("button-skip", &[]), data: menu_data("skip", None) };
    let mut row = vec![skip];
    row.extend(undo::buttons(ex, number));
    ex.say(format!("{kept}\n{ask}"), Keyboard::Inline(vec![row]));
}

/// `calf, left, pain 7 of 10, 5 minutes`, or that nothing more is known.
fn in_words(ex: &Exchange<'_>, details: &Findings) -> String {
    let get = |key: &str| details.get(&FindingKey::from(key));
    let mut parts = Vec::new();
    if let Some(Value::Words(sites)) = get("cramp_sites") {
        parts.extend(sites.iter().map(|site| ex.phrase("entry-site", &[("site", Blank::Text(site))])));
    }
    if let Some(Value::Word(side)) = get("side") {
        parts.push(ex.phrase("entry-side", &[("side", Blank::Text(side))]));
    }
    if let Some(Value::Number(pain)) = get("pain_score") {
        parts.push(ex.phrase("entry-pain", &[("pain", Blank::Number(*pain))]));
    }
    match minutes(details) {
        Some(minutes) if minutes < 1.0 => parts.push(ex.phrase("entry-under-a-minute", &[])),
        Some(minutes) => parts.push(ex.phrase("entry-minutes", &[("minutes", Blank::Number(minutes.round()))])),
        None => {}
    }
    if parts.is_empty() { ex.phrase("entry-unknown", &[]) } else { parts.join(", ") }
}

/// Words while the details of a past cramp are wanted. False when they are about something else: then nothing is
/// wanted any more.
pub fn more(ex: &mut Exchange<'_>, episode: EpisodeId, meaning: &Meaning, text: &str) -> bool {
    ex.chat.awaits = None;
    let said = normalise(text);
    let lists = [ex.phrase("typed-unsure", &[]), ex.phrase("typed-skip", &[]), ex.phrase("typed-no", &[])];
    if lists.iter().any(|list| is_among(&said, list)) {
        skip(ex);
        return true;
    }
    // A cramp with a date of its own is another one.
    let is_dated = history::date_in(text, ex.local(ex.happened).date()).is_some();
    let mut details = match meaning {
        Meaning::CrampPast { .. } if is_dated => return false,
        Meaning::CrampNow(cramp) | Meaning::CrampPast { cramp, when: None } => told::details(cramp, text),
        Meaning::CrampOver { .. } | Meaning::Nothing => Findings::default(),
        Meaning::No | Meaning::Navigate(_) => {
            skip(ex);
            return true;
        }
        _ => return false,
    };
    let over = Meaning::CrampOver { minutes: None };
    let read = super::words::details(ex, if matches!(meaning, Meaning::Nothing) { &over } else { meaning }, text);
    for (key, value) in read.iter() {
        details.set(key.clone(), value.clone());
    }
    if details.iter().next().is_none() {
        return false;
    }
    let cramp = ex.chat.written.iter().rev().find(|written| matches!(written.what, Record::Cramp { .. })).cloned();
    let at = began(ex, episode).unwrap_or(ex.happened);
    let first = ex.chat.counters.entries + 1;
    add_details(ex, at, episode, &details);
    let minutes = minutes(&details);
    if minutes.is_some() {
        ex.remember(at, What::LetGo { episode, minutes });
    }
    let added = first..=ex.chat.counters.entries;
    let number = cramp.map(|written| written.number).unwrap_or_default();
    if let Some(written) = ex.chat.written.iter_mut().find(|written| written.number == number)
        && let Record::Cramp { entries } = &mut written.what
    {
        entries.extend(added);
    }
    let what = in_words(ex, &details);
    let line = ex.phrase("kept-details", &[("what", Blank::Text(&what))]);
    let keyboard = undo::button(ex, number);
    ex.say(line, keyboard);
    true
}

/// When a bout began, by the newest entries.
fn began(ex: &Exchange<'_>, episode: EpisodeId) -> Option<Timestamp> {
    let entries = ex.diary.newest(SubjectId(0), MOST_ENTRIES);
    let is_it = |what: &What| matches!(what, What::Cramp { episode: of } if *of == episode);
    entries.iter().find(|entry| is_it(&entry.what)).map(|entry| entry.at)
}

/// Skip: what is missing stays unknown.
pub fn skip(ex: &mut Exchange<'_>) {
    ex.chat.awaits.take_if(|awaits| matches!(awaits, Awaits::Details { .. }));
    let text = ex.phrase("left-as-it-is", &[]);
    ex.say(text, Keyboard::None);
}

/// The cramp under way has let go; with none under way, whether to log one is asked.
pub fn over(ex: &mut Exchange<'_>, minutes: Option<f64>) {
    if ends(ex, minutes) {
        return say_let_go(ex);
    }
    if !ex.chat.has_consent() && ex.chat.first_aid_since.is_some() {
        return setup::offer_to_save(ex, None, true);
    }
    if lacks_consent(ex) {
        return;
    }
    let text = ex.phrase("over-none-open", &[]);
    let minutes = minutes.map_or("unknown".to_owned(), |minutes| minutes.to_string());
    let yes = Button { label: ex.phrase("button-log-cramp", &[]), data: menu_data("past", Some(&minutes)) };
    let no = Button { label: ex.phrase("button-no", &[]), data: menu_data("past", Some("no")) };
    ex.say(text, Keyboard::Inline(vec![vec![yes, no]]));
}

/// Whether a cramp was under way and is over now. Minutes that were said count more than those that were measured.
pub fn ends(ex: &mut Exchange<'_>, minutes: Option<f64>) -> bool {
    let episode = ex.chat.episode.as_ref().map(|episode| episode.id);
    let first = ex.chat.counters.entries + 1;
    if !conversation::let_go(ex) {
        return false;
    }
    if let (Some(episode), Some(minutes)) = (episode, minutes) {
        ex.remember(ex.happened, What::LetGo { episode, minutes: Some(minutes) });
        let said = [(FindingKey::from("duration_minutes"), Value::Number(minutes))].into_iter().collect();
        conversation::forget_measured(ex, "duration_minutes");
        told::record(ex, Some(episode), &said);
    }
    if let Some(episode) = episode {
        let entries = (first..=ex.chat.counters.entries).collect();
        ex.chat.note_written(ex.now, Record::LetGo { episode, entries });
    }
    true
}

/// Noted, with the Undo of it.
pub fn say_let_go(ex: &mut Exchange<'_>) {
    let text = ex.phrase("noted-let-go", &[]);
    let keyboard = ex.chat.written.last().map_or(Keyboard::None, |written| undo::button(ex, written.number));
    ex.say(text, keyboard);
}

/// The same at an open question: first aid goes on behind its steps.
pub fn over_inside(ex: &mut Exchange<'_>, minutes: Option<f64>) {
    let ended = ends(ex, minutes);
    if ended && conversation::leave_first_aid(ex) {
        return;
    }
    if ended {
        say_let_go(ex);
    } else {
        let text = ex.phrase("already-let-go", &[]);
        ex.say(text, Keyboard::None);
    }
    conversation::resume(ex);
}

/// A press on "log one": minutes, `unknown`, or `no`.
pub fn log_one(ex: &mut Exchange<'_>, argument: &str) {
    if argument == "no" {
        let text = ex.phrase("nothing-logged", &[]);
        return ex.say(text, Keyboard::None);
    }
    let minutes = argument.parse().ok().filter(|minutes: &f64| minutes.is_finite() && *minutes >= 0.0);
    past(ex, &Cramp { minutes, ..Cramp::default() }, None, "");
}
