//! `charley check`: proves the content sound and prints what is worth knowing, or lists every mistake.

use crate::library::mistake::Mistake;
use crate::library::{Library, check};

/// Renders every picture.
///
/// # Errors
/// Those that cannot be shown.
pub fn render(library: &Library) -> Result<(), Vec<Mistake>> {
    let mistakes = check::rendered(library);
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
}

/// The counts and notes of content that is sound.
pub fn report(library: &Library) -> String {
    let (dialogues, rules) = (library.dialogues.len(), library.rules.len());
    let (findings, countries, articles) =
        (library.vocabulary.findings.len(), library.countries.len(), library.articles.len());
    let pictures = library.pictures.len();
    let nodes: usize = library.dialogues.values().map(|dialogue| dialogue.nodes.len()).sum();
    format!(
        "{dialogues} dialogues with {nodes} nodes, {rules} rules, {findings} findings, {articles} articles, {pictures} pictures, {countries} countries: sound.\n{}",
        library.notes
    )
}
