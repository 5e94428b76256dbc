//! temporary
#![allow(missing_docs, clippy::all)]
pub mod text {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Role {
        Premise,
        Operative,
    }
    #[derive(Clone, Debug, Default)]
    pub struct Draft {
        pub clauses: Vec<Clause>,
    }
    #[derive(Clone, Debug)]
    pub struct Clause {
        pub reference: String,
        pub role: Role,
        pub text: String,
        pub label: String,
    }
    #[derive(Debug, thiserror::Error)]
    #[error("x")]
    pub struct E;
    pub fn parse(t: &str) -> Result<Draft, E> {
        Ok(Draft {
            clauses: vec![Clause {
                reference: "1".into(),
                role: Role::Operative,
                text: t.into(),
                label: "1".into(),
            }],
        })
    }
    pub fn clause_hash(_r: Role, t: &str) -> act::Digest {
        act::Digest::of(t.as_bytes())
    }
}
#[derive(Clone, Debug, Default)]
pub struct Priors;
#[derive(Clone, Copy, Debug)]
pub enum Prior {
    Accepted,
    AcceptedInPrinciple,
    Withdrawn,
    Capacity,
    Affirmed,
    Denied,
    NotAccepted,
}
impl Priors {
    pub fn set(&mut self, _r: &str, _m: &str, _p: Prior) {}
    pub fn tabled_by(&mut self, _m: &str) {}
}
#[derive(Clone, Debug)]
pub struct Comparison;
pub fn compare(_a: &text::Draft, _b: &text::Draft, _p: &Priors) -> Comparison {
    Comparison
}
