use proptest::prelude::*;

use super::*;
use crate::analysis::council::Answer;
use crate::analysis::schedule::Shift;
use crate::analysis::world::{AS_OF, before, city, worlds};
use crate::content::figure::KeyFigure;

/// The same the other way round.
fn mirror(difference: &Difference) -> Difference {
    fn swap<T>(pair: Pair<T>) -> Pair<T> {
        Pair { before: pair.after, after: pair.before }
    }
    let why = |why: &Why| match why.clone() {
        Why::Model { criterion } => Why::Model { criterion: criterion.map(swap) },
        Why::Exemption { criterion, begins } => Why::Exemption { criterion: swap(criterion), begins: !begins },
        Why::Measure { measure, before, after } => {
            Why::Measure { measure: swap(measure), before: after, after: before }
        }
        Why::Expiry { measure, expired } => Why::Expiry { measure: swap(measure), expired: !expired },
    };
    let level = |one: &LevelChange| LevelChange {
        dimension: swap(one.dimension),
        before: one.after,
        after: one.before,
        why: one.why.iter().map(why).collect(),
    };
    let event = |event: &PlanEvent| match event.clone() {
        PlanEvent::New => PlanEvent::Gone,
        PlanEvent::Gone => PlanEvent::New,
        PlanEvent::Status { before, after, reason } => PlanEvent::Status { before: after, after: before, reason },
        PlanEvent::End { before, after, shift, reason } => PlanEvent::End {
            before: after,
            after: before,
            shift: shift.map(|shift| Shift { months: -shift.months, days: -shift.days, ..shift }),
            reason,
        },
    };
    let project = |one: &ProjectChange| ProjectChange {
        project: swap(one.project),
        events: one.events.iter().map(event).collect(),
    };
    let milestone = |one: &MilestoneChange| MilestoneChange {
        project: swap(one.project),
        before: one.after,
        after: one.before,
        events: one.events.iter().map(event).collect(),
    };
    let question = |one: &QuestionChange| QuestionChange {
        paper: swap(one.paper),
        before: one.after,
        after: one.before,
        number: one.number,
    };
    let commitment = |one: &CommitmentChange| CommitmentChange {
        commitment: swap(one.commitment),
        before: one.after.clone(),
        after: one.before.clone(),
    };
    let figure = |one: &FigureChange| FigureChange {
        figure: swap(one.figure),
        before: one.after.clone(),
        after: one.before.clone(),
    };
    Difference {
        remodelled: difference.remodelled,
        overall: difference.overall.clone().map(|(before, after)| (after, before)),
        levels: difference.levels.iter().map(level).collect(),
        projects: difference.projects.iter().map(project).collect(),
        milestones: difference.milestones.iter().map(milestone).collect(),
        questions: difference.questions.iter().map(question).collect(),
        commitments: difference.commitments.iter().map(commitment).collect(),
        figures: difference.figures.iter().map(figure).collect(),
    }
}

