import { act, cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CustomerCard } from "@/bindings";
import {
	startTestEngine,
	stopTestEngine,
	tellDesk,
	testAction,
	testCustomerCard,
	testRow,
	testSnapshot,
} from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { CustomerPanel } from "./CustomerPanel";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const ROW = testRow("wang", { name: "王小满" });

async function open(card: CustomerCard | null, answers = {}) {
	const asked = startTestEngine(testSnapshot({ chats: [ROW] }), {
		customer_card: () => card,
		also_known: () => [],
		act: () => "1",
		action: () => setRemark({ state: "queued" }),
		...answers,
	});
	await show(<CustomerPanel row={ROW} onOpenChat={vi.fn()} />);
	return asked;
}

const setRemark = (state: ReturnType<typeof testAction>["state"], msg = "") =>
	testAction("1", {
		action: { kind: "setRemark", customer: "wang", name: "王总", description: null },
		requestedAt: Date.now(),
		finishedAt: Date.now(),
		state,
		reply: msg === "" ? null : { code: "1", msg, outcome: { kind: "refused", reason: "other" } },
	});

describe("the customer panel", () => {
	it("shows a changed remark as pending until the robot has done it", async () => {
		await open(testCustomerCard("wang", { remark: "老王" }));
		await userEvent.click(await screen.findByTestId("remark"));
		await userEvent.clear(screen.getByTestId("remark-input"));
		await userEvent.type(screen.getByTestId("remark-input"), "王总{Enter}");
		const field = await screen.findByTestId("remark");
		expect(field.textContent).toContain("王总");
		expect(field.getAttribute("aria-busy")).toBe("true");
		act(() =>
			tellDesk(
				{ kind: "customers", cards: [testCustomerCard("wang", { remark: "王总" })] },
				{ kind: "actions", rows: [setRemark({ state: "done" })] },
			),
		);
		expect(screen.getByTestId("remark").getAttribute("aria-busy")).toBe("false");
		expect(screen.getByTestId("remark").textContent).toContain("王总");
	});

	it("brings the old remark back with the platform's reason", async () => {
		await open(testCustomerCard("wang", { remark: "老王" }));
		await screen.findByTestId("remark");
		act(() => tellDesk({ kind: "actions", rows: [setRemark({ state: "refused" }, "操作太频繁")] }));
		expect(screen.getByTestId("remark").textContent).toContain("老王");
		expect(screen.getByRole("alert").textContent).toContain("操作太频繁");
		await userEvent.click(screen.getByText("知道了"));
		expect(screen.queryByRole("alert")).toBeNull();
	});

	it("hides the telephone number until it is asked for", async () => {
		await open(testCustomerCard("wang", { phone: "13812345678" }));
		expect((await screen.findByTestId("phone")).textContent).toBe("138••••5678");
		await userEvent.click(screen.getByTestId("phone-eye"));
		expect(screen.getByTestId("phone").textContent).toBe("13812345678");
	});

	it("warns when the customer has deleted the robot", async () => {
		await open(testCustomerCard("wang", { relationship: "deletedUs" }));
		expect((await screen.findByTestId("relationship-warning")).textContent).toContain("收不到");
	});

	it("offers to ask the platform about somebody no list names", async () => {
		const asked = await open(null);
		await userEvent.click(await screen.findByText("向平台查询"));
		expect(asked.find(({ command }) => command === "act")?.args).toMatchObject({
			robot: "r",
			action: { kind: "inquire", about: { kind: "people", ids: ["wang"] } },
		});
	});

	it("says why it could not be read, and reads again", async () => {
		let broken = true;
		await open(null, {
			customer_card: () => {
				if (broken) throw { code: "cache", message: "", retryable: false, requestId: null };
				return testCustomerCard("wang");
			},
		});
		expect((await screen.findByRole("alert")).textContent).toContain("缓存");
		broken = false;
		await userEvent.click(screen.getByText("重试"));
		expect(await screen.findByTestId("customer-panel")).toBeTruthy();
	});

	it("takes a tag away as soon as its chip says so", async () => {
		const card = testCustomerCard("wang");
		card.tags = [{ id: "14073752703607622", name: "VIP", group: null, knownSince: 1, source: "swept" }];
		const asked = await open(card, {
			action: () =>
				testAction("1", {
					action: { kind: "changeTags", customer: "wang", add: [], remove: ["14073752703607622"] },
				}),
		});
		await userEvent.click(await screen.findByLabelText("去掉标签 VIP"));
		expect((await screen.findByTestId("tag")).dataset.state).toBe("removing");
		expect(asked.find(({ command }) => command === "act")?.args).toMatchObject({
			action: { kind: "changeTags", add: [], remove: ["14073752703607622"] },
		});
	});
});
