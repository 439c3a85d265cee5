import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Metrics as Answer, Figures, Table } from "@/bindings";
import { startTestEngine, stopTestEngine, testSnapshot } from "@/shared/host/testing";
import { giveEverythingSize, show } from "@/shared/testing/render";
import { Metrics } from "./Metrics";
import { AT_FIRST } from "./model";
import { TEST_HOURS } from "./testing";
import { useChoices } from "./useMetrics";

beforeEach(() => giveEverythingSize(900, 700));

afterEach(() => {
	cleanup();
	stopTestEngine();
	useChoices.setState({ choices: AT_FIRST, opened: null });
});

const FIGURES: Figures = {
	turns: 10,
	answered: 8,
	waiting: 2,
	late: 1,
	unattributed: 2,
	firstResponse: { count: 3, median: 90_000, p90: 300_000 },
	response: { count: 8, median: 60_000, p90: 200_000 },
	received: 30,
	sent: 20,
	activeChats: 5,
};
const ANSWER: Answer = {
	total: FIGURES,
	compared: null,
	agents: [{ answerer: { kind: "assignee", assignee: "小红" }, figures: FIGURES }],
	robots: [],
	days: [{ date: "2026-11-23", figures: FIGURES }],
	comparedDays: [],
	hours: [{ weekday: "monday", hour: 9, received: 30, turns: 10, late: 1, median: 60_000 }],
	coverage: { completeFrom: null, chats: 4, chatsNotComplete: 1, indexing: null },
	building: null,
};

async function open() {
	const asked = startTestEngine(testSnapshot({ chats: [] }), {
		work_hours: () => TEST_HOURS,
		metrics: () => ANSWER,
		metric_turns: () => ({ turns: [], total: 0 }),
		metric_chats: () => ({ chats: [], total: 0 }),
		"plugin:dialog|save": () => "/x/数据统计.xlsx",
		save_tables: () => null,
	});
	await show(<Metrics />);
	return asked;
}

describe("the figures", () => {
	it("say what was measured, what is missing, and what nobody can be credited with", async () => {
		await open();
		expect((await screen.findByTestId("tile-first")).textContent).toContain("1 分 30 秒");
		expect(screen.getByTestId("tile-late").textContent).toContain("10%");
		expect(screen.getByTestId("tile-unattributed").textContent).toContain("25%");
		expect(screen.getByTestId("metrics-coverage").textContent).toContain("4 个会话中有 1 个");
	});

	it("open what is behind them, narrowed to their place", async () => {
		const asked = await open();
		await userEvent.click(await screen.findByTestId("tile-late"));
		await screen.findByTestId("figure-list");
		const turns = () => asked.filter(({ command }) => command === "metric_turns").at(-1)?.args;
		expect(turns()).toMatchObject({ query: { pick: { kind: "late" }, metrics: { compare: null } } });
		const agents = screen.getByTestId("by-agent");
		const figure = [...agents.querySelectorAll("button")].find((each) => each.textContent === "10");
		await userEvent.click(figure as HTMLElement);
		expect(turns()).toMatchObject({
			query: { pick: { kind: "all" }, metrics: { answerer: { kind: "assignee", assignee: "小红" } } },
		});
	});

	it("are saved as a workbook where the person chooses", async () => {
		const asked = await open();
		await screen.findByTestId("tile-first");
		await userEvent.click(screen.getByTestId("metrics-save"));
		expect(await screen.findByText("已保存：/x/数据统计.xlsx")).toBeTruthy();
		const saved = asked.find(({ command }) => command === "save_tables")?.args as { tables: Table[] };
		expect(saved.tables.map((table) => table.title)).toEqual([
			"说明",
			"汇总",
			"按坐席",
			"按机器人",
			"按日",
			"一周分布",
		]);
	});
});
