//! A hold counted down: thirty seconds of a stretch in one message that changes every ten, and nothing else is said.
//!
//! Offered only where an author has put a `hold` to a step of first aid. A step of the count that comes late is passed
//! over; the last one comes once, however late. Whatever else is said to the person ends the count.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::chat::Chat;
use super::exchange::Exchange;
use super::letter::{Attachment, Button, Class, Keyboard, Outgoing, Tag, Target};
use super::press::menu_data;
use super::reply::{is_among, normalise};
use super::{conversation, first_aid};
use crate::ids::{ConversationId, MessageId, NodeId, Visit};
use crate::library::dialogue::Node;
use crate::library::words::Blank;

/// How long it is held, in seconds. Source: NHS Leg cramps; Miller 2022.
const SECONDS: i64 = 30;
/// How often the message changes, in seconds.
const STEP: i64 = 10;
/// A number that is wrong by more seconds than these is not shown.
const LATE: i64 = 3;
/// Messages that count belong to no conversation; none is ever numbered so high.
const COUNTS: ConversationId = ConversationId(u32::MAX);

/// A count that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Which of all counts of the chat.
    pub number: u32,
    pub began: Timestamp,
    /// When the message changes next.
    pub next: Timestamp,
    /// The step of first aid it belongs to.
    pub node: NodeId,
}

impl Hold {
    fn target(&self) -> Target {
        Target::Tag(Tag { conversation: COUNTS, visit: Visit(self.number) })
    }
}

/// When the message changes next.
pub fn next(chat: &Chat) -> Option<Timestamp> {
    chat.hold.as_ref().filter(|_| chat.unreachable_since.is_none()).map(|hold| hold.next)
}

/// The button below a step of first aid that has a hold.
pub fn button(ex: &Exchange<'_>, node: &Node) -> Option<Button> {
    node.as_say().filter(|say| say.hold)?;
    Some(Button { label: ex.phrase("button-hold", &[]), data: menu_data("hold", Some(node.id.as_str())) })
}

/// Begins to count. A second press while it counts changes nothing; a step that is no longer open is not counted.
pub fn start(ex: &mut Exchange<'_>, node: &str) {
    if ex.chat.hold.is_some() {
        return;
    }
    if ex.chat.alarm_that_holds(ex.now).is_some() {
        let line = ex.phrase("hold-warned", &[]);
        return ex.say(line, Keyboard::None);
    }
    match open(ex, Some(node)) {
        Some(node) => begin(ex, node),
        None => {
            let line = ex.phrase("hold-closed", &[]);
            ex.say(line, Keyboard::None);
        }
    }
}

fn begin(ex: &mut Exchange<'_>, node: &Node) {
    if ex.chat.conversation.is_some() {
        // Two messages with buttons are enough.
        ex.clear_menu();
    }
    ex.chat.counters.holds = ex.chat.counters.holds.wrapping_add(1);
    let number = ex.chat.counters.holds;
    let next = after(ex.now, STEP);
    ex.chat.hold = Some(Hold { number, began: ex.now, next, node: node.id.clone() });
    let text = counted(ex, SECONDS);
    let tag = Tag { conversation: COUNTS, visit: Visit(number) };
    ex.send(Class::Emergency, text, Keyboard::Inline(stop_button(ex, number)), Some(tag));
}

/// The words for the buttons. False when they are not, or there is nothing to count.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let said = normalise(text);
    let is = |list, label| is_among(&said, &ex.phrase(list, &[])) || normalise(&ex.phrase(label, &[])) == said;
    if let Some(hold) = ex.chat.hold.clone() {
        let stops = is("typed-hold-stop", "button-hold-stop");
        if stops {
            stop(ex, hold.number, None);
        }
        // To begin again while it counts changes nothing.
        return stops || is_among(&said, &ex.phrase("typed-hold", &[]));
    }
    let Some(node) = open(ex, None).filter(|_| is("typed-hold", "button-hold")) else {
        return false;
    };
    begin(ex, node);
    true
}

