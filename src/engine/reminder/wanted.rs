//! "Is it still wanted?": asked in the place of a fourth reminder that nobody answers, and open until it is answered,
//! by a button of any of its messages, in words, or by any change of that kind.
//!
//! Until then the kind is silent, and says so wherever it is shown.

use jiff::civil::Time;

use super::answer::{find, receipt, settle};
use super::kept::{Draft, Reminders, State};
use super::typed::times;
use super::waiting::{self, is_question};
use super::{course, ending, kept, overview, title, wish};
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::reply::{is_among, normalise};
use crate::library::words::Blank;

/// What can be answered, by the word in the buttons' data: the words of the button, and the list of those typed.
const ANSWERS: [(&str, &str, &str); 4] = [
    ("times", "button-due-times", "typed-due-times"),
    ("fewer", "button-due-fewer", "typed-due-fewer"),
    ("stop", "button-due-stop", "typed-due-stop"),
    ("keep", "button-due-keep", "typed-due-keep"),
];

/// Kinds that are silent until it is known whether they are wanted.
pub fn asked(own: &Reminders) -> impl Iterator<Item = &String> {
    own.plans.iter().filter(|(_, plan)| plan.asked).map(|(kind, _)| kind)
}

/// "Water waits for your answer …", a line for each kind that does.
pub fn lines(ex: &Exchange<'_>, own: &Reminders) -> Vec<String> {
    let running = |kind: &&String| own.plans.get(*kind).is_some_and(|plan| !course::is_over(ex, plan));
    asked(own)
        .filter(running)
        .map(|kind| ex.phrase("due-waiting", &[("kind", Blank::Text(&title(ex, kind)))]))
        .collect()
}

/// The four answers below the message of a number; named where it is about several kinds.
pub fn buttons(ex: &Exchange<'_>, kind: &str, number: u32, is_named: bool) -> Vec<Vec<Button>> {
    let name = title(ex, kind);
    let button = |(what, phrase, _): &(&str, &str, &str)| {
        let label = ex.phrase(phrase, &[]);
        let named = [("kind", Blank::Text(&name)), ("what", Blank::Text(&label))];
        let label = if is_named { ex.phrase("button-due-of", &named) } else { label.clone() };
        Button { label, data: menu_data("due", Some(&format!("{what}.{kind}.{number}"))) }
    };
    ANSWERS.chunks(2).map(|row| row.iter().map(button).collect()).collect()
}

/// The question once more, on the person's own wish.
pub fn ask(ex: &mut Exchange<'_>, kind: &str) {
    let button = |(what, phrase, _): &(&str, &str, &str)| Button {
        label: ex.phrase(phrase, &[]),
        data: menu_data("reminders", Some(&format!("wanted.{kind}.{what}"))),
    };
    let rows = ANSWERS.chunks(2).map(|row| row.iter().map(button).collect()).collect();
    let text = ex.phrase("due-asking", &[("kind", Blank::Text(&title(ex, kind)))]);
    ex.say(text, Keyboard::Inline(rows));
}

/// For words that could be an answer and are none: the question once more, if one waits. False when none does.
pub fn ask_again(ex: &mut Exchange<'_>) -> bool {
    let asked: Vec<String> = ex.chat.reminders.iter().flat_map(asked).cloned().collect();
    match asked.as_slice() {
        [] => return false,
        [only] => ask(ex, only),
        _ => overview::show(ex),
    }
    true
}

/// A button below a message.
pub fn pressed(ex: &mut Exchange<'_>, what: &str, number: u32, kind: &str, message: Option<crate::ids::MessageId>) {
    let is_open = find(ex, number, kind).is_some_and(|line| is_question(line));
    if !is_open {
        return receipt(ex, number, message, None);
    }
    settle(ex, number, kind, State::Settled);
    receipt(ex, number, message, None);
    answer(ex, what, kind);
}

/// A button in `/reminders`, or words.
pub fn decide(ex: &mut Exchange<'_>, what: &str, kind: &str) {
    if ex.chat.reminders.as_ref().is_none_or(|own| !asked(own).any(|asked| asked == kind)) {
        return overview::show(ex);
    }
    heard(ex, kind);
    answer(ex, what, kind);
}

fn answer(ex: &mut Exchange<'_>, what: &str, kind: &str) {
    match what {
        "on" => course::go_on(ex, kind),
        "stop" => ending::end(ex, &[kind.to_owned()]),
        "fewer" => ending::fewer(ex, kind),
        "times" => overview::change_times(ex, kind),
        _ => wish::confirm(ex, "due-kept", kind),
    }
}

