/**
 * What the window knows beside chats: cards of people and groups, tag libraries, friend requests, actions of the
 * robots. Pure. Nothing is here until a view asked for it or a push told it; what is `null` was asked for and is not
 * known to the cache.
 *
 * Actions are told as whole rows, so a row replaces the one before it, but a settled one is never reopened by an answer
 * that was read earlier and arrived later.
 */
import type {
	AddingId,
	AddingList,
	AdminReplacement,
	BroadcastId,
	BroadcastRecord,
	Change,
	CustomerCard,
	ExportId,
	ExportRecord,
	GroupCard,
	KnownTags,
	MessageId,
	QueuedAction,
	ReceivedRequest,
	ReplacementId,
	RobotKey,
} from "@/bindings";

/** `<robot key>/<id>`, of a customer or a group of one robot. */
export type RecordPath = string;

export function recordPath(robot: RobotKey, id: string): RecordPath {
	return `${robot}/${id}`;
}

export type Records = {
	readonly customers: ReadonlyMap<RecordPath, CustomerCard | null>;
	readonly groups: ReadonlyMap<RecordPath, GroupCard | null>;
	readonly libraries: ReadonlyMap<RobotKey, KnownTags | null>;
	/** None until they were read. */
	readonly requests: ReadonlyMap<RecordPath, ReceivedRequest> | null;
	readonly actions: ReadonlyMap<MessageId, QueuedAction>;
	/** None until they were read. */
	readonly broadcasts: ReadonlyMap<BroadcastId, BroadcastRecord> | null;
	/** Lists of people to add by phone; none until they were read. */
	readonly addings: ReadonlyMap<AddingId, AddingList> | null;
	/** None until they were read. */
	readonly replacements: ReadonlyMap<ReplacementId, AdminReplacement> | null;
	/** None until they were read. */
	readonly exports: ReadonlyMap<ExportId, ExportRecord> | null;
	/** Refusals the person has seen and put away. */
	readonly dismissed: ReadonlySet<MessageId>;
};

export const NO_RECORDS: Records = {
	customers: new Map(),
	groups: new Map(),
	libraries: new Map(),
	requests: null,
	actions: new Map(),
	broadcasts: null,
	addings: null,
	replacements: null,
	exports: null,
	dismissed: new Set(),
};

/** Far more than anybody scrolls through; what is older is read again when somebody does. */
const MOST_ACTIONS = 5000;

export function applyRecord(records: Records, change: Change): Records {
	switch (change.kind) {
		case "customers":
			return change.cards.reduce(
				(known, card) => putCustomer(known, card.customer.robotKey, card.customer.id, card),
				records,
			);
		case "groups":
			return change.cards.reduce(
				(known, card) => putGroup(known, card.group.robotKey, card.group.id, card),
				records,
			);
		case "tags":
			return putLibrary(records, change.tags.robotKey, change.tags);
		case "requests":
			return putRequests(records, change.rows);
		case "actions":
			return putActions(records, change.rows);
		// A list nobody has read yet is read whole when somebody looks: a part of it would pass for all of it.
		case "broadcasts":
			return records.broadcasts === null ? records : putBroadcasts(records, change.rows);
		case "adding":
			return records.addings === null ? records : putAddings(records, change.lists);
		case "admins":
			return records.replacements === null ? records : putReplacements(records, change.rows);
		case "export":
			return records.exports === null ? records : putExports(records, [change.record]);
		default:
			return records;
	}
}

export function putCustomer(
	records: Records,
	robot: RobotKey,
	id: string,
	card: CustomerCard | null,
): Records {
	return { ...records, customers: new Map(records.customers).set(recordPath(robot, id), card) };
}

export function putGroup(records: Records, robot: RobotKey, id: string, card: GroupCard | null): Records {
	return { ...records, groups: new Map(records.groups).set(recordPath(robot, id), card) };
}

export function putLibrary(records: Records, robot: RobotKey, tags: KnownTags | null): Records {
	return { ...records, libraries: new Map(records.libraries).set(robot, tags) };
}

export function putRequests(records: Records, rows: readonly ReceivedRequest[]): Records {
	const requests = new Map(records.requests);
	for (const row of rows) requests.set(recordPath(row.robotKey, row.request.from), row);
	return { ...records, requests };
}

export function putActions(records: Records, rows: readonly QueuedAction[]): Records {
	if (rows.length === 0) return records;
	const actions = new Map(records.actions);
	for (const row of rows) {
		const known = actions.get(row.id);
		if (known === undefined || progress(known) <= progress(row)) actions.set(row.id, row);
	}
	return { ...records, actions: actions.size > MOST_ACTIONS ? newest(actions) : actions };
}

export function putBroadcasts(records: Records, rows: readonly BroadcastRecord[]): Records {
	return { ...records, broadcasts: withRows(records.broadcasts, rows) };
}

export function putAddings(records: Records, lists: readonly AddingList[]): Records {
	return { ...records, addings: withRows(records.addings, lists) };
}

export function putReplacements(records: Records, rows: readonly AdminReplacement[]): Records {
	return { ...records, replacements: withRows(records.replacements, rows) };
}

export function putExports(records: Records, rows: readonly ExportRecord[]): Records {
	return { ...records, exports: withRows(records.exports, rows) };
}

function withRows<T extends { id: string }>(
	known: ReadonlyMap<string, T> | null,
	rows: readonly T[],
): ReadonlyMap<string, T> {
	const next = new Map(known);
	for (const row of rows) next.set(row.id, row);
	return next;
}

export function dismiss(records: Records, id: MessageId): Records {
	return { ...records, dismissed: new Set(records.dismissed).add(id) };
}

/** True while the platform may still be asked, or its reply is awaited. */
export function isOpen(row: QueuedAction): boolean {
	return row.state.state === "queued" || row.state.state === "inFlight";
}

/** True if it waits for a person. */
export function needsDecision(row: QueuedAction): boolean {
	return row.state.state === "unknown" && row.decidedAt === null && row.carriedBy === null;
}

/** Newest first, the order of the audit log. */
export function newestFirst(a: QueuedAction, b: QueuedAction): number {
	if (a.requestedAt !== b.requestedAt) return b.requestedAt - a.requestedAt;
	return a.id < b.id ? 1 : -1;
}

/** How far a row is: what was settled stays settled, and a reply may still come to an unknown one. */
function progress(row: QueuedAction): number {
	switch (row.state.state) {
		case "queued":
			return 0;
		case "inFlight":
			return 1;
		case "unknown":
			return row.decidedAt === null ? 2 : 3;
		default:
			return 4;
	}
}

function newest(actions: ReadonlyMap<MessageId, QueuedAction>): Map<MessageId, QueuedAction> {
	const sorted = [...actions.values()].sort(newestFirst);
	const kept = sorted.filter((row, index) => index < MOST_ACTIONS / 2 || isOpen(row) || needsDecision(row));
	return new Map(kept.map((row) => [row.id, row]));
}
