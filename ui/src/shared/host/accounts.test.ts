import { afterEach, describe, expect, it } from "vitest";
import { changeFilter, NO_FILTER, useListFilter } from "../list/filter";
import { openMessage } from "./accounts";
import { onAnotherAccount } from "./desk";
import { jumpToChat, useJumpStore } from "./jump";
import { useRobotMarksStore } from "./marks";
import {
	showDesk,
	startTestEngine,
	stopTestEngine,
	TEST_ACCOUNT,
	testSnapshot,
	testSummary,
} from "./testing";

afterEach(stopTestEngine);

describe("another account in front", () => {
	it("finds nothing of the one before, and the same account finds what it left", () => {
		let others = 0;
		onAnotherAccount(() => {
			others += 1;
		});
		startTestEngine(testSnapshot());
		changeFilter({ robots: ["r"] });
		jumpToChat({ robotKey: "r", chatUser: "wang" });
		showDesk(testSnapshot());
		expect(useListFilter.getState().filter.robots).toEqual(["r"]);
		expect(others).toBe(0);
		showDesk(testSnapshot({ account: { ...TEST_ACCOUNT, id: "other" } }));
		expect(others).toBe(1);
		expect(useListFilter.getState().filter).toEqual(NO_FILTER);
		expect(useRobotMarksStore.getState().marks).toEqual({});
	});

	it("comes before a message of it is shown that was asked for from outside", async () => {
		const other = { ...TEST_ACCOUNT, id: "other" };
		const live = { state: { state: "live", completeTo: 0 } } as const;
		const accounts = [testSummary(TEST_ACCOUNT, live), testSummary(other, live)];
		const asked = startTestEngine(testSnapshot({ accounts }), {
			resume: () => other,
			subscribe: () => testSnapshot({ accounts, account: other }),
			thread: () => ({
				messages: [],
				olderInCache: false,
				completeToStart: true,
				clearedBefore: null,
				gaps: [],
			}),
		});
		const message = { robotKey: "r", chatUser: "wang", messageId: "m" };
		await openMessage("other", message);
		expect(asked.map(({ command }) => command)).toEqual(["resume", "subscribe", "next_push", "thread"]);
		expect(useJumpStore.getState().jump).toMatchObject({ messageId: "m" });
	});
});
