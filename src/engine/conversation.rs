//! Walks a person through a dialogue: begin, answer, back, skip, stop, and the end with its assessment.
//!
//! Facts are recorded and withdrawn here and nowhere else. Never words a message itself: texts come from the
//! files, looks from `question`, cards from `card`.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::chat::{Conversation, Episode, Position, Step};
use super::diary::{Assessed, What};
use super::exchange::Exchange;
use super::fact::{Fact, Source};
use super::letter::{Class, Keyboard, Tag, Target as Message};
use super::press::{BACK, DONE, NONE, SKIP, STOP, UNSURE, WHY};
use super::question::{self, Line, Look};
use super::reply::{self, Reply};
use super::{card, triage};
use crate::ids::{ChoiceId, ConversationId, DialogueId, EpisodeId, FindingKey, MessageId, NodeId, PressId, SubjectId, Visit};
use crate::library::condition::Truth;
use crate::library::dialogue::{Begins, Dialogue, Kind, Node, Target};
use crate::library::rule::Urgency;
use crate::library::value::Value;
use crate::library::words::Blank;

/// Most nodes passed over between two questions; a loop of passed nodes ends in the assessment.
const MOST_STEPS: usize = 500;
/// "It let go" later than this after the last sign of life says nothing about how long it held.
const SIGN_OF_LIFE: SignedDuration = SignedDuration::from_mins(20);
/// A cramp told later than this gets no live script.
const LIVE: SignedDuration = SignedDuration::from_mins(10);

/// An answer to a question, from a button or from typed words.
struct Answer {
    values: Vec<(FindingKey, Value)>,
    /// The choice that decides where it leads; `None` for Skip and Not sure.
    choice: Option<ChoiceId>,
    /// In words, for the settled question.
    shown: String,
}

/// Starts a dialogue in a new conversation. A dialogue about trouble opens an episode, unless one is passed in.
pub fn begin(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: Option<EpisodeId>) {
    leave(ex);
    let episode = match dialogue.begins {
        Begins::Nothing => None,
        Begins::Cramp | Begins::Checkup => Some(episode.unwrap_or_else(|| open_episode(ex, dialogue.begins, ex.happened))),
    };
    open_conversation(ex, dialogue, episode);
    let is_late = ex.now.duration_since(ex.happened) > LIVE;
    if is_late && dialogue.begins == Begins::Cramp {
        let time = ex.clock(ex.happened);
        let line = ex.phrase("late-cramp", &[("time", Blank::Text(&time))]);
        stand_at(ex, dialogue.start.clone());
        ask_saying(ex, Some(line), Text::Replaced);
    } else {
        advance(ex, &Target::Node(dialogue.start.clone()));
    }
}

/// Opens an episode that began at `began`; a cramp is in the diary from here on.
pub fn open_episode(ex: &mut Exchange<'_>, begins: Begins, began: Timestamp) -> EpisodeId {
    close_episode(ex);
    ex.chat.counters.episodes += 1;
    let id = EpisodeId(ex.chat.counters.episodes);
    let cramp = begins == Begins::Cramp;
    ex.chat.episode = Some(Episode { id, subject: SubjectId(0), began, cramp, let_go: None, last_sign: ex.now });
    if cramp {
        ex.remember(began, What::Cramp { episode: id });
    }
    id
}

/// What was answered about it is in the diary; only what is true of the person stays in the chat.
pub fn close_episode(ex: &mut Exchange<'_>) {
    ex.chat.episode = None;
    ex.chat.facts.retain(|fact| fact.episode.is_none());
}

fn open_conversation(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: Option<EpisodeId>) {
    ex.chat.counters.conversations += 1;
    ex.chat.awaits = None;
    ex.chat.conversation = Some(Conversation {
        id: ConversationId(ex.chat.counters.conversations),
        subject: SubjectId(0),
        episode,
        dialogue: dialogue.id.clone(),
        stack: Vec::new(),
        at: Position { dialogue: dialogue.id.clone(), node: dialogue.start.clone() },
        visit: Visit(0),
        ticks: BTreeSet::new(),
        misses: 0,
        path: Vec::new(),
        content: ex.library.hash.clone(),
        last_sign: ex.now,
    });
}

/// Starts a dialogue for an episode that is already there.
pub fn begin_about(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: EpisodeId) {
    leave(ex);
    open_conversation(ex, dialogue, Some(episode));
    advance(ex, &Target::Node(dialogue.start.clone()));
}

