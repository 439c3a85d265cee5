import { describe, expect, it } from "vitest";
import { customerEntry } from "@/shared/directory/entries";
import { testCustomerCard } from "@/shared/host/testing";
import {
	decoded,
	draftOf,
	emptyContent,
	isConfirmed,
	matchLines,
	missing,
	NEW_FORM,
	partProblem,
} from "./model";

const person = (id: string, name: string, robotKey = "r") =>
	customerEntry(testCustomerCard(id, { name, robotKey }).customer);
const WANG = person("1", "王小满");
const ZHANG = person("2", "张伟");
const OTHER_ZHANG = person("3", "张伟");
const WANG_ELSEWHERE = person("1", "王小满", "q");

describe("a file of names", () => {
	it("finds people by id or name in any cell, and says whom it did not find", () => {
		const matched = matchLines('1\r\n"王小满",13800000000\n李四\n张伟\n\n', [WANG, ZHANG, OTHER_ZHANG]);
		expect(matched.entries).toEqual([WANG]);
		expect(matched.unmatched).toEqual(["李四"]);
		expect(matched.ambiguous).toEqual(["张伟"]);
	});

	it("takes one customer of two robots for one person", () => {
		expect(matchLines("王小满", [WANG, WANG_ELSEWHERE]).entries).toHaveLength(2);
	});

	it("reads what Excel writes in China", () => {
		expect(decoded(new Uint8Array([0xcd, 0xf5]).buffer)).toBe("王");
		expect(decoded(new TextEncoder().encode("王").buffer as ArrayBuffer)).toBe("王");
	});
});

describe("a form", () => {
	const chosen = new Map([WANG, WANG_ELSEWHERE, ZHANG].map((entry) => [entry.path, entry]));

	it("becomes a draft by robot", () => {
		const { audience } = draftOf({ ...NEW_FORM, chosen });
		expect(audience).toEqual({
			kind: "customers",
			recipients: [
				{ robotKey: "r", to: ["1", "2"] },
				{ robotKey: "q", to: ["1"] },
			],
		});
	});

	it("says what a step lacks", () => {
		expect(missing(NEW_FORM, "audience", 0)).toBe("nobody");
		expect(missing(NEW_FORM, "content", 0)).toBe("name");
		expect(missing({ ...NEW_FORM, name: "x" }, "content", 0)).toBe("content");
		expect(missing({ ...NEW_FORM, when: "once" }, "timing", 0)).toBe("noTime");
		const past = { ...NEW_FORM, when: "once", onceAt: "2020-01-01T10:00" } as const;
		expect(missing(past, "timing", Date.now())).toBe("past");
		expect(missing({ ...NEW_FORM, when: "weekly", days: [] }, "timing", 0)).toBe("noDays");
	});

	it("lets nobody choose a pause that gets accounts banned", () => {
		const pace = (minS: string, maxS: string) =>
			missing({ ...NEW_FORM, pace: "between", minS, maxS }, "timing", 0);
		expect([pace("44", "60"), pace("60", "50"), pace("", "50"), pace("45", "45")]).toEqual([
			"pause",
			"pause",
			"pause",
			null,
		]);
	});

	it("wants addresses that the platform can read", () => {
		expect(partProblem({ kind: "image", url: "file.png" })).toBe("address");
		const link = {
			...emptyContent("link"),
			title: "x",
			link: "https://a.cn/",
			coverUrl: "https://a.cn/b.png?x=1",
		};
		expect(partProblem(link as Parameters<typeof partProblem>[0])).toBe("coverQuery");
	});

	it("is confirmed by both gestures only", () => {
		expect([isConfirmed(true, "3", 3), isConfirmed(false, "3", 3), isConfirmed(true, "30", 3)]).toEqual([
			true,
			false,
			false,
		]);
	});
});
