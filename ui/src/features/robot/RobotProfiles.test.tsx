import { act, cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { startTestEngine, stopTestEngine, tellDesk, testAction, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { changeOf } from "./model";
import { RobotProfiles } from "./RobotProfiles";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

async function open() {
	const asked = startTestEngine(testSnapshot(), {
		act: ({ action }: { action: never }) => {
			latest = testAction("1", { action });
			return "1";
		},
		action: () => latest,
	});
	await show(<RobotProfiles />);
	return asked;
}

let latest = testAction("1");

describe("a robot's profile", () => {
	it("sends the field that was changed and nothing else, and shows it as pending", async () => {
		const asked = await open();
		await userEvent.click(screen.getByTestId("profile-position"));
		await userEvent.type(screen.getByTestId("profile-position-input"), "售后主管{Enter}");
		expect(asked.filter(({ command }) => command === "act").map(({ args }) => args)).toEqual([
			{ robot: "r", action: changeOf("position", "售后主管") },
		]);
		expect(Object.values((latest.action as { changes: object }).changes).filter(Boolean)).toEqual([
			"售后主管",
		]);
		expect(screen.getByTestId("profile-position").getAttribute("aria-busy")).toBe("true");
		act(() => tellDesk({ kind: "actions", rows: [{ ...latest, state: { state: "done" } }] }));
		expect(screen.getByTestId("profile-position").textContent).toContain("售后主管");
	});

	it("says why a change was refused and keeps what was typed", async () => {
		await open();
		await userEvent.click(screen.getByTestId("profile-name"));
		await userEvent.clear(screen.getByTestId("profile-name-input"));
		await userEvent.type(screen.getByTestId("profile-name-input"), "新名{Enter}");
		const reply = { code: "1", msg: "名称重复", outcome: { kind: "refused", reason: "other" } } as const;
		act(() =>
			tellDesk({
				kind: "actions",
				rows: [
					{ ...latest, requestedAt: Date.now(), finishedAt: Date.now(), state: { state: "refused" }, reply },
				],
			}),
		);
		expect(screen.getByRole("alert").textContent).toContain("名称重复");
		expect(screen.getByTestId("profile-name").textContent).toContain("旗舰店");
	});

	it("sends no number that can be none", async () => {
		const asked = await open();
		await userEvent.click(screen.getByTestId("profile-mobile"));
		await userEvent.type(screen.getByTestId("profile-mobile-input"), "小红{Enter}");
		expect(screen.getByRole("alert").textContent).toContain("没有提交");
		expect(asked.some(({ command }) => command === "act")).toBe(false);
	});
});