/// Goes on in a dialogue as if its opening had been answered: after first aid given without consent.
pub fn begin_after_relief(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: EpisodeId) {
    open_conversation(ex, dialogue, Some(episode));
    let target = dialogue.node(&dialogue.start).and_then(|node| match &node.kind {
        Kind::Say(say) => node.next(say.stops.as_ref()).cloned(),
        Kind::Ask { .. } | Kind::AskSeveral { .. } | Kind::Check { .. } | Kind::Number { .. } | Kind::Duration { .. }
        | Kind::Text { .. } | Kind::Call { .. } | Kind::End { .. } => None,
    });
    advance(ex, &target.unwrap_or_else(|| Target::Node(dialogue.start.clone())));
}

/// A press on a question's button. Only the open asking of the open conversation is answered; anything else changes nothing.
pub fn pressed(ex: &mut Exchange<'_>, at: (ConversationId, Visit), item: &str, on: Option<bool>, message: Option<MessageId>, press: &PressId) {
    let is_open = ex.chat.conversation.as_ref().is_some_and(|open| (open.id, open.visit) == at);
    if !is_open {
        let toast = ex.phrase("toast-answered", &[]);
        return ex.acknowledge(press, Some(toast));
    }
    ex.acknowledge(press, None);
    let Some(node) = here(ex) else {
        return restart(ex);
    };
    if let Some(on) = on {
        return tick(ex, node, item, on, message);
    }
    take(ex, node, item, message);
}

/// One item of the question, or one of the ways out of it.
fn take(ex: &mut Exchange<'_>, node: &Node, item: &str, message: Option<MessageId>) {
    let has_ticks = ex.chat.conversation.as_ref().is_some_and(|open| !open.ticks.is_empty());
    if item == NONE && has_ticks {
        return doubt_none(ex, message);
    }
    match answer_to(ex, node, item) {
        Some(answer) => accept(ex, node, answer, message),
        None => control(ex, node, item, message),
    }
}

/// Typed words while a question is open.
pub fn typed(ex: &mut Exchange<'_>, text: &str) {
    let Some(node) = here(ex) else {
        return restart(ex);
    };
    match reply::read(text, node, &shown_lines(ex, node), ex) {
        Reply::Item(item) => take(ex, node, &item, None),
        Reply::Items(items) => tick_typed(ex, items),
        Reply::Number(number) => accept_number(ex, node, number),
        Reply::OutOfRange => out_of_range(ex, node),
        Reply::Words(words) => accept_words(ex, node, words),
        Reply::Unclear => miss(ex, text),
    }
}

/// Asks the open question once more, after a command in the middle.
pub fn ask_again(ex: &mut Exchange<'_>) {
    if here(ex).is_some() {
        settle_typed(ex, None);
        ask_saying(ex, None, Text::Shown);
    }
}

/// Ends the conversation on the person's word; what was answered is kept, and an alarm in it is still said.
pub fn stop(ex: &mut Exchange<'_>) {
    settle_typed(ex, None);
    let saved = match &ex.chat.episode {
        Some(episode) if episode.cramp => {
            let time = ex.clock(episode.began);
            ex.phrase("stopped-saved", &[("time", Blank::Text(&time))])
        }
        Some(_) | None => ex.phrase("stopped", &[]),
    };
    let alarm = triage::assess(&findings(ex), ex.library).spoken() >= Urgency::Urgent;
    close(ex, alarm);
    if !alarm {
        ex.say(saved, Keyboard::None);
    }
}

/// Ends the conversation without a word.
pub fn leave(ex: &mut Exchange<'_>) {
    if ex.chat.conversation.is_some() {
        settle_typed(ex, None);
        close(ex, false);
    }
}

/// The cramp has let go: its length is known only if there was a sign of life not long ago.
pub fn let_go(ex: &mut Exchange<'_>) {
    let Some(episode) = ex.chat.episode.as_mut().filter(|episode| episode.cramp && episode.let_go.is_none()) else {
        return;
    };
    episode.let_go = Some(ex.happened);
    let heard_lately = ex.happened.duration_since(episode.last_sign) <= SIGN_OF_LIFE;
    let (id, held) = (episode.id, ex.happened.duration_since(episode.began).as_secs_f64() / 60.0);
    let minutes = (heard_lately && held >= 0.0).then(|| (held * 10.0).round() / 10.0);
    note(ex, "cramp_ongoing", Value::Flag(false));
    if let Some(minutes) = minutes {
        note(ex, "duration_minutes", Value::Number(minutes));
    }
    ex.remember(ex.happened, What::LetGo { episode: id, minutes });
}

