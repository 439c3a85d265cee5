import { cleanup, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HealthReport, Interval } from "@/bindings";
import { startTestEngine, stopTestEngine, testRow, testSnapshot } from "@/shared/host/testing";
import { giveEverythingSize, show } from "@/shared/testing/render";
import { Health } from "./Health";

beforeEach(() => giveEverythingSize(900, 700));

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const HOUR = 3_600_000;
const REPORT: HealthReport = {
	period: { from: 0, to: 4 * HOUR },
	robots: [
		{
			robotKey: "r",
			stretches: [
				{ status: "online", from: 0, to: 3 * HOUR },
				{ status: "offline", from: 3 * HOUR, to: 4 * HOUR },
			],
		},
	],
	line: [
		{ state: "live", from: 0, to: 2 * HOUR },
		{ state: "closed", from: 2 * HOUR, to: 4 * HOUR },
	],
	lag: [],
	gaps: [
		{
			chat: { robotKey: "r", chatUser: "wang" },
			chatName: "王小满",
			gap: { from: HOUR, to: 2 * HOUR },
		},
	],
	gapsTotal: 7,
	sends: [
		{
			key: { robotKey: "r", chatUser: "wang", messageId: "m1" },
			chatName: "王小满",
			at: HOUR,
			text: "发不出去",
			trouble: "refused",
		},
	],
	sendsTotal: 1,
	unrecognised: 2,
};

async function open(answer: (period: Interval) => HealthReport = () => REPORT) {
	const asked = startTestEngine(testSnapshot({ chats: [testRow("wang", { name: "王小满" })] }), {
		health_report: ({ period }: { period: Interval }) => answer(period),
	});
	await show(<Health />);
	const periods = () =>
		asked
			.filter(({ command }) => command === "health_report")
			.map(({ args }) => (args as { period: Interval }).period);
	return periods;
}

describe("how robots and line fared", () => {
	it("is said in shares of what is known, and in words for whoever does not see the bar", async () => {
		await open();
		const line = await screen.findByRole("region", { name: "与平台的连接" });
		expect(line.textContent).toContain("连接正常 50%");
		expect(within(line).getByText("坐席未打开", { selector: "td" })).toBeTruthy();
		const robots = screen.getByRole("region", { name: "机器人状态" });
		expect(robots.textContent).toContain("旗舰店");
		expect(robots.textContent).toContain("在线 75%");
	});

	it("names what is missing and what was not sent, and how much more there is", async () => {
		await open();
		const gap = await screen.findByTestId("gap");
		expect(gap.textContent).toContain("王小满");
		expect(screen.getByText("只列出最近的 1 条。")).toBeTruthy();
		const send = screen.getByTestId("troubled-send");
		expect(send.textContent).toContain("发不出去");
		expect(send.textContent).toContain("平台拒收");
		expect(screen.getByText(/看不懂的记录：2 种/)).toBeTruthy();
	});

	it("is asked for the period that was chosen", async () => {
		const periods = await open();
		await screen.findByTestId("gap");
		await userEvent.click(screen.getByTestId("health-week"));
		const { from, to } = periods().at(-1) ?? { from: 0, to: 0 };
		expect(to - from).toBe(7 * 24 * HOUR);
	});

	it("says why it could not be read, and asks again", async () => {
		let fails = true;
		await open(() => {
			if (fails) throw { code: "internal", message: "x", retryable: true, requestId: null };
			return REPORT;
		});
		expect(await screen.findByRole("alert")).toBeTruthy();
		fails = false;
		await userEvent.click(screen.getByRole("button", { name: "重试" }));
		expect(await screen.findByTestId("gap")).toBeTruthy();
		expect(screen.queryByRole("alert")).toBeNull();
	});
});
