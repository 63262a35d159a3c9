//! Who refers to whom, the other way round: so that links run both ways without searching.

use crate::content::Model;
use crate::content::campaign::{Block, CoreValue, Problem};
use crate::content::commitment::Commitment;
use crate::content::council::{Concerns, Paper};
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::{Kind, Ref, Table};
use crate::content::organisation::Unit;
use crate::content::project::Project;
use crate::content::strategy::Strategy;
use crate::content::{ReadRecord, variant::Variant};

/// For each record of one kind, the records of another that refer to it.
#[derive(Debug, Clone)]
pub struct Reverse<From, To> {
    lists: Vec<Vec<Ref<From>>>,
    to: std::marker::PhantomData<fn() -> To>,
}

impl<From, To> Reverse<From, To> {
    fn new(targets: usize, sources: &Table<From>, references: impl Fn(&From) -> Vec<Ref<To>>) -> Self {
        let mut lists = vec![Vec::new(); targets];
        for (source, record) in sources.refs() {
            for target in references(record) {
                if let Some(list) = lists.get_mut(target.index())
                    && list.last() != Some(&source)
                {
                    list.push(source);
                }
            }
        }
        Self { lists, to: std::marker::PhantomData }
    }

    /// The records that refer to one.
    pub fn of(&self, target: Ref<To>) -> &[Ref<From>] {
        self.lists.get(target.index()).map_or(&[], Vec::as_slice)
    }
}

/// All reverse references that pages show.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each name says who refers to whom")]
pub struct Links {
    pub measures_of_project: Reverse<Measure, Project>,
    pub measures_of_value: Reverse<Measure, CoreValue>,
    pub measures_of_problem: Reverse<Measure, Problem>,
    pub measures_of_strategy: Reverse<Measure, Strategy>,
    pub measures_of_criterion: Reverse<Measure, Criterion>,
    pub measures_after: Reverse<Measure, Measure>,
    pub projects_of_value: Reverse<Project, CoreValue>,
    pub projects_of_problem: Reverse<Project, Problem>,
    pub projects_of_strategy: Reverse<Project, Strategy>,
    pub projects_of_dimension: Reverse<Project, Dimension>,
    pub projects_after: Reverse<Project, Project>,
    pub parts_of_project: Reverse<Project, Project>,
    pub strategies_of_value: Reverse<Strategy, CoreValue>,
    pub strategies_of_problem: Reverse<Strategy, Problem>,
    pub parts_of_strategy: Reverse<Strategy, Strategy>,
    pub superseded_by: Reverse<Strategy, Strategy>,
    pub variants_of_strategy: Reverse<Variant, Strategy>,
    pub problems_of_dimension: Reverse<Problem, Dimension>,
    pub blocks_of_dimension: Reverse<Block, Dimension>,
    pub blocks_of_measure: Reverse<Block, Measure>,
    pub papers_of_project: Reverse<Paper, Project>,
    pub papers_of_measure: Reverse<Paper, Measure>,
    pub papers_of_value: Reverse<Paper, CoreValue>,
    pub papers_of_problem: Reverse<Paper, Problem>,
    pub papers_of_strategy: Reverse<Paper, Strategy>,
    pub papers_about: Reverse<Paper, Paper>,
    pub commitments_of_paper: Reverse<Commitment, Paper>,
    pub commitments_of_project: Reverse<Commitment, Project>,
    pub commitments_of_measure: Reverse<Commitment, Measure>,
    pub units_below: Reverse<Unit, Unit>,
    pub measures_of_unit: Reverse<Measure, Unit>,
    pub projects_of_unit: Reverse<Project, Unit>,
    pub papers_of_unit: Reverse<Paper, Unit>,
    /// For each source document the records that name it: kind and position.
    pub citations: Vec<Vec<(Kind, usize)>>,
}