/// A fact that the bot saw itself.
fn note(ex: &mut Exchange<'_>, finding: &str, value: Value) {
    let episode = ex.chat.episode.as_ref().map(|episode| episode.id);
    ex.chat.facts.push(Fact {
        subject: SubjectId(0),
        episode,
        finding: FindingKey::from(finding),
        value,
        source: Source::Clock,
        refines: false,
        at: ex.happened,
        withdrawn: None,
    });
}

// ---------------------------------------------------------------- answers

/// The node at which the conversation stands, if the content still has it.
fn here<'a>(ex: &Exchange<'a>) -> Option<&'a Node> {
    let at = &ex.chat.conversation.as_ref()?.at;
    ex.library.node(&at.dialogue, &at.node)
}

/// What an item of the question means; `None` for Back, Skip, Stop, Why and items that are not there.
fn answer_to(ex: &Exchange<'_>, node: &Node, item: &str) -> Option<Answer> {
    match item {
        DONE | NONE | UNSURE => exit(ex, node, item),
        _ => {
            let line = shown_lines(ex, node).into_iter().find(|line| line.item == item)?;
            let values = match (&node.kind, line.value) {
                (Kind::Ask { records, .. } | Kind::Number { records, .. } | Kind::Duration { records, .. }, Some(value)) => {
                    vec![(records.clone(), value)]
                }
                _ => Vec::new(),
            };
            Some(Answer { values, choice: Some(ChoiceId::from(item)), shown: line.label })
        }
    }
}

/// The three exits of a screen of facts, and "Not sure" of any question.
fn exit(ex: &Exchange<'_>, node: &Node, item: &str) -> Option<Answer> {
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
fn screen_values(ex: &Exchange<'_>, node: &Node, ticks: &BTreeSet<String>, rest_absent: bool) -> Vec<(FindingKey, Value)> {
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
            let is_doubtful = items.iter().any(|item| item.finding == *key && ticks.contains(&doubtful(item.id.as_str())));
            let rest = if rest_absent && !is_doubtful { finding.absent() } else { Some(Value::Unsure) };
            Some((key.clone(), ticked.or(rest).unwrap_or(Value::Unsure)))
        })
        .collect()
}

/// The mark of "not sure about this one" among the ticks.
pub fn doubtful(item: &str) -> String {
    format!("{item}?")
}

fn accept_number(ex: &mut Exchange<'_>, node: &Node, number: f64) {
    let (Kind::Number { records, .. } | Kind::Duration { records, .. }) = &node.kind else {
        return;
    };
    let rounded = (number * 100.0).round() / 100.0;
    let value = Value::Number(rounded);
    if ex.library.vocabulary.finding(records).is_some_and(|finding| !finding.accepts(&value)) {
        return out_of_range(ex, node);
    }
    let answer = Answer { values: vec![(records.clone(), value)], choice: None, shown: rounded.to_string() };
    accept(ex, node, answer, None);
}

fn accept_words(ex: &mut Exchange<'_>, node: &Node, words: String) {
    let Kind::Text { records } = &node.kind else {
        return;
    };
    let shown = super::exchange::escape(&words);
    let answer = Answer { values: vec![(records.clone(), Value::Word(words))], choice: None, shown };
    accept(ex, node, answer, None);
}

/// Records an answer, looks for an emergency, and goes on.
fn accept(ex: &mut Exchange<'_>, node: &Node, answer: Answer, message: Option<MessageId>) {
    settle(ex, node, &answer.shown, message);
    let says_it_let_go = matches!(&node.kind, Kind::Say(say) if say.stops.is_some() && say.stops == answer.choice);
    if says_it_let_go {
        let_go(ex);
    }
    record(ex, node, answer.values);
    sign_of_life(ex);
    if triage::assess(&findings(ex), ex.library).urgency == Urgency::Emergency {
        return close(ex, true);
    }
    match node.next(answer.choice.as_ref()).cloned() {
        Some(target) => advance(ex, &target),
        None => finish(ex),
    }
}

