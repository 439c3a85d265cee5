import { act, cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import {
	startTestEngine,
	stopTestEngine,
	tellDesk,
	testAction,
	testRequest,
	testSnapshot,
} from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { Requests } from "./Requests";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

async function open(answers = {}) {
	const asked = startTestEngine(testSnapshot(), {
		friend_requests: () => [],
		accept_friend: () => "1",
		...answers,
	});
	tellDesk({ kind: "requests", rows: [testRequest("a"), testRequest("b"), testRequest("c")] });
	await show(<Requests />);
	return asked;
}

const accepted = (asked: { command: string; args: unknown }[]) =>
	asked
		.filter(({ command }) => command === "accept_friend")
		.map(({ args }) => (args as { from: string }).from);

describe("the friend requests", () => {
	it("accepts one, or all that were chosen", async () => {
		const asked = await open();
		await userEvent.click(screen.getAllByTestId("request-accept")[1] as HTMLElement);
		expect(accepted(asked)).toEqual(["b"]);
		await userEvent.click(screen.getByTestId("requests-choose-all"));
		await userEvent.click(screen.getByTestId("requests-accept"));
		expect(accepted(asked)).toEqual(["b", "a", "b", "c"]);
	});

	it("says why the requests could not be read, and reads again", async () => {
		let broken = true;
		startTestEngine(testSnapshot(), {
			friend_requests: () => {
				if (broken) throw { code: "cache", message: "", retryable: false, requestId: null };
				return [testRequest("a")];
			},
		});
		await show(<Requests />);
		expect((await screen.findByRole("alert")).textContent).toContain("缓存");
		broken = false;
		await userEvent.click(screen.getByText("重试"));
		expect(await screen.findAllByTestId("request")).toHaveLength(1);
	});

	it("goes on when one fails, and says how many did and why", async () => {
		const asked = await open({
			accept_friend: ({ from }: { from: string }) => {
				if (from === "a") throw { code: "busy", message: "", retryable: true, requestId: null };
				return "1";
			},
		});
		await userEvent.click(screen.getByTestId("requests-choose-all"));
		await userEvent.click(screen.getByTestId("requests-accept"));
		expect((await screen.findByRole("alert")).textContent).toMatch(/1 位没有成功.*平台正忙/);
		expect(accepted(asked)).toEqual(["a", "b", "c"]);
	});

	it("moves on by push, and says why an acceptance was refused", async () => {
		await open();
		const refused = testAction("1", {
			action: { kind: "acceptFriend", from: "a" },
			state: { state: "refused" },
			reply: { code: "1", msg: "已过期", outcome: { kind: "refused", reason: "other" } },
		});
		act(() =>
			tellDesk(
				{
					kind: "requests",
					rows: [testRequest("a", { state: "failed" }), testRequest("b", { state: "accepted" })],
				},
				{ kind: "actions", rows: [refused] },
			),
		);
		const rows = screen.getAllByTestId("request");
		expect(rows.map((row) => row.dataset.state)).toEqual(["failed", "waiting"]);
		expect(rows[0]?.textContent).toContain("已过期");
	});

	it("asks for friendship by telephone only when the number can be one", async () => {
		const asked = await open({ act: () => "9", action: () => testAction("9") });
		await userEvent.click(screen.getByTestId("add-by-phone"));
		await userEvent.type(await screen.findByTestId("add-phone"), "123");
		await userEvent.click(screen.getByTestId("add-submit"));
		expect(screen.getByRole("alert").textContent).toContain("位数");
		await userEvent.clear(screen.getByTestId("add-phone"));
		await userEvent.type(screen.getByTestId("add-phone"), "138 1234 5678");
		await userEvent.click(screen.getByTestId("add-submit"));
		expect((await screen.findByRole("status")).textContent).toContain("13812345678");
		expect(asked.find(({ command }) => command === "act")?.args).toEqual({
			robot: "r",
			action: { kind: "addByPhone", phone: "13812345678", greeting: null },
		});
	});
});
