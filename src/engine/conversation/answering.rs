//! Takes an answer: what it means at its question, what it records, and what comes of words that are none.

use std::collections::BTreeSet;

use super::asking::{clear_buttons, hidden, repeat, settle, settle_typed, shown_lines};
use super::closing::{close, findings, finish};
use super::episode::has_lasted_long;
use super::returning::{back, is_from};
use super::revising::replace;
use super::same::{self, SAME};
use super::ticking::ticked_labels;
use super::walking::advance;
use super::wanted::{is_asking, next_wanted};
use super::{let_go, stop};
use crate::engine::acting::undo;
use crate::engine::chat::Step;
use crate::engine::diary::What;
use crate::engine::exchange::{self, Exchange};
use crate::engine::fact::{Fact, Source};
use crate::engine::letter::Keyboard;
use crate::engine::press::{BACK, DONE, NONE, SKIP, STOP, UNSURE, WHY};
use crate::engine::recent::Record;
use crate::engine::{nights, reply, triage};
use crate::ids::{ChoiceId, FindingKey, MessageId};
use crate::library::dialogue::{Kind, Node};
use crate::library::rule::Urgency;
use crate::library::value::Value;
use crate::library::vocabulary::{self, Scope};
use crate::library::words::Blank;

/// An answer to a question, from a button or from typed words.
pub(super) struct Answer {
    values: Vec<(FindingKey, Value)>,
    /// The choice that decides where it leads; `None` for Skip and Not sure.
    choice: Option<ChoiceId>,
    /// In words, for the settled question.
    shown: String,
}

impl Answer {
    pub(super) fn new(values: Vec<(FindingKey, Value)>, choice: Option<ChoiceId>, shown: String) -> Self {
        Answer { values, choice, shown }
    }

    pub(super) fn into_values(self) -> Vec<(FindingKey, Value)> {
        self.values
    }
}

/// What an item of the question means; `None` for Back, Skip, Stop, Why and items that are not there.
pub(super) fn answer_to(ex: &Exchange<'_>, node: &Node, item: &str) -> Option<Answer> {
    match item {
        DONE | NONE | UNSURE => exit(ex, node, item),
        SAME => same::answer(ex, node),
        _ => {
            let line = shown_lines(ex, node).into_iter().find(|line| line.item == item)?;
            let values = match (&node.kind, line.value) {
                (
                    Kind::Ask { records, .. } | Kind::Number { records, .. } | Kind::Duration { records, .. },
                    Some(value),
                ) => {
                    vec![(records.clone(), value)]
                }
                _ => Vec::new(),
            };
            Some(Answer { values, choice: Some(ChoiceId::from(item)), shown: line.label })
        }
    }
}

/// The three exits of a screen of facts, and "Not sure" of any question.
pub(super) fn exit(ex: &Exchange<'_>, node: &Node, item: &str) -> Option<Answer> {
    let ticks = ex.chat.conversation.as_ref().map(|open| open.ticks.clone()).unwrap_or_default();
    let phrase = match item {
        NONE => "button-none",
        UNSURE => "button-unsure",
        _ => "button-done",
    };
    let rest_absent = item != UNSURE;
    let ticks = if item == NONE { BTreeSet::new() } else { ticks };
    let values = match &node.kind {
        Kind::Check { .. } => screen_values(ex, node, &ticks, rest_absent),
        Kind::AskSeveral { records, .. } if rest_absent || !ticks.is_empty() => {
            let sure = ticks.into_iter().filter(|tick| !tick.ends_with('?')).collect();
            vec![(records.clone(), Value::Words(sure))]
        }
        _ if item == UNSURE => node.findings().into_iter().map(|key| (key.clone(), Value::Unsure)).collect(),
        _ => return None,
    };
    let labels = if item == NONE { String::new() } else { ticked_labels(ex) };
    let shown = if labels.is_empty() { ex.phrase(phrase, &[]) } else { labels };
    Some(Answer { values, choice: None, shown })
}

/// One value for each finding of a check screen: ticked is present, and of two ticks the worse counts.
pub(super) fn screen_values(
    ex: &Exchange<'_>,
    node: &Node,
    ticks: &BTreeSet<String>,
    rest_absent: bool,
) -> Vec<(FindingKey, Value)> {
    let Kind::Check { items } = &node.kind else {
        return Vec::new();
    };
    let hidden = hidden(ex, node);
    let keys: BTreeSet<&FindingKey> =
        items.iter().filter(|item| !hidden.contains(item.id.as_str())).map(|item| &item.finding).collect();
    keys.into_iter()
        .filter_map(|key| {
            let finding = ex.library.vocabulary.finding(key)?;
            let ticked = items
                .iter()
                .filter(|item| item.finding == *key && ticks.contains(item.id.as_str()))
                .map(|item| item.value.clone())
                .reduce(|one, other| finding.worse(one, other));
            let is_doubtful =
                items.iter().any(|item| item.finding == *key && ticks.contains(&doubtful(item.id.as_str())));
            let rest = if rest_absent && !is_doubtful { finding.absent() } else { Some(Value::Unsure) };
            Some((key.clone(), ticked.or(rest).unwrap_or(Value::Unsure)))
        })
        .collect()
}

