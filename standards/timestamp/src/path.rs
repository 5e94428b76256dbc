//! From the signer to an anchor (RFC 5280, section 6), through certificates the token brings along.

use crate::certificate::Certificate;
use crate::{Anchors, Fault, PATH_MAX, Verdict};

/// Signatures that are verified at most: certificates that issue each other in circles end here.
const SIGNATURES_MAX: u32 = 64;

struct Search<'a> {
    certificates: &'a [Certificate],
    anchors: &'a Anchors,
    seconds: i64,
    left: u32,
    /// The nearest miss: a path that held but for its dates says more than none.
    miss: Option<Fault>,
}

/// The name of the anchor that the signer's certificate leads to.
pub(crate) fn check(
    signer: &Certificate,
    certificates: &[Certificate],
    anchors: &Anchors,
    seconds: i64,
) -> Result<String, Fault> {
    let mut search = Search {
        certificates,
        anchors,
        seconds,
        left: SIGNATURES_MAX,
        miss: None,
    };
    let mut path = vec![signer];
    match search.up(&mut path) {
        Some(anchor) => Ok(anchor),
        None => Err(search.miss.unwrap_or_else(|| {
            let issuer = signer.issuer();
            let reason = format!("no anchor leads to it; its certificate was issued by {issuer}");
            Fault::new(Verdict::UntrustedSigner, reason)
        })),
    }
}

impl<'a> Search<'a> {
    /// Extends the path by every possible issuer in turn; anchors first.
    fn up(&mut self, path: &mut Vec<&'a Certificate>) -> Option<String>
    where
        Self: 'a,
    {
        let last = *path.last()?;
        if self
            .anchors
            .all()
            .iter()
            .any(|anchor| anchor.raw() == last.raw())
        {
            return self.sound(path).then(|| last.name());
        }
        for anchor in self.issuers(self.anchors.all(), last) {
            if self.signs(anchor, path) {
                path.push(anchor);
                let sound = self.sound(path);
                path.pop();
                if sound {
                    return Some(anchor.name());
                }
            }
        }
        if path.len() + 1 >= PATH_MAX {
            return None;
        }
        for issuer in self.issuers(self.certificates, last) {
            let used = path.iter().any(|one| one.raw() == issuer.raw());
            if !used && self.signs(issuer, path) {
                path.push(issuer);
                let found = self.up(path);
                path.pop();
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    fn issuers(&self, among: &'a [Certificate], of: &Certificate) -> Vec<&'a Certificate> {
        among
            .iter()
            .filter(|one| one.subject() == of.issuer())
            .collect()
    }

    /// Whether `issuer` may issue and did sign the last certificate of the path.
    fn signs(&mut self, issuer: &Certificate, path: &[&Certificate]) -> bool {
        let (Some(last), Some(issuing)) = (path.last(), issuer.issuing()) else {
            return false;
        };
        // The signer itself is not counted, nor a certificate that only renews its own name.
        let below = path
            .iter()
            .skip(1)
            .filter(|one| one.subject() != one.issuer())
            .count();
        if issuing
            .below_max
            .is_some_and(|most| below > usize::from(most))
        {
            return false;
        }
        let Some(left) = self.left.checked_sub(1) else {
            return false;
        };
        self.left = left;
        last.check_signed_by(issuer).is_ok()
    }

    /// Whether every certificate was valid then and holds nothing that is not understood.
    fn sound(&mut self, path: &[&Certificate]) -> bool {
        for certificate in path {
            let name = certificate.name();
            if !certificate.is_valid_at(self.seconds) {
                let reason = format!("the certificate of {name} was not valid at that time");
                self.miss = Some(Fault::new(Verdict::Expired, reason));
                return false;
            }
            if let Some(oid) = certificate.not_understood() {
                let reason = format!("the certificate of {name} demands the extension {oid}");
                self.miss
                    .get_or_insert(Fault::new(Verdict::UntrustedSigner, reason));
                return false;
            }
        }
        true
    }
}
