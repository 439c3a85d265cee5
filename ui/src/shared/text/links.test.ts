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

	// Every run tries the same texts, so that a failure can be had again.
	it("makes nothing but addresses of the web of whatever comes", () => {
		const words =
			"https:// http:// www. javascript: file:/// data:text/html, // @ : / ? a.example аррӏе.com [::1]";
		const marks = ".. %00 % # ( ) ] ' \" <b> \u202E \u200B \uD800 \0 \n ， 。 😀 看 a 1 - _";
		const pieces = [...`${words} ${marks}`.split(" "), " "];
		let seed = 20261123;
		const next = (limit: number) => {
			seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
			return Math.floor((seed / 2 ** 32) * limit);
		};
		for (let round = 0; round < 20_000; round += 1) {
			const text = Array.from({ length: next(14) }, () => pieces[next(pieces.length)]).join("");
			const parts = textParts(text);
			expect(parts.map((part) => part.text).join("")).toBe(text);
			for (const part of parts) {
				if (part.kind !== "link") continue;
				expect(part.url).toMatch(/^https?:\/\//);
				expect(new URL(part.url).protocol).toMatch(/^https?:$/);
				expect(part.text).toMatch(/^(https?:\/\/|www\.)[!-~]+$/i);
			}
		}
	});

	it("opens the web only", () => {
		expect(webAddress("https://a.example")).toBe("https://a.example/");
		for (const other of ["file:///etc/passwd", "javascript:alert(1)", "weixin://x", "not an address"]) {
			expect(webAddress(other)).toBeNull();
		}
	});
});
