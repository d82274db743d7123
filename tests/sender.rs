//! The order and the pace in which letters leave, with the time passed in.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use charley::config::Rates;
use charley::engine::letter::{Attachment, Button, Class, Edit, Keyboard, Message, Outgoing, Period, Tag, Target};
use charley::ids::{ChatId, ConversationId, MessageId, SubjectId, Visit};
use charley::shell::batch::LetterId;
use charley::shell::sender::queue::{Job, MOST_PER_CHAT, Next, Parcel, Queue, Report};
use charley::shell::tally::Tally;
use charley::shell::telegram::outgoing::{Delivery, Request};

const SECOND: Duration = Duration::from_secs(1);
const SENT: Delivery = Delivery::Sent { message: None };

fn queue() -> (Queue, Arc<Tally>) {
    let tally = Arc::new(Tally::default());
    (Queue::new(Rates { total: 30.0, chat: 1.0 }, "something short", tally.clone()), tally)
}

fn message(chat: i64, number: u32, class: Class, text: &str) -> Parcel {
    let body = Message {
        class,
        text: text.to_owned(),
        keyboard: Keyboard::None,
        silent: false,
        tag: None,
        attachment: None,
        until: None,
    };
    Parcel {
        id: Some(LetterId { batch: 1, index: number }),
        chat: ChatId(chat),
        body: Outgoing::Message(body),
        age: Duration::ZERO,
        left: None,
    }
}

fn answer(chat: i64, number: u32) -> Parcel {
    message(chat, number, Class::Answer, &number.to_string())
}

fn edit(chat: i64, target: Target, text: Option<&str>, label: &str) -> Parcel {
    let buttons = vec![vec![Button { label: label.to_owned(), data: "d".to_owned() }]];
    let body = Outgoing::Edit(Edit { target, text: text.map(str::to_owned), buttons });
    Parcel { id: None, chat: ChatId(chat), body, age: Duration::ZERO, left: None }
}

fn text(job: &Job) -> String {
    match &job.request {
        Request::Send { text, .. } => text.clone(),
        Request::File { caption, .. } => caption.clone(),
        Request::Edit { text, .. } => format!("edit {}", text.clone().unwrap_or_default()),
        Request::React { emoji, .. } => format!("react {emoji}"),
        Request::Leave => "leave".to_owned(),
    }
}

/// The job that may leave at this instant, if there is one.
fn job(queue: &mut Queue, now: Instant) -> Option<Job> {
    match queue.next(now) {
        Next::Send(job) => Some(job),
        Next::Wait(_) => None,
    }
}

/// Lets everything leave, each answered with a yes at once, waiting as the queue says.
fn run_out(queue: &mut Queue, start: Instant) -> Vec<(Duration, Job)> {
    let (mut now, mut left) = (start, Vec::new());
    loop {
        match queue.next(now) {
            Next::Send(job) => {
                queue.done(job.chat, &SENT, now);
                left.push((now - start, job));
            }
            Next::Wait(Some(at)) => now = now.max(at),
            Next::Wait(None) => return left,
        }
    }
}

#[test]
fn the_budget_over_all_chats_is_true_in_every_sliding_second() {
    let (mut queue, _) = queue();
    let start = Instant::now();
    for chat in 0..300 {
        queue.push(answer(chat, 0), start);
        queue.push(message(chat, 1, Class::Reminder, "drink"), start);
    }
    let left = run_out(&mut queue, start);
    assert_eq!(left.len(), 600);
    for window in left.windows(31) {
        assert!(window[30].0 - window[0].0 > SECOND);
    }
}

#[test]
fn a_chat_gets_a_short_burst_and_then_one_a_second_in_order() {
    let (mut queue, _) = queue();
    let start = Instant::now();
    for number in 0..6 {
        queue.push(answer(7, number), start);
    }
    let left = run_out(&mut queue, start);
    let texts: Vec<String> = left.iter().map(|(_, job)| text(job)).collect();
    assert_eq!(texts, ["0", "1", "2", "3", "4", "5"]);
    assert!(left[2].0 < SECOND && left[3].0 >= SECOND && left[5].0 >= 3 * SECOND, "{left:?}");
}