/// Each change as text, in no order.
fn bag(difference: &Difference) -> Vec<String> {
    let levels = difference.levels.iter().map(|one| {
        let mut why: Vec<_> = one.why.iter().map(|why| format!("{why:?}")).collect();
        why.sort();
        format!("{:?} {:?} {:?} {why:?}", one.dimension, one.before, one.after)
    });
    let mut all: Vec<_> = levels.collect();
    all.extend(difference.projects.iter().map(|one| format!("{one:?}")));
    all.extend(difference.milestones.iter().map(|one| format!("{one:?}")));
    all.extend(difference.questions.iter().map(|one| format!("{one:?}")));
    all.extend(difference.commitments.iter().map(|one| format!("{one:?}")));
    all.extend(difference.figures.iter().map(|one| format!("{one:?}")));
    all.extend([format!("{:?} {:?}", difference.remodelled, difference.overall)]);
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing differs from itself, the other way round is the mirror image, and the parts add up to the whole.
    #[test]
    fn properties_of_days(world in worlds(), days in prop::array::uniform3(0..730i32)) {
        let model = world.model();
        let [first, second, third] = days.map(|days| Snapshot::new(&model, before(days)));
        let state = |day| State { model: &model, day };
        let (a, b, c) = (state(&first), state(&second), state(&third));
        prop_assert!(Difference::between(a, a).is_empty());
        prop_assert_eq!(bag(&mirror(&Difference::between(a, b))), bag(&Difference::between(b, a)));
        let risen = |difference: &Difference| -> i64 {
            let rise = |one: &LevelChange| {
                i64::from(one.after.unwrap_or_default()) - i64::from(one.before.unwrap_or_default())
            };
            difference.levels.iter().map(rise).sum()
        };
        let between = |from, to| Difference::between(from, to);
        prop_assert_eq!(risen(&between(a, b)) + risen(&between(b, c)), risen(&between(a, c)));
        // Within one model nothing is blamed on its rules.
        let blamed = between(a, b).levels.into_iter().flat_map(|one| one.why);
        let of_rules = blamed.filter(|why| *why == Why::Model { criterion: None }).count();
        prop_assert_eq!(of_rules, 0);
    }

    /// The same for projects, milestones, questions, commitments and key figures, within one town and across two.
    #[test]
    fn properties_of_towns(one in town(), two in town(), days in prop::array::uniform3(0..730i32)) {
        let models = [&one, &two].map(Town::model);
        let [first, second, third] = [(0, 0), (0, 1), (1, 2)].map(|(model, index)| {
            let model: &Model = &models[model];
            (model, Snapshot::new(model, before(days[index])))
        });
        let [a, b, c] = [&first, &second, &third].map(|(model, day)| State { model, day });
        for (from, to) in [(a, b), (b, c), (a, c)] {
            let difference = Difference::between(from, to);
            prop_assert!(Difference::between(from, from).is_empty());
            prop_assert_eq!(bag(&mirror(&difference)), bag(&Difference::between(to, from)));
            prop_assert!(difference.commitments.iter().all(|one| !one.turns().is_empty()));
        }
        // The parts of a way add up to the whole.
        let [middle, end] = [days[1], days[2]].map(|days| Snapshot::new(a.model, before(days)));
        let [middle, end] = [&middle, &end].map(|day| State { model: a.model, day });
        prop_assert_eq!(chained(steps(a, middle), steps(middle, end)), steps(a, end));
    }

    /// The same for two models that have nothing in common but some ids.
    #[test]
    fn properties_of_models(world in worlds(), other in worlds()) {
        let (one, two) = (world.model(), other.model());
        let (first, second) = (Snapshot::new(&one, AS_OF), Snapshot::new(&two, AS_OF));
        let a = State { model: &one, day: &first };
        let b = State { model: &two, day: &second };
        let difference = Difference::between(a, b);
        prop_assert_eq!(bag(&mirror(&difference)), bag(&Difference::between(b, a)));
        let reasoned = difference.levels.iter().all(|one| one.before != one.after && !one.why.is_empty());
        prop_assert!(reasoned);
    }
}

/// What differs: what it is about, how it stood and how it stands.
type Steps = BTreeMap<String, [String; 2]>;

fn steps(from: State<'_>, to: State<'_>) -> Steps {
    let difference = Difference::between(from, to);
    let event = |of: String, event: &PlanEvent| match event {
        PlanEvent::New | PlanEvent::Gone => (of, [String::new(), String::new()]),
        PlanEvent::Status { before, after, .. } => {
            (format!("{of} status"), [before, after].map(|one| format!("{one:?}")))
        }
        PlanEvent::End { before, after, .. } => (format!("{of} end"), [before, after].map(|one| format!("{one:?}"))),
    };
    let projects = difference
        .projects
        .iter()
        .flat_map(|one| one.events.iter().map(move |what| event(format!("project {:?}", one.project), what)));
    let milestones = difference.milestones.iter().flat_map(|one| {
        one.events.iter().map(move |what| event(format!("milestone {:?} {:?}", one.project, one.after), what))
    });
    let told = |answer: Option<Answer>| format!("{:?}", answer.map(|one| (one.state, one.answered)));
    let questions =
        difference.questions.iter().map(|one| (format!("question {}", one.number), [one.before, one.after].map(told)));
    let commitments = difference.commitments.iter().map(|one| {
        (format!("commitment {:?}", one.commitment), [&one.before, &one.after].map(|one| format!("{one:?}")))
    });
    // A new reading of the same value is no difference.
    let read = |state: State<'_>, figure: Option<Ref<KeyFigure>>, positions: &[usize]| {
        let readings = figure.map(|figure| &state.model.figures[figure].readings);
        let values = positions.iter().map(|&index| readings.map(|readings| &readings[index].value));
        format!("{:?}", values.collect::<Vec<_>>())
    };
    let figures = difference.figures.iter().map(|one| {
        let (before, after) = (read(from, one.figure.before, &one.before), read(to, one.figure.after, &one.after));
        (format!("figure {:?}", one.figure), [before, after])
    });
    projects.chain(milestones).chain(questions).chain(commitments).chain(figures).collect()
}

