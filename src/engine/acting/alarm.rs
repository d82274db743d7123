//! An alarm typed in any words: the card at once, the one question that decides, and the way back.
//!
//! An alarm keeps what was open. Its level is never below "today" until the person takes it back.

use crate::engine::card;
use crate::engine::chat::Chat;
use crate::engine::conversation;
use crate::engine::diary::What;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Class, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::recent;
use crate::engine::reply::{is_among, normalise};
use crate::engine::triage::{self, Assessment};
use crate::engine::understanding::meaning::{Alarm, Meaning};
use crate::ids::{EpisodeId, FindingKey};
use crate::library::Library;
use crate::library::dialogue::Begins;
use crate::library::rule::Urgency;
use crate::library::value::{Findings, Value};
use crate::library::vocabulary::Kind;
use crate::library::words::Blank;

use super::{crisis, told};

/// Name of the buttons of the deciding question.
pub const SIGN: &str = "sign";
/// Name of the button that takes an alarm back.
pub const NOT_SO: &str = "notso";
/// Name of the button that goes back to what was open.
pub const GO_ON: &str = "goon";

/// Answers an alarm before anything else.
pub fn raise(ex: &mut Exchange<'_>, alarm: &Alarm) {
    if alarm.crisis {
        crisis::answer(ex, alarm.other);
        if present(&alarm.findings, ex.library).iter().next().is_none() {
            return;
        }
    }
    if alarm.other {
        return for_somebody_else(ex, alarm);
    }
    if !ex.chat.has_consent() {
        return without_keeping(ex, alarm);
    }
    let episode = keep(ex, alarm);
    show(ex, episode, &alarm.findings);
}

