//! The result card: the action in words with its time, why, what is open, what would change it, what to do meanwhile.
//!
//! Explanation and level come from the same assessment, so that the text can never say less than the level.

use super::exchange::Exchange;
use super::letter::{Button, Class, Keyboard};
use super::triage::{self, Assessment, Raise};
use super::{care, conversation, reading};
use crate::ids::FindingKey;
use crate::library::Library;
use crate::library::condition::{Leaf, Truth};
use crate::library::rule::{Rule, Urgency};
use crate::library::value::{Findings, Value};
use crate::library::vocabulary::Kind;
use crate::library::words::Blank;

/// Most lines of each list on a card.
const MOST_LINES: usize = 3;
/// Most reasons in a rule's own words.
const MOST_REASONS: usize = 1;
const MOST_WORDS: usize = 90;
/// Lines of what was told and is open, and of what would change the advice, the longest first: what calls for help
/// goes last.
const SIZES: [(usize, usize); 5] = [(MOST_LINES, MOST_LINES), (2, 2), (1, MOST_LINES), (1, 2), (1, 1)];
/// Most answers offered for a change.
const MOST_CHANGES: usize = 6;

pub struct Card {
    pub class: Class,
    pub text: String,
    pub keyboard: Keyboard,
}

impl Card {
    /// With another button before the others.
    pub fn with_first(self, button: Button) -> Self {
        let rows = match self.keyboard {
            Keyboard::Inline(rows) => rows,
            Keyboard::None | Keyboard::Keys(_) => Vec::new(),
        };
        Card { keyboard: Keyboard::Inline([vec![vec![button]], rows].concat()), ..self }
    }
}

pub fn card(ex: &Exchange<'_>, assessment: &Assessment<'_>, findings: &Findings) -> Card {
    match assessment.urgency {
        Urgency::Emergency => emergency(ex, assessment, findings),
        Urgency::Urgent | Urgency::Routine | Urgency::SelfCare => advice(ex, assessment, findings, MOST_WORDS),
    }
}

/// The same with room for so many words more, where the advice can wait.
pub fn card_with_room(ex: &Exchange<'_>, assessment: &Assessment<'_>, findings: &Findings, room: usize) -> Card {
    match assessment.urgency {
        Urgency::Emergency | Urgency::Urgent => card(ex, assessment, findings),
        Urgency::Routine | Urgency::SelfCare => advice(ex, assessment, findings, MOST_WORDS.saturating_sub(room)),
    }
}

/// The number, one sentence what to say, nothing else.
fn emergency(ex: &Exchange<'_>, assessment: &Assessment<'_>, findings: &Findings) -> Card {
    let number = emergency_number(ex);
    let told = told(ex, assessment, findings, MOST_LINES).join(", ");
    if told.is_empty() {
        let text = ex.phrase("card-emergency-call", &[("number", Blank::Text(&number))]);
        return Card { class: Class::Emergency, text, keyboard: Keyboard::None };
    }
    let text = ex.phrase("card-emergency", &[("number", Blank::Text(&number)), ("told", Blank::Text(&told))]);
    Card { class: Class::Emergency, text, keyboard: Keyboard::None }
}

