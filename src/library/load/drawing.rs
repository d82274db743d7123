//! Reads one file of `pictures/`: an SVG drawing, whose `<title>` says the same in words.

use super::page::Page;
use super::table::Text;
use crate::ids::PictureId;
use crate::library::drawing::Drawing;
use crate::library::picture;

/// A button carries `m.picture.ID`, at most 64 bytes.
const ID_BYTES: usize = 40;
const MOST_BYTES: usize = 64 * 1024;
/// Said under the picture, and in its place where it cannot be shown.
const FEWEST_WORDS: usize = 3;
const MOST_WORDS: usize = 40;
/// Telegram refuses a photo that is twenty times longer than wide; long before that nobody sees anything.
const MOST_STRETCHED: u32 = 4;
/// What a drawing may not hold, because it would be shown differently elsewhere or not at all.
const FOREIGN: [(&str, &str); 5] = [
    ("<text", "there is no font here: draw, and say the rest in the `<title>`"),
    ("<image", "a drawing holds all of itself"),
    ("<script", "a drawing does nothing"),
    ("<foreignObject", "a drawing is SVG alone"),
    ("href=\"http", "a drawing holds all of itself"),
];

pub(super) fn read(page: &mut Page<'_>, id: &str) -> Drawing {
    if !super::is_id(id) || id.len() > ID_BYTES {
        page.wrong(0, format!("`{id}` is no name for a picture"), format!("{}, at most {ID_BYTES}", super::ID_HINT));
    }
    if page.text.len() > MOST_BYTES {
        page.wrong(0, format!("{} bytes, a drawing has at most {MOST_BYTES}", page.text.len()), "draw fewer lines");
    }
    for (foreign, hint) in FOREIGN {
        if let Some(at) = page.text.find(foreign) {
            page.wrong(at, format!("`{foreign}` does not belong into a drawing"), hint);
        }
    }
    match picture::size(page.text) {
        Ok((width, height)) if width.max(height) > MOST_STRETCHED * width.min(height) => {
            page.wrong(0, format!("{width} by {height}: too long and thin"), "nobody sees anything in it on a phone");
        }
        Ok(_) => {}
        Err(error) => page.wrong(0, error.to_string(), "save it as plain SVG, 800 by 600"),
    }
    read_title(page, id);
    Drawing::new(PictureId::new(id), page.text.to_owned(), page.place(0))
}

fn read_title(page: &mut Page<'_>, id: &str) {
    let start = page.text.find("<title>").map(|at| at + "<title>".len());
    let title = start.and_then(|start| Some((start, page.text[start..].split_once("</title>")?.0)));
    let Some((start, title)) = title else {
        return page.wrong(0, "`<title>` is missing", "it says the same in words, for who cannot see the picture");
    };
    let words = title.split_whitespace().count();
    if !(FEWEST_WORDS..=MOST_WORDS).contains(&words) {
        let what = format!("`<title>` has {words} words");
        page.wrong(start, what, format!("it says what to do in {FEWEST_WORDS} to {MOST_WORDS} words"));
    }
    let text = Text { text: title, span: start..start + title.len() };
    page.keep("`<title>`", &format!("picture--{id}"), "text", &text);
}
