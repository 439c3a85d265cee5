import { describe, expect, it } from "vitest";
import { hueOf, initialOf, oneLine, utf8Bytes, withoutDirectionControls } from "./plain";

describe("text of strangers", () => {
	it("loses the characters that turn its direction", () => {
		expect(withoutDirectionControls("发票\u202Egnp.exe\u202C")).toBe("发票gnp.exe");
		expect(withoutDirectionControls("a\u2067b\u2069\u200F")).toBe("ab");
	});

	it("keeps the joiners that emoji and Indic text need", () => {
		expect(withoutDirectionControls("👩\u200D🚀")).toBe("👩\u200D🚀");
	});

	it("fits on one line", () => {
		expect(oneLine(" 第一行\n\n第二行\t尾 ")).toBe("第一行 第二行 尾");
	});

	it("hides nothing in a name", () => {
		expect(oneLine("客\u200B服\u2060小\uFEFF满\u00AD")).toBe("客服小满");
		expect(oneLine("\u202E\u2066报价单\u2069fdp.exe")).toBe("报价单fdp.exe");
		expect(oneLine("👩\u200D🚀")).toBe("👩\u200D🚀");
	});

	it("counts bytes as they travel", () => {
		expect(utf8Bytes("a你😀")).toBe(8);
	});
});

describe("an avatar without a picture", () => {
	it.each([
		["王小满", "满"],
		["双11福利群", "双"],
		["Zoe", "Z"],
		["😀 alex", "A"],
		["旗舰店-小满", "旗"],
		["…", "·"],
	])("shows %s as %s", (name, initial) => {
		expect(initialOf(name)).toBe(initial);
	});

	it("keeps its colour", () => {
		expect(hueOf("wx-1")).toBe(hueOf("wx-1"));
		expect(hueOf("wx-1")).toBeGreaterThanOrEqual(1);
		expect(hueOf("wx-1")).toBeLessThanOrEqual(8);
	});
});
