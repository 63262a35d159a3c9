//! What is odd or wrong across records. A check only appends findings; it changes nothing.
//!
//! What one record's fields say about themselves is found while they are read ([`content::fields`](crate::content::fields)).

mod accessibility;
mod commitments;
mod costs;
mod cycles;
mod events;
mod markdown;
mod model;
mod papers;
mod plans;
mod plausibility;
mod units;
mod visibility;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::analysis::Analysis;
use crate::content::Model;
use crate::diagnostics::Diagnostics;

/// What a check sees.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The content.
    pub model: &'a Model,
    /// What follows from it.
    pub analysis: &'a Analysis,
    /// The calendar day, which only the command line reads.
    pub today: Date,
    /// The content with what the view may not see, if it may not see all.
    pub unabridged: Option<&'a Model>,
}

/// One check.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Name of its file.
    pub name: &'static str,
    /// The codes that it may report.
    pub codes: &'static [&'static str],
    /// What it does.
    pub run: fn(Subject<'_>, &mut Diagnostics),
}

/// Every check, sorted by name.
pub const CHECKS: &[Check] = &[
    accessibility::CHECK,
    commitments::CHECK,
    costs::CHECK,
    cycles::CHECK,
    events::CHECK,
    markdown::CHECK,
    model::CHECK,
    papers::CHECK,
    plans::CHECK,
    plausibility::CHECK,
    units::CHECK,
    visibility::CHECK,
];

/// Runs every check; what they find is in their order.
pub fn check(subject: Subject<'_>, found: &mut Diagnostics) {
    let run = |check: &Check| {
        let mut found = Diagnostics::default();
        (check.run)(subject, &mut found);
        found
    };
    for one in CHECKS.par_iter().map(run).collect::<Vec<_>>() {
        found.extend(one);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::CODES;

    #[test]
    fn checks_are_sorted_and_their_codes_exist() {
        assert!(CHECKS.windows(2).all(|pair| pair[0].name < pair[1].name));
        for check in CHECKS {
            assert!(!check.codes.is_empty(), "{}", check.name);
            assert!(check.codes.iter().all(|code| CODES.contains(code)), "{}", check.name);
        }
    }
}
