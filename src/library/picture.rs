//! A picture: an SVG drawing with its words, rendered to PNG when somebody wants to see it.
//!
//! The only door to resvg. Never loads a font or another file: what a drawing shows, it holds itself.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::mistake::Place;
use crate::ids::PictureId;

/// The longer side of a rendered picture, in pixels: sharp on a phone.
const LONGER_SIDE: f32 = 1000.0;
/// Larger ones are not shown at once on a slow line.
pub const MOST_BYTES: usize = 200 * 1024;

/// A drawing. Its words (`text`) are in the words under `picture--ID`.
#[derive(Debug)]
pub struct Picture {
    pub id: PictureId,
    svg: String,
    png: OnceLock<Option<Arc<[u8]>>>,
    pub place: Place,
}

impl Picture {
    /// A drawing that was read as one by [`size`].
    pub fn new(id: PictureId, svg: String, place: Place) -> Self {
        Picture { id, svg, png: OnceLock::new(), place }
    }

    /// The key of its words.
    pub fn text(&self) -> String {
        format!("picture--{}", self.id)
    }

    /// As PNG: rendered at the first wish, then kept. Absent only when it cannot be rendered, which the check finds.
    pub fn png(&self) -> Option<Arc<[u8]>> {
        self.png.get_or_init(|| png(&self.svg).ok().map(Arc::from)).clone()
    }
}

/// Width and height of a drawing.
///
/// # Errors
/// What keeps it from being one.
pub fn size(svg: &str) -> Result<(f32, f32), String> {
    let size = Tree::from_str(svg, &Options::default()).map_err(|error| error.to_string())?.size();
    Ok((size.width(), size.height()))
}

/// A drawing as PNG, its longer side 1,000 pixels.
///
/// # Errors
/// What keeps it from being rendered.
pub fn png(svg: &str) -> Result<Vec<u8>, String> {
    let tree = Tree::from_str(svg, &Options::default()).map_err(|error| error.to_string())?;
    let scale = LONGER_SIDE / tree.size().width().max(tree.size().height());
    let size = tree.size().to_int_size().scale_by(scale).ok_or("it has no size")?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or("it is too large")?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| error.to_string())
}
