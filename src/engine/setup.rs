//! Who somebody is to us: greeting, consent, country, time zone, settings.

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::chat::Awaits;
use super::exchange::Exchange;
pub use super::forgetting::{ask_delete, delete};
use super::letter::{Button, Keyboard};
use super::press::{self, Press, menu_data};
use super::question::pack;
use super::{card, conversation, customs, first_aid, menu, nights, place, reminder, summary, week};
use crate::ids::SubjectId;
use crate::library::dialogue::Begins;
use crate::library::words::Blank;

/// Zones offered for one answer.
const MOST_ZONES: usize = 8;
/// What was wanted is forgotten after so long without a clock.
pub const WISH_HOLDS: SignedDuration = SignedDuration::from_hours(24);
/// On the button of the offer to save a cramp: yes, and it has let go.
pub const LET_GO: &str = "let_go";

/// `/start`, with the payload of a deep link. An unknown payload is a normal start.
pub fn start(ex: &mut Exchange<'_>, payload: &str) {
    if payload == "cramp" {
        return menu::start_cramp(ex);
    }
    if ex.chat.has_consent() {
        let text = ex.phrase("welcome-back", &[]);
        ex.say(text, keys(ex));
        return conversation::ask_again(ex);
    }
    let text = ex.phrase("welcome", &[]);
    let rows = vec![
        vec![card::menu_button(ex, "button-cramp", "cramp")],
        vec![card::menu_button(ex, "button-setup", "setup")],
    ];
    ex.say(text, Keyboard::Inline(rows));
}

/// The keys that stay below the input line.
pub fn keys(ex: &Exchange<'_>) -> Keyboard {
    let key = |phrase| ex.phrase(phrase, &[]);
    Keyboard::Keys(vec![vec![key("key-cramp")], vec![key("key-diary"), key("key-more")]])
}

// ---------------------------------------------------------------- consent

pub fn ask_consent(ex: &mut Exchange<'_>) {
    ask_consent_after(ex, None);
}

/// The same behind a line of its own.
pub fn ask_consent_after(ex: &mut Exchange<'_>, first: Option<String>) {
    if ex.chat.has_consent() {
        return ask_country(ex);
    }
    let text = first.into_iter().chain([ex.phrase("consent", &[])]).collect::<Vec<_>>().join("\n\n");
    ex.say(text, consent_buttons(ex, "yes"));
}

/// The same for what a button means, which is gone on with after the set-up.
pub fn ask_consent_for(ex: &mut Exchange<'_>, name: &str, argument: &str) {
    ex.chat.wanted = Some((menu_data(name, Some(argument)), ex.now));
    ask_consent(ex);
}

/// After first aid without consent: one offer to keep this cramp. That it has let go stands in the button alone.
pub fn offer_to_save(ex: &mut Exchange<'_>, first: Option<String>, let_go: bool) {
    let Some(since) = ex.chat.first_aid_since.filter(|_| !ex.chat.has_consent()) else {
        let line = first.unwrap_or_else(|| ex.phrase("first-aid-over", &[]));
        return ex.say(line, Keyboard::None);
    };
    let time = ex.clock(since);
    let offer = ex.phrase("offer-to-save", &[("time", Blank::Text(&time))]);
    let text =
        [first, Some(offer), Some(ex.phrase("consent", &[]))].into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    let buttons = consent_buttons(ex, if let_go { LET_GO } else { "yes" });
    ex.say(text, buttons);
}

fn consent_buttons(ex: &Exchange<'_>, yes: &str) -> Keyboard {
    let button = |phrase, answer| Button { label: phrase, data: menu_data("consent", Some(answer)) };
    let (agree, refuse) = (ex.phrase("button-consent-yes", &[]), ex.phrase("button-consent-no", &[]));
    Keyboard::Inline(vec![vec![button(agree, yes)], vec![button(refuse, "no")]])
}