/// The mark of "not sure about this one" among the ticks.
pub fn doubtful(item: &str) -> String {
    format!("{item}?")
}

pub(super) fn accept_number(ex: &mut Exchange<'_>, node: &Node, number: f64) {
    let (Kind::Number { records, .. } | Kind::Duration { records, .. }) = &node.kind else {
        return;
    };
    let Some(finding) = ex.library.vocabulary.finding(records) else {
        return;
    };
    // "7.5" of a whole scale is nearer to 8 than to nothing.
    let number = if matches!(finding.kind, vocabulary::Kind::Int { .. }) {
        number.round()
    } else {
        (number * 100.0).round() / 100.0
    };
    let value = Value::Number(number);
    if !finding.accepts(&value) {
        return out_of_range(ex, node);
    }
    let shown = amount(ex, number, finding.unit.as_deref());
    accept(ex, node, Answer { values: vec![(records.clone(), value)], choice: None, shown }, None);
}

/// A number with its unit in words, so that people see how their words were understood.
fn amount(ex: &Exchange<'_>, number: f64, unit: Option<&str>) -> String {
    let blanks = [("number", Blank::Number(number))];
    match unit {
        Some("minutes") => ex.phrase("amount-minutes", &blanks),
        Some("hours") => ex.phrase("amount-hours", &blanks),
        Some("days") => ex.phrase("amount-days", &blanks),
        Some("weeks") => ex.phrase("amount-weeks", &blanks),
        Some(_) | None => number.to_string(),
    }
}

pub(super) fn accept_words(ex: &mut Exchange<'_>, node: &Node, words: String) {
    let Kind::Text { records } = &node.kind else {
        return;
    };
    let shown = exchange::escape(&words);
    let answer = Answer { values: vec![(records.clone(), Value::Word(words))], choice: None, shown };
    accept(ex, node, answer, None);
}

/// Records an answer, looks for an emergency, and goes on.
pub(super) fn accept(ex: &mut Exchange<'_>, node: &Node, answer: Answer, message: Option<MessageId>) {
    ex.chat.awaits = None;
    settle(ex, node, &answer.shown, message);
    let says_it_let_go = matches!(&node.kind, Kind::Say(say) if say.stops.is_some() && say.stops == answer.choice);
    if says_it_let_go {
        let_go(ex);
    }
    let lasts = matches!(&node.kind, Kind::Say(say) if say.lasts.is_some() && say.lasts == answer.choice);
    if matches!(&node.kind, Kind::Say(say) if say.stops.is_some()) {
        nights::settle_still(ex);
    }
    let behind_help = if lasts && has_lasted_long(ex) { node.as_say().and_then(|say| say.stops.clone()) } else { None };
    let revises = ex.chat.conversation.as_mut().is_some_and(|open| std::mem::take(&mut open.revises));
    let values = if revises { replace(ex, answer.values) } else { answer.values };
    record(ex, node, values);
    sign_of_life(ex);
    // Without a bout there is no card to end with; an alarm has shown its own.
    let has_bout = ex.chat.conversation.as_ref().is_some_and(|open| open.episode.is_some());
    if has_bout && triage::urgency(&findings(ex), ex.library) == Urgency::Emergency {
        close(ex, true);
        return;
    }
    if is_asking(ex) {
        return next_wanted(ex);
    }
    if behind_help.is_some() {
        let line = ex.phrase("lasts-long", &[]);
        ex.say(line, Keyboard::None);
    }
    match node.next(behind_help.as_ref().or(answer.choice.as_ref())).cloned() {
        Some(target) => advance(ex, &target),
        None => finish(ex),
    }
}

