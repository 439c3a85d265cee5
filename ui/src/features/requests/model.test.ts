import { describe, expect, it } from "vitest";
import { testAction, testRequest } from "@/shared/host/testing";
import { acceptance, shownRequests } from "./model";

describe("friend requests", () => {
	it("show what wants a person, newest first, and the rest when asked for", () => {
		const list = [
			testRequest("a", { receivedAt: 1 }),
			testRequest("b", { receivedAt: 3, state: "failed" }),
			testRequest("c", { receivedAt: 2, state: "ignored" }),
			testRequest("d", { receivedAt: 4, robotKey: "other" }),
		];
		const names = (filter: "waiting" | "all", robot: string | null) =>
			shownRequests(list, filter, robot).map((each) => each.request.from);
		expect(names("waiting", null)).toEqual(["d", "b", "a"]);
		expect(names("all", "r")).toEqual(["b", "c", "a"]);
	});

	it("find the newest attempt to accept them", () => {
		const accept = (id: string, from: string, at: number) =>
			testAction(id, { action: { kind: "acceptFriend", from }, requestedAt: at });
		const rows = [accept("1", "a", 1), accept("2", "a", 2), accept("3", "b", 3)];
		expect(acceptance(rows, testRequest("a"))?.id).toBe("2");
	});
});
