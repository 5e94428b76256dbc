//! Every part of a page once, with invented parties and texts: for the gallery and for the tests.

use page::{
    Choice, Clause, Comparison, Computed, Effect, Enrol, Field, Frame, Hash, Id, Iso, Kind, Lang,
    LogLine, Markup, Method, Moment, Nav, Pager, Pair, Problems, ProofMark, Reader, Remark, Render,
    Review, Side, SignIn, State, Table, Tr, Uncertain, Value, Waiting, Width, Witnessed, Words,
    facts, form, html, notice,
};

/// A name, how it is set, and its content.
pub(crate) fn pages(tr: Tr<'_>) -> [(&'static str, Width, Markup); 4] {
    [
        ("parts", Width::Reading, parts(tr)),
        ("compare", Width::Comparing, comparison().show(tr)),
        ("sign", Width::Reading, signing(tr)),
        (
            "glossary",
            Width::Comparing,
            page::glossary(tr, &page::TERMS),
        ),
    ]
}

fn at(text: &str) -> act::Time {
    text.parse().unwrap()
}

pub(crate) fn frame<'a>(tr: Tr<'a>, name: &str) -> Frame<'a> {
    let nav = [
        "Agreement",
        "Commitments",
        "Watchlist",
        "Hotline",
        "Lanes",
        "Roll",
    ];
    let nav: Vec<Nav> = nav
        .iter()
        .map(|label| Nav {
            label: html! { (label) },
            path: format!("/{}", label.to_lowercase()),
        })
        .collect();
    let as_of = at("2025-11-07T14:02:11.123Z");
    Frame {
        tr,
        title: match name {
            "compare" => "Draft 3 omits eight clauses of Draft 2".to_owned(),
            "sign" => "Accept the words of clause C-08".to_owned(),
            _ => tr.plain("review-title", &[]),
        },
        mechanism: "Joint Mechanism of Party A and Party B",
        path: "/agreement?draft=3",
        area: "/agreement",
        nav: Box::leak(nav.into_boxed_slice()),
        reader: Reader::Officer {
            office: "Negotiator",
            member: "Party B",
            id: "b",
            key_expires: as_of.after(act::Hours(70)),
        },
        as_of,
        log: LogLine {
            size: 1284,
            root: act::Digest::of(b"root"),
            witnessed: Some(Witnessed {
                size: 1282,
                by: vec!["Mediator 1", "Mediator 2"],
                at: at("2025-11-07T14:02:09.000Z"),
            }),
        },
        standing: vec![tr.say("frame-fictional")],
        waiting: vec![
            Waiting {
                sentence: tr.with("compare-not-in", &[("draft", Value::Name("Draft 3"))]),
                path: "/agreement/C-08".to_owned(),
                by: Some(as_of.after(act::Hours(3))),
            },
            Waiting {
                sentence: tr.say("compare-uncertain"),
                path: "/agreement/C-01".to_owned(),
                by: Some(at("2025-11-06T10:00:00.000Z")),
            },
        ],
        proof: Some(ProofMark {
            index: 1281,
            id: act::Digest::of(b"entry"),
            witnesses: vec![("m1", "Mediator 1"), ("b", "Party B")],
        }),
        computed: Computed {
            root: act::Digest::of(b"state"),
            ruleset: "2025-1",
            copy: "copy",
            export: "tasdiq export tiles https://HOST/reader/TOKEN copy",
            command: "tasdiq show /agreement?draft=3 --as-of 2025-11-07T14:02:11.123Z".to_owned(),
        },
    }
}

fn states(tr: Tr<'_>) -> Vec<(Markup, Markup)> {
    let by = ["Mediator 1", "Mediator 2"];
    let when = at("2025-11-07T14:02:11.123Z");
    [
        State::Recorded,
        State::Witnessed { by: &by, at: when },
        State::Void {
            reason: tr.say("js-key-bad"),
        },
        State::Due {
            left: 3 * 3_600_000,
        },
        State::Overdue {
            since: 26 * 3_600_000,
        },
        State::Says { at: when },
    ]
    .iter()
    .enumerate()
    .map(|(i, state)| (html! { "#" (i) }, state.mark(tr)))
    .collect()
}

