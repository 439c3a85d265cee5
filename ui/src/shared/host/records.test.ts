import { describe, expect, it } from "vitest";
import { newestChange } from "./changes";
import { applyRecord, dismiss, NO_RECORDS, putActions, putRequests } from "./records";
import { testAction, testCustomerCard, testRequest } from "./testing";

describe("records", () => {
	it("keeps what a push tells of customers, groups, requests and actions", () => {
		const card = testCustomerCard("wang");
		let records = applyRecord(NO_RECORDS, { kind: "customers", cards: [card] });
		records = applyRecord(records, { kind: "requests", rows: [testRequest("li")] });
		records = applyRecord(records, { kind: "actions", rows: [testAction("1")] });
		expect(records.customers.get("r/wang")).toBe(card);
		expect(records.requests?.get("r/li")?.state).toBe("waiting");
		expect(records.actions.has("1")).toBe(true);
	});

	it("never reopens an action that is settled", () => {
		const done = testAction("1", { state: { state: "done" } });
		const records = putActions(putActions(NO_RECORDS, [done]), [testAction("1")]);
		expect(records.actions.get("1")).toBe(done);
	});

	it("takes a reply that comes after an action was given up", () => {
		const unknown = testAction("1", { state: { state: "unknown" } });
		const done = testAction("1", { state: { state: "done" } });
		expect(putActions(putActions(NO_RECORDS, [unknown]), [done]).actions.get("1")).toBe(done);
	});

	it("tells requests that were read from none that were asked for", () => {
		expect(NO_RECORDS.requests).toBeNull();
		expect(putRequests(NO_RECORDS, []).requests?.size).toBe(0);
	});
});

describe("the change of a field", () => {
	const remark = (id: string, name: string, at: number, rest = {}) =>
		testAction(id, {
			action: { kind: "setRemark", customer: "wang", name, description: null },
			requestedAt: at,
			...rest,
		});
	const read = (action: ReturnType<typeof testAction>["action"]) =>
		action.kind === "setRemark" && action.customer === "wang" ? action.name : null;
	const change = (records: typeof NO_RECORDS, now = 1000) => newestChange(records, "r", read, now);
	const refused = { state: { state: "refused" }, finishedAt: 900 } as const;

	it("is pending while the robot is asked", () => {
		const found = change(putActions(NO_RECORDS, [remark("1", "老王", 1)]));
		expect(found).toMatchObject({ kind: "pending", wanted: "老王" });
	});

	it("is the newest word, whatever came of the ones before", () => {
		const records = putActions(NO_RECORDS, [remark("1", "老王", 1, refused), remark("2", "王总", 2)]);
		expect(change(records)).toMatchObject({ kind: "pending", wanted: "王总" });
	});

	it("comes back when it was refused, until somebody has read why or ten minutes are over", () => {
		const records = putActions(NO_RECORDS, [remark("1", "老王", 1, refused)]);
		expect(change(records)).toMatchObject({ kind: "refused", wanted: "老王" });
		expect(change(dismiss(records, "1")).kind).toBe("none");
		expect(change(records, 900 + 10 * 60_000).kind).toBe("none");
	});

	it("is unsure while a person has to find out", () => {
		const records = putActions(NO_RECORDS, [remark("1", "老王", 1, { state: { state: "unknown" } })]);
		expect(change(records).kind).toBe("unknown");
	});

	it("is none when it was done, or belongs to another robot", () => {
		const done = remark("1", "老王", 1, { state: { state: "done" } });
		expect(change(putActions(NO_RECORDS, [done])).kind).toBe("none");
		expect(change(putActions(NO_RECORDS, [remark("2", "x", 2, { robotKey: "other" })])).kind).toBe("none");
	});
});
