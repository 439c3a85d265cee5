/** Who is named with @, and who is offered. Pure. */
import type { Matches } from "@/shared/text/pinyin";

export type MemberName = { readonly id: string; readonly name: string };

/**
 * The mentions whose name still stands in the text. Two members may have one name: then as many stay as the name
 * stands there. A mention whose name is not known yet, of a draft read from the cache, stays.
 */
export function mentionsLeft(
	text: string,
	mentions: readonly string[],
	names: ReadonlyMap<string, string>,
): string[] {
	const known = [...new Set(mentions.flatMap((id) => names.get(id) ?? []))].sort(
		(a, b) => b.length - a.length,
	);
	// Longest first, and each taken out, so that "@李雷雷" is no mention of 李雷.
	const counts = new Map<string, number>();
	let rest = text;
	for (const name of known) {
		const pieces = rest.split(`@${name}`);
		counts.set(name, pieces.length - 1);
		rest = pieces.join("\n");
	}
	return mentions.filter((id) => {
		const name = names.get(id);
		if (name === undefined) return true;
		const count = counts.get(name) ?? 0;
		counts.set(name, count - 1);
		return count > 0;
	});
}

/** The members whose name matches, by characters or pinyin; those whose name begins so come first. */
export function membersMatching<T extends MemberName>(
	members: readonly T[],
	query: string,
	matches: Matches,
	limit = 50,
): T[] {
	if (query === "") return members.slice(0, limit);
	const lower = query.toLowerCase();
	const starts = (name: string) => name.toLowerCase().startsWith(lower);
	return members
		.filter(({ name }) => matches(name, query))
		.sort((a, b) => Number(starts(b.name)) - Number(starts(a.name)))
		.slice(0, limit);
}
