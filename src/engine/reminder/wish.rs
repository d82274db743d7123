//! From a wish to a plan: what is missing is asked, what cannot be is refused, the rest is shown and agreed to.
//!
//! Nothing is in force before the last step; a refusal changes nothing.

use std::collections::BTreeSet;

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::kept::{Booked, Draft, Plan, Why};
use super::limits::{self, Refused};
use super::{amending, due, kept, name, overview, repeating, resume, title, wanted, water, words, zone};
use crate::engine::chat::Awaits;
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::question::pack;
use crate::engine::setup;
use crate::engine::understanding::meaning::{Kind, Wish};
use crate::ids::SubjectId;
use crate::library::reminder::ReminderKind;
use crate::library::value::Value;
use crate::library::words::Blank;

/// Between the first and the last of "every two hours", where none was said.
const USUAL_DAY: (Time, Time) = (Time::constant(9, 0, 0, 0), Time::constant(21, 0, 0, 0));
/// So long a reminder does not end the question for times.
const TIMES_WAIT: SignedDuration = SignedDuration::from_mins(30);
/// The furthest "in so many minutes".
const FURTHEST_ONCE: SignedDuration = SignedDuration::from_hours(24);

/// A reminder as it was asked for, in words.
pub fn set(ex: &mut Exchange<'_>, wish: &Wish, text: &str) {
    match draft(ex, wish) {
        Ok(draft) if !ex.chat.has_consent() => {
            kept(ex).draft = Some(draft);
            let first = ex.phrase("plan-after-consent", &[]);
            setup::ask_consent_after(ex, Some(first));
        }
        Ok(draft) => {
            if let Some(draft) = amending::amended(ex, draft, wish, text) {
                kept(ex).draft = Some(draft);
                go_on(ex);
            }
        }
        Err(_) if wish.every_minutes.is_some_and(|minutes| minutes < limits::LEAST_MINUTES) => {
            repeating::refuse(ex, wish);
        }
        Err(line) => ex.say(line, Keyboard::None),
    }
}

/// A wish as a draft, or what is possible instead.
fn draft(ex: &Exchange<'_>, wish: &Wish) -> Result<Draft, String> {
    let once = match wish.in_minutes.map(|minutes| SignedDuration::from_mins(i64::from(minutes))) {
        Some(wait) if !wait.is_positive() || wait > FURTHEST_ONCE => return Err(ex.phrase("plan-once-range", &[])),
        Some(wait) => ex.now.checked_add(wait).ok(),
        None => None,
    };
    let times = match wish.every_minutes {
        Some(minutes) => every(ex, minutes, wish.from, wish.to)?,
        None => wish.times.clone(),
    };
    let mut days: Vec<i8> = wish.days.iter().map(|day| day.to_monday_one_offset()).collect();
    days.sort_unstable();
    days.dedup();
    if days.len() == 7 {
        days.clear();
    }
    let draft = |kind: Option<Kind>, times: &[Time]| Draft {
        kind: kind.map(|kind| name(kind).to_owned()),
        times: BTreeSet::from_iter(times.iter().copied()).into_iter().collect(),
        days: days.clone(),
        begun: Some(ex.now),
        ..Draft::default()
    };
    // Without a time of its own, a kind comes at its usual ones.
    let usual = |kind: Kind| ex.library.reminder(name(kind)).map(|kind| kind.times.clone()).unwrap_or_default();
    let then = wish.also.iter().map(|(kind, times)| match times.as_slice() {
        [] => draft(Some(*kind), &usual(*kind)),
        times => draft(Some(*kind), times),
    });
    let then = then.collect();
    Ok(Draft { once, then, ..draft(wish.kind, &times) })
}

/// "Every two hours from nine to six."
pub fn every(ex: &Exchange<'_>, minutes: u32, from: Option<Time>, to: Option<Time>) -> Result<Vec<Time>, String> {
    let step = SignedDuration::from_mins(i64::from(minutes));
    let (from, to) = (from.unwrap_or(USUAL_DAY.0), to.unwrap_or(USUAL_DAY.1));
    if step < limits::CLOSEST {
        return Err(limits::explain(ex, &Refused::TooClose));
    }
    if from >= to {
        let (from, to) = (ex.wall(from), ex.wall(to));
        return Err(ex.phrase("plan-from-to", &[("from", Blank::Text(&from)), ("to", Blank::Text(&to))]));
    }
    let mut times = vec![from];
    while let Some(next) = times.last().and_then(|last| last.checked_add(step).ok()).filter(|next| *next <= to) {
        times.push(next);
    }
    Ok(times)
}

