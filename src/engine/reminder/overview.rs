//! `/reminders`: what is on, the page of one kind, and the settings around them.
//!
//! Every button means the same at any time; whatever is impossible is said and changes nothing.

use super::kept::{Draft, Reminders};
use super::{
    course, ending, kept, limits, pause, repeating, silence, single, timetable, title, travel, wanted, wish, words,
};
use crate::engine::chat::Awaits;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::question::pack;
use crate::engine::setup;
use crate::library::words::Blank;

/// Offered as daily limits.
const CAPS: [u8; 6] = [1, 2, 3, 5, 8, 10];
const WORKDAYS: [i8; 5] = [1, 2, 3, 4, 5];
const WEEKEND: [i8; 2] = [6, 7];

pub fn show(ex: &mut Exchange<'_>) {
    if !ex.chat.has_consent() {
        return setup::ask_consent_for(ex, "reminders", "");
    }
    // A wish that nobody said the kind of is over once the plan is looked at.
    if let Some(own) = ex.chat.reminders.as_mut() {
        own.draft.take_if(|draft| draft.kind.is_none());
    }
    let own = ex.chat.reminders.clone().unwrap_or_default();
    let quiet = silence::line(ex);
    let plan = whole(ex, &own, None);
    let blanks =
        [("plan", Blank::Text(&plan)), ("cap", Blank::Number(f64::from(own.cap()))), ("quiet", Blank::Text(&quiet))];
    let text = ex.phrase("reminders", &blanks);
    let kinds = ex.library.reminders.iter().map(|kind| {
        let label = words(ex, kind, "title");
        let mark = match own.plans.get(&kind.id) {
            Some(plan) if course::is_over(ex, plan) => "",
            Some(plan) if plan.asked => "? ",
            Some(_) => "✓ ",
            None => "",
        };
        button(format!("{mark}{label}"), &format!("kind.{}", kind.id))
    });
    let mut rows = pack(kinds);
    rows.push(vec![
        Button { label: ex.phrase("button-pause", &[]), data: menu_data("pause", None) },
        button(ex.phrase("button-limits", &[]), "limits"),
    ]);
    rows.extend(travel::follow_button(ex, &own).map(|button| vec![button]));
    ex.say(text, Keyboard::Inline(rows));
}

/// What can be reminded of, where something else was wished for.
pub fn only_these(ex: &mut Exchange<'_>) {
    let rows = wish::kinds(ex);
    let line = ex.phrase("plan-only-these", &[]);
    ex.say(line, Keyboard::Inline(rows));
}

/// What of the plan does not hold at the moment: a line for each pause, and for each kind that waits for an answer.
pub fn state(ex: &Exchange<'_>, own: &Reminders) -> Vec<String> {
    pause::line(ex, own).into_iter().chain(wanted::lines(ex, own)).collect()
}

/// The whole plan as it is, or would be with a draft: its times, whose clock they are on, and what does not hold at the
/// moment.
pub fn whole(ex: &Exchange<'_>, own: &Reminders, draft: Option<&Draft>) -> String {
    let table = timetable::table(ex, own, draft);
    let plan = if table.is_empty() { ex.phrase("plan-empty", &[]) } else { timetable::text(ex, &table) };
    [
        vec![plan],
        single::lines(ex, own),
        course::lines(ex, own, &table),
        repeating::lines(ex, own),
        travel::lines(ex, own),
        state(ex, own),
    ]
    .concat()
    .join("\n")
}

pub(super) fn button(label: String, argument: &str) -> Button {
    Button { label, data: menu_data("reminders", Some(argument)) }
}

/// What stands behind `m.reminders.`: a word, a kind, a value.
pub fn pressed(ex: &mut Exchange<'_>, argument: &str) {
    let parts: Vec<&str> = argument.split('.').collect();
    match parts.as_slice() {
        ["kind", kind] => choose_kind(ex, kind),
        ["first", kind, answer] => wish::answered_first(ex, kind, answer),
        ["yes"] => wish::switch_on(ex),
        ["no"] => drop_draft(ex),
        ["times"] => times_of_draft(ex),
        ["times", kind] => change_times(ex, kind),
        ["days", kind] => offer_days(ex, kind),
        ["days", kind, days] => set_days(ex, kind, days),
        ["again", kind] => repeating::offer(ex, kind),
        ["again", kind, minutes] => repeating::choose(ex, kind, minutes),
        ["off", kind] => ending::end(ex, &[(*kind).to_owned()]),
        ["undo"] => ending::undo(ex),
        ["wanted", kind, what] => wanted::decide(ex, what, kind),
        ["limits"] => offer_limits(ex),
        ["cap"] => offer_caps(ex),
        ["cap", cap] => set_cap(ex, cap),
        ["quiet"] => silence::offer(ex),
        ["quiet", from, to] => silence::pressed(ex, from, to),
        ["discreet", on] => set_discreet(ex, *on == "on"),
        ["once", kind, first, last] => single::take_back(ex, kind, first, last),
        ["home", answer] => travel::follow_or_keep(ex, *answer == "keep"),
        _ => show(ex),
    }
}

