/** The audit log as it is shown: filters, queues, and how far it was read. Pure. */
import type { Action, CustomerId, QueuedAction, RobotKey } from "@/bindings";
import { isOpen, needsDecision, newestFirst } from "@/shared/host";

export type StateFilter = "all" | "undecided" | "open" | "refused" | "done";
export type LogFilter = { robot: RobotKey | null; state: StateFilter; mineOnly: boolean };

/** How far the log of a robot, or of all, was read: everything newer than the last row is there. */
export type Reach = { last: QueuedAction | null; atEnd: boolean };

function matches(row: QueuedAction, filter: LogFilter): boolean {
	if (filter.robot !== null && row.robotKey !== filter.robot) return false;
	if (filter.mineOnly && row.requestedBy.kind === "console") return false;
	switch (filter.state) {
		case "all":
			return true;
		case "undecided":
			return needsDecision(row);
		case "open":
			return isOpen(row);
		case "refused":
			return row.state.state === "refused";
		case "done":
			return row.state.state === "done";
	}
}

/**
 * Rows newest first, without holes: what is older than the log was read to is left out, except where the list is whole
 * by itself, as what waits for a decision is.
 */
export function shownActions(
	actions: Iterable<QueuedAction>,
	filter: LogFilter,
	reach: Reach,
): QueuedAction[] {
	const { last } = reach;
	const isRead = (row: QueuedAction) => reach.atEnd || (last !== null && newestFirst(row, last) <= 0);
	return [...actions]
		.filter(
			(row) => matches(row, filter) && (filter.state === "undecided" || row.id === last?.id || isRead(row)),
		)
		.sort(newestFirst);
}

export function undecided(actions: Iterable<QueuedAction>): number {
	let count = 0;
	for (const row of actions) if (needsDecision(row)) count += 1;
	return count;
}

/** What each robot is at, and what waits behind it, in the order it will leave. */
export function queues(actions: Iterable<QueuedAction>): Map<RobotKey, QueuedAction[]> {
	const waiting = new Map<RobotKey, QueuedAction[]>();
	for (const row of [...actions].filter(isOpen).sort((a, b) => newestFirst(b, a))) {
		waiting.set(row.robotKey, [...(waiting.get(row.robotKey) ?? []), row]);
	}
	return waiting;
}

/** Where a person looks to find out whether it was done. `other` is what may be done twice without harm. */
export type ToCheck = "forward" | "addByPhone" | "invite" | "createGroup" | "setAnnouncement" | "other";

export function toCheck({ action }: QueuedAction): ToCheck {
	switch (action.kind) {
		case "forward":
		case "addByPhone":
		case "invite":
		case "createGroup":
		case "setAnnouncement":
			return action.kind;
		default:
			return "other";
	}
}

/** True for what customers would see twice if it was done twice; the engine says the same of it. */
export function isSeenTwice(row: QueuedAction): boolean {
	return toCheck(row) !== "other";
}

/** How a state is spoken of: `undecided` and `decided` are two states of the unknown. */
export type Spoken =
	| "queued"
	| "inFlight"
	| "done"
	| "refused"
	| "undecided"
	| "decided"
	| "cancelled"
	| "carried";

export function spoken(row: QueuedAction): Spoken {
	if (row.state.state !== "unknown") {
		return row.carriedBy !== null && row.state.state === "done" ? "carried" : row.state.state;
	}
	return needsDecision(row) ? "undecided" : "decided";
}

/** The customers and members an action names. */
export function peopleOf(action: Action): readonly CustomerId[] {
	switch (action.kind) {
		case "changeTags":
		case "setRemark":
			return [action.customer];
		case "kick":
		case "changeAdmins":
			return action.members;
		case "invite":
			return action.friends;
		case "inquire":
			return action.about.kind === "people" ? action.about.ids : [];
		default:
			return [];
	}
}

/** Whether a new answer makes the log reach further. */
export function reachAfter(page: readonly QueuedAction[], limit: number, before: Reach): Reach {
	return { last: page.at(-1) ?? before.last, atEnd: page.length < limit };
}

export const NOWHERE: Reach = { last: null, atEnd: false };