/// One after the other; what is as it was before has not changed.
fn chained(one: Steps, other: Steps) -> Steps {
    let mut all = one;
    for (about, [before, after]) in other {
        let first = all.get(&about).map_or(before, |[first, _]| first.clone());
        all.insert(about, [first, after]);
    }
    all.retain(|_, [before, after]| before != after);
    all
}

/// Days before the last one, and which event.
type Events = Vec<(i32, usize)>;

/// An invented town without maturity: what happened to two projects, a milestone, two questions, two commitments and a figure.
#[derive(Debug, Clone)]
struct Town {
    projects: Vec<Events>,
    asked: Vec<(i32, Option<i32>)>,
    commitments: Vec<(i32, Events)>,
    readings: Vec<(i32, u32)>,
}

fn town() -> impl Strategy<Value = Town> {
    let events = || prop::collection::vec((0..730i32, 0..6usize), 0..5);
    (
        prop::collection::vec(events(), 1..4),
        prop::collection::vec((0..730i32, prop::option::of(0..730i32)), 0..3),
        prop::collection::vec((0..730i32, events()), 0..3),
        prop::collection::vec((0..730i32, 0..3u32), 0..4),
    )
        .prop_map(|(projects, asked, commitments, readings)| Town { projects, asked, commitments, readings })
}

impl Town {
    fn model(&self) -> Model {
        let mut files = vec![("organisation.yaml".to_owned(), "gremien: {rat: {titel: Rat}}\n".to_owned())];
        let log = |events: &[(i32, usize)], words: &[&str; 6]| {
            let line = |&(days, kind): &(i32, usize)| {
                let to = if ["verschoben", "geaendert"].contains(&words[kind]) {
                    format!(", auf: {}", before(days - 90))
                } else {
                    String::new()
                };
                format!("{{am: {}, ereignis: {}, grund: Grund {days}{to}}}", before(days), words[kind])
            };
            format!("[{}]", events.iter().map(line).collect::<Vec<_>>().join(", "))
        };
        let words = ["begonnen", "pausiert", "umgesetzt", "eingestellt", "verschoben", "wiederaufgenommen"];
        for (index, events) in self.projects.iter().enumerate() {
            let log = log(events, &words);
            let text = format!(
                "---\ntitel: P\nplan: {{beginn: 2023-01-01, ende: 2024-03-31}}\nverlauf: {log}\n\
                 meilensteine:\n  m{}: {{titel: M, plan: {{ende: 2023-12}}, verlauf: {log}}}\n---\n",
                events.len()
            );
            files.push((format!("projekte/p{}.md", 10 * index + events.len() % 2), text));
        }
        let question = |(asked, answered): &(i32, Option<i32>)| {
            let answer = answered
                .map_or("stand: offen".to_owned(), |days| format!("stand: beantwortet, antwort_am: {}", before(days)));
            format!("{{frage: F, gestellt_am: {}, {answer}}}", before(*asked))
        };
        let questions: Vec<_> = self.asked.iter().map(question).collect();
        let paper = format!("---\ntitel: A\nart: anfrage\nfragen: [{}]\n---\n", questions.join(", "));
        files.push((
            "stadtrat/a.md".to_owned(),
            if questions.is_empty() { "---\ntitel: A\nart: anfrage\n---\n".to_owned() } else { paper },
        ));
        let words = ["berichtet", "geaendert", "erfuellt", "verfallen", "wiedereroeffnet", "berichtet"];
        let commitment = |(index, (on, events)): (usize, &(i32, Events))| {
            format!(
                "z{index}: {{titel: Z, wer: Amt, an: rat, am: {}, bis: {}, verlauf: {}}}\n",
                before(*on),
                before(on - 200),
                log(events, &words)
            )
        };
        files.push(("zusagen.yaml".to_owned(), self.commitments.iter().enumerate().map(commitment).collect()));
        let reading = |(days, value): &(i32, u32)| format!("{{wert: {value}, am: {}}}", before(*days));
        if !self.readings.is_empty() {
            let readings: Vec<_> = self.readings.iter().map(reading).collect();
            files
                .push(("kennzahlen.yaml".to_owned(), format!("k: {{titel: K, angaben: [{}]}}\n", readings.join(", "))));
        }
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        city(MODEL, &files)
    }
}

