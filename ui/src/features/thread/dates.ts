/** Where a jump to a day lands. Pure. */
import type { ThreadMessage, Timestamp } from "@/bindings";
import { startOfDay } from "@/shared/time/model";

export type Landing = {
	readonly messageId: string;
	/** The day that was asked for has no messages: this is the first day after it that has. */
	readonly later: boolean;
};

/** The first message of a day, or else of the first day after it; null if nothing is that late. */
export function landingOn(messages: readonly ThreadMessage[], day: Timestamp): Landing | null {
	const found = messages.find((message) => message.timestamp >= day);
	if (found === undefined) return null;
	return { messageId: found.key.messageId, later: startOfDay(found.timestamp) !== startOfDay(day) };
}
