//! The desk: what happens to the events of a batch, with a real store and the engine, without Telegram.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use charley::engine::event::{Event, What};
use charley::engine::letter::Outgoing;
use charley::ids::{ChatId, MessageId, PressId, UpdateId};
use charley::shell::batch::LetterId;
use charley::shell::clock::Clock;
use charley::shell::desk::{Bell, Content, Desk, Lines, Load, Order, Setup};
use charley::shell::phrases::Phrases;
use charley::shell::sender::queue::{Parcel, Report};
use charley::shell::store::{Store, StoreError, Stored};
use charley::shell::tally::Tally;
use charley::shell::telegram::incoming::Incoming;
use tokio::sync::mpsc::UnboundedReceiver;

mod common;
use common::{library, store};

const PERSON: ChatId = ChatId(7);

/// A desk at work.
struct Working {
    bell: Bell,
    orders: UnboundedReceiver<Order>,
    tally: Arc<Tally>,
    thread: JoinHandle<Result<(), StoreError>>,
}

impl Working {
    fn at(folder: &Path) -> Working {
        Working::with(folder, None)
    }

    fn with(folder: &Path, allowed: Option<BTreeSet<ChatId>>) -> Working {
        let library = library();
        let phrases = Phrases::of(&library);
        let tally = Arc::new(Tally::default());
        let (desk, Lines { bell, orders, .. }) = Desk::new(Setup {
            store: store(folder),
            content: Content { library, phrases },
            clock: Clock::default(),
            allowed,
            admins: BTreeSet::from([ChatId(1)]),
            load: Arc::new(Load::default()),
            tally: tally.clone(),
        });
        Working { bell, orders, tally, thread: std::thread::spawn(move || desk.run()) }
    }

    async fn updates(&self, updates: Vec<Incoming>) {
        let next = updates.iter().map(|update| i64::from(update.update.0) + 1).max();
        assert!(self.bell.updates(updates, next).await);
    }

    /// What the desk has handed to the sender since the last look.
    fn letters(&mut self) -> Vec<Parcel> {
        let mut letters = Vec::new();
        while let Ok(order) = self.orders.try_recv() {
            if let Order::Letters(parcels) = order {
                letters.extend(parcels);
            }
        }
        letters
    }

    /// Lets it end, and opens what it has left.
    async fn end(self, folder: &Path) -> Store {
        self.bell.stop().await;
        self.thread.join().unwrap().unwrap();
        store(folder)
    }
}

fn update(number: u32, chat: ChatId, what: What) -> Incoming {
    let event = Event { update: Some(UpdateId(number)), happened: None, what };
    Incoming { update: UpdateId(number), chat: Some(chat), event: Some(event), malformed: false }
}

fn said(number: u32, text: &str) -> Incoming {
    let message = MessageId(i32::try_from(number).unwrap());
    update(number, PERSON, What::Said { message, text: text.to_owned(), language: Some("en".to_owned()) })
}

fn pressed(number: u32, data: &str) -> Incoming {
    let press = PressId(number.to_string());
    update(number, PERSON, What::Pressed { press, message: None, data: data.to_owned() })
}

fn texts(letters: &[Parcel]) -> Vec<&str> {
    let text = |parcel: &'_ Parcel| match &parcel.body {
        Outgoing::Message(_) => true,
        Outgoing::Edit(_) | Outgoing::React { .. } | Outgoing::Acknowledge { .. } | Outgoing::Leave => false,
    };
    letters
        .iter()
        .filter(|parcel| text(parcel))
        .map(|parcel| match &parcel.body {
            Outgoing::Message(message) => message.text.as_str(),
            Outgoing::Edit(_) | Outgoing::React { .. } | Outgoing::Acknowledge { .. } | Outgoing::Leave => "",
        })
        .collect()
}

#[tokio::test]
async fn what_is_confirmed_is_on_disk_with_its_letters() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Working::at(folder.path());
    desk.updates(vec![said(10, "/cramp")]).await;
    let letters = desk.letters();
    assert!(!texts(&letters).is_empty());
    let store = desk.end(folder.path()).await;
    assert_eq!(store.offset(), Some(11));
    let kept: Vec<LetterId> = store.letters().unwrap().iter().map(|letter| letter.id).collect();
    assert_eq!(kept, letters.iter().filter_map(|parcel| parcel.id).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_second_update_of_a_batch_sees_what_the_first_has_done() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Working::at(folder.path());
    desk.updates(vec![said(1, "/cramp"), said(2, "/help")]).await;
    let store = desk.end(folder.path()).await;
    let Stored::Chat(chat) = store.chat(PERSON).unwrap() else { panic!("a chat") };
    assert_eq!(chat.seen, [UpdateId(1), UpdateId(2)]);
    assert!(chat.conversation.is_some() || chat.first_aid_since.is_some(), "the first is not overwritten");
}

#[tokio::test]
async fn the_same_update_changes_nothing_the_second_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Working::at(folder.path());
    desk.updates(vec![said(1, "/help"), said(1, "/help")]).await;
    let once = desk.letters().len();
    assert!(once > 0);
    desk.updates(vec![said(1, "/help")]).await;
    assert!(desk.letters().is_empty());
    assert_eq!(desk.tally.repeated.get(), 2);
    desk.end(folder.path()).await;
    let mut desk = Working::at(folder.path());
    assert!(desk.bell.updates(vec![said(1, "/help")], Some(2)).await);
    assert_eq!(desk.letters().len(), once, "only what waited from before the restart");
}

