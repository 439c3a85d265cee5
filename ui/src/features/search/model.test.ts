import { describe, expect, it } from "vitest";
import { startOfDay } from "@/shared/time/model";
import { EVERYTHING, queryOf, snippetParts } from "./model";

describe("a snippet", () => {
	it("is the same text, with what was found set apart", () => {
		const parts = snippetParts({
			text: "😀退款，再退款",
			highlights: [
				{ from: 2, to: 4 },
				{ from: 6, to: 8 },
			],
			cutBefore: false,
			cutAfter: false,
		});
		expect(parts.map((part) => part.text).join("")).toBe("😀退款，再退款");
		expect(parts.filter((part) => part.found).map((part) => part.text)).toEqual(["退款", "退款"]);
	});
});

describe("a query", () => {
	it("leaves nothing out unless something was chosen", () => {
		const query = queryOf("退款", EVERYTHING, 1_700_000_000_000);
		expect(query).toMatchObject({ text: "退款", speaker: null, robot: null, kind: null, since: null });
	});

	it("begins a period at the beginning of a day", () => {
		const now = 1_700_000_000_000;
		expect(queryOf("退", { ...EVERYTHING, period: "today" }, now).since).toBe(startOfDay(now));
	});
});
