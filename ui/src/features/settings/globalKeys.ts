/** Keys that every system can take from anywhere: a modifier that no typing uses, and a letter, digit or function key. */
export function isGlobalKey(chord: string): boolean {
	const parts = chord.split("+");
	const cap = parts.at(-1) ?? "";
	return (
		parts.some((part) => part === "Ctrl" || part === "Alt") &&
		/^(?:[A-Z0-9]|F(?:[1-9]|1[0-2])|Space)$/.test(cap)
	);
}
