//! A meaning as the catalogue writes it: the intent's name and its slots.

use jiff::civil::Time;
use serde_json::{Map, Value as Json, json};

use super::meaning::{
    Alarm, Cramp, Drink, Format, Kept, Kind, Kinds, Meaning, Metric, Pause, Period, Shelf, Smalltalk, Steer, Units,
    Until, When, Wish, clock, weekday,
};
use crate::library::value::Findings;

/// `(intent, slots)`; a value that cannot be is left out.
pub fn written(meaning: &Meaning) -> (&'static str, Map<String, Json>) {
    let mut slots = Map::new();
    let intent = match meaning {
        Meaning::Emergency(alarm) => return ("emergency", emergency(alarm)),
        Meaning::CrampNow(cramp) => return ("cramp_now", of_cramp(cramp)),
        Meaning::CrampPast { cramp, when } => return ("cramp_past", with_when(of_cramp(cramp), *when)),
        Meaning::LogWater(drink) => return ("log_water", of_drink(drink)),
        Meaning::ReminderSet(wish) => return ("reminder_set", of_wish(wish)),
        Meaning::Pause(pause) => return ("pause_all", of_pause(pause)),
        Meaning::Impossible { meant, .. } => return written(meant),
        Meaning::SymptomCheck(findings) => {
            put(&mut slots, "findings", of_findings(findings));
            "symptom_check"
        }
        Meaning::ProfileUpdate { findings, removed } => {
            put(&mut slots, "findings", of_findings(findings));
            put(&mut slots, "removed", of_findings(removed));
            "profile_update"
        }
        Meaning::CrampOver { minutes } => {
            put(&mut slots, "duration_min", number(*minutes));
            "cramp_over"
        }
        Meaning::UndoLast { what } => {
            put(&mut slots, "what", what.map(|what| json!(kept(what))));
            "undo_last"
        }
        Meaning::ReminderStop { kind, times } => {
            put(&mut slots, "kind", kind.map(|kind| json!(kinds(kind))));
            put(&mut slots, "times", list(times.iter().map(|time| clock(*time))));
            "reminder_stop"
        }
        Meaning::Snooze { minutes, until } => return ("snooze", of_snooze(*minutes, *until)),
        Meaning::LogActivity { kind, minutes, .. } => {
            put(&mut slots, "kind", kind.map(|kind| json!(kind.name())));
            put(&mut slots, "minutes", number(*minutes));
            "log_activity"
        }
        Meaning::SettingsSet { zone, language, units } => {
            put(&mut slots, "timezone", zone.clone().map(Json::from));
            put(&mut slots, "language", language.clone().map(Json::from));
            put(&mut slots, "units", units.map(|units| json!(units_name(units))));
            "settings_set"
        }
        Meaning::Export { .. } | Meaning::Summary { .. } | Meaning::DiaryShow { .. } => return of_diary(meaning),
        Meaning::Food { mineral } => {
            put(&mut slots, "mineral", mineral.clone().map(Json::from));
            "food"
        }
        Meaning::Learn { topic } => {
            put(&mut slots, "topic", topic.clone().map(Json::from));
            "learn"
        }
        Meaning::Navigate(steer) => {
            put(&mut slots, "action", steer.map(|steer| json!(steer_name(steer))));
            "navigate"
        }
        Meaning::Smalltalk(kind) => {
            put(&mut slots, "kind", kind.map(|kind| json!(smalltalk_name(kind))));
            "smalltalk"
        }
        Meaning::ReminderNext { .. } => return ("diary_show", of_reminders()),
        Meaning::Erase => "erase",
        Meaning::Help => "help",
        Meaning::Yes => "yes",
        Meaning::No => "no",
        Meaning::Nothing => "none",
    };
    (intent, slots)
}

fn of_reminders() -> Map<String, Json> {
    Map::from_iter([("what".to_owned(), json!("reminders"))])
}

fn put(slots: &mut Map<String, Json>, key: &str, value: Option<Json>) {
    if let Some(value) = value {
        slots.insert(key.to_owned(), value);
    }
}

fn number(number: Option<f64>) -> Option<Json> {
    number.map(|number| if number.fract() == 0.0 { json!(number as i64) } else { json!(number) })
}

fn list(items: impl Iterator<Item = String>) -> Option<Json> {
    let items: Vec<String> = items.collect();
    (!items.is_empty()).then(|| json!(items))
}

fn of_findings(findings: &Findings) -> Option<Json> {
    let map: Map<String, Json> = findings
        .iter()
        .filter_map(|(key, value)| Some((key.as_str().to_owned(), serde_json::to_value(value).ok()?)))
        .collect();
    (!map.is_empty()).then_some(Json::Object(map))
}

fn emergency(alarm: &Alarm) -> Map<String, Json> {
    let mut slots = Map::new();
    put(&mut slots, "findings", of_findings(&alarm.findings));
    put(&mut slots, "who", alarm.other.then(|| json!("other")));
    put(&mut slots, "crisis", alarm.crisis.then(|| json!(true)));
    slots
}

