//! Sealed payloads: bytes that only those named can read.
//!
//! In scope: the container, its content encryption (AES-256-GCM), and the wrapping of the content key
//! to each recipient (HPKE, RFC 9180).
//!
//! Out of scope: who is entitled (the areas), where keys are kept, where randomness comes from.
//!
//! Size bound: 40 MB of payload, 64 recipients.