/// What was said to be there, without what was denied.
fn present(findings: &Findings, library: &Library) -> Findings {
    let is_there = |(key, value): &(&FindingKey, &Value)| {
        library.vocabulary.finding(key).is_some_and(|finding| finding.is_present(value))
    };
    findings.iter().filter(is_there).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// A call for help without a sign is an emergency by itself.
fn least(findings: &Findings) -> Urgency {
    if findings.iter().next().is_none() { Urgency::Emergency } else { Urgency::Urgent }
}

/// Records it in the open bout, or in one that is opened for it.
fn keep(ex: &mut Exchange<'_>, alarm: &Alarm) -> EpisodeId {
    let open = ex.chat.episode.as_ref().map(|episode| episode.id);
    let episode = open.unwrap_or_else(|| conversation::open_episode(ex, Begins::Checkup, ex.happened));
    told::record(ex, Some(episode), &alarm.findings);
    let there = present(&alarm.findings, ex.library);
    let before = ex.chat.alarm_that_holds(ex.now).cloned();
    let opened = before.as_ref().and_then(|before| before.opened).or(open.is_none().then_some(episode));
    let mut findings = before.as_ref().map(|before| before.findings.clone()).unwrap_or_default();
    findings.extend(there.iter().map(|(key, _)| key.clone()));
    ex.chat.alarm = Some(recent::Alarm {
        since: before.as_ref().map_or(ex.happened, |before| before.since),
        subject: ex.chat.about,
        least: before.as_ref().map_or(Urgency::Urgent, |before| before.least).max(least(&there)),
        findings,
        opened,
        entries: before.map(|before| before.entries).unwrap_or_default(),
    });
    episode
}

/// The card, with the one question that decides where there is one.
fn show(ex: &mut Exchange<'_>, episode: EpisodeId, said: &Findings) {
    let findings = supposed(ex, said);
    let mut assessment = triage::assess(&findings, ex.library);
    raise_to_least(&mut assessment, &ex.chat, ex.now);
    let (text, sign) = words(ex, &assessment, &findings);
    conversation::remember_assessment(ex, Some(episode), &assessment, &text);
    let number = ex.chat.counters.entries;
    if let Some(alarm) = ex.chat.alarm.as_mut() {
        alarm.entries.push(number);
    }
    let rows = match sign {
        Some(raise) => sign_buttons(ex, &raise),
        None => vec![vec![card::menu_button(ex, "button-not-so", NOT_SO)]],
    };
    ex.say_as(Class::Emergency, text, Keyboard::Inline(rows));
}

/// What is known, with what was just said on top: words that arrive late still count now.
fn supposed(ex: &Exchange<'_>, said: &Findings) -> Findings {
    let mut findings = ex.chat.findings(&ex.library.vocabulary, ex.now);
    for (key, value) in present(said, ex.library).iter() {
        let Some(finding) = ex.library.vocabulary.finding(key) else { continue };
        let known = findings.get(key).cloned().unwrap_or(Value::Unsure);
        findings.set(key.clone(), finding.worse(known, value.clone()));
    }
    findings
}

/// While an alarm stands, no level is below its own.
pub fn raise_to_least(assessment: &mut Assessment<'_>, chat: &Chat, now: jiff::Timestamp) {
    if let Some(least) = chat.least(now) {
        assessment.urgency = assessment.urgency.max(least);
    }
}

fn words(ex: &Exchange<'_>, assessment: &Assessment<'_>, findings: &Findings) -> (String, Option<triage::Raise>) {
    let text = card::in_short(ex, assessment, findings);
    if assessment.urgency == Urgency::Emergency {
        return (text, None);
    }
    let about = ex.chat.alarm.as_ref().map(|alarm| alarm.findings.clone()).unwrap_or_default();
    let sign = triage::deciding(findings, &about, ex.library)
        .and_then(|raise| Some((card::in_words(ex, &raise.finding, &raise.value)?, raise)));
    match sign {
        Some((sign, raise)) => {
            let question = ex.phrase("alarm-question", &[("sign", Blank::Text(&sign))]);
            (format!("{text}\n\n{question}"), Some(raise))
        }
        None => (text, None),
    }
}

/// The buttons carry what they mean, so that they mean the same at any time.
fn sign_buttons(ex: &Exchange<'_>, raise: &triage::Raise) -> Vec<Vec<Button>> {
    let button = |label: String, answer: &str| Button { label, data: menu_data(SIGN, Some(answer)) };
    let (key, value) = (&raise.finding, &raise.value);
    vec![
        vec![
            button(ex.phrase("button-yes", &[]), &format!("{key}={value}")),
            button(ex.phrase("button-no", &[]), &format!("{key}=none")),
            button(ex.phrase("button-unsure", &[]), &format!("{key}=unsure")),
        ],
        vec![card::menu_button(ex, "button-not-so", NOT_SO)],
    ]
}

// ---------------------------------------------------------------- without keeping

/// Before the consent the card says what to do; of what was said nothing stays, not even in the letter. That help was
/// under way is forgotten with it: no stretch is counted down after a warning sign.
fn without_keeping(ex: &mut Exchange<'_>, alarm: &Alarm) {
    ex.chat.first_aid_since = None;
    let assessment = floored(&alarm.findings, ex.library);
    let mut text = match assessment.urgency {
        Urgency::Emergency => {
            let number = card::emergency_number(ex);
            ex.phrase("card-emergency-call", &[("number", Blank::Text(&number))])
        }
        Urgency::Urgent | Urgency::Routine | Urgency::SelfCare => {
            format!("{}\n\n{}", ex.phrase("card-urgent", &[]), worse(ex))
        }
    };
    text.push_str(&format!("\n\n{}", ex.phrase("nothing-of-it-kept", &[])));
    ex.send(Class::Emergency, text, Keyboard::None, None);
}

/// Somebody else is in trouble: the same help, and nothing about them is stored.
fn for_somebody_else(ex: &mut Exchange<'_>, alarm: &Alarm) {
    let number = card::emergency_number(ex);
    let text = match floored(&alarm.findings, ex.library).urgency {
        Urgency::Emergency => ex.phrase("card-emergency-other", &[("number", Blank::Text(&number))]),
        Urgency::Urgent | Urgency::Routine | Urgency::SelfCare => {
            format!("{}\n\n{}", ex.phrase("card-urgent-other", &[]), worse(ex))
        }
    };
    let text = format!("{text}\n\n{}", ex.phrase("nothing-of-it-kept", &[]));
    let keyboard = way_back(ex);
    ex.say_as(Class::Emergency, text, keyboard);
}

/// When "today" becomes "now".
fn worse(ex: &Exchange<'_>) -> String {
    let number = card::emergency_number(ex);
    ex.phrase("alarm-worse", &[("number", Blank::Text(&number))])
}

fn floored<'l>(findings: &Findings, library: &'l Library) -> Assessment<'l> {
    let there = present(findings, library);
    let mut assessment = triage::assess(&there, library);
    assessment.urgency = assessment.urgency.max(least(&there));
    assessment
}

