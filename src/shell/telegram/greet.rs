//! What is settled with Telegram at the start: who we are, that we poll, and how the bot presents itself.
//!
//! The texts are handed in. Presenting is never worth a stop: its failure is one log line.

use log::warn;
use serde::Deserialize;
use teloxide::payloads::{
    DeleteWebhook, GetMe, GetWebhookInfo, SetMyCommands, SetMyDescription, SetMyShortDescription,
};
use teloxide::types::BotCommand;

use super::{Answer, Telegram, result};

/// How the bot presents itself in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Face {
    /// Two letters; absent: for everybody without a face of their own.
    pub language: Option<String>,
    /// Before the first message; at most 512 characters.
    pub description: String,
    /// In the profile; at most 120 characters.
    pub short_description: String,
    /// Name without the slash, and what it does, in the order of the menu.
    pub commands: Vec<(String, String)>,
}

/// What Telegram says to our token.
#[derive(Debug, PartialEq, Eq)]
pub enum Welcome {
    /// Valid; the bot's username.
    Name(String),
    Unauthorised,
    /// No answer: ask again later.
    Silence,
}

#[derive(Deserialize)]
struct Me {
    #[serde(default)]
    username: String,
}

#[derive(Deserialize)]
struct WebhookInfo {
    #[serde(default)]
    url: String,
}

impl Telegram {
    /// Who we are.
    pub async fn me(&self) -> Welcome {
        match self.call(&GetMe::new()).await {
            Answer::Done { body, .. } => Welcome::Name(result::<Me>(&body).map(|me| me.username).unwrap_or_default()),
            Answer::Refused(refusal) if matches!(refusal.code, 401 | 404) => Welcome::Unauthorised,
            Answer::Refused(_) | Answer::Uncertain(_) | Answer::NotSent => Welcome::Silence,
        }
    }

    /// Takes a webhook away, which would exclude polling; what waits for us is kept.
    pub async fn drop_webhook(&self) {
        let Answer::Done { body, .. } = self.call(&GetWebhookInfo::new()).await else {
            return;
        };
        let is_set = result::<WebhookInfo>(&body).is_some_and(|info| !info.url.is_empty());
        if is_set && !matches!(self.call(&DeleteWebhook::new()).await, Answer::Done { .. }) {
            warn!("a webhook is set for this bot and could not be removed; trying again");
        }
    }

    /// Commands and descriptions, language by language.
    pub async fn present(&self, faces: &[Face]) {
        for face in faces {
            let commands = face.commands.iter().map(|(name, does)| BotCommand::new(name, does));
            let mut menu = SetMyCommands::new(commands.collect::<Vec<_>>());
            menu.language_code.clone_from(&face.language);
            let mut description = SetMyDescription::new();
            description.description = Some(face.description.clone());
            description.language_code.clone_from(&face.language);
            let mut short = SetMyShortDescription::new();
            short.short_description = Some(face.short_description.clone());
            short.language_code.clone_from(&face.language);
            let answers = [self.call(&menu).await, self.call(&description).await, self.call(&short).await];
            if !answers.iter().all(|answer| matches!(answer, Answer::Done { .. })) {
                warn!(
                    "Telegram did not take the bot's commands or descriptions; the old ones stay until the next start"
                );
            }
        }
    }
}
