//! What is measured, over the cache. docs/METRICS.md defines it.
//!
//! Counting is split in two. [`fold`] turns messages into rows of `turns` and `volume`, each message once; triggers note
//! which chats have something new and from which time on, so that a message that came late, a filled gap or a send that
//! failed has the chat counted again from there and no further. [`read`] takes a period's rows out in a few large strings,
//! because a row of its own through the driver costs more than all the arithmetic; [`figures`] does that in memory. So the
//! working hours, the limit and the filters may change without anything being counted anew, and a figure and the list
//! behind it are the same predicate over the same rows. Where a wait begins and how long it was is said in [`measure`], by
//! which the quality rules about time go too.

mod figures;
mod fold;
mod lists;
mod measure;
mod read;
mod waiting;

pub use figures::MetricsError;
pub(crate) use measure::Measure;
