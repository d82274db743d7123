//! The sheet of paper: lines of at most 80 columns, words never cut unless one alone is longer.
//!
//! Knows nothing of what it is told; markup and invisible characters stay out.

/// What a plain text prints on A4 and Letter without a second thought.
const WIDTH: usize = 80;
/// Under the first line of a point.
const HANG: &str = "  ";

#[derive(Default)]
pub(super) struct Sheet {
    lines: Vec<String>,
}

impl Sheet {
    /// In capitals by its author, underlined here.
    pub(super) fn heading(&mut self, text: &str) {
        if !self.lines.is_empty() {
            self.gap();
        }
        let text = plain(text);
        let dashes = "-".repeat(text.chars().count().min(WIDTH));
        self.lines.push(text);
        self.lines.push(dashes);
    }

    pub(super) fn gap(&mut self) {
        self.lines.push(String::new());
    }

    /// A line or a paragraph; line breaks in it stay.
    pub(super) fn line(&mut self, text: &str) {
        for line in plain(text).lines() {
            self.wrap(line, "", "");
        }
    }

    /// One point of a list.
    pub(super) fn point(&mut self, text: &str) {
        self.wrap(&plain(text).replace('\n', " "), "- ", HANG);
    }

    /// One point in somebody's own words, in which a `<b>` is what they typed.
    pub(super) fn raw_point(&mut self, text: &str) {
        self.wrap(&visible(text).replace('\n', " "), "- ", HANG);
    }

    /// What belongs to the point above.
    pub(super) fn under(&mut self, text: &str) {
        for line in plain(text).lines() {
            self.wrap(line, HANG, HANG);
        }
    }

    pub(super) fn blank_to_fill(&mut self, number: usize) {
        let start = format!("{number}. ");
        let rest = WIDTH - start.len();
        self.lines.push(format!("{start}{}", "_".repeat(rest)));
        self.gap();
    }

    pub(super) fn text(mut self) -> String {
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }

    fn wrap(&mut self, text: &str, first: &str, others: &str) {
        let (mut line, mut width, mut begun) = (first.to_owned(), first.chars().count(), false);
        for word in text.split_whitespace() {
            for piece in pieces(word, WIDTH - others.chars().count()) {
                let length = piece.chars().count();
                if begun && width + 1 + length > WIDTH {
                    self.lines.push(std::mem::replace(&mut line, others.to_owned()));
                    (width, begun) = (others.chars().count(), false);
                }
                if begun {
                    line.push(' ');
                    width += 1;
                }
                line.push_str(&piece);
                (width, begun) = (width + length, true);
            }
        }
        if begun {
            self.lines.push(line);
        }
    }
}

/// A word longer than a line in parts.
fn pieces(word: &str, most: usize) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters.chunks(most).map(|piece| piece.iter().collect()).collect()
}

/// Without Telegram's markup and without characters that a printer or a text editor would act on.
fn plain(html: &str) -> String {
    let unmarked = ["<b>", "</b>", "<i>", "</i>"].iter().fold(html.to_owned(), |text, tag| text.replace(tag, ""));
    visible(&unmarked.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

fn visible(text: &str) -> String {
    let invisible = |c: char| {
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
            || c.is_control() && c != '\n'
    };
    text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !invisible(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::Sheet;

    #[test]
    fn no_line_is_wider_than_the_paper() {
        let mut sheet = Sheet::default();
        sheet.point(&"word ".repeat(60));
        sheet.line(&"x".repeat(300));
        sheet.under("a <b>b</b> &lt; c\u{202e}\u{7}\td");
        let text = sheet.text();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert_eq!(text.matches("word").count(), 60);
        assert_eq!(text.matches('x').count(), 300);
        assert!(text.ends_with("  a b < c d\n"), "{text}");
    }
}
