//! Personal names across scripts: what may be the same person's name, and why.
//!
//! In scope: cleaning, tagging, sound skeletons, candidates, alignment, bands, explanations.
//!
//! Out of scope: pictures, tribe, ethnicity, religion, language, and any decision about a person.
//!
//! Size bound: a million names of at most 200 characters.
