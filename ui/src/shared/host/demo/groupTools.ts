/** The tools for groups, in the demo world: an admin is replaced within seconds, and nothing is written. */
import type { AdminReplacement } from "@/bindings";
import type { DemoCommands, DemoEngine } from "./engine";

export function groupToolCommands({ push }: Pick<DemoEngine, "push">): DemoCommands {
	return {
		download_groups: ({ path }: { path: string }) => ({ path, bytes: 8192 }),
		copy_group_settings: () => null,
		replace_admin: (args: { robot: string; group: string; remove: string; add: string }) => {
			const row: AdminReplacement = {
				id: "r1",
				robotKey: args.robot,
				groupId: args.group,
				remove: args.remove,
				add: args.add,
				state: "removing",
				removal: "x",
				addition: null,
				inquiry: null,
				requestedBy: { kind: "person", account: "practice" },
				requestedAt: Date.now(),
				finishedAt: null,
			};
			const tell = (state: AdminReplacement["state"]) =>
				push([{ kind: "admins", rows: [{ ...row, state }] }]);
			tell("removing");
			setTimeout(() => tell("adding"), 1500);
			setTimeout(() => tell("replaced"), 3000);
			return row.id;
		},
		admin_replacements: () => [],
	};
}
