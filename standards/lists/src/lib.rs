//! Published lists of persons, read as proposals: UN consolidated XML, OFAC tables, FollowTheMoney
//! lines, plain tables with a mapping.
//!
//! In scope: bytes in, records and what was not understood out; the difference of two editions.
//!
//! Out of scope: files, listings, decisions.
//!
//! Size bound: 256 MB a file, a million records.
