//! The few questions about a bout that a morning asks: the warning signs that the night left out, then what can change
//! the advice most. The others stay open, are counted on the card, and are asked on the person's word only.
//!
//! Nothing is ever taken for answered here: what is left out stays unknown, and "at home" is not said while an open
//! question can change it.

use super::closing::findings;
use super::nightly::{begin_whole, behind_help, walk};
use super::walking::advance;
use crate::engine::card::{self, Card};
use crate::engine::chat::{Few, Position};
use crate::engine::exchange::Exchange;
use crate::engine::triage::{self, Raise};
use crate::ids::{EpisodeId, FindingKey};
use crate::library::Library;
use crate::library::condition::Truth;
use crate::library::dialogue::{Dialogue, Kind, Next, Node};
use crate::library::rule::Urgency;
use crate::library::value::Findings;
use crate::library::words::Blank;

/// Questions that one morning asks for. The lists of the fixed screening are never cut short: there may be four.
const FEW: usize = 3;

/// What an open question is worth for the advice, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    /// A list of the fixed screening.
    Screening,
    /// One answer alone would mean help at once; help today; an appointment.
    Emergency,
    Urgent,
    Routine,
    /// A rule that something told has touched waits for it.
    Awaited,
    /// Some rule reads it, or other questions follow from it.
    LeadsOn,
    /// It serves the diary.
    Diary,
}

/// What is open about a bout, as far as it can be foreseen for somebody with nothing alarming to tell.
pub struct Open<'l> {
    /// What a morning asks. Lists of warning signs stand first.
    pub few: Vec<&'l Node>,
    /// How many of the few are such lists.
    pub lists: usize,
    /// How many questions stay open behind the few.
    pub more: usize,
    /// Whether any open question can change the advice.
    pub can_change: bool,
    /// Whether a longer part is offered behind them.
    pub leads_further: bool,
    plan: Few,
}

struct Question<'l> {
    worth: Worth,
    at: Position,
    node: &'l Node,
}

impl Question<'_> {
    fn is_warning_list(&self) -> bool {
        self.worth <= Worth::Urgent && matches!(self.node.kind, Kind::Check { .. })
    }
}

/// What is open about a bout, and what of it a morning asks.
pub fn survey<'l>(ex: &Exchange<'l>, dialogue: &Dialogue, episode: EpisodeId) -> Open<'l> {
    let (mut questions, mut rest) = (Vec::new(), Vec::new());
    let worth = worths(ex);
    for (at, node) in walk(ex, dialogue, episode) {
        match worth(node) {
            Some(worth) => questions.push(Question { worth, at, node }),
            // "Go on?" is no question; it stays with what can be asked afterwards.
            None => rest.push(at),
        }
    }
    let leads_further = !rest.is_empty();
    let can_change = questions.iter().any(|question| question.worth != Worth::Diary);
    // Stable: of equal worth the first of the conversation stays first.
    questions.sort_by_key(|question| question.worth);
    let screening = questions.iter().filter(|question| question.worth == Worth::Screening).count();
    let more = questions.split_off(questions.len().min(screening.max(FEW)));
    questions.sort_by_key(|question| !question.is_warning_list());
    let lists = questions.iter().filter(|question| question.is_warning_list()).count();
    let asked: Vec<Position> = questions.iter().map(|question| question.at.clone()).collect();
    let later = asked.iter().skip(lists).cloned().collect();
    rest.extend(more.iter().map(|question| question.at.clone()));
    Open {
        few: questions.iter().map(|question| question.node).collect(),
        lists,
        more: more.len(),
        can_change,
        leads_further,
        plan: Few { asked, later, rest },
    }
}

/// What each question is worth by what is known now; nothing for what is no question.
fn worths<'l>(ex: &Exchange<'l>) -> impl Fn(&Node) -> Option<Worth> + use<'l> {
    let (findings, library) = (findings(ex), ex.library);
    let raises = triage::would_raise(&findings, triage::assess(&findings, library).spoken(), library);
    move |node| {
        let leads = if matches!(node.next, Next::ByChoice { .. }) { Worth::LeadsOn } else { Worth::Diary };
        node.findings().into_iter().map(|key| worth(key, &raises, &findings, library).min(leads)).min()
    }
}

