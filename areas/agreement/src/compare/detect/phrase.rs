//! Finding set phrases among words.

use super::Run;
use super::side::Side;

/// Every place where one of `phrases` stands, longest first at each place, with its entry's position
/// in the table. `*` stands for any one word, `a|b` for either. Quoted words are passed over.
pub(crate) fn find(side: &Side, phrases: &[&str]) -> Vec<(Run, usize)> {
    let mut table: Vec<(Vec<&str>, usize)> = phrases
        .iter()
        .enumerate()
        .map(|(i, p)| (p.split(' ').collect(), i))
        .collect();
    table.sort_by_key(|(words, i)| (std::cmp::Reverse(words.len()), *i));
    let (mut at, mut out) = (0, Vec::new());
    while at < side.words.len() {
        let hit = table.iter().find(|(words, _)| stands(side, at, words));
        match hit {
            Some((words, entry)) => {
                out.push((at..at + words.len(), *entry));
                at += words.len();
            }
            None => at += 1,
        }
    }
    out
}

fn stands(side: &Side, at: usize, phrase: &[&str]) -> bool {
    phrase.iter().enumerate().all(|(k, pattern)| {
        side.words.get(at + k).is_some_and(|word| {
            !word.quoted
                && (k == 0 || word.sentence == side.words[at].sentence)
                && (*pattern == "*" || pattern.split('|').any(|p| p == word.lower))
        })
    })
}