// ---------------------------------------------------------------- one kind

/// The kind of the draft that waits for one; otherwise its page, or its first step.
pub fn choose_kind(ex: &mut Exchange<'_>, id: &str) {
    if ex.library.reminder(id).is_none() {
        return show(ex);
    }
    if !ex.chat.has_consent() {
        return setup::ask_consent_for(ex, "reminders", &format!("kind.{id}"));
    }
    let waits = kept(ex).draft.as_mut().filter(|draft| draft.kind.is_none());
    if let Some(draft) = waits {
        draft.kind = Some(id.to_owned());
        wish::go_on(ex);
        return;
    }
    let plan = kept(ex).plans.get(id).cloned();
    if plan.as_ref().is_some_and(|plan| !course::is_over(ex, plan)) {
        return page(ex, id);
    }
    let (times, days) = plan.map(|plan| (plan.times, plan.days)).unwrap_or_default();
    let begun = Some(ex.now);
    kept(ex).draft = Some(Draft { kind: Some(id.to_owned()), times, days, shows: true, begun, ..Draft::default() });
    wish::go_on(ex);
}

pub fn page(ex: &mut Exchange<'_>, id: &str) {
    let Some(plan) = kept(ex).plans.get(id).cloned() else {
        return show(ex);
    };
    if plan.asked {
        return wanted::ask(ex, id);
    }
    let (title, times) = (title(ex, id), timetable::list(ex, &plan.times));
    let days = timetable::on(ex, &plan.days);
    let mut text = ex.phrase(
        "plan-kind",
        &[("kind", Blank::Text(&title)), ("times", Blank::Text(&times)), ("days", Blank::Text(&days))],
    );
    if let Some(until) = plan.until {
        let date = ex.date(until);
        text = format!("{text}\n{}", ex.phrase("plan-until", &[("date", Blank::Text(&date))]));
    }
    if let Some(line) = repeating::line(ex, plan.repeat_minutes) {
        text = format!("{text}\n{line}");
    }
    let own = ex.chat.reminders.clone().unwrap_or_default();
    for line in travel::lines(ex, &own).into_iter().chain(pause::line(ex, &own)) {
        text = format!("{text}\n{line}");
    }
    let of = |phrase: String, what: &str| button(phrase, &format!("{what}.{id}"));
    let mut rows = vec![
        vec![of(ex.phrase("button-plan-times", &[]), "times"), of(ex.phrase("button-days", &[]), "days")],
        vec![of(ex.phrase("button-again", &[]), "again"), of(ex.phrase("button-off", &[]), "off")],
    ];
    let label = ex.phrase("button-pause", &[]);
    rows.push(vec![Button { label, data: menu_data("pause", Some(&format!("of.{id}"))) }]);
    if let Some(article) = ex.library.reminder(id).and_then(|kind| kind.read.clone()) {
        let label = ex.phrase("button-read", &[]);
        rows.push(vec![Button { label, data: menu_data("article", Some(article.as_str())) }]);
    }
    ex.say(text, Keyboard::Inline(rows));
}

/// Whether a plan waited for a yes or for its times; it is dropped then.
pub fn drops_draft(ex: &mut Exchange<'_>) -> bool {
    let yes = menu_data("reminders", Some("yes"));
    let has_draft = ex.chat.reminders.as_ref().is_some_and(|kept| kept.draft.is_some());
    let is_asked = has_draft && ex.chat.awaits == Some(Awaits::Times);
    let waits = is_asked || ex.chat.offered.iter().any(|button| button.data == yes);
    if waits {
        ex.clear_menu();
        drop_draft(ex);
    }
    waits
}

fn drop_draft(ex: &mut Exchange<'_>) {
    kept(ex).draft = None;
    ex.chat.awaits = ex.chat.awaits.filter(|awaits| *awaits != Awaits::Times);
    let line = ex.phrase("plan-not-on", &[]);
    ex.say(line, Keyboard::None);
}

fn times_of_draft(ex: &mut Exchange<'_>) {
    match kept(ex).draft.as_ref().and_then(|draft| draft.kind.clone()) {
        Some(kind) => ask_times(ex, &kind),
        None => show(ex),
    }
}

pub fn change_times(ex: &mut Exchange<'_>, kind: &str) {
    let Some(plan) = kept(ex).plans.get(kind) else {
        return show(ex);
    };
    let days = plan.days.clone();
    let begun = Some(ex.now);
    kept(ex).draft = Some(Draft { kind: Some(kind.to_owned()), days, shows: true, begun, ..Draft::default() });
    ask_times(ex, kind);
}

