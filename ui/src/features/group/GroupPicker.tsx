import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RobotKey } from "@/bindings";
import { EntryFace, EntryRobot } from "@/shared/directory/EntryFace";
import { type Entry, found } from "@/shared/directory/entries";
import { SearchField } from "@/shared/directory/SearchField";
import { EVERYBODY, useDirectory } from "@/shared/directory/useDirectory";
import { usePinyin } from "@/shared/text/pinyin";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { Tick } from "@/shared/ui/Tick";

/** The rows that are drawn; whoever has more groups finds them by typing. */
const MOST_ROWS = 200;

type Props = {
	/** The robot whose groups are offered; every robot's if there is none. */
	robot: RobotKey | null;
	/** A group that is not offered, by its path. */
	without: string | null;
	chosen: ReadonlyMap<string, Entry>;
	onChange: (chosen: ReadonlyMap<string, Entry>) => void;
};

/** Groups that robots are in, found by typing. */
export function GroupPicker({ robot, without, chosen, onChange }: Props) {
	const { t } = useTranslation();
	const [query, setQuery] = useState("");
	const directory = useDirectory({ ...EVERYBODY, kind: "group", robot, isLive: true });
	const text = useDeferredValue(query);
	const matches = usePinyin(true);
	const shown = useMemo(
		() => found(directory.entries, text, matches).filter((entry) => entry.path !== without),
		[directory.entries, text, matches, without],
	);

	function toggle(entry: Entry, on: boolean) {
		const next = new Map(chosen);
		if (on) next.set(entry.path, entry);
		else next.delete(entry.path);
		onChange(next);
	}

	return (
		<div className="flex flex-col gap-1.5">
			<SearchField
				label={t("contacts.searchGroups")}
				value={query}
				onChange={setQuery}
				testId="group-picker-search"
			/>
			<div className="h-56 overflow-y-auto rounded-control border border-line p-1">
				{directory.error !== null ? (
					<PanelFailed error={directory.error} onRetry={directory.retry} />
				) : directory.isPending ? (
					<PanelSkeleton />
				) : shown.length === 0 ? (
					<p className="p-2 text-small text-text-2">{t("contacts.noneFound")}</p>
				) : (
					<ul>
						{shown.slice(0, MOST_ROWS).map((entry) => (
							<li
								key={entry.path}
								className="flex h-8 items-center gap-3 rounded-control px-2 hover:bg-hover [&>label]:min-w-0 [&>label]:flex-1 [&>label]:items-center"
							>
								<Tick
									checked={chosen.has(entry.path)}
									testId={`pick-${entry.id}`}
									onChange={(on) => toggle(entry, on)}
								>
									<EntryFace entry={entry} size={20} />
								</Tick>
								{robot === null && (
									<span className="w-28 min-w-0 shrink-0">
										<EntryRobot entry={entry} />
									</span>
								)}
							</li>
						))}
					</ul>
				)}
				{shown.length > MOST_ROWS && (
					<p className="p-2 text-small text-text-3">
						{t("groupTools.moreGroups", { count: shown.length - MOST_ROWS })}
					</p>
				)}
			</div>
			<p className="text-small text-text-2" aria-live="polite">
				{t("groupTools.chosen", { count: chosen.size })}
			</p>
		</div>
	);
}
