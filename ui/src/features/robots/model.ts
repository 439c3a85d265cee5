/** What the list of robots says about each. Pure. */
import type { ChatRow, Robot, RobotKey, RobotStatus, Timestamp } from "@/bindings";

export type RobotTally = { waiting: number; unread: number; lastEvent: Timestamp | null };

/** One walk over all chats, however many robots there are. */
export function talliesByRobot(chats: Iterable<ChatRow>): Map<RobotKey, RobotTally> {
	const tallies = new Map<RobotKey, RobotTally>();
	for (const row of chats) {
		const tally = tallies.get(row.key.robotKey) ?? { waiting: 0, unread: 0, lastEvent: null };
		if (row.waitingSince !== null) tally.waiting += 1;
		if (row.unread > 0) tally.unread += 1;
		const at = Math.max(row.lastActive ?? 0, row.last?.timestamp ?? 0);
		if (at > (tally.lastEvent ?? 0)) tally.lastEvent = at;
		tallies.set(row.key.robotKey, tally);
	}
	return tallies;
}

export type Statuses = ReadonlyMap<RobotKey, RobotStatus>;

export function statusesOf(robots: readonly Robot[]): Statuses {
	return new Map(robots.map((robot) => [robot.key, robot.status]));
}

/**
 * Which robots have fallen and nobody has said so far that they know: those that were online and are not any
 * more. One that was down from the start is no news; one that is back, or gone from the account, is none either.
 */
export function fallenNow(
	fallen: ReadonlySet<RobotKey>,
	before: Statuses,
	now: Statuses,
): ReadonlySet<RobotKey> {
	const next = new Set<RobotKey>();
	for (const [key, status] of now) {
		if (status === "online") continue;
		if (fallen.has(key) || before.get(key) === "online") next.add(key);
	}
	return next.size === fallen.size && [...next].every((key) => fallen.has(key)) ? fallen : next;
}
