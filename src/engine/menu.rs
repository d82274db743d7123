//! Buttons outside questions: each means the same at any time, so pressing it twice does no harm.

use jiff::SignedDuration;

use super::acting::{alarm, cramp, logs, undo};
use super::chat::Awaits;
use super::exchange::Exchange;
use super::letter::{Button, Keyboard, Target};
use super::press::{self, Press};
use super::reply::{is_among, normalise};
use super::{
    card, care, command, conversation, customs, export, first_aid, history, hold, medicines, monthly, nights, picture,
    reading, reminder, report, setup, standing, summary, triage, week,
};
use crate::ids::{EpisodeId, FindingKey, MessageId, PressId, SubjectId};
use crate::library::dialogue::{Begins, Dialogue};

/// Most facts asked for at once by "Ask me now": those that the card lists.
const MOST_ASKED: usize = 3;
/// A cramp of which nobody has heard for so long is over; one that has let go may lock again within a few minutes.
const STILL_THE_SAME: SignedDuration = SignedDuration::from_hours(1);
const LOCKS_AGAIN: SignedDuration = SignedDuration::from_mins(10);
/// Two presses within this are one.
const DOUBLE_TAP: SignedDuration = SignedDuration::from_secs(5);

/// One press on a menu button.
pub fn pressed(ex: &mut Exchange<'_>, name: &str, argument: Option<&str>, message: Option<MessageId>, press: &PressId) {
    ex.acknowledge(press, None);
    let keeps = keeps_its_buttons(name)
        || care::keeps_its_buttons(name, argument)
        || message.is_some_and(|message| history::stays(ex, name, argument, message));
    if let Some(message) = message.filter(|_| !keeps) {
        ex.edit(Target::Message(message), None, Vec::new());
    }
    choose(ex, name, argument, message);
}

/// The number or the words of a button in the place of a press. False when they are not.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let newest = offered(ex, text);
    let is_of_newest = newest.is_some();
    let button = newest.or_else(|| waiting(ex, text));
    let Some(Press::Menu { name, argument }) = button.map(|button| press::read(&button.data)) else {
        return false;
    };
    // A reminder of yesterday is there to be tapped; words are about something else by then.
    if name == "due" && !reminder::is_meant(ex, argument.as_deref().unwrap_or_default()) {
        return false;
    }
    if is_of_newest {
        ex.clear_menu();
    }
    choose(ex, &name, argument.as_deref(), None);
    true
}

/// By its label, a button of a question that waits behind newer messages; numbers are for the newest.
fn waiting(ex: &Exchange<'_>, text: &str) -> Option<Button> {
    let said = normalise(text);
    let is_free = ex.chat.conversation.is_none() && ex.chat.awaits.is_none();
    standing::buttons(ex).into_iter().find(|button| is_free && normalise(&button.label) == said)
}

/// Whether the words are those of a button that can be pressed.
pub fn is_label(ex: &Exchange<'_>, text: &str) -> bool {
    let said = normalise(text);
    ex.chat.offered.iter().any(|button| normalise(&button.label) == said)
}

/// By its label; by its number where no question is open for numbers; "yes" and "no" where the buttons mean that.
fn offered(ex: &Exchange<'_>, text: &str) -> Option<Button> {
    let said = normalise(text);
    let buttons = &ex.chat.offered;
    let by_label = buttons.iter().find(|button| normalise(&button.label) == said);
    let talks = ex.chat.conversation.is_some();
    let by_number =
        || said.parse::<usize>().ok().filter(|_| !talks).and_then(|number| buttons.get(number.checked_sub(1)?));
    let beside = ex.phrase("words-beside-yes", &[]);
    let says = |list: &str| is_among(&said, list) || opens_with(&said, list, &beside);
    let (yes, no) = (says(&ex.phrase("typed-yes", &[])), says(&ex.phrase("typed-no", &[])));
    let refusal = buttons.iter().position(|button| button.data.ends_with(".no")).filter(|_| buttons.len() == 2);
    let by_first_word = || match (yes && !talks, no && !talks) {
        (true, _) => begins_alone(buttons, &ex.phrase("typed-yes", &[])),
        (_, true) => begins_alone(buttons, &ex.phrase("typed-no", &[])),
        _ => None,
    };
    let by_word =
        || refusal.and_then(|place| if no { buttons.get(place) } else { buttons.get(1 - place).filter(|_| yes) });
    by_label.or_else(by_number).or_else(by_word).or_else(by_first_word).cloned()
}

