//! The whole program against a stand-in for Telegram, next to a floor in the same run: processor time and calls for each
//! update, updates a second, waiting times, a slow disk, a slow network, memory.
//!
//! `cargo bench --bench whole`, or with `-- --people 2000 --rounds 5 --only full` (or `light`, `disk`, `network`).

mod bots;
#[path = "../common/mod.rs"]
mod common;
mod floor;
mod script;
mod stand_in;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bots::Bot;
use common::{Goal, Outcome, arguments, cpu, head, median, memory, quantile, row};
use script::Step;
use stand_in::{Crowd, Seen, StandIn};

/// The most that the store keeps pages in.
const CACHE_MB: f64 = (charley::tools::serve::CACHE_BYTES >> 20) as f64;
const MB: f64 = (1 << 20) as f64;

fn main() -> Outcome {
    let words = arguments();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Runtime::new()?;
    match words.as_slice() {
        ["floor", server, plan] => runtime.block_on(floor::run(server, Path::new(plan))),
        ["slow", milliseconds] => runtime.block_on(bots::slow(Duration::from_millis(milliseconds.parse()?))),
        _ => runtime.block_on(measure(&words)),
    }
}

fn number(words: &[&str], name: &str, otherwise: usize) -> Outcome<usize> {
    let given = words.iter().position(|word| *word == name).and_then(|at| words.get(at + 1));
    Ok(given.map_or(Ok(otherwise), |word| word.parse())?)
}

async fn measure(words: &[&str]) -> Outcome {
    let (people, rounds) = (number(words, "--people", 600)?, number(words, "--rounds", 3)?);
    let only = words.iter().position(|word| *word == "--only").and_then(|at| words.get(at + 1));
    let wanted = |part| only.is_none_or(|only| *only == part);
    let bench = Bench::new().await?;
    let crowd = Crowd { people, at_once: 200, think: Duration::ZERO, late: Duration::ZERO };
    bench.tell_of_script();
    if wanted("full") {
        full_load(&bench, crowd, rounds).await?;
    }
    if wanted("light") {
        light_load(&bench).await?;
    }
    if wanted("disk") {
        slow_disk(&bench, crowd, rounds).await?;
    }
    if wanted("network") {
        slow_network(&bench).await?;
    }
    Ok(())
}

struct Bench {
    script: Vec<Step>,
}

/// What one process did with one crowd.
struct Run {
    seen: Seen,
    cpu: Duration,
    /// Once it waited for its first update.
    memory_at_start: f64,
    most_memory: f64,
}

impl Run {
    /// Processor time for one update, in microseconds.
    fn micros(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.seen.updates as f64
    }

    fn updates_a_second(&self) -> f64 {
        self.seen.updates as f64 / self.seen.wall.as_secs_f64()
    }

    fn calls(&self) -> f64 {
        self.seen.calls.values().sum::<usize>() as f64 / self.seen.updates as f64
    }
}

impl Bench {
    async fn new() -> Outcome<Bench> {
        let folder = tempfile::tempdir()?;
        let server = StandIn::start(Vec::new()).await?;
        let _bot = Bot::Charley.start(&url(&server), folder.path())?;
        server.ready().await?;
        Ok(Bench { script: script::write_down(&server).await? })
    }

    fn tell_of_script(&self) {
        let calls: usize = self.script.iter().map(|step| step.calls.len()).sum();
        let messages: usize = self.script.iter().map(Step::messages).sum();
        println!(
            "Each person does {} things, from /start to the card; {messages} messages, {calls} calls.",
            self.script.len()
        );
    }

    async fn run(&self, bot: Bot, crowd: Crowd) -> Outcome<Run> {
        let folder = tempfile::tempdir()?;
        script::save(&self.script, &folder.path().join("plan.json"))?;
        let server = StandIn::start(self.script.clone()).await?;
        let running = bot.start(&url(&server), folder.path())?;
        let process = running.0.id();
        server.ready().await?;
        let memory_at_start = memory(process, "VmRSS")?;
        let before = cpu(process)?;
        let seen = server.play(crowd).await?;
        let cpu = cpu(process)? - before;
        Ok(Run { seen, cpu, memory_at_start, most_memory: memory(process, "VmHWM")? })
    }
}

fn url(server: &StandIn) -> String {
    format!("http://{}", server.address)
}

