import { act, cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { BroadcastDraft, BroadcastRecord } from "@/bindings";
import {
	startTestEngine,
	stopTestEngine,
	tellDesk,
	testCustomerCard,
	testSnapshot,
} from "@/shared/host/testing";
import { giveEverythingSize, show } from "@/shared/testing/render";
import { Broadcast } from "./Broadcast";

beforeAll(() => giveEverythingSize(900, 600));

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const PEOPLE = ["c1", "c2"].map((id) => testCustomerCard(id).customer);
const DRAFT: BroadcastDraft = {
	name: "预热",
	contents: [{ kind: "text", text: "您好" }],
	audience: { kind: "customers", recipients: [{ robotKey: "r", to: ["c1", "c2"] }] },
	schedule: { kind: "now" },
	pace: { kind: "default" },
};

function record(rest: Partial<BroadcastRecord>): BroadcastRecord {
	return {
		id: "b1",
		draft: DRAFT,
		state: "sent",
		requestedBy: { kind: "console" },
		plannedAt: 1,
		startedAt: 1,
		finishedAt: 1,
		answer: "",
		decidedAt: null,
		recipients: 2,
		delivered: 0,
		...rest,
	};
}

async function open(rows: BroadcastRecord[], outcome: BroadcastRecord["state"] = "sent") {
	const asked = startTestEngine(testSnapshot(), {
		broadcasts: () => rows,
		all_tags: () => [],
		contacts: () => ({ items: PEOPLE, total: 2, unreadable: 0 }),
		plan_broadcast: ({ draft }: { draft: BroadcastDraft }) => ({
			id: "b1",
			draft,
			recipients: 2,
			leftOut: [],
			warnings: [{ kind: "quietHours" }],
			plannedAt: Date.now(),
			startsAt: Date.now(),
			endsAtEarliest: Date.now() + 30_000,
			endsAtLatest: Date.now() + 30_000,
			validUntil: Date.now() + 1_800_000,
		}),
		start_broadcast: () => record({ state: outcome, answer: "未登录" }),
	});
	await show(<Broadcast />);
	return asked;
}

async function walkToPlan() {
	await userEvent.click(await screen.findByTestId("broadcast-new"));
	await screen.findByTestId("recipient-c1");
	await userEvent.click(screen.getByTestId("broadcast-all"));
	await userEvent.click(screen.getByTestId("broadcast-next"));
	await userEvent.type(screen.getByTestId("broadcast-name"), "预热");
	await userEvent.type(screen.getByTestId("part-text"), "您好");
	await userEvent.click(screen.getByTestId("broadcast-next"));
	await userEvent.click(screen.getByTestId("broadcast-next"));
	await screen.findByTestId("broadcast-plan");
}

describe("a broadcast", () => {
	it("leaves only after it was looked at, consented to and counted, and leaves once", async () => {
		const asked = await open([]);
		await walkToPlan();
		expect(asked.find(({ command }) => command === "plan_broadcast")?.args).toEqual({ draft: DRAFT });
		expect(screen.getByText(/免打扰时段/)).toBeTruthy();
		const start = screen.getByTestId("broadcast-start");
		expect(start).toHaveProperty("disabled", true);
		await userEvent.click(screen.getByTestId("broadcast-understood"));
		await userEvent.type(screen.getByTestId("broadcast-count"), "3");
		expect(start).toHaveProperty("disabled", true);
		await userEvent.clear(screen.getByTestId("broadcast-count"));
		await userEvent.type(screen.getByTestId("broadcast-count"), "2");
		await userEvent.click(start);
		expect((await screen.findByTestId("broadcast-row")).dataset.state).toBe("sent");
		expect(asked.filter(({ command }) => command === "start_broadcast")).toHaveLength(1);
	});

	it("keeps what was put together when the platform refuses, and what is typed when the view is left", async () => {
		await open([], "refused");
		await walkToPlan();
		await userEvent.click(screen.getByTestId("broadcast-understood"));
		await userEvent.type(screen.getByTestId("broadcast-count"), "2");
		await userEvent.click(screen.getByTestId("broadcast-start"));
		expect((await screen.findByRole("alert")).textContent).toContain("未登录");
		cleanup();
		await show(<Broadcast />);
		expect((screen.getByTestId("part-text") as HTMLTextAreaElement).value).toBe("您好");
		await userEvent.click(screen.getByTestId("broadcast-leave"));
		await userEvent.click(screen.getByTestId("broadcast-leave-sure"));
	});

	it("explains one whose outcome is unknown and follows what becomes of it", async () => {
		const asked = await open([record({ state: "unknown", finishedAt: null })]);
		expect(await screen.findByText(/不会自动重发/)).toBeTruthy();
		await userEvent.click(screen.getByTestId("broadcast-looked"));
		expect(asked.some(({ command }) => command === "dismiss_broadcast")).toBe(true);
		act(() =>
			tellDesk({ kind: "broadcasts", rows: [record({ state: "unknown", decidedAt: 5, delivered: 2 })] }),
		);
		await vi.waitFor(() => expect(screen.queryByTestId("broadcast-looked")).toBeNull());
		expect(screen.getByText("已看到 2/2 送达")).toBeTruthy();
	});
});
