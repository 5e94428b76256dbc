//! Any two drafts side by side, findings in the margin, and what members explain of them.

use page::{
    Effect, Field, Markup, Method, NotHere, Pair, Problems, Remark, Shown, Side, Uncertain, Value,
    Words, action_link, form, html,
};

use super::instrument::chooser;
use super::link::{View, entry_link};
use crate::compare::text::Clause;
use crate::compare::{self, Comparison, Direction, Finding, Rule, Status};
use crate::entry::Stance;
use crate::ground::{Standpoint, comparison, standpoint};
use crate::state::{Tabled, hash_of};

/// Two drafts of a view, the earlier first.
struct Two<'a> {
    view: View<'a>,
    old: &'a Tabled,
    new: &'a Tabled,
    compared: &'a Comparison,
}

/// The comparison that `?old=` and `?new=` ask for; without them the form that chooses.
pub(super) fn compare(view: &View<'_>) -> Result<Shown, NotHere> {
    let tr = view.tr();
    if view.ask.get("old").is_empty() {
        let content = html! { (chooser(view)) };
        return Ok(Shown::reading(
            tr.plain("agreement-compare-title", &[]),
            content,
        ));
    }
    let draft = |field| {
        view.instrument
            .draft(view.ask.get(field))
            .ok_or(NotHere::NoSuchPage)
    };
    let (old, new) = (draft("old")?, draft("new")?);
    let compared = comparison(view.instrument, view.roll, old, new);
    let two = Two {
        view: *view,
        old,
        new,
        compared: &compared,
    };
    let paths = two.paths();
    let content = html! {
        p { (tr.say("agreement-compare-note")) }
        (two.page(&paths).show(tr))
        (explanations(view, new))
        (chooser(view))
    };
    let values = [
        ("old", Value::Name(&old.title)),
        ("new", Value::Name(&new.title)),
    ];
    let title = tr.plain("agreement-compared-title", &values);
    Ok(Shown::comparing(title, content))
}

/// Addresses of every clause's page, so that the comparison can borrow them: old, then new.
type Paths = (Vec<String>, Vec<String>);

impl<'a> Two<'a> {
    fn paths(&self) -> Paths {
        let of = |draft: &Tabled| -> Vec<String> {
            let clauses = draft.read.clauses.iter();
            clauses
                .map(|c| self.view.clause_path(&draft.id, &c.reference))
                .collect()
        };
        (of(self.old), of(self.new))
    }

    fn page<'p>(&'p self, paths: &'p Paths) -> page::Comparison<'p> {
        let rows = self.rows();
        let mut taken = vec![false; self.compared.findings.len()];
        let mut pairs = Vec::new();
        for &(old, new) in &rows {
            let mut remarks = Vec::new();
            for (i, finding) in self.compared.findings.iter().enumerate() {
                if !taken[i] && self.is_about(finding, old, new) {
                    taken[i] = true;
                    remarks.push(self.remark(finding));
                }
            }
            pairs.extend(self.pair(paths, old, new).map(|pair| (pair, remarks)));
        }
        page::Comparison {
            old: &self.old.title,
            new: &self.new.title,
            pairs,
            uncertain: self.uncertain(paths),
        }
    }

    /// Places in the old and the new draft that stand beside each other, in reading order: the
    /// strip's, and after each the other halves of a split or a merge.
    fn rows(&self) -> Vec<(Option<usize>, Option<usize>)> {
        let mut rows: Vec<(Option<usize>, Option<usize>)> = Vec::new();
        for block in &self.compared.strip {
            if block.fate == compare::Fate::Uncertain {
                continue;
            }
            let row = (
                block.old.as_deref().and_then(|r| place(self.old, r)),
                block.new.as_deref().and_then(|r| place(self.new, r)),
            );
            rows.push(row);
        }
        for pair in &self.compared.pairs {
            let row = (place(self.old, &pair.old), place(self.new, &pair.new));
            if rows.contains(&row) {
                continue;
            }
            let after = rows.iter().rposition(|r| r.0 == row.0 || r.1 == row.1);
            rows.insert(after.map_or(rows.len(), |at| at + 1), row);
        }
        rows
    }

    fn is_about(&self, finding: &Finding, old: Option<usize>, new: Option<usize>) -> bool {
        let at = |span: &Option<compare::Span>, draft| {
            span.as_ref().map(|span| place(draft, &span.clause))
        };
        let (of_old, of_new) = (at(&finding.old, self.old), at(&finding.new, self.new));
        of_old.is_none_or(|at| at == old) && of_new.is_none_or(|at| at == new)
    }

