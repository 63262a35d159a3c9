//! Changing content that people keep by hand: as little as possible, and never by guessing.
//!
//! Text in, text out; what comes out is a [`FileChange`](crate::source::FileChange), and nothing is written here.

pub mod event;
pub mod format;
pub mod migration;
pub mod passage;
pub mod record;
pub mod schema;
