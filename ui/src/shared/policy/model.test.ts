import { describe, expect, it } from "vitest";
import type { Policy } from "@/bindings";
import { allowsEnvironment, allowsExport, allowsRetention } from "./model";

const POLICY: Policy = {
	file: "/etc/zuoxi/policy.toml",
	problem: null,
	environments: { kinds: ["production"], addresses: ["https://robots.example"] },
	retentionDays: 90,
	forbiddenExports: ["csv", "media"],
};

describe("what the organisation leaves to choose", () => {
	it("is everything without rules", () => {
		const none = { ...POLICY, environments: null, retentionDays: null, forbiddenExports: [] };
		for (const policy of [null, none]) {
			expect(allowsEnvironment(policy, "test")).toBe(true);
			expect(allowsExport(policy, "csv")).toBe(true);
			expect(allowsRetention(policy, 0)).toBe(true);
		}
	});

	it("is what the rules name", () => {
		const kinds = (["practice", "test", "production", "custom"] as const).filter((kind) =>
			allowsEnvironment(POLICY, kind),
		);
		expect(kinds).toEqual(["production", "custom"]);
		expect([allowsExport(POLICY, "csv"), allowsExport(POLICY, "html")]).toEqual([false, true]);
		expect([0, 30, 90, 180].filter((days) => allowsRetention(POLICY, days))).toEqual([30, 90]);
	});
});
