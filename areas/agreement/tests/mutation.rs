//! A seeded mutator over the Paris texts: what was done to a draft is known, so what the comparison
//! says of it can be counted.
//!
//! The kinds of weakening are those of agreement.md 2d. Their words are the mutator's own, some of
//! them on purpose not in the detectors' tables.
#![expect(clippy::unwrap_used, reason = "a test says what it expects")]

use std::collections::{BTreeMap, BTreeSet};

use agreement::compare::text::parse;
use agreement::compare::{Comparison, Direction, Priors, Rule, compare};

const SHARED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/agreement/"
);

/// A small generator: splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// A clause on its way from the old draft to the new.
#[derive(Clone)]
struct Piece {
    /// Clauses of the old draft it comes from; none if it was added.
    from: Vec<usize>,
    article: usize,
    text: String,
    moved: bool,
}

#[derive(Default)]
struct Truth {
    pairs: BTreeSet<(String, String)>,
    omitted: BTreeSet<String>,
    moved: BTreeSet<String>,
    weakened: BTreeSet<(String, &'static str)>,
}

const HEDGES: &[&str] = &[
    "to the extent feasible",
    "as it may deem fit",
    "if circumstances so allow",
    "within the limits of its means",
    "subject to its domestic law",
    "where possible",
    "as far as its resources permit",
    "in line with national priorities",
    "whenever practicable",
    "having regard to its own capabilities",
];
const EXCEPTIONS: &[&str] = &[
    "except in cases of urgency",
    "unless the Council decides otherwise",
    "provided that the cost is met by others",
    "save in wartime",
    "on condition that the other side has done so first",
];

/// A sentence that carries a feature, and the same sentence weakened: the rule, before, after.
fn weakening(chance: &mut Chance) -> (&'static str, String, String) {
    let who = chance.pick(&[
        "Each State",
        "The Government",
        "Every Party",
        "The Secretariat",
    ]);
    let verb = chance.pick(&[
        "repair",
        "catalogue",
        "hand over",
        "insure",
        "seal",
        "return",
    ]);
    let thing = chance.pick(&[
        "the turbines",
        "the stored archives",
        "the river gauges",
        "the seed banks",
        "the ferries",
    ]);
    let n = 20 + chance.below(60);
    let less = 2 + chance.below(15);
    let hedge = chance.pick(HEDGES);
    let exception = chance.pick(EXCEPTIONS);
    let plain = format!("{who} shall {verb} {thing}.");
    match chance.below(16) {
        0 => ("MODAL", plain, format!("{who} should {verb} {thing}.")),
        1 => ("MODAL", plain, format!("{who} may {verb} {thing}.")),
        2 => (
            "MODAL",
            plain,
            format!("{who} shall strive to {verb} {thing}."),
        ),
        3 => (
            "MODAL",
            format!("{who} must not {verb} {thing}."),
            format!("{who} should not {verb} {thing}."),
        ),
        4 => (
            "HEDGE",
            plain,
            format!("{who} shall, {hedge}, {verb} {thing}."),
        ),
        5 => (
            "HEDGE",
            plain,
            format!("{who} shall {verb} {thing} {hedge}."),
        ),
        6 => (
            "DEADLINE",
            format!("{who} shall {verb} {thing} within {n} days."),
            format!("{who} shall {verb} {thing} within {} days.", n + 30),
        ),
        7 => (
            "DEADLINE",
            format!("{who} shall {verb} {thing} within {n} days."),
            format!(
                "{who} shall {verb} {thing} {}.",
                chance.pick(&["in due course", "at a suitable time", "in the near future"])
            ),
        ),
        8 => (
            "DEADLINE",
            format!("{who} shall {verb} {thing} no later than 31 March 2031."),
            plain,
        ),
        9 => (
            "NUMBER",
            format!("{who} shall {verb} at least {n} of {thing}."),
            format!("{who} shall {verb} at least {less} of {thing}."),
        ),
        10 => (
            "NUMBER",
            format!("Losses at {thing} shall not exceed {less} per cent."),
            format!("Losses at {thing} shall not exceed {n} per cent."),
        ),
        11 => (
            "ENTITY",
            format!("{who} shall {verb} {thing} at Depot Q-{n} and at Lake Orsa."),
            format!("{who} shall {verb} {thing} at certain places."),
        ),
        12 => (
            "VERIFY",
            format!("{who} shall {verb} {thing}, under the supervision of independent inspectors."),
            plain,
        ),
        13 => (
            "ACTOR",
            plain,
            format!("{} shall be {}.", capital(thing), done(verb)),
        ),
        14 => (
            "SCOPE",
            plain.clone(),
            format!("{} {exception}.", plain.trim_end_matches('.')),
        ),
        _ => (
            "BIND",
            format!(
                "{who} shall issue a {} on {thing}.",
                chance.pick(&["binding ruling", "decree", "directive"])
            ),
            format!(
                "{who} shall issue {} on {thing}.",
                chance.pick(&["a recommendation", "guidance", "an opinion"])
            ),
        ),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|c| c.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn done(verb: &str) -> &str {
    match verb {
        "repair" => "repaired",
        "catalogue" => "catalogued",
        "hand over" => "handed over",
        "insure" => "insured",
        "seal" => "sealed",
        _ => "returned",
    }
}

/// Changes an editor makes and no lawyer minds.
fn editorial(chance: &mut Chance, text: &str) -> String {
    match chance.below(7) {
        0 => text.trim_end_matches('.').to_owned() + ";",
        1 => text
            .replacen(", which", " that", 1)
            .replacen(" which ", " that ", 1),
        2 => text.replacen("Parties", "parties", 1),
        3 => text.replacen(" and ", ", and ", 1),
        4 => text.replacen("tion ", "tiom ", 1),
        5 => text.replacen("Agreement", "agreement", 1),
        _ => text.replacen(" the ", " this ", 1),
    }
}

const ADDITIONS: &[&str] = &[
    "The archive of maps drawn before the flood shall be opened to historians of both valleys.",
    "A youth orchestra shall tour the harbour towns each spring at the expense of the lottery.",
    "Bee-keepers may carry their hives across the pass on presentation of a veterinary card.",
    "The old lighthouse shall be painted white and its keeper shall receive a pension.",
];

fn mutated(base: &str, seed: u64) -> (String, String, Truth) {
    let mut chance = Chance(seed);
    let draft = parse(base).unwrap();
    let mut articles: Vec<String> = Vec::new();
    let mut old: Vec<(usize, String)> = Vec::new();
    for clause in draft
        .clauses
        .iter()
        .filter(|c| c.text.split_whitespace().count() >= 6)
    {
        if articles.last() != Some(&clause.article) {
            articles.push(clause.article.clone());
        }
        let text = clause
            .text
            .trim_end_matches([':', ';', ','])
            .trim_end_matches("; and");
        old.push((articles.len(), text.trim_end_matches('.').to_owned() + "."));
    }
    let mut truth: Vec<(usize, &'static str)> = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < old.len() {
        let (article, text) = old[at].clone();
        let piece = |from: Vec<usize>, text: String| Piece {
            from,
            article,
            text,
            moved: false,
        };
        match chance.below(40) {
            0 | 1 => {}
            2 if at + 1 < old.len()
                && old[at + 1].0 == article
                && enough(&text)
                && enough(&old[at + 1].1) =>
            {
                let joined = format!("{text} {}", old[at + 1].1);
                pieces.push(piece(vec![at, at + 1], joined));
                at += 1;
            }
            3 | 4 if halves(&text).is_some() => {
                let (a, b) = halves(&text).unwrap();
                pieces.push(piece(vec![at], a));
                pieces.push(piece(vec![at], b));
            }
            5..=12 => {
                let (rule, before, after) = weakening(&mut chance);
                old[at].1 = format!("{text} {before}");
                truth.push((at, rule));
                pieces.push(piece(vec![at], format!("{text} {after}")));
            }
            13..=20 => pieces.push(piece(vec![at], editorial(&mut chance, &text))),
            21 => {
                pieces.push(piece(vec![at], text));
                pieces.push(piece(vec![], chance.pick(ADDITIONS).to_owned()));
            }
            _ => pieces.push(piece(vec![at], text)),
        }
        at += 1;
    }
    let count = pieces.len();
    for _ in 0..count / 25 {
        let from = chance.below(count);
        let to = (from + 8 + chance.below(count - 16)) % count;
        let whole = pieces[from].from.len() == 1
            && pieces
                .iter()
                .filter(|p| p.from == pieces[from].from)
                .count()
                == 1;
        if whole && !pieces[from].moved && pieces[from].text.len() > 60 {
            let mut piece = pieces.remove(from);
            piece.moved = true;
            piece.article = pieces[to.min(pieces.len() - 1)].article;
            let to = to.min(pieces.len());
            pieces.insert(to, piece);
        }
    }
    render(&old, &pieces, &truth, seed)
}

fn enough(text: &str) -> bool {
    text.split_whitespace().count() >= 10
}

fn halves(text: &str) -> Option<(String, String)> {
    let at = text.find(". ")?;
    let (a, b) = (text[..=at].to_owned(), text[at + 2..].to_owned());
    (enough(&a) && enough(&b)).then_some((a, b))
}

/// Both drafts as Markdown, and the truth in terms of their references.
fn render(
    old: &[(usize, String)],
    pieces: &[Piece],
    weakened: &[(usize, &'static str)],
    seed: u64,
) -> (String, String, Truth) {
    let shift = (seed % 3) as usize;
    let (old_text, old_names) = markdown(old.iter().map(|(a, t)| (*a, t.as_str())), 0);
    let (new_text, new_names) =
        markdown(pieces.iter().map(|p| (p.article, p.text.as_str())), shift);
    let mut truth = Truth::default();
    for (at, piece) in pieces.iter().enumerate() {
        for &from in &piece.from {
            truth
                .pairs
                .insert((old_names[from].clone(), new_names[at].clone()));
            if piece.moved {
                truth.moved.insert(old_names[from].clone());
            }
        }
    }
    let kept: BTreeSet<usize> = pieces.iter().flat_map(|p| p.from.iter().copied()).collect();
    truth.omitted = (0..old.len())
        .filter(|at| !kept.contains(at))
        .map(|at| old_names[at].clone())
        .collect();
    truth.weakened = weakened
        .iter()
        .map(|&(at, rule)| (old_names[at].clone(), rule))
        .collect();
    (old_text, new_text, truth)
}

fn markdown<'a>(
    clauses: impl Iterator<Item = (usize, &'a str)>,
    shift: usize,
) -> (String, Vec<String>) {
    let (mut text, mut names) = (String::new(), Vec::new());
    let (mut article, mut heading, mut number) = (0, 0, 0);
    for (of, clause) in clauses {
        if of != article || heading == 0 {
            heading = if heading == 0 { 1 + shift } else { heading + 1 };
            text.push_str(&format!("\n## Article {heading}\n\n"));
            (article, number) = (of, 0);
        }
        number += 1;
        text.push_str(&format!("{number}. {clause}\n\n"));
        names.push(format!("Article {heading}.{number}"));
    }
    (text, names)
}

#[derive(Default)]
struct Score {
    hit: usize,
    false_claim: usize,
    missed: usize,
}

impl Score {
    fn count<T: Ord>(&mut self, said: &BTreeSet<T>, truth: &BTreeSet<T>) {
        self.hit += said.intersection(truth).count();
        self.false_claim += said.difference(truth).count();
        self.missed += truth.difference(said).count();
    }

    /// Precision, recall and F1 per mille.
    fn rates(&self) -> (usize, usize, usize) {
        let rate = |a: usize, b: usize| (a * 1000).checked_div(b).unwrap_or(1000);
        let f1 = rate(2 * self.hit, 2 * self.hit + self.false_claim + self.missed);
        (
            rate(self.hit, self.hit + self.false_claim),
            rate(self.hit, self.hit + self.missed),
            f1,
        )
    }
}

fn targets(comparison: &Comparison, rule: Rule) -> BTreeSet<String> {
    comparison
        .findings
        .iter()
        .filter(|f| f.rule == rule)
        .map(|f| f.target.clone())
        .collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn mutations_of_paris() {
    let (mut pairs, mut omitted, mut moved) =
        (Score::default(), Score::default(), Score::default());
    let mut weaker: BTreeMap<&'static str, Score> = BTreeMap::new();
    let mut examples: Vec<String> = Vec::new();
    for name in [
        "paris-12-dec-2015.md",
        "paris-29-jan-2016.md",
        "paris-4-dec-2015.md",
    ] {
        let Ok(base) = std::fs::read_to_string(format!("{SHARED}{name}")) else {
            println!("skipped: no shared data");
            return;
        };
        for seed in 1..=6 {
            let (old, new, truth) = mutated(&base, seed);
            let (old, new) = (parse(&old).unwrap(), parse(&new).unwrap());
            let there = compare(&old, &new, &Priors::default());
            let back = compare(&new, &old, &Priors::default());
            let said: BTreeSet<(String, String)> = there
                .pairs
                .iter()
                .map(|p| (p.old.clone(), p.new.clone()))
                .collect();
            let swapped: BTreeSet<(String, String)> = back
                .pairs
                .iter()
                .map(|p| (p.new.clone(), p.old.clone()))
                .collect();
            assert_eq!(said, swapped);
            let count = |c: &Comparison, d: Direction| {
                c.findings.iter().filter(|f| f.direction == d).count()
            };
            assert_eq!(
                count(&there, Direction::Weaker),
                count(&back, Direction::Stronger)
            );
            assert_eq!(
                count(&there, Direction::Stronger),
                count(&back, Direction::Weaker)
            );
            assert_eq!(targets(&there, Rule::Omit), targets(&back, Rule::Added));
            pairs.count(&said, &truth.pairs);
            omitted.count(&targets(&there, Rule::Omit), &truth.omitted);
            moved.count(&targets(&there, Rule::Moved), &truth.moved);
            for pair in said.difference(&truth.pairs).take(3) {
                examples.push(format!("{name} {seed} false pair {pair:?}"));
            }
            for pair in truth.pairs.difference(&said).take(3) {
                examples.push({
                    let of = |d: &agreement::compare::text::Draft, r: &str| {
                        d.clauses
                            .iter()
                            .find(|c| c.reference == r)
                            .map_or(String::new(), |c| c.text.clone())
                    };
                    format!(
                        "{name} {seed} missed pair {pair:?}\n   {}\n   {}",
                        of(&old, &pair.0),
                        of(&new, &pair.1)
                    )
                });
            }
            let told: BTreeSet<(String, &'static str)> = there
                .findings
                .iter()
                .filter(|f| f.direction == Direction::Weaker && f.new.is_some())
                .map(|f| (f.target.clone(), f.rule.name()))
                .collect();
            for rule in [
                "MODAL", "HEDGE", "DEADLINE", "NUMBER", "ENTITY", "VERIFY", "ACTOR", "SCOPE",
                "BIND",
            ] {
                let of =
                    |set: &BTreeSet<(String, &'static str)>| -> BTreeSet<(String, &'static str)> {
                        set.iter().filter(|(_, r)| *r == rule).cloned().collect()
                    };
                weaker
                    .entry(rule)
                    .or_default()
                    .count(&of(&told), &of(&truth.weakened));
                for missing in of(&truth.weakened).difference(&of(&told)) {
                    let text = new.clauses.iter().find(|c| {
                        truth
                            .pairs
                            .contains(&(missing.0.clone(), c.reference.clone()))
                    });
                    let tail = text.map_or(String::new(), |c| {
                        c.text
                            .chars()
                            .rev()
                            .take(110)
                            .collect::<String>()
                            .chars()
                            .rev()
                            .collect()
                    });
                    examples.push(format!("{name} {seed} missed {missing:?} {tail}"));
                }
                for extra in of(&told).difference(&of(&truth.weakened)) {
                    let f = there
                        .findings
                        .iter()
                        .find(|f| f.target == extra.0 && f.rule.name() == rule)
                        .unwrap();
                    let words =
                        |s: &Option<agreement::compare::Span>| s.as_ref().map(|s| s.text.clone());
                    examples.push(format!(
                        "{name} {seed} false {extra:?} {} {:?} {:?}",
                        f.basis,
                        words(&f.old),
                        words(&f.new)
                    ));
                }
            }
        }
    }
    println!("pairs: precision, recall, F1 per mille {:?}", pairs.rates());
    println!(
        "omissions: {:?}, moves: {:?}",
        omitted.rates(),
        moved.rates()
    );
    let macro_f1 = weaker.values().map(|s| s.rates().2).sum::<usize>() / weaker.len();
    for (rule, score) in &weaker {
        println!(
            "{rule}: {:?} of {}",
            score.rates(),
            score.hit + score.missed
        );
    }
    println!("weakening macro-F1 per mille {macro_f1}");
    println!(
        "{}",
        examples
            .iter()
            .take(12)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
    assert!(pairs.rates().2 >= 970);
    assert!(omitted.rates().0 >= 980 && omitted.rates().1 >= 980);
    assert!(moved.rates().1 >= 950);
    assert!(macro_f1 >= 920);
}
