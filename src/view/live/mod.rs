//! Parts of the site that answer a question by themselves: shown on overviews, the start page and the pages of audiences.
//!
//! Each is a function of [`Compose`](super::compose::Compose) to blocks; none where the content has nothing to show.

pub mod audiences;
pub mod campaign;
pub mod commitments;
pub mod council;
pub mod figures;
pub mod interims;
pub mod levels;
pub mod planning;
pub mod projects;
pub mod questions;
pub mod resolutions;
pub mod schedule;
pub mod targets;
pub mod units;
