//! `charley check`: proves the content sound and prints what is worth knowing, or lists every mistake.

use crate::library::Library;

/// The counts and notes of content that is sound.
pub fn report(library: &Library) -> String {
    let (dialogues, rules) = (library.dialogues.len(), library.rules.len());
    let (findings, countries, articles) =
        (library.vocabulary.findings.len(), library.countries.len(), library.articles.len());
    let nodes: usize = library.dialogues.values().map(|dialogue| dialogue.nodes.len()).sum();
    format!(
        "{dialogues} dialogues with {nodes} nodes, {rules} rules, {findings} findings, {articles} articles, {countries} countries: sound.\n{}",
        library.notes
    )
}
