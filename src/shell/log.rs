//! The log: one line each, to standard error. Never what somebody wrote, who it was, or the token.
//!
//! Other people's code may print whole requests when asked to be talkative; whatever the filter says, it may only
//! warn, and those who see addresses with the token in them say nothing at all.

use std::io::Write;

use env_logger::{Builder, Logger};
use log::{LevelFilter, Log, Metadata, Record, SetLoggerError};

/// See requests or their addresses.
const SILENT: [&str; 8] = ["hyper", "reqwest", "rustls", "teloxide", "h2", "tower", "want", "dptree"];
const OURS: &str = "charley";

struct Guarded(Logger);

/// Starts the log with a filter as in `RUST_LOG`, and keeps the words of a fault out of it.
///
/// # Errors
/// When a log was started before.
pub fn start(filter: &str) -> Result<(), SetLoggerError> {
    let logger = Builder::new()
        .parse_filters(filter)
        .format(|out, record| {
            let now = super::clock::Clock::default().now();
            writeln!(out, "{now:.0} {:<5} {}: {}", record.level(), record.target(), record.args())
        })
        .build();
    let level = logger.filter();
    log::set_boxed_logger(Box::new(Guarded(logger)))?;
    log::set_max_level(level);
    // The message of a fault may quote a person's words; where it happened is enough to find it.
    std::panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        log::error!(target: OURS, "a fault of the program at {place}");
    }));
    Ok(())
}

/// The most that a part of the program may say.
fn most(target: &str) -> LevelFilter {
    let of = |name: &str| target == name || target.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', '_']));
    if of(OURS) {
        LevelFilter::Trace
    } else if SILENT.into_iter().any(of) {
        LevelFilter::Off
    } else {
        LevelFilter::Warn
    }
}

impl Log for Guarded {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= most(metadata.target()) && self.0.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            self.0.log(record);
        }
    }

    fn flush(&self) {
        self.0.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::most;
    use log::LevelFilter;

    #[test]
    fn others_may_warn_and_those_who_see_addresses_are_silent() {
        assert_eq!(most("charley::shell::desk"), LevelFilter::Trace);
        for target in ["hyper_util::client", "hyper::proto", "reqwest::connect", "rustls", "teloxide_core::net"] {
            assert_eq!(most(target), LevelFilter::Off, "{target}");
        }
        assert_eq!(most("sled::pagecache"), LevelFilter::Warn);
        assert_eq!(most("charleysomething"), LevelFilter::Warn);
    }
}
