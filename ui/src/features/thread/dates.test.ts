import { describe, expect, it } from "vitest";
import type { ThreadMessage } from "@/bindings";
import { landingOn } from "./dates";

const at = (id: string, time: string) =>
	({
		key: { robotKey: "r", chatUser: "wang", messageId: id },
		timestamp: new Date(time).getTime(),
	}) as ThreadMessage;
const day = (date: string) => new Date(`${date}T00:00:00`).getTime();

describe("a jump to a day", () => {
	const messages = [
		at("a", "2026-11-20T23:59:59"),
		at("b", "2026-11-22T00:00:00"),
		at("c", "2026-11-22T08:00:00"),
	];

	it("lands on the first message of it", () => {
		expect(landingOn(messages, day("2026-11-22"))).toEqual({ messageId: "b", later: false });
	});

	it("lands on the next day that has messages, and says so", () => {
		expect(landingOn(messages, day("2026-11-21"))).toEqual({ messageId: "b", later: true });
	});

	it("lands nowhere after the newest message", () => {
		expect(landingOn(messages, day("2026-11-23"))).toBeNull();
	});
});