const MODEL: &str = "titel: M\nstufen: [a, b, c]\ndimensionen:\n  d: {titel: D, stufen: {1: {d-1: x}, 2: {d-2: y}}}\n";

fn difference(before: &Model, after: &Model, days: [&str; 2]) -> Difference {
    let [first, second] = days.map(|day| day.parse().unwrap());
    let (first, second) = (Snapshot::new(before, first), Snapshot::new(after, second));
    Difference::between(State { model: before, day: &first }, State { model: after, day: &second })
}

fn words(difference: &Difference) -> Vec<String> {
    let why = |why: &Why| match why {
        Why::Model { criterion: None } => "rules",
        Why::Model { criterion: Some(_) } => "model",
        Why::Exemption { begins: true, .. } => "exempt",
        Why::Exemption { begins: false, .. } => "no longer exempt",
        Why::Measure { .. } => "measure",
        Why::Expiry { expired: true, .. } => "expired",
        Why::Expiry { expired: false, .. } => "confirmed",
    };
    let change = |one: &LevelChange| {
        let why: Vec<_> = one.why.iter().map(why).collect();
        format!("{:?} to {:?}: {}", one.before.unwrap_or(99), one.after.unwrap_or(99), why.join(", "))
    };
    difference.levels.iter().map(change).collect()
}

#[test]
fn causes_of_a_level_are_told_apart() {
    let done = "---\ntitel: A\nerfuellt: [d-1]\ngueltig: 12 Monate\nverlauf:\n  - {am: 2023-03-01, ereignis: umgesetzt}\n  \
                - {am: 2025-01-01, ereignis: geprueft}\n---\n";
    let one = city(MODEL, &[("massnahmen/a.md", done)]);
    assert_eq!(words(&difference(&one, &one, ["2023-01-01", "2023-06-30"])), ["0 to 1: measure"]);
    assert_eq!(words(&difference(&one, &one, ["2023-06-30", "2024-06-30"])), ["1 to 0: expired"]);
    assert_eq!(words(&difference(&one, &one, ["2024-06-30", "2025-06-30"])), ["0 to 1: confirmed"]);

    // With a second criterion that nothing fulfils, the level hangs on whether it is asked for.
    let harder = MODEL.replace("{d-1: x}", "{d-1: x, d-1b: z}");
    let done = done.replace("gueltig: 12 Monate\n", "");
    let exempt = "- {kriterium: d-1b, von: 2024-01-01, bis: 2024-12-31, grund: Haushaltssperre}\n";
    let two = city(&harder, &[("massnahmen/a.md", &done), ("ausnahmen.yaml", exempt)]);
    assert_eq!(words(&difference(&two, &two, ["2023-06-30", "2024-06-30"])), ["0 to 1: exempt"]);
    assert_eq!(words(&difference(&two, &two, ["2024-06-30", "2025-06-30"])), ["1 to 0: no longer exempt"]);

    let easier = harder.replace("d-1b: z", "d-1b: {text: z, ab: 2030-01-01}");
    let [hard, easy] = [&harder, &easier].map(|model| city(model, &[("massnahmen/a.md", &done)]));
    assert_eq!(words(&difference(&hard, &easy, ["2024-06-30", "2024-06-30"])), ["0 to 1: model"]);
}