/// The action alone, for a person who has not agreed that anything is kept.
pub fn without_reasons(ex: &Exchange<'_>, assessment: &Assessment<'_>) -> String {
    if assessment.urgency == Urgency::Emergency {
        let number = emergency_number(ex);
        return ex.phrase("card-emergency-plain", &[("number", Blank::Text(&number))]);
    }
    let parts = [Some(heading(ex, assessment.urgency)), meanwhile(ex, assessment)];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// The number of the person's country, or words that hold everywhere.
pub fn emergency_number(ex: &Exchange<'_>) -> String {
    let country = ex.chat.profile.country.as_deref().and_then(|code| ex.library.countries.get(code));
    country.map_or_else(|| ex.phrase("emergency-number-unknown", &[]), |country| country.emergency.clone())
}

fn advice(ex: &Exchange<'_>, assessment: &Assessment<'_>, findings: &Findings, most_words: usize) -> Card {
    let class = if assessment.urgency == Urgency::Urgent { Class::Emergency } else { Class::Answer };
    Card {
        class,
        text: short_text(ex, assessment, findings, most_words),
        keyboard: Keyboard::Inline(buttons(ex, assessment, findings)),
    }
}

/// The level, what decided it and what to do, without the lists of what is open: for an alarm, where one question follows.
pub fn in_short(ex: &Exchange<'_>, assessment: &Assessment<'_>, findings: &Findings) -> String {
    if assessment.urgency == Urgency::Emergency {
        return emergency(ex, assessment, findings).text;
    }
    let mut parts = vec![heading(ex, assessment.urgency)];
    parts.extend(because(ex, assessment, findings, MOST_LINES));
    parts.extend(meanwhile(ex, assessment));
    parts.join("\n\n")
}

/// Whether a card has more words than anybody reads.
pub fn is_long(text: &str) -> bool {
    words(text) > MOST_WORDS
}

pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// With as many lines in its lists as the card has room for.
fn short_text(ex: &Exchange<'_>, assessment: &Assessment<'_>, findings: &Findings, most_words: usize) -> String {
    let longer = SIZES.into_iter().map(|size| text(ex, assessment, findings, size));
    let mut fitting = longer.filter(|text| words(text) <= most_words);
    // What was never answered lies nearer than what may still come.
    let raises = usize::from(open_facts(ex, assessment, findings).is_empty());
    fitting.next().unwrap_or_else(|| text(ex, assessment, findings, (1, raises)))
}

fn text(
    ex: &Exchange<'_>,
    assessment: &Assessment<'_>,
    findings: &Findings,
    (most, most_raises): (usize, usize),
) -> String {
    let open = open_lines(ex, assessment, findings, most);
    let raises = raises(ex, assessment, findings, &open, most_raises);
    let mut parts = vec![heading(ex, assessment.urgency)];
    parts.extend(because(ex, assessment, findings, most));
    parts.extend(not_ruled_out(ex, &open));
    parts.extend(what_would_change(ex, &raises));
    parts.extend(meanwhile(ex, assessment));
    parts.join("\n\n")
}

fn heading(ex: &Exchange<'_>, urgency: Urgency) -> String {
    match urgency {
        Urgency::Emergency | Urgency::Urgent => ex.phrase("card-urgent", &[]),
        Urgency::Routine => ex.phrase("card-routine", &[]),
        Urgency::SelfCare => ex.phrase("card-self-care", &[]),
    }
}

fn because(ex: &Exchange<'_>, assessment: &Assessment<'_>, findings: &Findings, most: usize) -> Option<String> {
    let told = told(ex, assessment, findings, most);
    let reasons = assessment.because.iter().filter(|rule| rule.urgency == assessment.urgency);
    let reasons: Vec<String> =
        reasons.take(MOST_REASONS).map(|rule| ex.authored(&format!("rule--{}", rule.id), "because")).collect();
    if told.is_empty() && reasons.is_empty() {
        return None;
    }
    let mut text = if told.is_empty() { String::new() } else { list(ex.phrase("card-because", &[]), told) };
    for reason in reasons {
        text.push_str(if text.is_empty() { "" } else { "\n" });
        text.push_str(&reason);
    }
    Some(text)
}

/// The answers that decided, in the person's words, for the rules of the level; then what the diary shows.
fn told(ex: &Exchange<'_>, assessment: &Assessment<'_>, findings: &Findings, most: usize) -> Vec<String> {
    let (mut told, mut counted): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for leaf in decisive(assessment) {
        let holds = leaf.holds(findings) == Truth::True;
        let Some(value) = findings.get(&leaf.key).filter(|_| holds) else { continue };
        let Some(words) = in_words(ex, &leaf.key, value) else { continue };
        let is_counted = ex.chat.is_from_diary(&leaf.key, &ex.library.vocabulary, ex.now);
        let (lines, words) = match is_counted {
            true => (&mut counted, ex.phrase("card-diary", &[("told", Blank::Text(&words))])),
            false => (&mut told, words),
        };
        if !lines.contains(&words) {
            lines.push(words);
        }
    }
    if told.is_empty() && assessment.urgency >= Urgency::Urgent {
        told = alarming(ex, findings);
    }
    told.append(&mut counted);
    told.truncate(most);
    told
}

/// The signs of an alarm that no rule speaks of: the level holds because of them.
fn alarming(ex: &Exchange<'_>, findings: &Findings) -> Vec<String> {
    let alarm = ex.chat.alarm_that_holds(ex.now);
    let signs = alarm.into_iter().flat_map(|alarm| &alarm.findings);
    signs.filter_map(|key| in_words(ex, key, findings.get(key)?)).collect()
}

/// What the rules that set the level look at.
fn decisive<'a>(assessment: &Assessment<'a>) -> impl Iterator<Item = &'a Leaf> {
    let rules: Vec<&'a Rule> =
        assessment.because.iter().copied().filter(|rule| rule.urgency == assessment.urgency).collect();
    rules.into_iter().flat_map(|rule| rule.when.leaves())
}

