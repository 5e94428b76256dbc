//! A seeded simulator of members, witnesses, links and faults.