fn record(ex: &mut Exchange<'_>, node: &Node, values: Vec<(FindingKey, Value)>) {
    let Some(open) = ex.chat.conversation.as_mut() else {
        return;
    };
    let source = Source::Node { conversation: open.id, dialogue: open.at.dialogue.clone(), node: node.id.clone() };
    let (subject, episode) = (open.subject, open.episode);
    if node.is_question() {
        open.path.push(Step { at: open.at.clone(), stack: open.stack.clone(), passed: false });
    }
    for (finding, value) in values {
        let scope = ex.library.vocabulary.finding(&finding).map(|finding| finding.scope);
        let episode = if scope == Some(crate::library::vocabulary::Scope::Profile) { None } else { episode };
        ex.chat.facts.push(Fact {
            subject,
            episode,
            finding,
            value,
            source: source.clone(),
            refines: node.refines,
            at: ex.happened,
            withdrawn: None,
        });
    }
}

fn sign_of_life(ex: &mut Exchange<'_>) {
    let now = ex.now;
    if let Some(episode) = ex.chat.episode.as_mut() {
        episode.last_sign = now;
    }
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.last_sign = now;
    }
}

// ---------------------------------------------------------------- controls and misses

fn control(ex: &mut Exchange<'_>, node: &Node, item: &str, message: Option<MessageId>) {
    match item {
        BACK => back(ex, message),
        SKIP => {
            let values = node.findings().into_iter().map(|key| (key.clone(), Value::Unsure)).collect();
            let shown = ex.phrase("button-skip", &[]);
            accept(ex, node, Answer { values, choice: None, shown }, message);
        }
        STOP => stop(ex),
        WHY if node.has_why => {
            let why = ex.authored(&node.text, "why");
            clear_buttons(ex, message);
            ask_saying(ex, Some(why), Text::Shown);
        }
        _ => miss(ex, ""),
    }
}

/// Asks the question before this one again, its old answer marked. Answers behind it stay for as long as the
/// new way still comes past them.
fn back(ex: &mut Exchange<'_>, message: Option<MessageId>) {
    clear_buttons(ex, message);
    let Some(open) = ex.chat.conversation.as_mut() else {
        return;
    };
    while open.path.last().is_some_and(|step| step.passed) && open.path.iter().any(|step| !step.passed) {
        open.path.pop();
    }
    if open.path.iter().all(|step| step.passed) {
        return ask_saying(ex, None, Text::Shown);
    }
    if let Some(step) = open.path.pop() {
        open.stack = step.stack;
        open.at = step.at;
        open.ticks.clear();
        open.misses = 0;
    }
    mark_old_answer(ex);
    ask_saying(ex, None, Text::Shown);
}

/// Ticks what was answered here before.
fn mark_old_answer(ex: &mut Exchange<'_>) {
    let Some(node) = here(ex) else { return };
    let Some(open) = ex.chat.conversation.as_ref() else { return };
    let old: Vec<&Fact> = ex.chat.facts.iter().filter(|fact| is_from(fact, open.id, &open.at)).collect();
    let is_old = |line: &Line| match &node.kind {
        Kind::Check { items } => items.iter().any(|item| {
            item.id.as_str() == line.item && old.iter().rev().find(|fact| fact.finding == item.finding).is_some_and(|fact| fact.value == item.value)
        }),
        Kind::AskSeveral { .. } => {
            old.last().is_some_and(|fact| matches!(&fact.value, Value::Words(words) if words.contains(&line.item)))
        }
        _ => line.value.is_some() && old.last().map(|fact| &fact.value) == line.value.as_ref(),
    };
    let ticks = question::lines(node, ex).into_iter().filter(is_old).map(|line| line.item).collect();
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.ticks = ticks;
    }
}

fn is_from(fact: &Fact, running: ConversationId, at: &Position) -> bool {
    matches!(&fact.source, Source::Node { conversation, dialogue, node }
        if *conversation == running && *dialogue == at.dialogue && *node == at.node)
}

fn tick(ex: &mut Exchange<'_>, node: &Node, item: &str, on: bool, message: Option<MessageId>) {
    if !shown_lines(ex, node).iter().any(|line| line.item == item) {
        return;
    }
    if let Some(open) = ex.chat.conversation.as_mut() {
        if on { open.ticks.insert(item.to_owned()) } else { open.ticks.remove(item) };
    }
    sign_of_life(ex);
    let (tag, buttons) = look(ex, |look| (tag(look), question::buttons(node, ex, look)));
    ex.edit(message.map_or(Message::Tag(tag), Message::Message), None, buttons);
}

