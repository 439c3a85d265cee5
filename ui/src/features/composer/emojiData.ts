/** The emoji there are, read from the app itself: the page may load nothing from the network. */
import type { EmojiData } from "frimousse";

/** The groups by their number in the data. */
const GROUPS = {
	0: "smileys",
	1: "people",
	3: "animals",
	4: "food",
	5: "travel",
	6: "activities",
	7: "objects",
	8: "symbols",
} as const;
export type EmojiGroup = (typeof GROUPS)[keyof typeof GROUPS];

/** What the systems this console runs on can draw. Newer ones would be boxes, here or on the customer's phone. */
const NEWEST_VERSION = 14;

const TONES = ["light", "medium-light", "medium", "medium-dark", "dark"] as const;

/** Country flags are left out: Windows draws none, and a wrong one is worse than none. */
export async function emojiData(
	locale: "zh" | "en",
	groupName: (group: EmojiGroup) => string,
): Promise<EmojiData> {
	const found =
		locale === "en"
			? await import("emojibase-data/en/data.json")
			: await import("emojibase-data/zh/data.json");
	const emojis = found.default.flatMap((each) => {
		const category = each.group;
		if (category === undefined || !(category in GROUPS) || each.version > NEWEST_VERSION) return [];
		return [
			{
				emoji: each.emoji,
				category,
				label: each.label,
				version: each.version,
				tags: each.tags ?? [],
			},
		];
	});
	return {
		locale,
		emojis,
		categories: Object.entries(GROUPS).map(([index, name]) => ({
			index: Number(index),
			label: groupName(name),
		})),
		skinTones: Object.fromEntries(TONES.map((tone) => [tone, tone])) as EmojiData["skinTones"],
	};
}