/// Yes: a cramp that was marked is saved and talked about; otherwise setting up goes on.
pub fn consent(ex: &mut Exchange<'_>, let_go: bool) {
    let is_new = !ex.chat.has_consent();
    ex.chat.profile.consent.get_or_insert(ex.now);
    match (ex.chat.first_aid_since.take(), first_aid::dialogue(ex)) {
        (Some(began), Some(dialogue)) => {
            let episode = conversation::open_episode(ex, Begins::Cramp, began);
            if let_go {
                conversation::has_let_go(ex);
            }
            let time = ex.clock(began);
            let text = ex.phrase("saved-cramp", &[("time", Blank::Text(&time))]);
            ex.say(text, keys(ex));
            conversation::begin_after_relief(ex, dialogue, episode);
        }
        _ if is_new => ask_country(ex),
        _ => {}
    }
}

/// No. An old button pressed after a yes does not take the yes back: /delete does.
pub fn refuse_consent(ex: &mut Exchange<'_>) {
    let phrase = if ex.chat.has_consent() { "consent-stays" } else { "consent-refused" };
    ex.chat.first_aid_since = None;
    if !ex.chat.has_consent() {
        ex.chat.wanted = None;
        reminder::forget_before_consent(ex);
    }
    let text = ex.phrase(phrase, &[]);
    ex.say(text, Keyboard::None);
}

// ---------------------------------------------------------------- country and zone

/// Once somebody keeps a diary, the clock is needed; asked when nothing else is open.
pub fn ask_what_is_missing(ex: &mut Exchange<'_>) {
    if ex.chat.has_consent() && ex.chat.profile.zone.is_none() {
        ask_country(ex);
    }
}

/// The clock is needed before anything can come at its hour.
pub fn ask_clock(ex: &mut Exchange<'_>) {
    ask_zone(ex);
}

/// The same for what a button means, which is gone on with once the clock is known.
pub fn ask_clock_for(ex: &mut Exchange<'_>, name: &str, argument: &str) {
    ex.chat.wanted = Some((menu_data(name, Some(argument)), ex.now));
    ask_zone(ex);
}

/// What was wanted before the clock was known. A wish of another day is no longer one.
fn go_on(ex: &mut Exchange<'_>) {
    let Some((wanted, at)) = ex.chat.wanted.take() else { return };
    if ex.now.duration_since(at) > WISH_HOLDS {
        return;
    }
    if let Press::Menu { name, argument } = press::read(&wanted) {
        let argument = argument.as_deref();
        ex.turned_to(SubjectId::WRITER, |ex| match name.as_str() {
            "reminders" | "water" => reminder::pressed(ex, &name, argument.unwrap_or_default(), None),
            _ => menu::act(ex, &name, argument),
        });
    }
}

/// Typed: nobody finds their country in a wall of fifty buttons.
fn ask_country(ex: &mut Exchange<'_>) {
    ex.chat.awaits = Some(Awaits::Country);
    let text = ex.phrase("ask-country", &[]);
    ex.say(text, other_country(ex));
}

fn other_country(ex: &Exchange<'_>) -> Keyboard {
    let label = ex.phrase("button-other-country", &[]);
    Keyboard::Inline(vec![vec![Button { label, data: menu_data("country", Some("other")) }]])
}

/// `other` leaves the words that hold everywhere. A country with one clock needs no second question.
pub fn choose_country(ex: &mut Exchange<'_>, code: &str) {
    let country = ex.library.countries.get(code);
    ex.chat.profile.country = country.map(|country| country.code.clone());
    let number = card::emergency_number(ex);
    let text = ex.phrase("country-kept", &[("number", Blank::Text(&number))]);
    ex.say(text, Keyboard::None);
    match country.map(|country| country.zones.as_slice()) {
        Some([only]) => choose_zone(ex, only),
        Some(_) | None => ask_zone(ex),
    }
}

fn ask_zone(ex: &mut Exchange<'_>) {
    ex.chat.awaits = Some(Awaits::Zone);
    let country = ex.chat.profile.country.as_ref().and_then(|code| ex.library.countries.get(code));
    let zones = country.map(|country| country.zones.clone()).unwrap_or_default();
    let text = ex.phrase("ask-zone", &[]);
    let keyboard = zone_buttons(ex, &zones);
    ex.say(text, keyboard);
}

