//! Reading a draft: Markdown or plain text of any treaty in, clauses out.
//!
//! Structure comes from headings, numbering and declared ids (`{C-01}`, `{P-1, premise}`); the words
//! of a clause are kept as printed, less the marks of emphasis. Nothing is guessed about meaning
//! except the role, which headings and set phrases of the field give away.

use std::collections::BTreeSet;

use act::Digest;
use unicode_normalization::UnicodeNormalization;

use super::numbering::{Levels, Marker, heading_label, split_marker};

/// The longest draft read, in bytes of UTF-8.
pub const DRAFT_BYTES_MAX: usize = 4_000_000;
/// The most clauses in one draft.
pub const CLAUSES_MAX: usize = 8_000;
/// The longest clause, in bytes of UTF-8.
pub const CLAUSE_BYTES_MAX: usize = 60_000;

/// A draft read clause by clause, in the order of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The first top-level heading, or empty.
    pub title: String,
    /// All clauses in reading order.
    pub clauses: Vec<Clause>,
}

/// One clause: the smallest numbered or separate piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The id its authors declared, if any: minted once, kept when the number changes.
    pub cid: Option<String>,
    /// Where it is printed: `Article 4.2(b)`. Empty if nothing numbers it.
    pub label: String,
    /// How it is named in positions and findings: the id, else the label, else `#n`. Unique.
    pub reference: String,
    /// Position in [`Draft::clauses`] of the clause it hangs from.
    pub parent: Option<usize>,
    /// What kind of clause it is.
    pub role: Role,
    /// The label of the article it stands in, such as `Article 4`; empty outside any.
    pub article: String,
    /// The title of that article, such as `Mitigation`; empty if it has none.
    pub heading: String,
    /// Its words.
    pub text: String,
}

/// What a clause does in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A preambular paragraph.
    Recital,
    /// A statement of fact that obligations rest on; parties affirm or deny it.
    Premise,
    /// Says what a word means.
    Definition,
    /// Binds, permits or states.
    Operative,
    /// Signature, entry into force, amendment, withdrawal, depositary.
    Procedure,
    /// Stands in an annex.
    Annex,
}

impl Role {
    /// The word used in JSON and in [`clause_hash`].
    pub fn name(self) -> &'static str {
        match self {
            Role::Recital => "recital",
            Role::Premise => "premise",
            Role::Definition => "definition",
            Role::Operative => "operative",
            Role::Procedure => "procedure",
            Role::Annex => "annex",
        }
    }

    fn named(name: &str) -> Option<Role> {
        [
            Role::Recital,
            Role::Premise,
            Role::Definition,
            Role::Operative,
            Role::Procedure,
            Role::Annex,
        ]
        .into_iter()
        .find(|role| role.name() == name)
    }
}

/// Why a text could not be read as a draft.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Nothing but white space and headings.
    #[error("the draft has no clauses: write each clause as a paragraph or a numbered item")]
    Empty,
    /// Control characters: not text.
    #[error(
        "byte {0} is not text: save the draft as UTF-8 Markdown or plain text \
         (from a word processor, export as text)"
    )]
    Binary(usize),
    /// Longer than [`DRAFT_BYTES_MAX`].
    #[error("the draft has {0} bytes, the limit is {DRAFT_BYTES_MAX}: table it in parts")]
    TooLong(usize),
    /// More clauses than [`CLAUSES_MAX`].
    #[error("the draft has more than {CLAUSES_MAX} clauses: table it in parts")]
    TooManyClauses,
    /// A clause longer than [`CLAUSE_BYTES_MAX`].
    #[error("clause {0} is longer than {CLAUSE_BYTES_MAX} bytes: divide it into paragraphs")]
    ClauseTooLong(String),
    /// Two clauses declare the same id.
    #[error("two clauses declare the id {0}: an id is given once and never reused")]
    SameId(String),
}