/// A known finding as the end of "because you told me that …".
pub fn in_words(ex: &Exchange<'_>, key: &FindingKey, value: &Value) -> Option<String> {
    worded(ex.library, key, value, &|text, attribute, blanks| ex.authored_with(text, attribute, blanks))
}

/// The same, in any language, for where nobody is being talked to.
pub fn said(library: &Library, language: &str, key: &FindingKey, value: &Value) -> Option<String> {
    let say = |text: &str, attribute: &str, blanks: &[(&str, Blank<'_>)]| {
        library.words.attribute(language, text, attribute, blanks)
    };
    worded(library, key, value, &say)
}

/// Words an attribute of a text, with blanks.
type Say<'a> = dyn Fn(&str, &str, &[(&str, Blank<'_>)]) -> String + 'a;

fn worded(library: &Library, key: &FindingKey, value: &Value, say: &Say<'_>) -> Option<String> {
    let finding = library.vocabulary.finding(key)?;
    let text = format!("finding--{key}");
    let say = |attribute: &str, blanks: &[(&str, Blank<'_>)]| say(&text, attribute, blanks);
    match (&finding.kind, value) {
        (Kind::Bool, Value::Flag(true)) => Some(say("say", &[])),
        (Kind::Int { .. } | Kind::Float { .. }, Value::Number(number)) => {
            Some(say("say", &[("value", Blank::Number(*number))]))
        }
        (Kind::Choice { .. }, Value::Word(word)) => Some(say(&format!("say-{word}"), &[])),
        (Kind::Multi { .. }, Value::Words(words)) if !words.is_empty() => {
            Some(words.iter().map(|word| say(&format!("say-{word}"), &[])).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    }
}

/// Facts that would raise the level, as (level, words): those nearest to what was told, the most urgent of them first.
fn raises(
    ex: &Exchange<'_>,
    assessment: &Assessment<'_>,
    findings: &Findings,
    open: &[(Urgency, String)],
    most: usize,
) -> Vec<(Urgency, String)> {
    let raises = triage::would_raise(findings, assessment.urgency, ex.library);
    let raises = triage::nearest_first(raises, findings, ex.library);
    let worded = raises.iter().filter_map(|raise| Some((raise.to, in_words(ex, &raise.finding, &raise.value)?)));
    let mut lines: Vec<(Urgency, String)> =
        worded.filter(|(_, words)| open.iter().all(|(_, known)| known != words)).take(most).collect();
    lines.sort_by_key(|(to, _)| std::cmp::Reverse(*to));
    lines
}

/// Of the facts that would decide an open rule, those that people are asked for at all costs, and those they were asked
/// for and did not know.
pub fn open_facts(ex: &Exchange<'_>, assessment: &Assessment<'_>, findings: &Findings) -> Vec<Raise> {
    let (library, vocabulary) = (ex.library, &ex.library.vocabulary);
    let mut open = triage::open_facts(assessment, findings, library);
    open.retain(|Raise { finding: key, value, .. }| {
        let is_unsure = !matches!(value, Value::Words(_))
            && ex
                .chat
                .facts_in_force(vocabulary, ex.now)
                .any(|fact| fact.finding == *key && fact.value == Value::Unsure);
        vocabulary.is_core_red_flag(key) || library.screening.contains(key) || is_unsure
    });
    open
}

/// What is not ruled out: answers that are missing and would decide an open rule, as (level of a yes, words).
fn open_lines(
    ex: &Exchange<'_>,
    assessment: &Assessment<'_>,
    findings: &Findings,
    most: usize,
) -> Vec<(Urgency, String)> {
    let open = open_facts(ex, assessment, findings);
    open.iter().filter_map(|fact| Some((fact.to, in_words(ex, &fact.finding, &fact.value)?))).take(most).collect()
}

/// Those whose yes means help at once are said so.
fn not_ruled_out(ex: &Exchange<'_>, open: &[(Urgency, String)]) -> Option<String> {
    let at_once = |to: &Urgency| *to == Urgency::Emergency;
    let (first, rest): (Vec<_>, Vec<_>) = open.iter().partition(|(to, _)| at_once(to));
    let words = |lines: &[&(Urgency, String)]| lines.iter().map(|(_, words)| words.clone()).collect::<Vec<_>>();
    match (first.as_slice(), rest.as_slice()) {
        ([], []) => None,
        ([], rest) => Some(list(ex.phrase("card-open", &[]), words(rest))),
        (first, []) => Some(list(ex.phrase("card-open-emergency", &[]), words(first))),
        (first, rest) => {
            let first = list(ex.phrase("card-open-emergency", &[]), words(first));
            Some(format!("{first}\n{}", list(ex.phrase("card-open-too", &[]), words(rest))))
        }
    }
}

/// "Call for help at once if: …", one list for each level.
fn what_would_change(ex: &Exchange<'_>, raises: &[(Urgency, String)]) -> Option<String> {
    let lists = raises.chunk_by(|(one, _), (other, _)| one == other).filter_map(|same| {
        let (to, _) = same.first()?;
        Some(list(raise_head(ex, *to), same.iter().map(|(_, words)| words.clone()).collect()))
    });
    let lists: Vec<String> = lists.collect();
    (!lists.is_empty()).then(|| lists.join("\n"))
}

fn raise_head(ex: &Exchange<'_>, to: Urgency) -> String {
    match to {
        Urgency::Emergency => ex.phrase("raise-emergency", &[]),
        Urgency::Urgent => ex.phrase("raise-urgent", &[]),
        Urgency::Routine | Urgency::SelfCare => ex.phrase("raise-routine", &[]),
    }
}

fn meanwhile(ex: &Exchange<'_>, assessment: &Assessment<'_>) -> Option<String> {
    let top = assessment.because.iter().find(|rule| rule.urgency == assessment.urgency);
    match top {
        Some(rule) => Some(ex.authored(&format!("rule--{}", rule.id), "do")),
        None if assessment.urgency == Urgency::SelfCare => Some(ex.phrase("card-self-care-do", &[])),
        None if assessment.urgency == Urgency::Urgent => {
            let number = emergency_number(ex);
            Some(ex.phrase("alarm-worse", &[("number", Blank::Text(&number))]))
        }
        None => None,
    }
}

fn buttons(ex: &Exchange<'_>, assessment: &Assessment<'_>, findings: &Findings) -> Vec<Vec<Button>> {
    let mut rows = Vec::new();
    if !open_facts(ex, assessment, findings).is_empty() {
        rows.push(vec![menu_button(ex, "button-ask-now", "ask")]);
    }
    if !changeable(ex).is_empty() {
        rows.push(vec![menu_button(ex, "button-change", "change")]);
    }
    if ex.chat.episode.as_ref().is_some_and(|episode| episode.cramp && episode.let_go.is_none()) {
        rows.push(vec![menu_button(ex, "button-let-go", "over")]);
    }
    rows.extend(reading::of_card(ex, assessment).map(|button| vec![button]));
    rows.push(vec![menu_button(ex, "button-save", "save")]);
    rows
}

/// The answers that decided the level, and with which question each can be given anew.
pub fn changeable(ex: &Exchange<'_>) -> Vec<FindingKey> {
    let findings = ex.chat.findings(&ex.library.vocabulary, ex.now);
    let assessment = triage::assess(&findings, ex.library);
    let mut keys: Vec<FindingKey> = Vec::new();
    for leaf in decisive(&assessment) {
        let holds =
            leaf.holds(&findings) == Truth::True && !ex.chat.is_from_diary(&leaf.key, &ex.library.vocabulary, ex.now);
        if holds && !keys.contains(&leaf.key) && conversation::origin(ex, &leaf.key).is_some() {
            keys.push(leaf.key.clone());
        }
    }
    keys.truncate(MOST_CHANGES);
    keys
}

/// One button for each answer that can be changed.
pub fn show_changeable(ex: &mut Exchange<'_>) {
    let findings = ex.chat.findings(&ex.library.vocabulary, ex.now);
    let words = |key: &FindingKey| findings.get(key).and_then(|value| in_words(ex, key, value));
    let buttons: Vec<Vec<Button>> = changeable(ex)
        .iter()
        .filter_map(|key| Some(vec![Button { label: words(key)?, data: care::data(ex, "change", Some(key.as_str())) }]))
        .collect();
    if buttons.is_empty() {
        let line = ex.phrase("nothing-to-change", &[]);
        return ex.say(line, Keyboard::None);
    }
    let text = ex.phrase("which-answer", &[]);
    ex.say(text, Keyboard::Inline(buttons));
}

pub fn menu_button(ex: &Exchange<'_>, phrase: &str, name: &str) -> Button {
    Button { label: ex.phrase(phrase, &[]), data: care::data(ex, name, None) }
}

fn list(head: String, lines: Vec<String>) -> String {
    lines.into_iter().fold(head, |text, line| format!("{text}\n• {line}"))
}
