//! `charley understand`: a phrase a line in, what it means a line out, in the same order.

use std::io::{self, BufRead, Read, Write};

use serde_json::json;

use crate::engine::understanding::{understand, written};
use crate::library::Library;

/// Longer lines are read to their end, and only their beginning is understood.
const MOST_BYTES: u64 = 64 * 1024;

/// Answers every line, an empty one too; bytes that are no UTF-8 count as unknown letters.
pub fn run(library: &Library, mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(MOST_BYTES).read_until(b'\n', &mut line)? == 0 {
            return output.flush();
        }
        if !line.ends_with(b"\n") {
            input.skip_until(b'\n')?;
        }
        let text = String::from_utf8_lossy(&line);
        let (intent, slots) = written::written(&understand(text.trim_end_matches(['\n', '\r']), library));
        writeln!(output, "{}", json!({ "intent": intent, "slots": slots }))?;
    }
}