#[tokio::test]
async fn what_nobody_can_read_is_confirmed_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Working::at(folder.path());
    desk.updates(vec![Incoming { update: UpdateId(5), chat: None, event: None, malformed: true }]).await;
    assert_eq!(desk.tally.malformed.get(), 1);
    assert_eq!(desk.end(folder.path()).await.offset(), Some(6));
}

#[tokio::test]
async fn settled_letters_are_gone_and_marked_reminders_never_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Working::at(folder.path());
    desk.updates(vec![said(1, "/help"), said(2, "/cramp")]).await;
    let mut ids: Vec<LetterId> = desk.letters().iter().filter_map(|parcel| parcel.id).collect();
    let marked = ids.pop().unwrap();
    assert!(desk.bell.mark(marked).await);
    desk.bell.report(&mut Report { settled: ids, ..Report::default() }).await;
    let store = desk.end(folder.path()).await;
    let left = store.letters().unwrap();
    assert_eq!(left.iter().map(|letter| (letter.id, letter.marked)).collect::<Vec<_>>(), [(marked, true)]);
    drop(store);
    let mut desk = Working::at(folder.path());
    assert!(desk.bell.ring().await.is_some());
    assert!(desk.letters().is_empty());
    assert_eq!(desk.tally.reminders_dropped.get(), 1);
    assert_eq!(desk.end(folder.path()).await.waiting(), 0);
}

#[tokio::test]
async fn a_stranger_hears_one_line_and_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Working::with(folder.path(), Some(BTreeSet::from([ChatId(8)])));
    desk.updates(vec![said(1, "hello"), said(2, "hello?")]).await;
    let letters = desk.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].id, None);
    let store = desk.end(folder.path()).await;
    assert_eq!((store.chat(PERSON).unwrap(), store.waiting(), store.offset()), (Stored::Nobody, 0, Some(3)));
}

#[tokio::test]
async fn a_group_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Working::at(folder.path());
    let group = |number, asked_to_leave| update(number, ChatId(-5), What::Group { asked_to_leave, language: None });
    desk.updates(vec![group(1, false), group(2, true)]).await;
    let letters = desk.letters();
    assert!(matches!(letters[1].body, Outgoing::Leave) && letters.iter().all(|parcel| parcel.id.is_none()));
    let store = desk.end(folder.path()).await;
    assert_eq!((store.people().unwrap(), store.waiting()), (0, 0));
}

#[tokio::test]
async fn who_is_forgotten_can_begin_anew_in_the_same_batch() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Working::at(folder.path());
    desk.updates(vec![said(1, "/cramp")]).await;
    let before: Vec<LetterId> = desk.letters().iter().filter_map(|parcel| parcel.id).collect();
    desk.updates(vec![said(2, "/delete"), pressed(3, "m.delete.yes"), said(4, "/help")]).await;
    let letters = desk.letters();
    assert!(texts(&letters).len() >= 2, "the receipt and the help");
    let store = desk.end(folder.path()).await;
    let Stored::Chat(chat) = store.chat(PERSON).unwrap() else { panic!("a chat") };
    assert_eq!(chat.seen, [UpdateId(4)], "it is a new one");
    let kept: Vec<LetterId> = store.letters().unwrap().iter().map(|letter| letter.id).collect();
    assert!(kept.len() >= 2 && before.iter().all(|id| !kept.contains(id)));
}

#[tokio::test]
async fn nobody_is_remembered_for_having_blocked_the_bot() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Working::at(folder.path());
    desk.updates(vec![update(1, PERSON, What::Blocked)]).await;
    desk.bell.report(&mut Report { blocked: vec![ChatId(9)], ..Report::default() }).await;
    assert_eq!(desk.end(folder.path()).await.people().unwrap(), 0);
}

#[tokio::test]
async fn an_operators_line_goes_to_the_admins_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Working::at(folder.path());
    desk.bell.tell("cramp.toml:3:1: no such node".to_owned()).await;
    let letters = desk.end(folder.path()).await.letters().unwrap();
    assert_eq!(letters.iter().map(|letter| letter.chat).collect::<Vec<_>>(), [ChatId(1)]);
}

#[tokio::test]
async fn the_rest_of_a_flood_comes_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Working::at(folder.path());
    desk.updates((1..=30).map(|number| said(number, "/help")).collect()).await;
    let ids: Vec<LetterId> = desk.letters().iter().filter_map(|parcel| parcel.id).collect();
    desk.bell.report(&mut Report { settled: ids[..5].to_vec(), refill: vec![PERSON], ..Report::default() }).await;
    let Some(Order::Refill { chat, parcels, complete }) = desk.orders.recv().await else { panic!("a refill") };
    let refilled: Vec<LetterId> = parcels.iter().filter_map(|parcel| parcel.id).collect();
    assert_eq!((chat, refilled.as_slice(), complete), (PERSON, &ids[5..25], ids.len() == 25));
}