pub(super) fn record(ex: &mut Exchange<'_>, node: &Node, values: Vec<(FindingKey, Value)>) {
    let Some(open) = ex.chat.conversation.as_mut() else {
        return;
    };
    let source = Source::Node { conversation: open.id, dialogue: open.at.dialogue.clone(), node: node.id.clone() };
    let (subject, episode) = (open.subject, open.episode);
    if node.is_question() {
        open.path.push(Step { at: open.at.clone(), stack: open.stack.clone(), passed: false });
    }
    // Of "same as last time" nothing stays that a new answer here does not say again.
    let (id, at, now) = (open.id, open.at.clone(), ex.now);
    let is_left =
        |fact: &Fact| same::is_taken_over(&fact.finding) && values.iter().all(|(key, _)| *key != fact.finding);
    for fact in ex.chat.facts.iter_mut().filter(|fact| is_from(fact, id, &at) && is_left(fact)) {
        fact.withdrawn.get_or_insert(now);
    }
    for (finding, value) in values {
        let scope = ex.library.vocabulary.finding(&finding).map(|finding| finding.scope);
        let episode = if scope == Some(Scope::Profile) { None } else { episode };
        ex.chat.facts.push(Fact {
            subject,
            episode,
            finding,
            value,
            source: source.clone(),
            refines: node.refines,
            at: ex.happened,
            message: ex.message,
            withdrawn: None,
        });
    }
}

pub(super) fn sign_of_life(ex: &mut Exchange<'_>) {
    let now = ex.now;
    if let Some(episode) = ex.chat.episode.as_mut() {
        episode.last_sign = now;
    }
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.last_sign = now;
    }
}

pub(super) fn out_of_range(ex: &mut Exchange<'_>, node: &Node) {
    let records = node.findings().into_iter().next();
    let finding = records.and_then(|key| ex.library.vocabulary.finding(key));
    let (min, max) = match (&node.kind, finding.map(|finding| &finding.kind)) {
        (Kind::Number { min, max, .. }, _) => (*min, *max),
        (_, Some(vocabulary::Kind::Int { min, max } | vocabulary::Kind::Float { min, max })) => (*min, *max),
        _ => (0.0, 0.0),
    };
    let unit = finding.and_then(|finding| finding.unit.as_deref());
    let (min, max) = (min.to_string(), amount(ex, max, unit));
    let blanks = [("min", Blank::Text(&min)), ("max", Blank::Text(&max))];
    let line = ex.phrase("out-of-range", &blanks);
    settle_typed(ex, None);
    repeat(ex, Some(line));
}

/// Words that are no answer are kept as a note; the question comes again in other words, then with the ways out first.
pub fn miss(ex: &mut Exchange<'_>, text: &str) {
    let kept = !reply::normalise(text).is_empty() && ex.chat.has_consent();
    if kept {
        let episode = ex.chat.conversation.as_ref().and_then(|open| open.episode);
        ex.remember(ex.happened, What::Note { episode, text: reply::cut(text.trim()) });
    }
    let undo = kept.then(|| ex.chat.note_written(ex.now, Record::Note { entry: ex.chat.counters.entries }));
    settle_typed(ex, None);
    let Some(open) = ex.chat.conversation.as_mut() else {
        return;
    };
    open.misses = open.misses.saturating_add(1);
    let phrase = match (open.misses, kept) {
        (0 | 1, true) => "miss-first",
        (0 | 1, false) => "miss-first-empty",
        (_, true) => "miss-second",
        (_, false) => "miss-second-empty",
    };
    let line = ex.phrase(phrase, &[]);
    repeat(ex, Some(line));
    if let Some(number) = undo {
        ex.add_row(undo::buttons(ex, number).collect());
    }
}

pub(super) fn control(ex: &mut Exchange<'_>, node: &Node, item: &str, message: Option<MessageId>) {
    match item {
        BACK => back(ex, message),
        SKIP if matches!(node.kind, Kind::Say(_)) => skip_help(ex, node, message),
        SKIP => {
            let values = node.findings().into_iter().map(|key| (key.clone(), Value::Unsure)).collect();
            let shown = ex.phrase("button-skip", &[]);
            accept(ex, node, Answer { values, choice: None, shown }, message);
        }
        STOP => stop(ex),
        WHY if node.has_why => {
            let why = ex.authored(&node.text, "why");
            clear_buttons(ex, message);
            repeat(ex, Some(why));
        }
        _ => miss(ex, ""),
    }
}

/// Past the steps of help to what follows them; nothing is said about whether the cramp let go.
fn skip_help(ex: &mut Exchange<'_>, node: &Node, message: Option<MessageId>) {
    clear_buttons(ex, message);
    let ahead = node.as_say().and_then(|say| say.stops.as_ref().or(say.choices.first().map(|choice| &choice.id)));
    match node.next(ahead).cloned() {
        Some(target) => advance(ex, &target),
        None => finish(ex),
    }
}
