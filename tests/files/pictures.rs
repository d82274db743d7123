//! Pictures: every one renders, is quick to see, and is shown somewhere; what is no drawing is refused.

use charley::engine::attachment::{FileKind, Known, make};
use charley::engine::chat::Chat;
use charley::engine::letter::{Attachment, LONGEST_CAPTION};
use charley::ids::{ChatId, PictureId};
use charley::library::check::rendered;
use charley::library::drawing::MOST_BYTES;
use charley::library::words::FIRST_LANGUAGE;

use crate::content::content;

#[test]
fn every_picture_renders_and_has_its_words() {
    let library = content("");
    assert!(library.pictures.len() >= 7 && library.notes.unshown.is_empty(), "{:?}", library.notes.unshown);
    assert_eq!(rendered(library), []);
    for picture in library.pictures.values() {
        let chat = Chat::new(ChatId(1));
        let file = make(&Attachment::Picture(picture.id.clone()), Known { chat: &chat, entries: &[], library });
        let file = file.unwrap();
        assert_eq!((file.kind, file.mime), (FileKind::Photo, "image/png"));
        assert!(file.bytes.starts_with(b"\x89PNG") && file.bytes.len() <= MOST_BYTES, "{}", file.bytes.len());
        let words = library.words.attribute(FIRST_LANGUAGE, &picture.text(), "text", &[]);
        assert!(words.split_whitespace().count() >= 3 && words.len() < LONGEST_CAPTION, "{words}");
    }
    let gone = Attachment::Picture(PictureId::from("gone"));
    let chat = Chat::new(ChatId(1));
    assert!(make(&gone, Known { chat: &chat, entries: &[], library }).is_none());
}

/// Not one colour: a drawing that shows nothing would be a small file, and nobody would notice.
#[test]
fn every_picture_shows_something() {
    for picture in content("").pictures.values() {
        let bytes = picture.png().unwrap();
        assert!(bytes.len() > 5000, "{}: {} bytes", picture.id, bytes.len());
    }
}

#[test]
fn steps_of_first_aid_that_are_positions_have_a_picture() {
    let cramp = &content("").dialogues["cramp"];
    for node in ["relief", "relief_2"] {
        let say = cramp.node(&node.into()).unwrap().as_say().unwrap();
        assert!(say.picture.is_some(), "{node}");
    }
}
