import type { ListFilter } from "@/bindings";

/** One condition of a filter that can be taken away by itself. */
export type FilterPart =
	| { kind: "robot"; robot: string }
	| { kind: "single" | "group" | "unread" | "mine" | "waiting" | "mentioned" | "tag" | "hidden" };

export const NO_PARTS: readonly FilterPart[] = [];

/** What a filter asks beyond the view it came from. */
export function partsOf(filter: ListFilter, view: ListFilter | undefined): readonly FilterPart[] {
	const parts: FilterPart[] = [];
	for (const robot of filter.robots) if (!view?.robots.includes(robot)) parts.push({ kind: "robot", robot });
	if (filter.kind !== null && filter.kind !== view?.kind) parts.push({ kind: filter.kind });
	for (const kind of ["unread", "mine", "waiting", "mentioned", "hidden"] as const)
		if (filter[kind] && !view?.[kind]) parts.push({ kind });
	if (filter.tag !== null && filter.tag !== view?.tag) parts.push({ kind: "tag" });
	return parts.length === 0 ? NO_PARTS : parts;
}

export function withoutPart(filter: ListFilter, part: FilterPart): Partial<ListFilter> {
	switch (part.kind) {
		case "robot":
			return { robots: filter.robots.filter((key) => key !== part.robot) };
		case "single":
		case "group":
			return { kind: null };
		case "tag":
			return { tag: null };
		default:
			return { [part.kind]: false };
	}
}
