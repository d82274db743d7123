//! What one file cannot know: links lead somewhere, every path ends, rules can be answered.
