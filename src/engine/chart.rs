//! Pictures of the diary as SVG: the nights of a week as columns, the nights of a month as a calendar.
//!
//! Drawn from a few numbers that fit into a letter. Readable in grey: shape and number say everything, shade nothing
//! alone. A night that nobody logged is an empty place, never a zero.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::figures::Night;

/// Width of every picture, in pixels: sharp on a small phone.
pub const WIDTH: u32 = 800;
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Columns,
    Calendar,
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
    };
    let middle = WIDTH / 2;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"DejaVu Sans\" fill=\"#111\" text-anchor=\"middle\">\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"{middle}\" y=\"56\" font-size=\"34\">{}</text>\n{body}\
         <text x=\"{middle}\" y=\"{}\" font-size=\"24\" fill=\"#444\">{}</text>\n</svg>\n",
        escape(&chart.title),
        height - 28,
        escape(&chart.legend),
    )
}

/// One column a night, a block for each cramp.
fn columns(chart: &Chart) -> (String, u32) {
    const FLOOR: u32 = 380;
    const BLOCK: u32 = 44;
    let step = WIDTH / u32::try_from(chart.nights.len().max(1)).unwrap_or(1);
    let mut body = String::new();
    for (column, mark) in (0..).zip(&chart.nights) {
        let middle = column * step + step / 2;
        let name = weekday(chart, mark.evening);
        body += &format!("<text x=\"{middle}\" y=\"{}\" font-size=\"26\">{name}</text>\n", FLOOR + 44);
        let top = match mark.cramps {
            None => {
                body += &format!(
                    "<rect x=\"{}\" y=\"{}\" width=\"56\" height=\"40\" fill=\"none\" stroke=\"#888\" stroke-dasharray=\"6 6\"/>\n",
                    middle - 28,
                    FLOOR - 42
                );
                continue;
            }
            Some(cramps) => {
                let blocks = cramps.min(TALLEST);
                for block in 1..=blocks {
                    let y = FLOOR - block * BLOCK + 4;
                    body += &format!(
                        "<rect x=\"{}\" y=\"{y}\" width=\"56\" height=\"{}\" fill=\"#3a5a78\"/>\n",
                        middle - 28,
                        BLOCK - 4
                    );
                }
                FLOOR - blocks * BLOCK
            }
        };
        let number = mark.cramps.unwrap_or_default();
        body += &format!("<text x=\"{middle}\" y=\"{}\" font-size=\"28\">{number}</text>\n", top - 10);
    }
    body += &format!(
        "<line x1=\"20\" y1=\"{FLOOR}\" x2=\"{}\" y2=\"{FLOOR}\" stroke=\"#111\" stroke-width=\"2\"/>\n",
        WIDTH - 20
    );
    (body, FLOOR + 120)
}

/// One place a night, a filled circle with the number of cramps.
fn calendar(chart: &Chart) -> (String, u32) {
    const TOP: u32 = 130;
    const ROW: u32 = 88;
    const STEP: u32 = WIDTH / 7;
    let mut body = String::new();
    for (column, name) in (0..).zip(chart.weekdays.iter().take(7)) {
        let middle = column * STEP + STEP / 2;
        body += &format!(
            "<text x=\"{middle}\" y=\"{}\" font-size=\"24\" fill=\"#444\">{}</text>\n",
            TOP - 22,
            escape(name)
        );
    }
    let mut row = 0;
    for (place, mark) in chart.nights.iter().enumerate() {
        let column = u32::from(mark.evening.weekday().to_monday_zero_offset().unsigned_abs());
        if column == 0 && place > 0 {
            row += 1;
        }
        body += &day(mark, column * STEP + STEP / 2, TOP + row * ROW + ROW / 2);
    }
    (body, TOP + (row + 1) * ROW + 70)
}

fn day(mark: &Mark, x: u32, y: u32) -> String {
    let date = format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"18\" fill=\"#444\">{}</text>\n",
        x - 40,
        y - 16,
        mark.evening.day()
    );
    let sign = match mark.cramps {
        None => String::new(),
        Some(0) => {
            format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"26\" fill=\"none\" stroke=\"#111\" stroke-width=\"2\"/>\n")
        }
        Some(cramps) => format!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"28\" fill=\"#3a5a78\"/>\n\
             <text x=\"{x}\" y=\"{}\" font-size=\"28\" fill=\"#fff\">{cramps}</text>\n",
            y + 10
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