/// Reads a draft.
pub fn parse(source: &str) -> Result<Draft, ParseError> {
    if source.len() > DRAFT_BYTES_MAX {
        return Err(ParseError::TooLong(source.len()));
    }
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if let Some(at) =
        source.find(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
    {
        return Err(ParseError::Binary(at));
    }
    let source: String = source.nfc().collect();
    let mut reading = Reading::default();
    for block in blocks(&source) {
        reading.block(&block);
        if reading.draft.clauses.len() > CLAUSES_MAX {
            return Err(ParseError::TooManyClauses);
        }
    }
    reading.finish()
}

/// The hash positions are bound to: SHA-256 over the role and the text in NFC, with white space, list
/// markers and the style of quotation marks normalised away, and nothing else (agreement.md 2a).
pub fn clause_hash(role: Role, text: &str) -> Digest {
    let quoted: String = text
        .nfc()
        .map(|c| match c {
            '“' | '”' | '„' | '«' | '»' | '″' => '"',
            '‘' | '’' | '‚' | '′' => '\'',
            c => c,
        })
        .collect();
    let unmarked = split_marker(quoted.trim()).map_or(quoted.trim(), |(_, rest)| rest);
    let words: Vec<&str> = unmarked.split_whitespace().collect();
    Digest::of(format!("{}\n{}", role.name(), words.join(" ")).as_bytes())
}

/// A run of lines that belong together, before numbering is understood.
struct Block {
    kind: BlockKind,
    indent: usize,
    text: String,
}

#[derive(PartialEq, Eq)]
enum BlockKind {
    /// A heading: the number of `#`, or 0 for one told by its shape.
    Heading(usize),
    /// Anything else: a paragraph or list item, marker included.
    Text,
}

/// Divides the source into headings and paragraphs, joining wrapped lines.
fn blocks(source: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    let mut skipping_comment = false;
    for line in source.lines() {
        let line = line.trim_end();
        let body = line.trim_start();
        if skipping_comment || body.starts_with("<!--") {
            skipping_comment = !body.contains("-->");
            open = false;
            continue;
        }
        let rule = body.len() > 2
            && body
                .chars()
                .all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
        if rule
            && open
            && body.starts_with(['=', '-'])
            && !body.contains(' ')
            && let Some(last) = blocks.last_mut()
        {
            last.kind = BlockKind::Heading(if body.starts_with('=') { 1 } else { 2 });
        }
        let footnote = body.starts_with("[^") && body.contains("]:");
        if body.is_empty() || rule || footnote || body.starts_with('>') {
            open = false;
            continue;
        }
        let indent = line
            .chars()
            .take_while(|c| c.is_whitespace())
            .map(width)
            .sum();
        let previous_ended = blocks.last().is_none_or(|b| {
            b.kind != BlockKind::Text || b.text.ends_with(['.', ';', ':', ',']) || !open
        });
        if let Some(kind) = heading_kind(body, previous_ended) {
            let text = body.trim_matches('#').trim().to_owned();
            blocks.push(Block { kind, indent, text });
            open = false;
        } else if open && (split_marker(body).is_none() || !starts_item(body, previous_ended)) {
            if let Some(last) = blocks.last_mut() {
                last.text.push(' ');
                last.text.push_str(body);
            }
        } else {
            blocks.push(Block {
                kind: BlockKind::Text,
                indent,
                text: body.to_owned(),
            });
            open = true;
        }
    }
    blocks
}

fn width(c: char) -> usize {
    if c == '\t' { 4 } else { 1 }
}

/// Whether a line in the middle of a paragraph begins a new item rather than continuing a sentence:
/// "1990 and" or "5. of" after a line break is text.
fn starts_item(body: &str, previous_ended: bool) -> bool {
    let bullet = body.starts_with(['-', '*', '•', '{']);
    let Some((_, rest)) = split_marker(body) else {
        return false;
    };
    let next = rest
        .trim_start_matches(['*', '_', '"', '“', '['])
        .chars()
        .next();
    let marked = body.starts_with('(')
        || body
            .split_once(' ')
            .is_some_and(|(m, _)| m.ends_with(['.', ')']));
    let begins =
        next.is_some_and(|c| c.is_uppercase() || !c.is_alphabetic() || marked && previous_ended);
    bullet && previous_ended || marked && begins || previous_ended && begins
}

/// Whether a line is a heading: `#` marks, a bold or plain line that names an article, or capitals.
fn heading_kind(body: &str, may_begin: bool) -> Option<BlockKind> {
    let marks = body.chars().take_while(|&c| c == '#').count();
    if marks > 0 && body[marks..].starts_with([' ', '\t']) {
        return Some(BlockKind::Heading(marks));
    }
    if !may_begin {
        return None;
    }
    let plain = body.trim_matches(['*', '_', ' ']);
    let words = plain.split_whitespace().count();
    let sentence = plain.ends_with(['.', ';', ':', ',']) && plain.split_whitespace().count() > 2;
    let capitals = plain.chars().any(char::is_alphabetic)
        && !plain.chars().any(char::is_lowercase)
        && plain.is_ascii()
        && plain.len() > 3
        && split_marker(plain).is_none();
    let named = heading_label(plain).is_some_and(|(_, rest)| rest.split_whitespace().count() <= 12);
    ((named || capitals && words <= 12) && !sentence).then_some(BlockKind::Heading(0))
}

/// Removes Markdown's inline marks: emphasis, links, escapes, footnote references, code.
fn unmark(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                let kept = after.chars().next().unwrap_or(' ');
                out.push(kept);
                rest = &after[kept.len_utf8()..];
                continue;
            }
            '*' | '`' => {}
            '_' => {
                let inside = out.ends_with(|c: char| c.is_alphanumeric())
                    && after.starts_with(|c: char| c.is_alphanumeric());
                if inside || after.starts_with('_') || out.ends_with('_') {
                    out.push('_');
                }
            }
            '[' if after.starts_with('^') => {
                rest = after.find(']').map_or("", |end| &after[end + 1..]);
                continue;
            }
            ']' if after.starts_with("(http") => {
                if let Some(open) = out.rfind('[') {
                    out.remove(open);
                }
                rest = after.find(')').map_or("", |end| &after[end + 1..]);
                continue;
            }
            c => out.push(c),
        }
        rest = after;
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes `{C-01}` or `{P-1, premise}` from the start or the end of a text.
fn take_id(text: &str) -> (Option<(String, Option<Role>)>, String) {
    let trimmed = text.trim();
    let (inside, rest) = if let Some(after) = trimmed.strip_prefix('{') {
        match after.split_once('}') {
            Some((inside, rest)) => (inside, rest),
            None => return (None, trimmed.to_owned()),
        }
    } else if let Some(before) = trimmed.strip_suffix('}') {
        match before.rsplit_once('{') {
            Some((rest, inside)) => (inside, rest),
            None => return (None, trimmed.to_owned()),
        }
    } else {
        return (None, trimmed.to_owned());
    };
    let mut parts = inside.split(',').map(str::trim);
    let id = parts.next().unwrap_or_default().trim_start_matches('#');
    let sound = !id.is_empty()
        && id.len() <= 40
        && id
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'))
        && id.chars().any(|c| c.is_ascii_digit());
    if !sound {
        return (None, trimmed.to_owned());
    }
    let role = parts.filter_map(Role::named).next();
    (Some((id.to_owned(), role)), rest.trim().to_owned())
}

