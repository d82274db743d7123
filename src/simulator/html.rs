//! Telegram's HTML, read for real: tags, attributes and entities, with the same complaints in the same words.
//!
//! Knows nothing of limits; it makes a text and its entities or says what is wrong, at which byte.

use serde_json::{Value, json};

use super::entities::{Formatted, units};

/// An opened tag.
struct Open {
    tag: String,
    argument: String,
    offset: usize,
    begin: usize,
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    text: String,
    open: Vec<Open>,
    entities: Vec<Value>,
}

/// The text without tags and its entities.
pub(super) fn parse(source: &str) -> Result<Formatted, String> {
    let mut reader = Reader { source, at: 0, text: String::new(), open: Vec::new(), entities: Vec::new() };
    while let Some(next) = reader.peek() {
        match next {
            '<' if reader.rest().starts_with("</") => reader.end_tag()?,
            '<' => reader.start_tag()?,
            _ => {
                let letter = reader.letter();
                reader.text.push(letter);
            }
        }
    }
    if let Some(open) = reader.open.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag));
    }
    Ok(Formatted { text: reader.text, entities: reader.entities })
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// One letter of text; an escape counts as the letter it stands for, an unknown one as itself.
    fn letter(&mut self) -> char {
        if let Some((letter, length)) = escape(self.rest()) {
            self.at += length;
            return letter;
        }
        let letter = self.peek().unwrap_or_default();
        self.at += letter.len_utf8();
        letter
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let rest = self.rest();
        let end = rest.find(|letter| !wanted(letter)).unwrap_or(rest.len());
        let taken = rest[..end].to_owned();
        self.at += end;
        taken
    }

    fn skip_spaces(&mut self) {
        self.take_while(|letter| letter.is_ascii_whitespace());
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        let tag = self.take_while(|letter| !letter.is_ascii_whitespace() && letter != '>').to_lowercase();
        if self.peek().is_none() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        if kind(&tag).is_none() {
            return Err(format!("Unsupported start tag \"{tag}\" at byte offset {begin}"));
        }
        let mut argument = String::new();
        while let Some((name, value)) = self.attribute(&tag, begin)? {
            if let Some(found) = meaning(&tag, &name, &value) {
                argument = found;
            }
        }
        if tag == "span" && argument != "spoiler" {
            return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"));
        }
        self.open.push(Open { tag, argument, offset: units(&self.text), begin: self.text.len() });
        Ok(())
    }

    /// The next attribute, or nothing after the tag's closing bracket.
    fn attribute(&mut self, tag: &str, begin: usize) -> Result<Option<(String, String)>, String> {
        self.skip_spaces();
        match self.peek() {
            None => return Err(format!("Unclosed start tag \"{tag}\" at byte offset {begin}")),
            Some('>') => {
                self.at += 1;
                return Ok(None);
            }
            Some(_) => {}
        }
        let name = self.take_while(|letter| !letter.is_ascii_whitespace() && !"=>/\"'".contains(letter));
        if name.is_empty() {
            return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {begin}"));
        }
        self.skip_spaces();
        if self.peek() != Some('=') {
            return Ok(Some((name, String::new())));
        }
        self.at += 1;
        self.skip_spaces();
        let value = self.attribute_value()?;
        Ok(Some((name, value)))
    }

    fn attribute_value(&mut self) -> Result<String, String> {
        let begin = self.at;
        let quote = match self.peek() {
            Some(quote @ ('"' | '\'')) => quote,
            _ => {
                let token = self.take_while(|letter| letter.is_ascii_alphanumeric() || letter == '.' || letter == '-');
                let ended = self.peek().is_none_or(|letter| letter.is_ascii_whitespace() || letter == '>');
                return if ended {
                    Ok(token)
                } else {
                    Err(format!("Unexpected end of name token at byte offset {begin}"))
                };
            }
        };
        self.at += 1;
        let mut value = String::new();
        while let Some(letter) = self.peek() {
            if letter == quote {
                self.at += 1;
                break;
            }
            value.push(self.letter());
        }
        Ok(value)
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(open) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        self.at += 2;
        let name = self.take_while(|letter| !letter.is_ascii_whitespace() && letter != '>').to_lowercase();
        self.skip_spaces();
        if self.peek() != Some('>') {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !name.is_empty() && name != open.tag {
            let tag = open.tag;
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{tag}>\", found \"</{name}>\""
            ));
        }
        self.close(&open);
        Ok(())
    }

    /// A tag around nothing leaves no entity.
    fn close(&mut self, open: &Open) {
        let length = units(&self.text) - open.offset;
        let Some(kind) = kind(&open.tag).filter(|_| length > 0) else { return };
        let mut entity = json!({"type": kind, "offset": open.offset, "length": length});
        match open.tag.as_str() {
            "a" => match address(&open.argument, &self.text[open.begin..]) {
                Some(address) => entity["url"] = json!(address),
                None => return,
            },
            "blockquote" if !open.argument.is_empty() => entity["type"] = json!("expandable_blockquote"),
            "code" if !open.argument.is_empty() => entity["language"] = json!(open.argument),
            "pre" => self.take_language(&mut entity),
            _ => {}
        }
        self.entities.push(entity);
    }

    /// `<pre><code class="language-x">` is one block in a language, not two entities.
    fn take_language(&mut self, pre: &mut Value) {
        let same = |code: &Value| code["offset"] == pre["offset"] && code["length"] == pre["length"];
        if let Some(code) = self.entities.pop_if(|code| code["language"].is_string() && same(code)) {
            pre["language"] = code["language"].clone();
        }
    }
}