fn parts(tr: Tr<'_>) -> Markup {
    let mut problems = Problems::default();
    problems.add("reason", tr.say("js-not-these-bytes"));
    let when = at("2025-11-07T14:02:11.123Z");
    let fields = html! {
        (Field::new("title", tr.say("enrol-label")).hint(tr.say("enrol-label-hint")).required().text(""))
        (Field::new("reason", tr.say("term-position")).problems(&problems).required()
            .area("The parties shall …", Some(Lang::En), 4))
        (Field::new("by", tr.say("computed-as-of")).day("2025-11-07"))
        (Field::new("choice", tr.say("term-clause")).select(&[
            Choice { value: "a", label: html! { "C-08" } },
            Choice { value: "b", label: html! { "C-09" } },
        ], "b"))
        (Field::new("stance", tr.say("term-position")).radio(&[
            Choice { value: "accept", label: tr.say("compare-kept") },
            Choice { value: "reject", label: tr.say("compare-changed") },
        ], "accept"))
        (Field::new("sure", tr.say("review-permanent")).check(""))
    };
    let mut table = Table::new(tr.say("term-log"))
        .numbers(tr.say("term-entry"))
        .column(tr.say("computed-as-of"))
        .column(tr.say("review-office"))
        .column(tr.say("term-proof"))
        .column(tr.say("review-key"));
    for (i, state) in states(tr).into_iter().enumerate() {
        table.push([
            html! { a href="/log/1284" { (1284 - i) } },
            html! { (Iso(when)) },
            html! { bdi { "Negotiator, Party B" } },
            state.1,
            html! { (Hash(act::Digest::of(&[i as u8]))) },
        ]);
    }
    html! {
        (problems.summary(tr))
        (notice(Kind::Now, &tr.say("state-recorded")))
        (facts(states(tr)))
        (table.show(tr))
        (Pager { shown: (1, 50), total: 1284, newer: None, older: Some("?before=1234") }.show(tr))
        (Table::new(tr.say("term-finding")).column(tr.say("term-clause")).show(tr))
        (page::timeline(tr, &moments(tr)))
        (form(Method::Post, "/", &fields, &tr.say("js-continue")))
    }
}

fn moments(tr: Tr<'_>) -> Vec<Moment<'static>> {
    let names: &'static [&'static str] = &["Mediator 1", "Mediator 2"];
    let when = at("2025-11-06T09:14:00.000Z");
    vec![
        Moment {
            at: when,
            entry: (1201, "/log/1201"),
            sentence: html! { bdi { "Party B" } ", " (Id("C-08")) ": " (tr.say("compare-kept")) },
            state: State::Witnessed {
                by: names,
                at: when,
            },
            detail: Words {
                text: "دواړه لوري ګډې پوستې جوړوي.",
                lang: Some(Lang::Ps),
            }
            .render(),
        },
        Moment {
            at: when.after(act::Hours(29)),
            entry: (1284, "/log/1284"),
            sentence: html! { bdi { "Party A" } ", " (Id("C-08")) ": " (tr.say("compare-changed")) },
            state: State::Recorded,
            detail: Markup::default(),
        },
    ]
}

const fn clause<'a>(label: &'a str, text: &'a str) -> Clause<'a> {
    Clause {
        label,
        href: "/agreement/clause",
        text,
        lang: Some(Lang::En),
    }
}

