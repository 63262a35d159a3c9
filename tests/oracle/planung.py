"""Planning anew, from the levels that `reifegrad.py` computes: one question at a time, by trying it out."""

import copy
from datetime import timedelta

from reifegrad import last, later

DAY = timedelta(days=1)
MONTHS_AHEAD = 12
STATUSES = ["laufend", "pausiert", "beschlossen", "geplant", "unbekannt", "umgesetzt", "beendet", "eingestellt"]


def planning(method, data):
    """The keys of the data file that are about planning. Of projects only the counts are there; they are believed."""
    given = data["grundlage"]
    gaps = list(missing_plans(method))
    return {
        "felder": [field for one in method.dimensions for field in fields(method, one, len(given["modell"]["stufen"]))],
        "ohne_massnahme": [gap for gap in gaps if gap["naechste"]] + [gap for gap in gaps if not gap["naechste"]],
        "ohne_kriterium": [one.id for one in method.measures if not one.fulfils],
        "fragil": {"haengt_an": list(pillars(method)), "laeuft_ab": list(lapses(method))},
        "abdeckung": {
            "werte": [served(method, given, one, "werte") for one in data["abdeckung"]["werte"]],
            "probleme": [served(method, given, one, "probleme") for one in data["abdeckung"]["probleme"]],
            "dimensionen": list(pairs(method, given, [one["id"] for one in data["abdeckung"]["werte"]])),
        },
        "belegt": list(proven(method, given)),
    }


def changed(method, **attributes):
    other = copy.copy(method)
    vars(other).update(attributes)
    return other


def units(method):
    return list(method.units) or [None]


def met(method, criterion, t, scenario=None):
    """Asked for and met; `None` where it is not asked for."""
    if method.asked(criterion, t) != "ja":
        return None
    return method.q(criterion, None, t, scenario) >= criterion.threshold


def comes(method, criterion, scenario):
    return any(met(method, criterion, day, scenario) for day in method.days() if day > method.as_of)


def counts(method, measure):
    return any(method.phi(measure, unit, method.as_of, None) > 0 for unit in units(method))


# Fields and gaps


def fields(method, dimension, levels):
    for level in range(1, levels):
        criteria = [one for one in dimension.criteria if one.level == level]
        asked = [one for one in criteria if method.asked(one, method.as_of) == "ja"]
        done = [one for one in asked if met(method, one, method.as_of)]
        open = [one for one in asked if one not in done]
        begun = [one for one in open if method.q(one, None, method.as_of, None) > 0]
        announced = [one for one in open if comes(method, one, "plan")]
        exempt = [one for one in criteria if method.asked(one, method.as_of) == "ausgenommen"]
        if not asked:
            state = "ausgenommen" if exempt else "ungefragt"
        elif not open:
            state = "erfuellt"
        elif done or begun:
            state = "teilweise"
        else:
            state = "angekuendigt" if announced == open else "offen"
        yield {
            "dimension": dimension.id,
            "stufe": level,
            "zustand": state,
            "verlangt": len(asked),
            "erfuellt": len(done),
            "begonnen": len(begun),
            "angekuendigt": len(announced),
            "ausgenommen": len(exempt),
            "spaeter": sum(one.begin > method.as_of for one in criteria),
        }


def missing_plans(method):
    for dimension, state in zip(method.dimensions, method.assess(method.as_of)):
        for one in dimension.criteria:
            asked = method.asked(one, method.as_of)
            wanted = asked == "ja" and not met(method, one, method.as_of) or one.begin > method.as_of
            if not wanted or comes(method, one, "plan"):
                continue
            some = [measure for measure in method.measures if one.id in measure.fulfils]
            usable = [measure for measure in some if any(can_count(method, measure, unit) for unit in units(method))]
            if not usable:
                lack = "entfallen" if some else "keine"
            else:
                lack = "terminlos" if comes(method, one, "alles") else "unzureichend"
            levels = sorted({c.level for c in dimension.criteria if method.asked(c, method.as_of) == "ja"})
            following = [level for level in levels if level > (state["stufe"] or 0)]
            yield {
                "kriterium": one.id,
                "dimension": dimension.id,
                "stufe": one.level,
                "naechste": asked == "ja" and bool(following) and one.level <= following[0],
                "mangel": lack,
                "massnahmen": [measure.id for measure in usable],
                "noetig": next(n for n in range(1, one.count + 1) if n >= one.threshold * one.count),
            }


