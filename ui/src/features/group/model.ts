/** Members of a group, and what may be done with them. Pure. */
import type { Action, AdminChange, CustomerId, GroupCard, GroupId, GroupMember, Robot } from "@/bindings";
import { oneLine } from "@/shared/text/plain";

/** Beside the owner. Spec 3.17, Q49. */
export const MOST_ADMINS = 3;

/** What a person does to members they chose. */
export type MemberAct = "kick" | "adminsAdd" | "adminsRemove";

/** Why an act is not offered; the words are in `group.cannot`. */
export type Obstacle = "nobody" | "owner" | "self" | "outsider" | "tooMany" | "alreadyAdmin" | "notAdmin";

export function isRobot(member: GroupMember, robot: Robot | undefined): boolean {
	return robot !== undefined && member.id === robot.wxid;
}

export function adminsOf(members: readonly GroupMember[]): GroupMember[] {
	return members.filter((member) => member.role === "admin");
}

/** What stands in the way, as far as the cache knows; the platform has the last word (Q49). */
export function obstacle(
	act: MemberAct,
	chosen: readonly GroupMember[],
	members: readonly GroupMember[],
	robot: Robot | undefined,
): Obstacle | null {
	if (chosen.length === 0) return "nobody";
	if (chosen.some((member) => member.role === "owner")) return "owner";
	switch (act) {
		case "kick":
			return chosen.some((member) => isRobot(member, robot)) ? "self" : null;
		case "adminsAdd": {
			if (chosen.some((member) => member.isExternal)) return "outsider";
			if (chosen.some((member) => member.role === "admin")) return "alreadyAdmin";
			return adminsOf(members).length + chosen.length > MOST_ADMINS ? "tooMany" : null;
		}
		case "adminsRemove":
			return chosen.some((member) => member.role !== "admin") ? "notAdmin" : null;
	}
}

export function actionOf(act: MemberAct, group: GroupId, members: CustomerId[]): Action {
	if (act === "kick") return { kind: "kick", group, members };
	const op: AdminChange = act === "adminsAdd" ? "add" : "remove";
	return { kind: "changeAdmins", group, op, members };
}

export function filterMembers(members: readonly GroupMember[], query: string): readonly GroupMember[] {
	const words = query.trim().toLocaleLowerCase();
	if (words === "") return members;
	return members.filter((member) => oneLine(member.name).toLocaleLowerCase().includes(words));
}

/** True for an action that changes this group, and whose outcome belongs into its panel. */
export function concerns(card: GroupCard, action: Action): boolean {
	switch (action.kind) {
		case "kick":
		case "changeAdmins":
		case "invite":
		case "setAnnouncement":
			return action.group === card.group.id;
		default:
			return false;
	}
}

/** The last announcement this console made. The platform does not tell what a group's announcement is. */
export function lastAnnouncement(
	actions: Iterable<{ action: Action; state: { state: string }; requestedAt: number; robotKey: string }>,
	card: GroupCard,
): { text: string; at: number } | null {
	let last: { text: string; at: number } | null = null;
	for (const { action, state, requestedAt, robotKey } of actions) {
		if (action.kind !== "setAnnouncement" || state.state !== "done") continue;
		if (action.group !== card.group.id || robotKey !== card.group.robotKey) continue;
		if (last === null || requestedAt > last.at) last = { text: action.text, at: requestedAt };
	}
	return last;
}