fn kind(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" | "span" => "spoiler",
        "code" => "code",
        "pre" => "pre",
        "a" => "text_link",
        "blockquote" => "blockquote",
        _ => return None,
    })
}

/// What an attribute means to its tag; all others are ignored, as Telegram does.
fn meaning(tag: &str, name: &str, value: &str) -> Option<String> {
    match (tag, name) {
        ("a", "href") => Some(value.to_owned()),
        ("blockquote", "expandable") => Some("expandable".to_owned()),
        ("code", "class") => value.strip_prefix("language-").map(str::to_owned),
        ("span", "class") if value == "tg-spoiler" => Some("spoiler".to_owned()),
        _ => None,
    }
}

/// A link without a usable address is shown as plain text.
fn address(argument: &str, shown: &str) -> Option<String> {
    let address = if argument.is_empty() { shown } else { argument };
    if ["http://", "https://", "tg://"].iter().any(|scheme| address.starts_with(scheme)) {
        return Some(address.to_owned());
    }
    let host = !address.contains(char::is_whitespace) && address.contains('.') && !address.contains(':');
    host.then(|| format!("http://{address}"))
}

fn escape(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.find(';').filter(|end| *end <= 8)?;
    let letter = match &rest[..end] {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        number => numbered(number.strip_prefix('#')?)?,
    };
    Some((letter, end + 2))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|letter| *letter != '\0')
}

#[cfg(test)]
mod tests {
    use super::{json, parse};

    #[test]
    fn tags_become_entities_counted_in_utf16() {
        let parsed = parse("😀 <b>bold <i>both</i></b> &lt;<a href=\"https://example.org\">x</a>&gt;").unwrap();
        assert_eq!(parsed.text, "😀 bold both <x>");
        let expected = json!([
            {"type": "italic", "offset": 8, "length": 4},
            {"type": "bold", "offset": 3, "length": 9},
            {"type": "text_link", "offset": 14, "length": 1, "url": "https://example.org"},
        ]);
        assert_eq!(json!(parsed.entities), expected);
    }

    #[test]
    fn complaints_are_telegrams() {
        let complaints = [
            ("<b>open", "Can't find end tag corresponding to start tag \"b\""),
            ("a<foo>", "Unsupported start tag \"foo\" at byte offset 1"),
            ("<b>x</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""),
            ("x</b>", "Unexpected end tag at byte offset 1"),
            ("2 < 3", "Unsupported start tag \"\" at byte offset 2"),
            ("2 <3", "Unclosed start tag at byte offset 2"),
            ("2 <3> 4", "Unsupported start tag \"3\" at byte offset 2"),
        ];
        for (source, complaint) in complaints {
            assert_eq!(parse(source).unwrap_err(), complaint, "{source}");
        }
    }

    #[test]
    fn quotes_and_languages() {
        let parsed = parse("<blockquote expandable>why</blockquote><pre><code class=\"language-toml\">a</code></pre>");
        let expected = json!([
            {"type": "expandable_blockquote", "offset": 0, "length": 3},
            {"type": "pre", "offset": 3, "length": 1, "language": "toml"},
        ]);
        assert_eq!(json!(parsed.unwrap().entities), expected);
    }
}
