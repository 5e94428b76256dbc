//! Temporary.
#![allow(clippy::all, missing_docs)]
use names::*;
use serde_json::Value;
fn lines(p: &str) -> Vec<Value> {
    std::fs::read_to_string(p)
        .unwrap()
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}
fn index(p: &str) -> (Vec<String>, Vec<Person>) {
    let v = lines(p);
    let refs = v
        .iter()
        .map(|x| x["ref"].as_str().unwrap().to_owned())
        .collect();
    let ps = v
        .iter()
        .map(|x| Person {
            names: x["names"]
                .as_array()
                .unwrap()
                .iter()
                .map(|n| Name {
                    text: n[0].as_str().unwrap().to_owned(),
                    quality: match n[1].as_i64().unwrap() {
                        0 => Quality::Primary,
                        1 => Quality::Good,
                        _ => Quality::Low,
                    },
                })
                .collect(),
            ..Default::default()
        })
        .collect();
    (refs, ps)
}
fn main() {
    let d = "/work/brief/nm/";
    let show: Vec<String> = std::env::args().skip(1).collect();
    let (refs, ps) = index(&format!("{d}index.jsonl"));
    let ix = Index::new(&ps);
    let mut sc = ix.screener();
    let top = |sc: &mut Screener, n: &str| {
        let q = Query {
            names: vec![n.to_owned()],
            ..Default::default()
        };
        sc.screen(&q, 5)
    };
    // negatives: threshold at 1%
    for pool in ["glob", "arab", "arab2", "lat", "lat2"] {
        let mut s: Vec<u16> = Vec::new();
        let mut shown = 0;
        for x in lines(&format!("{d}neg_{pool}.jsonl")) {
            let n = x["name"].as_str().unwrap();
            let c = top(&mut sc, n);
            let v = c.first().map_or(0, |c| c.score);
            s.push(v);
            if v >= 780 && show.contains(&format!("neg_{pool}")) && shown < 40 {
                shown += 1;
                println!(
                    "   {n} -> {} {v} {:?}",
                    ps[c[0].person as usize].names[0].text,
                    c[0].agrees
                        .iter()
                        .map(|l| (l.read.as_str(), l.listed.as_str()))
                        .collect::<Vec<_>>()
                );
            }
        }
        s.sort_by_key(|v| std::cmp::Reverse(*v));
        println!(
            "{pool}: n={} alerts@780={:.2}% @900={:.2}% 1%at={} .5%at={}",
            s.len(),
            100.0 * s.iter().filter(|v| **v >= 780).count() as f64 / s.len() as f64,
            100.0 * s.iter().filter(|v| **v >= 900).count() as f64 / s.len() as f64,
            s[s.len() / 100],
            s[s.len() / 200]
        );
    }
    for set in ["xs", "tr", "lv"] {
        let lvix;
        let lvps;
        let lvrefs;
        let (ixx, pss, rf) = if set == "lv" {
            let (r, p) = index(&format!("{d}index_lv.jsonl"));
            lvix = Index::new(&p);
            lvps = p;
            lvrefs = r;
            (&lvix, &lvps, &lvrefs)
        } else {
            (&ix, &ps, &refs)
        };
        let mut sc = ixx.screener();
        for half in 0..2 {
            let (mut n, mut r1, mut r5, mut al, mut al9) = (0, 0, 0, 0, 0);
            for x in lines(&format!("{d}{set}.jsonl")) {
                if x["half"].as_i64().unwrap() != half {
                    continue;
                }
                n += 1;
                let name = x["name"].as_str().unwrap();
                let c = top(&mut sc, name);
                let want = x["ref"].as_str().unwrap();
                let pos = c.iter().position(|c| rf[c.person as usize] == want);
                if pos == Some(0) {
                    r1 += 1;
                }
                if pos.is_some() {
                    r5 += 1;
                }
                let sc_ = pos.map_or(0, |p| c[p].score);
                if sc_ >= 780 {
                    al += 1;
                }
                if sc_ >= 840 {
                    al9 += 1;
                }
                if half == 0 && show.contains(&set.to_string()) && (pos != Some(0) || sc_ < 780) {
                    let wp = rf.iter().position(|r| r == want).unwrap();
                    println!(
                        "   {name} | want {} | got {:?} {sc_}",
                        pss[wp]
                            .names
                            .iter()
                            .take(3)
                            .map(|n| n.text.as_str())
                            .collect::<Vec<_>>()
                            .join(" / "),
                        c.first()
                            .map(|c| (pss[c.person as usize].names[0].text.as_str(), c.score))
                    );
                }
            }
            println!(
                "{set} half {half}: n={n} r@1={:.3} r@5={:.3} alert780={:.3} alert840={:.3}",
                r1 as f64 / n as f64,
                r5 as f64 / n as f64,
                al as f64 / n as f64,
                al9 as f64 / n as f64
            );
        }
    }
}
