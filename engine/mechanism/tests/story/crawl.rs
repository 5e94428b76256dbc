//! Every page that links lead to.

use std::collections::BTreeSet;

use page::{Catalogue, Lang};

use crate::story::Story;

/// Follows every link below `from` as each of these readers, in every language: each page is there and has
/// its words. How many were shown.
pub(crate) fn every_page(
    story: &Story,
    catalogue: &Catalogue,
    from: &str,
    readers: &[&str],
) -> usize {
    let mut pages = 0;
    let below = format!("href=\"{from}");
    for reader in readers {
        let seat = story.seat(reader);
        let mut found = BTreeSet::new();
        let mut next = vec![from.to_owned()];
        while let Some(address) = next.pop() {
            if !found.insert(address.clone()) {
                continue;
            }
            for lang in Lang::ALL {
                let shown = story.show(catalogue, &address, Some(&seat), lang);
                let shown = shown.unwrap_or_else(|e| panic!("{address}: {e:?}"));
                let html = &shown.content.0;
                let complete = !html.contains("class=\"missing\"");
                assert!(complete, "{address} {lang:?}: {html}");
                pages += 1;
                next.extend(html.split(&below).skip(1).map(|rest| {
                    let link = rest.split(['"', '#']).next().unwrap();
                    format!("{from}{}", link.replace("&amp;", "&"))
                }));
            }
        }
    }
    pages
}
