//! The command line: what can be asked for, and what each command takes and gives.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::graph::Format;

/// Charley, a Telegram bot for people with leg cramps. Without a command: the bot when TELOXIDE_TOKEN is set, else the
/// simulator with a chat page.
#[derive(Debug, Parser)]
#[command(name = "charley", version, about, max_term_width = 100)]
pub struct CommandLine {
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The bot against Telegram, or the server named in CHARLEY_API_URL.
    ///
    /// In: settings from the environment or .env (see .env.example). Out: a log on standard error.
    /// Example: TELOXIDE_TOKEN=123:abc charley run
    #[command(verbatim_doc_comment)]
    Run,
    /// The same bot against a local stand-in for Telegram, with a chat page in the browser.
    ///
    /// Out: the page's address. Everything is kept in two folders and goes on at the next start.
    /// Example: charley simulate --port 8080 --forward 8h
    #[command(verbatim_doc_comment)]
    Simulate {
        /// Port of the page and of the Bot API; 0 takes a free one.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// The stand-in's own folder.
        #[arg(long, default_value = "simulated-telegram")]
        folder: PathBuf,
        /// Answer 429 above Telegram's rates, as Telegram does.
        #[arg(long)]
        strict: bool,
        /// Only the stand-in; start `charley run` beside it.
        #[arg(long)]
        server_only: bool,
        /// Move the clock forward at the start, for example 90m, 8h or 2d.
        #[arg(long, default_value = "0m", value_parser = seconds)]
        forward: u64,
        /// Add a person whose diary holds 90 nights.
        #[arg(long)]
        sample_life: bool,
    },
    /// Prove a content folder sound. Exit code 1 on any mistake.
    ///
    /// Out: counts and notes, or every mistake as file:line:column, what, and a hint.
    /// Example: charley check dialogues
    #[command(verbatim_doc_comment)]
    Check {
        /// The folder; default: CHARLEY_DIALOGUES, dialogues/, or the copy inside the program.
        folder: Option<PathBuf>,
    },
    /// A conversation in the terminal; nothing is stored.
    ///
    /// In: words as a person types them, `#2` for the second button, `?` for what is known. Out: the messages.
    /// Example: charley talk cramp --at closing.pain --with side=left --with leg_swelling=none
    #[command(verbatim_doc_comment)]
    Talk {
        #[arg(default_value = "cramp")]
        dialogue: String,
        /// Start at this question: NODE, or DIALOGUE.NODE of a dialogue that is called.
        #[arg(long)]
        at: Option<String>,
        /// Facts that are known already, as finding=value (JSON or a plain word).
        #[arg(long)]
        with: Vec<String>,
    },
    /// A dialogue as a picture.
    ///
    /// Out: Mermaid or DOT text. Example: charley graph cramp --format dot | dot -Tsvg > cramp.svg
    #[command(verbatim_doc_comment)]
    Graph {
        #[arg(default_value = "cramp")]
        dialogue: String,
        #[arg(long, value_enum, default_value_t = Format::Mermaid)]
        format: Format,
    },
    /// Judge cases: JSON Lines in, one assessment a line out. Exit code 1 when a line could not be read.
    ///
    /// In:  {"id": 1, "findings": {"leg_swelling": "one_calf_or_ankle", "breathless": true}}
    /// Out: {"id", "urgency", "because": [{"rule", "names", "text", "source"}], "names", "not_ruled_out", "would_raise"}
    /// Example: charley triage < tests/vignettes/dev.jsonl
    #[command(verbatim_doc_comment)]
    Triage,
    /// What typed words mean: a phrase a line in, one meaning a line out, in the same order.
    ///
    /// Out: {"intent", "slots"}; an empty line is answered too, so that lines stay together.
    /// Example: echo "calf went again, 8/10, woke me at 3" | charley understand
    #[command(verbatim_doc_comment)]
    Understand,
    /// Play a dialogue as each of the cases: known findings are answered, unknown ones are "not sure".
    ///
    /// In:  JSON Lines as for triage.
    /// Out: {"id", "urgency", "names", "asked", "questions", "interrupted", "transcript"}
    /// Example: charley rehearse cramp < tests/vignettes/dev.jsonl
    #[command(verbatim_doc_comment)]
    Rehearse {
        dialogue: String,
        /// In the quiet hours: of a cramp only what cannot wait for the morning is asked.
        #[arg(long)]
        night: bool,
    },
    /// Write everything the store holds into one encrypted file, and prove it by restoring it.
    ///
    /// Also while the bot is running, which then makes it and goes on answering. See CHARLEY_BACKUP for every night.
    /// Example: charley backup charley-2026-11-22.backup
    #[command(verbatim_doc_comment)]
    Backup { file: PathBuf },
    /// Put a backup into the data folder. Refuses a folder that holds data unless told so.
    ///
    /// The bot must not be running on that folder.
    /// Example: charley restore charley-2026-11-22.backup
    #[command(verbatim_doc_comment)]
    Restore {
        file: PathBuf,
        /// Replace what the data folder holds.
        #[arg(long)]
        overwrite: bool,
    },
    /// Put a diary that somebody got with /export json into the store, entry for entry, as that of another chat.
    ///
    /// The bot must not be running on the data folder. Refuses a chat that has a diary, and a file that is damaged.
    /// Example: charley import charley-2026-11-22.json --chat 123456789
    #[command(verbatim_doc_comment)]
    Import {
        file: PathBuf,
        /// The chat's number in Telegram: that of the person.
        #[arg(long)]
        chat: i64,
    },
    /// Look at content, clock, data, disk, key, backups and token, and say what to do.
    ///
    /// Also while the bot is running. Out: a line for each, `ok` or `WRONG`. Exit code 1 when something is wrong.
    #[command(verbatim_doc_comment)]
    Doctor,
}

/// `90m`, `8h`, `2d` in seconds.
fn seconds(text: &str) -> Result<u64, String> {
    let (number, unit) = text.split_at(text.len().saturating_sub(1));
    let number: u64 = number.parse().map_err(|_| "write a number and a unit, such as 90m, 8h or 2d".to_owned())?;
    match unit {
        "s" => Ok(number),
        "m" => Ok(number * 60),
        "h" => Ok(number * 3600),
        "d" => Ok(number * 86_400),
        _ => Err("the unit is s, m, h or d".to_owned()),
    }
}