/// Times that were asked for long ago are not what is typed after a reminder.
pub fn stop_waiting_for_times(ex: &mut Exchange<'_>) {
    let begun = ex.chat.reminders.as_ref().and_then(|kept| kept.draft.as_ref()?.begun);
    if begun.is_none_or(|begun| ex.now.duration_since(begun) > TIMES_WAIT) {
        ex.chat.awaits.take_if(|awaits| *awaits == Awaits::Times);
    }
}

/// The next step of what is being set up. False when nothing is.
pub fn go_on(ex: &mut Exchange<'_>) -> bool {
    let Some(mut draft) = ex.chat.reminders.as_ref().and_then(|kept| kept.draft.clone()) else {
        return false;
    };
    if draft.begun.is_some_and(|begun| ex.now.duration_since(begun) > setup::WISH_HOLDS) {
        kept(ex).draft = None;
        return false;
    }
    if ex.chat.profile.zone.is_none() {
        setup::ask_clock(ex);
        return true;
    }
    let Some(kind) = draft.kind.as_ref().and_then(|kind| ex.library.reminder(kind)) else {
        ask_kind(ex);
        return true;
    };
    if !may_begin(ex, kind) {
        if due::is_kept_off(ex, kind) {
            kept(ex).draft = None;
        }
        return true;
    }
    match draft.once {
        Some(at) if at > ex.now => {
            book(ex, &kind.id, at);
            return true;
        }
        // The set-up took longer than that: what can be had is the plan.
        Some(at) => {
            let time = ex.moment(at);
            let line = ex.phrase("plan-once-past", &[("time", Blank::Text(&time))]);
            ex.say(line, Keyboard::None);
            draft.once = None;
        }
        None => {}
    }
    if draft.times.is_empty() {
        // Without a time of its own, what is offered has to be looked at.
        draft.times.clone_from(&kind.times);
        draft.shows = true;
    }
    kept(ex).draft = Some(draft.clone());
    match limits::judge(ex, &draft) {
        Err(refused) => refuse(ex, &refused),
        Ok(()) if draft.shows || ex.chat.reminders.as_ref().is_none_or(|kept| kept.agreed.is_none()) => {
            show(ex, &draft)
        }
        Ok(()) => switch_on(ex),
    }
    true
}

/// A time without a thing: what is to come then?
pub fn ask_what_for(ex: &mut Exchange<'_>, at: Timestamp) {
    kept(ex).draft = Some(Draft { once: Some(at), begun: Some(ex.now), ..Draft::default() });
    let time = ex.moment(at);
    let line = ex.phrase("due-none-then", &[("time", Blank::Text(&time))]);
    let rows = kinds(ex);
    ex.say(line, Keyboard::Inline(rows));
}

// ---------------------------------------------------------------- what is missing

pub fn kinds(ex: &Exchange<'_>) -> Vec<Vec<Button>> {
    let buttons = ex.library.reminders.iter().map(|kind| {
        let data = menu_data("reminders", Some(&format!("kind.{}", kind.id)));
        Button { label: words(ex, kind, "title"), data }
    });
    pack(buttons)
}

fn ask_kind(ex: &mut Exchange<'_>) {
    let rows = kinds(ex);
    let line = ex.phrase("plan-which", &[]);
    ex.say(line, Keyboard::Inline(rows));
}

fn ask_first(ex: &mut Exchange<'_>, kind: &ReminderKind) {
    let button = |phrase: String, answer: &str| Button {
        label: phrase,
        data: menu_data("reminders", Some(&format!("first.{}.{answer}", kind.id))),
    };
    let row = vec![
        button(ex.phrase("button-yes", &[]), "yes"),
        button(ex.phrase("button-no", &[]), "no"),
        button(ex.phrase("button-unsure", &[]), "unsure"),
    ];
    let text = words(ex, kind, "ask");
    ex.say(text, Keyboard::Inline(vec![row]));
}

