//! What leaves: our requests become Telegram's calls, and Telegram's answers become a [`Delivery`].
//!
//! Sends each request once. What to do about a refusal is the sender's business.

use std::time::Duration;

use serde::Deserialize;
use teloxide::payloads::{
    AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, LeaveChat, SendDocument, SendMessage, SendPhoto,
    SetMessageReaction,
};
use teloxide::types::{
    self, CallbackQueryId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, KeyboardButton, KeyboardMarkup,
    LinkPreviewOptions, ParseMode, ReactionType, Recipient, ReplyMarkup,
};

use super::{Answer, Refusal, Telegram, result};
use crate::engine::attachment::{File, FileKind};
use crate::engine::letter::{Button, Keyboard};
use crate::ids::{ChatId, MessageId, PressId};

/// How long to wait when Telegram says "too many" without saying how long.
const UNSAID_WAIT: Duration = Duration::from_secs(3);

/// One request to one chat, ready to leave.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    Send {
        text: String,
        /// The text is Telegram HTML; else it is shown as it stands.
        html: bool,
        keyboard: Keyboard,
        silent: bool,
    },
    /// A document or a photo.
    File {
        file: File,
        caption: String,
        html: bool,
        keyboard: Keyboard,
        silent: bool,
    },
    Edit {
        message: MessageId,
        /// Absent: only the buttons change.
        text: Option<String>,
        buttons: Vec<Vec<Button>>,
    },
    /// A reaction to a message of the person.
    React {
        message: MessageId,
        emoji: String,
    },
    Leave,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It is there; the number is absent when the reply was unreadable behind its yes.
    Sent { message: Option<MessageId> },
    /// The message is as it should be already.
    NotModified,
    /// Too many requests: not sent, to be tried after that time.
    Later { retry_after: Duration },
    /// Not acceptable as it is. `keyboard`: it is the keyboard that is refused.
    Unsendable { keyboard: bool },
    /// This person cannot be written to: blocked, deleted, never started.
    Blocked,
    /// The group has become a supergroup of this number.
    Moved { to: ChatId },
    /// It may have arrived.
    Uncertain,
    /// It has not arrived: no connection, or a token that is refused.
    NotSent,
}

impl Telegram {
    pub async fn deliver(&self, chat: ChatId, request: &Request) -> Delivery {
        let answer = match request {
            Request::Send { text, html, keyboard, silent } => {
                self.call(&message(chat, text, *html, keyboard, *silent)).await
            }
            Request::File { file, caption, html, keyboard, silent } => match file.kind {
                FileKind::Document => {
                    let mut send = SendDocument::new(recipient(chat), upload(file));
                    send.caption = Some(caption.clone());
                    send.parse_mode = html.then_some(ParseMode::Html);
                    send.disable_notification = silent.then_some(true);
                    send.reply_markup = reply_markup(keyboard);
                    self.upload(&send, "document", file).await
                }
                FileKind::Photo => {
                    let mut send = SendPhoto::new(recipient(chat), upload(file));
                    send.caption = Some(caption.clone());
                    send.parse_mode = html.then_some(ParseMode::Html);
                    send.disable_notification = silent.then_some(true);
                    send.reply_markup = reply_markup(keyboard);
                    self.upload(&send, "photo", file).await
                }
            },
            Request::Edit { message, text: Some(text), buttons } => {
                let mut edit = EditMessageText::new(recipient(chat), types::MessageId(message.0), text.clone());
                edit.parse_mode = Some(ParseMode::Html);
                edit.link_preview_options = Some(no_preview());
                edit.reply_markup = inline(buttons);
                self.call(&edit).await
            }
            Request::Edit { message, text: None, buttons } => {
                let mut edit = EditMessageReplyMarkup::new(recipient(chat), types::MessageId(message.0));
                edit.reply_markup = inline(buttons);
                self.call(&edit).await
            }
            Request::React { message, emoji } => {
                let mut react = SetMessageReaction::new(recipient(chat), types::MessageId(message.0));
                react.reaction = Some(vec![ReactionType::Emoji { emoji: emoji.clone() }]);
                self.call(&react).await
            }
            Request::Leave => self.call(&LeaveChat::new(recipient(chat))).await,
        };
        classify(answer)
    }

    /// Ends the spinner on a button; that it fails is nothing.
    pub async fn acknowledge(&self, press: &PressId, toast: Option<&str>) {
        let mut answer = AnswerCallbackQuery::new(CallbackQueryId(press.0.clone()));
        answer.text = toast.map(str::to_owned);
        let _ = self.call(&answer).await;
    }
}

fn recipient(chat: ChatId) -> Recipient {
    Recipient::Id(types::ChatId(chat.0))
}

fn message(chat: ChatId, text: &str, html: bool, keyboard: &Keyboard, silent: bool) -> SendMessage {
    let mut send = SendMessage::new(recipient(chat), text);
    send.parse_mode = html.then_some(ParseMode::Html);
    send.link_preview_options = Some(no_preview());
    send.disable_notification = silent.then_some(true);
    send.reply_markup = reply_markup(keyboard);
    send
}

/// Only the name is used; the bytes go into the form by [`Telegram::upload`].
fn upload(file: &File) -> InputFile {
    InputFile::file_id(types::FileId(file.name.clone()))
}

