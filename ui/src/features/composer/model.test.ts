import { describe, expect, it } from "vitest";
import { FRAME_BYTES, InputMethodGuard, sizeOf } from "./model";

describe("the size of a message", () => {
	it("says nothing of blanks and of what fits", () => {
		expect(sizeOf(" \n ")).toEqual({ kind: "empty" });
		expect(sizeOf("您好")).toEqual({ kind: "fits" });
		expect(sizeOf("好".repeat(18_000)).kind).toBe("fits");
	});

	it("counts bytes, not characters", () => {
		expect(sizeOf("好".repeat(20_000)).kind).toBe("near");
		expect(sizeOf("好".repeat(22_000))).toEqual({ kind: "over", overBytes: 66_000 + 2 + 1024 - FRAME_BYTES });
	});

	it("counts what JSON adds", () => {
		expect(sizeOf('"'.repeat(33_000)).kind).toBe("over");
	});
});

describe("the Enter that sends", () => {
	const press = (rest: Partial<Parameters<InputMethodGuard["meaning"]>[0]> = {}) => ({
		key: "Enter",
		keyCode: 13,
		isComposing: false,
		shiftKey: false,
		altKey: false,
		ctrlKey: false,
		metaKey: false,
		timeStamp: 1000,
		...rest,
	});

	it("is a plain Enter", () => {
		expect(new InputMethodGuard().meaning(press(), "enter")).toBe("send");
		for (const modifier of ["shiftKey", "altKey", "ctrlKey", "metaKey"]) {
			expect(new InputMethodGuard().meaning(press({ [modifier]: true }), "enter"), modifier).toBe(null);
		}
		expect(new InputMethodGuard().meaning(press({ key: "a" }), "enter")).toBe(null);
	});

	it("is Ctrl+Enter for those who chose so, and then Enter is a new line", () => {
		const guard = new InputMethodGuard();
		expect(guard.meaning(press({ ctrlKey: true }), "ctrlEnter")).toBe("send");
		expect(guard.meaning(press({ metaKey: true }), "ctrlEnter")).toBe("send");
		expect(guard.meaning(press(), "ctrlEnter")).toBe(null);
	});

	it("moves on to the next chat with Ctrl and Shift, whatever the key is", () => {
		const chord = press({ ctrlKey: true, shiftKey: true });
		expect(new InputMethodGuard().meaning(chord, "enter")).toBe("sendAndMoveOn");
		expect(new InputMethodGuard().meaning(chord, "ctrlEnter")).toBe("sendAndMoveOn");
		expect(new InputMethodGuard().meaning({ ...chord, isComposing: true }, "enter")).toBe(null);
	});

	it("is none while a composition runs, by whatever sign", () => {
		const guard = new InputMethodGuard();
		guard.compositionStarted();
		expect(guard.meaning(press(), "enter")).toBe(null);
		expect(new InputMethodGuard().meaning(press({ isComposing: true }), "enter")).toBe(null);
		expect(new InputMethodGuard().meaning(press({ keyCode: 229 }), "enter")).toBe(null);
	});

	it("is not the one that WebKit reports after the composition it ended", () => {
		const guard = new InputMethodGuard();
		guard.compositionStarted();
		guard.compositionEnded(990);
		expect(guard.meaning(press({ timeStamp: 992 }), "enter")).toBe(null);
		expect(guard.meaning(press({ timeStamp: 1100 }), "enter")).toBe("send");
	});

	it("is the one after the key that ended the composition was let go", () => {
		const guard = new InputMethodGuard();
		guard.compositionStarted();
		guard.compositionEnded(990);
		guard.keyReleased();
		expect(guard.meaning(press({ timeStamp: 1000 }), "enter")).toBe("send");
	});

	it("is the one well after a word was picked with the pointer", () => {
		const guard = new InputMethodGuard();
		guard.compositionStarted();
		guard.compositionEnded(100);
		expect(guard.meaning(press({ timeStamp: 1000 }), "enter")).toBe("send");
	});
});