/// Typed: nobody finds their hours in a wall of buttons.
pub fn ask_times(ex: &mut Exchange<'_>, kind: &str) {
    ex.chat.awaits = Some(Awaits::Times);
    let title = title(ex, kind);
    let line = ex.phrase("plan-ask-times", &[("kind", Blank::Text(&title))]);
    ex.say(line, Keyboard::None);
}

fn offer_days(ex: &mut Exchange<'_>, kind: &str) {
    let of = |phrase: String, days: &str| button(phrase, &format!("days.{kind}.{days}"));
    let row = vec![
        of(ex.phrase("button-every-day", &[]), "all"),
        of(ex.phrase("button-workdays", &[]), "work"),
        of(ex.phrase("button-weekend", &[]), "free"),
    ];
    let line = ex.phrase("plan-ask-days", &[]);
    ex.say(line, Keyboard::Inline(vec![row]));
}

fn set_days(ex: &mut Exchange<'_>, kind: &str, days: &str) {
    let days = match days {
        "work" => WORKDAYS.to_vec(),
        "free" => WEEKEND.to_vec(),
        _ => Vec::new(),
    };
    keep_days(ex, kind, days);
}

/// Other days for a kind that is on, where its times fit on them; none are all.
pub fn keep_days(ex: &mut Exchange<'_>, kind: &str, days: Vec<i8>) {
    let Some(plan) = kept(ex).plans.get(kind).cloned() else {
        return show(ex);
    };
    let draft = Draft { kind: Some(kind.to_owned()), times: plan.times, days: days.clone(), ..Draft::default() };
    if let Err(refused) = limits::judge(ex, &draft) {
        let line = limits::explain(ex, &refused);
        return ex.say(line, Keyboard::None);
    }
    if let Some(plan) = kept(ex).plans.get_mut(kind) {
        plan.days = days;
    }
    wanted::heard(ex, kind);
    page(ex, kind);
}

// ---------------------------------------------------------------- settings

fn offer_limits(ex: &mut Exchange<'_>) {
    let discreet = kept(ex).discreet;
    let (label, data) = if discreet {
        (ex.phrase("button-discreet-off", &[]), "discreet.off")
    } else {
        (ex.phrase("button-discreet-on", &[]), "discreet.on")
    };
    let rows = vec![
        vec![button(ex.phrase("button-cap", &[]), "cap"), button(ex.phrase("button-quiet", &[]), "quiet")],
        vec![button(label, data)],
    ];
    let line = ex.phrase("plan-limits", &[]);
    ex.say(line, Keyboard::Inline(rows));
}

fn offer_caps(ex: &mut Exchange<'_>) {
    let row: Vec<Button> = CAPS.iter().map(|cap| button(cap.to_string(), &format!("cap.{cap}"))).collect();
    let line = ex.phrase("plan-ask-cap", &[("most", Blank::Number(f64::from(limits::MOST_A_DAY)))]);
    ex.ask_amount(line, vec![row.clone()]);
    // Its buttons tell which question is open; a number is no place among them.
    ex.chat.offered = row;
}

/// A limit below what is planned is no lie: what comes too late on a day stays unsaid, and that is said here.
pub fn set_cap(ex: &mut Exchange<'_>, cap: &str) {
    let Some(cap) = cap.parse().ok().filter(|cap| (1..=limits::MOST_A_DAY).contains(cap)) else {
        return offer_caps(ex);
    };
    kept(ex).cap = Some(cap);
    if ex.chat.reminders.as_ref().is_some_and(|kept| kept.draft.is_some()) && wish::go_on(ex) {
        return;
    }
    let own = ex.chat.reminders.clone().unwrap_or_default();
    let messages = timetable::messages_a_day(&timetable::table(ex, &own, None));
    let phrase = if messages > usize::from(cap) { "cap-below-plan" } else { "cap-kept" };
    #[allow(clippy::cast_precision_loss, reason = "at most some dozens")]
    let line = match phrase {
        "cap-kept" => ex.phrase("cap-kept", &[("cap", Blank::Number(f64::from(cap)))]),
        _ => ex.phrase(
            "cap-below-plan",
            &[("cap", Blank::Number(f64::from(cap))), ("messages", Blank::Number(messages as f64))],
        ),
    };
    ex.say(line, Keyboard::None);
}

fn set_discreet(ex: &mut Exchange<'_>, on: bool) {
    kept(ex).discreet = on;
    let line = ex.phrase(if on { "discreet-on" } else { "discreet-off" }, &[]);
    ex.say(line, Keyboard::None);
}
