//! A kept sample of every layout that was ever stored still reads, and means what it meant.
//!
//! A sample is never edited: a new layout brings a new file.

use charley::engine::diary::Entry;
use charley::shell::store::value;
use serde_json::Value;

fn compact(json: &str) -> Vec<u8> {
    serde_json::to_vec(&serde_json::from_str::<Value>(json).unwrap()).unwrap()
}

#[test]
fn chats_of_layout_1_read() {
    for sample in [include_str!("samples/chat_v1.json"), include_str!("samples/chat_v1_reminders.json")] {
        let sample = compact(sample);
        let chat = value::chat(&sample).unwrap();
        // While it is the newest layout it is also written just so.
        assert_eq!(serde_json::to_string(&chat).unwrap(), String::from_utf8(sample).unwrap());
    }
}

#[test]
fn entries_of_layout_1_read() {
    let samples: Vec<Value> = serde_json::from_str(include_str!("samples/entry_v1.json")).unwrap();
    for sample in samples {
        let text = sample.to_string();
        let entry: Entry = value::entry(text.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&entry).unwrap(), text);
    }
}

#[test]
fn letters_of_layout_1_read() {
    let sample = compact(include_str!("samples/letter_v1.json"));
    let letters = value::letters(&sample).unwrap();
    let rows = value::letter_rows(&letters).unwrap();
    assert_eq!(rows, [(0, sample)]);
}

#[test]
fn a_layout_of_tomorrow_is_not_guessed_at() {
    let newer =
        |json: &str| compact(json).into_iter().map(char::from).collect::<String>().replacen("\"v\":1", "\"v\":2", 1);
    assert!(value::chat(newer(include_str!("samples/chat_v1.json")).as_bytes()).is_none());
    assert!(value::letters(newer(include_str!("samples/letter_v1.json")).as_bytes()).is_none());
    assert!(value::chat(b"{}").is_none() && value::entry(b"").is_none());
}
