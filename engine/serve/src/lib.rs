//! HTTP: submission, tiles, witness, pages, sign-in.
