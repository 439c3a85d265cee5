import { describe, expect, it } from "vitest";
import { textParts, webAddress } from "./links";

const links = (text: string) => textParts(text).flatMap((part) => (part.kind === "link" ? [part.text] : []));

describe("addresses in a text", () => {
	it.each([
		["看这里https://shop.example.com/a?id=1，谢谢", ["https://shop.example.com/a?id=1"]],
		["（https://a.example/b）", ["https://a.example/b"]],
		["See (https://a.example/b_(c)). Done.", ["https://a.example/b_(c)"]],
		["www.example.com 和 http://b.example!", ["www.example.com", "http://b.example"]],
		["没有链接 example.com ftp://x.example javascript:alert(1)", []],
	])("%s", (text, expected) => {
		expect(links(text)).toEqual(expected);
	});

	it("loses nothing of the text around them", () => {
		const text = "一 https://a.example, 二\n三 http://b.example/。四";
		expect(
			textParts(text)
				.map((part) => part.text)
				.join(""),
		).toBe(text);
	});

	it("opens the web only", () => {
		expect(webAddress("https://a.example")).toBe("https://a.example/");
		for (const other of ["file:///etc/passwd", "javascript:alert(1)", "weixin://x", "not an address"]) {
			expect(webAddress(other)).toBeNull();
		}
	});
});
