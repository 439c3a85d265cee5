/**
 * What the window knows, and how a push moves it. Pure: the store keeps the value, `link` brings the pushes.
 *
 * Pushes are numbered without holes. One that does not follow the last means that something was missed, and
 * only a new snapshot can tell what; so it is not applied.
 */
import type {
	Account,
	AccountSummary,
	Change,
	ChatRow,
	KeyringState,
	MessageId,
	MessageKey,
	Notice,
	Preferences,
	Push,
	Robot,
	SessionState,
	Snapshot,
	UploadProgress,
} from "@/bindings";
import { type ChatPath, chatPath } from "./keys";
import { applyRecord, NO_RECORDS, type Records } from "./records";
import { markAllStale, markStale, putMessages, removeMessages, type Threads } from "./threads";

export type Desk = {
	readonly seq: number;
	readonly account: Account | null;
	readonly session: SessionState;
	readonly robots: readonly Robot[];
	readonly chats: ReadonlyMap<ChatPath, ChatRow>;
	/** Sends that have not left yet. */
	readonly waiting: number;
	/** Friend requests that nobody has answered. */
	readonly requests: number;
	/** Actions whose outcome is unknown. */
	readonly undecided: number;
	/** Broadcasts of which nobody knows whether they run. */
	readonly broadcasts: number;
	/** Quality flags nobody has decided about, and how often anything about quality changed. */
	readonly quality: { readonly open: number; readonly turn: number };
	readonly preferences: Preferences;
	readonly keyring: KeyringState;
	readonly notices: readonly Notice[];
	/** Every account this console knows, and how it is. */
	readonly accounts: readonly AccountSummary[];
	readonly threads: Threads;
	readonly records: Records;
	/** Counts the snapshots: what was read before the last one may be old. */
	readonly snapshot: number;
	/** How far each upload is, by the message it belongs to; gone when its message has left. */
	readonly uploads: ReadonlyMap<MessageId, UploadProgress>;
};

export type Applied =
	| { readonly kind: "applied"; readonly desk: Desk }
	/** Already in the snapshot. */
	| { readonly kind: "old" }
	/** A push was missed. */
	| { readonly kind: "gap" }
	/** The engine asks for a new snapshot. */
	| { readonly kind: "reset" };

/** The desk after a snapshot. Threads of the same account stay, to be read again when they are looked at. */
export function fromSnapshot(snapshot: Snapshot, before: Desk | null): Desk {
	const sameAccount =
		before !== null && snapshot.account !== null && before.account?.id === snapshot.account.id;
	return {
		seq: snapshot.seq,
		account: snapshot.account,
		session: snapshot.session,
		robots: snapshot.robots,
		chats: new Map(snapshot.chats.map((row) => [chatPath(row.key), row])),
		waiting: snapshot.waiting,
		requests: snapshot.requests,
		undecided: snapshot.undecided,
		broadcasts: snapshot.broadcasts,
		// A snapshot tells no flags: whoever shows them asks for them.
		quality: { open: sameAccount ? before.quality.open : 0, turn: (before?.quality.turn ?? 0) + 1 },
		preferences: snapshot.preferences,
		keyring: snapshot.keyring,
		notices: snapshot.notices,
		accounts: snapshot.accounts,
		threads: sameAccount ? markAllStale(before.threads) : new Map(),
		records: sameAccount ? before.records : NO_RECORDS,
		snapshot: (before?.snapshot ?? 0) + 1,
		// A snapshot tells no uploads: those that still run report again within a moment.
		uploads: new Map(),
	};
}

export function applyPush(desk: Desk, push: Push): Applied {
	if (push.seq <= desk.seq) return { kind: "old" };
	if (push.seq !== desk.seq + 1) return { kind: "gap" };
	if (push.changes.some((change) => change.kind === "reset")) return { kind: "reset" };
	return { kind: "applied", desk: push.changes.reduce(applyChange, { ...desk, seq: push.seq }) };
}

function applyChange(desk: Desk, change: Change): Desk {
	switch (change.kind) {
		case "session":
			return { ...desk, session: change.session };
		case "robots":
			return { ...desk, robots: change.robots };
		case "chats": {
			const chats = new Map(desk.chats);
			for (const row of change.rows) chats.set(chatPath(row.key), row);
			return { ...desk, chats };
		}
		case "messages":
			return {
				...desk,
				threads: putMessages(desk.threads, change.messages),
				uploads: withoutUploads(
					desk.uploads,
					change.messages.filter(({ delivery }) => !MAY_UPLOAD.has(delivery?.state)).map(({ key }) => key),
				),
			};
		case "messagesRemoved":
			return {
				...desk,
				threads: removeMessages(desk.threads, change.keys),
				uploads: withoutUploads(desk.uploads, change.keys),
			};
		case "upload":
			return { ...desk, uploads: new Map(desk.uploads).set(change.id, change.progress) };
		case "coverage":
			return { ...desk, threads: markStale(desk.threads, chatPath(change.chat)) };
		case "waiting":
			return { ...desk, waiting: change.count };
		case "attention": {
			const { requests, undecided, broadcasts } = change;
			return { ...desk, requests, undecided, broadcasts };
		}
		case "quality":
			return { ...desk, quality: { open: change.open, turn: desk.quality.turn + 1 } };
		case "notices":
			return { ...desk, notices: change.notices };
		case "accounts":
			return { ...desk, accounts: change.accounts };
		case "keyring":
			return { ...desk, keyring: change.keyring };
		case "actions":
		case "tags":
		case "requests":
		case "customers":
		case "groups":
		case "broadcasts":
		case "adding":
		case "admins":
		case "export":
			return { ...desk, records: applyRecord(desk.records, change) };
		// What is asked of the window and not known by it: `link` hands it on.
		case "open":
		case "reset":
			return desk;
	}
}

/** States of a message whose upload may still report. */
const MAY_UPLOAD = new Set<string | undefined>(["queued", "uploading"]);

function withoutUploads(uploads: Desk["uploads"], keys: readonly MessageKey[]): Desk["uploads"] {
	if (!keys.some(({ messageId }) => uploads.has(messageId))) return uploads;
	const left = new Map(uploads);
	for (const { messageId } of keys) left.delete(messageId);
	return left;
}
