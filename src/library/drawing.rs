//! A drawing by the authors: an SVG with its words, made a PNG when somebody wants to see it.
//!
//! Rendering is the door's, [`picture`](super::picture).

use std::sync::{Arc, OnceLock};

use super::mistake::Place;
use super::picture;
use crate::ids::PictureId;

/// As PNG. Larger ones are not shown at once on a slow line.
pub const MOST_BYTES: usize = 200 * 1024;

/// A drawing. Its words (`text`) are in the words under `picture--ID`.
#[derive(Debug)]
pub struct Drawing {
    pub id: PictureId,
    svg: String,
    png: OnceLock<Option<Arc<[u8]>>>,
    pub place: Place,
}

impl Drawing {
    pub fn new(id: PictureId, svg: String, place: Place) -> Self {
        Drawing { id, svg, png: OnceLock::new(), place }
    }

    /// The key of its words.
    pub fn text(&self) -> String {
        format!("picture--{}", self.id)
    }

    /// As PNG: rendered at the first wish, then kept. Absent only when it cannot be rendered, which the check finds.
    pub fn png(&self) -> Option<Arc<[u8]>> {
        self.png.get_or_init(|| picture::png(&self.svg).ok().map(Arc::from)).clone()
    }
}
