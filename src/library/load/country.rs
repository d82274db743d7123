//! Reads `countries.toml`: emergency numbers, none without its source and the day it was read.

use super::page::Page;
use super::rule;
use super::table::Table;
use crate::library::country::Country;

pub(super) fn read(page: &mut Page<'_>) -> Vec<Country> {
    let root = page.root();
    let mut table = Table::new("", 0, &root);
    let tables = table.tables(page, "country");
    table.finish(page);
    let mut countries: Vec<Country> = Vec::new();
    for table in tables {
        let Some(country) = read_country(page, table) else {
            continue;
        };
        if countries.iter().any(|known| known.code == country.code) {
            let mistake = format!("country `{}` stands here twice", country.code);
            page.mistakes.push(super::mistake(country.place.clone(), mistake, ""));
        }
        countries.push(country);
    }
    countries
}

fn read_country(page: &mut Page<'_>, mut table: Table<'_>) -> Option<Country> {
    let code = table.need_text(page, "code")?;
    table.name = format!("country `{}`", code.text);
    if code.text.len() != 2 || !code.text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        page.wrong(
            code.span.start,
            table.about("this is no country code"),
            "two capital letters, as in ISO 3166",
        );
    }
    let text = |found: Option<super::table::Text<'_>>| found.map(|text| text.text.to_owned());
    let name = text(table.need_text(page, "name"));
    let emergency = text(table.need_text(page, "emergency"));
    let source = text(table.need_text(page, "source"));
    let read = rule::date(page, &mut table, "read");
    let crisis = text(table.text(page, "crisis"));
    let crisis_source = text(table.text(page, "crisis_source"));
    if crisis.is_some() != crisis_source.is_some() {
        let hint = "no number stands here without its source";
        page.wrong(table.at, table.about("`crisis` and `crisis_source` go together"), hint);
    }
    let zones = read_zones(page, &mut table);
    let place = page.place(code.span.start);
    table.finish(page);
    let (name, emergency, source, read) = (name?, emergency?, source?, read?);
    Some(Country {
        code: code.text.to_owned(),
        name,
        emergency,
        source,
        read,
        crisis,
        crisis_source,
        zones,
        place,
    })
}

fn read_zones(page: &mut Page<'_>, table: &mut Table<'_>) -> Vec<String> {
    let zones = table.texts(page, "zones");
    for zone in zones.iter().filter(|zone| jiff::tz::TimeZone::get(zone.text).is_err()) {
        let what = table.about(&format!("`{}` is no time zone", zone.text));
        page.wrong(zone.span.start, what, "an IANA name such as \"Europe/London\"");
    }
    zones.iter().map(|zone| zone.text.to_owned()).collect()
}
