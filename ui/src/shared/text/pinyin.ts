/** Finding Chinese names by what is typed without an input method: `ll` and `lilei` find 李雷. */
import { useEffect, useState } from "react";

/** Whether a text matches what was typed. */
export type Matches = (text: string, query: string) => boolean;

/** By characters alone. */
export const plainMatches: Matches = (text, query) => text.toLowerCase().includes(query.trim().toLowerCase());

let loaded: Matches | null = null;

/** The dictionary is large, so it is read when a list is opened for the first time. */
export async function loadPinyin(): Promise<Matches> {
	if (loaded === null) {
		const { match } = await import("pinyin-pro");
		loaded = (text, query) =>
			plainMatches(text, query) ||
			(/^[a-z' ]+$/i.test(query) &&
				match(text, query.toLowerCase(), { continuous: true, precision: "start" }) !== null);
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
