//! No table panics, and what is read of it is within bounds: by usual names, and one cell as a birth.
#![no_main]

mod sound;

use libfuzzer_sys::fuzz_target;
use lists::Mapping;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(mapping) = Mapping::usual(bytes)
        && let Ok(report) = lists::table(bytes, &mapping)
    {
        sound::check(&report);
    }
    let quoted = String::from_utf8_lossy(bytes).replace('"', "'");
    let rows = format!("reference,name,birth\n1,Zalmay Example,\"{quoted}\"\n");
    let mapping = Mapping::usual(rows.as_bytes()).unwrap();
    if let Ok(report) = lists::table(rows.as_bytes(), &mapping) {
        sound::check(&report);
        for birth in &report.records[0].births {
            // What was written as listings write it is read back as the same days.
            let again = format!("reference,name,birth\n1,Zalmay Example,{birth}\n");
            let again = lists::table(again.as_bytes(), &mapping).unwrap();
            for back in &again.records[0].births {
                assert_eq!((back.from, back.to), (birth.from, birth.to), "{birth:?}");
            }
        }
    }
});
