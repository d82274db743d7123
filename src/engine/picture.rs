//! Pictures of positions: none opens by itself, since a bright screen at night wakes; a button or a word shows it.
//!
//! Under the picture stands the same in words, and they come alone where it cannot be shown. Keeps nothing.

use super::exchange::Exchange;
use super::letter::{Attachment, Button, Keyboard};
use super::reply::{is_among, normalise};
use super::{first_aid, press};
use crate::ids::PictureId;

/// The row below the choices of a node, or below an article.
pub fn row(ex: &Exchange<'_>, picture: Option<&PictureId>) -> Option<Vec<Button>> {
    let data = press::menu_data("picture", Some(picture?.as_str()));
    Some(vec![Button { label: ex.phrase("button-picture", &[]), data }])
}

/// One that is gone from the files is not shown, and the words are still there above.
pub fn show(ex: &mut Exchange<'_>, id: &str) {
    let library = ex.library;
    match library.pictures.get(id) {
        Some(picture) => {
            let words = ex.authored(&picture.text(), "text");
            ex.say_with(Attachment::Picture(picture.id.clone()), words, Keyboard::None);
        }
        None => {
            let text = ex.phrase("picture-gone", &[]);
            ex.say(text, Keyboard::None);
        }
    }
}

/// The word for the button, where there is one. False when it is not that, or there is no picture.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let said = normalise(text);
    let is_wish =
        is_among(&said, &ex.phrase("typed-picture", &[])) || normalise(&ex.phrase("button-picture", &[])) == said;
    let Some(picture) = here(ex).filter(|_| is_wish) else {
        return false;
    };
    show(ex, picture.as_str());
    true
}

/// The picture of the open question; before the consent, when nobody knows which step is open, of the first.
fn here<'l>(ex: &Exchange<'l>) -> Option<&'l PictureId> {
    if let Some(open) = &ex.chat.conversation {
        return ex.library.node(&open.at.dialogue, &open.at.node)?.as_say()?.picture.as_ref();
    }
    ex.chat.first_aid_since?;
    first_aid::dialogue(ex)?.nodes.iter().find_map(|node| node.as_say()?.picture.as_ref())
}
