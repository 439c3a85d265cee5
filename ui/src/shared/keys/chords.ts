/**
 * A chord is written as on the caps, `Ctrl+Shift+J`, with `Ctrl` for the command key too. Our own few lines rather than a
 * library: what is needed besides matching is to name the chord that a person presses, and no library does both.
 */
export type Chord = string;

const MODIFIERS = new Set(["Control", "Shift", "Alt", "AltGraph", "Meta", "CapsLock", "Fn", "OS"]);

const CAPS: Readonly<Record<string, string>> = {
	ArrowUp: "↑",
	ArrowDown: "↓",
	ArrowLeft: "←",
	ArrowRight: "→",
	Escape: "Esc",
};

type Pressed = Pick<
	KeyboardEvent,
	"key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "isComposing" | "keyCode"
>;

/** The chord that was pressed; null for a modifier alone and for what the input method takes. */
export function chordOf(event: Pressed): Chord | null {
	if (event.isComposing || event.keyCode === 229 || MODIFIERS.has(event.key) || event.key === "Dead")
		return null;
	const parts = [
		(event.ctrlKey || event.metaKey) && "Ctrl",
		event.altKey && "Alt",
		event.shiftKey && "Shift",
		capOf(event),
	];
	return parts.filter(Boolean).join("+");
}

/** With Alt some systems type another sign: then the cap's own letter counts. */
function capOf({ key, code }: Pressed): string {
	if (key === "+") return "Plus";
	if (key === " ") return "Space";
	if (/^[!-~]$/.test(key)) return key.toUpperCase();
	const cap = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code);
	return cap?.[1] ?? cap?.[2] ?? key;
}

/** As `Kbd` shows it. */
export function onCaps(chord: Chord): string {
	return chord
		.split("+")
		.map((part) => CAPS[part] ?? part)
		.join("+");
}

/** Whether a chord can be pressed by somebody who is typing without getting in the way. */
export function isFree(chord: Chord): boolean {
	const parts = chord.split("+");
	return parts.includes("Ctrl") || parts.includes("Alt") || /^F\d{1,2}$/.test(parts.at(-1) ?? "");
}
