//! Drawings as PNG: SVG in, bytes out, the same bytes every time. The only door to the renderer.
//!
//! Uses the font that the program carries and none of the system's; loads nothing from outside the drawing.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, fontdb};

/// Pixels on a side above which nothing is drawn: a picture for a phone.
pub const MOST_PIXELS: u32 = 1600;

/// Why a drawing gives no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("it is no SVG drawing: {0}")]
    Unreadable(String),
    #[error("it is {0} by {1} pixels; at most {MOST_PIXELS} are drawn")]
    Size(u32, u32),
    #[error("it could not be written as PNG: {0}")]
    Png(String),
}

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(include_bytes!("font/DejaVuSans.ttf").to_vec());
    fonts.set_sans_serif_family("DejaVu Sans");
    Arc::new(fonts)
});

/// Draws an SVG in its own size.
pub fn png(svg: &str) -> Result<Vec<u8>, PictureError> {
    let tree = read(svg)?;
    let (width, height) = pixels(&tree)?;
    let mut pixels = Pixmap::new(width, height).ok_or(PictureError::Size(width, height))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PictureError::Png(error.to_string()))
}

/// Width and height of an SVG that can be drawn, in pixels.
pub fn size(svg: &str) -> Result<(u32, u32), PictureError> {
    pixels(&read(svg)?)
}

fn pixels(tree: &Tree) -> Result<(u32, u32), PictureError> {
    let size = tree.size().to_int_size();
    let (width, height) = (size.width(), size.height());
    if width.max(height) > MOST_PIXELS { Err(PictureError::Size(width, height)) } else { Ok((width, height)) }
}

fn read(svg: &str) -> Result<Tree, PictureError> {
    let options = Options {
        fontdb: FONTS.clone(),
        font_family: "DejaVu Sans".to_owned(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| PictureError::Unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_with_text_is_drawn_the_same_every_time() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='40'><text x='4' y='30'>Calf</text></svg>";
        let blank = "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='40'/>";
        let picture = png(svg).unwrap();
        assert_eq!(picture, png(svg).unwrap());
        assert_ne!(picture, png(blank).unwrap(), "the text is missing: no font");
    }

    #[test]
    fn what_is_no_drawing_or_too_large_is_refused() {
        assert!(matches!(png("no"), Err(PictureError::Unreadable(_))));
        let large = "<svg xmlns='http://www.w3.org/2000/svg' width='9000' height='40'/>";
        assert_eq!(png(large), Err(PictureError::Size(9000, 40)));
    }
}
