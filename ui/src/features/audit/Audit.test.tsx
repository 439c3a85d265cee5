import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditEntry, AuditPage, AuditQuery, OutboxEntry } from "@/bindings";
import { startTestEngine, stopTestEngine, testAction, testRow, testSnapshot } from "@/shared/host/testing";
import { giveEverythingSize, show } from "@/shared/testing/render";
import { Audit } from "./Audit";

beforeEach(() => giveEverythingSize(900, 700));

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const SEND: OutboxEntry = {
	id: "m1",
	chat: { robotKey: "r", chatUser: "wang" },
	chatId: "S:1_wang",
	content: { kind: "text", text: "查到了", mentions: [] },
	createdAt: 2,
	state: { state: "confirmed" },
	attempts: 2,
	echoedAs: null,
	attachment: null,
	cover: null,
	notBefore: null,
};
const SENT: AuditEntry = {
	at: 2,
	outcome: "done",
	item: { kind: "send", send: SEND, chatName: "王小满" },
};
const REFUSED: AuditEntry = {
	at: 1,
	outcome: "refused",
	item: {
		kind: "action",
		action: testAction("a1", {
			action: { kind: "setRemark", customer: "wang", name: "王总", description: null },
			requestedBy: { kind: "person", account: "lead@example" },
			state: { state: "refused" },
			reply: { code: "77", msg: "太频繁", outcome: { kind: "refused", reason: "other" } },
		}),
	},
};

async function open(answer: (query: AuditQuery) => AuditPage) {
	const asked = startTestEngine(testSnapshot({ chats: [testRow("wang", { name: "王小满" })] }), {
		audit: ({ query }: { query: AuditQuery }) => answer(query),
	});
	await show(<Audit />);
	const queries = () =>
		asked
			.filter(({ command }) => command === "audit")
			.map(({ args }) => (args as { query: AuditQuery }).query);
	return queries;
}

describe("the audit log", () => {
	it("says who asked what, of which robot, and what came back", async () => {
		await open(() => ({ entries: [SENT, REFUSED], next: null }));
		const rows = await screen.findAllByTestId("audit-row");
		expect(rows.map((row) => row.dataset.outcome)).toEqual(["done", "refused"]);
		expect(rows[0]?.textContent).toContain("王小满");
		expect(rows[0]?.textContent).toContain("查到了");
		expect(rows[0]?.textContent).toContain("旗舰店");
		expect(rows[1]?.textContent).toContain("lead@example");
		expect(rows[1]?.textContent).toContain("太频繁");
	});

	it("reads on where it ended, under the same question", async () => {
		const queries = await open(({ after }) =>
			after === null ? { entries: [SENT], next: "1 1 action" } : { entries: [REFUSED], next: null },
		);
		await userEvent.click(await screen.findByRole("button", { name: "更早的记录" }));
		expect((await screen.findAllByTestId("audit-row")).length).toBe(2);
		const [first, second] = queries();
		expect(second).toEqual({ ...first, after: "1 1 action" });
		expect(screen.queryByRole("button", { name: "更早的记录" })).toBeNull();
	});

	it("narrows to what was chosen, and says when there is nothing", async () => {
		const queries = await open(({ kind }) => ({
			entries: kind === "broadcast" ? [] : [SENT],
			next: null,
		}));
		await screen.findByTestId("audit-row");
		await userEvent.click(screen.getByTestId("audit-broadcast"));
		expect(await screen.findByText("没有符合条件的记录")).toBeTruthy();
		expect(queries().at(-1)).toMatchObject({ kind: "broadcast", after: null });
	});

	it("keeps what it has and offers another attempt when reading on fails", async () => {
		let fails = true;
		await open(({ after }) => {
			if (after === null) return { entries: [SENT], next: "1 1 action" };
			if (fails) throw { code: "internal", message: "x", retryable: true, requestId: null };
			return { entries: [REFUSED], next: null };
		});
		await userEvent.click(await screen.findByRole("button", { name: "更早的记录" }));
		expect(await screen.findByRole("alert")).toBeTruthy();
		expect(screen.getAllByTestId("audit-row").length).toBe(1);
		fails = false;
		await userEvent.click(screen.getByRole("button", { name: "更早的记录" }));
		expect((await screen.findAllByTestId("audit-row")).length).toBe(2);
	});
});