/// The state of reading: where we are in the structure.
#[derive(Default)]
struct Reading {
    draft: Draft,
    article: String,
    heading: String,
    heading_cid: Option<(String, Option<Role>)>,
    zone: Option<Role>,
    levels: Levels,
    unnumbered: usize,
}

impl Reading {
    fn block(&mut self, block: &Block) {
        let (cid, text) = take_id(&block.text);
        match block.kind {
            BlockKind::Heading(marks) => self.open_article(marks, cid, &unmark(&text)),
            BlockKind::Text => self.clause(block.indent, cid, &text),
        }
    }

    fn open_article(&mut self, marks: usize, cid: Option<(String, Option<Role>)>, text: &str) {
        let numbered = heading_label(text);
        let first = self.draft.clauses.is_empty() && self.draft.title.is_empty();
        if first && numbered.is_none() && marks <= 2 && zone_of(text).is_none() {
            text.clone_into(&mut self.draft.title);
            return;
        }
        let (label, title) = match &numbered {
            Some((label, rest)) => (label.clone(), (*rest).to_owned()),
            None => (text.to_owned(), text.to_owned()),
        };
        // An unnumbered line right under a numbered heading is that article's title.
        let untitled = self.heading.is_empty() && !self.article.is_empty();
        let empty = self
            .draft
            .clauses
            .last()
            .is_none_or(|c| c.article != self.article);
        if numbered.is_none() && untitled && empty && zone_of(text).is_none_or(|z| z != Role::Annex)
        {
            self.heading = title;
            self.zone = zone_of(&self.heading).or(self.zone);
            return;
        }
        let in_annex = self.zone == Some(Role::Annex);
        self.zone = zone_of(&label).or_else(|| zone_of(&title));
        // Headings below an annex's own stay in the annex until an article of the body begins again.
        if in_annex && self.zone.is_none() && !label.starts_with("Article") {
            self.zone = Some(Role::Annex);
        }
        self.article = label;
        self.heading = title
            .trim_matches(['(', ')', ' ', ':', '.', '-', '–', '—'])
            .to_owned();
        self.heading_cid = cid;
        self.levels = Levels::default();
        self.unnumbered = 0;
    }

