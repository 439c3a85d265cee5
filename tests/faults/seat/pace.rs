//! The product's rules at a pace at which hundreds of seeds are a matter of minutes.

use std::time::Duration;

use zuoxi_engine::Timing;

/// Every pause is shorter, and the relations between them are kept: an echo has more time than a reconnection, the second
/// inquiry comes later than the first. Pages are small, so that a few messages already take several of them.
pub fn brisk() -> Timing {
    Timing {
        reconnect_floor: Duration::from_millis(150),
        reconnect_cap: Duration::from_millis(400),
        echo_deadline: Duration::from_millis(800),
        second_inquiry: Duration::from_millis(400),
        report_completeness: Duration::from_millis(500),
        relist_margin_ms: 300,
        reread_pause: Duration::from_millis(80),
        history_page: 7,
        chat_page: 5,
        first_reads: 8,
        // Lists of people have no part in this.
        list_retry: Duration::from_hours(1),
        sweep_delay: Duration::from_hours(1),
        ..Timing::default()
    }
}
