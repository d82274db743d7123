//! Pictures that are named exist; and, for `charley check`, every picture can be rendered and is not too large.

use super::mistake;
use crate::ids::PictureId;
use crate::library::Library;
use crate::library::drawing::MOST_BYTES;
use crate::library::load::suggest;
use crate::library::mistake::{Mistake, Place};

pub(super) fn check(library: &Library) -> Vec<Mistake> {
    let missing = named(library).filter(|(id, _)| !library.pictures.contains_key(*id));
    missing
        .map(|(id, place)| {
            let hint = suggest::among(id.as_str(), library.pictures.keys().map(PictureId::as_str));
            mistake(place, format!("there is no picture `{id}`"), &hint)
        })
        .collect()
}

/// Every picture that a node, an article or a reminder names, and where.
pub(crate) fn named(library: &Library) -> impl Iterator<Item = (&PictureId, &Place)> {
    let nodes = library.dialogues.values().flat_map(|dialogue| &dialogue.nodes);
    let of_nodes = nodes.filter_map(|node| Some((node.as_say()?.picture.as_ref()?, &node.place)));
    let articles = library.articles.values();
    let of_articles = articles.filter_map(|article| Some((article.picture.as_ref()?, &article.place)));
    let of_reminders =
        library.reminders.iter().flat_map(|kind| kind.pictures.iter().map(|picture| (picture, &kind.place)));
    of_nodes.chain(of_articles).chain(of_reminders)
}

/// Renders every picture, which takes too long for every load.
pub fn rendered(library: &Library) -> Vec<Mistake> {
    let wrong = library.pictures.values().filter_map(|picture| match picture.png() {
        None => Some(mistake(&picture.place, "this picture cannot be rendered".to_owned(), "save it as plain SVG")),
        Some(png) if png.len() > MOST_BYTES => {
            let what = format!("as a picture it has {} bytes, at most {MOST_BYTES} are quick to see", png.len());
            Some(mistake(&picture.place, what, "use fewer colours and no shading"))
        }
        Some(_) => None,
    });
    wrong.collect()
}