fn zone_buttons(ex: &Exchange<'_>, zones: &[String]) -> Keyboard {
    let buttons = zones.iter().take(MOST_ZONES).filter_map(|zone| {
        let time = ex.wall(ex.now.to_zoned(TimeZone::get(zone).ok()?).time());
        let city = zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
        Some(Button { label: format!("{city}, {time}"), data: menu_data("zone", Some(zone)) })
    });
    let rows = pack(buttons);
    if rows.is_empty() { Keyboard::None } else { Keyboard::Inline(rows) }
}

pub fn choose_zone(ex: &mut Exchange<'_>, zone: &str) {
    if !place::exists(zone) {
        return ask_zone(ex);
    }
    ex.chat.awaits = None;
    let before = ex.chat.profile.zone.replace(zone.to_owned());
    let time = ex.clock(ex.now);
    let text = ex.phrase("zone-kept", &[("zone", Blank::Text(zone)), ("time", Blank::Text(&time))]);
    ex.say(text, keys(ex));
    reminder::moved(ex, before.as_deref());
    go_on(ex);
    conversation::ask_again(ex);
}

/// A shared place gives a clock, shown to be confirmed; the place itself is kept nowhere.
pub fn located(ex: &mut Exchange<'_>, latitude: f64, longitude: f64) {
    let Some(zone) = place::zone_at(latitude, longitude) else {
        return unknown(ex, Awaits::Zone);
    };
    let time = ex.wall(ex.now.to_zoned(place::zone(zone).unwrap_or(TimeZone::UTC)).time());
    let text = ex.phrase("zone-located", &[("zone", Blank::Text(zone)), ("time", Blank::Text(&time))]);
    let yes = Button { label: ex.phrase("button-zone-yes", &[]), data: menu_data("zone", Some(zone)) };
    let other = Button { label: ex.phrase("button-zone-other", &[]), data: menu_data("settings", Some("zone")) };
    ex.say(text, Keyboard::Inline(vec![vec![yes, other]]));
    conversation::ask_again(ex);
}

/// Typed words while a country or a zone is wanted. False when they were neither and a question is open for them.
pub fn typed(ex: &mut Exchange<'_>, awaits: Awaits, text: &str) -> bool {
    let is_known = match awaits {
        Awaits::Country => typed_country(ex, text),
        Awaits::Zone => typed_zone(ex, text),
        Awaits::Details { .. } | Awaits::Amount | Awaits::Diary(_) | Awaits::Medicine(_) => return false,
        Awaits::Times | Awaits::PauseUntil | Awaits::Quiet | Awaits::Goal | Awaits::Cup => {
            reminder::typed(ex, awaits, text)
        }
        Awaits::NightEnd => nights::typed_end(ex, text),
        Awaits::Period => summary::asking::typed_period(ex, text),
    };
    if is_known || ex.chat.conversation.is_some() {
        return is_known;
    }
    unknown(ex, awaits);
    true
}

/// Whether the words name a place of the kind that is wanted.
pub fn knows(ex: &Exchange<'_>, awaits: Awaits, text: &str) -> bool {
    match awaits {
        Awaits::Country => place::country(text, ex.library).is_some(),
        Awaits::Zone => !place::zones(text, ex.library, 1).is_empty(),
        Awaits::Times | Awaits::PauseUntil | Awaits::Quiet | Awaits::Goal | Awaits::Cup => {
            reminder::reads(ex, awaits, text)
        }
        Awaits::NightEnd => nights::read_end(text).is_some(),
        Awaits::Period => summary::asking::reads(ex, text),
        Awaits::Details { .. } | Awaits::Amount | Awaits::Diary(_) | Awaits::Medicine(_) => false,
    }
}

