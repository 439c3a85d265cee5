/** Finds the addresses in a text. Only http and https are links; everything else stays text. */
export type TextPart = { kind: "text"; text: string } | { kind: "link"; text: string; url: string };

// Addresses in Chinese text end where the Chinese goes on, without a blank between.
const ADDRESS = /\b(?:https?:\/\/|www\.)[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi;
const TRAILING = /[.,;:!?'*]+$/;

export function textParts(text: string): TextPart[] {
	const parts: TextPart[] = [];
	let end = 0;
	for (const match of text.matchAll(ADDRESS)) {
		const shown = withoutTail(match[0]);
		const url = webAddress(/^www\./i.test(shown) ? `https://${shown}` : shown);
		if (url === null) continue;
		if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
		parts.push({ kind: "link", text: shown, url });
		end = match.index + shown.length;
	}
	if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
	return parts;
}

/** The sentence's own punctuation is no part of the address, nor is a bracket that it did not open. */
function withoutTail(address: string): string {
	let shown = address.replace(TRAILING, "");
	while (/[)\]]$/.test(shown) && !isBalanced(shown)) shown = shown.slice(0, -1).replace(TRAILING, "");
	return shown;
}

function isBalanced(text: string): boolean {
	const count = (character: string) => text.split(character).length - 1;
	return count("(") >= count(")") && count("[") >= count("]");
}

/** The address if a browser may open it, else null. */
export function webAddress(text: string): string | null {
	try {
		const url = new URL(text);
		return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
	} catch {
		return null;
	}
}
