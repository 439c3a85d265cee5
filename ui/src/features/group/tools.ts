/** What the tools for groups work out. Pure. */
import type { GroupCard, GroupMember, RobotGroups, SettingsModule } from "@/bindings";
import type { Entry } from "@/shared/directory/entries";
import { recordPath } from "@/shared/host";

export const MODULES: readonly SettingsModule[] = ["welcome", "keywordReplies", "defaultReply"];

export function pathOfGroup(card: GroupCard): string {
	return recordPath(card.group.robotKey, card.group.id);
}

/** Each robot with its groups, of which there is one at least (Q53). */
export function byRobot(entries: Iterable<Entry>): RobotGroups[] {
	const robots = new Map<string, RobotGroups>();
	for (const { robotKey, id } of entries) {
		const known = robots.get(robotKey);
		robots.set(
			robotKey,
			known === undefined ? { robotKey, first: id, others: [] } : { ...known, others: [...known.others, id] },
		);
	}
	return [...robots.values()];
}

/** Members of the company who are no admins yet (Q49). */
export function possibleAdmins(members: readonly GroupMember[]): GroupMember[] {
	return members.filter((each) => each.role === "member" && !each.isExternal && each.isPresent);
}

/** A number of members as it was typed; null if nothing was, or nothing that is a number. */
export function memberBound(text: string): number | null {
	return /^\d{1,6}$/.test(text.trim()) ? Number(text) : null;
}

/** False for bounds that leave nothing, or that are no numbers. */
export function isMembersRange(least: string, most: string): boolean {
	const [from, to] = [memberBound(least), memberBound(most)];
	if ((from === null && least.trim() !== "") || (to === null && most.trim() !== "")) return false;
	return from === null || to === null || from <= to;
}
