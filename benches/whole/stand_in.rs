//! A stand-in for Telegram that costs as little as it can: HTTP/1.1 by hand, updates by offset, calls counted.
//!
//! It also plays the people: each does the next thing of the script once all messages of the one before have arrived.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use crate::common::Outcome;
use crate::script::{FIRST_CHAT, Step};

/// How long a poll without news is held open.
const POLL: Duration = Duration::from_secs(20);

/// Who writes, and how fast.
#[derive(Clone, Copy)]
pub struct Crowd {
    pub people: usize,
    /// So many walk through the script at the same time.
    pub at_once: usize,
    /// From an answer to the next thing done, on average; people do not think in step.
    pub think: Duration,
    /// Every answer of the server comes so much later.
    pub late: Duration,
}

/// What was seen of one crowd.
#[derive(Default)]
pub struct Seen {
    pub updates: usize,
    /// By method.
    pub calls: BTreeMap<String, usize>,
    /// From an update being there to the last message that answers it, in milliseconds.
    pub waits: Vec<f64>,
    /// Requests at the same time, polls apart.
    pub most_in_flight: usize,
    pub wall: Duration,
}

#[derive(Clone)]
pub struct StandIn {
    pub address: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    inner: Mutex<Inner>,
    news: Notify,
    done: Notify,
}

#[derive(Default)]
struct Inner {
    script: Vec<Step>,
    think: Duration,
    late: Duration,
    /// Not confirmed yet.
    queue: VecDeque<(i64, String)>,
    last_update: i64,
    last_message: i64,
    polls: usize,
    walkers: HashMap<i64, Walker>,
    next_person: usize,
    people: usize,
    finished: usize,
    in_flight: usize,
    seen: Seen,
    /// Method and body of every call, while a script is written down.
    log: Option<Vec<(String, String)>>,
    last_call: Option<Instant>,
}

struct Walker {
    step: usize,
    /// Messages of this step still to come.
    missing: usize,
    asked: Instant,
}