/// "None" after a tick contradicts it; the tick is the more dangerous answer, so the person decides again.
fn doubt_none(ex: &mut Exchange<'_>, message: Option<MessageId>) {
    clear_buttons(ex, message);
    let items = ticked_labels(ex);
    let line = ex.phrase("ticked-but-none", &[("items", Blank::Text(&items))]);
    ask_saying(ex, Some(line), Text::Shown);
}

/// What is ticked on the open screen, in words.
fn ticked_labels(ex: &Exchange<'_>) -> String {
    let ticks = ex.chat.conversation.as_ref().map(|open| open.ticks.clone()).unwrap_or_default();
    let lines = here(ex).map(|node| shown_lines(ex, node)).unwrap_or_default();
    let labels: Vec<String> = lines
        .into_iter()
        .filter_map(|line| match (ticks.contains(&line.item), ticks.contains(&doubtful(&line.item))) {
            (true, _) => Some(line.label),
            (false, true) => Some(format!("{} (?)", line.label)),
            (false, false) => None,
        })
        .collect();
    labels.join(", ")
}

/// Typed items are ticked and shown again, so that more can follow before Done.
fn tick_typed(ex: &mut Exchange<'_>, items: Vec<String>) {
    settle_typed(ex, None);
    if let Some(open) = ex.chat.conversation.as_mut() {
        for item in items {
            // A later word about the same line replaces the earlier one.
            let other = item.strip_suffix('?').map_or_else(|| doubtful(&item), str::to_owned);
            open.ticks.remove(&other);
            open.ticks.insert(item);
        }
    }
    let items = ticked_labels(ex);
    let line = ex.phrase("ticked", &[("items", Blank::Text(&items))]);
    ask_saying(ex, Some(line), Text::Shown);
}

fn out_of_range(ex: &mut Exchange<'_>, node: &Node) {
    let records = node.findings().into_iter().next();
    let finding = records.and_then(|key| ex.library.vocabulary.finding(key));
    let (min, max) = match (&node.kind, finding.map(|finding| &finding.kind)) {
        (Kind::Number { min, max, .. }, _) => (*min, *max),
        (_, Some(crate::library::vocabulary::Kind::Int { min, max } | crate::library::vocabulary::Kind::Float { min, max })) => (*min, *max),
        _ => (0.0, 0.0),
    };
    let unit = finding.and_then(|finding| finding.unit.clone()).unwrap_or_default();
    let blanks = [("min", Blank::Number(min)), ("max", Blank::Number(max)), ("unit", Blank::Text(&unit))];
    let line = ex.phrase("out-of-range", &blanks);
    settle_typed(ex, None);
    ask_saying(ex, Some(line), Text::Shown);
}

/// Words that are no answer are kept as a note; the question comes again in other words, then with the ways out first.
fn miss(ex: &mut Exchange<'_>, text: &str) {
    let kept = !text.trim().is_empty() && ex.chat.has_consent();
    if kept {
        let episode = ex.chat.conversation.as_ref().and_then(|open| open.episode);
        ex.remember(ex.happened, What::Note { episode, text: reply::cut(text.trim()) });
    }
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
    ask_saying(ex, Some(line), Text::Shown);
}

// ---------------------------------------------------------------- asking

/// Whether the question itself follows the line that is said first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    Shown,
    Replaced,
}

fn stand_at(ex: &mut Exchange<'_>, node: NodeId) {
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.at.node = node;
        open.ticks.clear();
        open.misses = 0;
    }
}

/// Shows the question at which the conversation stands; each showing is a visit of its own.
fn ask_saying(ex: &mut Exchange<'_>, line: Option<String>, text: Text) {
    let Some(node) = here(ex) else {
        return restart(ex);
    };
    let is_first = ex.chat.conversation.as_ref().is_some_and(|open| open.visit == Visit(0) || open.path.iter().all(|step| step.passed));
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.visit = Visit(open.visit.0 + 1);
        open.content.clone_from(&ex.library.hash);
    }
    let (tag, body, buttons) = look(ex, |look| (tag(look), question::text(node, ex, look), question::buttons(node, ex, look)));
    let intro = (is_first && line.is_none() && node.is_question()).then(|| intro(ex)).flatten();
    let body = (text == Text::Shown).then_some(body);
    let message = [line, intro, body].into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    let class = if is_first_aid(node) { Class::Emergency } else { Class::Answer };
    let keyboard = if buttons.is_empty() { Keyboard::None } else { Keyboard::Inline(buttons) };
    ex.send(class, message, keyboard, Some(tag));
}