/// The typed words are no place that is known; it stays wanted.
pub fn unknown(ex: &mut Exchange<'_>, awaits: Awaits) {
    match awaits {
        Awaits::Country => {
            let line = ex.phrase("country-unknown", &[]);
            let keyboard = other_country(ex);
            ex.say(line, keyboard);
        }
        Awaits::Zone => {
            let line = ex.phrase("zone-unknown", &[]);
            ex.say(line, Keyboard::None);
        }
        Awaits::Details { .. } | Awaits::Amount | Awaits::Diary(_) | Awaits::Medicine(_) => {}
        Awaits::NightEnd => nights::end_unclear(ex),
        Awaits::Period => summary::asking::unclear(ex),
        Awaits::Quiet => reminder::quiet_hours_unclear(ex),
        Awaits::Times => {
            let line = ex.phrase("plan-times-unclear", &[]);
            ex.say(line, Keyboard::None);
        }
        Awaits::Goal | Awaits::Cup => reminder::amount_unclear(ex),
        Awaits::PauseUntil => {
            let line = ex.phrase("pause-unclear", &[]);
            ex.say(line, Keyboard::None);
        }
    }
}

fn typed_country(ex: &mut Exchange<'_>, text: &str) -> bool {
    let code = place::country(text, ex.library).map(str::to_owned);
    if let Some(code) = &code {
        choose_country(ex, code);
    }
    code.is_some()
}

fn typed_zone(ex: &mut Exchange<'_>, text: &str) -> bool {
    match place::zones(text, ex.library, MOST_ZONES).as_slice() {
        [] => return false,
        [only] => choose_zone(ex, only),
        several => {
            let line = ex.phrase("zone-which", &[]);
            let keyboard = zone_buttons(ex, several);
            ex.say(line, keyboard);
        }
    }
    true
}

// ---------------------------------------------------------------- settings

pub fn settings(ex: &mut Exchange<'_>) {
    let unknown = ex.phrase("not-set", &[]);
    let profile = &ex.chat.profile;
    let country =
        profile.country.as_ref().and_then(|code| ex.library.countries.get(code)).map(|country| country.name.clone());
    let country = country.unwrap_or_else(|| unknown.clone());
    let zone = profile.zone.clone().unwrap_or(unknown);
    let diary = ex.phrase(if ex.chat.has_consent() { "diary-on" } else { "diary-off" }, &[]);
    let language = ex.phrase("language-name", &[]);
    let (number, time) = (card::emergency_number(ex), ex.clock(ex.now));
    let blanks = [
        ("country", Blank::Text(&country)),
        ("number", Blank::Text(&number)),
        ("zone", Blank::Text(&zone)),
        ("time", Blank::Text(&time)),
        ("language", Blank::Text(&language)),
        ("diary", Blank::Text(&diary)),
    ];
    let text = ex.phrase("settings", &blanks);
    ex.say(text, settings_buttons(ex));
}

fn settings_buttons(ex: &Exchange<'_>) -> Keyboard {
    let button = |phrase, what| Button { label: ex.phrase(phrase, &[]), data: menu_data("settings", Some(what)) };
    let mut rows = vec![
        vec![button("button-change-country", "country"), button("button-change-zone", "zone")],
        vec![button("button-reminders", "reminders"), button("button-week", "week")],
        vec![button("button-nights", "nights"), button("button-customs", "customs")],
        vec![button("button-delete", "delete")],
    ];
    if ex.library.words.languages().count() > 1 {
        rows.insert(1, vec![button("button-change-language", "language")]);
    }
    Keyboard::Inline(rows)
}

pub fn change(ex: &mut Exchange<'_>, what: &str) {
    match what {
        "country" => ask_country(ex),
        "zone" => ask_zone(ex),
        "language" => ask_language(ex),
        "week" => week::choose(ex, "on"),
        "reminders" => reminder::list(ex),
        "nights" => nights::show(ex),
        "customs" => customs::pressed(ex, ""),
        "delete" => ask_delete(ex),
        _ => settings(ex),
    }
}

fn ask_language(ex: &mut Exchange<'_>) {
    let text = ex.phrase("ask-language", &[]);
    let buttons = ex.library.words.languages().map(|language| Button {
        label: ex.library.words.text(language, "language-name", &[]),
        data: menu_data("language", Some(language)),
    });
    ex.say(text, Keyboard::Inline(pack(buttons)));
}

pub fn choose_language(ex: &mut Exchange<'_>, language: &str) {
    ex.chat.profile.language = ex.library.words.best(language).to_owned();
    settings(ex);
}
