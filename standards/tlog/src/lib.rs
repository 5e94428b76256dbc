//! C2SP transparency-log formats: bytes in, bytes out.
