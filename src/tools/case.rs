//! A case: one JSON line `{"id", "findings": {…}}`, read against the vocabulary.

use std::io::{self, BufRead, Write};

use serde_json::{Map, Value as Json, json};

use crate::ids::FindingKey;
use crate::library::value::{Findings, Value};
use crate::library::vocabulary::Vocabulary;

/// One person as a set of findings.
pub struct Case {
    pub id: Json,
    pub findings: Findings,
}

/// Answers JSON Lines, one line each in the same order; a line that cannot be read is answered with what is wrong
/// with it, and the rest goes on. True when all of them could be read.
pub fn answer_each(
    vocabulary: &Vocabulary,
    input: impl BufRead,
    mut output: impl Write,
    answer: impl Fn(&Case) -> Json,
) -> io::Result<bool> {
    let mut sound = true;
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match read(&line, vocabulary) {
            Ok(case) => answer(&case),
            Err((id, error)) => {
                sound = false;
                json!({ "id": id, "error": error })
            }
        };
        writeln!(output, "{answer}")?;
    }
    Ok(sound)
}

/// Reads one line; other keys are ignored.
///
/// # Errors
/// The id, as far as there is one, and what is wrong with the line.
pub fn read(line: &str, vocabulary: &Vocabulary) -> Result<Case, (Json, String)> {
    let json: Json = serde_json::from_str(line).map_err(|error| (Json::Null, format!("not a JSON object: {error}")))?;
    let id = json.get("id").cloned().unwrap_or(Json::Null);
    let Some(stated) = json.get("findings").and_then(Json::as_object) else {
        return Err((id, "no \"findings\" object".to_owned()));
    };
    match findings(stated, vocabulary) {
        Ok(findings) => Ok(Case { id, findings }),
        Err(what) => Err((id, what)),
    }
}

/// Checks stated findings against the vocabulary.
///
/// # Errors
/// Everything that is unknown or illegal, in one line.
pub fn findings(stated: &Map<String, Json>, vocabulary: &Vocabulary) -> Result<Findings, String> {
    let mut findings = Findings::default();
    let mut wrong = Vec::new();
    for (key, json) in stated {
        match value(key, json, vocabulary) {
            Ok((key, value)) => findings.set(key, value),
            Err(what) => wrong.push(what),
        }
    }
    if wrong.is_empty() { Ok(findings) } else { Err(wrong.join("; ")) }
}

fn value(key: &str, json: &Json, vocabulary: &Vocabulary) -> Result<(FindingKey, Value), String> {
    let key = FindingKey::from(key);
    let finding = vocabulary.finding(&key).ok_or_else(|| format!("unknown finding \"{key}\""))?;
    let value: Value =
        serde_json::from_value(json.clone()).map_err(|_| format!("illegal value for \"{key}\": {json}"))?;
    if finding.accepts(&value) { Ok((key, value)) } else { Err(format!("illegal value for \"{key}\": {json}")) }
}
