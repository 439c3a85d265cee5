/** A customer's tags as they are and as they are wanted. Pure. */
import type { CarriedTag, CustomerCard, LabelId, QueuedAction, TagGroup, TagLibrary } from "@/bindings";

type ChipState = "carried" | "adding" | "removing";
export type Chip = { id: LabelId; name: string | null; group: string | null; state: ChipState };

/** A change that was asked for a moment ago and is no row of the queue yet. */
export type Wish = { add: readonly LabelId[]; remove: readonly LabelId[] };

/** What is wanted of each tag by what has not settled: the last word counts, as it does in the queue (Q44). */
export function wanted(open: readonly QueuedAction[], wishes: readonly Wish[]): Map<LabelId, boolean> {
	const inOrder = [...open].sort((a, b) => a.requestedAt - b.requestedAt || (a.id < b.id ? -1 : 1));
	const said: Wish[] = [
		...inOrder.flatMap(({ action }) => (action.kind === "changeTags" ? [action] : [])),
		...wishes,
	];
	const last = new Map<LabelId, boolean>();
	for (const { add, remove } of said) {
		for (const id of add) last.set(id, true);
		for (const id of remove) last.set(id, false);
	}
	return last;
}

export type ChipGroup = { name: string | null; chips: Chip[] };

/** The chips of the panel, by group, in the order of the library; what it does not know comes last. */
export function chipGroups(
	card: CustomerCard,
	library: TagLibrary | null,
	wishes: ReadonlyMap<LabelId, boolean>,
): ChipGroup[] {
	const carried = new Map(card.tags.map((tag) => [tag.id, tag]));
	const groups: ChipGroup[] = [];
	const placed = new Set<LabelId>();
	for (const group of library?.groups ?? []) {
		const chips = group.tags.flatMap((tag) => {
			const chip = chipOf(tag.id, tag.name, group.name, carried.has(tag.id), wishes.get(tag.id));
			return chip === null ? [] : [chip];
		});
		for (const chip of chips) placed.add(chip.id);
		if (chips.length > 0) groups.push({ name: group.name, chips });
	}
	const others = [...carried.values()].filter((tag) => !placed.has(tag.id)).map(unlisted(wishes));
	if (others.length > 0) groups.push({ name: null, chips: others });
	return groups;
}

function unlisted(wishes: ReadonlyMap<LabelId, boolean>) {
	return (tag: CarriedTag): Chip => ({
		id: tag.id,
		name: tag.name,
		group: tag.group,
		state: wishes.get(tag.id) === false ? "removing" : "carried",
	});
}

function chipOf(
	id: LabelId,
	name: string,
	group: string,
	carried: boolean,
	wish: boolean | undefined,
): Chip | null {
	if (!carried && wish !== true) return null;
	const state = wish === false ? "removing" : carried ? "carried" : "adding";
	return carried || wish ? { id, name, group, state } : null;
}

/** The tags whose name, or whose group's name, contains the words; groups keep only what is found. */
export function searchTags(library: TagLibrary, query: string): TagGroup[] {
	const words = query.trim().toLocaleLowerCase();
	if (words === "") return library.groups.filter((group) => group.tags.length > 0);
	const has = (text: string) => text.toLocaleLowerCase().includes(words);
	return library.groups
		.map((group) => (has(group.name) ? group : { ...group, tags: group.tags.filter((tag) => has(tag.name)) }))
		.filter((group) => group.tags.length > 0);
}
