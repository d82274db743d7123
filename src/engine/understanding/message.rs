//! A text cut into words, sentences and clauses, misspelt words set right, and where which list stands.
//!
//! Knows nothing of intents.

use std::ops::Range;

use super::digits::{Digits, shapes};
use super::normalise;
use super::spelling::{glued, known_form, repeated, shorthand};
use super::subject::People;
use crate::library::understanding::dictionary::{Dictionary, ListId, WordId};
use crate::library::understanding::pattern::Feature;

/// Longer clauses are cut: nobody speaks so, and every pattern stays cheap.
const LONGEST_CLAUSE: usize = 48;
/// Words from this length on may be two without a blank.
const LONG: usize = 8;

/// What stands before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Break {
    #[default]
    None,
    Comma,
    Clause,
    Sentence,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Token {
    pub text: String,
    pub word: Option<WordId>,
    /// Other words that a slip may stand for.
    pub also: Vec<WordId>,
    pub digits: Option<Digits>,
    pub before: Break,
    /// A number with a minus before it.
    pub minus: bool,
    /// May be passed over inside a pattern.
    pub filler: bool,
    /// A "not" that is no part of "not sure" and the like.
    pub negator: bool,
}

impl Token {
    pub fn is(&self, word: WordId) -> bool {
        self.word == Some(word) || self.also.contains(&word)
    }

    pub fn words(&self) -> impl Iterator<Item = WordId> {
        self.word.into_iter().chain(self.also.iter().copied())
    }
}

/// A list's entry, or something measured, from one place to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub list: ListId,
    pub value: u16,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug)]
pub(super) struct Message<'l> {
    pub dictionary: &'l Dictionary,
    pub tokens: Vec<Token>,
    /// By the place where they begin.
    pub spans: Vec<Vec<Span>>,
    pub clauses: Vec<Range<usize>>,
    /// Words and lists of each clause with the places where they begin, sorted; once everything is found.
    pub features: Vec<Vec<(Feature, usize)>>,
    pub people: People,
    /// Places of the words behind which a question mark stands.
    pub asks: Vec<usize>,
    pub filler: Option<ListId>,
}

impl<'l> Message<'l> {
    pub fn read(text: &str, dictionary: &'l Dictionary) -> Self {
        let plain = shorthand(normalise::plain(&normalise::in_full(text, dictionary)), dictionary);
        let mut message = Message {
            dictionary,
            tokens: Vec::new(),
            spans: Vec::new(),
            clauses: Vec::new(),
            features: Vec::new(),
            people: People::default(),
            asks: Vec::new(),
            filler: dictionary.list("filler"),
        };
        message.cut(&plain);
        message.say_plainly();
        message.find_lists();
        message.find_clauses();
        message.find_negators();
        message.people = People::new(&message);
        message
    }

    fn cut(&mut self, plain: &str) {
        let mut at = 0;
        let mut pending = Break::None;
        for (found, digits) in shapes(plain, self.dictionary) {
            pending = self.words(&plain[at..found.start], pending);
            let text = plain[found.clone()].to_owned();
            let word = self.dictionary.word(if matches!(digits, Digits::Offset(_)) { "utc" } else { &text });
            let minus = self.is_below(&plain[..found.start]);
            let before = if minus { Break::None } else { pending };
            self.tokens.push(Token { text, word, digits: Some(digits), before, minus, ..Token::default() });
            pending = Break::None;
            at = found.end;
        }
        self.words(&plain[at..], pending);
    }

    /// "In -5 minutes", "minus 3": behind a word, not between two numbers.
    fn is_below(&self, before: &str) -> bool {
        let Some(last) = self.tokens.last().filter(|token| token.digits.is_none()) else {
            return self.tokens.is_empty() && before.trim_start() == "-";
        };
        before.ends_with(" -") || last.text == "minus"
    }

