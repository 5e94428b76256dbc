//! Pictures and documents as evidence: bytes in, facts out.
//!
//! In scope: what a file is by its first bytes (JPEG, PNG, WebP, HEIC, PDF), whether it is whole, its
//! size in pixels, what its metadata says about place, time, device and editing, and a perceptual
//! hash by which a person is led to look at two pictures side by side.
//!
//! Out of scope: whether a picture is true; faces, plates and any other recognition of what it shows;
//! files, clocks and processes, which are the caller's.
//!
//! Size bound: 40 MB a file and 100 million pixels, refused before they are decoded.
