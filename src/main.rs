//! Start: reads the command line and the settings, hands over, and turns an error into one clear line and an exit code.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used))]

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use charley::config::Config;
use charley::library::Library;
use charley::library::dialogue::Dialogue;
use charley::shell;
use charley::shell::clock::Clock;
use charley::tools::command_line::{Command, CommandLine};
use charley::tools::fault::Fault;
use charley::tools::serve::{self, Simulation};
use charley::tools::{backup, check, doctor, graph, import, rehearse, talk, triage, understand};
use clap::Parser;

fn main() -> ExitCode {
    match obey(CommandLine::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever reads has read enough.
        Err(Fault::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("charley: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Carries out one command; `false` is an exit code of 1 without a further word.
fn obey(line: CommandLine) -> Result<bool, Fault> {
    let config = Config::read().map_err(Fault::Settings)?;
    let _ = shell::log::start(&config.log);
    let clock = Clock::new(config.clock_file.as_deref());
    match line.command.unwrap_or_else(|| usual(&config)) {
        Command::Run => serve::run(&config)?,
        Command::Simulate { port, folder, strict, server_only, forward, sample_life } => {
            serve::simulate(config, Simulation { port, folder, strict, server_only, forward, sample_life })?;
        }
        Command::Check { folder } => {
            let library = library(&config, folder.as_deref())?;
            check::prove(&library).map_err(Fault::Content)?;
            writeln!(io::stdout(), "{}", check::report(&library))?
        }
        Command::Talk { dialogue, at, with } => {
            let library = library(&config, None)?;
            talk::run(&library, named(&library, &dialogue)?, at.as_deref(), &with, clock.now())?;
        }
        Command::Graph { dialogue, format } => {
            let library = library(&config, None)?;
            write!(io::stdout(), "{}", graph::draw(&library, named(&library, &dialogue)?, format))?;
        }
        Command::Triage => {
            return Ok(triage::run(&library(&config, None)?, io::stdin().lock(), io::stdout().lock())?);
        }
        Command::Understand => {
            understand::run(&library(&config, None)?, io::stdin().lock(), io::stdout().lock())?;
        }
        Command::Rehearse { dialogue, night } => {
            let library = library(&config, None)?;
            let dialogue = named(&library, &dialogue)?;
            return Ok(rehearse::run(
                &library,
                (dialogue, if night { rehearse::By::Night } else { rehearse::By::Day }),
                clock.now(),
                io::stdin().lock(),
                io::stdout().lock(),
            )?);
        }
        Command::Backup { file } => backup::back_up(&config, &file, &clock)?,
        Command::Restore { file, overwrite } => backup::restore(&config, &file, overwrite, &clock)?,
        Command::Import { file, chat } => import::import(&config, &file, chat, &clock)?,
        Command::Doctor => return Ok(doctor::run(&config)),
    }
    Ok(true)
}

/// The bot where there is a token; else the simulator, saying so.
fn usual(config: &Config) -> Command {
    if config.token.is_some() {
        return Command::Run;
    }
    println!("No TELOXIDE_TOKEN is set, so this is the simulator: the same bot, a local stand-in for Telegram.");
    let folder = "simulated-telegram".into();
    Command::Simulate { port: 0, folder, strict: false, server_only: false, forward: 0, sample_life: false }
}

fn library(config: &Config, folder: Option<&Path>) -> Result<Library, Fault> {
    let usual = serve::content_folder(config);
    serve::library(folder.or(usual.as_deref())).map_err(Fault::Content)
}

fn named<'a>(library: &'a Library, name: &str) -> Result<&'a Dialogue, Fault> {
    library.dialogues.get(name).ok_or_else(|| Fault::NoDialogue {
        name: name.to_owned(),
        known: library.dialogues.keys().map(|id| id.as_str()).collect::<Vec<_>>().join(", "),
    })
}