    fn clause(&mut self, indent: usize, cid: Option<(String, Option<Role>)>, text: &str) {
        let bare = text.trim_start_matches("**").trim_start_matches(['*', '_']);
        let mut marker = split_marker(bare);
        let mut body = marker.as_ref().map_or(text, |(_, rest)| rest);
        // "Article 5. The Parties shall …" carries heading and clause on one line.
        if marker.is_none()
            && let Some((label, rest)) = heading_label(bare.trim_matches('*'))
            && rest.split_whitespace().count() > 2
            && label.starts_with(|c: char| c.is_uppercase())
            && rest.starts_with(|c: char| !c.is_lowercase() && !matches!(c, ',' | ')' | ';'))
        {
            self.open_article(0, None, &label);
            body = rest;
            marker = None;
        }
        let (inner, rest) = take_id(body);
        let declared = cid.or(inner).or_else(|| self.heading_cid.take());
        let text = unmark(&rest);
        if text.is_empty() || !text.chars().any(char::is_alphanumeric) {
            return;
        }
        if marker.is_none() && declared.is_none() && self.is_title(&text) {
            self.zone = self.zone.or_else(|| zone_of(&text));
            self.heading = text;
            return;
        }
        let (label, parent) = self.place(indent, marker.map(|(m, _)| m));
        let role = declared.as_ref().and_then(|(_, role)| *role);
        let clause = Clause {
            cid: declared.map(|(id, _)| id),
            label,
            reference: String::new(),
            parent,
            role: role.unwrap_or_else(|| role_of(&text, self.zone)),
            article: self.article.clone(),
            heading: self.heading.clone(),
            text,
        };
        self.draft.clauses.push(clause);
    }

    /// Whether a line right under an untitled heading is its title: short, and no sentence.
    fn is_title(&self, text: &str) -> bool {
        let first = self
            .draft
            .clauses
            .last()
            .is_none_or(|c| c.article != self.article);
        let numbered = self.article.contains(' ');
        first
            && numbered
            && self.heading.is_empty()
            && text.split_whitespace().count() <= 8
            && text.starts_with(char::is_uppercase)
            && !text.ends_with(['.', ';', ':', ','])
    }