fn intro(ex: &Exchange<'_>) -> Option<String> {
    let id = &ex.chat.conversation.as_ref()?.dialogue;
    let dialogue = ex.library.dialogue(id)?;
    dialogue.has_intro.then(|| ex.authored(id.as_str(), "intro"))
}

fn is_first_aid(node: &Node) -> bool {
    matches!(&node.kind, Kind::Say(say) if say.first_aid)
}

fn look<T>(ex: &Exchange<'_>, show: impl FnOnce(&Look<'_>) -> T) -> T {
    let nothing = BTreeSet::new();
    let open = ex.chat.conversation.as_ref();
    let hidden = here(ex).map(|node| hidden(ex, node)).unwrap_or_default();
    show(&Look {
        conversation: open.map_or(ConversationId(0), |open| open.id),
        visit: open.map_or(Visit(0), |open| open.visit),
        marked: open.map_or(&nothing, |open| &open.ticks),
        hidden: &hidden,
        has_back: open.is_some_and(|open| open.path.iter().any(|step| !step.passed)),
        ways_out_first: open.is_some_and(|open| open.misses > 1),
    })
}

fn tag(look: &Look<'_>) -> Tag {
    Tag { conversation: look.conversation, visit: look.visit }
}

/// Items of a check screen that other questions have answered already.
fn hidden(ex: &Exchange<'_>, node: &Node) -> BTreeSet<String> {
    let Kind::Check { items } = &node.kind else {
        return BTreeSet::new();
    };
    let Some(open) = ex.chat.conversation.as_ref() else {
        return BTreeSet::new();
    };
    let known: BTreeSet<&FindingKey> = ex
        .chat
        .facts_in_force(&ex.library.vocabulary, ex.now)
        .filter(|fact| !is_from(fact, open.id, &open.at) && settles(fact, open.id))
        .map(|fact| &fact.finding)
        .collect();
    let hidden: BTreeSet<String> = items.iter().filter(|item| known.contains(&item.finding)).map(|item| item.id.to_string()).collect();
    // A screen asked for on purpose is never empty.
    if hidden.len() == items.len() { BTreeSet::new() } else { hidden }
}

fn shown_lines(ex: &Exchange<'_>, node: &Node) -> Vec<Line> {
    let hidden = hidden(ex, node);
    question::lines(node, ex).into_iter().filter(|line| !hidden.contains(&line.item)).collect()
}

// ---------------------------------------------------------------- settling

/// The answered question shows its answer and loses its buttons; first aid keeps every word.
fn settle(ex: &mut Exchange<'_>, node: &Node, shown: &str, message: Option<MessageId>) {
    if is_first_aid(node) || matches!(node.kind, Kind::Say(_)) {
        return clear_buttons(ex, message);
    }
    let question = ex.authored(&node.text, "text");
    let text = format!("{question}\n<b>{shown}</b>");
    match message {
        Some(message) => ex.edit(Message::Message(message), Some(text), Vec::new()),
        None => settle_typed(ex, Some(text)),
    }
}

/// Edits the open question without having its number: it was answered in words.
fn settle_typed(ex: &mut Exchange<'_>, text: Option<String>) {
    let (tag, has_asked) = look(ex, |look| (tag(look), look.visit > Visit(0)));
    if has_asked {
        ex.edit(Message::Tag(tag), text, Vec::new());
    }
}

fn clear_buttons(ex: &mut Exchange<'_>, message: Option<MessageId>) {
    match message {
        Some(message) => ex.edit(Message::Message(message), None, Vec::new()),
        None => settle_typed(ex, None),
    }
}

// ---------------------------------------------------------------- walking

