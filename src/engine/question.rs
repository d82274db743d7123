//! How a node looks in the chat: its text, its numbered lines, its buttons.
//!
//! Every choice is also a line of the message, so that typing its number or its words works where buttons are
//! not read aloud. Never decides what an answer means.

use super::care;
use super::conversation::{SAME, doubtful, same_as_last};
use super::exchange::Exchange;
use super::hold;
use super::letter::Button;
use super::picture;
use super::press::{self, BACK, DONE, NONE, SKIP, STOP, UNSURE, WHY};
use crate::ids::{ConversationId, Visit};
use crate::library::dialogue::{Kind, Node};
use crate::library::value::Value;
use crate::library::words::Blank;

/// Labels up to this length share a row.
const SHORT_LABEL: usize = 12;
const LABELS_IN_A_ROW: usize = 3;
const NUMBERS_IN_A_ROW: usize = 6;

/// One line of a question that can be tapped or typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub item: String,
    pub label: String,
    pub value: Option<Value>,
    pub also: Vec<String>,
}

/// What a question looks like at one asking.
pub struct Look<'a> {
    pub conversation: ConversationId,
    pub visit: Visit,
    /// Items ticked or answered before.
    pub marked: &'a std::collections::BTreeSet<String>,
    /// Items that are already known and not shown again.
    pub hidden: &'a std::collections::BTreeSet<String>,
    pub has_back: bool,
    /// The first question can still become one about somebody else.
    pub can_be_for_other: bool,
    /// After the second miss the ways out come first.
    pub ways_out_first: bool,
}

/// The lines a node offers, in the author's order.
pub fn lines(node: &Node, ex: &Exchange<'_>) -> Vec<Line> {
    let label = |item: &str| ex.authored(&node.text, &format!("choice-{item}"));
    match &node.kind {
        Kind::Check { items } => items
            .iter()
            .map(|item| Line {
                item: item.id.to_string(),
                label: label(item.id.as_str()),
                value: Some(item.value.clone()),
                also: Vec::new(),
            })
            .collect(),
        Kind::Number { buttons, .. } => buttons
            .iter()
            .map(|number| Line {
                item: format!("n{number}"),
                label: number.to_string(),
                value: Some(Value::Number(*number)),
                also: Vec::new(),
            })
            .collect(),
        Kind::Say(_) | Kind::Ask { .. } | Kind::AskSeveral { .. } | Kind::Duration { .. } => node
            .choices()
            .iter()
            .map(|choice| Line {
                item: choice.id.to_string(),
                label: label(choice.id.as_str()),
                value: choice.value.clone(),
                also: choice.also.clone(),
            })
            .collect(),
        Kind::Text { .. } | Kind::Call { .. } | Kind::End { .. } => Vec::new(),
    }
}

/// The message of a question.
pub fn text(node: &Node, ex: &Exchange<'_>, look: &Look<'_>) -> String {
    let mut text = ex.authored(&node.text, "text");
    let hint = match &node.kind {
        Kind::Check { .. } | Kind::AskSeveral { .. } => Some(ex.phrase("hint-several", &[])),
        Kind::Number { min, max, .. } => {
            Some(ex.phrase("hint-number", &[("min", Blank::Number(*min)), ("max", Blank::Number(*max))]))
        }
        Kind::Say(_)
        | Kind::Ask { .. }
        | Kind::Duration { .. }
        | Kind::Text { .. }
        | Kind::Call { .. }
        | Kind::End { .. } => None,
    };
    if let Some(hint) = hint {
        text.push_str(&format!("\n<i>{hint}</i>"));
    }
    if !matches!(node.kind, Kind::Number { .. } | Kind::Say(_)) {
        let shown = lines(node, ex).into_iter().filter(|line| !look.hidden.contains(&line.item));
        for (index, line) in shown.enumerate() {
            text.push_str(&format!("\n{} {}", index + 1, line.label));
        }
        if let Some(label) = same_as_last(ex, node) {
            text.push_str(&format!("\n{label}"));
        }
    }
    text
}