/// "Yes, please keep it": a word of a list, and behind it nothing that could mean more.
fn opens_with(said: &str, list: &str, beside: &str) -> bool {
    let mut words = said.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    words.next().is_some_and(|first| is_among(first, list)) && words.all(|word| is_among(word, beside))
}

/// The only button that begins with a word of a list: "Yes, switch it on" is meant by a yes.
fn begins_alone<'b>(buttons: &'b [Button], list: &str) -> Option<&'b Button> {
    let mut fitting = buttons.iter().filter(|button| {
        let label = normalise(&button.label);
        label.split([' ', ',']).next().is_some_and(|first| is_among(first, list))
    });
    fitting.next().filter(|_| fitting.next().is_none())
}

fn choose(ex: &mut Exchange<'_>, name: &str, argument: Option<&str>, message: Option<MessageId>) {
    history::wanted::forget(ex);
    medicines::wanted::forget(ex);
    match (name, argument) {
        ("other", Some(what)) => care::choose(ex, what),
        ("unhold", Some(number)) => hold::stop(ex, number.parse().unwrap_or_default(), message),
        ("due" | "reminders" | "pause" | "water", _) => {
            reminder::pressed(ex, name, argument.unwrap_or_default(), message)
        }
        _ if care::is_of_a_bout(name) => care::act_for(ex, SubjectId::WRITER, name, argument),
        _ => act(ex, name, argument),
    }
}

/// What a button does for the one whom the chat is about.
pub fn act(ex: &mut Exchange<'_>, name: &str, argument: Option<&str>) {
    match (name, argument) {
        ("cramp", None) if has_just_begun(ex) => {}
        ("cramp", None) => start_cramp(ex),
        ("new", Some(before)) => start_another_cramp(ex, before),
        ("same", None) => go_on(ex),
        ("over", None) => over(ex),
        ("ask", None) => ask_open_questions(ex),
        ("change", None) => card::show_changeable(ex),
        ("change", Some(finding)) => conversation::revise(ex, &finding.into()),
        _ if history::is_button(name) => {
            command::aside(ex, |ex| history::pressed(ex, SubjectId::WRITER, name, argument))
        }
        ("learn", None) => command::aside(ex, reading::sections),
        ("section", Some(section)) => command::aside(ex, |ex| reading::section(ex, section)),
        ("article", Some(id)) => command::aside(ex, |ex| reading::article(ex, id)),
        ("read", Some(id)) => command::aside(ex, |ex| reading::aside_from_card(ex, id)),
        ("picture", Some(id)) => picture::show(ex, id),
        ("hold", Some(node)) => hold::start(ex, node),
        ("report", Some(what)) => command::aside(ex, |ex| report::asking::report(ex, what)),
        ("medicine", what) => command::aside(ex, |ex| medicines::pressed(ex, what.unwrap_or_default())),
        ("export", Some(form)) => command::aside(ex, |ex| export::asked(ex, form)),
        ("help", None) => command::run(ex, "help", ""),
        ("setup", None) => setup::ask_consent(ex),
        ("consent", Some("no")) => setup::refuse_consent(ex),
        ("consent", Some(answer)) => setup::consent(ex, answer == setup::LET_GO),
        ("country", Some(code)) => setup::choose_country(ex, code),
        ("zone", Some(name)) => setup::choose_zone(ex, name),
        ("settings", Some(what)) => setup::change(ex, what),
        ("customs", Some(what)) => customs::pressed(ex, what),
        ("checkup", None) => command::run(ex, "checkup", ""),
        ("rest", None) => nights::go_on(ex),
        ("rest", Some(answer)) => nights::answered(ex, answer),
        ("still", Some(answer)) => nights::still(ex, answer),
        ("night", Some(argument)) => nights::pressed(ex, argument),
        ("week", Some(argument)) => week::choose(ex, argument),
        ("monthly", Some(argument)) => monthly::choose(ex, argument),
        ("summary", Some(period)) => command::aside(ex, |ex| summary::asking::asked(ex, period)),
        ("language", Some(language)) => setup::choose_language(ex, language),
        ("delete", Some(answer)) => setup::delete(ex, answer == "yes"),
        (alarm::SIGN, Some(answer)) => alarm::answered(ex, answer),
        (alarm::NOT_SO, None) => alarm::take_back(ex),
        (alarm::GO_ON, None) => alarm::go_on(ex),
        ("undo", Some(number)) => command::aside(ex, |ex| undo::pressed(ex, number)),
        ("drink", Some(amount)) => command::aside(ex, |ex| logs::pressed(ex, amount)),
        ("did", Some(kind)) => command::aside(ex, |ex| logs::did(ex, kind)),
        ("past", Some(answer)) => command::aside(ex, |ex| cramp::log_one(ex, answer)),
        ("skip", None) => cramp::skip(ex),
        _ => not_understood(ex),
    }
}

