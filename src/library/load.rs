//! Reads the folder of content into a [`Library`]; gathers all mistakes; the only reader of files.