/// The buttons of a question.
pub fn buttons(node: &Node, ex: &Exchange<'_>, look: &Look<'_>) -> Vec<Vec<Button>> {
    let mut choices = choice_rows(node, ex, look);
    if let Some(label) = same_as_last(ex, node) {
        let data = press::answer_data(look.conversation, look.visit, SAME);
        choices.insert(0, vec![Button { label, data }]);
    }
    if let Kind::Say(say) = &node.kind {
        return choices
            .into_iter()
            .chain(hold::button(ex, node).map(|button| vec![button]))
            .chain(picture::row(ex, say.picture.as_ref()))
            .collect();
    }
    let exits = exit_row(node, ex, look);
    let controls = control_row(node, ex, look);
    let other = if look.can_be_for_other { vec![care::here_button(ex)] } else { Vec::new() };
    let rows = if look.ways_out_first {
        [vec![controls], choices, vec![exits], vec![other]].concat()
    } else {
        [choices, vec![exits], vec![controls], vec![other]].concat()
    };
    rows.into_iter().filter(|row| !row.is_empty()).collect()
}

fn choice_rows(node: &Node, ex: &Exchange<'_>, look: &Look<'_>) -> Vec<Vec<Button>> {
    let several = matches!(node.kind, Kind::Check { .. } | Kind::AskSeveral { .. });
    let shown = lines(node, ex).into_iter().filter(|line| !look.hidden.contains(&line.item));
    let buttons = shown.map(|line| {
        let marked = look.marked.contains(&line.item);
        let data = if several {
            press::tick_data(look.conversation, look.visit, &line.item, !marked)
        } else {
            press::answer_data(look.conversation, look.visit, &line.item)
        };
        let label = match marked {
            true => format!("✓ {}", line.label),
            false if look.marked.contains(&doubtful(&line.item)) => format!("? {}", line.label),
            false => line.label,
        };
        Button { label, data }
    });
    if matches!(node.kind, Kind::Number { .. }) {
        buttons.collect::<Vec<_>>().chunks(NUMBERS_IN_A_ROW).map(<[Button]>::to_vec).collect()
    } else {
        pack(buttons)
    }
}

/// Short labels share a row, long ones stand alone.
pub fn pack(buttons: impl IntoIterator<Item = Button>) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = Vec::new();
    let is_short = |button: &Button| button.label.chars().count() <= SHORT_LABEL;
    for button in buttons {
        match rows.last_mut() {
            Some(row) if is_short(&button) && row.len() < LABELS_IN_A_ROW && row.iter().all(is_short) => {
                row.push(button)
            }
            _ => rows.push(vec![button]),
        }
    }
    rows
}

fn exit_row(node: &Node, ex: &Exchange<'_>, look: &Look<'_>) -> Vec<Button> {
    let exits: &[(&str, &str)] = match &node.kind {
        Kind::Check { .. } | Kind::AskSeveral { .. } if look.marked.is_empty() => {
            &[(NONE, "button-none"), (UNSURE, "button-unsure")]
        }
        Kind::Check { .. } | Kind::AskSeveral { .. } => &[(DONE, "button-done"), (UNSURE, "button-unsure")],
        Kind::Ask { .. } | Kind::Number { .. } | Kind::Duration { .. } => &[(UNSURE, "button-unsure")],
        Kind::Say(_) | Kind::Text { .. } | Kind::Call { .. } | Kind::End { .. } => &[],
    };
    exits.iter().map(|(item, phrase)| control(ex, look, item, phrase)).collect()
}

fn control_row(node: &Node, ex: &Exchange<'_>, look: &Look<'_>) -> Vec<Button> {
    let back = look.has_back.then_some((BACK, "button-back"));
    let why = node.has_why.then_some((WHY, "button-why"));
    [back, Some((SKIP, "button-skip")), Some((STOP, "button-stop")), why]
        .into_iter()
        .flatten()
        .map(|(item, phrase)| control(ex, look, item, phrase))
        .collect()
}

fn control(ex: &Exchange<'_>, look: &Look<'_>, item: &str, phrase: &str) -> Button {
    Button { label: ex.phrase(phrase, &[]), data: press::answer_data(look.conversation, look.visit, item) }
}
