/** Friend requests as the inbox shows them. Pure. */
import type { QueuedAction, ReceivedRequest, RobotKey } from "@/bindings";
import { newestFirst, recordPath } from "@/shared/host";

export type RequestFilter = "waiting" | "all";

/** What still wants something from a person. A refused acceptance does: it can be tried again. */
export function wantsPerson(request: ReceivedRequest): boolean {
	return request.state === "waiting" || request.state === "failed";
}

export function keyOf(request: ReceivedRequest): string {
	return recordPath(request.robotKey, request.request.from);
}

export function shownRequests(
	requests: Iterable<ReceivedRequest>,
	filter: RequestFilter,
	robot: RobotKey | null,
): ReceivedRequest[] {
	return [...requests]
		.filter((each) => robot === null || each.robotKey === robot)
		.filter((each) => filter === "all" || wantsPerson(each) || each.state === "accepting")
		.sort((a, b) => b.receivedAt - a.receivedAt || (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The newest attempt to accept a request, which knows why it was refused. */
export function acceptance(actions: Iterable<QueuedAction>, request: ReceivedRequest): QueuedAction | null {
	let newest: QueuedAction | null = null;
	for (const row of actions) {
		if (row.robotKey !== request.robotKey || row.action.kind !== "acceptFriend") continue;
		if (row.action.from !== request.request.from) continue;
		if (newest === null || newestFirst(row, newest) < 0) newest = row;
	}
	return newest;
}
