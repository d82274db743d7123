//! Reads `countries.toml`: emergency numbers, none without its source and the day it was read.

use super::page::Page;
use super::rule;
use super::table::{Table, Text};
use crate::library::country::Country;

pub(super) fn read(page: &mut Page<'_>) -> Vec<Country> {
    let root = page.root();
    let mut table = Table::new("", 0, &root);
    let mut countries = Vec::new();
    match table.table(page, "country") {
        None => page.wrong(0, "there is no country in this file", "a country begins with `[country.GB]`"),
        Some(mut tables) => {
            for (code, entry) in tables.rest() {
                let table = Table::of(page, format!("country `{}`", code.text), code.span.start, entry);
                countries.extend(table.and_then(|table| read_country(page, &code, table)));
            }
        }
    }
    table.finish(page);
    countries
}

fn read_country(page: &mut Page<'_>, code: &Text<'_>, mut table: Table<'_>) -> Option<Country> {
    if code.text.len() != 2 || !code.text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        page.wrong(code.span.start, table.about("this is no country code"), "two capital letters, as in ISO 3166");
    }
    let owned = |found: Option<Text<'_>>| found.map(|text| text.text.to_owned());
    let name = owned(table.need_text(page, "name"));
    let emergency = owned(table.need_text(page, "emergency"));
    let source = owned(table.need_text(page, "source"));
    let read = rule::date(page, &mut table, "read");
    let crisis = owned(table.text(page, "crisis"));
    let (crisis_source, crisis_read) = if crisis.is_some() {
        (owned(table.need_text(page, "crisis_source")), rule::date(page, &mut table, "crisis_read"))
    } else {
        (None, None)
    };
    let zones = read_zones(page, &mut table);
    let twelve_hours = read_clock(page, &mut table);
    let ounces = table.flag(page, "ounces");
    table.finish(page);
    Some(Country {
        code: code.text.to_owned(),
        name: name?,
        emergency: emergency?,
        source: source?,
        read: read?,
        crisis,
        crisis_source,
        crisis_read,
        zones,
        twelve_hours,
        ounces,
        place: page.place(code.span.start),
    })
}

/// `clock = 12`; 24 without it.
fn read_clock(page: &mut Page<'_>, table: &mut Table<'_>) -> bool {
    let hours = table.count(page, "clock").unwrap_or(24);
    if hours != 12 && hours != 24 {
        page.wrong(table.at, table.about(&format!("`clock` is 12 or 24, not {hours}")), "");
    }
    hours == 12
}

fn read_zones(page: &mut Page<'_>, table: &mut Table<'_>) -> Vec<String> {
    let zones = table.texts(page, "zones");
    for zone in zones.iter().filter(|zone| jiff::tz::TimeZone::get(zone.text).is_err()) {
        let what = table.about(&format!("`{}` is no time zone", zone.text));
        page.wrong(zone.span.start, what, "an IANA name such as \"Europe/London\"");
    }
    zones.iter().map(|zone| zone.text.to_owned()).collect()
}
