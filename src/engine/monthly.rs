//! The month in one message on its first day, for those who asked for it; silence after two months in which nothing
//! was logged.
//!
//! Words come from `summary`, the picture from `listed`; the hour is derived from the chat alone, as all rings are.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::chat::Chat;
use super::exchange::Exchange;
use super::letter::{Button, Class, Keyboard};
use super::press::menu_data;
use super::question::pack;
use super::summary::{self, stretch_of};
use super::understanding::meaning::Period;
use super::{listed, place, setup, week};
use crate::library::words::Blank;

/// Months without a single log after which the message stops.
const MOST_EMPTY: u8 = 2;
/// Later than this after its hour, the month is left out.
const GRACE: SignedDuration = SignedDuration::from_hours(36);
/// Hours to choose from.
const HOURS: [i8; 5] = [8, 10, 12, 18, 20];

/// When a person wants the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Monthly {
    /// Hour of the person's clock, 0 to 23.
    pub hour: i8,
    /// When it was switched on, or last spoke; the next one comes after this.
    pub since: Timestamp,
    /// Months in a row of which nothing was logged.
    #[serde(default)]
    pub empty: u8,
}

/// The next first day of a month at that hour of the person's clock.
pub fn next(chat: &Chat) -> Option<Timestamp> {
    let monthly = chat.monthly.as_ref().filter(|_| chat.unreachable_since.is_none())?;
    let zone = place::zone(chat.profile.zone.as_deref()?)?;
    let first = monthly.since.to_zoned(zone.clone()).date().first_of_month();
    let at = |first: Date| {
        let at = first.to_datetime(Time::new(monthly.hour, 0, 0, 0).ok()?).to_zoned(zone.clone()).ok()?;
        Some(at.timestamp())
    };
    at(first).filter(|at| *at > monthly.since).or_else(|| at(first.checked_add(1.month()).ok()?))
}

/// The hour has come.
pub fn rang(ex: &mut Exchange<'_>) {
    let Some(due) = next(&ex.chat).filter(|due| *due <= ex.now) else {
        return;
    };
    let now = ex.now;
    let Some(monthly) = ex.chat.monthly.as_mut() else { return };
    monthly.since = now;
    if now.duration_since(due) > GRACE {
        return;
    }
    let stretch = stretch_of(ex, Period::LastMonth);
    let (figures, _) = summary::figures(ex, &stretch);
    let is_empty = figures.is_empty();
    if is_empty && week::is_new(ex, due) {
        return;
    }
    let Some(monthly) = ex.chat.monthly.as_mut() else { return };
    monthly.empty = if is_empty { monthly.empty + 1 } else { 0 };
    let stops = monthly.empty >= MOST_EMPTY;
    if !is_empty {
        let text = summary::text(ex, &stretch, None);
        let off = Keyboard::Inline(vec![vec![button(ex, "button-monthly-off", "off")]]);
        if figures.logged() == 0 {
            return ex.send(Class::Reminder, text, off, None);
        }
        let picture = listed::chart(ex, &figures);
        return summary::say_with_chart(ex, Class::Reminder, (text, picture), off);
    }
    let (phrase, label, what) = if stops {
        ("monthly-stops", "button-monthly-on", "on")
    } else {
        ("monthly-empty", "button-monthly-off", "off")
    };
    if stops {
        ex.chat.monthly = None;
    }
    let (text, button) = (ex.phrase(phrase, &[]), button(ex, label, what));
    ex.send(Class::Reminder, text, Keyboard::Inline(vec![vec![button]]), None);
}

/// The button below a month: to have it sent, or to end that.
pub fn way(ex: &Exchange<'_>) -> Button {
    match ex.chat.monthly {
        Some(_) => button(ex, "button-monthly-off", "off"),
        None => button(ex, "button-monthly", "on"),
    }
}

/// `on` asks for the hour; `off` ends it; `8` keeps 8:00.
pub fn choose(ex: &mut Exchange<'_>, argument: &str) {
    if !ex.chat.has_consent() {
        return setup::ask_consent_for(ex, "monthly", argument);
    }
    if ex.chat.profile.zone.is_none() && argument != "off" {
        return setup::ask_clock_for(ex, "monthly", argument);
    }
    match (argument, argument.parse::<i8>()) {
        ("off", _) => {
            ex.chat.monthly = None;
            let text = ex.phrase("monthly-off", &[]);
            ex.say(text, Keyboard::None);
        }
        (_, Ok(hour @ 0..=23)) => keep(ex, hour),
        _ => {
            let text = ex.phrase("monthly-ask-hour", &[]);
            let hours =
                HOURS.map(|hour| Button { label: ex.wall_hour(hour.unsigned_abs()), data: data(&hour.to_string()) });
            ex.say(text, Keyboard::Inline(pack(hours)));
        }
    }
}

fn keep(ex: &mut Exchange<'_>, hour: i8) {
    ex.chat.monthly = Some(Monthly { hour, since: ex.now, empty: 0 });
    let first = next(&ex.chat);
    let first = first.map(|at| format!("{} {}", ex.date(ex.local(at).date()), ex.clock(at))).unwrap_or_default();
    let text = ex.phrase("monthly-kept", &[("first", Blank::Text(&first))]);
    ex.say(text, Keyboard::None);
}

fn button(ex: &Exchange<'_>, phrase: &str, argument: &str) -> Button {
    Button { label: ex.phrase(phrase, &[]), data: data(argument) }
}

fn data(argument: &str) -> String {
    menu_data("monthly", Some(argument))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Monthly, next};
    use crate::engine::chat::Chat;
    use crate::ids::ChatId;

    #[test]
    fn it_comes_on_the_first_day_of_each_month_by_the_persons_clock() {
        let at = |when: &str| when.parse::<Timestamp>().unwrap();
        let after = |since: &str| {
            let mut chat = Chat::new(ChatId(1));
            chat.profile.zone = Some("Pacific/Auckland".into());
            chat.monthly = Some(Monthly { hour: 8, since: at(since), empty: 0 });
            next(&chat).unwrap()
        };
        // Thirteen hours ahead of UTC in summer, twelve in winter.
        assert_eq!(after("2026-01-30T00:00:00Z"), at("2026-01-31T19:00:00Z"));
        assert_eq!(after("2026-01-31T18:59:59Z"), at("2026-01-31T19:00:00Z"), "it is February there already");
        assert_eq!(after("2026-01-31T19:00:00Z"), at("2026-02-28T19:00:00Z"));
        assert_eq!(after("2026-12-31T19:00:00Z"), at("2027-01-31T19:00:00Z"));
        assert_eq!(after("2026-04-20T00:00:00Z"), at("2026-04-30T20:00:00Z"));
    }

    #[test]
    fn who_has_blocked_the_bot_or_has_no_clock_gets_none() {
        let mut chat = Chat::new(ChatId(1));
        chat.monthly = Some(Monthly { hour: 8, since: Timestamp::UNIX_EPOCH, empty: 0 });
        assert_eq!(next(&chat), None);
        chat.profile.zone = Some("Europe/Berlin".into());
        assert!(next(&chat).is_some());
        chat.unreachable_since = Some(Timestamp::UNIX_EPOCH);
        assert_eq!(next(&chat), None);
    }
}
