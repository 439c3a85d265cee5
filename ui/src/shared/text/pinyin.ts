/**
 * Chinese names by how they are typed: `wxm`, `wangxiaoman`, `wangxm` all find 王小满.
 *
 * Every character of the query stands for a syllable's beginning, and a syllable may be typed as far as one likes.
 * A character that is read in several ways is found by each, so that surnames need no rule of their own. The
 * readings are looked up for each character, not for each name: ten thousand names share about two thousand.
 * The dictionary is large and is loaded when somebody types Latin letters for the first time.
 */
import { useEffect, useState } from "react";
import { useLatest } from "../hooks/useLatest";

export type Spelling = (text: string, wanted: string) => boolean;

/** Queries that can be pinyin at all, without blanks and in lower case; null for others. */
export function asPinyin(query: string): string | null {
	const letters = query.toLowerCase().replace(/[\s']/g, "");
	return /^[a-z]+$/.test(letters) ? letters : null;
}

type Dictionary = { spelling: Spelling; readingsOf: (character: string) => readonly string[] };

let loading: Promise<Dictionary> | null = null;

function loadDictionary(): Promise<Dictionary> {
	loading ??= import("pinyin-pro").then(({ pinyin }) => {
		const readings = new Map<string, readonly string[]>();
		function readingsOf(character: string) {
			let known = readings.get(character);
			if (known === undefined) {
				known = /\p{Script=Han}/u.test(character)
					? pinyin(character, { multiple: true, toneType: "none", type: "array", v: true })
					: [character.toLowerCase()];
				readings.set(character, known);
			}
			return known;
		}
		return { spelling: spellingBy(readingsOf), readingsOf };
	});
	// The file is on this computer; if it could not be read once, the next query asks again.
	loading.catch(() => {
		loading = null;
	});
	return loading;
}

export async function loadSpelling(): Promise<Spelling> {
	return (await loadDictionary()).spelling;
}

/** The most the window stands still for looking up characters; a frame has 16. */
const SLICE_MS = 6;

/** Looks up what these names need, a slice at a time, so that the first search finds everything ready. */
async function learn(
	names: Iterable<string>,
	readingsOf: (character: string) => unknown,
	gone: () => boolean,
) {
	let until = performance.now() + SLICE_MS;
	for (const name of names) {
		for (const character of name) readingsOf(character);
		if (performance.now() < until) continue;
		await new Promise((resolve) => setTimeout(resolve, 0));
		if (gone()) return;
		until = performance.now() + SLICE_MS;
	}
}

/** Names that are no longer there must not be kept for ever. */
const MOST_NAMES = 40_000;

/** Separate from the dictionary, for tests. */
function spellingBy(readingsOf: (character: string) => readonly string[]): Spelling {
	const spelled = new Map<string, readonly (readonly string[])[]>();
	return (text, wanted) => {
		let syllables = spelled.get(text);
		if (syllables === undefined) {
			syllables = [...text].map(readingsOf);
			if (spelled.size >= MOST_NAMES) spelled.clear();
			spelled.set(text, syllables);
		}
		for (let start = 0; start < syllables.length; start += 1)
			if (goesOn(syllables, start, wanted, 0)) return true;
		return false;
	};
}

function goesOn(
	syllables: readonly (readonly string[])[],
	place: number,
	wanted: string,
	typed: number,
): boolean {
	if (typed === wanted.length) return true;
	const readings = syllables[place];
	if (readings === undefined) return false;
	for (const reading of readings) {
		let length = 0;
		while (length < reading.length && reading[length] === wanted[typed + length]) {
			length += 1;
			if (goesOn(syllables, place + 1, wanted, typed + length)) return true;
		}
	}
	return false;
}

/** The way names are spelled, once it is known; asked for as soon as a query needs it. */
export function useSpelling(query: string, names: () => Iterable<string>): Spelling | null {
	const [spelling, setSpelling] = useState<Spelling | null>(null);
	const latest = useLatest(names);
	const needed = asPinyin(query) !== null && spelling === null;
	useEffect(() => {
		if (!needed) return;
		let gone = false;
		async function prepare() {
			const dictionary = await loadDictionary();
			await learn(latest.current(), dictionary.readingsOf, () => gone);
			if (!gone) setSpelling(() => dictionary.spelling);
		}
		// Without the dictionary names are still found as they are written.
		prepare().catch(() => undefined);
		return () => {
			gone = true;
		};
	}, [needed, latest]);
	return spelling;
}

/** Whether a text matches what was typed. */
export type Matches = (text: string, query: string) => boolean;

/** By characters alone. */
export const plainMatches: Matches = (text, query) => text.toLowerCase().includes(query.trim().toLowerCase());

let loaded: Matches | null = null;

/** By characters and by pinyin, for lists that are short enough to be matched whole. */
async function loadPinyin(): Promise<Matches> {
	if (loaded === null) {
		const spelling = await loadSpelling();
		loaded = (text, query) => {
			const letters = asPinyin(query);
			return plainMatches(text, query) || (letters !== null && spelling(text, letters));
		};
	}
	return loaded;
}

/** Matches by characters, and by pinyin as soon as the dictionary is there. */
export function usePinyin(wanted: boolean): Matches {
	const [matches, setMatches] = useState<Matches>(() => loaded ?? plainMatches);
	useEffect(() => {
		let current = true;
		if (wanted && loaded === null)
			loadPinyin().then(
				(found) => current && setMatches(() => found),
				// Without the dictionary, names are still found by their characters.
				() => undefined,
			);
		return () => {
			current = false;
		};
	}, [wanted]);
	return loaded ?? matches;
}
