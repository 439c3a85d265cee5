import { describe, expect, it } from "vitest";
import { chordOf, onCaps } from "./chords";
import { meaningOf, refusalOf, SHORTCUTS, withChord } from "./registry";

const press = (init: KeyboardEventInit) => chordOf(new KeyboardEvent("keydown", init));

describe("chords", () => {
	it("are named as on the caps, whatever the modifiers make of the key", () => {
		const table: [KeyboardEventInit, string | null][] = [
			[{ key: "j", code: "KeyJ", ctrlKey: true }, "Ctrl+J"],
			[{ key: "j", code: "KeyJ", metaKey: true }, "Ctrl+J"],
			[{ key: "J", code: "KeyJ", ctrlKey: true, shiftKey: true }, "Ctrl+Shift+J"],
			[{ key: "∆", code: "KeyJ", altKey: true }, "Alt+J"],
			[{ key: "ArrowUp", code: "ArrowUp", altKey: true, shiftKey: true }, "Alt+Shift+ArrowUp"],
			[{ key: "+", code: "NumpadAdd", ctrlKey: true }, "Ctrl+Plus"],
			[{ key: "F8", code: "F8" }, "F8"],
			[{ key: "Control", code: "ControlLeft", ctrlKey: true }, null],
			[{ key: "j", code: "KeyJ", ctrlKey: true, isComposing: true }, null],
		];
		for (const [init, chord] of table) expect(press(init)).toBe(chord);
		expect(onCaps("Alt+Shift+ArrowUp")).toBe("Alt+Shift+↑");
	});
});

describe("the registry of keys", () => {
	it("comes without a conflict", () => {
		for (const { id, chord } of SHORTCUTS) expect(refusalOf(chord, id, {}), id).toBeNull();
	});

	it("refuses what is typed, what is fixed, and what another shortcut has", () => {
		expect(refusalOf("J", "panel", {})).toEqual({ why: "bare" });
		expect(refusalOf("Shift+J", "panel", {})).toEqual({ why: "bare" });
		expect(refusalOf("Ctrl+V", "panel", {})).toEqual({ why: "fixed" });
		expect(refusalOf("Ctrl+J", "panel", {})).toEqual({ why: "taken", by: "nextWaiting" });
		expect(refusalOf("F8", "panel", {})).toBeNull();
	});

	it("frees the old chord, and forgets a choice that is the one it came with", () => {
		const chosen = withChord({}, "nextWaiting", "Ctrl+M");
		expect(meaningOf("Ctrl+J", chosen)).toBeNull();
		expect(meaningOf("Ctrl+M", chosen)).toBe("nextWaiting");
		expect(withChord(chosen, "nextWaiting", "Ctrl+J")).toEqual({});
		expect(withChord(chosen, "nextWaiting", null)).toEqual({});
	});
});
