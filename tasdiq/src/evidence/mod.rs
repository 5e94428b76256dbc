//! Evidence as files of others: read in processes of their own, checked line by line.
//!
//! [`Reader`] is what a host calls when an upload is complete, and what `tasdiq evidence inspect` calls:
//! it starts this very program again with a limit on memory and time, hands it the bytes, and takes one
//! line of JSON back; [`Reader::for_host`] is the form a host is handed. Whatever a file does to its reader, nothing else is harmed.

pub mod confined;
mod lines;
mod reader;

pub use lines::{credentials, timestamp};
pub use reader::{Credentials, Ingredient, NotRead, Reader};

#[cfg(test)]
mod tests {
    #[test]
    fn what_may_be_left_behind_of_a_picture_has_words() {
        let catalogue = mechanism::catalogue();
        for kind in picture::RemovedKind::ALL {
            let key = format!("sealing-removed-{}", kind.name());
            assert!(catalogue.has(&key), "{key}");
        }
    }
}
