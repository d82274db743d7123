//! `charley triage`: JSON Lines in, one assessment a line out, in the same order.

use std::io::{self, BufRead, Write};

use serde_json::{Value as Json, json};

use super::case::{self, Case};
use crate::engine::triage::{assess, would_raise};
use crate::library::Library;
use crate::library::words::FIRST_LANGUAGE;

/// Answers every line; true when all of them could be read.
pub fn run(library: &Library, input: impl BufRead, output: impl Write) -> io::Result<bool> {
    case::answer_each(&library.vocabulary, input, output, |case| judge(library, case))
}

fn judge(library: &Library, case: &Case) -> Json {
    let assessment = assess(&case.findings, library);
    let because: Vec<Json> = assessment
        .because
        .iter()
        .map(|rule| {
            let text = library.words.attribute(FIRST_LANGUAGE, &format!("rule--{}", rule.id), "because", &[]);
            json!({ "rule": rule.id, "names": rule.names, "text": text, "source": rule.source })
        })
        .collect();
    let not_ruled_out: Vec<&str> = assessment.not_ruled_out.iter().map(|rule| rule.id.as_str()).collect();
    let would_raise: Vec<Json> = would_raise(&case.findings, assessment.urgency, library)
        .into_iter()
        .map(|raise| json!({ "finding": raise.finding, "value": raise.value, "to": raise.to.name() }))
        .collect();
    json!({
        "id": case.id,
        "urgency": assessment.urgency.name(),
        "because": because,
        "names": assessment.names(),
        "not_ruled_out": not_ruled_out,
        "would_raise": would_raise,
    })
}