/// A button back to the open question, where there is one.
pub(super) fn way_back(ex: &Exchange<'_>) -> Keyboard {
    if ex.chat.conversation.is_none() {
        return Keyboard::None;
    }
    Keyboard::Inline(vec![vec![card::menu_button(ex, "button-go-on", GO_ON)]])
}

// ---------------------------------------------------------------- the answers

/// Typed words while an alarm stands: the answer to its question, or taking it back. False when they are neither.
pub fn typed(ex: &mut Exchange<'_>, meaning: &Meaning, text: &str) -> bool {
    let said = normalise(text);
    // Before the consent nothing tells whether there was an alarm.
    let stands = ex.chat.alarm_that_holds(ex.now).is_some() || !ex.chat.has_consent();
    if stands && (is_among(&said, &ex.phrase("typed-not-so", &[])) || denies(ex, meaning)) {
        take_back(ex);
        return true;
    }
    let buttons: Vec<Button> = ex.chat.offered.iter().filter(|button| is_answer(&button.data)).cloned().collect();
    if buttons.is_empty() {
        return false;
    }
    let by_number = said.parse::<usize>().ok().and_then(|number| buttons.get(number.checked_sub(1)?));
    let yes = *meaning == Meaning::Yes || is_among(&said, &ex.phrase("typed-yes", &[]));
    let no = *meaning == Meaning::No || is_among(&said, &ex.phrase("typed-no", &[]));
    let by_word = match () {
        () if yes => buttons.first().filter(|_| buttons.len() > 1),
        () if no => buttons.get(1),
        () if is_among(&said, &ex.phrase("typed-unsure", &[])) => buttons.get(2),
        () => None,
    };
    match by_number.or(by_word) {
        Some(button) => press(ex, &button.data.clone()),
        // A bare yes or no to the card itself says too little to take an alarm back.
        None if yes || no => doubt(ex),
        None => return false,
    }
    true
}

fn is_answer(data: &str) -> bool {
    data == menu_data(NOT_SO, None) || data.starts_with(&menu_data(SIGN, Some("")))
}

fn press(ex: &mut Exchange<'_>, data: &str) {
    ex.clear_menu();
    match data.strip_prefix(&menu_data(SIGN, Some(""))) {
        Some(argument) => answered(ex, argument),
        None => take_back(ex),
    }
}

fn doubt(ex: &mut Exchange<'_>) {
    let text = ex.phrase("alarm-doubt", &[]);
    let keyboard = Keyboard::Inline(vec![vec![card::menu_button(ex, "button-not-so", NOT_SO)]]);
    ex.say(text, keyboard);
}

/// Whether every sign of the alarm is denied.
fn denies(ex: &Exchange<'_>, meaning: &Meaning) -> bool {
    let (Meaning::SymptomCheck(findings), Some(alarm)) = (meaning, ex.chat.alarm.as_ref()) else {
        return false;
    };
    let is_denied = |key: &FindingKey| {
        let finding = ex.library.vocabulary.finding(key);
        finding.zip(findings.get(key)).is_some_and(|(finding, value)| !finding.is_present(value))
    };
    !alarm.findings.is_empty() && alarm.findings.iter().all(is_denied)
}

