//! The binary carries a copy of `dialogues/`; a change there must build it anew.

fn main() {
    println!("cargo::rerun-if-changed=dialogues");
}
