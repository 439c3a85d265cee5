/** Exports of transcripts. Pushes keep them true once read. */
import { commands, type ExportId, type ExportRecord } from "@/bindings";
import { changeRecords } from "./desk";
import { type Asked, useAsked } from "./people";
import { putExports } from "./records";

export function useExports(): Asked<ReadonlyMap<ExportId, ExportRecord>> {
	return useAsked(
		"exports",
		async () => {
			const rows = await commands.exports();
			return (records) => putExports(records, rows);
		},
		(records) => records.exports ?? undefined,
	);
}

/** What a command answered, which may be sooner than the push. */
export function keepExports(rows: readonly ExportRecord[]): void {
	changeRecords((records) => putExports(records, rows));
}
