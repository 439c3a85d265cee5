import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { Preferences, RobotMarks } from "@/bindings";
import { startTestEngine, stopTestEngine, TEST_ROBOT, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { DesktopSettings } from "./DesktopSettings";
import { isGlobalKey } from "./globalKeys";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const ALL = { tray: true, notifications: true, shortcut: true, autostart: false };

async function open(answers: Record<string, (args: never) => unknown> = {}) {
	const second = { ...TEST_ROBOT, key: "second", name: "小二" };
	const asked = startTestEngine(testSnapshot({ robots: [TEST_ROBOT, second] }), {
		desktop_state: () => ALL,
		...answers,
	});
	await show(<DesktopSettings />);
	const saved = () =>
		asked
			.filter(({ command }) => command === "set_preferences")
			.map(({ args }) => (args as { preferences: Preferences }).preferences);
	return { asked, saved };
}

describe("the settings of the desktop", () => {
	it("say how much a notification gives away, and let it be tried", async () => {
		const { asked, saved } = await open();
		expect(screen.getByText(/显示会话名和消息内容/)).toBeTruthy();
		await userEvent.click(screen.getByTestId("notify-count"));
		await waitFor(() => expect(saved().at(-1)?.notifications.content).toBe("count"));
		expect(screen.getByText(/不说是谁、说了什么/)).toBeTruthy();
		await userEvent.click(screen.getByTestId("try-notification"));
		expect(asked.some(({ command }) => command === "try_notification")).toBe(true);
	});

	it("give a robot a sound of its own", async () => {
		const { asked } = await open();
		await userEvent.selectOptions(screen.getByLabelText("“小二”的提示音"), "bell");
		const marks = asked.find(({ command }) => command === "set_robot_marks")?.args as
			| { robot: string; marks: RobotMarks }
			| undefined;
		expect(marks).toEqual({ robot: "second", marks: { hue: null, muted: false, sound: "bell" } });
	});

	it("take quiet hours and days, and never no day at all", async () => {
		const { saved } = await open();
		await userEvent.click(screen.getByTestId("quiet-on"));
		const from = await screen.findByTestId("quiet-from");
		fireEvent.change(from, { target: { value: "12:30" } });
		await waitFor(() => expect(saved().at(-1)?.notifications.quiet.hours.fromMinute).toBe(750));
		for (const day of ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"])
			await userEvent.click(screen.getByTestId(`quiet-${day}`));
		await waitFor(() => expect(saved().at(-1)?.notifications.quiet.days).toEqual(["sunday"]));
		const count = saved().length;
		await userEvent.click(screen.getByTestId("quiet-sunday"));
		expect(saved()).toHaveLength(count);
	});

	it("stay in the tray at the start only when there is such a start", async () => {
		const { saved } = await open();
		expect(screen.getByTestId("start-in-tray").hasAttribute("data-disabled")).toBe(true);
		await userEvent.click(screen.getByTestId("autostart"));
		await waitFor(() => expect(saved().at(-1)?.desktop.autostart).toBe(true));
		await userEvent.click(screen.getByTestId("start-in-tray"));
		await waitFor(() => expect(saved().at(-1)?.desktop.startInTray).toBe(true));
	});

	it("keep the former key when another one cannot be had, and say so", async () => {
		await open({
			set_preferences: () => {
				throw { code: "shortcut", message: "taken", retryable: false, requestId: null };
			},
		});
		const button = screen.getByTestId("global-key");
		await userEvent.click(button);
		fireEvent.keyDown(button, { key: "m", code: "KeyM" });
		expect(screen.getByRole("alert").textContent).toContain("Ctrl 或 Alt");
		fireEvent.keyDown(button, { key: "m", code: "KeyM", ctrlKey: true, altKey: true });
		expect((await screen.findByTestId("desktop-failed")).textContent).toContain("仍用原来的");
		expect(screen.getByTestId("global-key").textContent).toContain("J");
	});

	it("say what this desktop lacks", async () => {
		await open({ desktop_state: () => ({ ...ALL, tray: false, notifications: false, shortcut: false }) });
		expect((await screen.findByTestId("no-notifications")).textContent).toContain("通知不会出现");
		expect(screen.getByText(/关闭窗口就会退出坐席/)).toBeTruthy();
		expect(screen.getByText(/可能已被其他程序占用/)).toBeTruthy();
	});
});

describe("keys from anywhere", () => {
	it("are keys that every system can give", () => {
		const able = ["Ctrl+Alt+J", "Ctrl+F9", "Alt+Space", "J", "Shift+F9", "Ctrl+ArrowUp", "Ctrl+;"];
		expect(able.map(isGlobalKey)).toEqual([true, true, true, false, false, false, false]);
	});
});
