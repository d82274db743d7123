//! Faults on order: rules that make the next matching calls fail the way networks and servers do.
//!
//! Only says what is to happen; `bot_api` does it.

use serde::{Deserialize, Serialize};

/// A rule, used up after `times` calls.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    /// The method's name in any spelling; absent for every method except `getUpdates`, which must be named.
    pub(super) method: Option<String>,
    pub(super) chat: Option<i64>,
    #[serde(default = "once")]
    pub(super) times: u32,
    pub(super) action: Action,
}

fn once() -> u32 {
    1
}

/// What happens to the call. `accept` says whether Telegram takes it before things go wrong.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Action {
    /// Answers this code, as Telegram's JSON or as a gateway's HTML page.
    Status {
        status: u16,
        description: Option<String>,
        retry_after: Option<u64>,
        #[serde(default)]
        html: bool,
        #[serde(default)]
        accept: bool,
    },
    /// Takes the call and answers half a JSON text.
    BrokenJson,
    /// Takes the call and answers `ok: true` with a message no typed client can read.
    BrokenMessage,
    /// Answers as usual, later.
    Delay { ms: u64 },
    /// Never answers.
    Hang {
        #[serde(default)]
        accept: bool,
    },
    /// Closes the connection without an answer.
    Drop { accept: bool },
}

impl Action {
    pub(super) fn accepts(&self) -> bool {
        match self {
            Action::Status { accept, .. } | Action::Hang { accept } | Action::Drop { accept } => *accept,
            Action::BrokenJson | Action::BrokenMessage | Action::Delay { .. } => true,
        }
    }

    /// As the journal names it.
    pub(super) fn name(&self) -> String {
        match self {
            Action::Status { status, .. } => format!("status {status}"),
            Action::BrokenJson => "broken JSON".to_owned(),
            Action::BrokenMessage => "broken message".to_owned(),
            Action::Delay { ms } => format!("delayed {ms} ms"),
            Action::Hang { .. } => "no answer".to_owned(),
            Action::Drop { .. } => "connection dropped".to_owned(),
        }
    }
}

/// The rules that are not used up, in the order they came.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Rule>);

impl Faults {
    pub(super) fn add(&mut self, rule: Rule) {
        self.0.push(rule);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn rules(&self) -> &[Rule] {
        &self.0
    }

    /// The action of the first rule that matches; it is one time poorer afterwards.
    pub(super) fn take(&mut self, method: &str, chat: Option<i64>) -> Option<Action> {
        let matches = |rule: &Rule| rule.chat.is_none_or(|wanted| Some(wanted) == chat) && names(rule, method);
        let at = self.0.iter().position(matches)?;
        let rule = &mut self.0[at];
        rule.times = rule.times.saturating_sub(1);
        let action = rule.action.clone();
        if rule.times == 0 {
            self.0.remove(at);
        }
        Some(action)
    }
}

fn names(rule: &Rule, method: &str) -> bool {
    match &rule.method {
        Some(name) => name.eq_ignore_ascii_case(method),
        None => method != "getUpdates",
    }
}