fn reply_markup(keyboard: &Keyboard) -> Option<ReplyMarkup> {
    match keyboard {
        Keyboard::None => None,
        Keyboard::Inline(buttons) => inline(buttons).map(ReplyMarkup::InlineKeyboard),
        Keyboard::Keys(rows) => Some(ReplyMarkup::Keyboard(keys(rows))),
    }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// Without a single button: nothing, which takes the buttons of an edited message away.
fn inline(buttons: &[Vec<Button>]) -> Option<InlineKeyboardMarkup> {
    let rows: Vec<Vec<InlineKeyboardButton>> = buttons
        .iter()
        .filter(|row| !row.is_empty())
        .map(|row| row.iter().map(|button| InlineKeyboardButton::callback(&button.label, &button.data)).collect())
        .collect();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

fn keys(rows: &[Vec<String>]) -> KeyboardMarkup {
    let rows = rows.iter().map(|row| row.iter().map(KeyboardButton::new).collect::<Vec<_>>());
    KeyboardMarkup::new(rows).persistent().resize_keyboard()
}

#[derive(Deserialize)]
struct SentMessage {
    message_id: i32,
}

pub(super) fn classify(answer: Answer) -> Delivery {
    match answer {
        Answer::Done { body, .. } => {
            Delivery::Sent { message: result::<SentMessage>(&body).map(|sent| MessageId(sent.message_id)) }
        }
        Answer::Refused(refusal) => refused(&refusal),
        Answer::Uncertain(_) => Delivery::Uncertain,
        Answer::NotSent => Delivery::NotSent,
    }
}

fn refused(refusal: &Refusal) -> Delivery {
    match refusal.code {
        429 => Delivery::Later { retry_after: refusal.retry_after.unwrap_or(UNSAID_WAIT) },
        // Before the chat exists or after it is gone, Telegram says 400 where it means nobody is there.
        403 => Delivery::Blocked,
        400 if refusal.says("chat not found") || refusal.says("user is deactivated") => Delivery::Blocked,
        400 if refusal.says("message is not modified") => Delivery::NotModified,
        400 => match refusal.migrate_to {
            Some(to) => Delivery::Moved { to: ChatId(to) },
            None => Delivery::Unsendable {
                keyboard: refusal.says("button") || refusal.says("keyboard") || refusal.says("reply markup"),
            },
        },
        // The token was revoked while running: the poller says so and ends the process.
        401 | 404 => Delivery::NotSent,
        500.. => Delivery::Uncertain,
        _ => Delivery::Unsendable { keyboard: false },
    }
}

#[cfg(test)]
mod tests {
    use super::{Delivery, classify, message};
    use crate::engine::letter::{Button, Keyboard};
    use crate::ids::{ChatId, MessageId};
    use crate::shell::telegram::{Answer, Refusal};
    use serde_json::json;

    fn refused(code: u16, description: &str) -> Delivery {
        let description = description.to_owned();
        classify(Answer::Refused(Refusal { code, description, retry_after: None, migrate_to: None }))
    }

    fn done(body: &str) -> Answer {
        Answer::Done { body: body.as_bytes().to_vec(), whole: true }
    }

    #[test]
    fn every_answer_has_its_meaning() {
        let sent = classify(done(r#"{"ok":true,"result":{"message_id":9}}"#));
        assert_eq!(sent, Delivery::Sent { message: Some(MessageId(9)) });
        let cut_off = classify(done(r#"{"ok":true,"resu"#));
        assert_eq!(cut_off, Delivery::Sent { message: None });
        assert_eq!(refused(400, "Bad Request: message is not modified: x"), Delivery::NotModified);
        assert_eq!(refused(400, "Bad Request: can't parse entities"), Delivery::Unsendable { keyboard: false });
        assert_eq!(refused(400, "Bad Request: BUTTON_DATA_INVALID"), Delivery::Unsendable { keyboard: true });
        assert_eq!(refused(403, "Forbidden: bot was blocked by the user"), Delivery::Blocked);
        assert_eq!(refused(500, "Internal Server Error"), Delivery::Uncertain);
        assert_eq!(classify(Answer::NotSent), Delivery::NotSent);
    }

    #[test]
    fn a_message_is_sent_as_telegram_wants_it() {
        let keyboard = Keyboard::Inline(vec![vec![Button { label: "Calf".into(), data: "1:1:calf".into() }]]);
        let sent = serde_json::to_value(message(ChatId(7), "<b>Hi</b>", true, &keyboard, true)).unwrap();
        assert_eq!(
            sent,
            json!({
                "chat_id": 7, "text": "<b>Hi</b>", "parse_mode": "HTML", "disable_notification": true,
                "link_preview_options": { "is_disabled": true },
                "reply_markup": { "inline_keyboard": [[{ "text": "Calf", "callback_data": "1:1:calf" }]] },
            })
        );
        let keys = Keyboard::Keys(vec![vec!["Cramp now".into()]]);
        let sent = serde_json::to_value(message(ChatId(7), "Hi", false, &keys, false)).unwrap();
        assert_eq!(sent["reply_markup"]["keyboard"], json!([[{ "text": "Cramp now" }]]));
        assert_eq!((&sent["reply_markup"]["is_persistent"], &sent["parse_mode"]), (&json!(true), &json!(null)));
    }
}
