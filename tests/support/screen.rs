//! The person's screen: the bot's messages as they stand now, with the buttons they have and once had.

use charley::engine::chat::Chat;
use charley::engine::letter::{Button, Edit, Keyboard, Message, Outgoing, Tag, Target};
use charley::engine::standing;
use charley::ids::{ConversationId, MessageId};

#[derive(Clone, Default)]
pub struct Screen {
    pub shown: Vec<Shown>,
}

#[derive(Clone)]
pub struct Shown {
    pub text: String,
    /// Buttons that can be pressed now.
    pub buttons: Vec<Vec<Button>>,
    /// Every button it ever had, newest last: an old client may still show them.
    pub once: Vec<Button>,
    tag: Option<Tag>,
}

impl Shown {
    pub fn is_question(&self) -> bool {
        self.tag.is_some_and(|tag| tag.conversation != ConversationId(0))
    }
}

impl Screen {
    /// Shows a letter. Gives the message that an edit has changed, as it was and is.
    pub fn take(&mut self, letter: &Outgoing) -> Option<(Shown, Shown)> {
        match letter {
            Outgoing::Message(message) => {
                self.show(message);
                None
            }
            Outgoing::Edit(edit) => self.change(edit),
            Outgoing::React { .. } | Outgoing::Acknowledge { .. } | Outgoing::Leave => None,
        }
    }

    fn show(&mut self, message: &Message) {
        let buttons = match &message.keyboard {
            Keyboard::Inline(rows) => rows.clone(),
            Keyboard::None | Keyboard::Keys(_) => Vec::new(),
        };
        let once = buttons.concat();
        self.shown.push(Shown { text: message.text.clone(), buttons, once, tag: message.tag });
    }

    fn change(&mut self, edit: &Edit) -> Option<(Shown, Shown)> {
        let shown = match edit.target {
            Target::Message(id) => self.shown.get_mut(usize::try_from(id.0).ok()?.checked_sub(1)?),
            Target::Tag(tag) => self.shown.iter_mut().rev().find(|shown| shown.tag == Some(tag)),
        }?;
        let before = shown.clone();
        if let Some(text) = &edit.text {
            shown.text.clone_from(text);
        }
        shown.buttons.clone_from(&edit.buttons);
        shown.once.extend(edit.buttons.concat());
        let after = shown.clone();
        (before.text != after.text || before.buttons != after.buttons).then_some((before, after))
    }

    /// The newest message that shows this button now.
    pub fn find(&self, label: &str) -> Option<(MessageId, String)> {
        let found = |shown: &Shown| {
            shown
                .buttons
                .iter()
                .flatten()
                .find(|button| plain(&button.label) == plain(label))
                .map(|button| button.data.clone())
        };
        self.shown.iter().enumerate().rev().find_map(|(index, shown)| Some((id(index), found(shown)?)))
    }

    /// The button as the message so many messages ago had it; 0 is the newest.
    pub fn find_old(&self, label: &str, ago: usize) -> Option<(MessageId, String)> {
        let index = self.shown.len().checked_sub(ago + 1)?;
        let button = self.shown[index].once.iter().rev().find(|button| plain(&button.label) == plain(label))?;
        Some((id(index), button.data.clone()))
    }

    /// Messages that can be pressed.
    pub fn live(&self) -> Vec<&Shown> {
        self.shown.iter().filter(|shown| !shown.buttons.is_empty()).collect()
    }
}

impl Shown {
    /// Whether it keeps its buttons behind newer messages.
    pub fn stands(&self, chat: &Chat) -> bool {
        self.tag.is_some_and(|tag| tag.conversation.0 == 0 && standing::keeps(chat, tag.visit.0))
    }
}

fn id(index: usize) -> MessageId {
    MessageId(i32::try_from(index + 1).unwrap())
}

fn plain(label: &str) -> &str {
    label.trim_start_matches("✓ ").trim_start_matches("? ")
}
