import { describe, expect, it } from "vitest";
import { EVERYTHING, queryOf } from "./model";

describe("what is asked of the audit log", () => {
	it("leaves nothing out that was not chosen", () => {
		expect(queryOf({ ...EVERYTHING, reach: "ever" }, 1000)).toMatchObject({
			robot: null,
			kind: null,
			outcome: null,
			since: null,
			until: null,
		});
	});

	it("goes back as far as was chosen", () => {
		expect(queryOf({ ...EVERYTHING, reach: "day", kind: "send" }, 86_400_001)).toMatchObject({
			since: 1,
			kind: "send",
		});
	});
});
