/**
 * Chinese names by how they are typed: `wxm`, `wangxiaoman`, `wangxm` all find 王小满.
 *
 * Every character of the query stands for a syllable's beginning, and a syllable may be typed as far as one likes.
 * A character that is read in several ways is found by each, so that surnames need no rule of their own. The
 * readings are kept for each character, not for each name: ten thousand names share about two thousand.
 * The dictionary is large and is loaded when somebody types Latin letters for the first time.
 */
import { useEffect, useState } from "react";

export type Spelling = (text: string, wanted: string) => boolean;

/** Queries that can be pinyin at all, without blanks and in lower case; null for others. */
export function asPinyin(query: string): string | null {
	const letters = query.toLowerCase().replace(/[\s']/g, "");
	return /^[a-z]+$/.test(letters) ? letters : null;
}

let loading: Promise<Spelling> | null = null;

export function loadSpelling(): Promise<Spelling> {
	loading ??= import("pinyin-pro").then(({ pinyin }) => {
		const readings = new Map<string, readonly string[]>();
		return spellingBy((character) => {
			let known = readings.get(character);
			if (known === undefined) {
				known = /\p{Script=Han}/u.test(character)
					? pinyin(character, { multiple: true, toneType: "none", type: "array", v: true })
					: [character.toLowerCase()];
				readings.set(character, known);
			}
			return known;
		});
	});
	// The file is on this computer; if it could not be read once, the next query asks again.
	loading.catch(() => {
		loading = null;
	});
	return loading;
}

/** Separate from the dictionary, for tests. */
export function spellingBy(readingsOf: (character: string) => readonly string[]): Spelling {
	return (text, wanted) => {
		const syllables = [...text].map(readingsOf);
		return syllables.some((_, start) => goesOn(syllables, start, wanted, 0));
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
export function useSpelling(query: string): Spelling | null {
	const [spelling, setSpelling] = useState<Spelling | null>(null);
	const needed = asPinyin(query) !== null;
	useEffect(() => {
		if (!needed) return;
		let gone = false;
		loadSpelling().then(
			(loaded) => !gone && setSpelling(() => loaded),
			() => undefined,
		);
		return () => {
			gone = true;
		};
	}, [needed]);
	return spelling;
}
