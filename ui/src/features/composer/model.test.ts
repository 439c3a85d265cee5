import { describe, expect, it } from "vitest";
import { FRAME_BYTES, InputMethodGuard, restored, sizeOf } from "./model";

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

it("puts what did not go out before what was typed since", () => {
	expect(restored("一", "")).toBe("一");
	expect(restored("一", "二")).toBe("一\n二");
});

describe("the Enter that sends", () => {
	const press = (rest: Partial<Parameters<InputMethodGuard["sends"]>[0]> = {}) => ({
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
		expect(new InputMethodGuard().sends(press())).toBe(true);
		for (const modifier of ["shiftKey", "altKey", "ctrlKey", "metaKey"]) {
			expect(new InputMethodGuard().sends(press({ [modifier]: true })), modifier).toBe(false);
		}
		expect(new InputMethodGuard().sends(press({ key: "a" }))).toBe(false);
	});

	it("is none while a composition runs, by whatever sign", () => {
		const guard = new InputMethodGuard();
		guard.compositionStarted();
		expect(guard.sends(press())).toBe(false);
		expect(new InputMethodGuard().sends(press({ isComposing: true }))).toBe(false);
		expect(new InputMethodGuard().sends(press({ keyCode: 229 }))).toBe(false);
	});

	it("is not the one that WebKit reports after the composition it ended", () => {
		const guard = new InputMethodGuard();
		guard.compositionStarted();
		guard.compositionEnded(990);
		expect(guard.sends(press({ timeStamp: 992 }))).toBe(false);
		expect(guard.sends(press({ timeStamp: 1100 }))).toBe(true);
	});

	it("is the one after the key that ended the composition was let go", () => {
		const guard = new InputMethodGuard();
		guard.compositionStarted();
		guard.compositionEnded(990);
		guard.keyReleased();
		expect(guard.sends(press({ timeStamp: 1000 }))).toBe(true);
	});

	it("is the one well after a word was picked with the pointer", () => {
		const guard = new InputMethodGuard();
		guard.compositionStarted();
		guard.compositionEnded(100);
		expect(guard.sends(press({ timeStamp: 1000 }))).toBe(true);
	});
});
