/** What takes long: broadcasts, lists of people to add, replacements of admins. Pushes keep them true once read. */
import {
	type AddingId,
	type AddingList,
	type AdminReplacement,
	type BroadcastId,
	type BroadcastRecord,
	commands,
	type ReplacementId,
} from "@/bindings";
import { changeRecords } from "./desk";
import { type Asked, useAsked } from "./people";
import { putAddings, putBroadcasts, putReplacements } from "./records";

export function useBroadcasts(): Asked<ReadonlyMap<BroadcastId, BroadcastRecord>> {
	return useAsked(
		"broadcasts",
		async () => {
			const rows = await commands.broadcasts();
			return (records) => putBroadcasts(records, rows);
		},
		(records) => records.broadcasts ?? undefined,
	);
}

export function useAddings(): Asked<ReadonlyMap<AddingId, AddingList>> {
	return useAsked(
		"addings",
		async () => {
			const lists = await commands.addings();
			return (records) => putAddings(records, lists);
		},
		(records) => records.addings ?? undefined,
	);
}

export function useReplacements(): Asked<ReadonlyMap<ReplacementId, AdminReplacement>> {
	return useAsked(
		"replacements",
		async () => {
			const rows = await commands.adminReplacements(null);
			return (records) => putReplacements(records, rows);
		},
		(records) => records.replacements ?? undefined,
	);
}

/** What a command answered, which may be sooner than the push. */
export function keepBroadcasts(rows: readonly BroadcastRecord[]): void {
	changeRecords((records) => putBroadcasts(records, rows));
}
