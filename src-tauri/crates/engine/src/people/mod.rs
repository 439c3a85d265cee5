//! Customers, groups and their members, and what is known of customers' tags.
//!
//! The platform's lists (2.3, 2.4, 2.6) are read in the background into the cache, once a day and after a change that
//! says so; cards are put together from the cache alone, so that they open at once and without a network. A list never
//! takes anybody away; only a member list that was read from end to end says who left (Q50).
//!
//! `agenda` keeps what is to be read and when; `lists` reads; `sweep` finds out who carries which tag (Q43); `cards` puts
//! together what is shown.

mod agenda;
mod cards;
mod lists;
mod sweep;

pub(crate) use agenda::{People, run};
pub(crate) use sweep::run as sweep;
