/** What is being typed at the caret that opens a list: `@name` or `/code`. Pure. */

export type Trigger = {
	readonly kind: "mention" | "reply";
	/** Where the sign stands in the text. */
	readonly from: number;
	/** What stands between the sign and the caret. */
	readonly query: string;
};

/** Longer than any name or code: whoever typed so much is writing, not choosing. */
const LONGEST_QUERY = 24;

/** The sign before the caret, if what stands between them could still be a name or a code. */
export function triggerAt(text: string, caret: number, inGroup: boolean): Trigger | null {
	for (let at = caret - 1; at >= 0 && caret - at <= LONGEST_QUERY + 1; at -= 1) {
		const sign = text[at] ?? "";
		if (/\s/.test(sign)) return null;
		const before = text[at - 1] ?? " ";
		const query = text.slice(at + 1, caret);
		// An @ inside a word is an address, not a mention.
		if (inGroup && (sign === "@" || sign === "＠") && !/[\w.]/.test(before))
			return { kind: "mention", from: at, query };
		if ((sign === "/" || sign === "／") && /\s/.test(before)) return { kind: "reply", from: at, query };
	}
	return null;
}
