import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EntryFace, EntryRobot } from "@/shared/directory/EntryFace";
import type { Entry } from "@/shared/directory/entries";
import { useDesk } from "@/shared/host";
import { maskedPhone } from "@/shared/text/plain";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { classes } from "@/shared/ui/classes";

const ROW = 48;

type Props = { entries: readonly Entry[]; onOpen: (entry: Entry) => void };

/** The rows. One stop of the Tab key; the arrows move inside, Enter opens the chat. */
export function EntryList({ entries, onOpen }: Props) {
	const { t } = useTranslation();
	const chats = useDesk((desk) => desk.chats);
	const scroller = useRef<HTMLDivElement>(null);
	const id = useId();
	const [path, setPath] = useState<string | null>(null);
	const at = path === null ? -1 : entries.findIndex((entry) => entry.path === path);
	const virtualizer = useVirtualizer({
		count: entries.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => ROW,
		getItemKey: (index) => entries[index]?.path ?? index,
		overscan: 10,
	});

	function open(entry: Entry | undefined) {
		if (entry === undefined) return;
		setPath(entry.path);
		onOpen(entry);
	}

	function onKeyDown(event: KeyboardEvent) {
		if (event.altKey || event.ctrlKey || event.metaKey) return;
		const last = entries.length - 1;
		const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW) / ROW) - 1);
		const steps: Record<string, number> = {
			ArrowDown: at + 1,
			ArrowUp: at - 1,
			PageDown: at + page,
			PageUp: at - page,
			Home: 0,
			End: last,
		};
		const wanted = steps[event.key];
		if (wanted !== undefined) {
			event.preventDefault();
			const next = Math.min(last, Math.max(0, wanted));
			setPath(entries[next]?.path ?? null);
			virtualizer.scrollToIndex(next);
		} else if (event.key === "Enter") {
			event.preventDefault();
			open(entries[at]);
		}
	}

	return (
		<>
			<p className="px-6 pt-3 pb-1 text-small text-text-3" aria-live="polite">
				{t("contacts.count", { count: entries.length })}
			</p>
			<div
				ref={scroller}
				role="listbox"
				tabIndex={0}
				aria-label={t("contacts.list")}
				aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
				onKeyDown={onKeyDown}
				className="min-h-0 flex-1 overflow-y-auto overscroll-contain ring-inside"
			>
				<div className="relative" style={{ height: virtualizer.getTotalSize() }}>
					{virtualizer.getVirtualItems().map((item) => {
						const entry = entries[item.index];
						return (
							entry && (
								<Row
									key={item.key}
									id={`${id}-${item.index}`}
									entry={entry}
									position={item.index + 1}
									total={entries.length}
									start={item.start}
									isActive={item.index === at}
									hasChat={chats.has(entry.path)}
									onOpen={() => open(entry)}
								/>
							)
						);
					})}
				</div>
			</div>
		</>
	);
}

type RowProps = {
	id: string;
	entry: Entry;
	position: number;
	total: number;
	start: number;
	isActive: boolean;
	hasChat: boolean;
	onOpen: () => void;
};

function Row({ id, entry, position, total, start, isActive, hasChat, onOpen }: RowProps) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const now = useNow(MINUTE_MS);
	const broken = entry.relationship !== "normal" && entry.relationship !== "unknown";
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the listbox hears the keys, as listboxes do.
		<div
			id={id}
			role="option"
			tabIndex={-1}
			aria-selected={isActive}
			aria-posinset={position}
			aria-setsize={total}
			data-testid="contact"
			onClick={onOpen}
			className={classes(
				"absolute inset-x-3 top-0 flex h-12 items-center gap-4 rounded-card px-3",
				isActive ? "bg-selection" : "hover:bg-hover",
			)}
			style={{ transform: `translateY(${start}px)` }}
		>
			<span className="flex min-w-0 flex-[3]">
				<EntryFace entry={entry} />
			</span>
			<span className="flex min-w-0 flex-1">
				<EntryRobot entry={entry} />
			</span>
			<span className="tabular w-28 shrink-0 truncate text-small text-text-2">
				{entry.phone !== null && maskedPhone(entry.phone)}
				{entry.lastActive !== null && times.list(entry.lastActive, now)}
			</span>
			<span className="w-32 shrink-0 truncate text-small text-warning-text">
				{broken && t(`customer.relation.${entry.relationship}`)}
				{!entry.isLive && t("contacts.left")}
			</span>
			<span className="w-16 shrink-0 text-right text-small text-accent-text">
				{t(hasChat ? "contacts.open" : "contacts.begin")}
			</span>
		</div>
	);
}
