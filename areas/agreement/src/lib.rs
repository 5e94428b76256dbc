//! Drafts, positions, and what a new draft does to the words of the old.
