//! What one text may hold: Telegram's length, the few tags, blanks and no functions.
//!
//! Looks at Fluent patterns that parse; never at which text belongs where.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};

/// Telegram refuses longer messages.
const MESSAGE_CHARS: usize = 4096;
/// Longer labels are cut off on every phone.
const LABEL_CHARS: usize = 64;
/// What Telegram's HTML and our own style allow.
const TAGS: [&str; 5] = ["b", "i", "u", "s", "code"];

/// How a text reaches the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Message,
    /// On a button, as plain text.
    Label,
}

impl Shown {
    /// By the attribute under which the text is kept.
    pub fn of(attribute: &str) -> Self {
        if attribute.starts_with("choice-") || attribute == "title" { Shown::Label } else { Shown::Message }
    }
}

type Wrong = (String, String);

/// Every pattern of a Fluent source.
pub fn patterns<'r, 's>(resource: &'r Resource<&'s str>) -> impl Iterator<Item = &'r Pattern<&'s str>> {
    resource.body.iter().flat_map(|entry| match entry {
        Entry::Message(message) => {
            message.value.iter().chain(message.attributes.iter().map(|attribute| &attribute.value)).collect()
        }
        Entry::Term(term) => vec![&term.value],
        Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => Vec::new(),
    })
}

/// What is wrong with one text, with a hint.
pub fn problems(pattern: &Pattern<&str>, shown: Shown) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let (length, limit) = match shown {
        Shown::Message => (length(pattern), MESSAGE_CHARS),
        Shown::Label => (length(pattern), LABEL_CHARS),
    };
    if length > limit {
        let hint =
            if shown == Shown::Label { "aim at 30, so that it fits on a phone" } else { "split it into two nodes" };
        wrong.push((format!("{length} characters, at most {limit} fit"), hint.to_owned()));
    }
    markup(pattern, shown, &mut wrong);
    if uses(pattern).functions {
        wrong.push(("functions are not available in texts".to_owned(), "give the blank alone: { $name }".to_owned()));
    }
    wrong
}

/// What a pattern refers to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Uses {
    pub blanks: Vec<String>,
    /// Other messages and terms, by name; a term with its `-`.
    pub messages: Vec<String>,
    pub functions: bool,
}

pub fn uses(pattern: &Pattern<&str>) -> Uses {
    let mut uses = Uses::default();
    gather(pattern, &mut uses);
    uses.blanks.sort();
    uses.blanks.dedup();
    uses
}

fn gather(pattern: &Pattern<&str>, uses: &mut Uses) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            gather_expression(expression, uses);
        }
    }
}

fn gather_expression(expression: &Expression<&str>, uses: &mut Uses) {
    match expression {
        Expression::Inline(inline) => gather_inline(inline, uses),
        Expression::Select { selector, variants } => {
            gather_inline(selector, uses);
            variants.iter().for_each(|variant| gather(&variant.value, uses));
        }
    }
}

fn gather_inline(inline: &InlineExpression<&str>, uses: &mut Uses) {
    match inline {
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        InlineExpression::FunctionReference { .. } => uses.functions = true,
        InlineExpression::MessageReference { id, attribute: None } => uses.messages.push(id.name.to_owned()),
        InlineExpression::MessageReference { id, attribute: Some(attribute) } => {
            uses.messages.push(format!("{}.{}", id.name, attribute.name));
        }
        InlineExpression::TermReference { id, .. } => uses.messages.push(format!("-{}", id.name)),
        InlineExpression::VariableReference { id } => uses.blanks.push(id.name.to_owned()),
        InlineExpression::Placeable { expression } => gather_expression(expression, uses),
    }
}

/// Tags stand in pairs within one piece of text; each variant of a choice is a piece of its own.
fn markup(pattern: &Pattern<&str>, shown: Shown, wrong: &mut Vec<Wrong>) {
    let text: String = pattern.elements.iter().map(text_of).collect();
    wrong.extend(match shown {
        Shown::Message => unbalanced(&text),
        Shown::Label => text
            .contains('<')
            .then(|| ("a button shows no tags, and `<` may not stand in it".to_owned(), "say it in words".to_owned())),
    });
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression: Expression::Select { variants, .. } } = element {
            variants.iter().for_each(|variant| markup(&variant.value, shown, wrong));
        }
    }
}

fn text_of<'p>(element: &'p PatternElement<&'p str>) -> &'p str {
    match element {
        PatternElement::TextElement { value } => value,
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::StringLiteral { value }) } => {
            value
        }
        PatternElement::Placeable { .. } => "",
    }
}

fn unbalanced(text: &str) -> Option<Wrong> {
    let mut open: Vec<&str> = Vec::new();
    for piece in text.split('<').skip(1) {
        let tag = piece.split_once('>').map(|(tag, _)| tag);
        match tag.map(|tag| (tag.strip_prefix('/'), tag)) {
            Some((None, tag)) if TAGS.contains(&tag) => open.push(tag),
            Some((Some(closing), _)) if open.last() == Some(&closing) => drop(open.pop()),
            Some((Some(closing), _)) if TAGS.contains(&closing) => {
                let hint = "tags close in the order in which they opened, reversed";
                return Some((format!("`</{closing}>` closes nothing here"), hint.to_owned()));
            }
            _ => {
                let shown: String = piece.chars().take(12).collect();
                let hint = "allowed are <b>, <i>, <u>, <s>, <code>; the sign itself is written &lt;";
                return Some((format!("`<{shown}` is not an allowed tag"), hint.to_owned()));
            }
        }
    }
    let tag = open.last()?;
    Some((format!("`<{tag}>` is never closed"), format!("add `</{tag}>`")))
}

/// Characters as Telegram counts them, tags left out, the longest variant taken; blanks count nothing.
fn length(pattern: &Pattern<&str>) -> usize {
    pattern
        .elements
        .iter()
        .map(|element| match element {
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter().map(|variant| length(&variant.value)).max().unwrap_or(0)
            }
            element => visible(text_of(element)),
        })
        .sum()
}

fn visible(text: &str) -> usize {
    let tags: usize = TAGS
        .iter()
        .flat_map(|tag| [format!("<{tag}>"), format!("</{tag}>")])
        .map(|tag| text.matches(&tag).count() * tag.len())
        .sum();
    text.encode_utf16().count().saturating_sub(tags)
}
