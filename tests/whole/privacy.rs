//! Nobody's words, names, numbers or secrets in the log or on the disk; nothing before consent; nothing after /delete.