/// The deciding question is answered: `cold_leg_new=true`, `=none`, `=unsure`.
pub fn answered(ex: &mut Exchange<'_>, argument: &str) {
    let stands = ex.chat.alarm_that_holds(ex.now).is_some();
    let episode = ex.chat.episode.as_ref().map(|episode| episode.id).filter(|_| stands);
    let found = argument.split_once('=').and_then(|(key, word)| Some((FindingKey::from(key), value(ex, key, word)?)));
    let (Some(episode), Some((key, value))) = (episode, found) else {
        let text = ex.phrase("nothing-open", &[]);
        return ex.say(text, Keyboard::None);
    };
    let said: Findings = [(key.clone(), value.clone())].into_iter().collect();
    if present(&said, ex.library).contains(&key) {
        keep(ex, &Alarm { findings: said.clone(), ..Alarm::default() });
        return show(ex, episode, &said);
    }
    told::record(ex, Some(episode), &said);
    let text = format!("{}\n\n{}", ex.phrase("alarm-stays", &[]), worse(ex));
    if ex.chat.conversation.is_some() {
        ex.say(text, Keyboard::None);
        return conversation::ask_again(ex);
    }
    let rows = vec![
        vec![card::menu_button(ex, "button-ask-now", "ask")],
        vec![card::menu_button(ex, "button-not-so", NOT_SO)],
    ];
    ex.say(text, Keyboard::Inline(rows));
}

fn value(ex: &Exchange<'_>, key: &str, word: &str) -> Option<Value> {
    let finding = ex.library.vocabulary.finding(&FindingKey::from(key))?;
    match (word, &finding.kind) {
        ("unsure", _) => Some(Value::Unsure),
        ("none", _) => finding.absent().or(Some(Value::Unsure)),
        (number, Kind::Int { .. } | Kind::Float { .. }) => number.parse().ok().map(Value::Number),
        (word, _) => finding.value_of(word),
    }
}

/// It is not so: what was recorded of it no longer counts, and what was open goes on.
pub fn take_back(ex: &mut Exchange<'_>) {
    let Some(alarm) = ex.chat.alarm.take() else {
        let text = ex.phrase("taken-back-plain", &[]);
        ex.say(text, Keyboard::None);
        return conversation::ask_again(ex);
    };
    let episode = ex.chat.episode.as_ref().map(|episode| episode.id);
    let mut withdrawn = Vec::new();
    let now = ex.now;
    for fact in &mut ex.chat.facts {
        let is_of_it = fact.source == crate::engine::fact::Source::Text
            && alarm.findings.contains(&fact.finding)
            && fact.at >= alarm.since;
        if is_of_it && fact.withdrawn.is_none() {
            fact.withdrawn = Some(now);
            withdrawn.push(fact.clone());
        }
    }
    for number in alarm.entries {
        ex.remember(now, What::Undone { number });
    }
    if !withdrawn.is_empty() {
        ex.remember(now, What::Answers { episode, facts: withdrawn });
    }
    let talked_about = ex.chat.conversation.as_ref().and_then(|open| open.episode);
    if alarm.opened.is_some() && alarm.opened == episode && talked_about != episode {
        conversation::close_episode(ex);
    }
    let text = ex.phrase("taken-back", &[]);
    ex.say(text, Keyboard::None);
    conversation::ask_again(ex);
}

/// Back to the question that was open.
pub fn go_on(ex: &mut Exchange<'_>) {
    if ex.chat.conversation.is_none() {
        let text = ex.phrase("nothing-open", &[]);
        return ex.say(text, Keyboard::None);
    }
    conversation::ask_again(ex);
}