    /// The label and parent of the next clause.
    fn place(&mut self, indent: usize, marker: Option<Marker>) -> (String, Option<usize>) {
        let index = self.draft.clauses.len();
        let ended_open = self
            .draft
            .clauses
            .last()
            .is_some_and(|c| c.text.ends_with(':'));
        match marker {
            Some(marker) => {
                let parent = self.levels.enter(indent, marker, index, ended_open);
                (self.levels.label(&self.article), parent)
            }
            None => {
                let parent = self.levels.under(indent);
                self.unnumbered += 1;
                let label = match (self.article.is_empty(), self.unnumbered) {
                    (true, _) => String::new(),
                    (false, 1) => self.article.clone(),
                    (false, n) => format!("{} ¶{n}", self.article),
                };
                (label, parent)
            }
        }
    }

    fn finish(mut self) -> Result<Draft, ParseError> {
        if self.draft.clauses.is_empty() {
            return Err(ParseError::Empty);
        }
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for clause in &self.draft.clauses {
            if let Some(cid) = &clause.cid
                && !taken.insert(cid.clone())
            {
                return Err(ParseError::SameId(cid.clone()));
            }
        }
        for (index, clause) in self.draft.clauses.iter_mut().enumerate() {
            if clause.text.len() > CLAUSE_BYTES_MAX {
                return Err(ParseError::ClauseTooLong(clause.label.clone()));
            }
            let place = format!("#{}", index + 1);
            clause.reference = match &clause.cid {
                Some(cid) => cid.clone(),
                None if clause.label.is_empty() => place,
                None if taken.insert(clause.label.clone()) => clause.label.clone(),
                None => format!("{} {place}", clause.label),
            };
        }
        Ok(self.draft)
    }
}

/// Headings that tell the role of what stands under them.
const ZONES: &[(&str, Role)] = &[
    ("preamble", Role::Recital),
    ("annex", Role::Annex),
    ("appendix", Role::Annex),
    ("schedule", Role::Annex),
    ("definition", Role::Definition),
    ("use of terms", Role::Definition),
    ("entry into force", Role::Procedure),
    ("signature", Role::Procedure),
    ("ratification", Role::Procedure),
    ("amendment", Role::Procedure),
    ("withdrawal", Role::Procedure),
    ("depositary", Role::Procedure),
    ("final provisions", Role::Procedure),
    ("final clauses", Role::Procedure),
    ("authentic text", Role::Procedure),
];

fn zone_of(heading: &str) -> Option<Role> {
    let lower = heading.to_lowercase();
    let short = lower.split_whitespace().count() <= 8;
    ZONES
        .iter()
        .find(|(word, role)| match role {
            Role::Annex => lower.starts_with(word),
            _ => short && lower.contains(word),
        })
        .map(|&(_, role)| role)
}

/// Set phrases that open procedural clauses.
const PROCEDURAL: &[&str] = &[
    "shall enter into force",
    "shall be the depositary",
    "instrument of ratification",
    "instruments of ratification",
    "are equally authentic",
    "shall be open for signature",
];

fn role_of(text: &str, zone: Option<Role>) -> Role {
    let defines = text.starts_with(['"', '“', '[', '\'', '‘'])
        && [" means ", " refers to ", " shall mean "]
            .iter()
            .any(|verb| text.contains(verb));
    let first = text.split_whitespace().next().unwrap_or_default();
    let gerund = first.trim_end_matches(',').ends_with("ing") && text.ends_with([',', ';', ']']);
    match zone {
        Some(Role::Annex) => Role::Annex,
        _ if defines => Role::Definition,
        Some(Role::Definition) => Role::Operative,
        Some(zone) => zone,
        None if gerund && !text.contains(" shall ") => Role::Recital,
        None if PROCEDURAL.iter().any(|phrase| text.contains(phrase)) => Role::Procedure,
        None => Role::Operative,
    }
}
