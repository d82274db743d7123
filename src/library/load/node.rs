//! Reads one node: its kind with what belongs to it, and the keys that every kind may have.

use super::answers;
use super::condition;
use super::dialogue::Known;
use super::next;
use super::page::Page;
use super::suggest;
use super::table::{self, Entry, Table, Text};
use crate::ids::{ChoiceId, DialogueId, FindingKey, NodeId, PictureId};
use crate::library::dialogue::{Choice, Kind, Next, Node, Say};
use crate::library::vocabulary::{self, Finding};

const KINDS: [&str; 9] = ["say", "ask", "ask_several", "check", "number", "duration", "text", "call", "end"];
/// What a duration may be kept in.
const TIME_UNITS: [&str; 7] = ["seconds", "minutes", "hours", "days", "weeks", "months", "years"];

/// A node that cannot be understood becomes a silent end, so that the rest of the file can still be judged.
const UNREADABLE: Kind = Kind::End { says: false };

pub(super) fn read(
    page: &mut Page<'_>,
    dialogue: &str,
    key: &Text<'_>,
    mut table: Table<'_>,
    known: &Known<'_>,
) -> Node {
    let texts = format!("{dialogue}--{}", key.text);
    let kind = read_kind(page, &mut table, known, &texts);
    let is_readable = kind.is_some();
    let why = table.text(page, "why");
    if let Some(why) = &why {
        page.keep(&table.about("`why`"), &texts, "why", why);
    }
    let only_if = table
        .take("only_if")
        .and_then(|(_, entry)| condition::read(page, known.vocabulary, &table.about("`only_if`"), entry));
    let matters = table.flag(page, "only_if_it_matters");
    let refines = table.flag(page, "refines");
    let by_day = table.flag(page, "by_day");
    let afterwards = table.flag(page, "afterwards");
    let about_other = table.flag(page, "about_other");
    let mut node = Node {
        id: NodeId::new(key.text),
        text: texts,
        kind: kind.unwrap_or(UNREADABLE),
        next: Next::Nowhere,
        has_why: why.is_some(),
        only_if,
        only_if_it_matters: matters,
        by_day,
        afterwards,
        about_other,
        refines,
        place: page.place(key.span.start),
    };
    if is_readable {
        node.next = next::read(page, &mut table, &node, known);
        judge(page, &table, &node);
    } else {
        skip(&mut table);
    }
    table.finish(page);
    node
}

fn judge(page: &mut Page<'_>, table: &Table<'_>, node: &Node) {
    for (set, key) in [(node.only_if_it_matters, "only_if_it_matters"), (node.refines, "refines")] {
        if set && !node.is_question() {
            page.wrong(table.at, table.about(&format!("`{key}` belongs to a question")), "take it out");
        }
    }
}

fn read_kind(page: &mut Page<'_>, table: &mut Table<'_>, known: &Known<'_>, texts: &str) -> Option<Kind> {
    let found: Vec<(&'static str, usize, &Entry<'_>)> =
        KINDS.iter().filter_map(|kind| table.take(kind).map(|(at, entry)| (*kind, at, entry))).collect();
    let [(kind, at, entry)] = found.as_slice() else {
        let names: Vec<&str> = found.iter().map(|(kind, ..)| *kind).collect();
        let what = if names.is_empty() {
            "no key says what it is".to_owned()
        } else {
            format!("is {} at once", names.join(" and "))
        };
        page.wrong(table.at, table.about(&what), format!("exactly one of {}", KINDS.join(", ")));
        return None;
    };
    let (what, at) = (table.about(&format!("`{kind}`")), *at);
    let text = table::text_of(page, &what, entry)?;
    if *kind == "call" {
        return Some(read_call(page, table, known, &text));
    }
    let says = !text.text.trim().is_empty();
    if says {
        page.keep(&table.name, texts, "text", &text);
    } else if *kind != "end" {
        page.wrong(at, table.about(&format!("`{kind}` shows no text")), "write what the person reads");
    }
    match *kind {
        "say" => Some(read_say(page, table, texts)),
        "end" => Some(Kind::End { says }),
        "check" => Some(Kind::Check { items: answers::items(page, table, known, texts) }),
        recording => read_recording(page, table, known, texts, recording),
    }
}

/// Keys of a kind that could not be read are not unknown.
fn skip(table: &mut Table<'_>) {
    for key in [
        "next",
        "records",
        "choices",
        "also",
        "items",
        "buttons",
        "min",
        "max",
        "unit",
        "stops",
        "first_aid",
        "picture",
        "hold",
    ] {
        table.take(key);
    }
}

fn read_call(page: &mut Page<'_>, table: &Table<'_>, known: &Known<'_>, called: &Text<'_>) -> Kind {
    if !known.dialogues.contains(called.text) {
        let hint = suggest::among(called.text, known.dialogues.iter().map(String::as_str));
        page.wrong(called.span.start, table.about(&format!("there is no conversation `{}`", called.text)), hint);
    }
    Kind::Call { dialogue: DialogueId::new(called.text) }
}