#[test]
fn first_aid_overtakes_and_reminders_come_after_the_answers_of_all() {
    let (mut queue, _) = queue();
    let start = Instant::now();
    queue.push(message(1, 0, Class::Reminder, "drink"), start);
    queue.push(answer(1, 1), start);
    queue.push(answer(2, 2), start);
    queue.push(message(2, 3, Class::Emergency, "112"), start);
    queue.push(answer(3, 4), start);
    let left: Vec<String> = run_out(&mut queue, start).iter().map(|(_, job)| text(job)).collect();
    assert_eq!(left, ["112", "1", "2", "4", "drink"]);
}

/// At any moment of a storm, and whether one's own reminder has left or still waits.
#[test]
fn an_answer_waits_behind_at_most_one_message_of_a_storm_of_reminders() {
    const STORM: i64 = 10_000;
    let (mut queue, _) = queue();
    let mut now = Instant::now();
    for chat in 0..STORM {
        queue.push(message(chat, 0, Class::Reminder, "drink"), now);
    }
    for tap in 0..100 {
        for _ in 0..tap {
            let _ = step(&mut queue, &mut now);
        }
        let chat = if tap % 2 == 0 { tap / 2 } else { STORM - 1 - tap };
        queue.push(answer(chat, 1), now);
        let tapped = now;
        let before = (0..).take_while(|_| step(&mut queue, &mut now).chat != ChatId(chat)).count();
        assert!(before <= 1, "{before} messages before the answer to tap {tap}");
        assert!(now - tapped <= SECOND, "{:?}", now - tapped);
    }
}

/// The next message that leaves, however long that takes; it arrives at once.
fn step(queue: &mut Queue, now: &mut Instant) -> Job {
    loop {
        match queue.next(*now) {
            Next::Send(job) => {
                queue.done(job.chat, &SENT, *now);
                return job;
            }
            Next::Wait(at) => *now = at.expect("something waits"),
        }
    }
}

#[test]
fn one_request_of_a_chat_is_in_flight_and_others_do_not_wait_for_it() {
    let (mut queue, _) = queue();
    let start = Instant::now();
    queue.push(answer(1, 0), start);
    queue.push(answer(1, 1), start);
    queue.push(answer(2, 2), start);
    assert_eq!(text(&job(&mut queue, start).unwrap()), "0");
    assert_eq!(text(&job(&mut queue, start + SECOND).unwrap()), "2");
    assert!(job(&mut queue, start + 2 * SECOND).is_none());
    queue.done(ChatId(1), &SENT, start + 2 * SECOND);
    assert_eq!(text(&job(&mut queue, start + 2 * SECOND).unwrap()), "1");
}

#[test]
fn too_many_for_one_chat_is_no_matter_of_the_others() {
    let (mut queue, tally) = queue();
    let start = Instant::now();
    queue.push(answer(1, 0), start);
    assert!(job(&mut queue, start).is_some());
    queue.done(ChatId(1), &Delivery::Later { retry_after: 7 * SECOND }, start);
    queue.push(answer(2, 1), start);
    let soon = start + Duration::from_millis(40);
    assert_eq!(text(&job(&mut queue, soon).unwrap()), "1");
    assert!(job(&mut queue, start + 6 * SECOND).is_none());
    assert_eq!(
        text(&job(&mut queue, start + 7 * SECOND).unwrap()),
        "0",
        "it waits what Telegram says, and is not lost"
    );
    assert_eq!(tally.limited.get(), 1);
}

#[test]
fn too_many_for_several_at_once_is_meant_for_all() {
    let (mut queue, _) = queue();
    let start = Instant::now();
    let soon = start + Duration::from_millis(40);
    queue.push(answer(1, 0), start);
    queue.push(answer(2, 1), start);
    queue.push(answer(3, 2), start);
    assert!(job(&mut queue, start).is_some() && job(&mut queue, soon).is_some());
    for chat in [1, 2] {
        queue.done(ChatId(chat), &Delivery::Later { retry_after: 5 * SECOND }, soon);
    }
    assert!(job(&mut queue, start + 4 * SECOND).is_none());
    assert!(job(&mut queue, start + 6 * SECOND).is_some());
}

