//! Broadcasts: one text, or a few, to many. Spec 2.7, Q58, Q59.
//!
//! The platform gives no task id and no status and cannot be told to stop. So:
//!
//! - **Two steps.** A plan says who is written to, who is left out and why, and how long it takes; it leaves only when a
//!   person repeats how many it goes to. A plan is good for a while, because people come and go.
//! - **Never twice.** `Sending` is written before it leaves. After a time-out, a broken line or a crash it is `Unknown`, a
//!   person is asked, and nothing is repeated. A harmless call goes first, so that a network that is not there costs no
//!   doubt.
//! - **Once for each person.** A customer whom several robots know is written to by the one that spoke to them last.
//! - **Delivery is inferred** from our own messages that appear in the chats of the audience and were not sent from here.
//!   That can only show that something arrived, never that it did not.
//!
//! `check` makes the plan, `run` hands it over, `sightings` watches what arrives.

mod check;
mod run;
mod sightings;
