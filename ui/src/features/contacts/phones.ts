/** A list of telephone numbers as somebody pastes it. Pure. */
import type { AddingList, AddingState, RobotKey } from "@/bindings";
import { bareNumber, type PhoneProblem, phoneProblem } from "@/shared/text/phones";

export const MOST_PHONES = 500;

export type PastedPhones = {
	/** What would be asked, each once. */
	readonly phones: readonly string[];
	/** Named more than once in the list. */
	readonly repeated: number;
	/** Waiting already, or asked before, by the same robot. */
	readonly known: readonly string[];
	readonly wrong: readonly { text: string; problem: PhoneProblem }[];
};

/** Numbers are apart by lines, commas, semicolons and tabs; a blank may stand inside a number. */
export function readPhones(text: string, known: ReadonlySet<string>): PastedPhones {
	const phones = new Set<string>();
	const queued = new Set<string>();
	const wrong: { text: string; problem: PhoneProblem }[] = [];
	let repeated = 0;
	for (const piece of text.split(/[\n\r\t,;，；、]+/)) {
		const written = piece.trim();
		if (written === "") continue;
		const problem = phoneProblem(written);
		const number = bareNumber(written);
		if (problem !== null) wrong.push({ text: written, problem });
		else if (phones.has(number) || queued.has(number)) repeated += 1;
		else if (known.has(number)) queued.add(number);
		else phones.add(number);
	}
	return { phones: [...phones], repeated, known: [...queued], wrong };
}

/** A number in one of these states is not asked again by another list. */
const HELD: ReadonlySet<AddingState> = new Set(["waiting", "asking", "asked", "unknown"]);

export function heldPhones(lists: Iterable<AddingList>, robot: RobotKey): ReadonlySet<string> {
	const held = new Set<string>();
	for (const list of lists) {
		if (list.robotKey !== robot) continue;
		for (const { phone, state } of list.phones) if (HELD.has(state)) held.add(phone);
	}
	return held;
}

export function waitingIn(list: AddingList): number {
	return list.phones.filter(({ state }) => state === "waiting").length;
}

/** Days it takes at the least, with what the robot has waiting already. */
export function daysNeeded(waiting: number, dailyCap: number): number {
	return Math.max(1, Math.ceil(waiting / Math.max(1, dailyCap)));
}

/** How many numbers of a list are in each state, in the order a list passes through them. */
export function countsOf(list: AddingList): [AddingState, number][] {
	const order: AddingState[] = ["waiting", "asking", "asked", "refused", "unknown", "cancelled"];
	return order
		.map((state): [AddingState, number] => [state, list.phones.filter((each) => each.state === state).length])
		.filter(([, count]) => count > 0);
}
