//! What is for team leads.

pub(crate) mod export;
