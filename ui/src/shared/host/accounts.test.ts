import { afterEach, describe, expect, it } from "vitest";
import { changeFilter, NO_FILTER, useListFilter } from "../list/filter";
import { onAnotherAccount } from "./desk";
import { jumpToChat } from "./jump";
import { useRobotMarksStore } from "./marks";
import { showDesk, startTestEngine, stopTestEngine, TEST_ACCOUNT, testSnapshot } from "./testing";

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
});
