/** What the queue of a robot says about one field: a change on its way, or one that came back. Pure. */
import type { Action, MessageId, QueuedAction, RobotKey } from "@/bindings";
import { isOpen, needsDecision, newestFirst, type Records } from "./records";

/** How long a refusal stands beneath its field; the activity keeps it. */
const REFUSAL_SHOWN_MS = 10 * 60_000;

export type Change<T> =
	| { kind: "none" }
	| { kind: "pending"; wanted: T; row: QueuedAction }
	| { kind: "refused"; wanted: T; row: QueuedAction }
	/** Nobody replied, and a person has to find out. */
	| { kind: "unknown"; wanted: T; row: QueuedAction };

/** The newest word on a field counts: `read` says what an action wants of it, or null if it wants nothing. */
export function newestChange<T>(
	records: Pick<Records, "actions" | "dismissed">,
	robot: RobotKey,
	read: (action: Action) => T | null,
	now: number,
): Change<T> {
	let newest: { wanted: T; row: QueuedAction } | null = null;
	for (const row of records.actions.values()) {
		if (row.robotKey !== robot) continue;
		const wanted = read(row.action);
		if (wanted === null || (newest !== null && newestFirst(newest.row, row) < 0)) continue;
		newest = { wanted, row };
	}
	if (newest === null) return { kind: "none" };
	if (isOpen(newest.row)) return { kind: "pending", ...newest };
	if (needsDecision(newest.row) && !records.dismissed.has(newest.row.id))
		return { kind: "unknown", ...newest };
	return newest.row.state.state === "refused" && isFresh(records.dismissed, newest.row, now)
		? { kind: "refused", ...newest }
		: { kind: "none" };
}

/** Refusals of one kind that nobody has put away. */
export function freshRefusals(
	records: Pick<Records, "actions" | "dismissed">,
	robot: RobotKey,
	concerns: (action: Action) => boolean,
	now: number,
): QueuedAction[] {
	return [...records.actions.values()]
		.filter((row) => row.robotKey === robot && row.state.state === "refused" && concerns(row.action))
		.filter((row) => isFresh(records.dismissed, row, now))
		.sort(newestFirst);
}

function isFresh(dismissed: ReadonlySet<MessageId>, row: QueuedAction, now: number): boolean {
	return !dismissed.has(row.id) && now - (row.finishedAt ?? row.requestedAt) < REFUSAL_SHOWN_MS;
}
