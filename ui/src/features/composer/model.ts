/** What may be sent, and which Enter sends. Pure. */
import type { SendKey } from "@/bindings";
import { utf8Bytes } from "@/shared/text/plain";

/** The platform's frame. Q42. */
export const FRAME_BYTES = 64 * 1024;
/** What stands around the text in the frame: ids, names of fields. */
const ENVELOPE_BYTES = 1024;
/** From here on the person is told how much is left. */
const NEAR_BYTES = FRAME_BYTES - 8 * 1024;

export type Size =
	| { kind: "empty" }
	| { kind: "fits" }
	| { kind: "near"; leftBytes: number }
	| { kind: "over"; overBytes: number };

/** Whether a text fits one message, counted as it travels: as JSON in UTF-8. */
export function sizeOf(text: string): Size {
	if (text.trim() === "") return { kind: "empty" };
	// A character is at most three bytes here, or six where JSON escapes it: short texts need no count.
	if (text.length * 6 + ENVELOPE_BYTES < NEAR_BYTES) return { kind: "fits" };
	const bytes = utf8Bytes(JSON.stringify(text)) + ENVELOPE_BYTES;
	if (bytes > FRAME_BYTES) return { kind: "over", overBytes: bytes - FRAME_BYTES };
	return bytes > NEAR_BYTES ? { kind: "near", leftBytes: FRAME_BYTES - bytes } : { kind: "fits" };
}

type KeyPress = {
	key: string;
	keyCode: number;
	isComposing: boolean;
	shiftKey: boolean;
	altKey: boolean;
	ctrlKey: boolean;
	metaKey: boolean;
	timeStamp: number;
};

/** An Enter this soon after the end of a composition, with no key let go between, belongs to the composition. */
const SAME_KEY_MS = 120;

/**
 * Tells the Enter that sends from the Enter that picks a word in an input method. Three signs, because no
 * engine gives all of them: `isComposing`, the key code 229, and, for WebKit, which ends the composition before
 * it reports the key, an Enter right after `compositionend` without a `keyup` between.
 */
export class InputMethodGuard {
	#composing = false;
	#endedAt: number | null = null;

	compositionStarted() {
		this.#composing = true;
		this.#endedAt = null;
	}

	compositionEnded(at: number) {
		this.#composing = false;
		this.#endedAt = at;
	}

	keyReleased() {
		this.#endedAt = null;
	}

	/** What a key means, with the key the person has chosen to send with; null if it is not about sending. */
	meaning(press: KeyPress, sendKey: SendKey): "send" | "sendAndMoveOn" | null {
		const endedAt = this.#endedAt;
		this.#endedAt = null;
		if (press.key !== "Enter" || press.altKey) return null;
		if (this.#composing || press.isComposing || press.keyCode === 229) return null;
		if (endedAt !== null && press.timeStamp - endedAt <= SAME_KEY_MS) return null;
		const control = press.ctrlKey || press.metaKey;
		if (control && press.shiftKey) return "sendAndMoveOn";
		if (press.shiftKey) return null;
		return control === (sendKey === "ctrlEnter") ? "send" : null;
	}
}
