//! `charley check`: proves the content sound and prints what is worth knowing, or lists every mistake.

use crate::engine::understanding::proof;
use crate::library::mistake::Mistake;
use crate::library::{Library, check};

/// What takes too long for every start: renders every picture, and lets every pattern win once.
///
/// # Errors
/// Pictures that cannot be shown, patterns that cannot win.
pub fn prove(library: &Library) -> Result<(), Vec<Mistake>> {
    let mut mistakes = check::rendered(library);
    mistakes.extend(proof::mistakes(library));
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