/// Goes on to a target and over everything that need not be asked, to the next question or the end.
fn advance(ex: &mut Exchange<'_>, target: &Target) {
    let mut target = target.clone();
    for _ in 0..MOST_STEPS {
        match target {
            Target::Triage => return finish(ex),
            Target::Return => match return_to_caller(ex) {
                Some(next) => target = next,
                None => return finish(ex),
            },
            Target::Node(node) => {
                stand_at(ex, node);
                match pass(ex) {
                    Some(next) => target = next,
                    None => return,
                }
            }
        }
    }
    finish(ex);
}

/// Where the caller goes on, when the dialogue that ended was called.
fn return_to_caller(ex: &mut Exchange<'_>) -> Option<Target> {
    let open = ex.chat.conversation.as_mut()?;
    let caller = open.stack.pop()?;
    open.at = caller.clone();
    ex.library.node(&caller.dialogue, &caller.node)?.next(None).cloned()
}

/// Passes over the node where it need not be shown and says where it leads; shows it otherwise.
fn pass(ex: &mut Exchange<'_>) -> Option<Target> {
    let Some(node) = here(ex) else {
        restart(ex);
        return None;
    };
    if is_pruned(ex, node) {
        return Some(node.next(None).cloned().unwrap_or(Target::Return));
    }
    match &node.kind {
        Kind::Call { dialogue } => Some(call(ex, dialogue)),
        Kind::End { says } => {
            if *says {
                let text = ex.authored(&node.text, "text");
                ex.say(text, Keyboard::None);
            }
            Some(Target::Return)
        }
        Kind::Say(say) if say.choices.is_empty() => {
            let text = ex.authored(&node.text, "text");
            let class = if say.first_aid { Class::Emergency } else { Class::Answer };
            ex.send(class, text, Keyboard::None, None);
            Some(node.next(None).cloned().unwrap_or(Target::Return))
        }
        Kind::Say(_) => {
            ask_saying(ex, None, Text::Shown);
            None
        }
        Kind::Ask { .. } | Kind::AskSeveral { .. } | Kind::Check { .. } | Kind::Number { .. } | Kind::Duration { .. } | Kind::Text { .. } => {
            pass_if_known(ex, node)
        }
    }
}

fn call(ex: &mut Exchange<'_>, dialogue: &DialogueId) -> Target {
    let called = ex.library.dialogue(dialogue).map(|called| called.start.clone());
    match (called, ex.chat.conversation.as_mut()) {
        (Some(start), Some(open)) => {
            open.stack.push(open.at.clone());
            open.at.dialogue = dialogue.clone();
            Target::Node(start)
        }
        _ => Target::Return,
    }
}

/// Conditions that keep a node from being asked.
fn is_pruned(ex: &Exchange<'_>, node: &Node) -> bool {
    if node.only_if.is_none() && !node.only_if_it_matters {
        return false;
    }
    let findings = findings(ex);
    let unwanted = node.only_if.as_ref().is_some_and(|condition| condition.holds(&findings) != Truth::True);
    unwanted || node.only_if_it_matters && !node.findings().iter().any(|key| triage::matters(key, &findings, ex.library))
}

/// A question whose answer this episode already knows is not asked twice.
fn pass_if_known(ex: &mut Exchange<'_>, node: &Node) -> Option<Target> {
    let Some(value) = known_answer(ex, node) else {
        ask_saying(ex, None, Text::Shown);
        return None;
    };
    if let Some(open) = ex.chat.conversation.as_mut() {
        let step = Step { at: open.at.clone(), stack: open.stack.clone(), passed: true };
        open.path.push(step);
    }
    let choice = match value {
        Value::Flag(yes) => Some(ChoiceId::from(if yes { "yes" } else { "no" })),
        Value::Word(word) => Some(ChoiceId::from(word.as_str())),
        Value::Unsure | Value::Number(_) | Value::Words(_) => None,
    };
    Some(node.next(choice.as_ref()).cloned().unwrap_or(Target::Return))
}

/// The answer that is known for every finding of a node: of a follow-up only its own counts.
fn known_answer(ex: &Exchange<'_>, node: &Node) -> Option<Value> {
    let open = ex.chat.conversation.as_ref()?;
    let own = |fact: &&Fact| is_from(fact, open.id, &open.at) && fact.withdrawn.is_none();
    let known = |key: &FindingKey| -> Option<Value> {
        let kept = ex.chat.facts.iter().rev().filter(own).find(|fact| fact.finding == *key);
        if node.refines {
            return kept.map(|fact| fact.value.clone());
        }
        let in_force = ex.chat.facts_in_force(&ex.library.vocabulary, ex.now).filter(|fact| fact.finding == *key && settles(fact, open.id)).last();
        kept.or(in_force).map(|fact| fact.value.clone())
    };
    let values: Option<Vec<Value>> = node.findings().into_iter().map(known).collect();
    values?.into_iter().next()
}

