//! German alphabetical order: ä beside a, 2 before 10. The one home of the collation crate.

use icu_collator::options::{AlternateHandling, CollatorOptions};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};

/// Sorts texts for readers.
pub struct Order {
    collator: Option<CollatorBorrowed<'static>>,
}

impl std::fmt::Debug for Order {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Order").finish_non_exhaustive()
    }
}

impl Default for Order {
    fn default() -> Self {
        // The order of Unicode itself: that of German dictionaries (DIN 5007-1) is no other.
        let mut preferences = CollatorPreferences::default();
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let mut options = CollatorOptions::default();
        // Quotation marks and hyphens do not decide where a title stands.
        options.alternate_handling = Some(AlternateHandling::Shifted);
        Self { collator: Collator::try_new(preferences, options).ok() }
    }
}

impl Order {
    /// Compares two texts; what sorts alike is told apart by its bytes, so that the order is fixed.
    pub fn compare(&self, a: &str, b: &str) -> std::cmp::Ordering {
        self.collator
            .as_ref()
            .map_or(std::cmp::Ordering::Equal, |collator| collator.compare(a, b))
            .then_with(|| a.cmp(b))
    }

    /// Sorts by a text.
    pub fn sort_by<T>(&self, items: &mut [T], text: impl Fn(&T) -> &str) {
        items.sort_by(|a, b| self.compare(text(a), text(b)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn umlauts_and_numbers() {
        let mut titles = ["Zoo", "Öffnung", "Ofen", "FB 10", "FB 2", "„Mut“", "Nutzen"];
        Order::default().sort_by(&mut titles, |title| title);
        assert_eq!(titles, ["FB 2", "FB 10", "„Mut“", "Nutzen", "Ofen", "Öffnung", "Zoo"]);
    }
}
