//! How long the campaign waits for a state: by what happens, not by the clock on the wall.
//!
//! On a machine with ten other builds everything takes ten times as long, and nothing is wrong. So a wait is counted in
//! looks. A look asks the seat, which has to get its share of the processor to answer, and between two of them the campaign
//! has to get its own; however slow the machine is, all three slow down together. The count begins anew whenever what is
//! seen has moved, and only a state that stands still is given up, or one that goes in circles.

use std::time::Duration;

use tokio::time::sleep;

/// Between two looks.
const GLANCE: Duration = Duration::from_millis(25);

/// A state that moves without end is given up after so many times the looks of one that stands still.
const CIRCLES: u32 = 10;

pub struct Patience {
    looks: u32,
    still: u32,
    all: u32,
    seen: String,
}

impl Patience {
    /// Gives up what stands still for so many looks.
    pub fn of(looks: u32) -> Self {
        Self { looks, still: 0, all: 0, seen: String::new() }
    }

    /// Notes what is seen now and waits until the next look. False if waiting any longer is in vain.
    pub async fn waits(&mut self, seen: String) -> bool {
        self.all += 1;
        if self.seen == seen {
            self.still += 1;
        } else {
            self.still = 0;
            self.seen = seen;
        }
        if self.still >= self.looks || self.all >= self.looks.saturating_mul(CIRCLES) {
            return false;
        }
        sleep(GLANCE).await;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_stands_still_is_given_up_and_what_moves_is_waited_for() {
        let mut patience = Patience::of(3);
        for state in ["a", "a", "a", "b", "b", "b"] {
            assert!(patience.waits(state.to_owned()).await, "{state}");
        }
        assert!(!patience.waits("b".to_owned()).await);
    }

    #[tokio::test(start_paused = true)]
    async fn what_goes_in_circles_is_given_up_in_the_end() {
        let mut patience = Patience::of(3);
        let mut looks = 0;
        while patience.waits((looks % 2).to_string()).await {
            looks += 1;
        }
        assert_eq!(looks, 29);
    }
}
