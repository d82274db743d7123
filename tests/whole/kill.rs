//! `kill -9` at any moment: nothing that Telegram was told is dealt with is lost, nothing counts twice, nobody is stuck.
//!
//! Patients answer what they see while the bot is killed and started again. Each keeps a list of what they did; at the
//! end the diary must hold exactly that. `CHARLEY_KILLS` sets the number of rounds, `CHARLEY_KILL_SEED` repeats a run.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use charley::engine::diary::{Entry, What};
use charley::engine::fact::{Fact, Source};
use charley::ids::{ChatId, SubjectId};
use charley::library::value::Value as Answer;
use serde_json::{Value, json};

use crate::person::{Person, Said};
use crate::stage::{Process, Stage};

const PATIENTS: usize = 8;
/// After the last round everybody must be done within this time.
const SETTLING: Duration = Duration::from_secs(120);

/// Numbers that look random; the same seed gives the same.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// Somebody with cramps, and all they did.
struct Patient {
    person: Person,
    /// The newest question, until it is answered.
    open: Option<Said>,
    /// Written at this question: the next one must be newer.
    noted_at: i64,
    answered: BTreeSet<(u32, u32)>,
    /// What was tapped, by conversation.
    chosen: BTreeMap<u32, BTreeSet<String>>,
    notes: Vec<String>,
    cramps: u32,
    /// The card of the last cramp has come.
    idle: bool,
    /// Every letter with a question in the order they came, with the life of the bot in which it came.
    letters: Vec<(usize, (u32, u32))>,
    cards: u32,
    updates: u64,
}

impl Patient {
    async fn new(stage: &Stage) -> Patient {
        let person = stage.control.person("Ada").await;
        person.sets_up().await;
        Patient {
            person,
            open: None,
            noted_at: 0,
            answered: BTreeSet::new(),
            chosen: BTreeMap::new(),
            notes: Vec::new(),
            cramps: 0,
            idle: true,
            letters: Vec::new(),
            cards: 0,
            updates: 0,
        }
    }

    fn hears(&mut self, said: Said, life: usize) {
        assert!(!said.text.contains("A new cramp, or the same?"), "a cramp was started twice");
        if said.is_card() {
            self.cards += 1;
            // The copy of an older card comes before five answers are given.
            let answers = self.answered.iter().filter(|(conversation, _)| *conversation == self.cramps).count();
            self.idle |= answers >= 5;
        }
        let Some(visit) = said.question() else { return };
        self.letters.push((life, visit));
        let is_newer = self.open.as_ref().is_none_or(|open| open.question() <= Some(visit));
        if is_newer && !self.answered.contains(&visit) {
            self.open = Some(said);
        }
    }

    /// Does one thing, if there is anything to do.
    async fn acts(&mut self, dice: &mut Dice) -> bool {
        if self.idle {
            self.idle = false;
            self.cramps += 1;
            self.open = None;
            self.updates += 1;
            self.person.writes("/cramp").await;
            return true;
        }
        let Some(open) = self.open.clone().filter(|open| open.id > self.noted_at) else { return false };
        match dice.throw(12) {
            0 => {
                self.noted_at = open.id;
                let note = self.new_note();
                self.person.writes(&note).await;
                self.notes.push(note);
                self.updates += 1;
            }
            1 => {
                self.person.writes("/help").await;
                self.updates += 1;
            }
            2 => self.press(&open, 2, false).await,
            3 => self.press(&open, 3, true).await,
            _ => self.press(&open, 1, false).await,
        }
        true
    }

    /// Words that are no answer to anything.
    fn new_note(&self) -> String {
        let number = self.notes.len().to_string();
        let letters: String = number.bytes().map(|digit| char::from(b'g' + digit - b'0')).collect();
        format!("qxvzzk{letters}wqxjjv")
    }

    async fn press(&mut self, open: &Said, times: u32, same_query: bool) {
        let visit = open.question().unwrap();
        let (_, data) = self.choice(open);
        let tap = json!({
            "message_id": open.id, "data": data, "times": times, "same_query": same_query, "stale": true,
        });
        self.person.act("press", tap).await;
        self.updates += u64::from(times);
        self.answered.insert(visit);
        self.chosen.entry(visit.0).or_default().insert(data.splitn(3, '.').nth(2).unwrap().to_owned());
        self.open = None;
    }

