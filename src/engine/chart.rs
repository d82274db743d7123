//! Pictures of the diary as SVG: the nights of a week as columns, the nights of a month as a calendar.
//!
//! Drawn from a few numbers that fit into a letter. Readable in grey: shape and number say everything, shade nothing
//! alone. A night that nobody logged is an empty place, never a zero.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::figures::Night;

/// Width of every picture, in pixels: sharp on a small phone.
pub const WIDTH: u32 = 800;
/// Left free at both sides.
const MARGIN: u32 = 30;
/// Tallest column, in cramps; more are written as a number only.
const TALLEST: u32 = 6;

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    pub kind: Kind,
    pub title: String,
    /// Under the picture: what the signs mean.
    pub legend: String,
    /// Names of the weekdays, Monday first.
    pub weekdays: Vec<String>,
    pub nights: Vec<Mark>,
    /// Of a long time: months or quarters in the place of nights.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
}

/// One month or quarter, counted in nights.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub label: String,
    /// With a cramp.
    pub cramps: u32,
    pub logged: u32,
    pub nights: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Columns,
    Calendar,
    Bars,
}

/// One night, by the date of its evening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub evening: Date,
    /// Absent when nobody logged it; 0 is a quiet night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cramps: Option<u32>,
}

impl Mark {
    pub fn new(evening: Date, night: Night) -> Mark {
        let cramps = match night {
            Night::NotLogged => None,
            Night::Quiet => Some(0),
            Night::Cramps(cramps) => Some(cramps),
        };
        Mark { evening, cramps }
    }
}

/// The picture. Text is set in the font that the program carries.
pub fn svg(chart: &Chart) -> String {
    let (body, height) = match chart.kind {
        Kind::Columns => columns(chart),
        Kind::Calendar => calendar(chart),
        Kind::Bars => bars(chart),
    };
    let middle = WIDTH / 2;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"DejaVu Sans\" fill=\"#111\" text-anchor=\"middle\">\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"{middle}\" y=\"58\" font-size=\"{}\">{}</text>\n{body}\
         <text x=\"{middle}\" y=\"{}\" font-size=\"{}\" fill=\"#333\">{}</text>\n</svg>\n",
        fitting(&chart.title, 38),
        escape(&chart.title),
        height - 30,
        fitting(&chart.legend, 30),
        escape(&chart.legend),
    )
}

/// The size of a line that leaves a margin on both sides, at most so large.
fn fitting(line: &str, most: u32) -> u32 {
    // A letter of this font is two thirds as wide as it is high, at most of them.
    let letters = u32::try_from(line.chars().count()).unwrap_or(u32::MAX).max(1);
    most.min((WIDTH - 2 * MARGIN) * 10 / letters.saturating_mul(6)).max(1)
}

/// One column a night, a block for each cramp; below it the weekday and the date of its evening.
fn columns(chart: &Chart) -> (String, u32) {
    const FLOOR: u32 = 380;
    const BLOCK: u32 = 44;
    let step = (WIDTH - 2 * MARGIN) / u32::try_from(chart.nights.len().max(1)).unwrap_or(1);
    let wide = (step * 2 / 3).min(72);
    let size = (step * 2 / 5).clamp(20, 30);
    let mut body = String::new();
    for (column, mark) in (0..).zip(&chart.nights) {
        let middle = MARGIN + column * step + step / 2;
        let left = middle - wide / 2;
        let (name, day) = (weekday(chart, mark.evening), mark.evening.day());
        body += &format!("<text x=\"{middle}\" y=\"{}\" font-size=\"{size}\">{name}</text>\n", FLOOR + 42);
        body += &format!("<text x=\"{middle}\" y=\"{}\" font-size=\"{size}\">{day}</text>\n", FLOOR + 80);
        let Some(cramps) = mark.cramps else {
            body += &format!(
                "<rect x=\"{left}\" y=\"{}\" width=\"{wide}\" height=\"40\" fill=\"none\" stroke=\"#555\" \
                 stroke-width=\"3\" stroke-dasharray=\"8 6\"/>\n",
                FLOOR - 44
            );
            continue;
        };
        let blocks = cramps.min(TALLEST);
        for block in 1..=blocks {
            let y = FLOOR - block * BLOCK + 4;
            body +=
                &format!("<rect x=\"{left}\" y=\"{y}\" width=\"{wide}\" height=\"{}\" fill=\"#3a5a78\"/>\n", BLOCK - 4);
        }
        let top = FLOOR - blocks * BLOCK - 12;
        body += &format!("<text x=\"{middle}\" y=\"{top}\" font-size=\"34\">{cramps}</text>\n");
    }
    body += &format!(
        "<line x1=\"{MARGIN}\" y1=\"{FLOOR}\" x2=\"{}\" y2=\"{FLOOR}\" stroke=\"#111\" stroke-width=\"3\"/>\n",
        WIDTH - MARGIN
    );
    (body, FLOOR + 164)
}