/// Buttons on the card and the greeting stay: what they offer stays true.
fn keeps_its_buttons(name: &str) -> bool {
    matches!(
        name,
        "cramp"
            | "diary"
            | "help"
            | "setup"
            | "settings"
            | "over"
            | "ask"
            | "change"
            | "read"
            | "save"
            | "picture"
            | "hold"
            | "unhold"
    )
}

/// Starts a dialogue for the writer.
pub fn start(ex: &mut Exchange<'_>, dialogue: &Dialogue) {
    care::turn_to(ex, SubjectId::WRITER);
    start_at_hand(ex, dialogue);
}

pub fn start_cramp(ex: &mut Exchange<'_>) {
    care::turn_to(ex, SubjectId::WRITER);
    start_cramp_at_hand(ex);
}

/// Starts a dialogue for the one whom the chat is about. A cramp that is open is asked about first, and a check-up during a cramp is about that cramp.
pub fn start_at_hand(ex: &mut Exchange<'_>, dialogue: &Dialogue) {
    match dialogue.begins {
        Begins::Cramp => start_cramp_at_hand(ex),
        Begins::Checkup | Begins::Nothing if !ex.chat.has_consent() => setup::ask_consent(ex),
        Begins::Nothing => conversation::begin(ex, dialogue, None),
        Begins::Checkup => {
            let cramp = open_cramp(ex);
            conversation::begin(ex, dialogue, cramp);
        }
    }
}

/// The second of two taps finds the help of the first.
fn has_just_begun(ex: &Exchange<'_>) -> bool {
    let began = ex
        .chat
        .episode
        .as_ref()
        .filter(|episode| episode.cramp && episode.subject.is_writer())
        .map(|episode| episode.began);
    let began = began.filter(|_| ex.chat.conversation.is_some()).or(ex.chat.first_aid_since);
    began.is_some_and(|began| ex.now.duration_since(began) < DOUBLE_TAP)
}

fn start_cramp_at_hand(ex: &mut Exchange<'_>) {
    match open_cramp(ex) {
        Some(_) if may_be_the_same(ex) => ask_new_or_same(ex),
        _ => start_new_cramp(ex),
    }
}

/// Whether what is called a cramp now may still be the one before. Any other is begun at once: at night nobody answers.
fn may_be_the_same(ex: &Exchange<'_>) -> bool {
    ex.chat.episode.as_ref().is_some_and(|episode| match episode.let_go {
        Some(end) => ex.now.duration_since(end) < LOCKS_AGAIN,
        None => ex.now.duration_since(episode.last_sign) < STILL_THE_SAME,
    })
}

/// The cramp that still holds, or that is being talked about.
pub fn open_cramp(ex: &Exchange<'_>) -> Option<EpisodeId> {
    let cramp = ex.chat.episode.as_ref().filter(|episode| episode.cramp)?;
    let talked_about = ex.chat.conversation.as_ref().is_some_and(|open| open.episode == Some(cramp.id));
    (cramp.let_go.is_none() || talked_about).then_some(cramp.id)
}

/// A new cramp beside the one that was open when this was asked. The button names that one, so that a second tap,
/// which comes when the new one is open, starts nothing.
fn start_another_cramp(ex: &mut Exchange<'_>, before: &str) {
    let is_open = ex.chat.episode.as_ref().is_none_or(|episode| episode.id.0.to_string() == before);
    if is_open {
        start_new_cramp(ex);
    }
}

fn start_new_cramp(ex: &mut Exchange<'_>) {
    if !ex.chat.has_consent() {
        return first_aid::begin(ex);
    }
    if let Some(dialogue) = first_aid::dialogue(ex) {
        conversation::begin(ex, dialogue, None);
    }
}