/// "Not sure" settles a question for the running conversation only.
fn settles(fact: &Fact, running: ConversationId) -> bool {
    fact.value != Value::Unsure || matches!(&fact.source, Source::Node { conversation, .. } if *conversation == running)
}

/// The files have changed under a sleeping conversation and the node is gone: from the start, answers kept.
fn restart(ex: &mut Exchange<'_>) {
    let Some(open) = ex.chat.conversation.as_mut() else {
        return;
    };
    open.stack.clear();
    let id = open.dialogue.clone();
    let line = ex.phrase("content-changed", &[]);
    ex.say(line, Keyboard::None);
    let Some(dialogue) = ex.library.dialogue(&id) else {
        return finish(ex);
    };
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.at = Position { dialogue: id, node: dialogue.start.clone() };
    }
    let start = dialogue.node(&dialogue.start);
    let target = match start.map(|node| (&node.kind, node)) {
        // First aid was given; the questions go on behind it.
        Some((Kind::Say(say), node)) if say.stops.is_some() => node.next(say.stops.as_ref()).cloned(),
        _ => None,
    };
    let target = target.unwrap_or_else(|| Target::Node(dialogue.start.clone()));
    advance(ex, &target);
}

// ---------------------------------------------------------------- the end

fn findings(ex: &Exchange<'_>) -> crate::library::value::Findings {
    ex.chat.findings(&ex.library.vocabulary, ex.now)
}

/// The regular end: with an assessment where it was about trouble.
fn finish(ex: &mut Exchange<'_>) {
    let about_trouble = ex.chat.conversation.as_ref().is_some_and(|open| open.episode.is_some());
    close(ex, about_trouble);
    if !about_trouble {
        let done = ex.phrase("kept", &[]);
        ex.say(done, Keyboard::None);
    }
}

/// Puts the conversation into the diary and the assessment with it; the card is sent where wanted.
fn close(ex: &mut Exchange<'_>, show_card: bool) {
    let findings = findings(ex);
    let assessment = triage::assess(&findings, ex.library);
    let facts = withdraw_unreached(ex);
    let Some(open) = ex.chat.conversation.clone() else {
        return;
    };
    if !facts.is_empty() {
        ex.remember(ex.now, What::Answers { episode: open.episode, facts });
    }
    if open.episode.is_some() {
        let card = card::card(ex, &assessment, &findings);
        let facts = ex.chat.facts_in_force(&ex.library.vocabulary, ex.now).cloned().collect();
        ex.remember(ex.now, What::Assessed(Assessed {
            episode: open.episode,
            urgency: assessment.urgency,
            rules: assessment.because.iter().map(|rule| rule.id.clone()).collect(),
            names: assessment.names(),
            content: ex.library.hash.clone(),
            facts,
            card: card.text.clone(),
        }));
        if show_card {
            ex.send(card.class, card.text, card.keyboard, None);
        }
    }
    ex.chat.conversation = None;
    keep_newest_facts(ex);
}

/// Answers that the walked way no longer reaches are withdrawn; gives all answers of this conversation.
fn withdraw_unreached(ex: &mut Exchange<'_>) -> Vec<Fact> {
    let Some(open) = ex.chat.conversation.as_ref() else {
        return Vec::new();
    };
    let reached = |dialogue: &DialogueId, node: &NodeId| open.path.iter().any(|step| step.at.dialogue == *dialogue && step.at.node == *node);
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
fn keep_newest_facts(ex: &mut Exchange<'_>) {
    let mut kept: Vec<Fact> = Vec::new();
    for fact in ex.chat.facts.drain(..).filter(|fact| fact.withdrawn.is_none()) {
        kept.retain(|earlier| {
            let same_question = earlier.finding == fact.finding && earlier.episode == fact.episode && earlier.subject == fact.subject;
            !(same_question && (earlier.source == fact.source || fact.episode.is_none()))
        });
        kept.push(fact);
    }
    ex.chat.facts = kept;
}
