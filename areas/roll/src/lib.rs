//! Who takes part: charter, members, posts, offices, keys, authority.
