//! Reads `next`: one target, or a table by choice with `else` for the rest. Every name must exist.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::dialogue::Known;
use super::page::Page;
use super::suggest;
use super::table::{self, Entry, Table};
use crate::ids::{ChoiceId, NodeId};
use crate::library::dialogue::{Kind, Next, Node, Target};

pub(super) fn read(page: &mut Page<'_>, table: &mut Table<'_>, node: &Node, known: &Known<'_>) -> Next {
    let Some((at, entry)) = table.take("next") else {
        return Next::Nowhere;
    };
    if matches!(node.kind, Kind::End { says: true }) {
        page.wrong(at, table.about("an `end` leads nowhere"), "take `next` out, or make it a `say`");
    }
    match entry.get_ref() {
        DeValue::Table(inner) => read_table(page, Table::new(table.name.clone(), at, inner), node, known),
        _ => target(page, table, entry, known).map_or(Next::Nowhere, Next::To),
    }
}

fn read_table(page: &mut Page<'_>, mut table: Table<'_>, node: &Node, known: &Known<'_>) -> Next {
    if node.choices().is_empty() || matches!(node.kind, Kind::AskSeveral { .. }) {
        let what = table.about("`next` by choice needs a node with one choice");
        page.wrong(table.at, what, "write one target, and branch with `only_if` behind it");
        return Next::Nowhere;
    }
    let otherwise = table.take("else");
    let other = otherwise.and_then(|(_, entry)| target(page, &table, entry, known));
    let mut targets = BTreeMap::new();
    for (choice, entry) in table.rest() {
        if !node.choices().iter().any(|known| known.id.as_str() == choice.text) {
            let hint = suggest::among(choice.text, node.choices().iter().map(|choice| choice.id.as_str()));
            page.wrong(
                choice.span.start,
                table.about(&format!("`next` has `{}`, which is no choice", choice.text)),
                hint,
            );
            continue;
        }
        if let Some(target) = target(page, &table, entry, known) {
            targets.insert(ChoiceId::new(choice.text), target);
        }
    }
    if otherwise.is_none() {
        judge_without_else(page, &table, node, &targets);
    }
    Next::ByChoice { table: targets, other }
}

/// Skip and "Not sure" of a question, and a node passed over, take `else`.
fn judge_without_else(page: &mut Page<'_>, table: &Table<'_>, node: &Node, targets: &BTreeMap<ChoiceId, Target>) {
    let hint = "add `else = \"…\"`";
    if node.is_question() {
        page.wrong(table.at, table.about("`next` says nothing for Skip and \"Not sure\""), hint);
    } else if node.only_if.is_some() {
        page.wrong(table.at, table.about("`next` says nothing for when the node is passed over"), hint);
    } else {
        for choice in node.choices().iter().filter(|choice| !targets.contains_key(&choice.id)) {
            page.wrong(
                table.at,
                table.about(&format!("choice `{}` leads nowhere", choice.id)),
                "name its target, or add `else`",
            );
        }
    }
}

fn target(page: &mut Page<'_>, table: &Table<'_>, entry: &Entry<'_>, known: &Known<'_>) -> Option<Target> {
    let name = table::text_of(page, &table.about("`next`"), entry)?;
    match name.text {
        "triage" => Some(Target::Triage),
        "return" => Some(Target::Return),
        node if known.nodes.contains(node) => Some(Target::Node(NodeId::new(node))),
        other => {
            let names = known.nodes.iter().map(String::as_str).chain(["triage", "return"]);
            let hint = suggest::among(other, names);
            page.wrong(name.span.start, table.about(&format!("`next` names `{other}`, which is no node")), hint);
            None
        }
    }
}
