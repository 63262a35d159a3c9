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

    /// Sorts by a text, as [`compare`](Self::compare) does, but each text is weighed only once.
    pub fn sort_by<T>(&self, items: &mut [T], text: impl Fn(&T) -> &str) {
        items.sort_by_cached_key(|item| (self.weight(text(item)), text(item).to_owned()));
    }

    /// Bytes that compare as the text does.
    fn weight(&self, text: &str) -> Vec<u8> {
        let mut weight = Vec::new();
        if let Some(collator) = &self.collator {
            let Ok(()) = collator.write_sort_key_to(text, &mut weight);
        }
        weight
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn umlauts_and_numbers() {
        let mut titles = ["Zoo", "Öffnung", "Ofen", "FB 10", "FB 2", "„Mut“", "Nutzen"];
        Order::default().sort_by(&mut titles, |title| title);
        assert_eq!(titles, ["FB 2", "FB 10", "„Mut“", "Nutzen", "Ofen", "Öffnung", "Zoo"]);
    }

    proptest! {
        #[test]
        fn weights_compare_as_texts_do(mut texts in vec("[A-Ca-cÄäßs0-9 „“-]{0,6}|.{0,4}", 0..20)) {
            let order = Order::default();
            let mut compared = texts.clone();
            compared.sort_by(|a, b| order.compare(a, b));
            order.sort_by(&mut texts, |text| text);
            prop_assert_eq!(texts, compared);
        }
    }
}
