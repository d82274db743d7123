//! From a wish to a plan: what is missing is asked, what cannot be is refused, the rest is shown and agreed to.
//!
//! Nothing is in force before the last step; a refusal changes nothing.

use std::collections::BTreeSet;

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::choice::numbers;
use super::kept::{Draft, Plan};
use super::limits::{self, Refused};
use super::{change, due, hours, kept, name, overview, repeating, resume, single, title, wanted, water, words, zone};
use crate::engine::chat::Awaits;
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::question::pack;
use crate::engine::setup;
use crate::engine::understanding::meaning::{How, Kind, Wish};
use crate::ids::SubjectId;
use crate::library::reminder::ReminderKind;
use crate::library::value::Value;
use crate::library::words::Blank;

/// So long a reminder does not end the question for times.
const TIMES_WAIT: SignedDuration = SignedDuration::from_mins(30);

/// A reminder as it was asked for, in words.
pub fn set(ex: &mut Exchange<'_>, wish: &Wish) {
    if ex.chat.has_consent() && change::change(ex, wish) {
        return;
    }
    match draft(ex, wish) {
        Ok(draft) if !ex.chat.has_consent() => {
            kept(ex).draft = Some(draft);
            let first = ex.phrase("plan-after-consent", &[]);
            setup::ask_consent_after(ex, Some(first));
        }
        Ok(draft) => {
            kept(ex).draft = Some(draft);
            go_on(ex);
        }
        Err(_) if wish.every_minutes.is_some_and(|minutes| minutes < limits::LEAST_MINUTES) => {
            repeating::refuse(ex, wish);
        }
        Err(line) => ex.say(line, Keyboard::None),
    }
}

/// The times of a wish are still to be said.
pub fn await_times(ex: &mut Exchange<'_>, wish: &Wish) {
    let Ok(draft) = draft(ex, &Wish { every_minutes: None, times: Vec::new(), also: Vec::new(), ..wish.clone() })
    else {
        return;
    };
    kept(ex).draft = Some(Draft { times: Vec::new(), shows: true, ..draft });
    ex.chat.awaits = Some(Awaits::Times);
}

/// A wish as a draft, or what is possible instead.
fn draft(ex: &Exchange<'_>, wish: &Wish) -> Result<Draft, String> {
    let once = match wish.in_minutes.map(|minutes| SignedDuration::from_mins(i64::from(minutes))) {
        Some(wait) if !wait.is_positive() || wait > single::FURTHEST => return Err(ex.phrase("plan-once-range", &[])),
        Some(wait) => ex.now.checked_add(wait).ok(),
        None => None,
    };
    let times = match wish.every_minutes {
        Some(minutes) => hours::every(ex, minutes, wish.from, wish.to)?,
        None => match wish.how {
            How::TimesADay(count) => hours::a_day(ex, wish.kind, count)?,
            _ => wish.times.clone(),
        },
    };
    let on = wish.once.map(|once| single::day(ex, once)).transpose()?;
    let now = wish.kind.and_then(|kind| ex.chat.reminders.as_ref()?.plans.get(name(kind)));
    let own_days = || now.map(|plan| plan.days.clone()).unwrap_or_default();
    let days = match wish.how {
        How::Without => change::left(&own_days(), wish).ok_or_else(|| ex.phrase("days-none", &[]))?,
        _ if wish.days.is_empty() && !wish.every_day => own_days(),
        _ => numbers(&wish.days),
    };
    // What is in force gives way to something else only when that was looked at.
    let shows = match now {
        Some(plan) => wish.how != How::Changed || plan.times.len() > 1,
        None => false,
    };
    let draft = |kind: Option<Kind>, times: &[Time]| Draft {
        kind: kind.map(|kind| name(kind).to_owned()),
        times: BTreeSet::from_iter(times.iter().copied()).into_iter().collect(),
        days: days.clone(),
        on,
        shows,
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
    if let Some(day) = draft.on {
        single::on_day(ex, &kind.id, day, draft);
        return true;
    }
    match draft.once {
        Some(at) if at > ex.now => {
            single::book(ex, &kind.id, &[at]);
            go_on_with(ex, draft.then);
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
