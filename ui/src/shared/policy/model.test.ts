import { describe, expect, it } from "vitest";
import { TEST_POLICY } from "../host/testing";
import { allowsEnvironment, allowsExport, allowsRetention } from "./model";

describe("what the organisation leaves to choose", () => {
	it("is everything without rules", () => {
		const none = { ...TEST_POLICY, environments: null, retentionDays: null, forbiddenExports: [] };
		for (const policy of [null, none]) {
			expect(allowsEnvironment(policy, "test")).toBe(true);
			expect(allowsExport(policy, "csv")).toBe(true);
			expect(allowsRetention(policy, 0)).toBe(true);
		}
	});

	it("is what the rules name", () => {
		const kinds = (["practice", "test", "production", "custom"] as const).filter((kind) =>
			allowsEnvironment(TEST_POLICY, kind),
		);
		expect(kinds).toEqual(["production", "custom"]);
		expect([allowsExport(TEST_POLICY, "csv"), allowsExport(TEST_POLICY, "html")]).toEqual([false, true]);
		expect([0, 30, 90, 180].filter((days) => allowsRetention(TEST_POLICY, days))).toEqual([30, 90]);
	});
});