/// "Stop". That of an older count only loses its button.
pub fn stop(ex: &mut Exchange<'_>, number: u32, message: Option<MessageId>) {
    let running = ex.chat.hold.take_if(|hold| hold.number == number);
    let target = message.map(Target::Message).or(running.as_ref().map(Hold::target));
    let text = running.map(|_| ex.phrase("hold-stopped", &[]));
    if let Some(target) = target {
        ex.edit(target, text, Vec::new());
    }
}

/// Ten seconds are over: one change of the message, or none when it would come late. The end is always said.
pub fn rang(ex: &mut Exchange<'_>) {
    let Some(mut hold) = ex.chat.hold.take_if(|hold| hold.next <= ex.now) else {
        return;
    };
    let passed = ex.now.duration_since(hold.began).as_secs();
    if passed >= SECONDS {
        let text = over(ex, &hold.node);
        return ex.edit(hold.target(), Some(text), Vec::new());
    }
    let (steps, late) = (passed / STEP, passed % STEP);
    hold.next = after(hold.began, (steps + 1) * STEP);
    if late <= LATE {
        let text = counted(ex, SECONDS - steps * STEP);
        let buttons = stop_button(ex, hold.number);
        ex.edit(hold.target(), Some(text), buttons);
    }
    ex.chat.hold = Some(hold);
}

/// After what a person did: something else was said to them, and nobody counts on above it.
pub fn give_way(ex: &mut Exchange<'_>) {
    let is_other = |letter: &Outgoing| match letter {
        Outgoing::Message(message) => {
            let counts = message.tag.is_some_and(|tag| tag.conversation == COUNTS);
            !counts && !matches!(message.attachment, Some(Attachment::Picture(_)))
        }
        Outgoing::Edit(_) | Outgoing::Acknowledge { .. } | Outgoing::React { .. } | Outgoing::Leave => false,
    };
    if !ex.outbox.iter().any(is_other) {
        return;
    }
    if let Some(hold) = ex.chat.hold.take() {
        stop_at(ex, &hold);
    }
}

fn stop_at(ex: &mut Exchange<'_>, hold: &Hold) {
    let text = ex.phrase("hold-stopped", &[]);
    ex.edit(hold.target(), Some(text), Vec::new());
}

/// The step of first aid that is open and has a hold; none while a warning sign stands. Before the consent nobody knows
/// which one is open: it is the one named by a button, else the first.
fn open<'l>(ex: &Exchange<'l>, named: Option<&str>) -> Option<&'l Node> {
    let is_it =
        |node: &&Node| node.as_say().is_some_and(|say| say.hold) && named.is_none_or(|named| node.id.as_str() == named);
    if ex.chat.alarm_that_holds(ex.now).is_some() {
        return None;
    }
    if ex.chat.conversation.is_some() {
        return conversation::here(ex).filter(is_it);
    }
    ex.chat.first_aid_since?;
    first_aid::dialogue(ex)?.nodes.iter().find(is_it)
}

fn after(at: Timestamp, seconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(at)
}

fn counted(ex: &Exchange<'_>, left: i64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "at most thirty")]
    let left = left as f64;
    ex.phrase("hold-count", &[("seconds", Blank::Number(left))])
}

fn stop_button(ex: &Exchange<'_>, number: u32) -> Vec<Vec<Button>> {
    let data = menu_data("unhold", Some(&number.to_string()));
    vec![vec![Button { label: ex.phrase("button-hold-stop", &[]), data }]]
}

/// The last words, and what to do next; without that where the files no longer have the step.
fn over(ex: &Exchange<'_>, node: &NodeId) -> String {
    let over = ex.phrase("hold-over", &[]);
    let node = first_aid::dialogue(ex).and_then(|dialogue| dialogue.node(node));
    match node.filter(|node| node.as_say().is_some_and(|say| say.hold)) {
        Some(node) => format!("{over} {}", ex.authored(&node.text, "hold")),
        None => over,
    }
}
