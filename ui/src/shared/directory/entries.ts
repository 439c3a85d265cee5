/**
 * Customers and groups as one sort of row, and how they are found. Pure.
 *
 * The lists are read whole and searched here, because pinyin is known to the window only; they have some ten thousand
 * rows at most.
 */
import type { Customer, GroupSummary, Relationship, RobotKey, Timestamp } from "@/bindings";
import { recordPath } from "@/shared/host";
import type { Matches } from "@/shared/text/pinyin";
import { oneLine } from "@/shared/text/plain";

export type EntryKind = "customer" | "group";

export type Entry = {
	readonly kind: EntryKind;
	/** `<robot key>/<id>`. */
	readonly path: string;
	readonly robotKey: RobotKey;
	readonly id: string;
	/** What the list calls it: the remark where there is one. May be empty. */
	readonly name: string;
	/** The customer's own name beside a remark, or the owner of a group. */
	readonly second: string | null;
	readonly phone: string | null;
	readonly isWechat: boolean;
	/** Of customers. */
	readonly relationship: Relationship;
	/** False for a group the robot is not in any more. */
	readonly isLive: boolean;
	readonly members: number;
	readonly lastActive: Timestamp | null;
};

export function customerEntry(customer: Customer): Entry {
	const remark = oneLine(customer.remark ?? "");
	const own = oneLine(customer.name);
	return {
		kind: "customer",
		path: recordPath(customer.robotKey, customer.id),
		robotKey: customer.robotKey,
		id: customer.id,
		name: remark || own,
		second: remark !== "" && own !== remark ? own : null,
		phone: customer.phone,
		isWechat: customer.isWechat,
		relationship: customer.relationship,
		isLive: true,
		members: 0,
		lastActive: null,
	};
}

export function groupEntry({ group, lastActive }: GroupSummary): Entry {
	return {
		kind: "group",
		path: recordPath(group.robotKey, group.id),
		robotKey: group.robotKey,
		id: group.id,
		name: oneLine(group.name),
		second: group.ownerName === null ? null : oneLine(group.ownerName),
		phone: null,
		isWechat: false,
		relationship: "normal",
		isLive: group.isLive,
		members: group.memberCount,
		lastActive,
	};
}

/** By name, remark, number and id; by pinyin where `matches` knows it. */
export function found(entries: readonly Entry[], query: string, matches: Matches): readonly Entry[] {
	const words = query.trim();
	if (words === "") return entries;
	return entries.filter(
		(entry) =>
			matches(entry.name, words) ||
			(entry.second !== null && matches(entry.second, words)) ||
			entry.id === words ||
			(/^\d{3,}$/.test(words) && (entry.phone?.includes(words) ?? false)),
	);
}

/** Who can be written to: friends, and groups the robot is in. */
export function isReachable(entry: Entry): boolean {
	return entry.isLive && (entry.relationship === "normal" || entry.relationship === "unknown");
}
