import { describe, expect, it } from "vitest";
import { testRow } from "@/shared/host/testing";
import { agentsOf, chatsNamed, missing, NEW_FORM, requestOf, scopeOf, toggled } from "./model";

describe("what is exported", () => {
	it("takes whole days of this computer's time", () => {
		const { since, until } = scopeOf({ ...NEW_FORM, since: "2026-11-01", until: "2026-11-01" });
		expect(since).toBe(new Date(2026, 10, 1).getTime());
		expect(until).toBe(new Date(2026, 10, 2).getTime() - 1);
		expect(scopeOf(NEW_FORM)).toMatchObject({ since: null, until: null, kind: null });
	});

	it("says what is missing, the first thing first", () => {
		expect(missing({ ...NEW_FORM, since: "2026-11-02", until: "2026-11-01" })).toBe("dates");
		expect(missing({ ...NEW_FORM, formats: [] })).toBe("formats");
		expect(missing(NEW_FORM)).toBe("folder");
		expect(missing({ ...NEW_FORM, folder: "/x" })).toBeNull();
		expect(requestOf({ ...NEW_FORM, folder: "/x" }, "Asia/Shanghai")).toMatchObject({
			folder: "/x",
			timeZone: "Asia/Shanghai",
		});
	});

	it("finds chats by name and remark, and who they are assigned to", () => {
		const rows = [
			testRow("c1", { name: "王小明", assignee: "小红" }),
			testRow("c2", { name: "x", remark: "王总", assignee: "阿强" }),
			testRow("c3", { name: "李雷" }),
		];
		expect(chatsNamed(rows, "王", 8).map((row) => row.key.chatUser)).toEqual(["c1", "c2"]);
		expect(chatsNamed(rows, "王", 1)).toHaveLength(1);
		expect(chatsNamed(rows, " ", 8)).toEqual([]);
		expect(agentsOf(rows)).toHaveLength(2);
		expect(toggled(toggled([], "a"), "a")).toEqual([]);
	});
});
