//! "Did you mean …?": the nearest known name, or the list of them when it is short.

/// Names shown in full when nothing is near.
const LIST_AT_MOST: usize = 10;

/// A hint for a name that nobody knows.
pub(crate) fn among<'n>(wrong: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(near) = nearest(wrong, &known) {
        return format!("did you mean `{near}`?");
    }
    match known.len() {
        0 => String::new(),
        1..=LIST_AT_MOST => format!("known here: {}", known.join(", ")),
        _ => String::new(),
    }
}

fn nearest<'n>(wrong: &str, known: &[&'n str]) -> Option<&'n str> {
    let slips = |name: &str| strsim::damerau_levenshtein(wrong, name);
    let near = known.iter().copied().min_by_key(|name| slips(name))?;
    let bearable = 1 + wrong.chars().count().min(near.chars().count()) / 4;
    (slips(near) <= bearable).then_some(near)
}
