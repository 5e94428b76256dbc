//! Cells of tables for other programs (RFC 4180).
//!
//! Words that members wrote can begin with a character that a spreadsheet takes for a formula; such
//! cells are marked as text (OWASP, CSV injection).

/// A cell that no spreadsheet takes for a formula, quoted where it has to be.
pub fn cell(text: &str) -> String {
    let dangerous = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let mark = if dangerous { "'" } else { "" };
    if dangerous || text.contains([',', '"', '\n', '\r']) {
        return format!("\"{mark}{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"] {
            assert!(cell(text).starts_with("\"'"), "{text:?}");
        }
        assert_eq!(cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(cell("plain"), "plain");
    }
}
