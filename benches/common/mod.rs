//! What every bench needs: processor time and memory of a process, medians, and one way to print a figure.
//!
//! Figures are printed, never asserted: how fast a machine is is no property of a program.

#![allow(dead_code, reason = "each bench uses its part")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Linux counts processor time for its users in hundredths of a second, whatever its own clock.
const TICKS_A_SECOND: f64 = 100.0;

/// Processor time that a process has used so far, in all its threads and in the kernel.
pub fn cpu(process: u32) -> Outcome<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let behind_name = stat.rsplit_once(')').ok_or("a line of /proc without a name")?.1;
    let ticks = behind_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    let ticks: f64 = ticks.sum::<Result<f64, _>>()?;
    Ok(Duration::from_secs_f64(ticks / TICKS_A_SECOND))
}

/// A line of `/proc/PID/status` in bytes: `VmRSS` is the memory held now, `VmHWM` the most so far.
pub fn memory(process: u32, line: &str) -> Outcome<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let found = status.lines().find_map(|row| row.strip_prefix(line)?.strip_prefix(':'));
    let kilobytes = found.and_then(|row| row.split_whitespace().next()).ok_or("no such line in /proc")?;
    Ok(kilobytes.parse::<f64>()? * 1024.0)
}

/// Bytes of all files of a folder, as they lie on the disk.
pub fn size(folder: &Path) -> Outcome<f64> {
    let mut bytes = 0.0;
    for file in fs::read_dir(folder)? {
        let file = file?;
        let meta = file.metadata()?;
        bytes += if meta.is_dir() { size(&file.path())? } else { meta.len() as f64 };
    }
    Ok(bytes)
}

/// Of values in any order; `part` of them are at or below the answer.
pub fn quantile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = ((part * sorted.len() as f64).ceil() as usize).max(1);
    sorted.get(at - 1).copied().unwrap_or(f64::NAN)
}

pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// What a figure should be.
#[derive(Clone, Copy)]
pub enum Goal {
    AtMost(f64),
    AtLeast(f64),
    None,
}

/// One row of a table that can be pasted as it is.
pub fn row(what: &str, figure: f64, unit: &str, goal: Goal) {
    let (goal, verdict) = match goal {
        Goal::AtMost(most) => (format!("at most {}", plain(most)), met(figure <= most)),
        Goal::AtLeast(least) => (format!("at least {}", plain(least)), met(figure >= least)),
        Goal::None => (String::new(), ""),
    };
    println!("| {what} | {} {unit} | {goal} | {verdict} |", plain(figure));
}

pub fn head(title: &str) {
    println!("\n{title}\n\n| what | figure | goal | |\n|---|---|---|---|");
}

fn met(yes: bool) -> &'static str {
    if yes { "met" } else { "missed" }
}

/// Three digits that matter.
fn plain(figure: f64) -> String {
    match figure.abs() {
        size if size >= 100.0 => format!("{figure:.0}"),
        size if size >= 10.0 => format!("{figure:.1}"),
        _ => format!("{figure:.2}"),
    }
}

/// The content of this repository.
pub fn dialogues() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues")
}

/// The words behind `--` on the command line.
pub fn arguments() -> Vec<String> {
    std::env::args().skip(1).filter(|word| word != "--bench").collect()
}