/// Whether a kind can be begun: it is neither forbidden nor still to be asked about. Says or asks it otherwise.
pub fn may_begin(ex: &mut Exchange<'_>, kind: &ReminderKind) -> bool {
    match due::answer_of(ex, kind) {
        Some(Value::Flag(true)) => say_off(ex, kind),
        None | Some(Value::Unsure) if kind.kept_off_by.is_some() => ask_first(ex, kind),
        _ => return true,
    }
    false
}

/// The answer to the question that comes before a kind is switched on. "Not sure" is no no.
pub fn answered_first(ex: &mut Exchange<'_>, kind: &str, answer: &str) {
    let library = ex.library;
    let Some((kind, finding)) = library.reminder(kind).and_then(|kind| Some((kind, kind.kept_off_by.clone()?))) else {
        return;
    };
    if answer == "unsure" {
        kept(ex).draft = None;
        let line = ex.phrase("plan-ask-doctor", &[]);
        return ex.say(line, Keyboard::None);
    }
    let fact = Fact {
        subject: SubjectId::WRITER,
        episode: None,
        finding,
        value: Value::Flag(answer == "yes"),
        source: Source::Text,
        refines: true,
        at: ex.happened,
        message: ex.message,
        withdrawn: None,
    };
    ex.chat.facts.retain(|known| known.finding != fact.finding || known.source != fact.source);
    ex.chat.facts.push(fact);
    match answer {
        _ if go_on(ex) => {}
        "yes" => {
            kept(ex).water.goal = kept(ex).water.goal.filter(|_| !kind.drink);
            let kept = kept(ex);
            kept.booked.retain(|booked| booked.kind != kind.id);
            kept.plans.remove(&kind.id);
            say_off(ex, kind);
        }
        // A goal was what it was asked for.
        _ if kind.drink => water::ask_goal(ex),
        _ => {}
    }
}

// ---------------------------------------------------------------- what cannot be

fn refuse(ex: &mut Exchange<'_>, refused: &Refused) {
    let text = limits::explain(ex, refused);
    let mut rows = Vec::new();
    if let Refused::TooMany(messages) = refused
        && *messages <= usize::from(limits::MOST_A_DAY)
    {
        #[allow(clippy::cast_precision_loss, reason = "at most ten")]
        let label = ex.phrase("button-raise-cap", &[("messages", Blank::Number(*messages as f64))]);
        rows.push(vec![Button { label, data: menu_data("reminders", Some(&format!("cap.{messages}"))) }]);
    }
    ex.chat.awaits = Some(Awaits::Times);
    ex.say(text, if rows.is_empty() { Keyboard::None } else { Keyboard::Inline(rows) });
}

/// Why a kind stays off.
fn say_off(ex: &mut Exchange<'_>, kind: &ReminderKind) {
    let text = words(ex, kind, "off");
    ex.say(text, Keyboard::None);
}

/// A kind that a fact about the person forbids from now on.
pub fn switch_off(ex: &mut Exchange<'_>, kind: &ReminderKind) {
    let kept = kept(ex);
    kept.booked.retain(|booked| booked.kind != kind.id);
    if kept.plans.remove(&kind.id).is_some() {
        say_off(ex, kind);
    }
}

// ---------------------------------------------------------------- what is agreed to

/// The whole plan as it would be.
fn show(ex: &mut Exchange<'_>, draft: &Draft) {
    let kept = ex.chat.reminders.clone().unwrap_or_default();
    let mut plan = overview::whole(ex, &kept, Some(draft));
    let weeks = draft.kind.as_ref().and_then(|kind| ex.library.reminder(kind)?.weeks);
    if let (Some(weeks), Some(kind)) = (weeks, &draft.kind) {
        let title = title(ex, kind);
        let blanks = [("kind", Blank::Text(&title)), ("weeks", Blank::Number(f64::from(weeks)))];
        plan = format!("{plan}\n{}", ex.phrase("plan-weeks", &blanks));
    }
    if let Some(line) = repeating::line(ex, draft.repeat_minutes) {
        plan = format!("{plan}\n{line}");
    }
    let text = ex.phrase("plan-preview", &[("plan", Blank::Text(&plan))]);
    let button = |phrase: String, what| Button { label: phrase, data: menu_data("reminders", Some(what)) };
    let rows = vec![
        vec![button(ex.phrase("button-plan-yes", &[]), "yes")],
        vec![button(ex.phrase("button-plan-times", &[]), "times"), button(ex.phrase("button-plan-no", &[]), "no")],
    ];
    ex.say(text, Keyboard::Inline(rows));
}

