import { cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { Policy } from "@/bindings";
import { startTestEngine, stopTestEngine, TEST_POLICY, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { KeptSettings } from "./KeptSettings";
import { PolicySettings } from "./PolicySettings";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

function start(policy: Policy) {
	const used = {
		cacheBytes: 0,
		mediaBytes: 0,
		pictureLimitBytes: 0,
		messages: 0,
		chats: 0,
		unsent: 0,
		drafts: 0,
	};
	startTestEngine(testSnapshot(), {
		policy: () => policy,
		retention: () => ({ days: 90 }),
		storage_used: () => used,
	});
}

describe("what the organisation has set", () => {
	it("is listed in words", async () => {
		start(TEST_POLICY);
		await show(<PolicySettings />);
		const rules = await screen.findByTestId("policy");
		for (const words of ["生产 · https://robots.example", "90 天", "CSV · 图片、语音、视频和文件"])
			expect(rules.textContent).toContain(words);
		expect(screen.queryByTestId("policy-broken")).toBeNull();
	});

	it("says what is wrong with a file that cannot be followed", async () => {
		start({ ...TEST_POLICY, problem: "line 3: unknown field", environments: { kinds: [], addresses: [] } });
		await show(<PolicySettings />);
		const said = await screen.findByTestId("policy-broken");
		expect(said.textContent).toContain("/etc/zuoxi/policy.toml");
		expect(said.textContent).toContain("line 3: unknown field");
		expect(screen.getByTestId("policy").textContent).toContain("可登录的环境无");
	});

	it("leaves no longer time to choose than is allowed, and says whose decision that is", async () => {
		start(TEST_POLICY);
		await show(<KeptSettings />);
		await screen.findByTestId("set-by-organisation");
		const days = await screen.findByTestId<HTMLSelectElement>("retention-days");
		expect([...days.options].map((option) => option.value)).toEqual(["7", "30", "90"]);
	});
});
