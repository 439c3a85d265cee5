import { describe, expect, it } from "vitest";
import type { RobotStatus } from "@/bindings";
import { testRow } from "@/shared/host/testing";
import { fallenNow, talliesByRobot } from "./model";

const statuses = (all: Record<string, RobotStatus>) => new Map(Object.entries(all));
const NOBODY: ReadonlySet<string> = new Set();

describe("robots that fall", () => {
	it("are those that were online and are not any more", () => {
		const before = statuses({ a: "online", b: "offline", c: "online" });
		const now = statuses({ a: "kicked", b: "banned", c: "online", d: "offline" });
		expect([...fallenNow(NOBODY, before, now)]).toEqual(["a"]);
	});

	it("stay fallen until they are back or gone", () => {
		const down = statuses({ a: "kicked", b: "offline" });
		const fallen = new Set(["a", "b"]);
		expect(fallenNow(fallen, down, down)).toBe(fallen);
		expect([...fallenNow(fallen, down, statuses({ a: "online" }))]).toEqual([]);
	});

	it("are not told of again once somebody has seen it", () => {
		const down = statuses({ a: "kicked" });
		expect(fallenNow(NOBODY, down, statuses({ a: "offline" }))).toBe(NOBODY);
	});
});

describe("what waits with a robot", () => {
	it("is counted with the time of its last message", () => {
		const rows = [
			testRow("1", { unread: 2, waitingSince: 5, lastActive: 7 }),
			testRow("2", { lastActive: 9 }),
			testRow("3"),
		];
		expect(talliesByRobot(rows).get("r")).toEqual({ waiting: 1, unread: 1, lastEvent: 9 });
	});
});