impl StandIn {
    pub async fn start(script: Vec<Step>) -> Outcome<StandIn> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let state = Arc::new(State { inner: Mutex::new(Inner { script, ..Inner::default() }), ..State::default() });
        let stand_in = StandIn { address, state };
        let server = stand_in.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move {
                    // A connection that breaks off is the client's affair.
                    let _ = server.serve(stream).await;
                });
            }
        });
        Ok(stand_in)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.state.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Until the bot waits for news.
    pub async fn ready(&self) -> Outcome {
        for _ in 0..600 {
            if self.inner().polls > 0 {
                sleep(Duration::from_millis(300)).await;
                return Ok(());
            }
            sleep(Duration::from_millis(50)).await;
        }
        Err("the bot has not polled within half a minute".into())
    }

    /// Lets a crowd walk to its end.
    pub async fn play(&self, crowd: Crowd) -> Outcome<Seen> {
        let began = Instant::now();
        {
            let mut inner = self.inner();
            (inner.think, inner.late, inner.people) = (crowd.think, crowd.late, crowd.people);
        }
        for _ in 0..crowd.at_once.min(crowd.people) {
            self.next_person();
            if !crowd.think.is_zero() {
                sleep(crowd.think / crowd.at_once as u32).await;
            }
        }
        while self.inner().finished < crowd.people {
            let stuck = timeout(Duration::from_secs(60), self.state.done.notified()).await.is_err();
            let quiet = self.inner().last_call.is_none_or(|at| at.elapsed() > Duration::from_secs(30));
            if stuck && quiet {
                return Err(format!("stuck after {} of {} people", self.inner().finished, crowd.people).into());
            }
        }
        self.quiet().await;
        let mut inner = self.inner();
        let mut seen = std::mem::take(&mut inner.seen);
        seen.wall = inner.last_call.map_or(began.elapsed(), |last| last.duration_since(began));
        Ok(seen)
    }

    /// Until nothing has come for a while.
    async fn quiet(&self) {
        while self.inner().last_call.is_none_or(|at| at.elapsed() < Duration::from_millis(200)) {
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// One thing that one person does, and every call that answers it.
    pub async fn observe(&self, step: &Step, chat: i64) -> Vec<(String, String)> {
        {
            let mut inner = self.inner();
            inner.log = Some(Vec::new());
            inner.last_call = None;
            inner.enqueue(step, chat);
        }
        self.state.news.notify_waiters();
        self.quiet().await;
        self.inner().log.take().unwrap_or_default()
    }

    fn next_person(&self) {
        let mut inner = self.inner();
        if inner.next_person >= inner.people {
            return;
        }
        let chat = FIRST_CHAT + inner.next_person as i64;
        inner.next_person += 1;
        inner.walkers.insert(chat, Walker { step: 0, missing: 0, asked: Instant::now() });
        drop(inner);
        self.act(chat);
    }

    /// The person does what the script says next.
    fn act(&self, chat: i64) {
        let mut inner = self.inner();
        let Some(at) = inner.walkers.get(&chat).map(|walker| walker.step) else { return };
        let Some(step) = inner.script.get(at).cloned() else { return };
        if let Some(walker) = inner.walkers.get_mut(&chat) {
            walker.missing = step.messages();
            walker.asked = Instant::now();
        }
        inner.seen.updates += 1;
        inner.enqueue(&step, chat);
        drop(inner);
        self.state.news.notify_waiters();
    }

    /// A message has arrived; with the last one of a step the person goes on.
    fn arrived(&self, chat: i64) {
        let mut inner = self.inner();
        let steps = inner.script.len();
        let think = inner.think;
        let Some(walker) = inner.walkers.get_mut(&chat) else { return };
        walker.missing = walker.missing.saturating_sub(1);
        if walker.missing > 0 {
            return;
        }
        let waited = walker.asked.elapsed().as_secs_f64() * 1000.0;
        walker.step += 1;
        let is_done = walker.step == steps;
        let step = walker.step;
        inner.seen.waits.push(waited);
        if is_done {
            inner.walkers.remove(&chat);
            inner.finished += 1;
            drop(inner);
            self.state.done.notify_one();
            return self.next_person();
        }
        drop(inner);
        if think.is_zero() {
            return self.act(chat);
        }
        let server = self.clone();
        // Between a half and one and a half of the average, different for every person and step.
        let spread = 0.5 + ((chat * 7919 + step as i64 * 104_729) % 1000) as f64 / 1000.0;
        tokio::spawn(async move {
            sleep(think.mul_f64(spread)).await;
            server.act(chat);
        });
    }

    async fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut bytes = Vec::with_capacity(16 * 1024);
        let mut out = Vec::new();
        loop {
            let Some((method, head, length)) = request(&bytes) else {
                if stream.read_buf(&mut bytes).await? == 0 {
                    return Ok(());
                }
                continue;
            };
            while bytes.len() < head + length {
                if stream.read_buf(&mut bytes).await? == 0 {
                    return Ok(());
                }
            }
            let body = String::from_utf8_lossy(&bytes[head..head + length]).into_owned();
            bytes.drain(..head + length);
            let answer = self.answer(&method, body).await;
            out.clear();
            out.extend_from_slice(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ");
            out.extend_from_slice(answer.len().to_string().as_bytes());
            out.extend_from_slice(b"\r\n\r\n");
            out.extend_from_slice(answer.as_bytes());
            stream.write_all(&out).await?;
        }
    }

    async fn answer(&self, method: &str, body: String) -> String {
        if method == "getupdates" {
            return self.updates(number_behind(&body, "\"offset\":").unwrap_or(0)).await;
        }
        let (late, message) = {
            let mut inner = self.inner();
            inner.last_message += 1;
            inner.last_call = Some(Instant::now());
            inner.in_flight += 1;
            inner.seen.most_in_flight = inner.seen.most_in_flight.max(inner.in_flight);
            if let Some(count) = inner.seen.calls.get_mut(method) {
                *count += 1;
            } else {
                inner.seen.calls.insert(method.to_owned(), 1);
            }
            if let Some(log) = inner.log.as_mut() {
                log.push((method.to_owned(), body.clone()));
            }
            (inner.late, inner.last_message)
        };
        let chat = number_behind(&body, "\"chat_id\":").unwrap_or(0);
        if method == "sendmessage" {
            self.arrived(chat);
        }
        if !late.is_zero() {
            sleep(late).await;
        }
        self.inner().in_flight -= 1;
        match method {
            "getme" => r#"{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Charley","username":"charley_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false,"can_connect_to_business":false,"has_main_web_app":false}}"#.to_owned(),
            "sendmessage" | "editmessagetext" | "editmessagereplymarkup" => format!(
                r#"{{"ok":true,"result":{{"message_id":{message},"from":{{"id":1,"is_bot":true,"first_name":"Charley","username":"charley_bot"}},"chat":{{"id":{chat},"first_name":"A","type":"private"}},"date":1700000000,"text":"as it was sent"}}}}"#
            ),
            _ => r#"{"ok":true,"result":true}"#.to_owned(),
        }
    }

    async fn updates(&self, offset: i64) -> String {
        let deadline = Instant::now() + POLL;
        loop {
            let news = self.state.news.notified();
            tokio::pin!(news);
            news.as_mut().enable();
            let (late, found) = {
                let mut inner = self.inner();
                inner.polls += 1;
                (inner.late, inner.unconfirmed(offset))
            };
            if !found.is_empty() || Instant::now() >= deadline {
                if !late.is_zero() {
                    sleep(late).await;
                }
                return format!(r#"{{"ok":true,"result":[{found}]}}"#);
            }
            let _ = timeout(deadline - Instant::now(), news).await;
        }
    }
}

impl Inner {
    fn enqueue(&mut self, step: &Step, chat: i64) {
        self.last_update += 1;
        let id = self.last_update;
        let update = step.update(id, chat, self.last_message);
        self.queue.push_back((id, update));
    }

    fn unconfirmed(&mut self, offset: i64) -> String {
        while self.queue.front().is_some_and(|(id, _)| *id < offset) {
            self.queue.pop_front();
        }
        let some: Vec<&str> = self.queue.iter().take(100).map(|(_, update)| update.as_str()).collect();
        some.join(",")
    }
}

/// Method, length of the head and length of the body, once the head is complete.
fn request(bytes: &[u8]) -> Option<(String, usize, usize)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let path = head.split_whitespace().nth(1)?;
    let method = path.rsplit('/').next()?.to_owned();
    let length = head.split("content-length:").nth(1).and_then(|rest| rest.split_whitespace().next());
    Some((method, end, length.and_then(|length| length.parse().ok()).unwrap_or(0)))
}

fn number_behind(body: &str, name: &str) -> Option<i64> {
    let behind = &body[body.find(name)? + name.len()..];
    let end = behind.find(|c: char| !(c.is_ascii_digit() || c == '-')).unwrap_or(behind.len());
    behind[..end].parse().ok()
}