#[test]
fn projects_are_compared_by_id_and_former_id() {
    let project = |text: &str| format!("---\ntitel: P\n{text}---\n");
    let plan = "plan: {beginn: 2023-01-01, ende: 2023-12-31}\n";
    let shifted = format!(
        "{plan}frueher: [p]\nverlauf:\n  - {{am: 2023-02-01, ereignis: begonnen}}\n  \
                           - {{am: 2023-09-01, ereignis: verschoben, auf: 2024-06-30, grund: Lieferverzug}}\n"
    );
    let before = city(MODEL, &[("projekte/p.md", &project(plan)), ("projekte/q.md", &project(plan))]);
    let after = city(MODEL, &[("projekte/neu.md", &project("")), ("projekte/r.md", &project(&shifted))]);
    let events: Vec<_> =
        difference(&before, &after, ["2023-01-01", "2023-12-01"]).projects.into_iter().map(|one| one.events).collect();
    assert_eq!(events.len(), 3, "{events:?}");
    assert_eq!((&events[0], &events[2]), (&vec![PlanEvent::New], &vec![PlanEvent::Gone]));
    let PlanEvent::End { shift: Some(shift), reason, .. } = &events[1][1] else { panic!("{events:?}") };
    assert_eq!((shift.months, reason.as_deref()), (6, Some("Lieferverzug")));
}

#[test]
fn questions_commitments_and_figures_are_compared_by_day() {
    let paper = "---\ntitel: A\nart: anfrage\ndatum: 2024-01-10\nfragen:\n  - {frage: Eins, stand: beantwortet, antwort_am: 2024-02-20}\n  \
                 - {frage: Zwei, stand: offen}\n---\n";
    let promises = "frist: {titel: Z, wer: Amt, an: rat, am: 2024-01-10, bis: 2024-03-31}\n\
                    gehalten: {titel: Z, wer: Amt, an: rat, am: 2024-01-10, bis: 2024-03-31, verlauf: [{am: 2024-03-01, ereignis: erfuellt}]}\n";
    let figures = "k: {titel: K, angaben: [{wert: 1}, {wert: 3, am: 2024-02-01}, {wert: 4, am: 2024-02-01}]}\n";
    let files = [
        ("organisation.yaml", "gremien: {rat: {titel: Rat}}"),
        ("stadtrat/a.md", paper),
        ("zusagen.yaml", promises),
        ("kennzahlen.yaml", figures),
    ];
    let model = city(MODEL, &files);
    let changes = |days| {
        let found = difference(&model, &model, days);
        let questions: Vec<_> = found.questions.iter().map(|one| (one.number, one.before.is_some())).collect();
        let turns: Vec<_> = found.commitments.iter().map(CommitmentChange::turns).collect();
        let figures: Vec<_> = found.figures.iter().map(|one| (one.before.clone(), one.after.clone())).collect();
        (questions, turns, figures)
    };
    let made = vec![Turn::Made];
    assert_eq!(changes(["2024-01-01", "2024-01-31"]), (vec![(1, false), (2, false)], vec![made.clone(), made], vec![]));
    let read = vec![(vec![0], vec![1, 2])];
    assert_eq!(changes(["2024-01-31", "2024-03-15"]), (vec![(1, true)], vec![vec![Turn::Met]], read));
    assert_eq!(changes(["2024-03-15", "2024-04-30"]), (vec![], vec![vec![Turn::Missed]], vec![]));
    assert!(difference(&model, &model, ["2024-05-01", "2025-05-01"]).is_empty());
}

#[test]
fn milestones_are_compared_within_their_project() {
    let project = |milestones: &str| format!("---\ntitel: P\nmeilensteine:\n{milestones}---\n");
    let before = project("  a: {titel: A, plan: {ende: 2023-06}}\n  b: {titel: B, plan: {ende: 2023-09}}\n");
    let after = project(
        "  neu: {titel: A, frueher: [a], plan: {ende: 2023-06}, verlauf: [{am: 2023-07-01, ereignis: umgesetzt}]}\n  \
         c: {titel: C, plan: {ende: 2024}}\n",
    );
    let [one, other] = [&before, &after].map(|text| city(MODEL, &[("projekte/p.md", text)]));
    let found = difference(&one, &other, ["2023-01-01", "2023-12-01"]).milestones;
    let places: Vec<_> = found.iter().map(|one| (one.before, one.after)).collect();
    assert_eq!(places, [(Some(0), Some(0)), (None, Some(1)), (Some(1), None)]);
    assert!(matches!(found[0].events[..], [PlanEvent::Status { .. }]), "{found:?}");
}
