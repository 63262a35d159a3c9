//! The explanation for programs. Shares are exact, in lowest terms; keys are those of the data file where it has them.

use serde_json::{Value, json};

use super::Explained;
use crate::analysis::derivation::{
    Contribution, CriterionStep, Derivation, Fraction, LevelStep, PartStep, Reason, Verdict,
};
use crate::analysis::maturity::{Asked, DimensionState, Overall};
use crate::analysis::whatif::{Assumption, Difference, Reach};
use crate::content::Model;
use crate::content::names::Kind;
use crate::content::scalar::Rational;
use crate::data::next_steps::way;
use crate::view::compose::{Compose, address};

/// The explanation as one JSON document.
pub(super) fn json(c: &Compose<'_>, explained: &Explained<'_>) -> String {
    let model = c.model();
    let differences = explained.differences.as_ref().map(|differences| {
        let changed = differences.dimensions.iter().filter(|one| !one.is_none());
        let (before, after) = &differences.overall;
        json!({
            "dimensionen": changed.map(|one| difference(model, one)).collect::<Vec<_>>(),
            "gesamt": {"vorher": overall(before), "nachher": overall(after)},
        })
    });
    let value = json!({
        "stichtag": c.analysis().as_of.to_string(),
        "annahmen": explained.assumptions.iter().map(|&one| assumption(model, one)).collect::<Vec<_>>(),
        "unterschiede": differences,
        "dimension": explained.derivation.as_ref().map(|derivation| dimension(c, explained, derivation)),
    });
    format!("{value:#}\n")
}

fn dimension(c: &Compose<'_>, explained: &Explained<'_>, derivation: &Derivation) -> Value {
    let model = c.model();
    let dimension = &model.maturity.dimensions[derivation.dimension];
    let state = &c.analysis().maturity.dimensions[derivation.dimension.index()];
    let of_criterion = |step: &&CriterionStep| explained.criterion.is_none_or(|one| one == step.criterion);
    let level = |step: &LevelStep| {
        let criteria = step.criteria.iter().filter(of_criterion);
        json!({
            "stufe": step.level,
            "titel": model.maturity.level_title(step.level),
            "ergebnis": verdict(step.verdict),
            "verlangt": step.test.asked,
            "erfuellt": step.test.met,
            "gewicht": step.test.weight.all,
            "erfuelltes_gewicht": step.test.weight.met,
            "kriterien": criteria.map(|one| criterion(model, one)).collect::<Vec<_>>(),
        })
    };
    let levels = derivation.levels.iter().filter(|step| step.criteria.iter().any(|one| of_criterion(&one)));
    let next = explained.next.as_ref().filter(|_| explained.criterion.is_none());
    json!({
        "id": dimension.id.value,
        "titel": dimension.title,
        "seite": address(Kind::Dimension, &dimension.id),
        "gefragte_stufe": explained.level,
        "stand": standing(state),
        "stufen": levels.map(level).collect::<Vec<_>>(),
        "rechnung": {
            "fortschritt": fraction(model, derivation.progress.as_ref()),
            "voraus": fraction(model, derivation.ahead.as_ref()),
            "erfuellungsgrad": fraction(model, derivation.fulfilment.as_ref()),
        },
        "naechster_schritt": next.map(|next| way(model, &dimension.id, next)),
    })
}

fn standing(state: &DimensionState) -> Value {
    json!({
        "stufe": state.level,
        "naechste": state.next,
        "fortschritt": share(state.progress.as_ref()),
        "erfuellungsgrad": share(state.fulfilment.as_ref()),
        "voraus": state.ahead.to_string(),
    })
}

fn share(share: Option<&Rational>) -> Option<String> {
    share.map(ToString::to_string)
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reached => "bestanden",
        Verdict::Stops => "nicht_bestanden",
        Verdict::Behind => "dahinter",
        Verdict::PassedOver => "uebergangen",
    }
}

