//! Commitments that can be checked: what was promised, the evidence, the findings.
//!
//! In scope: commitments with object, place, deadline and evidence standard, the test whether one is
//! reviewable at all, their life as acts make it, evidence and its checks side by side, mediators'
//! findings with reply, appeal and dissent, the daily bulletin.
//!
//! Out of scope: penalties (`ledger`), any score or ranking of a party, any verdict by a machine.
//!
//! Size bound: a record per commitment, act and piece of evidence; payloads are blobs, never state.
