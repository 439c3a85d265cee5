import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { commands, type LabelId, type Page, type Relationship, type RobotKey } from "@/bindings";
import { useDesk } from "@/shared/host";
import { customerEntry, type Entry, type EntryKind, groupEntry } from "./entries";

const PAGE = 1000;

export type DirectoryQuery = {
	kind: EntryKind;
	robot: RobotKey | null;
	/** Of customers. */
	tag: LabelId | null;
	relationship: Relationship | null;
	/** Of groups: only those the robot is in, or is not in any more. */
	isLive: boolean | null;
};

export const EVERYBODY: DirectoryQuery = {
	kind: "customer",
	robot: null,
	tag: null,
	relationship: null,
	isLive: null,
};

const NOBODY: readonly Entry[] = [];

/** Every customer or group that fits, read from the cache whole. `again` reads anew every so many milliseconds. */
export function useDirectory(query: DirectoryQuery, again: number | false = false) {
	const account = useDesk((desk) => desk.account?.id);
	const answer = useQuery({
		queryKey: ["directory", account, query],
		queryFn: () => readAll(query),
		placeholderData: keepPreviousData,
		refetchInterval: again,
	});
	// What stands there while another sort is being read is not of this sort.
	const fits = answer.data?.kind === query.kind ? answer.data.entries : undefined;
	return useMemo(
		() => ({
			entries: fits ?? NOBODY,
			isPending: fits === undefined && !answer.isError,
			error: answer.isError ? answer.error : null,
			retry: () => void answer.refetch(),
		}),
		[fits, answer.isError, answer.error, answer.refetch],
	);
}

async function readAll(query: DirectoryQuery): Promise<{ kind: EntryKind; entries: readonly Entry[] }> {
	const { kind, robot, tag, relationship, isLive } = query;
	const entries =
		kind === "customer"
			? (
					await pages((offset) =>
						commands.contacts({ robot, text: null, tag, relationship, offset, limit: PAGE }),
					)
				).map(customerEntry)
			: (await pages((offset) => commands.groups({ robot, text: null, isLive, offset, limit: PAGE }))).map(
					groupEntry,
				);
	return { kind, entries };
}

async function pages<T>(read: (offset: number) => Promise<Page<T>>): Promise<T[]> {
	const items: T[] = [];
	for (;;) {
		const page = await read(items.length);
		items.push(...page.items);
		if (page.items.length === 0 || items.length >= (page.total ?? 0)) return items;
	}
}