    /// The words of a stretch without digits; what is pending at its end.
    fn words(&mut self, text: &str, mut pending: Break) -> Break {
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if c.is_alphabetic() {
                let mut end = start + c.len_utf8();
                while let Some((next, c)) = chars.next_if(|(_, c)| c.is_alphabetic()) {
                    end = next + c.len_utf8();
                }
                self.word(&text[start..end], pending);
                pending = Break::None;
            } else if is_picture(c) {
                if let Some(word) = self.dictionary.word(c.encode_utf8(&mut [0; 4])) {
                    let before = pending;
                    let token =
                        Token { text: c.to_string(), word: Some(word), before, filler: true, ..Token::default() };
                    self.tokens.push(token);
                    pending = Break::None;
                }
            } else {
                pending = pending.max(self.mark(c, text, start));
            }
        }
        pending
    }

    fn mark(&mut self, c: char, text: &str, at: usize) -> Break {
        let doubled = text[at + c.len_utf8()..].starts_with('.') || text[..at].ends_with('.');
        let spaced = text[..at].ends_with(' ') || text[at + c.len_utf8()..].starts_with(' ');
        match c {
            '?' => {
                self.asks.extend(self.tokens.len().checked_sub(1));
                Break::Sentence
            }
            '.' if doubled => Break::Comma,
            '.' | '!' | ';' | '\n' => Break::Sentence,
            ',' | ':' => Break::Comma,
            '-' if spaced && text.trim() != "-" => Break::Comma,
            _ => Break::None,
        }
    }

    /// A word as it is known, set right where it is misspelt.
    fn word(&mut self, text: &str, before: Break) {
        let dictionary = self.dictionary;
        if let Some(words) = dictionary.spelling(text) {
            return self.push(words, before);
        }
        if let Some(word) = dictionary.word(text).or_else(|| known_form(text, dictionary)) {
            return self.push(&[word], before);
        }
        let corrected = || dictionary.corrected(&repeated(text, 2));
        // A short word is sooner misspelt than two words without a blank, a long one sooner two words.
        let slips = if text.len() < LONG { corrected() } else { Vec::new() };
        if slips.is_empty()
            && let Some(words) = glued(text, dictionary)
        {
            return self.push(&words, before);
        }
        let mut words = if slips.is_empty() { corrected() } else { slips }.into_iter();
        let word = words.next();
        let text = word.map_or(text, |word| dictionary.text(word)).to_owned();
        self.tokens.push(Token { text, word, also: words.collect(), before, ..Token::default() });
    }

    fn push(&mut self, words: &[WordId], mut before: Break) {
        for word in words {
            let text = self.dictionary.text(*word).to_owned();
            self.tokens.push(Token { text, word: Some(*word), before, ..Token::default() });
            before = Break::None;
        }
    }

    /// Words that stand for others: "me leg is numb", but not "gave me leg cramps"; "a wee bit" is nothing of the bladder.
    fn say_plainly(&mut self) {
        let list = |name: &str| self.dictionary.list(name);
        let (own, between, given, small) = (list("my_own"), list("me_between"), list("given_me"), list("wee_small"));
        let joined =
            |at: usize, list| self.tokens.get(at).is_some_and(|t| t.before == Break::None) && self.is_in(at, list);
        let owns = |at: usize| joined(at + 1, own) || joined(at + 1, between) && joined(at + 2, own);
        let plain = |at: usize| match self.text(at) {
            "me" if owns(at) && (at == 0 || !self.is_in(at - 1, given)) => Some((at, "my")),
            "wee" if joined(at + 1, small) => Some((at, "little")),
            _ => None,
        };
        let found: Vec<(usize, &str)> = (0..self.tokens.len()).filter_map(plain).collect();
        for (at, word) in found {
            self.tokens[at].text = String::from(word);
            self.tokens[at].word = self.dictionary.word(word);
            self.tokens[at].also.clear();
        }
    }

    /// Whether the word at a place begins an entry of a list.
    fn is_in(&self, at: usize, list: Option<ListId>) -> bool {
        let word = self.tokens.get(at).and_then(|token| token.word);
        word.is_some_and(|word| self.dictionary.beginning(word).iter().any(|phrase| Some(phrase.list) == list))
    }

    fn find_lists(&mut self) {
        self.spans = vec![Vec::new(); self.tokens.len()];
        for start in 0..self.tokens.len() {
            let words: Vec<WordId> = self.tokens[start].words().collect();
            for phrase in words.iter().flat_map(|word| self.dictionary.beginning(*word)) {
                let end = start + phrase.words.len();
                let fits = end <= self.tokens.len()
                    && phrase
                        .words
                        .iter()
                        .zip(&self.tokens[start..end])
                        .skip(1)
                        .all(|(word, token)| token.is(*word) && token.before == Break::None);
                if fits {
                    self.spans[start].push(Span { list: phrase.list, value: phrase.value, start, end });
                    if Some(phrase.list) == self.filler {
                        self.tokens[start..end].iter_mut().for_each(|token| token.filler = true);
                    }
                }
            }
        }
    }

    fn find_clauses(&mut self) {
        let list = |name: &str| self.dictionary.list(name);
        let (but, goes_on, order, spent) = (list("but"), list("goes_on"), list("order"), list("no_negator"));
        let mut start = 0;
        for at in 0..self.tokens.len() {
            let is = |list: Option<ListId>| self.spans[at].iter().any(|span| Some(span.list) == list);
            // "Look at my leg. It is blue.": the second sentence is about the first.
            if at > 0 && self.tokens[at].before == Break::Sentence && is(goes_on) && !self.asks.contains(&(at - 1)) {
                self.tokens[at].before = Break::Comma;
            }
            // "Swollen. One leg. Hot.": a list of signs, with a full stop for each comma.
            if at > start && self.tokens[at].before == Break::Sentence && self.is_listed(start, at) {
                self.tokens[at].before = Break::Comma;
            }
            // "Not yet" is no "but".
            let turns = is(but) && (at == 0 || self.at(spent, at - 1).all(|span| span.end <= at));
            let orders = is(order)
                && (self.tokens[at].before == Break::Comma || matches!(self.text(at.wrapping_sub(1)), "and" | "then"));
            if at > 0 && self.tokens[at].before < Break::Clause && (turns || orders || at - start >= LONGEST_CLAUSE) {
                self.tokens[at].before = Break::Clause;
            }
            if at > start && self.tokens[at].before >= Break::Clause {
                self.clauses.push(start..at);
                start = at;
            }
        }
        if start < self.tokens.len() {
            self.clauses.push(start..self.tokens.len());
        }
    }

    /// Whether the words from one place on, and the sentence that begins at the other, only name signs of a leg.
    fn is_listed(&self, start: usize, at: usize) -> bool {
        const SIGNS: [&str; 7] = ["leg_any", "red", "warm", "swollen", "hurts", "severe", "in_lists"];
        let lists: Vec<Option<ListId>> = SIGNS.iter().map(|name| self.dictionary.list(name)).collect();
        let end = (at + 1..self.tokens.len()).find(|place| self.tokens[*place].before >= Break::Clause);
        let end = end.unwrap_or(self.tokens.len());
        let mut place = start;
        while place < end {
            let signs = self.spans[place].iter().filter(|span| lists.contains(&Some(span.list)));
            match signs.map(|span| span.end).max() {
                Some(next) => place = next,
                None if self.tokens[place].filler => place += 1,
                None => return false,
            }
        }
        !self.asks.contains(&(at - 1))
    }

    /// To be called when the measured things are marked.
    pub fn find_features(&mut self) {
        let of = |clause: &Range<usize>| {
            let words =
                clause.clone().flat_map(|at| self.tokens[at].words().map(move |word| (Feature::Word(word), at)));
            let spans = self.spans[clause.clone()].iter().flatten();
            let lists = spans.map(|span| (Feature::List(span.list), span.start));
            let mut features: Vec<(Feature, usize)> = words.chain(lists).collect();
            features.sort_unstable();
            features.dedup();
            features
        };
        self.features = self.clauses.iter().map(of).collect();
    }

    fn find_negators(&mut self) {
        let (negator, spent) = (self.dictionary.list("negator"), self.dictionary.list("no_negator"));
        for at in 0..self.tokens.len() {
            let is_spent = (at.saturating_sub(3)..=at).any(|from| self.at(spent, from).any(|span| span.end > at));
            self.tokens[at].negator = !is_spent && self.at(negator, at).next().is_some();
        }
    }

    /// The stretch of a clause around a place: between commas, "and" with a new statement, and "now".
    pub fn segment(&self, clause: &Range<usize>, place: usize) -> Range<usize> {
        let subject = self.dictionary.list("subject");
        let begins = |at: &usize| {
            let anew = matches!(self.text(*at), "and" | "so" | "plus") && self.at(subject, at + 1).next().is_some();
            self.tokens[*at].before != Break::None || anew || self.text(*at) == "now"
        };
        let start = (clause.start..=place).rev().find(begins).unwrap_or(clause.start);
        start..(place + 1..clause.end).find(begins).unwrap_or(clause.end)
    }

    /// Whether a clause begins with something that is to be done: "remind me", "undo".
    pub fn is_order(&self, clause: usize) -> bool {
        let Some(range) = self.clauses.get(clause) else { return false };
        let first = range.clone().find(|at| !self.tokens[*at].filler).unwrap_or(range.start);
        let order = self.dictionary.list("order");
        (range.start..=first).any(|at| self.at(order, at).next().is_some())
    }

    /// Entries of a list that begin at a place.
    pub fn at(&self, list: Option<ListId>, at: usize) -> impl Iterator<Item = &Span> {
        self.spans.get(at).into_iter().flatten().filter(move |span| Some(span.list) == list)
    }

    /// All entries of a list inside a range; of those that overlap only the longest.
    pub fn all(&self, list: &str, range: &Range<usize>) -> Vec<Span> {
        self.all_of(self.dictionary.list(list), range)
    }

    pub fn all_of(&self, list: Option<ListId>, range: &Range<usize>) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            match self.at(list, at).filter(|span| span.end <= range.end).max_by_key(|span| span.end) {
                Some(span) => {
                    found.push(*span);
                    at = span.end;
                }
                None => at += 1,
            }
        }
        found
    }

    pub fn whole(&self) -> Range<usize> {
        0..self.tokens.len()
    }

    pub fn has(&self, list: &str, range: &Range<usize>) -> bool {
        let list = self.dictionary.list(list);
        range.clone().any(|at| self.at(list, at).any(|span| span.end <= range.end))
    }

    pub fn value(&self, span: &Span) -> &'l str {
        self.dictionary.value(span.list, span.value)
    }

    /// The value of the longest entry of a list at a place, with its end.
    pub fn value_at(&self, list: &str, at: usize) -> Option<(&'l str, usize)> {
        let span = self.at(self.dictionary.list(list), at).max_by_key(|span| span.end)?;
        Some((self.value(span), span.end))
    }

    pub fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }
}

fn is_picture(c: char) -> bool {
    !c.is_ascii() && !c.is_alphanumeric()
}