    /// The same question of the same conversation always gets the same answer.
    fn choice(&self, open: &Said) -> (String, String) {
        let fixed = |(label, data): &(String, String)| {
            label == "It let go" || label == "None of these" || data.ends_with(".enough")
        };
        if let Some(harmless) = open.harmless().filter(fixed) {
            return harmless;
        }
        let choices: Vec<_> = open.buttons.iter().filter(|(_, data)| !data.contains("._")).collect();
        let seed = open.question().unwrap().0 as usize + self.person.chat as usize;
        choices[seed % choices.len()].clone()
    }

    fn duplicates(&self) -> usize {
        let different: BTreeSet<_> = self.letters.iter().map(|(_, visit)| visit).collect();
        self.letters.len() - different.len() + self.cards.saturating_sub(self.cramps) as usize
    }

    /// What comes twice is what a life of the bot said last; the most letters that was.
    fn most_duplicates_a_kill(&self) -> usize {
        let lives: BTreeSet<usize> = self.letters.iter().map(|(life, _)| *life).collect();
        let comes_later =
            |life: usize, visit| self.letters.iter().any(|(other, again)| *other > life && *again == visit);
        let copied = |life: usize| {
            let said = self.letters.iter().filter(|(of, _)| *of == life);
            let copied: Vec<bool> = said.map(|(_, visit)| comes_later(life, *visit)).collect();
            let first = copied.iter().position(|is_copied| *is_copied).unwrap_or(copied.len());
            assert!(copied[first..].iter().all(|is_copied| *is_copied), "an older letter came twice: {copied:?}");
            copied.len() - first
        };
        lives.into_iter().map(copied).max().unwrap_or(0)
    }
}

/// Reads what the bot has said since, and lets everybody hear it.
struct Ear {
    journal: u64,
}

impl Ear {
    async fn listens(&mut self, stage: &Stage, patients: &mut [Patient], life: usize) {
        let path = format!("/simulator/journal?polls=false&method=sendMessage&since={}", self.journal);
        let news = stage.control.get(&path).await;
        for call in news["calls"].as_array().unwrap() {
            if call["accepted"] != true {
                panic!("refused: {call}");
            }
            let stored = json!({"by_bot": true, "message": call["answer"]["result"]});
            let patient = patients.iter_mut().find(|patient| Some(patient.person.chat) == call["chat"].as_i64());
            if let (Some(patient), Some(said)) = (patient, Said::of(&stored)) {
                patient.hears(said, life);
            }
        }
        self.journal = news["last"].as_u64().unwrap();
    }
}

/// Everybody acts on what they see until the bot is dead.
async fn round(stage: &Stage, patients: &mut [Patient], ear: &mut Ear, dice: &mut Dice, life: usize) {
    let delay = Duration::from_millis(5 + dice.throw(396));
    // Two of three are killed while they work, the third perhaps while it starts.
    let bot = if dice.throw(3) > 0 { stage.bot(&[]).await } else { stage.start(&[]) };
    let executioner = thread::spawn(move || kill_after(bot, delay));
    while !executioner.is_finished() {
        ear.listens(stage, patients, life).await;
        for patient in patients.iter_mut() {
            patient.acts(dice).await;
        }
    }
    executioner.join().unwrap();
    ear.listens(stage, patients, life).await;
}

fn kill_after(mut bot: Process, delay: Duration) {
    thread::sleep(delay);
    bot.kill();
}

/// Everybody goes on to the card of their last cramp.
async fn settle(stage: &Stage, patients: &mut [Patient], ear: &mut Ear, dice: &mut Dice, life: usize) {
    let mut bot = stage.bot(&[]).await;
    let deadline = Instant::now() + SETTLING;
    while patients.iter().any(|patient| !patient.idle) {
        let stuck: Vec<_> = patients.iter().filter(|patient| !patient.idle).map(|patient| &patient.open).collect();
        assert!(Instant::now() < deadline, "somebody is stuck: {stuck:#?}");
        ear.listens(stage, patients, life).await;
        for patient in patients.iter_mut().filter(|patient| !patient.idle) {
            patient.acts(dice).await;
        }
    }
    stage.control.quiet().await;
    bot.stop().await;
    ear.listens(stage, patients, life).await;
}

