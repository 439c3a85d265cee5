//! The product's rules at a pace at which hundreds of seeds are a matter of minutes.

use std::time::Duration;

use zuoxi_engine::{NetworkRules, Timing};

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
        push_grace: Duration::from_millis(150),
        relist: Duration::from_millis(1_500),
        action_deadline: Duration::from_secs(2),
        reply_grace: Duration::from_millis(150),
        bridge_pause: Duration::from_millis(100),
        upload_retry: [Duration::from_millis(50), Duration::from_millis(300)],
        network: NetworkRules { retries: 1, first_pause: Duration::from_millis(10), ..NetworkRules::default() },
        history_page: 7,
        chat_page: 5,
        first_reads: 8,
        // Lists of people have no part in this.
        list_retry: Duration::from_hours(1),
        sweep_delay: Duration::from_hours(1),
        ..Timing::default()
    }
}
