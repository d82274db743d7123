//! An article: one thing worth knowing, how well it is shown, and whose word it is.

use super::mistake::Place;
use crate::ids::{ArticleId, ConditionKey, PictureId};

/// One page to read. Its texts (`title`, `text`) are in the words under `article--ID`.
#[derive(Debug)]
pub struct Article {
    pub id: ArticleId,
    pub section: Section,
    pub evidence: Evidence,
    pub source: String,
    /// ISO date.
    pub source_read: String,
    /// Other articles that go on from here.
    pub see: Vec<ArticleId>,
    /// What a card may name and this article explains.
    pub conditions: Vec<ConditionKey>,
    /// Shown when somebody asks for it.
    pub picture: Option<PictureId>,
    /// Lower comes first inside a section.
    pub rank: u32,
    pub place: Place,
}

impl Article {
    /// The key of its texts.
    pub fn text(&self) -> String {
        format!("article--{}", self.id)
    }
}

/// The shelves of the reading room, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Causes,
    Conditions,
    Tests,
    Treatment,
    Stretches,
    Food,
    Habits,
}

impl Section {
    pub const ALL: [Section; 7] = [
        Section::Causes,
        Section::Conditions,
        Section::Tests,
        Section::Treatment,
        Section::Stretches,
        Section::Food,
        Section::Habits,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Section::Causes => "causes",
            Section::Conditions => "conditions",
            Section::Tests => "tests",
            Section::Treatment => "treatment",
            Section::Stretches => "stretches",
            Section::Food => "food",
            Section::Habits => "habits",
        }
    }

    pub fn of(name: &str) -> Option<Self> {
        Section::ALL.into_iter().find(|section| section.name() == name)
    }
}

/// How well shown it is what an article says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Tested in a trial.
    Trial,
    /// Experts advise it.
    Experts,
    /// Often said, not shown.
    Unproven,
}

impl Evidence {
    pub const ALL: [Evidence; 3] = [Evidence::Trial, Evidence::Experts, Evidence::Unproven];

    pub fn name(self) -> &'static str {
        match self {
            Evidence::Trial => "trial",
            Evidence::Experts => "experts",
            Evidence::Unproven => "unproven",
        }
    }
}
