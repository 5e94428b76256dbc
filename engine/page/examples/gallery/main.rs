//! Every part of a page in every language, for looking at: one HTML file per page and language.
//!
//! `cargo run -p page --example gallery -- OUT_DIR`
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a tool for the eye that writes its files where it is told"
)]

mod samples;

use std::path::Path;

use page::{ASSETS, Catalogue, Lang, Tr};

fn main() {
    let out = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/gallery".to_owned());
    let out = Path::new(&out);
    std::fs::create_dir_all(out.join("assets")).unwrap();
    for asset in ASSETS {
        std::fs::write(out.join(&asset.path[1..]), asset.bytes).unwrap();
    }
    let catalogue = Catalogue::new(&[]).unwrap();
    let mut links = String::new();
    for lang in Lang::ALL {
        let tr = Tr::new(lang, &catalogue);
        for (name, width, content) in samples::pages(tr) {
            // Opened as files, so the addresses of our own assets have to be relative.
            let page = samples::frame(tr, name).page(width, &content).into_string();
            let file = format!("{name}-{}.html", lang.tag());
            std::fs::write(out.join(&file), page.replace("\"/assets/", "\"assets/")).unwrap();
            links.push_str(&format!("<li><a href={file}>{file}</a>\n"));
        }
    }
    std::fs::write(out.join("index.html"), links).unwrap();
    println!("{}", out.join("index.html").display());
}