/// One bar a month: as long as it has nights, outlined what was logged, filled what had a cramp.
fn bars(chart: &Chart) -> (String, u32) {
    const TOP: u32 = 100;
    const ROW: u32 = 50;
    const LEFT: u32 = 250;
    const LONGEST: u32 = 330;
    let most = chart.rows.iter().map(|row| row.nights).max().unwrap_or(1).max(1);
    let mut body = String::new();
    let mut y = TOP;
    for row in &chart.rows {
        let (logged, cramps) = (row.logged * LONGEST / most, row.cramps * LONGEST / most);
        let (label, base) = (escape(&row.label), y + 33);
        body +=
            &format!("<text x=\"{}\" y=\"{base}\" font-size=\"26\" text-anchor=\"end\">{label}</text>\n", LEFT - 16);
        if row.logged > 0 {
            body += &format!(
                "<rect x=\"{LEFT}\" y=\"{}\" width=\"{logged}\" height=\"34\" fill=\"none\" stroke=\"#111\" stroke-width=\"3\"/>\n\
                 <rect x=\"{LEFT}\" y=\"{}\" width=\"{cramps}\" height=\"34\" fill=\"#3a5a78\"/>\n",
                y + 6,
                y + 6
            );
        }
        let number = if row.logged > 0 { format!("{} / {}", row.cramps, row.logged) } else { "–".to_owned() };
        body += &format!(
            "<text x=\"{}\" y=\"{base}\" font-size=\"26\" text-anchor=\"start\">{number}</text>\n",
            LEFT + logged + 16
        );
        y += ROW;
    }
    (body, y + 90)
}

/// One place a night, a filled circle with the number of cramps; the first of a month with its name.
fn calendar(chart: &Chart) -> (String, u32) {
    const TOP: u32 = 140;
    const STEP: u32 = (WIDTH - 2 * MARGIN) / 7;
    let mut body = String::new();
    for (column, name) in (0..).zip(chart.weekdays.iter().take(7)) {
        let middle = MARGIN + column * STEP + STEP / 2;
        body += &format!("<text x=\"{middle}\" y=\"{}\" font-size=\"32\">{}</text>\n", TOP - 24, escape(name));
    }
    // Sixteen weeks still fit on one picture.
    let high = if chart.nights.len() > 42 { 84 } else { 100 };
    let mut row = 0;
    let is_long =
        chart.nights.first().map(|mark| mark.evening.month()) != chart.nights.last().map(|mark| mark.evening.month());
    for (place, mark) in chart.nights.iter().enumerate() {
        let column = u32::from(mark.evening.weekday().to_monday_zero_offset().unsigned_abs());
        if column == 0 && place > 0 {
            row += 1;
        }
        let names_month = is_long && (place == 0 || mark.evening.day() == 1);
        body += &day(mark, (MARGIN + column * STEP, TOP + row * high), high, names_month);
    }
    (body, TOP + (row + 1) * high + 76)
}

