//! A comparison as canonical JSON: keys in one order, integers only, the same bytes for everyone.

use serde_json::{Value, json as value};

use super::{Comparison, finding::Finding, finding::Span, text::Draft};

/// The comparison as one line of JSON:
/// `{"pairs":[…],"findings":[…],"uncertain":[…],"strip":[…],"clauses":{"old":[…],"new":[…]}}`.
pub fn json(comparison: &Comparison) -> String {
    let mut out = String::from("{");
    let mut part = |name: &str, values: Vec<String>| {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&format!("\"{name}\":[{}]", values.join(",")));
    };
    let pair = |p: &super::Pair| {
        object(&[
            ("old", value!(p.old)),
            ("new", value!(p.new)),
            ("pass", value!(p.pass.name())),
            ("score", value!(p.score)),
        ])
    };
    let unclear = |u: &super::Uncertain| {
        object(&[
            ("old", value!(u.old)),
            ("new", value!(u.new)),
            ("score", value!(u.score)),
        ])
    };
    let block = |b: &super::Block| {
        object(&[
            ("fate", value!(b.fate.name())),
            ("old", value!(b.old)),
            ("new", value!(b.new)),
        ])
    };
    part("pairs", comparison.pairs.iter().map(pair).collect());
    part(
        "findings",
        comparison.findings.iter().map(finding).collect(),
    );
    part(
        "uncertain",
        comparison.uncertain.iter().map(unclear).collect(),
    );
    part("strip", comparison.strip.iter().map(block).collect());
    let (old, new) = (clauses(&comparison.old), clauses(&comparison.new));
    out.push_str(&format!(
        ",\"clauses\":{{\"old\":[{old}],\"new\":[{new}]}}}}"
    ));
    out
}

fn finding(finding: &Finding) -> String {
    let whom = object(&[
        ("obligor", value!(finding.obligor)),
        ("beneficiary", value!(finding.beneficiary)),
    ]);
    let (old, new) = (span(finding.old.as_ref()), span(finding.new.as_ref()));
    let head = object(&[
        ("rule", value!(finding.rule.name())),
        ("target", value!(finding.target)),
    ]);
    let tail = object(&[
        ("severity", value!(finding.severity.name())),
        ("confidence", value!(finding.confidence)),
        ("basis", value!(finding.basis)),
        ("status", value!(finding.status.name())),
        ("regression_of", value!(finding.regression_of)),
        ("touches", value!(finding.touches)),
    ]);
    format!(
        "{},\"old\":{old},\"new\":{new},\"direction\":{},\"for\":{whom},{}",
        head.trim_end_matches('}'),
        value!(finding.direction.name()),
        tail.trim_start_matches('{'),
    )
}

fn span(span: Option<&Span>) -> String {
    match span {
        None => "null".to_owned(),
        Some(s) => object(&[
            ("clause", value!(s.clause)),
            ("start", value!(s.start)),
            ("end", value!(s.end)),
            ("text", value!(s.text)),
        ]),
    }
}

fn clauses(draft: &Draft) -> String {
    let clause = |c: &super::text::Clause| {
        object(&[
            ("ref", value!(c.reference)),
            ("label", value!(c.label)),
            ("role", value!(c.role.name())),
            ("heading", value!(c.heading)),
            (
                "hash",
                value!(super::text::clause_hash(c.role, &c.text).to_string()),
            ),
            ("text", value!(c.text)),
        ])
    };
    draft
        .clauses
        .iter()
        .map(clause)
        .collect::<Vec<_>>()
        .join(",")
}

/// An object with its keys in the order given.
fn object(fields: &[(&str, Value)]) -> String {
    let field = |(key, value): &(&str, Value)| format!("\"{key}\":{value}");
    format!(
        "{{{}}}",
        fields.iter().map(field).collect::<Vec<_>>().join(",")
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Priors, compare, text::parse};
    use super::*;

    #[test]
    fn is_json_with_keys_in_order() {
        let old = parse("1. Party A shall close \"F-07\".").unwrap();
        let new = parse("1. Party A may close \"F-07\".").unwrap();
        let line = json(&compare(&old, &new, &Priors::default()));
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["findings"][0]["rule"], "MODAL");
        assert!(line.starts_with("{\"pairs\":[{\"old\":\"1\",\"new\":\"1\",\"pass\":\"similar\""));
        assert!(
            line.contains("\"target\":\"1\",\"old\":{\"clause\":\"1\",\"start\":8,\"end\":13,")
        );
    }
}