    fn pair<'p>(
        &'p self,
        paths: &'p Paths,
        old: Option<usize>,
        new: Option<usize>,
    ) -> Option<Pair<'p>> {
        let side =
            |draft: &'p Tabled, paths: &'p [String], at: Option<usize>| shown(draft, paths, at?);
        let (before, after) = (side(self.old, &paths.0, old), side(self.new, &paths.1, new));
        match (before, after) {
            (Some(old), Some(new)) => Some(Pair::Both {
                old,
                new,
                moved: self.moved(new.label),
            }),
            (Some(old), None) => Some(Pair::Omitted(old)),
            (None, Some(new)) => Some(Pair::Added(new)),
            (None, None) => None,
        }
    }

    fn moved(&self, new: &str) -> bool {
        let blocks = self.compared.strip.iter();
        blocks
            .filter(|block| block.fate == compare::Fate::Moved)
            .any(|block| block.new.as_deref() == Some(new))
    }

    fn uncertain<'p>(&'p self, paths: &'p Paths) -> Vec<Uncertain<'p>> {
        let pairs = self.compared.uncertain.iter();
        pairs
            .filter_map(|pair| {
                let old = shown(self.old, &paths.0, place(self.old, &pair.old)?)?;
                let new = shown(self.new, &paths.1, place(self.new, &pair.new)?)?;
                Some(Uncertain { old, new })
            })
            .collect()
    }

    fn remark<'p>(&'p self, finding: &'p Finding) -> Remark<'p> {
        let (side, span) = match (&finding.old, &finding.new) {
            (_, Some(span)) if finding.rule != Rule::Omit => (Side::New, span.start..span.end),
            (Some(span), _) => (Side::Old, span.start..span.end),
            (None, _) => (Side::New, 0..0),
        };
        Remark {
            rule: finding.rule.name(),
            sentence: sentence(&self.view, finding),
            side,
            span,
            effect: effect(finding.direction),
            for_whom: obliged(&self.view, &finding.obligor),
            earlier: earlier(&self.view, self.old, finding),
        }
    }
}

fn place(draft: &Tabled, reference: &str) -> Option<usize> {
    draft
        .read
        .clauses
        .iter()
        .position(|clause| clause.reference == reference)
}

fn shown<'p>(draft: &'p Tabled, paths: &'p [String], at: usize) -> Option<page::Clause<'p>> {
    let clause: &Clause = draft.read.clauses.get(at)?;
    Some(page::Clause {
        label: &clause.reference,
        href: paths.get(at)?,
        text: &clause.text,
        lang: page::Lang::from_tag(&draft.language),
    })
}

const fn effect(direction: Direction) -> Effect {
    match direction {
        Direction::Weaker => Effect::Weaker,
        Direction::Stronger => Effect::Stronger,
        Direction::Unclear => Effect::Unclear,
        Direction::Neutral => Effect::Unsaid,
    }
}

/// The party a text obliges, as the reader calls it. A text that obliges nobody by name (`the
/// Parties`, `neither Party`) obliges all alike.
fn obliged<'a>(view: &View<'a>, obligor: &str) -> &'a str {
    let parties = view.roll.with_part(act::decision::Part::Party);
    let mut named = parties.filter(|party| {
        party
            .name
            .values()
            .any(|name| name.eq_ignore_ascii_case(obligor))
    });
    named
        .next()
        .map_or("", |party| roll::page::name(&party.name, view.tr().lang))
}

/// What a rule saw, in plain words: its own sentence, and from which word to which.
fn sentence(view: &View<'_>, finding: &Finding) -> Markup {
    let tr = view.tr();
    let key = format!(
        "agreement-rule-{}",
        finding.rule.name().to_lowercase().replace('_', "-")
    );
    let became = finding.basis.split_once(" > ");
    html! {
        (tr.say(&key))
        @if let Some((from, to)) = became {
            @let key = match (from, to) {
                ("", _) => "agreement-came",
                (_, "") => "agreement-went",
                _ => "agreement-became",
            };
            " " (tr.with(key, &[("from", Value::Words(from)), ("to", Value::Words(to))]))
        }
        @if !finding.touches.is_empty() {
            " " (tr.say("agreement-touches"))
            @for clause in &finding.touches { " " (page::Id(clause)) }
        }
    }
}

/// Who had agreed to the earlier words and when, and whether that was taken back openly.
fn earlier(view: &View<'_>, old: &Tabled, finding: &Finding) -> Markup {
    let tr = view.tr();
    let clause = finding
        .old
        .as_ref()
        .and_then(|span| old.clause(&span.clause));
    let Some(clause) = clause else {
        return Markup::default();
    };
    let hash = hash_of(clause);
    let status = match finding.status {
        Status::Regression => Some("agreement-status-regression"),
        Status::ExplicitlyWithdrawn => Some("agreement-status-withdrawn"),
        Status::NotAddressed => Some("agreement-status-not-addressed"),
        Status::PremiseDisputed => Some("agreement-status-premise-disputed"),
        Status::None => None,
    };
    html! {
        @for party in view.parties(old.index) {
            @if let Some((key, at, index)) = agreed(view, party, &hash) {
                (tr.with(key, &[("member", view.member(party)), ("at", Value::Date(at))]))
                " " (entry_link(index)) " "
            }
        }
        @if let Some(status) = status { (tr.say(status)) }
    }
}