fn comparison() -> Comparison<'static> {
    let remark = |rule, sentence: &str, side, span, effect, earlier: &str| Remark {
        rule,
        sentence: html! { (sentence) },
        side,
        span,
        effect,
        for_whom: "Party B",
        earlier: html! { (earlier) },
    };
    let prevent = clause(
        "2.4",
        "Party B shall prevent use of its territory against Party A by the groups, at the places and by the dates listed in Annex 2.",
    );
    let allow = clause(
        "3.4",
        "Neither Party will allow its territory to be used against the other, in accordance with its laws and capacity.",
    );
    let decree = clause(
        "2.7",
        "Party B shall cause a binding religious decree to be published that forbids violence against Party A.",
    );
    let offer = clause(
        "3.5",
        "Religious scholars may offer guidance on matters of peace.",
    );
    let posts = clause(
        "2.9",
        "The Parties shall open joint posts at Crossing T and Crossing C, with daily shared watchlists bearing case numbers.",
    );
    Comparison {
        old: "Draft 2, Party A",
        new: "Draft 3, Party B",
        pairs: vec![
            (
                Pair::Both {
                    old: clause("2.1", "This agreement is made in good faith."),
                    new: clause("3.1", "This agreement is made in good faith."),
                    moved: false,
                },
                vec![],
            ),
            (
                Pair::Both {
                    old: prevent,
                    new: allow,
                    moved: false,
                },
                vec![
                    remark(
                        "MODAL",
                        "“shall” became “will”.",
                        Side::New,
                        14..18,
                        Effect::Weaker,
                        "Party B accepted the earlier words in principle on 6 November 2025.",
                    ),
                    remark(
                        "HEDGE",
                        "“in accordance with its laws and capacity” was added.",
                        Side::New,
                        69..109,
                        Effect::Weaker,
                        "",
                    ),
                    remark(
                        "SCOPE",
                        "A duty of one became a duty of both.",
                        Side::Old,
                        0..7,
                        Effect::Unclear,
                        "",
                    ),
                ],
            ),
            (
                Pair::Both {
                    old: decree,
                    new: offer,
                    moved: true,
                },
                vec![remark(
                    "BIND",
                    "“binding religious decree” became “guidance”.",
                    Side::New,
                    29..37,
                    Effect::Weaker,
                    "",
                )],
            ),
            (
                Pair::Omitted(posts),
                vec![remark(
                    "OMIT",
                    "Nothing in Draft 3 corresponds to this clause.",
                    Side::Old,
                    0..0,
                    Effect::Weaker,
                    "Party B accepted these words in principle on 6 November 2025.",
                )],
            ),
            (
                Pair::Added(clause(
                    "3.3",
                    "The Parties may consult through existing channels where appropriate.",
                )),
                vec![],
            ),
            (
                Pair::Both {
                    old: clause("2.11", "Party A shall give full border access to food."),
                    new: clause("3.2", "Party A shall give full border access to food."),
                    moved: true,
                },
                vec![],
            ),
        ],
        uncertain: vec![Uncertain {
            old: clause(
                "2.1",
                "The Parties shall establish a joint monitoring mechanism.",
            ),
            new: clause(
                "3.3",
                "The Parties may consult through existing channels where appropriate.",
            ),
        }],
    }
}

fn signing(tr: Tr<'_>) -> Markup {
    let review = Review {
        statement: html! {
            bdi { "Party B" } ": " (tr.with("compare-clause", &[("label", Value::Id("C-08"))])) " "
            (Words { text: "The Parties shall open joint posts at Crossing T and Crossing C.", lang: Some(Lang::En) })
        },
        verb: tr.say("js-continue"),
        payload: r#"{"mechanism":"00","by":"ed25519:AAAA","seq":4,"entry":{"clause":"C-08","stance":"accept"}}"#,
        payload_type: "application/vnd.tasdiq.agreement.position-taken.v1+json",
        mechanism: act::Digest::of(b"charter"),
        office: "Negotiator",
        member: "Party B",
        key: act::SigningKey::from_seed(&[7; 32]).public(),
        key_expires: at("2025-12-07T00:00:00.000Z"),
        consequences: vec![tr.say("term-witnessed-means")],
        refusal: None,
        back: "/agreement",
        next: "/agreement/C-08",
        second: page::Second::NotNeeded,
    };
    let mechanism = act::Digest::of(b"charter");
    html! {
        (review.show(tr))
        (SignIn { challenge: "abc", origin: "https://example.org", mechanism, next: "/" }.show(tr))
        (Enrol { mechanism }.show(tr))
    }
}
