//! What must hold of every letter: Telegram's limits, sound HTML, and our own rules of writing.

use charley::engine::letter::{Button, Keyboard, LONGEST_CAPTION, Outgoing};

const MOST_CHARACTERS: usize = 4096;
const MOST_DATA_BYTES: usize = 64;
const MOST_TOAST: usize = 200;

/// What is wrong with a letter; nothing, if all is well.
pub fn problems(letter: &Outgoing) -> Vec<String> {
    match letter {
        Outgoing::Message(message) => {
            let mut problems = text_problems(&message.text);
            let shown = plain(&message.text).unwrap_or_default().encode_utf16().count();
            if message.attachment.is_some() && shown > LONGEST_CAPTION {
                problems.push(format!("a caption of {shown} characters"));
            }
            match &message.keyboard {
                Keyboard::None => {}
                Keyboard::Inline(rows) => problems.extend(button_problems(rows)),
                Keyboard::Keys(rows) if rows.iter().flatten().any(|key| key.trim().is_empty()) => {
                    problems.push("an empty key".into())
                }
                Keyboard::Keys(_) => {}
            }
            problems
        }
        Outgoing::Edit(edit) => {
            edit.text.iter().flat_map(|text| text_problems(text)).chain(button_problems(&edit.buttons)).collect()
        }
        Outgoing::Acknowledge { toast: Some(toast), .. } if toast.chars().count() > MOST_TOAST => {
            vec!["a long toast".into()]
        }
        Outgoing::React { .. } | Outgoing::Acknowledge { .. } | Outgoing::Leave => Vec::new(),
    }
}

fn button_problems(rows: &[Vec<Button>]) -> Vec<String> {
    let mut problems = Vec::new();
    for button in rows.iter().flatten() {
        if button.label.trim().is_empty() {
            problems.push(format!("an empty label on {}", button.data));
        }
        if button.data.is_empty() || button.data.len() > MOST_DATA_BYTES {
            problems.push(format!("{} bytes of data: {}", button.data.len(), button.data));
        }
    }
    let mut data: Vec<&str> = rows.iter().flatten().map(|button| button.data.as_str()).collect();
    data.sort_unstable();
    if data.windows(2).any(|pair| pair[0] == pair[1]) {
        problems.push("two buttons carry the same".into());
    }
    if rows.iter().any(Vec::is_empty) {
        problems.push("an empty row of buttons".into());
    }
    problems
}

fn text_problems(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let plain = match plain(text) {
        Ok(plain) => plain,
        Err(problem) => {
            problems.push(format!("{problem}: {text}"));
            text.to_owned()
        }
    };
    if plain.trim().is_empty() {
        problems.push("a message without words".into());
    }
    if plain.encode_utf16().count() > MOST_CHARACTERS {
        problems.push(format!("{} characters", plain.encode_utf16().count()));
    }
    if plain.contains(['{', '}', '\u{2068}', '\u{2069}']) {
        problems.push(format!("an unfilled blank: {plain}"));
    }
    problems
}

/// The text as Telegram shows it; fails on HTML that Telegram would refuse.
pub fn plain(html: &str) -> Result<String, String> {
    let (mut plain, mut open, mut rest) = (String::new(), Vec::new(), html);
    while let Some(at) = rest.find(['<', '&']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(if rest.starts_with('<') { '>' } else { ';' }).ok_or("an open tag or entity")?;
        match &rest[..=end] {
            "&amp;" => plain.push('&'),
            "&lt;" => plain.push('<'),
            "&gt;" => plain.push('>'),
            "<b>" => open.push("</b>"),
            "<i>" => open.push("</i>"),
            closing if open.last() == Some(&closing) => {
                open.pop();
            }
            unknown => return Err(format!("unexpected {unknown}")),
        }
        rest = &rest[end + 1..];
    }
    plain.push_str(rest);
    if open.is_empty() { Ok(plain) } else { Err("a tag that is not closed".into()) }
}
