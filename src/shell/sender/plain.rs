//! Telegram HTML as plain text, for a message whose markup Telegram refuses.

/// Telegram's limit of a message, in UTF-16 units.
const MOST_UNITS: usize = 4096;

/// Without tags, entities resolved, cut to what one message may hold.
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (piece, length) = if rest.starts_with('<') { tag(rest) } else { entity(rest) };
        text.push_str(piece);
        rest = &rest[length..];
    }
    text.push_str(rest);
    cut(text)
}

/// What stands for the tag at the start, and its length; a lone `<` stays.
fn tag(rest: &str) -> (&'static str, usize) {
    let looks_like_one = rest[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
    match rest.find('>') {
        Some(end) if looks_like_one => ("", end + 1),
        _ => ("<", 1),
    }
}

fn entity(rest: &str) -> (&'static str, usize) {
    [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " ")]
        .into_iter()
        .find(|(name, _)| rest.starts_with(name))
        .map_or(("&", 1), |(name, shown)| (shown, name.len()))
}

fn cut(text: String) -> String {
    if text.encode_utf16().count() <= MOST_UNITS {
        return text;
    }
    let mut units = 0;
    let mut short: String = text
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units < MOST_UNITS
        })
        .collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_goes_and_words_stay() {
        assert_eq!(
            plain("<b>Sit up.</b> 2 &lt; 3 &amp;&amp; a < b <a href=\"x\">here</a>"),
            "Sit up. 2 < 3 && a < b here"
        );
        assert_eq!(plain("5 &deg; & <unclosed"), "5 &deg; & <unclosed");
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        let cut = plain(&"🦵".repeat(3000));
        assert!(cut.encode_utf16().count() <= 4096 && cut.ends_with('…'));
    }
}
