//! A person who says and presses until there is nothing more to press, played through the engine to learn what follows what.

#![allow(dead_code, reason = "each bench uses its part")]

use charley::engine::event::{Event, What};
use charley::engine::letter::{Button, Keyboard, Outgoing};
use charley::ids::{MessageId, PressId, UpdateId};
use charley::tools::person::Person;

/// Far longer than any walk.
const MOST_STEPS: usize = 80;

/// From the first word to where the setup ends.
pub fn registers(person: &mut Person<'_>) -> Vec<Event> {
    let mut events = vec![said("/start"), pressed("m.setup".to_owned())];
    let mut heard: Vec<Outgoing> = events.iter().flat_map(|event| person.meets(event)).collect();
    while let Some(data) = button(&heard, "m.").filter(|data| !data.starts_with("m.cramp")) {
        let event = pressed(data);
        heard = person.meets(&event);
        events.push(event);
    }
    events
}

/// From /cramp to the card, "none of these" wherever it is offered.
pub fn has_cramp(person: &mut Person<'_>) -> Vec<Event> {
    let mut events = vec![said("/cramp")];
    let mut heard = person.meets(&events[0]);
    while person.chat.conversation.is_some()
        && events.len() < MOST_STEPS
        && let Some(data) = button(&heard, "")
    {
        let event = pressed(data);
        heard = person.meets(&event);
        events.push(event);
    }
    events
}

/// The same thing done under another number.
pub fn numbered(event: &Event, update: u32) -> Event {
    Event { update: Some(UpdateId(update)), ..event.clone() }
}

fn said(text: &str) -> Event {
    let what = What::Said { message: MessageId(1), text: text.to_owned(), language: Some("en".into()) };
    Event { update: None, happened: None, what }
}

fn pressed(data: String) -> Event {
    let what = What::Pressed { press: PressId("1".into()), message: Some(MessageId(2)), data };
    Event { update: None, happened: None, what }
}

/// "None of these" where it is offered, else the first button of the newest message that begins so.
fn button(heard: &[Outgoing], beginning: &str) -> Option<String> {
    let rows = heard.iter().rev().find_map(|outgoing| match outgoing {
        Outgoing::Message(message) => match &message.keyboard {
            Keyboard::Inline(rows) => Some(rows),
            Keyboard::None | Keyboard::Keys(_) => None,
        },
        Outgoing::Edit(_) | Outgoing::React { .. } | Outgoing::Acknowledge { .. } | Outgoing::Leave => None,
    })?;
    let buttons: Vec<&Button> = rows.iter().flatten().filter(|button| button.data.starts_with(beginning)).collect();
    let none = buttons.iter().find(|button| button.data.ends_with("._none"));
    none.or(buttons.first()).map(|button| button.data.clone())
}
