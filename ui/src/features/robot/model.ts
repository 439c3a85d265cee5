/** A robot's own profile. The platform takes changes and tells only name and alias, so the rest is what we set last. */
import type { Action, Gender, ProfileChanges, QueuedAction, RobotKey } from "@/bindings";
import { newestFirst } from "@/shared/host";

export type Field = keyof ProfileChanges;

const NOTHING: ProfileChanges = {
	name: null,
	alias: null,
	gender: null,
	deskPhone: null,
	mobile: null,
	position: null,
};

const GENDERS: readonly Gender[] = ["unknown", "male", "female"];

export function isGender(text: string): text is Gender {
	return GENDERS.some((each) => each === text);
}

/** Only what is changed is sent: what an omitted field does is not said, and an empty one erases (Q51). */
export function changeOf(field: Field, text: string): Action {
	const value = field === "gender" ? { gender: isGender(text) ? text : null } : { [field]: text };
	return { kind: "changeProfile", changes: { ...NOTHING, ...value } };
}

/** What an action wants a field to be; null if it leaves it alone. */
export function wanted(action: Action, field: Field): string | null {
	return action.kind === "changeProfile" ? action.changes[field] : null;
}

/** What this console set last and the platform accepted; null if it never did. */
export function lastSet(actions: Iterable<QueuedAction>, robot: RobotKey, field: Field): string | null {
	let newest: QueuedAction | null = null;
	for (const row of actions) {
		if (row.robotKey !== robot || row.state.state !== "done" || wanted(row.action, field) === null) continue;
		if (newest === null || newestFirst(row, newest) < 0) newest = row;
	}
	return newest === null ? null : wanted(newest.action, field);
}

export type PhoneFault = "letters" | "length";

/** What is wrong with a telephone number of the profile; an empty one takes it away. */
export function phoneFault(text: string): PhoneFault | null {
	const digits = text.replace(/[\s\-()（）]/g, "");
	if (digits === "") return null;
	if (!/^\+?\d+$/.test(digits)) return "letters";
	return digits.length < 5 || digits.length > 20 ? "length" : null;
}
