/**
 * Long texts, shown a part at a time: a text of a megabyte laid out at once would hold the window up for seconds. Each
 * step shows ten times as much, so that a few of them reach the end of any text. Pure.
 */

/** What is shown unasked. */
const CHARACTERS = 2_000;
const LINES = 40;
const GROWTH = 10;

/** More than any grapheme is long. */
const NEARBY = 64;

export type Part = { readonly text: string /** Characters that are not shown. */; readonly left: number };

/** The beginning of a text, after `steps` times of asking for more. */
export function shownPart(text: string, steps: number): Part {
	const growth = GROWTH ** steps;
	const end = Math.min(CHARACTERS * growth, endOfLines(text, LINES * growth));
	if (text.length <= end * 1.2) return { text, left: 0 };
	const cut = graphemeBefore(text, end);
	return { text: text.slice(0, cut), left: text.length - cut };
}

/** Where so many lines end. */
function endOfLines(text: string, lines: number): number {
	let at = -1;
	for (let line = 0; line < lines; line++) {
		at = text.indexOf("\n", at + 1);
		if (at === -1) return text.length;
	}
	return at;
}

/** The last place at or before `end` where no character is cut in two, as a person sees characters. */
function graphemeBefore(text: string, end: number): number {
	const from = Math.max(0, end - NEARBY);
	const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" });
	let cut = from;
	for (const { index } of segments.segment(text.slice(from, end + NEARBY))) {
		if (from + index > end) break;
		cut = from + index;
	}
	return cut === 0 ? end : cut;
}
