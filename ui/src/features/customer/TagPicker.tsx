import { Check, Plus } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LabelId, RobotKey } from "@/bindings";
import { useLatest } from "@/shared/hooks/useLatest";
import { act } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { classes } from "@/shared/ui/classes";
import { Flyout } from "@/shared/ui/Flyout";
import { IconButton } from "@/shared/ui/IconButton";
import { searchTags } from "./model";
import type { Tags } from "./useTags";

/** All tags of the robot, by group; typing narrows, arrows move, Enter gives a tag or takes it away. */
export function TagPicker({ robot, tags }: { robot: RobotKey; tags: Tags }) {
	const { t } = useTranslation();
	return (
		<Flyout
			title={t("customer.tagsEdit")}
			side="bottom"
			align="end"
			className="flex max-h-[420px] w-64 flex-col p-2"
			trigger={
				<IconButton label={t("customer.tagsEdit")} size={24} data-testid="tags-edit">
					<Plus size={16} />
				</IconButton>
			}
		>
			<Picker robot={robot} tags={tags} />
		</Flyout>
	);
}

function Picker({ robot, tags }: { robot: RobotKey; tags: Tags }) {
	const { t } = useTranslation();
	const [query, setQuery] = useState("");
	const [active, setActive] = useState<LabelId | null>(null);
	const [asked, setAsked] = useState(false);
	const list = useRef<HTMLDivElement>(null);
	const listId = useId();
	const library = tags.library.value?.library ?? null;
	const groups = library === null ? [] : searchTags(library, query);
	const ids = groups.flatMap((group) => group.tags.map((tag) => tag.id));
	const current = active !== null && ids.includes(active) ? active : (ids[0] ?? null);

	function onKeyDown(event: KeyboardEvent) {
		if (event.nativeEvent.isComposing || event.keyCode === 229) return;
		const at = current === null ? -1 : ids.indexOf(current);
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step !== undefined) {
			event.preventDefault();
			const next = ids[(at + step + ids.length) % ids.length];
			if (next === undefined) return;
			setActive(next);
			list.current?.querySelector(`[data-tag="${next}"]`)?.scrollIntoView({ block: "nearest" });
		} else if (event.key === "Enter" && current !== null) {
			event.preventDefault();
			tags.toggle(current);
		}
	}

	const ask = useLatest(() => {
		setAsked(true);
		// What comes of it arrives as a tag library; a refusal is in the activity.
		act(robot, { kind: "queryTags" }).catch(() => setAsked(false));
	});
	// Whoever opens this wants to choose, so what has not been read is read.
	const missing = tags.library.value !== undefined && (library === null || library.groups.length === 0);
	useEffect(() => {
		if (missing) ask.current();
	}, [missing, ask]);

	return (
		<>
			<input
				type="text"
				role="combobox"
				aria-expanded="true"
				aria-controls={listId}
				aria-activedescendant={current === null ? undefined : `${listId}-${current}`}
				aria-label={t("customer.tagsSearch")}
				placeholder={t("customer.tagsSearch")}
				autoComplete="off"
				spellCheck={false}
				value={query}
				data-testid="tags-search"
				onChange={(event) => setQuery(event.target.value)}
				onKeyDown={onKeyDown}
				className="selectable h-8 shrink-0 rounded-control border border-transparent bg-pressed px-2.5 text-base focus:border-accent focus:bg-surface-3 focus:outline-1 focus:outline-offset-0 focus:outline-accent"
			/>
			{missing && (
				// Beside the field, which keeps the focus when the tags arrive.
				<div className="flex flex-col items-start gap-2 p-2 text-small text-text-2">
					<p>{t("customer.libraryMissing")}</p>
					<Button size="small" disabled={asked} onClick={() => ask.current()}>
						{t(asked ? "customer.libraryAsked" : "customer.libraryAsk")}
					</Button>
				</div>
			)}
			<div
				ref={list}
				id={listId}
				role="listbox"
				aria-multiselectable="true"
				aria-label={t("customer.tags")}
				className="mt-1 min-h-0 flex-1 overflow-y-auto overscroll-contain"
			>
				{!missing && groups.length === 0 && (
					<p className="px-2 py-3 text-small text-text-2">
						{t("customer.tagsNotFound", { query: query.trim() })}
					</p>
				)}
				{groups.map((group) => (
					// biome-ignore lint/a11y/useSemanticElements: a group of options of a listbox.
					<div key={group.id} role="group" aria-label={oneLine(group.name)}>
						<p className="bidi-isolate truncate px-2 pt-2 pb-0.5 text-mini text-text-3">
							{oneLine(group.name)}
						</p>
						{group.tags.map((tag) => {
							const chosen = tags.has(tag.id);
							return (
								// biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the focus and handles the keys.
								// biome-ignore lint/a11y/useFocusableInteractive: the search field points here with aria-activedescendant.
								<div
									key={tag.id}
									id={`${listId}-${tag.id}`}
									role="option"
									aria-selected={chosen}
									data-tag={tag.id}
									onClick={() => {
										setActive(tag.id);
										tags.toggle(tag.id);
									}}
									className={classes(
										"flex min-h-7 items-center gap-2 rounded-control px-2 py-1 text-base",
										tag.id === current ? "bg-hover" : "hover:bg-hover",
										tags.isPending(tag.id) && "opacity-55",
									)}
								>
									<span className="bidi-isolate min-w-0 flex-1 [overflow-wrap:anywhere]">
										{oneLine(tag.name)}
									</span>
									{chosen && <Check size={14} aria-hidden="true" className="text-accent-text" />}
								</div>
							);
						})}
					</div>
				))}
			</div>
		</>
	);
}
