//! Joining the tag changes of one customer that wait for the robot (Q44).

use std::collections::BTreeSet;

use zuoxi_model::{Action, CustomerId, LabelId, QueuedAction};

/// What is wanted of one tag, over all the changes that wait.
struct Wish<'a> {
    label: &'a LabelId,
    add: bool,
    wavered: bool,
}

/// The one change that has the effect of all of them; `None` if they come to nothing.
///
/// The last word on a tag counts. Where an earlier one said the contrary, and the last one is how it is already
/// according to `carried`, the two cancel out. What nobody wavered over is always asked, because what is known of tags
/// may be old (Q43). The order is that of first mention.
pub(super) fn coalesce(customer: &CustomerId, changes: &[QueuedAction], carried: &BTreeSet<LabelId>) -> Option<Action> {
    let mut wishes: Vec<Wish> = Vec::new();
    for change in changes {
        let Action::ChangeTags { add, remove, .. } = &change.action else { continue };
        let said = add.iter().map(|label| (label, true)).chain(remove.iter().map(|label| (label, false)));
        for (label, add) in said {
            match wishes.iter_mut().find(|wish| wish.label == label) {
                Some(wish) => {
                    wish.wavered |= wish.add != add;
                    wish.add = add;
                }
                None => wishes.push(Wish { label, add, wavered: false }),
            }
        }
    }
    wishes.retain(|wish| !(wish.wavered && carried.contains(wish.label) == wish.add));
    let of = |add| wishes.iter().filter(|wish| wish.add == add).map(|wish| wish.label.clone()).collect();
    (!wishes.is_empty()).then(|| Action::ChangeTags { customer: customer.clone(), add: of(true), remove: of(false) })
}

/// Every tag that the changes speak of.
pub(super) fn labels(changes: &[QueuedAction]) -> Vec<LabelId> {
    let mentioned = changes.iter().filter_map(|change| match &change.action {
        Action::ChangeTags { add, remove, .. } => Some(add.iter().chain(remove)),
        _ => None,
    });
    mentioned.flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use zuoxi_model::{ActionState, RequestedBy, Timestamp};

    use super::*;

    fn labels_of(names: &[&str]) -> Vec<LabelId> {
        names.iter().map(|name| LabelId::from(*name)).collect()
    }

    fn change(add: &[&str], remove: &[&str]) -> QueuedAction {
        QueuedAction {
            id: "1".into(),
            robot_key: "r".into(),
            action: Action::ChangeTags { customer: "c".into(), add: labels_of(add), remove: labels_of(remove) },
            sent: None,
            carried_by: None,
            requested_by: RequestedBy::Console,
            requested_at: Timestamp(0),
            state: ActionState::Queued,
            attempts: 0,
            finished_at: None,
            reply: None,
            decided_at: None,
        }
    }

    fn joined(changes: &[QueuedAction], carried: &[&str]) -> Option<(Vec<LabelId>, Vec<LabelId>)> {
        let carried = labels_of(carried).into_iter().collect();
        match coalesce(&"c".into(), changes, &carried)? {
            Action::ChangeTags { add, remove, .. } => Some((add, remove)),
            _ => None,
        }
    }

    #[test]
    fn q44_an_add_and_a_remove_that_wait_together_cancel_out() {
        assert_eq!(joined(&[change(&["a"], &[]), change(&[], &["a"])], &[]), None);
        assert_eq!(joined(&[change(&[], &["a"]), change(&["a"], &[])], &["a"]), None);
    }

    #[test]
    fn the_last_word_counts_and_the_rest_keeps_its_order() {
        let changes =
            [change(&["b", "a"], &["x"]), change(&["c"], &["a"]), change(&["y"], &["b"]), change(&["b"], &[])];
        assert_eq!(joined(&changes, &[]), Some((labels_of(&["b", "c", "y"]), labels_of(&["x"]))));
    }

    #[test]
    fn taking_away_what_the_customer_has_is_asked_although_it_was_given_again_before() {
        let changes = [change(&["a"], &[]), change(&[], &["a"])];
        assert_eq!(joined(&changes, &["a"]), Some((vec![], labels_of(&["a"]))));
    }

    #[test]
    fn what_nobody_wavered_over_is_asked_even_if_it_seems_to_be_so_already() {
        assert_eq!(joined(&[change(&["a"], &[]), change(&["a"], &[])], &["a"]), Some((labels_of(&["a"]), vec![])));
    }
}
