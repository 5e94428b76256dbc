//! The proof mark: the reader's own browser fetches a record, its inclusion proof and the charter's
//! policy, and checks all of it (`assets/proof.js`). The server only says where they are.

use act::{EntryId, Index};
use maud::{Markup, html};

use crate::direction::FullHash;
use crate::words::{Tr, Value};

/// The mark of one record.
#[derive(Clone, Debug)]
pub struct ProofMark<'a> {
    /// Its position in the log.
    pub index: Index,
    /// Its name, which the browser computes again from the leaf.
    pub id: EntryId,
    /// How the witnesses of the policy are called: name in the policy, name of the member.
    pub witnesses: Vec<(&'a str, &'a str)>,
}

impl ProofMark<'_> {
    /// Where the leaf's exact bytes are served.
    pub fn leaf_path(&self) -> String {
        format!("/api/acts/{}/leaf", self.index)
    }

    /// Where its `.tlog-proof` is served: 404 until it is witnessed.
    pub fn proof_path(&self) -> String {
        format!("/api/acts/{}/proof", self.index)
    }

    /// Where the log's policy (C2SP tlog-policy) is served.
    pub const POLICY_PATH: &'static str = "/api/policy";

    /// The mark, to stand at the end of the record it is about.
    pub fn show(&self, tr: Tr<'_>) -> Markup {
        html! {
            section.proof aria-labelledby={ "proof-" (self.index) }
                data-proof=(self.proof_path()) data-leaf=(self.leaf_path())
                data-policy=(Self::POLICY_PATH) data-index=(self.index) data-entry=(self.id) {
                h2 id={ "proof-" (self.index) } { (tr.say("proof-title")) }
                p {
                    (tr.with("proof-record", &[
                        ("index", Value::Number(self.index)),
                        ("id", Value::Markup(html! { (FullHash(self.id)) })),
                    ]))
                }
                p.result role="status" data-result { (tr.say("proof-not-yet")) }
                div data-steps {}
                template data-witnesses {
                    @for (witness, member) in &self.witnesses {
                        bdi data-witness=(witness) title=(witness) { (member) }
                    }
                }
                noscript { p { (tr.say("proof-noscript")) } }
                p.actions {
                    button type="button" data-check { (tr.say("proof-check")) }
                    " "
                    a href=(self.proof_path()) download={ "record-" (self.index) ".tlog-proof" } {
                        (tr.say("proof-download"))
                    }
                    " "
                    a href=(self.leaf_path()) download={ "record-" (self.index) ".json" } {
                        (tr.say("proof-leaf"))
                    }
                }
            }
        }
    }
}
