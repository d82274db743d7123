//! Charley, a Telegram bot for people with leg cramps: help within a second, a short conversation from files,
//! a diary that loses nothing, and a judgement how urgent it is.
//!
//! ```text
//!  dialogues/*  ──load, check──▶  Library (immutable, swapped whole on reload)
//!                                    │
//!  Telegram ──Update──▶ telegram ──Event──▶ ┌──────────────┐
//!                                           │ engine::turn │──▶ Turn { chat, entries, outbox }
//!  clock ──the hour has come──▶ Rang ─────▶ └──────────────┘            │  many turns, one batch, one sync
//!                                    ▲                                  ▼
//!                        Chat, Diary └──────────── store ◀──── commit(turns, update offset)
//!                                                   │
//!                                      outbox ──letter──▶ sender ──▶ telegram ──▶ Telegram
//! ```
//!
//! Data moves one way: **update → event → turn → batch → letter**. One function decides
//! ([`engine::turn::turn`]), one remembers ([`shell::store::Store::commit`]), one speaks (the sender). Nothing is done
//! before it is remembered; nothing is said before what it says is on disk.
//!
//! # Where to begin reading
//!
//! 1. [`engine::event`] and [`engine::letter`]: all that can happen, all that can be said.
//! 2. [`engine::chat`] and [`engine::diary`]: all that is remembered.
//! 3. [`engine::turn`]: who answers; [`engine::conversation`]: how a person is walked through a dialogue;
//!    [`engine::triage`]: how urgent it is, in three values.
//! 4. [`library::dialogue`], [`library::rule`], [`library::condition`]: what authors write.
//! 5. [`shell::desk`]: the only writer; [`shell::sender`]: the only speaker.
//!
//! # The rooms
//!
//! | room | does | never |
//! |---|---|---|
//! | [`library`] | authored content: shapes, load, check | clock, waiting, logging; only `load` reads files |
//! | [`engine`] | decides | input or output of any kind |
//! | [`shell`] | touches the world: desk, Telegram, store, sender | decides about health or wording |
//! | [`simulator`] | a local stand-in for Telegram, with a chat page | shares a type with the bot |
//! | [`tools`] | the commands for authors and operators | decides about health |
//!
//! A file imports from its own room or from its left: `ids ← library ← engine ← shell ← simulator, tools ← main`.
//! Each outside thing has one door: files → `library::load`, environment → [`config`], clock and tasks → `shell`,
//! teloxide → `shell::telegram`, sled → `shell::store` and `shell::keys`. `tests/architecture.rs` reads the source and
//! names the line that breaks either rule.
//!
//! # What if the process dies?
//!
//! | between … | then |
//! |---|---|
//! | Telegram's answer and the commit | the offset has not moved: Telegram gives the same updates again, the same turns follow |
//! | inside the commit | a batch is whole or absent |
//! | the commit and the sending | the letters are in the outbox and go at the next start |
//! | Telegram's yes and the settling of the letter | the answers of that moment go twice, the last of a chat and no older one: `sendMessage` takes no idempotency key. A reminder is marked before its request and never goes twice |
//! | an hour falls due while we are down | it rings once at the start |
//! | a turn panics on one update | an apology goes out, the offset moves on, the error is logged without content |

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used))]

pub mod config;
pub mod engine;
pub mod ids;
pub mod library;
pub mod shell;
pub mod simulator;
pub mod tools;
