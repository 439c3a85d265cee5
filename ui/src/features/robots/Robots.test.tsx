import { act, cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Robot } from "@/bindings";
import { showDesk, startTestEngine, stopTestEngine, TEST_ROBOT, testSnapshot } from "@/shared/host/testing";
import { forgetFilter, useListFilter } from "@/shared/list/filter";
import { show } from "@/shared/testing/render";
import { RobotAlert } from "./RobotAlert";
import { Robots } from "./Robots";

const ROBOTS: Robot[] = [
	{ ...TEST_ROBOT, key: "r2", name: "售后" },
	{ ...TEST_ROBOT, key: "r1", name: "旗舰店" },
];

let asked: ReturnType<typeof startTestEngine> = [];

beforeEach(() => {
	asked = startTestEngine(testSnapshot({ robots: ROBOTS }));
});

afterEach(() => {
	cleanup();
	forgetFilter();
	stopTestEngine();
});

const filtered = () => useListFilter.getState().filter.robots;

describe("the robots", () => {
	it("are filtered by with Ctrl and their number, and no more with the same keys", async () => {
		await show(<Robots />);
		await userEvent.keyboard("{Control>}2{/Control}");
		expect(filtered()).toEqual(["r2"]);
		await userEvent.keyboard("{Control>}9{/Control}");
		expect(filtered()).toEqual(["r2"]);
		await userEvent.keyboard("{Control>}2{/Control}");
		expect(filtered()).toEqual([]);
	});

	it("are muted and coloured in their list", async () => {
		await show(<Robots />);
		await userEvent.click(screen.getByTestId("robots"));
		await userEvent.click(screen.getByLabelText("“旗舰店”免打扰"));
		await userEvent.click(screen.getByLabelText("“旗舰店”的颜色"));
		await userEvent.click(await screen.findByLabelText("颜色 5"));
		const marks = asked.filter(({ command }) => command === "set_robot_marks").map(({ args }) => args);
		expect(marks).toEqual([
			{ robot: "r1", marks: { hue: null, muted: true, sound: null } },
			{ robot: "r1", marks: { hue: 5, muted: true, sound: null } },
		]);
	});

	it("raise an alert when one falls, until it is back or seen", async () => {
		await show(<RobotAlert />);
		const status = (of: Robot["status"]) =>
			act(() =>
				showDesk(
					testSnapshot({
						robots: ROBOTS.map((each) => (each.key === "r2" ? { ...each, status: of } : each)),
					}),
				),
			);
		expect(screen.queryByRole("alert")).toBeNull();
		status("kicked");
		expect(screen.getByRole("alert").textContent).toContain("机器人“售后”已在别处登录");
		status("online");
		expect(screen.queryByRole("alert")).toBeNull();
		status("offline");
		await userEvent.click(screen.getByLabelText("知道了"));
		expect(screen.queryByRole("alert")).toBeNull();
	});
});
