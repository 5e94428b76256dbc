//! What a form begins with: the earlier draft, the earliest open period, the object of the
//! commitment. All of it can be changed before it is sent.

use std::collections::BTreeMap;

use page::AGAIN;

use super::address::Address;
use super::link::View;
use super::terms;
use crate::life::Stage;
use crate::state::Commitment;

/// The values of a form's fields: as they were sent, or else those of the address over those that
/// make sense to begin with.
pub(super) fn values(view: &View<'_>, address: &Address<'_>) -> BTreeMap<String, String> {
    let query = view.ask.query;
    if query.contains_key(AGAIN) {
        return query.clone();
    }
    let held = address
        .commitment
        .and_then(|id| Some((id, view.all.commitment(id)?)));
    let mut values = match held {
        Some((id, commitment)) if address.form.path == "draft" => {
            let mut values = terms::fields_of(commitment.latest());
            values.insert("commitment".to_owned(), id.to_owned());
            values
        }
        Some((_, commitment)) => usual(view, commitment, address.form.path),
        None => BTreeMap::new(),
    };
    values.extend(query.clone());
    values
}

/// The earliest period that is not closed, what is to be reached in it, and by which methods.
fn usual(view: &View<'_>, commitment: &Commitment, path: &str) -> BTreeMap<String, String> {
    let terms = commitment.terms();
    let periods = commitment.periods(view.all, view.as_of());
    let open = periods.iter().find(|period| period.stage != Stage::Closed);
    let period = open.or(periods.last()).map(|period| period.number);
    let mut values = BTreeMap::new();
    let mut put = |name: &str, value: Option<String>| {
        values.extend(value.map(|value| (name.to_owned(), value)));
    };
    put("period", period.map(|number| number.to_string()));
    put("object", terms.object.clone());
    if path == "claim" {
        let target = terms.target.as_ref();
        put("of", target.map(|target| target.count.to_string()));
    }
    if path == "find" {
        for method in &terms.methods {
            put(
                &format!("methods-{}", method.name()),
                Some("yes".to_owned()),
            );
        }
    }
    values
}
