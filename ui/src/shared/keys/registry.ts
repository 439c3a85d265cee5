/**
 * The keys a person can choose, in the order of the cheat sheet, and those that stay as they are. What listens for a key
 * asks `pressed`; what shows one asks `useKeys`: so a changed key is changed everywhere at once.
 */
import type { Preferences } from "@/bindings";
import { useDesk, useDeskStore } from "../host";
import { type Chord, chordOf, isFree, onCaps } from "./chords";

export const SHORTCUTS = [
	{ id: "nextWaiting", group: "chats", chord: "Ctrl+J" },
	{ id: "previousChat", group: "chats", chord: "Alt+ArrowUp" },
	{ id: "nextChat", group: "chats", chord: "Alt+ArrowDown" },
	{ id: "previousUnread", group: "chats", chord: "Alt+Shift+ArrowUp" },
	{ id: "nextUnread", group: "chats", chord: "Alt+Shift+ArrowDown" },
	{ id: "panel", group: "window", chord: "Ctrl+I" },
	{ id: "zoomIn", group: "window", chord: "Ctrl+=" },
	{ id: "zoomOut", group: "window", chord: "Ctrl+-" },
	{ id: "zoomReset", group: "window", chord: "Ctrl+0" },
	{ id: "cheatSheet", group: "window", chord: "Ctrl+/" },
] as const;

export type ShortcutId = (typeof SHORTCUTS)[number]["id"];
type Chosen = Preferences["shortcuts"];

/** Chords with a fixed meaning here, in text fields, or for the system. */
const FIXED = new Set<Chord>([
	"F6",
	"Shift+F6",
	"Shift+F10",
	"F5",
	"Alt+F4",
	"Alt+Tab",
	"Alt+ArrowLeft",
	"Alt+ArrowRight",
	...["K", "F", "Shift+F", "A", "C", "V", "X", "Y", "Z", "Enter", "Shift+Enter", "R", "W", "Q"].map(
		(key) => `Ctrl+${key}`,
	),
	...Array.from({ length: 9 }, (_, index) => `Ctrl+${index + 1}`),
	...Array.from({ length: 10 }, (_, index) => `Alt+${index}`),
]);

/** The chord of each shortcut: the chosen one, or the one it came with. */
function chordsOf(chosen: Chosen): ReadonlyMap<ShortcutId, Chord> {
	return new Map(SHORTCUTS.map(({ id, chord }) => [id, chosen[id] ?? chord]));
}

/** What the chord would do, if it does anything. */
export function meaningOf(chord: Chord, chosen: Chosen): ShortcutId | null {
	for (const [id, own] of chordsOf(chosen)) if (own === chord) return id;
	return null;
}

/** The shortcut that a key press stands for, with the keys as they are now. */
export function pressed(event: KeyboardEvent): ShortcutId | null {
	const chord = chordOf(event);
	return chord === null ? null : meaningOf(chord, useDeskStore.getState().desk?.preferences.shortcuts ?? {});
}

/** Why a chord cannot be chosen for a shortcut; null if it can. */
export type Refusal = { why: "bare" } | { why: "fixed" } | { why: "taken"; by: ShortcutId };

export function refusalOf(chord: Chord, id: ShortcutId, chosen: Chosen): Refusal | null {
	if (!isFree(chord)) return { why: "bare" };
	if (FIXED.has(chord)) return { why: "fixed" };
	const by = meaningOf(chord, chosen);
	return by === null || by === id ? null : { why: "taken", by };
}

/** The choice with another chord; the one a shortcut came with is not written down. */
export function withChord(chosen: Chosen, id: ShortcutId, chord: Chord | null): Chosen {
	const { [id]: _, ...rest } = chosen;
	const own = SHORTCUTS.find((each) => each.id === id)?.chord;
	return chord === null || chord === own ? rest : { ...rest, [id]: chord };
}

/** The keys as they stand on the caps. */
export function useKeys(): (id: ShortcutId) => string {
	const chosen = useDesk((desk) => desk.preferences.shortcuts);
	const chords = chordsOf(chosen);
	return (id) => onCaps(chords.get(id) ?? "");
}