/// The diary holds what this patient did, each thing once.
fn compare(patient: &Patient, entries: &[Entry]) {
    let count = |is: fn(&What) -> bool| entries.iter().filter(|entry| is(&entry.what)).count() as u32;
    assert_eq!(count(|what| matches!(what, What::Cramp { .. })), patient.cramps, "cramps");
    assert_eq!(count(|what| matches!(what, What::LetGo { .. })), patient.cramps, "cramps that let go");
    assert_eq!(count(|what| matches!(what, What::Assessed(_))), patient.cramps, "cards");
    let mut notes: Vec<&str> = Vec::new();
    for entry in entries {
        if let What::Note { text, .. } = &entry.what {
            notes.push(text);
        }
    }
    notes.sort_unstable();
    let mut written: Vec<&str> = patient.notes.iter().map(String::as_str).collect();
    written.sort_unstable();
    assert_eq!(notes, written, "notes");
    let numbers: BTreeSet<u32> = entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers.len(), entries.len(), "each entry has a number of its own");
    for conversation in 1..=patient.cramps {
        let facts = entries.iter().filter_map(|entry| match &entry.what {
            What::Answers { facts, .. } => Some(facts),
            _ => None,
        });
        let facts: Vec<&Fact> = facts.flatten().filter(|fact| is_of(fact, conversation)).collect();
        for finding in ["side", "cramp_sites", "pain_score"] {
            let told: Vec<&Answer> =
                facts.iter().filter(|fact| fact.finding.as_str() == finding).map(|fact| &fact.value).collect();
            assert!(told.len() <= 1, "{finding} in conversation {conversation}: {told:?}");
            for item in told.into_iter().map(item) {
                assert!(patient.chosen[&conversation].contains(&item), "{finding} is {item}: {:?}", patient.chosen);
            }
        }
        assert!(facts.len() >= 10, "the answers of conversation {conversation} are incomplete: {facts:?}");
    }
}

fn is_of(fact: &Fact, number: u32) -> bool {
    matches!(&fact.source, Source::Node { conversation, .. } if conversation.0 == number)
}

/// The button that gives this answer.
fn item(answer: &Answer) -> String {
    match json!(answer) {
        Value::Number(number) => format!("n{}", number.as_f64().unwrap()),
        Value::Array(words) => words.first().map_or("_none", |word| word.as_str().unwrap()).to_owned(),
        other => other.as_str().unwrap().to_owned(),
    }
}

fn setting(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().unwrap())
}

#[tokio::test]
async fn a_bot_that_is_killed_at_any_moment_loses_nothing_and_counts_nothing_twice() {
    let clock = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos() as u64;
    let seed = setting("CHARLEY_KILL_SEED").unwrap_or(clock) | 1;
    let rounds = setting("CHARLEY_KILLS").unwrap_or(200) as usize;
    let (mut dice, began) = (Dice(seed), Instant::now());
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let mut patients = Vec::new();
    for _ in 0..PATIENTS {
        patients.push(Patient::new(&stage).await);
    }
    bot.stop().await;
    let journal = stage.control.get("/simulator/state").await["journal"].as_u64().unwrap();
    let mut ear = Ear { journal };
    for life in 0..rounds {
        round(&stage, &mut patients, &mut ear, &mut dice, life).await;
    }
    settle(&stage, &mut patients, &mut ear, &mut dice, rounds).await;
    let sum = |of: fn(&Patient) -> u64| patients.iter().map(of).sum::<u64>();
    println!(
        "{rounds} kills (seed {seed}) in {:.0?}: {} updates, {} cramps, {} notes; {} letters came twice, at most {} a kill and chat",
        began.elapsed(),
        sum(|patient| patient.updates),
        sum(|patient| u64::from(patient.cramps)),
        sum(|patient| patient.notes.len() as u64),
        sum(|patient| patient.duplicates() as u64),
        patients.iter().map(Patient::most_duplicates_a_kill).max().unwrap(),
    );
    let store = stage.store();
    for patient in &patients {
        let entries = store.newest(ChatId(patient.person.chat), SubjectId(0), usize::MAX).unwrap();
        compare(patient, &entries);
    }
    assert_eq!(store.waiting(), 0, "letters that nobody was told");
}