/// How a party last spoke on these words, if it agreed to them or openly took that back.
fn agreed(
    view: &View<'_>,
    party: &str,
    hash: &act::Digest,
) -> Option<(&'static str, act::Time, u64)> {
    match standpoint(view.instrument, party, hash)? {
        Standpoint::Tabled(draft) => Some(("agreement-had-tabled", draft.at, draft.index)),
        Standpoint::Said(position) => {
            let key = match position.stance {
                Stance::Accept => "agreement-had-accepted",
                Stance::AcceptInPrinciple => "agreement-had-accepted-in-principle",
                Stance::Withdraw => "agreement-had-withdrawn",
                _ => return None,
            };
            Some((key, position.at, position.index))
        }
    }
}

/// Above so many clauses in all, the overview looks at one earlier draft only, to stay quick.
const OVERVIEW_CLAUSES_MAX: usize = 600;

/// What the latest draft does to words its own author had agreed to and not taken back: the
/// findings, clause by clause, never a judgement of anybody.
pub(super) fn regressions(view: &View<'_>) -> Markup {
    let tr = view.tr();
    let [earlier_drafts @ .., new] = view.instrument.drafts.as_slice() else {
        return Markup::default();
    };
    let total: usize = view
        .instrument
        .drafts
        .iter()
        .map(|d| d.read.clauses.len())
        .sum();
    let skipped = match total > OVERVIEW_CLAUSES_MAX {
        true => earlier_drafts.len().saturating_sub(1),
        false => 0,
    };
    let mut told = Vec::new();
    let mut seen = Vec::new();
    for old in earlier_drafts.iter().skip(skipped).rev() {
        let compared = comparison(view.instrument, view.roll, old, new);
        for clause in &old.read.clauses {
            let hash = hash_of(clause);
            let found: Vec<_> = compared
                .findings
                .iter()
                .filter(|f| f.status == Status::Regression)
                .filter(|f| f.old.as_ref().is_some_and(|s| s.clause == clause.reference))
                .collect();
            if found.is_empty() || seen.contains(&hash) {
                continue;
            }
            seen.push(hash);
            told.push(regression(view, old, new, clause, &found));
        }
    }
    html! {
        h2 { (tr.say("agreement-regressions")) }
        p { (tr.with("agreement-regressions-note", &[("new", Value::Name(&new.title))])) }
        @if told.is_empty() { (page::none_recorded(tr)) } @else {
            ul { @for told in told { li { (told) } } }
        }
    }
}

fn regression(
    view: &View<'_>,
    old: &Tabled,
    new: &Tabled,
    clause: &Clause,
    found: &[&Finding],
) -> Markup {
    let tr = view.tr();
    html! {
        a href=(view.clause_path(&old.id, &clause.reference)) { (page::Id(&clause.reference)) }
        " " (page::Name(&old.title)) " "
        a href=(view.path(&format!("/compare?old={}&new={}", old.id, new.id))) {
            (tr.say("agreement-compare"))
        }
        p { @for finding in found { (sentence(view, finding)) " " } }
        @if let Some(finding) = found.first() { p.quiet { (earlier(view, old, finding)) } }
    }
}

/// What the author of a draft says about what it does, beside the findings.
pub(super) fn explanations(view: &View<'_>, draft: &Tabled) -> Markup {
    let tr = view.tr();
    let given = view.instrument.explanations.iter();
    let given: Vec<_> = given.filter(|e| e.explanation.draft == draft.id).collect();
    let own = view
        .ask
        .viewer
        .is_some_and(|viewer| viewer.member == draft.member);
    html! {
        section aria-labelledby="explanations" {
            h2 id="explanations" { (tr.say("agreement-explanations")) }
            @if given.is_empty() { (page::none_recorded(tr)) }
            @for explanation in given {
                p.where {
                    (page::Id(&explanation.explanation.target)) " "
                    (view.name(&explanation.member)) " " (tr.instant(explanation.at)) " "
                    (entry_link(explanation.index))
                }
                p { (Words { text: &explanation.explanation.text, lang: None }) }
            }
            @if own && view.may("agreement.explanation-given") {
                p.actions {
                    (action_link(&view.path(&format!("/explain?draft={}", draft.id)),
                        &tr.say("agreement-explain")))
                }
            }
        }
    }
}

/// The form in which a draft's author explains one clause of it.
pub(super) fn explain(view: &View<'_>, problems: &Problems) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let draft = view
        .instrument
        .draft(view.ask.get("draft"))
        .ok_or(NotHere::NoSuchPage)?;
    let fields = html! {
        (page::hidden("draft", &draft.id))
        (Field::new("target", tr.say("agreement-clause")).hint(tr.say("agreement-hint-target"))
            .required().problems(problems).code(view.ask.get("target")))
        (Field::new("text", tr.say("agreement-explanation")).required().problems(problems)
            .area(view.ask.get("text"), None, 6))
    };
    let content = html! {
        (problems.summary(tr))
        (form(Method::Post, &view.path("/explain"), &fields, &tr.say("agreement-to-review")))
    };
    let title = tr.plain(
        "agreement-explain-title",
        &[("title", Value::Name(&draft.title))],
    );
    Ok(Shown::reading(title, content))
}