#[test]
fn an_answer_that_may_have_arrived_goes_again_and_later_each_time() {
    let (mut queue, tally) = queue();
    let mut now = Instant::now();
    queue.push(answer(1, 0), now);
    let mut pauses = Vec::new();
    for _ in 0..5 {
        let asked = now;
        let sent = loop {
            match queue.next(now) {
                Next::Send(job) => break job,
                Next::Wait(at) => now = at.expect("it is not dropped"),
            }
        };
        assert_eq!(text(&sent), "0");
        pauses.push((now - asked).as_secs());
        queue.done(ChatId(1), &Delivery::Uncertain, now);
    }
    assert_eq!(pauses, [0, 1, 2, 4, 8]);
    assert_eq!((tally.uncertain.get(), tally.answers_dropped.get()), (5, 0));
    assert_eq!(queue.report(), Report::default());
}

#[test]
fn it_ends_some_day_and_is_counted() {
    let (mut queue, tally) = queue();
    let mut now = Instant::now();
    queue.push(answer(1, 9), now);
    loop {
        match queue.next(now) {
            Next::Send(_) => queue.done(ChatId(1), &Delivery::Uncertain, now),
            Next::Wait(Some(at)) => now = at,
            Next::Wait(None) => break,
        }
    }
    assert_eq!(tally.answers_dropped.get(), 1);
    assert_eq!(queue.report().settled, [LetterId { batch: 1, index: 9 }]);
    assert_eq!(queue.waiting(), 0);
}

#[test]
fn a_reminder_is_marked_first_and_never_repeated() {
    let (mut queue, tally) = queue();
    let now = Instant::now();
    queue.push(message(1, 3, Class::Reminder, "drink"), now);
    let id = LetterId { batch: 1, index: 3 };
    assert_eq!(job(&mut queue, now).unwrap().mark, Some(id));
    queue.done(ChatId(1), &Delivery::Uncertain, now);
    assert!(run_out(&mut queue, now).is_empty());
    assert_eq!((tally.reminders_dropped.get(), queue.report().settled), (1, vec![id]));
}

#[test]
fn a_reminder_that_waited_too_long_is_not_sent() {
    let (mut queue, tally) = queue();
    let now = Instant::now();
    let old = Parcel { age: Duration::from_secs(31 * 60), ..message(1, 3, Class::Reminder, "drink") };
    queue.push(old, now);
    assert!(run_out(&mut queue, now).is_empty());
    assert_eq!(tally.reminders_dropped.get(), 1);
}

#[test]
fn a_reminder_with_an_hour_of_its_own_is_not_sent_after_it() {
    let (mut queue, tally) = queue();
    let now = Instant::now();
    let wait = |left| Parcel { left: Some(Duration::from_secs(left)), ..message(1, 3, Class::Reminder, "drink") };
    queue.push(wait(5), now);
    assert_eq!(text(&job(&mut queue, now + Duration::from_secs(4)).unwrap()), "drink");
    queue.done(ChatId(1), &SENT, now + Duration::from_secs(4));
    queue.push(wait(0), now + Duration::from_secs(4));
    assert!(run_out(&mut queue, now + Duration::from_secs(4)).is_empty());
    assert_eq!(tally.reminders_dropped.get(), 1);
}

#[test]
fn a_reminder_that_may_not_have_arrived_is_told_as_lost() {
    let (mut queue, _) = queue();
    let now = Instant::now();
    let tag = Tag { conversation: ConversationId(0), visit: Visit(9) };
    let mut reminder = message(1, 3, Class::Reminder, "drink");
    if let Outgoing::Message(message) = &mut reminder.body {
        message.tag = Some(tag);
    }
    for (number, delivery) in [Delivery::Uncertain, SENT].into_iter().enumerate() {
        let at = now + number as u32 * 10 * SECOND;
        queue.push(reminder.clone(), at);
        assert!(job(&mut queue, at).is_some());
        queue.done(ChatId(1), &delivery, at);
        let lost = queue.report().lost;
        assert_eq!(lost, if number == 0 { vec![(ChatId(1), tag)] } else { vec![] });
    }
}

