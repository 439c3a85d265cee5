import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

function tokensOf(selector: string): Map<string, string> {
	const start = css.indexOf(`${selector} {`);
	const block = css.slice(start, css.indexOf("\n}", start));
	return new Map(
		[...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? "", match[2] ?? ""]),
	);
}

const hues = [...css.matchAll(/--hue-\d:\s*(\d+)/g)].map((match) => Number(match[1]));

/** WCAG relative luminance of an OKLCH colour, clipped to sRGB as a screen does. */
function luminance(l: number, c: number, h: number): number {
	const a = c * Math.cos((h * Math.PI) / 180);
	const b = c * Math.sin((h * Math.PI) / 180);
	const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
	const clip = (value: number) => Math.min(1, Math.max(0, value));
	const red = clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
	const green = clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
	const blue = clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(a: number, b: number): number {
	return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

describe.each([
	["light", tokensOf(":root")],
	["dark", tokensOf('[data-theme="dark"]')],
])("the %s theme", (_name, tokens) => {
	const lightOf = (role: string) => {
		const [l, c, h] = (/oklch\(([^)/]+)/.exec(tokens.get(role) ?? "")?.[1] ?? "")
			.trim()
			.split(/\s+/)
			.map(Number);
		return luminance(l ?? Number.NaN, c ?? 0, h ?? 0);
	};
	const number = (role: string) => Number(tokens.get(role));
	const surfaces = ["surface-0", "surface-1", "surface-2", "surface-3"];

	it.each([
		...["text-1", "text-2", "text-3", "accent-text", "danger-text", "warning-text", "positive-text"].flatMap(
			(text) => surfaces.map((surface) => [text, surface] as const),
		),
		...["text-1", "text-2", "accent-text"].flatMap((text) =>
			["bubble-in", "bubble-out", "selection"].map((surface) => [text, surface] as const),
		),
		["text-3", "selection"],
		["danger-text", "selection"],
		["warning-text", "selection"],
		["text-1", "track"],
		["text-2", "track"],
		["text-1", "raised"],
		["on-accent", "accent"],
		["on-accent", "accent-hover"],
		["on-danger", "danger"],
		["accent-text", "accent-weak"],
		["text-1", "warning-weak"],
		["text-2", "warning-weak"],
		["warning-text", "warning-weak"],
		["danger-text", "danger-weak"],
		["text-1", "danger-weak"],
		["text-2", "danger-weak"],
	] as const)("reads %s on %s", (text, surface) => {
		expect(ratio(lightOf(text), lightOf(surface))).toBeGreaterThanOrEqual(4.5);
	});

	it.each(hues)("reads initials on robots and people of hue %i", (hue) => {
		const robot = luminance(number("robot-l"), number("robot-c"), hue);
		expect(ratio(lightOf("robot-text"), robot)).toBeGreaterThanOrEqual(4.5);
		const person = luminance(number("avatar-bg-l"), number("avatar-bg-c"), hue);
		const initial = luminance(number("avatar-text-l"), number("avatar-text-c"), hue);
		expect(ratio(initial, person)).toBeGreaterThanOrEqual(4.5);
	});
});
