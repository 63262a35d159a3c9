//! The maturity model and what refers into it: targets within the levels, milestones that exist.

use super::{Check, Subject};
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { name: "model", codes: &["E0203", "E0406"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let model = subject.model;
    let top = model.maturity.top();
    for target in &model.targets {
        for level in target.all.iter().chain(target.levels.iter().map(|(_, level)| level)).filter(|&&level| level > top)
        {
            found.push(Diagnostic::at("E0406", target.by.span).with("stufe", level).with("oberste", top));
        }
    }
    for measure in &model.measures {
        let Some(milestone) = &measure.milestone else { continue };
        let project = measure.project.map(|project| &model.projects[project]);
        let ids: Vec<&str> = project
            .map(|project| project.milestones.iter().map(|one| one.head.id.as_str()).collect())
            .unwrap_or_default();
        if !ids.contains(&milestone.as_str()) {
            let finding =
                Diagnostic::at("E0203", milestone.span).with("id", &milestone.value).with("art", "@art.meilenstein");
            found.push(finding.did_you_mean(milestone, ids));
        }
    }
}
