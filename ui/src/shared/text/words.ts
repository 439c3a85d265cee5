/** Words that people list: one on a line, or with commas and semicolons of either script between them. Each once. */
export function wordsOf(text: string): string[] {
	const words = text.split(/[\n,，、;；]/).map((word) => word.trim());
	return [...new Set(words.filter((word) => word !== ""))];
}