def can_count(method, measure, unit):
    state = method.state(measure, unit, method.as_of)
    return method.phi(measure, unit, method.as_of, None) > 0 if state.completed else not state.discarded


# What would break


def pillars(method):
    before = method.assess(method.as_of)
    criteria = [one for dimension in method.dimensions for one in dimension.criteria]
    for measure in method.measures:
        others = [one for one in method.measures if one is not measure]
        without = changed(method, measures=others)
        affected = [one for one in criteria if one.id in measure.fulfils]
        lost = [one.id for one in affected if met(method, one, method.as_of) and not met(without, one, method.as_of)]
        if lost:
            yield {"id": measure.id, "kriterien": lost, "stufen": falls(before, without.assess(method.as_of))}


def falls(before, after):
    return [
        {"dimension": old["id"], "von": old["stufe"], "auf": new["stufe"]}
        for old, new in zip(before, after)
        if (new["stufe"] or 0) < (old["stufe"] or 0) and new["stufe"] is not None
    ]


def lapses(method):
    end = later(method.as_of, (MONTHS_AHEAD, 0))
    for day in [day for day in method.days() if method.as_of < day <= end]:
        expiring = [one for one in method.measures if one.fulfils and expires(method, one, day)]
        fulfilled = {id for measure in expiring for id in measure.fulfils}
        lost = [
            one
            for dimension in method.dimensions
            for one in dimension.criteria
            if one.id in fulfilled
            and met(method, one, day - DAY, "gesichert")
            and met(method, one, day, "gesichert") is False
        ]
        kept = changed(method)
        kept.q = lambda one, *rest: one.threshold if one in lost else method.q(one, *rest)
        fallen = falls(kept.assess(day, "gesichert"), method.assess(day, "gesichert"))
        for measure in sorted(expiring, key=lambda one: one.id):
            criteria = [one.id for one in lost if one.id in measure.fulfils]
            dimensions = {one.id for one in method.dimensions if any(c.id in criteria for c in one.criteria)}
            yield {
                "datum": str(day),
                "massnahme": measure.id,
                "kriterien": criteria,
                "stufen": [fall for fall in fallen if fall["dimension"] in dimensions],
            }


def expires(method, measure, day):
    for unit in units(method):
        state = method.state(measure, unit, method.as_of)
        if measure.validity and method.phi(measure, unit, method.as_of, None) > 0:
            if later(state.confirmed, measure.validity) == day:
                return True
    return False


# Values, problems, evidence


def served(method, given, found, key):
    statuses = [
        method.progress(measure, one)["stand"]
        for measure, one in zip(method.measures, given["massnahmen"])
        if found["id"] in one[key]
    ]
    all = statuses + [one["stand"] for one in found["projekte"]]
    return {
        "id": found["id"],
        "unbedient": all.count("eingestellt") == len(all),
        "massnahmen": [{"stand": one, "anzahl": statuses.count(one)} for one in STATUSES if one in statuses],
        "projekte": found["projekte"],
    }


def pairs(method, given, values):
    for dimension in method.dimensions:
        for value in values:
            measures = [
                measure.id
                for measure, one in zip(method.measures, given["massnahmen"])
                if value in one["werte"] and any(c.id in measure.fulfils for c in dimension.criteria)
            ]
            if measures:
                yield {"dimension": dimension.id, "wert": value, "massnahmen": measures}


def proven(method, given):
    evidence = {one["id"]: [last(proof["am"]) for proof in one["nachweise"]] for one in given["massnahmen"]}
    known = {id for id, days in evidence.items() if any(day is None or day <= method.as_of for day in days)}
    only = changed(method, measures=[one for one in method.measures if one.id in known])
    for dimension, state in zip(method.dimensions, only.assess(method.as_of)):
        criteria = {one.id for one in dimension.criteria}
        yield {key: state[key] for key in ("id", "stufe", "fortschritt", "erfuellungsgrad")} | {
            "ohne_nachweis": [
                one.id
                for one in method.measures
                if one.id not in known and criteria & set(one.fulfils) and counts(method, one)
            ]
        }
