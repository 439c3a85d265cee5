import { useVirtualizer } from "@tanstack/react-virtual";
import { FileUp } from "lucide-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RobotKey } from "@/bindings";
import { EntryFace, EntryRobot } from "@/shared/directory/EntryFace";
import { type Entry, type EntryKind, found, isReachable } from "@/shared/directory/entries";
import { SearchField } from "@/shared/directory/SearchField";
import { EVERYBODY, useDirectory } from "@/shared/directory/useDirectory";
import { RobotFilter } from "@/shared/filters/RobotFilter";
import { TagFilter } from "@/shared/filters/TagFilter";
import { usePinyin } from "@/shared/text/pinyin";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { Segmented } from "@/shared/ui/Segmented";
import { Tick } from "@/shared/ui/Tick";
import { decoded, type Form, type Matched, matchLines } from "./model";

type Props = { form: Form; onChange: (part: Partial<Form>) => void };

/** Whom: chosen from a list that robot, tag and search narrow, or named by a file. */
export function AudienceStep({ form, onChange }: Props) {
	const { t } = useTranslation();
	const [robot, setRobot] = useState<RobotKey | "">("");
	const [tag, setTag] = useState("");
	const [query, setQuery] = useState("");
	const [matched, setMatched] = useState<Matched | "unreadable" | null>(null);
	const directory = useDirectory({
		...EVERYBODY,
		kind: form.kind,
		robot: robot === "" ? null : robot,
		tag: form.kind === "group" || tag === "" ? null : tag,
		isLive: form.kind === "group" ? true : null,
	});
	const text = useDeferredValue(query);
	const matches = usePinyin(true);
	const shown = useMemo(
		() => found(directory.entries, text, matches).filter(isReachable),
		[directory.entries, text, matches],
	);
	const allChosen = shown.length > 0 && shown.every((entry) => form.chosen.has(entry.path));

	function choose(entries: readonly Entry[], on: boolean) {
		const next = new Map(form.chosen);
		for (const entry of entries) {
			if (on) next.set(entry.path, entry);
			else next.delete(entry.path);
		}
		onChange({ chosen: next });
	}

	async function readFile(file: File) {
		try {
			const found = matchLines(decoded(await file.arrayBuffer()), directory.entries);
			setMatched(found);
			choose(found.entries, true);
		} catch {
			setMatched("unreadable");
		}
	}

	return (
		<div className="flex min-h-0 flex-1 flex-col">
			<div className="flex flex-wrap items-center gap-2 px-6 pt-3 pb-2">
				<Segmented<EntryKind>
					label={t("broadcast.to")}
					value={form.kind}
					onChange={(kind) => {
						setMatched(null);
						onChange({ kind, chosen: new Map() });
					}}
					segments={[
						{ value: "customer", label: t("contacts.customers") },
						{ value: "group", label: t("contacts.groups"), testId: "broadcast-groups" },
					]}
				/>
				<SearchField
					label={t(form.kind === "customer" ? "contacts.searchCustomers" : "contacts.searchGroups")}
					value={query}
					onChange={setQuery}
					className="w-48 flex-1"
					testId="broadcast-search"
				/>
				<RobotFilter value={robot} onChange={setRobot} className="w-36" />
				{form.kind === "customer" && <TagFilter value={tag} onChange={setTag} className="w-32" />}
				<FileButton disabled={directory.isPending} onFile={(file) => void readFile(file)} />
			</div>
			{matched !== null && <FileResult matched={matched} />}
			<div className="flex items-center gap-4 px-6 pb-2 text-small">
				<Tick
					checked={allChosen}
					disabled={shown.length === 0}
					testId="broadcast-all"
					onChange={(on) => choose(shown, on)}
				>
					{t("broadcast.chooseShown", { count: shown.length })}
				</Tick>
				<span className="ml-auto text-base font-medium" aria-live="polite" data-testid="broadcast-chosen">
					{t("broadcast.chosen", { count: form.chosen.size })}
				</span>
				{form.chosen.size > 0 && (
					<Button size="small" look="quiet" onClick={() => onChange({ chosen: new Map() })}>
						{t("broadcast.chooseNone")}
					</Button>
				)}
			</div>
			{directory.error !== null ? (
				<PanelFailed error={directory.error} onRetry={directory.retry} />
			) : directory.isPending ? (
				<PanelSkeleton />
			) : shown.length === 0 ? (
				<p className="px-6 pt-12 text-center text-base text-text-2">{t("contacts.noneFound")}</p>
			) : (
				<Rows entries={shown} chosen={form.chosen} onChoose={choose} />
			)}
		</div>
	);
}

