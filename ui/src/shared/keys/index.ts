export { type Chord, chordOf, onCaps } from "./chords";
export {
	pressed,
	type Refusal,
	refusalOf,
	SHORTCUTS,
	type ShortcutId,
	useKeys,
	withChord,
} from "./registry";
