import { act, cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { QueuedAction } from "@/bindings";
import {
	startTestEngine,
	stopTestEngine,
	tellDesk,
	testAction,
	testRow,
	testSnapshot,
} from "@/shared/host/testing";
import { giveEverythingSize, show } from "@/shared/testing/render";
import { Activity } from "./Activity";

beforeEach(() => giveEverythingSize(900, 700));

afterEach(() => {
	cleanup();
	stopTestEngine();
});

async function open(rows: QueuedAction[]) {
	const asked = startTestEngine(testSnapshot({ chats: [testRow("wang", { name: "王小满" })] }), {
		actions: () => rows,
	});
	await show(<Activity />);
	return asked;
}

const remark = (id: string, rest: Partial<QueuedAction>) =>
	testAction(id, {
		action: { kind: "setRemark", customer: "wang", name: "王总", description: null },
		...rest,
	});

describe("the activity", () => {
	it("says what was asked, and why it was refused", async () => {
		const reply = { code: "1", msg: "太频繁", outcome: { kind: "refused", reason: "other" } } as const;
		await open([remark("1", { state: { state: "refused" }, reply })]);
		const row = await screen.findByTestId("action");
		expect(row.textContent).toContain("把“王小满”的备注改为“王总”");
		expect(row.textContent).toContain("太频繁");
	});

	it("takes back what has not left", async () => {
		const asked = await open([remark("1", {})]);
		await userEvent.click(await screen.findByTestId("action-cancel"));
		expect(asked.find(({ command }) => command === "cancel_action")?.args).toEqual({ id: "1" });
	});

	it("repeats what customers would see twice only after a warning", async () => {
		const asked = await open([
			testAction("1", {
				action: { kind: "invite", group: "R:1", friends: ["wang"] },
				state: { state: "unknown" },
			}),
		]);
		await userEvent.click(await screen.findByTestId("decide-again"));
		expect(asked.some(({ command }) => command === "decide_action")).toBe(false);
		expect(screen.getByText(/客户会看到两次/)).toBeTruthy();
		await userEvent.click(screen.getByTestId("decide-again-sure"));
		expect(asked.find(({ command }) => command === "decide_action")?.args).toEqual({
			id: "1",
			decision: "doAgain",
		});
	});

	it("follows what comes of an action", async () => {
		await open([remark("1", {})]);
		expect((await screen.findByTestId("action")).dataset.state).toBe("queued");
		act(() => tellDesk({ kind: "actions", rows: [remark("1", { state: { state: "done" } })] }));
		expect(screen.getByTestId("action").dataset.state).toBe("done");
		expect(screen.queryByTestId("queues")).toBeNull();
	});
});