#[test]
fn refused_markup_goes_as_plain_text_and_then_as_a_fixed_one() {
    let (mut queue, tally) = queue();
    let mut now = Instant::now();
    queue.push(message(1, 0, Class::Answer, "<b>Sit</b> &amp; rub"), now);
    let mut texts = Vec::new();
    for refused in 0..3 {
        let job = job(&mut queue, now).unwrap();
        texts.push((text(&job), matches!(job.request, Request::Send { html: true, .. })));
        queue.done(ChatId(1), &Delivery::Unsendable { keyboard: false }, now);
        now += Duration::from_millis(40 + refused);
    }
    let expected = [("<b>Sit</b> &amp; rub", true), ("Sit & rub", false), ("something short", false)];
    assert_eq!(texts, expected.map(|(text, html)| (text.to_owned(), html)));
    assert_eq!((tally.answers_dropped.get(), queue.report().settled.len()), (1, 1));
}

#[test]
fn a_file_goes_as_such_then_in_words_then_not_at_all() {
    let (mut queue, _) = queue();
    let mut now = Instant::now();
    let date = jiff::civil::date(2026, 2, 5);
    let made = jiff::Timestamp::UNIX_EPOCH;
    let period =
        Period { subject: SubjectId::WRITER, from: date, until: date, asked_on: date, up_to: 1, notes: false, made };
    let mut parcel = message(1, 0, Class::Answer, "<b>Here</b>");
    if let Outgoing::Message(message) = &mut parcel.body {
        message.attachment = Some(Attachment::Report(period.clone()));
    }
    queue.push(parcel, now);
    let mut forms = Vec::new();
    for _ in 0..3 {
        let job = job(&mut queue, now).unwrap();
        forms.push((text(&job), job.enclosure.map(|enclosure| enclosure.in_words)));
        queue.done(ChatId(1), &Delivery::Unsendable { keyboard: false }, now);
        now += Duration::from_millis(50);
    }
    let expected = [("<b>Here</b>", Some(false)), ("Here", Some(true)), ("something short", None)];
    assert_eq!(forms, expected.map(|(text, words)| (text.to_owned(), words)));
    assert_eq!(queue.waiting(), 0);
}

#[test]
fn a_chat_that_blocked_the_bot_is_reported_and_owed_nothing() {
    let (mut queue, _) = queue();
    let now = Instant::now();
    (0..4).for_each(|number| queue.push(answer(1, number), now));
    assert!(job(&mut queue, now).is_some());
    queue.done(ChatId(1), &Delivery::Blocked, now);
    let report = queue.report();
    assert_eq!((report.blocked, report.settled.len(), queue.waiting()), (vec![ChatId(1)], 4, 0));
    assert!(run_out(&mut queue, now).is_empty());
}

#[test]
fn a_dead_network_is_given_time_and_the_order_stays() {
    let (mut queue, _) = queue();
    let mut now = Instant::now();
    queue.push(answer(1, 0), now);
    queue.push(answer(1, 1), now);
    let mut pauses = Vec::new();
    for _ in 0..9 {
        let asked = now;
        loop {
            match queue.next(now) {
                Next::Send(job) => {
                    assert_eq!(text(&job), "0");
                    break;
                }
                Next::Wait(at) => now = at.unwrap(),
            }
        }
        pauses.push((now - asked).as_secs());
        queue.done(ChatId(1), &Delivery::NotSent, now);
    }
    assert_eq!(pauses, [0, 0, 1, 2, 4, 8, 16, 30, 30]);
    now += 30 * SECOND;
    let left: Vec<String> = run_out(&mut queue, now).iter().map(|(_, job)| text(job)).collect();
    assert_eq!(left, ["0", "1"]);
}

#[test]
fn edits_are_one_a_message_and_take_no_answers_place() {
    let (mut queue, tally) = queue();
    let now = Instant::now();
    let target = Target::Message(MessageId(5));
    queue.push(edit(1, target, Some("settled"), "one"), now);
    queue.push(edit(1, target, None, "two"), now);
    (0..2).for_each(|number| queue.push(answer(1, number), now));
    let left = run_out(&mut queue, now);
    let texts: Vec<String> = left.iter().map(|(_, job)| text(job)).collect();
    assert_eq!(texts, ["0", "1", "edit settled"]);
    assert!(left[2].0 >= SECOND, "one token of the burst is kept for an answer");
    let Request::Edit { buttons, .. } = &left[2].1.request else { panic!("an edit") };
    assert_eq!(buttons[0][0].label, "two");
    assert_eq!(tally.edits_dropped.get(), 0);
}