fn criterion(model: &Model, step: &CriterionStep) -> Value {
    let criterion = &model.maturity.criteria[step.criterion];
    json!({
        "id": criterion.id.value,
        "text": criterion.text,
        "gefragt": match step.asked { Asked::Yes => "ja", Asked::NotValid => "ausser_kraft", Asked::Exempt => "ausgenommen" },
        "anteil": step.share.to_string(),
        "schwelle": criterion.threshold.value().to_string(),
        "anzahl": criterion.count,
        "gewicht": criterion.weight,
        "pflicht": criterion.must,
        "erfuellt": step.met,
        "erfuellungsgrad": step.fulfilment.to_string(),
        "teile": step.parts.iter().map(|part| self::part(model, part)).collect::<Vec<_>>(),
    })
}

fn part(model: &Model, part: &PartStep) -> Value {
    json!({
        "einheit": part.part.unit.map(|unit| &model.units[unit].head.id.value),
        "groesse": part.part.size,
        "anteil": part.share.to_string(),
        "beitraege": part.contributions.iter().map(|one| contribution(model, one)).collect::<Vec<_>>(),
    })
}

fn contribution(model: &Model, contribution: &Contribution) -> Value {
    let head = &model.measures[contribution.measure].head;
    let (reason, day) = match &contribution.reason {
        Reason::Completed { on, .. } => ("umgesetzt", Some(*on)),
        Reason::Expired(day) => ("abgelaufen", Some(*day)),
        Reason::Ended(day) => ("beendet", Some(*day)),
        Reason::Reopened(day) => ("wiedereroeffnet", Some(*day)),
        Reason::Discarded(day) => ("eingestellt", Some(*day)),
        Reason::Open => ("offen", None),
    };
    json!({
        "massnahme": head.id.value,
        "seite": address(Kind::Measure, &head.id),
        "anteil": contribution.value.to_string(),
        "zaehlt": contribution.counted,
        "grund": reason,
        "seit": day.map(|day| day.to_string()),
    })
}

fn fraction(model: &Model, fraction: Option<&Fraction>) -> Option<Value> {
    let fraction = fraction?;
    let term = |term: &crate::analysis::derivation::Term| {
        let id = &model.maturity.criteria[term.criterion].id.value;
        json!({"kriterium": id, "erfuellungsgrad": term.fulfilment.to_string(), "gewicht": term.weight})
    };
    Some(json!({
        "summanden": fraction.terms.iter().map(term).collect::<Vec<_>>(),
        "zaehler": fraction.numerator.to_string(),
        "nenner": fraction.denominator,
        "ergebnis": fraction.value.to_string(),
    }))
}

fn assumption(model: &Model, assumption: Assumption) -> Value {
    let id = |measure| &model.measures[measure].head.id.value;
    match assumption {
        Assumption::Without(measure) => json!({"ohne": id(measure)}),
        Assumption::Completed { measure, unit, day } => json!({
            "massnahme": id(measure),
            "einheit": unit.map(|unit| &model.units[unit].head.id.value),
            "am": day.to_string(),
        }),
    }
}

fn difference(model: &Model, difference: &Difference) -> Value {
    let expected = difference
        .expected
        .iter()
        .map(|&(level, before, after)| json!({"stufe": level, "vorher": reach(before), "nachher": reach(after)}));
    json!({
        "id": model.maturity.dimensions[difference.dimension].id.value,
        "vorher": standing(&difference.before),
        "nachher": standing(&difference.after),
        "erwartet": expected.collect::<Vec<_>>(),
    })
}

/// A day; `"erreicht"` where it is reached already, null where it is not foreseeable.
fn reach(reach: Reach) -> Option<String> {
    match reach {
        Reach::Now => Some("erreicht".to_owned()),
        Reach::On(day) => Some(day.to_string()),
        Reach::Never => None,
    }
}

fn overall(overall: &Overall) -> Value {
    json!({"minimum": overall.minimum, "erfuellungsgrad": share(overall.fulfilment.as_ref())})
}