fn worth(key: &FindingKey, raises: &[Raise], findings: &Findings, library: &Library) -> Worth {
    if library.vocabulary.is_core_red_flag(key) || library.screening.contains(key) {
        return Worth::Screening;
    }
    match raises.iter().filter(|raise| raise.finding == *key).map(|raise| raise.to).max() {
        Some(Urgency::Emergency) => Worth::Emergency,
        Some(Urgency::Urgent) => Worth::Urgent,
        Some(Urgency::Routine) => Worth::Routine,
        Some(Urgency::SelfCare) | None if triage::matters(key, findings, library) => Worth::Awaited,
        Some(Urgency::SelfCare) | None if is_read(key, findings, library) => Worth::LeadsOn,
        Some(Urgency::SelfCare) | None => Worth::Diary,
    }
}

/// Whether a rule that can still speak, or a condition of some question, reads a finding.
fn is_read(key: &FindingKey, findings: &Findings, library: &Library) -> bool {
    let rules = library.rules.iter().filter(|rule| rule.when.holds(findings) != Truth::False).map(|rule| &rule.when);
    let nodes = library.dialogues.values().flat_map(|dialogue| &dialogue.nodes);
    rules.chain(nodes.filter_map(|node| node.only_if.as_ref())).any(|it| it.some_leaf(&|leaf| leaf.key == *key))
}

/// Asks the few, and gives the advice anew.
pub fn go_on_with_few(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: EpisodeId) {
    let open = survey(ex, dialogue, episode);
    begin_whole(ex, dialogue, episode);
    if let Some(conversation) = ex.chat.conversation.as_mut() {
        conversation.few = Some(open.plan);
    }
    advance(ex, &behind_help(dialogue));
}

/// Whether the open conversation keeps back the node at which it stands; nothing when it asks for more than a few.
/// What a tick calls for is asked, what serves the diary is not.
pub(super) fn keeps_back(ex: &Exchange<'_>, node: &Node) -> Option<bool> {
    let open = ex.chat.conversation.as_ref()?;
    let few = open.few.as_ref()?;
    let is_extra = node.afterwards && !few.asked.contains(&open.at);
    Some(is_extra || few.rest.contains(&open.at) || few.later.contains(&open.at))
}

/// The lists of warning signs are through: the walk begins anew for the questions that come after them. False when
/// there are none, and when the lists have settled it.
pub(super) fn goes_on(ex: &mut Exchange<'_>) -> bool {
    let urgency = triage::urgency(&findings(ex), ex.library);
    let Some(open) = ex.chat.conversation.as_mut() else { return false };
    let later = open.few.as_mut().map(|few| std::mem::take(&mut few.later)).unwrap_or_default();
    let dialogue = ex.library.dialogue(&open.dialogue).filter(|_| !later.is_empty() && urgency < Urgency::Urgent);
    let Some(dialogue) = dialogue else { return false };
    open.stack.clear();
    open.at = Position { dialogue: dialogue.id.clone(), node: dialogue.start.clone() };
    advance(ex, &behind_help(dialogue));
    true
}

/// What stays open behind the few is counted and offered once. Where the advice is "today", nothing more is asked.
pub(super) fn with_what_stays_open(ex: &Exchange<'_>, card: Card, urgency: Urgency) -> Card {
    let open = ex.chat.conversation.as_ref().filter(|_| urgency < Urgency::Urgent);
    let about = open.and_then(|open| Some((ex.library.dialogue(&open.dialogue)?, open.episode?)));
    let Some(open) = about.map(|(dialogue, episode)| survey(ex, dialogue, episode)) else { return card };
    let count = open.few.len() + open.more;
    #[allow(clippy::cast_precision_loss, reason = "at most some dozens")]
    let blanks = [("questions", Blank::Number(count as f64))];
    let (note, button) = match (open.can_change, open.leads_further) {
        (true, _) => (ex.phrase("card-few", &blanks), "button-rest"),
        (false, true) => (ex.phrase("card-few-behind", &[]), "button-rest"),
        (false, false) if count > 0 => (ex.phrase("card-few-diary", &blanks), "button-rest-diary"),
        (false, false) => return card,
    };
    // "At home" is said when nothing is open any more that can change it.
    let calm = if open.can_change { "card-few-calm" } else { "card-self-care" };
    let text = card.text.replacen(&ex.phrase("card-self-care", &[]), &ex.phrase(calm, &[]), 1);
    Card { text: format!("{text}\n\n{note}"), ..card }.with_first(card::menu_button(ex, button, "rest"))
}