fn read_say(page: &mut Page<'_>, table: &mut Table<'_>, texts: &str) -> Kind {
    let choices = answers::plain(page, table, texts);
    let stops = read_named(page, table, &choices, "stops");
    let lasts = read_named(page, table, &choices, "lasts");
    let picture = table.text(page, "picture");
    if let Some(picture) = picture.as_ref().filter(|_| choices.is_empty()) {
        page.wrong(
            picture.span.start,
            table.about("`picture` needs a `say` with choices"),
            "its button stands below them",
        );
    }
    let picture = picture.map(|picture| PictureId::new(picture.text));
    let first_aid = table.flag(page, "first_aid");
    let hold = read_hold(page, table, texts, first_aid && !choices.is_empty());
    Kind::Say(Say { choices, stops, lasts, first_aid, picture, hold })
}

/// The words behind a stretch that can be counted down.
fn read_hold(page: &mut Page<'_>, table: &mut Table<'_>, texts: &str, has_place: bool) -> bool {
    let Some(behind) = table.text(page, "hold") else {
        return false;
    };
    page.keep(&table.about("`hold`"), texts, "hold", &behind);
    if !has_place {
        let what = table.about("`hold` needs a `say` with choices and `first_aid`");
        page.wrong(behind.span.start, what, "a stretch is counted down where first aid offers it");
    }
    true
}

/// One of the choices, by its id.
fn read_named(page: &mut Page<'_>, table: &mut Table<'_>, choices: &[Choice], key: &'static str) -> Option<ChoiceId> {
    let named = table.text(page, key)?;
    if !choices.iter().any(|choice| choice.id.as_str() == named.text) {
        let hint = suggest::among(named.text, choices.iter().map(|choice| choice.id.as_str()));
        let what = table.about(&format!("`{key}` names `{}`, which is no choice", named.text));
        page.wrong(named.span.start, what, hint);
    }
    Some(ChoiceId::new(named.text))
}

/// The kinds that record one finding.
fn read_recording(
    page: &mut Page<'_>,
    table: &mut Table<'_>,
    known: &Known<'_>,
    texts: &str,
    kind: &str,
) -> Option<Kind> {
    let key = table.need_text(page, "records")?;
    if known.vocabulary.unreadable.contains(key.text) {
        return None;
    }
    let Some(finding) = known.vocabulary.findings.get(key.text) else {
        let hint = suggest::among(key.text, known.vocabulary.findings.keys().map(FindingKey::as_str));
        page.wrong(key.span.start, table.about(&format!("unknown finding `{}`", key.text)), hint);
        return None;
    };
    if let Err(needed) = fits(kind, finding) {
        let what = format!("`{kind}` records {needed}, and `{}` is {}", finding.key, finding.kind_name());
        page.wrong(key.span.start, table.about(&what), kind_for(finding));
        return None;
    }
    let records = finding.key.clone();
    Some(match kind {
        "ask" => Kind::Ask { records, choices: answers::values(page, table, finding, texts) },
        "ask_several" => Kind::AskSeveral { records, choices: answers::values(page, table, finding, texts) },
        "duration" => Kind::Duration { records, choices: answers::durations(page, table, finding, texts) },
        "number" => read_number(page, table, finding),
        _ => Kind::Text { records },
    })
}

fn fits(kind: &str, finding: &Finding) -> Result<(), &'static str> {
    use vocabulary::Kind::{Bool, Choice, Float, Int, Multi, Text};
    let timed = finding.unit.as_deref().is_some_and(|unit| TIME_UNITS.contains(&unit));
    match (kind, &finding.kind) {
        ("ask", Bool | Choice { .. } | Multi { .. }) => Ok(()),
        ("ask", Int { .. } | Float { .. } | Text { .. }) => Err("a bool, a choice or a multi"),
        ("ask_several", Multi { .. }) | ("text", Text { .. }) => Ok(()),
        ("number", Int { .. } | Float { .. }) => Ok(()),
        ("duration", Int { .. } | Float { .. }) if timed => Ok(()),
        ("ask_several", _) => Err("a multi"),
        ("number", _) => Err("a number"),
        ("duration", _) => Err("a number with a unit of time"),
        (_, _) => Err("a text"),
    }
}

fn kind_for(finding: &Finding) -> &'static str {
    use vocabulary::Kind::{Bool, Choice, Float, Int, Multi, Text};
    match &finding.kind {
        Bool | Choice { .. } => "use `ask`",
        Multi { .. } => "use `ask_several`",
        Int { .. } | Float { .. } => "use `number`",
        Text { .. } => "use `text`",
    }
}

fn read_number(page: &mut Page<'_>, table: &mut Table<'_>, finding: &Finding) -> Kind {
    let (lowest, highest) = finding.range().unwrap_or((f64::MIN, f64::MAX));
    let buttons = answers::buttons(page, table, finding);
    let min = table.number(page, "min").unwrap_or(lowest);
    let max = table.number(page, "max").unwrap_or(highest);
    if min < lowest || max > highest || min > max {
        let what = table.about(&format!("{min} to {max} is outside of `{}`", finding.key));
        page.wrong(table.at, what, finding.range_in_words());
    }
    let unit = table.text(page, "unit").map(|unit| unit.text.to_owned()).or_else(|| finding.unit.clone());
    Kind::Number { records: finding.key.clone(), buttons, min, max, unit }
}