/// The date in the upper left of its place, the sign beside it.
fn day(mark: &Mark, (left, top): (u32, u32), high: u32, names_month: bool) -> String {
    // Large enough for a small phone, where the picture is a third as wide.
    let (form, size) = if names_month { ("%-d %b", 24) } else { ("%-d", 32) };
    let (x, y, round) = (left + 74, top + high * 3 / 5, high * 3 / 10);
    let date = format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{size}\" text-anchor=\"start\" fill=\"#333\">{}</text>\n",
        left + 2,
        top + 26,
        mark.evening.strftime(form)
    );
    let sign = match mark.cramps {
        None => String::new(),
        Some(0) => {
            format!(
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\" fill=\"none\" stroke=\"#111\" stroke-width=\"3\"/>\n",
                round - 2
            )
        }
        Some(cramps) => format!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{round}\" fill=\"#3a5a78\"/>\n\
             <text x=\"{x}\" y=\"{}\" font-size=\"32\" fill=\"#fff\">{cramps}</text>\n",
            y + 11
        ),
    };
    date + &sign
}

fn weekday(chart: &Chart, date: Date) -> String {
    let place = usize::from(Weekday::to_monday_zero_offset(date.weekday()).unsigned_abs());
    chart.weekdays.get(place).map(|name| escape(name)).unwrap_or_default()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use resvg::tiny_skia::Pixmap;

    use super::{Chart, Kind, Mark, Row, WIDTH, svg};
    use crate::library::picture::png;

    /// The longest titles there are, over as many nights as a picture of that kind takes.
    fn charts() -> Vec<(&'static str, Chart)> {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(str::to_owned);
        let marks = |many: i32| {
            let mark = |place: i32| Mark {
                evening: date(2025, 9, 21).checked_add(place.days()).unwrap(),
                cramps: [None, Some(0), Some(1), Some(0), Some(2), None, Some(12)][usize::try_from(place % 7).unwrap()],
            };
            (0..many).map(mark).collect::<Vec<Mark>>()
        };
        let row = |place: u32| Row {
            label: format!("Oct–Dec {}", 2021 + place / 4),
            cramps: place,
            logged: 3 * place,
            nights: 92,
        };
        let chart = |kind, nights: i32, legend: &str| Chart {
            kind,
            title: "Nights of 30 Sep 2025 to 28 Dec 2026".to_owned(),
            legend: legend.to_owned(),
            weekdays: names.to_vec(),
            nights: marks(nights),
            rows: Vec::new(),
        };
        let bars = Chart {
            rows: (0..20).map(row).collect(),
            nights: Vec::new(),
            ..chart(Kind::Bars, 0, "Nights with cramps / nights logged. –: not logged.")
        };
        vec![
            ("week", chart(Kind::Columns, 7, "Number: cramps. 0: quiet. Dashed: not logged.")),
            ("ten nights", chart(Kind::Columns, 10, "Number: cramps. 0: quiet. Dashed: not logged.")),
            ("month", chart(Kind::Calendar, 31, "Number: cramps. Ring: quiet. Empty: not logged.")),
            ("a hundred", chart(Kind::Calendar, 100, "Number: cramps. Ring: quiet. Empty: not logged.")),
            ("years", bars),
        ]
    }

    #[test]
    fn nothing_touches_the_edges() {
        for (name, chart) in charts() {
            let pixels = Pixmap::decode_png(&png(&svg(&chart)).unwrap()).unwrap();
            let is_white = |x: u32, y: u32| pixels.pixel(x, y).is_some_and(|pixel| pixel.red() > 250);
            let margin = (0..20).chain(WIDTH - 20..WIDTH);
            let touched =
                margin.flat_map(|x| (0..pixels.height()).map(move |y| (x, y))).find(|(x, y)| !is_white(*x, *y));
            assert_eq!(touched, None, "{name}");
        }
    }
}
