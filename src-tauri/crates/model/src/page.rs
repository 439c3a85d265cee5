//! One page of a list that the platform serves page by page.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Which page to ask for. Spec 2.3, 2.4, 2.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PageRequest {
    /// Counted from 1.
    pub number: u32,
    pub size: u32,
}

impl Default for PageRequest {
    /// The platform's own defaults.
    fn default() -> Self {
        Self { number: 1, size: 20 }
    }
}

/// One page as it was served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// How many there are on all pages together; none if the platform did not say (Q2).
    pub total: Option<u32>,
    /// Records of this page that could not be read. Together with `items` the length of the page as served, which
    /// tells whether it was the last one.
    pub unreadable: u32,
}

impl<T> Page<T> {
    /// True if a page this short can only be the last one.
    #[must_use]
    pub fn is_last(&self, asked: PageRequest) -> bool {
        let served = self.items.len().saturating_add(usize::try_from(self.unreadable).unwrap_or(usize::MAX));
        usize::try_from(asked.size).is_ok_and(|size| served < size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_could_not_be_read_does_not_end_the_list() {
        let asked = PageRequest { number: 1, size: 3 };
        let page = |items: Vec<u8>, unreadable| Page { items, total: None, unreadable };
        assert!(!page(vec![1, 2], 1).is_last(asked));
        assert!(page(vec![1, 2], 0).is_last(asked));
        assert!(page(vec![], 0).is_last(asked));
    }
}
