//! `charley check`: proves the content sound, prints the counts, or lists every mistake.

use std::path::Path;

use crate::library::load;

/// Exit code 0 when the content is sound.
pub fn run(folder: &Path) -> i32 {
    match load::folder(folder) {
        Ok(library) => {
            println!("{} dialogues, {} rules, {} findings: sound.", library.dialogues.len(), library.rules.len(), library.vocabulary.findings.len());
            println!("{} of {} rules reviewed by a clinician.", library.rules.iter().filter(|rule| rule.clinician.is_some()).count(), library.rules.len());
            0
        }
        Err(mistakes) => {
            for mistake in &mistakes {
                println!("{mistake}");
            }
            println!("{} mistakes.", mistakes.len());
            1
        }
    }
}
