//! Other words that editors write for keys and for the fixed words of fields.

/// What was written, in lower case and with umlauts spelt out, and what is meant by it; sorted by what was written. Where a
/// word may stand for several, the first one that is known at its place is meant.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("abgebrochen", &["eingestellt"]),
    ("abgenommen", &["geprueft"]),
    ("abgeschlossen", &["umgesetzt"]),
    ("abhaengig", &["setzt_voraus"]),
    ("amt", &["einheit", "verantwortlich"]),
    ("anfang", &["beginn"]),
    ("angefangen", &["begonnen"]),
    ("begruendung", &["grund"]),
    ("bezeichnung", &["titel"]),
    ("bis", &["ende", "auf"]),
    ("budget", &["kosten"]),
    ("datum", &["am"]),
    ("erledigt", &["umgesetzt"]),
    ("fachbereich", &["einheit", "verantwortlich"]),
    ("fertig", &["umgesetzt"]),
    ("fertiggestellt", &["umgesetzt"]),
    ("gestartet", &["begonnen"]),
    ("gestoppt", &["eingestellt"]),
    ("kriterien", &["erfuellt"]),
    ("kriterium", &["erfuellt"]),
    ("kurzbeschreibung", &["kurz"]),
    ("link", &["url"]),
    ("name", &["titel"]),
    ("neu", &["auf"]),
    ("prozent", &["anteil"]),
    ("start", &["beginn"]),
    ("status", &["ereignis", "verlauf"]),
    ("tag", &["am"]),
    ("termin", &["am", "plan"]),
    ("ueberschrift", &["titel"]),
    ("unterbrochen", &["pausiert"]),
    ("verantwortung", &["verantwortlich"]),
    ("vertraulich", &["intern"]),
    ("verzoegert", &["verschoben"]),
    ("von", &["beginn"]),
    ("voraussetzung", &["setzt_voraus"]),
    ("wann", &["am"]),
    ("zusammenfassung", &["kurz"]),
    ("zustaendig", &["verantwortlich", "einheit"]),
];

/// What a folded word stands for, most likely first.
pub(super) fn meanings(folded: &str) -> &'static [&'static str] {
    SYNONYMS.binary_search_by_key(&folded, |(written, _)| written).map_or(&[], |at| SYNONYMS[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_are_sorted_and_folded() {
        assert!(SYNONYMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(SYNONYMS.iter().all(|(written, _)| crate::diagnostics::folded(written) == *written));
    }
}