fn of_cramp(cramp: &Cramp) -> Map<String, Json> {
    let mut slots = Map::new();
    put(&mut slots, "site", cramp.site.clone().map(Json::from));
    put(&mut slots, "side", cramp.side.clone().map(Json::from));
    put(&mut slots, "intensity", cramp.intensity.map(Json::from));
    put(&mut slots, "duration_min", number(cramp.minutes));
    put(&mut slots, "at_night", cramp.at_night.then(|| json!(true)));
    put(&mut slots, "activity", cramp.activity.clone().map(Json::from));
    slots
}

fn of_snooze(minutes: Option<u32>, until: Option<Time>) -> Map<String, Json> {
    let mut slots = Map::new();
    put(&mut slots, "minutes", minutes.map(Json::from));
    put(&mut slots, "until", until.map(|time| json!(clock(time))));
    slots
}

fn with_when(mut slots: Map<String, Json>, when: Option<When>) -> Map<String, Json> {
    put(&mut slots, "when", when.map(|when| json!(when.to_string())));
    slots
}

fn of_drink(drink: &Drink) -> Map<String, Json> {
    let mut slots = Map::new();
    put(&mut slots, "volume_ml", drink.millilitres.map(Json::from));
    put(&mut slots, "drink", drink.drink.clone().map(Json::from));
    put(&mut slots, "total", drink.total.then(|| json!(true)));
    with_when(slots, drink.when)
}

fn of_wish(wish: &Wish) -> Map<String, Json> {
    let mut slots = Map::new();
    put(&mut slots, "kind", wish.kind.map(|kind| json!(kind.name())));
    put(&mut slots, "times", list(wish.times.iter().map(|time| clock(*time))));
    put(&mut slots, "every_minutes", wish.every_minutes.map(Json::from));
    put(&mut slots, "in_minutes", wish.in_minutes.map(Json::from));
    put(&mut slots, "from", wish.from.map(|time| json!(clock(time))));
    put(&mut slots, "to", wish.to.map(|time| json!(clock(time))));
    put(&mut slots, "days", list(wish.days.iter().map(|day| weekday(*day).to_owned())));
    slots
}

fn of_pause(pause: &Pause) -> Map<String, Json> {
    let mut slots = Map::new();
    put(&mut slots, "action", Some(json!(if pause.resume { "resume" } else { "pause" })));
    put(&mut slots, "days", pause.days.map(Json::from));
    put(&mut slots, "minutes", pause.minutes.map(Json::from));
    let until = pause.until.map(|until| match until {
        Until::At(time) => clock(time),
        Until::Tomorrow => "tomorrow".to_owned(),
        Until::Week(day) => weekday(day).to_owned(),
        Until::Date(date) => date.to_string(),
    });
    put(&mut slots, "until", until.map(Json::from));
    slots
}

fn of_diary(meaning: &Meaning) -> (&'static str, Map<String, Json>) {
    let mut slots = Map::new();
    let intent = match meaning {
        Meaning::Export { format } => {
            put(&mut slots, "format", format.map(|format| json!(format_name(format))));
            "export"
        }
        Meaning::Summary { period, metric } => {
            put(&mut slots, "period", period.map(|period| json!(period_name(period))));
            put(&mut slots, "metric", metric.map(|metric| json!(metric_name(metric))));
            "summary"
        }
        Meaning::DiaryShow { what, period, limit } => {
            put(&mut slots, "what", what.map(|what| json!(shelf_name(what))));
            put(&mut slots, "period", period.map(|period| json!(period_name(period))));
            put(&mut slots, "limit", limit.map(Json::from));
            "diary_show"
        }
        _ => "none",
    };
    (intent, slots)
}

macro_rules! named {
    ($($function:ident: $type:ident { $($variant:ident = $name:literal),* $(,)? })*) => {$(
        fn $function(value: $type) -> &'static str {
            match value {
                $($type::$variant => $name),*
            }
        }
    )*};
}

named! {
    kept: Kept { Cramps = "cramps", Water = "water", Activity = "activity" }
    units_name: Units { Metric = "metric", Uk = "uk", Us = "us" }
    format_name: Format { Csv = "csv", Pdf = "pdf", Json = "json" }
    metric_name: Metric {
        Cramps = "cramps", Water = "water", Stretch = "stretch", Elevate = "elevate", Intensity = "intensity",
    }
    shelf_name: Shelf {
        Cramps = "cramps", Water = "water", Activity = "activity", Reminders = "reminders", Profile = "profile",
    }
    period_name: Period {
        Today = "today", Yesterday = "yesterday", Week = "week", LastWeek = "last_week", Month = "month",
        LastMonth = "last_month", ThreeMonths = "3_months", Year = "year", All = "all",
    }
    steer_name: Steer { Cancel = "cancel", Back = "back", Skip = "skip", Unsure = "unsure" }
    smalltalk_name: Smalltalk { Greeting = "greeting", Thanks = "thanks", Bye = "bye" }
}

fn kinds(kinds: Kinds) -> &'static str {
    match kinds {
        Kinds::One(kind) => kind.name(),
        Kinds::All => "all",
    }
}

impl Kind {
    /// As the catalogue writes it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Water => "water",
            Kind::Stretch => "stretch",
            Kind::Elevate => "elevate",
            Kind::Move => "move",
        }
    }
}
