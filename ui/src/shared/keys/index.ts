export { type Chord, chordOf, onCaps } from "./chords";
export {
	chordsOf,
	pressed,
	type Refusal,
	refusalOf,
	SHORTCUTS,
	type ShortcutId,
	useKeys,
	withChord,
} from "./registry";