#[test]
fn an_edit_finds_the_message_by_its_question_or_is_dropped() {
    let (mut queue, tally) = queue();
    let now = Instant::now();
    let tag = |visit| Tag { conversation: ConversationId(1), visit: Visit(visit) };
    let mut asked = answer(1, 0);
    if let Outgoing::Message(message) = &mut asked.body {
        message.tag = Some(tag(1));
    }
    queue.push(asked, now);
    assert!(job(&mut queue, now).is_some());
    queue.done(ChatId(1), &Delivery::Sent { message: Some(MessageId(77)) }, now);
    queue.push(edit(1, Target::Tag(tag(1)), None, "x"), now);
    queue.push(edit(1, Target::Tag(tag(2)), None, "x"), now);
    let left = run_out(&mut queue, now + SECOND);
    assert!(matches!(left[0].1.request, Request::Edit { message: MessageId(77), .. }));
    assert_eq!((left.len(), tally.edits_dropped.get()), (1, 1));
}

#[test]
fn an_edit_that_waited_too_long_is_dropped() {
    let (mut queue, tally) = queue();
    let now = Instant::now();
    queue.push(edit(1, Target::Message(MessageId(5)), None, "x"), now);
    assert!(job(&mut queue, now + 11 * SECOND).is_none());
    assert_eq!(tally.edits_dropped.get(), 1);
}

#[test]
fn a_flood_stays_in_the_store_and_comes_when_there_is_room() {
    let (mut queue, tally) = queue();
    let start = Instant::now();
    let most = u32::try_from(MOST_PER_CHAT).unwrap();
    (0..most + 10).for_each(|number| queue.push(answer(1, number), start));
    assert_eq!(queue.waiting(), MOST_PER_CHAT);
    queue.push(message(1, 99, Class::Emergency, "112"), start);
    let (mut now, mut texts) = (start, Vec::new());
    loop {
        match queue.next(now) {
            Next::Send(job) => {
                texts.push(text(&job));
                queue.done(job.chat, &SENT, now);
            }
            Next::Wait(Some(at)) => now = at,
            Next::Wait(None) => break,
        }
        for chat in queue.report().refill {
            // What has not left is what the store still has; some of it is in memory, too.
            let from = u32::try_from(texts.len()).unwrap() - 1;
            let rest = (from..most + 10).map(|number| answer(1, number)).take(MOST_PER_CHAT).collect();
            queue.refill(chat, rest, true, now);
        }
    }
    let expected: Vec<String> =
        std::iter::once("112".to_owned()).chain((0..most + 10).map(|number| number.to_string())).collect();
    assert_eq!(texts, expected);
    assert_eq!(tally.answers_dropped.get(), 0);
}

#[test]
fn forgotten_is_forgotten() {
    let (mut queue, _) = queue();
    let now = Instant::now();
    (0..3).for_each(|number| queue.push(answer(1, number), now));
    queue.forget(ChatId(1), now);
    queue.push(answer(1, 9), now);
    let left: Vec<String> = run_out(&mut queue, now).iter().map(|(_, job)| text(job)).collect();
    assert_eq!((left, queue.waiting()), (vec!["9".to_owned()], 0));
}

#[test]
fn a_reaction_waits_behind_answers_like_an_edit() {
    let (mut queue, _) = queue();
    let now = Instant::now();
    let body = Outgoing::React { message: MessageId(3), emoji: "✍".to_owned() };
    queue.push(Parcel { id: None, chat: ChatId(1), body, age: Duration::ZERO, left: None }, now);
    queue.push(answer(1, 1), now);
    let left: Vec<String> = run_out(&mut queue, now).iter().map(|(_, job)| text(job)).collect();
    assert_eq!(left, ["1", "react ✍"]);
}
