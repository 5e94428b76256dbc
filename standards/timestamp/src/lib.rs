//! RFC 3161 time-stamp tokens: bytes in, verdict out.
//!
//! In scope: reading a reply or token, the imprint, the signature, the certificate path to the
//! agreement's own anchors, the time.
//!
//! Out of scope: asking an authority for a token, revocation lists, any anchor the agreement did not name.
//!
//! Size bound: 64 KiB a token, paths of at most five certificates.