/// The draft comes into force.
pub fn switch_on(ex: &mut Exchange<'_>) {
    let Some(draft) = kept(ex).draft.take() else {
        return overview::show(ex);
    };
    let Some(kind) = draft.kind.as_ref().and_then(|kind| ex.library.reminder(kind)) else {
        return overview::show(ex);
    };
    if limits::judge(ex, &draft).is_err() {
        kept(ex).draft = Some(draft);
        go_on(ex);
        return;
    }
    let today = ex.now.to_zoned(zone(ex)).date();
    let until = kind.weeks.and_then(|weeks| today.checked_add((i64::from(weeks) * 7 - 1).days()).ok());
    let now = ex.now;
    let repeat_minutes = draft.repeat_minutes;
    let plan = Plan { days: draft.days, until, repeat_minutes, ..Plan::daily(draft.times, now) };
    ex.chat.awaits = ex.chat.awaits.filter(|awaits| *awaits != Awaits::Times);
    let kept = kept(ex);
    kept.agreed.get_or_insert(now);
    let before = kept.plans.remove(&kind.id);
    let plan = match before {
        // What was sent and told stays known.
        Some(before) => Plan {
            times: plan.times,
            days: plan.days,
            settled: now,
            // Other times do not begin its weeks anew.
            until: before.until.filter(|last| *last >= today).or(until),
            reviewed: false,
            ignored: 0,
            asked: false,
            repeat_minutes: repeat_minutes.or(before.repeat_minutes),
            ..before
        },
        None => plan,
    };
    kept.plans.insert(kind.id.clone(), plan);
    wanted::heard(ex, &kind.id);
    confirm(ex, "plan-on", &kind.id);
    go_on_with(ex, draft.then);
}

/// What was wished for in the same words.
fn go_on_with(ex: &mut Exchange<'_>, mut rest: Vec<Draft>) {
    if !rest.is_empty() {
        let next = rest.remove(0);
        kept(ex).draft = Some(Draft { then: rest, ..next });
        go_on(ex);
    }
}

/// One line, and the plan as it is now.
pub fn confirm(ex: &mut Exchange<'_>, phrase: &str, kind: &str) {
    let title = title(ex, kind);
    let kept = ex.chat.reminders.clone().unwrap_or_default();
    let plan = overview::whole(ex, &kept, None);
    let line = ex.phrase(phrase, &[("kind", Blank::Text(&title)), ("plan", Blank::Text(&plan))]);
    let keyboard = resume::keyboard(ex, &kept);
    ex.say(line, keyboard);
}

/// Once, at an instant.
fn book(ex: &mut Exchange<'_>, kind: &str, at: Timestamp) {
    kept(ex).draft = None;
    if ex.is_quiet_at(at) {
        let line = limits::explain(ex, &Refused::Quiet(ex.local(at).time()));
        return ex.say(line, Keyboard::None);
    }
    if let Some(line) = limits::paused_at(ex, kind, at) {
        let own = kept(ex).clone();
        let keyboard = resume::keyboard(ex, &own);
        return ex.say(line, keyboard);
    }
    let day = at.to_zoned(zone(ex)).date();
    let kept_now = ex.chat.reminders.clone().unwrap_or_default();
    let taken = usize::from(kept_now.sent_on(day)) + due::booked_on(ex, &kept_now, day);
    if taken >= usize::from(kept_now.cap()) {
        let line = ex.phrase("due-no-room", &[("cap", Blank::Number(f64::from(kept_now.cap())))]);
        return ex.say(line, Keyboard::None);
    }
    let before = limits::crowded_out(ex);
    kept(ex).booked.push(Booked { kind: kind.to_owned(), at, why: Why::Once });
    let (title, time) = (title(ex, kind), ex.clock(at));
    let line = ex.phrase("plan-once", &[("kind", Blank::Text(&title)), ("time", Blank::Text(&time))]);
    ex.say(line, Keyboard::None);
    limits::say_crowded_out(ex, &before);
}
