import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "./en";
import { zhCN } from "./zh-CN";

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, prefix = ""): Map<string, string> {
	const words = new Map<string, string>();
	for (const [key, value] of Object.entries(tree)) {
		if (typeof value === "string") words.set(prefix + key, value);
		else for (const [inner, word] of flat(value, `${prefix}${key}.`)) words.set(inner, word);
	}
	return words;
}

const chinese = flat(zhCN);
const english = flat(en as unknown as Tree);

function sources(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return sources(path);
		return /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name) ? [path] : [];
	});
}

const code = sources(join(import.meta.dirname, "../.."))
	.filter((path) => !path.endsWith("zh-CN.ts") && !path.endsWith("en.ts") && !path.includes("areas"))
	.map((path) => readFileSync(path, "utf8"))
	.join("\n");

/** Keys in full, and patterns such as `error.${code}.what`. A key stands in quotes wherever it is used. */
const used = new Set(
	[...code.matchAll(/["'`]([a-z][A-Za-z]*(?:\.[A-Za-z]+)+)["'`]/g)].map((match) => match[1]),
);
const patterns = [...code.matchAll(/`([a-z][A-Za-z]*\.[^`\s]*\$\{[^`\s]*)`/g)].map(
	(match) => new RegExp(`^${match[1]?.replace(/\$\{[^}]*\}/g, "[A-Za-z0-9]+").replaceAll(".", "\\.")}$`),
);

describe("words", () => {
	it("has the same keys in both languages", () => {
		expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
	});

	it("puts the same values into both languages", () => {
		const slots = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
		for (const [key, word] of chinese) expect(slots(english.get(key) ?? ""), key).toEqual(slots(word));
	});

	it("says nothing in Chinese in the English words but the switch to Chinese", () => {
		const mixed = [...english].filter(
			([key, word]) => /\p{Script=Han}/u.test(word) && key !== "nav.languageSwitch",
		);
		expect(mixed).toEqual([]);
	});

	it("keeps no key that nothing uses", () => {
		const unused = [...chinese.keys()].filter(
			(key) => !used.has(key) && !patterns.some((each) => each.test(key)),
		);
		expect(unused).toEqual([]);
	});
});