/// Floor and Charley take turns, so that a busy minute of the machine hits both.
async fn full_load(bench: &Bench, crowd: Crowd, rounds: usize) -> Outcome {
    let (mut floors, mut charleys) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        floors.push(bench.run(Bot::Floor, crowd).await?);
        charleys.push(bench.run(Bot::Charley, crowd).await?);
    }
    let of = |runs: &[Run], figure: fn(&Run) -> f64| median(&runs.iter().map(figure).collect::<Vec<_>>());
    let ratios: Vec<f64> =
        charleys.iter().zip(&floors).map(|(charley, floor)| charley.micros() / floor.micros()).collect();
    head(&format!("Full load: {} people, {} at once, medians of {rounds} rounds", crowd.people, crowd.at_once));
    row("processor time for an update, in floors", median(&ratios), "×", Goal::AtMost(3.0));
    row("the same of Charley", of(&charleys, Run::micros), "µs", Goal::None);
    row("the same of the floor", of(&floors, Run::micros), "µs", Goal::None);
    row("updates a second, Charley", of(&charleys, Run::updates_a_second), "/s", Goal::None);
    row("updates a second, floor", of(&floors, Run::updates_a_second), "/s", Goal::None);
    row("calls for an update, Charley", of(&charleys, Run::calls), "", Goal::None);
    row("calls for an update, floor", of(&floors, Run::calls), "", Goal::None);
    row("memory once it waits for updates", of(&charleys, |run| run.memory_at_start / MB), "MB", Goal::AtMost(20.0));
    row(
        "most memory, store's cache included",
        of(&charleys, |run| run.most_memory / MB),
        "MB",
        Goal::AtMost(50.0 + CACHE_MB),
    );
    row("most memory of the floor", of(&floors, |run| run.most_memory / MB), "MB", Goal::None);
    Ok(())
}

async fn light_load(bench: &Bench) -> Outcome {
    let crowd = Crowd { people: 60, at_once: 60, think: Duration::from_millis(1500), late: Duration::ZERO };
    let disk = quantile(&syncs(&std::env::temp_dir())?, 0.99);
    let floor = bench.run(Bot::Floor, crowd).await?;
    let charley = bench.run(Bot::Charley, crowd).await?;
    head(&format!("Light load: {:.0} updates a second", charley.updates_a_second()));
    row("a sync of this disk, p99", disk, "ms", Goal::None);
    row("from update to answer, p50", quantile(&charley.seen.waits, 0.5), "ms", Goal::None);
    row("from update to answer, p99", quantile(&charley.seen.waits, 0.99), "ms", Goal::AtMost(3.0 + disk));
    row("floor, p50", quantile(&floor.seen.waits, 0.5), "ms", Goal::None);
    row("floor, p99", quantile(&floor.seen.waits, 0.99), "ms", Goal::None);
    Ok(())
}

/// What one small append and its data sync take here, in milliseconds.
fn syncs(folder: &Path) -> Outcome<Vec<f64>> {
    let path: PathBuf = folder.join(format!("charley-bench-sync-{}", std::process::id()));
    let mut file = File::create(&path)?;
    let mut took = Vec::new();
    for _ in 0..500 {
        file.write_all(&[7; 2048])?;
        let began = Instant::now();
        file.sync_data()?;
        took.push(began.elapsed().as_secs_f64() * 1000.0);
        std::thread::sleep(Duration::from_millis(2));
    }
    std::fs::remove_file(path)?;
    Ok(took)
}

async fn slow_disk(bench: &Bench, crowd: Crowd, rounds: usize) -> Outcome {
    let late = Duration::from_millis(4);
    let mut ratios = Vec::new();
    let (mut usual, mut slow) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        usual.push(bench.run(Bot::Slow(Duration::ZERO), crowd).await?.updates_a_second());
        slow.push(bench.run(Bot::Slow(late), crowd).await?.updates_a_second());
        ratios.extend(slow.last().zip(usual.last()).map(|(slow, usual)| slow / usual));
    }
    head("A disk whose syncs take 4 ms longer");
    row("throughput, of the usual", median(&ratios), "×", Goal::AtLeast(0.8));
    row("updates a second, usual disk", median(&usual), "/s", Goal::None);
    row("updates a second, slow disk", median(&slow), "/s", Goal::None);
    Ok(())
}

/// At three hundred updates a second, which is more than Telegram lets a bot answer.
async fn slow_network(bench: &Bench) -> Outcome {
    let crowd =
        Crowd { people: 450, at_once: 450, think: Duration::from_millis(1500), late: Duration::from_millis(40) };
    let quick = bench.run(Bot::Charley, Crowd { late: Duration::ZERO, ..crowd }).await?;
    let late = bench.run(Bot::Charley, crowd).await?;
    head("Every answer of the network 40 ms late");
    row("updates a second", late.updates_a_second(), "/s", Goal::None);
    row("requests under way at once, at most", late.seen.most_in_flight as f64, "", Goal::None);
    row("from update to answer, p50", quantile(&late.seen.waits, 0.5), "ms", Goal::None);
    row("from update to answer, p99", quantile(&late.seen.waits, 0.99), "ms", Goal::None);
    row("the same load without the delay, p50", quantile(&quick.seen.waits, 0.5), "ms", Goal::None);
    row("the same load without the delay, p99", quantile(&quick.seen.waits, 0.99), "ms", Goal::None);
    Ok(())
}