/// A paper concerns what it names itself and what its questions name.
fn concerns<T>(paper: &Paper, list: fn(&Concerns) -> &Vec<Ref<T>>) -> Vec<Ref<T>> {
    let questions = paper.questions.iter().flat_map(|question| list(&question.concerns));
    let mut all: Vec<_> = list(&paper.concerns).iter().chain(questions).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl Links {
    /// Reverses every reference of the model.
    pub fn new(model: &Model) -> Self {
        let Model {
            measures,
            projects,
            strategies,
            papers,
            commitments,
            blocks,
            problems,
            variants,
            values,
            units,
            ..
        } = model;
        let (dimensions, criteria) = (model.maturity.dimensions.len(), model.maturity.criteria.len());
        Self {
            measures_of_project: Reverse::new(projects.len(), measures, |m| m.project.into_iter().collect()),
            measures_of_value: Reverse::new(values.len(), measures, |m| m.values.clone()),
            measures_of_problem: Reverse::new(problems.len(), measures, |m| m.problems.clone()),
            measures_of_strategy: Reverse::new(strategies.len(), measures, |m| m.strategies.clone()),
            measures_of_criterion: Reverse::new(criteria, measures, |m| m.fulfils.clone()),
            measures_after: Reverse::new(measures.len(), measures, |m| m.requires.clone()),
            projects_of_value: Reverse::new(values.len(), projects, |p| p.values.clone()),
            projects_of_problem: Reverse::new(problems.len(), projects, |p| p.problems.clone()),
            projects_of_strategy: Reverse::new(strategies.len(), projects, |p| p.strategies.clone()),
            projects_of_dimension: Reverse::new(dimensions, projects, |p| p.dimensions.clone()),
            projects_after: Reverse::new(projects.len(), projects, |p| p.requires.clone()),
            parts_of_project: Reverse::new(projects.len(), projects, |p| p.part_of.into_iter().collect()),
            strategies_of_value: Reverse::new(values.len(), strategies, |s| s.values.clone()),
            strategies_of_problem: Reverse::new(problems.len(), strategies, |s| s.problems.clone()),
            parts_of_strategy: Reverse::new(strategies.len(), strategies, |s| s.part_of.into_iter().collect()),
            superseded_by: Reverse::new(strategies.len(), strategies, |s| s.supersedes.clone()),
            variants_of_strategy: Reverse::new(strategies.len(), variants, |v| v.strategies.clone()),
            problems_of_dimension: Reverse::new(dimensions, problems, |p| p.dimensions.clone()),
            blocks_of_dimension: Reverse::new(dimensions, blocks, |b| vec![b.dimension]),
            blocks_of_measure: Reverse::new(measures.len(), blocks, block_measures),
            papers_of_project: Reverse::new(projects.len(), papers, |p| concerns(p, |c| &c.projects)),
            papers_of_measure: Reverse::new(measures.len(), papers, |p| concerns(p, |c| &c.measures)),
            papers_of_value: Reverse::new(values.len(), papers, |p| concerns(p, |c| &c.values)),
            papers_of_problem: Reverse::new(problems.len(), papers, |p| concerns(p, |c| &c.problems)),
            papers_of_strategy: Reverse::new(strategies.len(), papers, |p| concerns(p, |c| &c.strategies)),
            papers_about: Reverse::new(papers.len(), papers, |p| p.related.iter().map(|one| one.paper).collect()),
            commitments_of_paper: Reverse::new(papers.len(), commitments, |c| c.paper.into_iter().collect()),
            commitments_of_project: Reverse::new(projects.len(), commitments, |c| c.concerns.projects.clone()),
            commitments_of_measure: Reverse::new(measures.len(), commitments, |c| c.concerns.measures.clone()),
            units_below: Reverse::new(units.len(), units, |u| u.parent.into_iter().collect()),
            measures_of_unit: Reverse::new(units.len(), measures, |m| m.unit.into_iter().collect()),
            projects_of_unit: Reverse::new(units.len(), projects, |p| p.unit.into_iter().collect()),
            papers_of_unit: Reverse::new(units.len(), papers, |p| p.unit.into_iter().collect()),
            citations: citations(model),
        }
    }
}

fn block_measures(block: &Block) -> Vec<Ref<Measure>> {
    let elements = block.elements.iter().filter_map(|(_, element)| element.measure);
    elements.chain(block.steps.iter().filter_map(|step| step.measure)).collect()
}

fn citations(model: &Model) -> Vec<Vec<(Kind, usize)>> {
    let mut citations = vec![Vec::new(); model.documents.len()];
    cite(&mut citations, &model.strategies);
    cite(&mut citations, &model.values);
    cite(&mut citations, &model.problems);
    cite(&mut citations, &model.blocks);
    cite(&mut citations, &model.projects);
    cite(&mut citations, &model.measures);
    cite(&mut citations, &model.papers);
    cite(&mut citations, &model.commitments);
    cite(&mut citations, &model.figures);
    cite(&mut citations, &model.calculations);
    cite(&mut citations, &model.variants);
    citations
}

fn cite<T: ReadRecord>(citations: &mut [Vec<(Kind, usize)>], table: &Table<T>) {
    for (reference, record) in table.refs() {
        for document in record.cited().into_iter().filter_map(|source| source.document) {
            if let Some(list) = citations.get_mut(document.index())
                && list.last() != Some(&(T::KIND, reference.index()))
            {
                list.push((T::KIND, reference.index()));
            }
        }
    }
}