type RowsProps = {
	entries: readonly Entry[];
	chosen: ReadonlyMap<string, Entry>;
	onChoose: (entries: readonly Entry[], on: boolean) => void;
};

function Rows({ entries, chosen, onChoose }: RowsProps) {
	const scroller = useRef<HTMLDivElement>(null);
	const virtualizer = useVirtualizer({
		count: entries.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => 36,
		getItemKey: (index) => entries[index]?.path ?? index,
		overscan: 10,
	});
	return (
		<div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain border-t border-line">
			<ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
				{virtualizer.getVirtualItems().map((item) => {
					const entry = entries[item.index];
					return (
						entry && (
							<li
								key={item.key}
								className="absolute inset-x-0 top-0 flex h-9 items-center gap-4 px-6 hover:bg-hover"
								style={{ transform: `translateY(${item.start}px)` }}
							>
								<span className="min-w-0 flex-1 [&>label]:items-center">
									<Tick
										checked={chosen.has(entry.path)}
										testId={`recipient-${entry.id}`}
										onChange={(on) => onChoose([entry], on)}
									>
										<EntryFace entry={entry} size={20} />
									</Tick>
								</span>
								<span className="w-40 min-w-0">
									<EntryRobot entry={entry} />
								</span>
							</li>
						)
					);
				})}
			</ul>
		</div>
	);
}

function FileButton({ disabled, onFile }: { disabled: boolean; onFile: (file: File) => void }) {
	const { t } = useTranslation();
	const input = useRef<HTMLInputElement>(null);
	return (
		<>
			<Button disabled={disabled} title={t("broadcast.fileHint")} onClick={() => input.current?.click()}>
				<FileUp size={16} aria-hidden="true" />
				{t("broadcast.file")}
			</Button>
			<input
				ref={input}
				type="file"
				accept=".csv,.txt,text/csv,text/plain"
				hidden
				aria-label={t("broadcast.file")}
				data-testid="broadcast-file"
				onChange={(event) => {
					const [file] = event.target.files ?? [];
					if (file) onFile(file);
					// The same file chosen again is read again.
					event.target.value = "";
				}}
			/>
		</>
	);
}

function FileResult({ matched }: { matched: Matched | "unreadable" }) {
	const { t } = useTranslation();
	if (matched === "unreadable")
		return <ErrorNote className="mx-6 mb-2">{t("broadcast.fileUnreadable")}</ErrorNote>;
	const { entries, unmatched, ambiguous } = matched;
	return (
		<div
			role="status"
			data-testid="file-result"
			className="mx-6 mb-2 rounded-control bg-surface-1 px-3 py-2 text-small"
		>
			<p>{t("broadcast.fileMatched", { count: entries.length })}</p>
			<Lines title={t("broadcast.fileUnmatched", { count: unmatched.length })} lines={unmatched} />
			<Lines title={t("broadcast.fileAmbiguous", { count: ambiguous.length })} lines={ambiguous} />
		</div>
	);
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
	if (lines.length === 0) return null;
	return (
		<details>
			<summary className="text-warning-text">{title}</summary>
			<ul className="selectable max-h-28 overflow-y-auto text-text-2">
				{lines.map((line, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: lines of a file may be alike, and never change.
					<li key={index} className="truncate">
						{line}
					</li>
				))}
			</ul>
		</details>
	);
}
