/** What a person should look at once more before it is sent. Pure. */
import { unresolvedIn } from "@/shared/replies/variables";
import type { Prepared } from "./content";

export type Doubts = {
	/** Words of the list that stand in what is sent, each once. */
	readonly words: readonly string[];
	/** Variables that nobody has filled in. */
	readonly variables: readonly string[];
};

export function doubtsAbout(content: Prepared, sensitiveWords: readonly string[]): Doubts | null {
	const said = [
		content.text,
		...content.links.flatMap(({ title, description }) => [title, description]),
	].join("\n");
	const lower = said.toLowerCase();
	const words = sensitiveWords.filter(
		(word) => word.trim() !== "" && lower.includes(word.trim().toLowerCase()),
	);
	const variables = unresolvedIn(said);
	return words.length === 0 && variables.length === 0 ? null : { words: [...new Set(words)], variables };
}