/// Whatever somebody does about a kind answers whether it is wanted.
pub fn heard(ex: &mut Exchange<'_>, kind: &str) {
    let now = ex.now;
    let Some(own) = ex.chat.reminders.as_mut() else { return };
    if let Some(plan) = own.plans.get_mut(kind) {
        plan.ignored = 0;
        if std::mem::take(&mut plan.asked) {
            plan.settled = plan.settled.max(now);
        }
    }
    let mut answered = Vec::new();
    for shown in &mut own.shown {
        for line in shown.lines.iter_mut().filter(|line| line.kind == kind && line.state == State::Asking) {
            line.state = State::Settled;
            answered.push(shown.number);
        }
    }
    for number in answered {
        receipt(ex, number, None, None);
    }
}

// ---------------------------------------------------------------- words

/// What words say: one of the answers, or other times at once.
enum Said {
    Answer(&'static str),
    Times(Vec<Time>),
}

/// Typed words while the question waits. False when they are no answer to it.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let Some(own) = ex.chat.reminders.as_ref().filter(|own| asked(own).next().is_some()) else {
        return false;
    };
    let kinds: Vec<String> = asked(own).cloned().collect();
    let (named, rest) = without_kinds(ex, &kinds, text);
    let Some(said) = read(ex, &rest) else {
        return false;
    };
    let meant = if named.is_empty() { kinds } else { named };
    match meant.as_slice() {
        [only] if is_clear(ex, &said) => tell(ex, &said, only),
        [_] => return false,
        several => ask_which(ex, &said, several),
    }
    true
}

/// The asked kinds that are named, and the words without their names and without those that say nothing.
fn without_kinds(ex: &Exchange<'_>, kinds: &[String], text: &str) -> (Vec<String>, String) {
    let plain = normalise(text).replace(['.', '!', ';', '?'], " ");
    let mut said = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut named = Vec::new();
    for kind in kinds {
        let name = format!(" {} ", normalise(&title(ex, kind)));
        if said.contains(&name) && said != name {
            said = said.replace(&name, " ");
            named.push(kind.clone());
        }
    }
    let beside = ex.phrase("typed-due-beside", &[]);
    let words =
        said.split_whitespace().map(|word| word.trim_end_matches([',', ':'])).filter(|word| !is_among(word, &beside));
    (named, words.collect::<Vec<_>>().join(" "))
}

fn read(ex: &Exchange<'_>, said: &str) -> Option<Said> {
    let answer = ANSWERS
        .iter()
        .find(|(_, label, list)| is_among(said, &ex.phrase(list, &[])) || normalise(&ex.phrase(label, &[])) == said);
    answer.map(|(what, ..)| Said::Answer(what)).or_else(|| times(said).map(Said::Times))
}

/// "Stop" and a time are about the newest reminder; the other answers can mean nothing else.
fn is_clear(ex: &Exchange<'_>, said: &Said) -> bool {
    let asking = ex.chat.reminders.iter().flat_map(|own| &own.shown).rev();
    let asking = asking.clone().find(|shown| shown.lines.iter().any(|line| line.state == State::Asking));
    let newer = waiting::live(ex).is_some_and(|live| asking.is_none_or(|asking| live.number > asking.number));
    !newer || matches!(said, Said::Answer("fewer" | "keep" | "times"))
}

fn tell(ex: &mut Exchange<'_>, said: &Said, kind: &str) {
    match said {
        Said::Answer(what) => decide(ex, what, kind),
        Said::Times(times) => {
            let days = kept(ex).plans.get(kind).map(|plan| plan.days.clone()).unwrap_or_default();
            let draft =
                Draft { kind: Some(kind.to_owned()), times: times.clone(), days, shows: true, ..Draft::default() };
            kept(ex).draft = Some(draft);
            wish::go_on(ex);
        }
    }
}

/// Several wait, and the words name none.
fn ask_which(ex: &mut Exchange<'_>, said: &Said, kinds: &[String]) {
    let Said::Answer(what) = said else {
        return overview::show(ex);
    };
    let button = |kind: &String| {
        vec![Button { label: title(ex, kind), data: menu_data("reminders", Some(&format!("wanted.{kind}.{what}"))) }]
    };
    let rows = kinds.iter().map(button).collect();
    let line = ex.phrase("due-which", &[]);
    ex.say(line, Keyboard::Inline(rows));
}