/// The help stands above the question: whoever answers nothing has it.
fn ask_new_or_same(ex: &mut Exchange<'_>) {
    let question = ex.phrase("new-or-same", &[]);
    let (text, different) = match first_aid::steps(ex) {
        Some((steps, different)) => (format!("{steps}\n\n{question}"), different),
        None => (question, None),
    };
    let open = ex.chat.episode.as_ref().map(|episode| episode.id.0.to_string());
    let another = Button { label: ex.phrase("button-new-cramp", &[]), data: care::data(ex, "new", open.as_deref()) };
    let mut rows = vec![vec![another, card::menu_button(ex, "button-same-cramp", "same")]];
    let (name, argument) = if ex.chat.about.is_writer() { ("checkup", None) } else { ("other", Some("start.checkup")) };
    rows.extend(different.map(|label| vec![Button { label, data: press::menu_data(name, argument) }]));
    ex.say(text, Keyboard::Inline(rows));
}

/// The same cramp: the open question again, or first aid once more for the episode that is open.
fn go_on(ex: &mut Exchange<'_>) {
    if ex.chat.conversation.is_some() {
        return conversation::ask_again(ex);
    }
    let episode = ex.chat.episode.as_ref().map(|episode| episode.id);
    match (episode, first_aid::dialogue(ex)) {
        (Some(episode), Some(dialogue)) => conversation::begin(ex, dialogue, Some(episode)),
        _ => start_cramp_at_hand(ex),
    }
}

fn over(ex: &mut Exchange<'_>) {
    if cramp::ends(ex, None) {
        return cramp::say_let_go(ex);
    }
    let text = ex.phrase("already-let-go", &[]);
    ex.say(text, Keyboard::None);
}

/// What the card says is not ruled out: the warning signs without an answer, or the facts that an open rule waits for.
fn ask_open_questions(ex: &mut Exchange<'_>) {
    let Some(episode) = ex.chat.episode.as_ref().map(|episode| episode.id) else {
        let text = ex.phrase("nothing-open", &[]);
        return ex.say(text, Keyboard::None);
    };
    let findings = ex.chat.findings(&ex.library.vocabulary, ex.now);
    let assessment = triage::assess(&findings, ex.library);
    let screening = ex.library.dialogues.get("screening").filter(|_| !assessment.unanswered.is_empty());
    let open: Vec<FindingKey> =
        card::open_facts(ex, &assessment, &findings).into_iter().map(|fact| fact.finding).take(MOST_ASKED).collect();
    match screening {
        // The follow-ups on how far and how fast belong to it.
        Some(screening) => conversation::begin_about(ex, screening, episode),
        None if conversation::ask_for(ex, episode, open) => {}
        None => {
            let text = ex.phrase("nothing-open", &[]);
            ex.say(text, Keyboard::None);
        }
    }
}

/// Words that nobody understood. A question that is open stays so, with the meaning of its numbers.
pub fn not_understood(ex: &mut Exchange<'_>) {
    let line = if asks(ex) { ex.phrase("not-understood-open", &[]) } else { ex.phrase("not-understood", &[]) };
    let keyboard = three_buttons(ex);
    ex.say(line, keyboard);
}

/// Whether a question of the settings is open: its buttons are on the screen, or words are awaited for it.
pub fn asks(ex: &Exchange<'_>) -> bool {
    let asks = |button: &Button| matches!(press::read(&button.data), Press::Menu { name, .. } if is_setting(&name));
    let awaits = matches!(
        ex.chat.awaits,
        Some(Awaits::Times | Awaits::PauseUntil | Awaits::Quiet | Awaits::Goal | Awaits::Cup | Awaits::NightEnd)
    );
    awaits || ex.chat.offered.len() > 1 && ex.chat.offered.iter().all(asks)
}

fn is_setting(name: &str) -> bool {
    matches!(
        name,
        "reminders"
            | "pause"
            | "water"
            | "settings"
            | "customs"
            | "country"
            | "zone"
            | "language"
            | "week"
            | "monthly"
            | "night"
            | "delete"
            | "medicine"
            | "article"
    )
}

/// The three buttons for words that nobody understood; none where they would take the numbers of an open question.
pub fn three_buttons(ex: &Exchange<'_>) -> Keyboard {
    if asks(ex) {
        return Keyboard::None;
    }
    let row = |phrase, name: &str| vec![Button { label: ex.phrase(phrase, &[]), data: press::menu_data(name, None) }];
    Keyboard::Inline(vec![row("button-cramp", "cramp"), row("button-diary", "diary"), row("button-help", "help")])
}
