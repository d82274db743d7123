//! Reads one conversation file: its head, and its nodes in the order of the file.

use std::collections::{BTreeMap, BTreeSet};

use super::node;
use super::page::Page;
use super::suggest;
use super::table::{self, Table, Text};
use crate::ids::{DialogueId, NodeId};
use crate::library::dialogue::{Begins, Dialogue};
use crate::library::vocabulary::Vocabulary;

/// Names that nodes may refer to.
pub(super) struct Known<'a> {
    pub vocabulary: &'a Vocabulary,
    /// Every conversation file.
    pub dialogues: &'a BTreeSet<String>,
    /// Every node of this file, aliases included.
    pub nodes: BTreeSet<String>,
}

/// Telegram's limit for a command.
const COMMAND_CHARS: usize = 32;

pub(super) fn read(page: &mut Page<'_>, id: &str, vocabulary: &Vocabulary, dialogues: &BTreeSet<String>) -> Dialogue {
    let root = page.root();
    let mut table = Table::new("", 0, &root);
    if let Some(title) = table.need_text(page, "title") {
        page.keep("`title`", id, "title", &title);
    }
    let intro = table.text(page, "intro");
    if let Some(intro) = &intro {
        page.keep("`intro`", id, "intro", intro);
    }
    let command = read_command(page, &mut table);
    let begins = read_begins(page, &mut table);
    let start = table.need_text(page, "start");
    let mut node_tables = read_node_tables(page, &mut table);
    table.finish(page);

    let mut known =
        Known { vocabulary, dialogues, nodes: node_tables.iter().map(|(key, _)| key.text.to_owned()).collect() };
    let aliases = read_aliases(page, &mut node_tables, &mut known);
    if let Some(start) = &start {
        judge_start(page, start, &known);
    }
    let nodes = node_tables.into_iter().map(|(key, table)| node::read(page, id, &key, table, &known)).collect();
    Dialogue {
        id: DialogueId::new(id),
        command,
        begins,
        start: NodeId::new(start.map_or("", |start| start.text)),
        has_intro: intro.is_some(),
        nodes,
        aliases,
        place: page.place(0),
    }
}

fn read_command(page: &mut Page<'_>, table: &mut Table<'_>) -> Option<String> {
    let command = table.text(page, "command")?;
    let name = command.text.strip_prefix('/').unwrap_or(command.text);
    if !super::is_id(name) || name.len() > COMMAND_CHARS {
        let hint = "small letters, digits and _, at most 32, beginning with a letter";
        page.wrong(command.span.start, format!("`{}` is no command", command.text), hint);
    }
    Some(name.to_owned())
}

fn read_begins(page: &mut Page<'_>, table: &mut Table<'_>) -> Begins {
    let Some(begins) = table.text(page, "begins") else {
        return Begins::Nothing;
    };
    match begins.text {
        "cramp" => Begins::Cramp,
        "checkup" => Begins::Checkup,
        other => {
            let hint =
                "`cramp` writes the diary entry, `checkup` opens an episode without one; leave it out for neither";
            page.wrong(begins.span.start, format!("`begins` is cramp or checkup, not `{other}`"), hint);
            Begins::Nothing
        }
    }
}

fn read_node_tables<'t>(page: &mut Page<'_>, table: &mut Table<'t>) -> Vec<(Text<'t>, Table<'t>)> {
    let Some(mut nodes) = table.table(page, "node") else {
        page.wrong(0, "there is no node", "add `[node.ID]` with one of say, ask, check, …");
        return Vec::new();
    };
    let entries = nodes.rest();
    let mut tables = Vec::new();
    for (key, entry) in entries {
        let name = format!("node `{}`", key.text);
        if !super::is_id(key.text) {
            page.wrong(key.span.start, format!("{name}: this is no id"), super::ID_HINT);
        }
        if ["triage", "return", "else"].contains(&key.text) {
            page.wrong(
                key.span.start,
                format!("{name}: this word has a meaning of its own in `next`"),
                "name it otherwise",
            );
        }
        if let Some(table) = Table::of(page, name, key.span.start, entry) {
            tables.push((key, table));
        }
    }
    tables
}

fn read_aliases(
    page: &mut Page<'_>,
    nodes: &mut [(Text<'_>, Table<'_>)],
    known: &mut Known<'_>,
) -> BTreeMap<NodeId, NodeId> {
    let mut aliases = BTreeMap::new();
    for (key, table) in nodes {
        for alias in table.texts(page, "aliases") {
            if !known.nodes.insert(alias.text.to_owned()) {
                let what = table.about(&format!("the alias `{}` is the name of another node", alias.text));
                page.wrong(alias.span.start, what, "an alias is a name that no node has any more");
                continue;
            }
            aliases.insert(NodeId::new(alias.text), NodeId::new(key.text));
        }
    }
    aliases
}

fn judge_start(page: &mut Page<'_>, start: &Text<'_>, known: &Known<'_>) {
    if !known.nodes.contains(start.text) {
        let hint = suggest::among(start.text, known.nodes.iter().map(String::as_str));
        page.wrong(start.span.start, format!("`start` names `{}`, which is no node", start.text), hint);
    }
}

/// The text of an entry, kept under a key.
pub(super) fn keep(page: &mut Page<'_>, owner: &str, key: &str, attribute: &str, entry: &table::Entry<'_>) {
    if let Some(text) = table::text_of(page, owner, entry) {
        page.keep(owner, key, attribute, &text);
    }
}
