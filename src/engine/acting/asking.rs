//! Questions and small words: articles, foods, the summary, the diary, help, a greeting.

use super::{logs, person, what_is_meant};
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::summary;
use crate::engine::understanding::meaning::{Meaning, Period, Shelf, Smalltalk};
use crate::engine::{export, history, reading, reminder};
use crate::ids::SubjectId;
use crate::library::words::Blank;

/// The article about each topic of a question.
const TOPICS: [(&str, &str); 24] = [
    ("blood_clot", "leg_clot"),
    ("causes", "what_a_cramp_is"),
    ("circulation", "narrow_arteries"),
    ("diabetes", "diabetic_nerves"),
    ("exercise", "effort_cramp"),
    ("first_aid", "in_the_cramp"),
    ("footwear", "shoes_and_bedding"),
    ("heat_cold", "heat"),
    ("home_remedies", "quinine"),
    ("hydration", "water"),
    ("kidney", "kidneys"),
    ("medicines", "medicines"),
    ("minerals", "magnesium"),
    ("nerves", "squeezed_nerves"),
    ("night_cramps", "what_a_cramp_is"),
    ("older_age", "medicine_review"),
    ("pregnancy", "pregnancy"),
    ("prevention", "bedtime_stretch"),
    ("restless_legs", "restless_legs"),
    ("rhabdo", "dark_urine"),
    ("see_doctor", "seeing_a_doctor"),
    ("smoking_alcohol", "smoking"),
    ("stretching", "calf_stretch"),
    ("varicose_veins", "varicose_veins"),
];
/// What holds each mineral.
const FOODS: [(&str, &str); 6] = [
    ("calcium", "calcium_and_vitamin_d"),
    ("iron", "restless_legs"),
    ("magnesium", "magnesium_food"),
    ("potassium", "potassium_food"),
    ("sodium", "salts"),
    ("vitamin_d", "calcium_and_vitamin_d"),
];

/// The articles that questions lead to.
pub fn articles() -> impl Iterator<Item = &'static str> {
    TOPICS.iter().chain(&FOODS).map(|(_, article)| *article)
}

pub fn answer(ex: &mut Exchange<'_>, meaning: &Meaning) {
    match meaning {
        Meaning::DiaryShow { what, period, limit } => show(ex, *what, *period, *limit),
        Meaning::Learn { topic } => match article(&TOPICS, topic.as_deref()) {
            Some(id) => reading::article(ex, id),
            None => reading::sections(ex),
        },
        Meaning::Food { mineral } => match article(&FOODS, mineral.as_deref()) {
            Some(id) => reading::article(ex, id),
            None => reading::section(ex, "food"),
        },
        Meaning::Export { format } => export::send(ex, *format),
        Meaning::Help => say(ex, "help"),
        Meaning::Navigate(_) => say(ex, "nothing-to-cancel"),
        Meaning::Smalltalk(kind) => smalltalk(ex, *kind),
        Meaning::Yes if reminder::answered_by_words(ex) => {}
        _ => what_is_meant(ex, "what-is-meant"),
    }
}

fn article(list: &[(&str, &'static str)], wanted: Option<&str>) -> Option<&'static str> {
    list.iter().find(|(name, _)| Some(*name) == wanted).map(|(_, article)| *article)
}

fn say(ex: &mut Exchange<'_>, phrase: &str) {
    let text = ex.phrase(phrase, &[]);
    ex.say(text, Keyboard::None);
}

fn smalltalk(ex: &mut Exchange<'_>, kind: Option<Smalltalk>) {
    match kind {
        Some(Smalltalk::Thanks) => say(ex, "smalltalk-thanks"),
        Some(Smalltalk::Bye) => say(ex, "smalltalk-bye"),
        Some(Smalltalk::Greeting) | None => say(ex, "smalltalk-greeting"),
    }
}

/// One shelf of the diary, newest first.
fn show(ex: &mut Exchange<'_>, what: Option<Shelf>, period: Option<Period>, limit: Option<u32>) {
    match what {
        Some(Shelf::Profile) => person::show(ex),
        Some(Shelf::Reminders) => super::reminding::show(ex),
        Some(Shelf::Water | Shelf::Activity) if !ex.chat.has_consent() => history::show(ex),
        Some(Shelf::Water) => days(ex, period, limit, true),
        Some(Shelf::Activity) => days(ex, period, limit, false),
        Some(Shelf::Cramps) => history::show_some(ex, SubjectId::WRITER, true, period, limit),
        None => history::show_some(ex, SubjectId::WRITER, false, period, limit),
    }
}

/// Days on which something was drunk or done, newest first.
fn days(ex: &mut Exchange<'_>, period: Option<Period>, limit: Option<u32>, drinks: bool) {
    const MOST_DAYS: u32 = 14;
    let stretch = summary::stretch_of(ex, period.unwrap_or(Period::Month));
    let (figures, _) = summary::figures(ex, &stretch);
    let most = limit.unwrap_or(MOST_DAYS).min(MOST_DAYS) as usize;
    let lines: Vec<String> = figures
        .days
        .values()
        .rev()
        .filter_map(|day| if drinks { drunk(ex, day) } else { done(ex, day) })
        .take(most)
        .collect();
    let text = if lines.is_empty() {
        ex.phrase("days-empty", &[])
    } else {
        lines.iter().fold(ex.phrase("diary", &[]), |text, line| format!("{text}\n{line}"))
    };
    ex.say(text, Keyboard::None);
}

fn drunk(ex: &Exchange<'_>, day: &crate::engine::diary::Day) -> Option<String> {
    let sum = super::day::drunk(day);
    (sum > 0).then(|| format!("<b>{}</b>  {}", logs::day_name(ex, day.date), logs::amount(ex, sum)))
}

fn done(ex: &Exchange<'_>, day: &crate::engine::diary::Day) -> Option<String> {
    let mut parts = Vec::new();
    for name in ["stretch", "elevate", "move"] {
        let times = super::day::times(day, name);
        if times > 0 {
            let what = ex.phrase("activity", &[("kind", Blank::Text(name))]);
            #[allow(clippy::cast_precision_loss, reason = "a count of one day")]
            let blanks = [("what", Blank::Text(&what)), ("times", Blank::Number(times as f64))];
            parts.push(ex.phrase("done-times", &blanks));
        }
    }
    (!parts.is_empty()).then(|| format!("<b>{}</b>  {}", logs::day_name(ex, day.date), parts.join(", ")))
}
