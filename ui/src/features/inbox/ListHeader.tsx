import { Search, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "@/shared/ui/classes";
import { IconButton } from "@/shared/ui/IconButton";
import { Kbd } from "@/shared/ui/Kbd";
import type { Filter } from "./model";
import type { Inbox } from "./useInbox";

type Props = { inbox: Inbox; list: RefObject<HTMLElement | null> };

/** The name filter and the tabs above the list. */
export function ListHeader({ inbox, list }: Props) {
	const { t } = useTranslation();
	const input = useRef<HTMLInputElement>(null);

	useEffect(() => {
		function onKeyDown(event: globalThis.KeyboardEvent) {
			if (
				(event.ctrlKey || event.metaKey) &&
				!event.altKey &&
				!event.shiftKey &&
				event.key.toLowerCase() === "k"
			) {
				event.preventDefault();
				input.current?.focus();
				input.current?.select();
			}
		}
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, []);

	function onKeyDown(event: KeyboardEvent) {
		if (event.nativeEvent.isComposing) return;
		if (event.key === "ArrowDown" || event.key === "Enter") {
			event.preventDefault();
			list.current?.focus();
		} else if (event.key === "Escape") {
			event.preventDefault();
			event.stopPropagation();
			if (inbox.query === "") list.current?.focus();
			else inbox.search("");
		}
	}

	return (
		<div className="shrink-0 border-b border-line">
			<div className="px-3 pt-3 pb-2">
				<div className="relative">
					<Search
						size={16}
						aria-hidden="true"
						className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-text-3"
					/>
					<input
						ref={input}
						type="text"
						value={inbox.query}
						onChange={(event) => inbox.search(event.target.value)}
						onKeyDown={onKeyDown}
						aria-label={t("list.search")}
						placeholder={t("list.search")}
						autoComplete="off"
						spellCheck={false}
						className="selectable h-8 w-full rounded-control border border-transparent bg-pressed pr-16 pl-8 text-base transition-colors duration-150 focus:border-accent focus:bg-surface-3 focus:outline-1 focus:outline-offset-0 focus:outline-accent"
					/>
					<span className="absolute inset-y-0 right-1.5 flex items-center">
						{inbox.query === "" ? (
							<span className="opacity-80" aria-hidden="true">
								<Kbd keys="Ctrl+K" />
							</span>
						) : (
							<IconButton
								label={t("list.searchClear")}
								size={24}
								onClick={() => {
									inbox.search("");
									input.current?.focus();
								}}
							>
								<X size={16} />
							</IconButton>
						)}
					</span>
				</div>
			</div>
			<Tabs inbox={inbox} />
		</div>
	);
}

function Tabs({ inbox }: { inbox: Inbox }) {
	const { t } = useTranslation();
	const tabs: { filter: Filter; label: string; count: number | null }[] = [
		{ filter: "all", label: t("list.all"), count: null },
		{ filter: "waiting", label: t("list.waiting"), count: inbox.tally.waiting },
		{ filter: "unread", label: t("list.unread"), count: inbox.tally.unread },
	];
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's; these are toggles of the list.
		<div role="group" aria-label={t("list.filters")} className="flex gap-1 px-3">
			{tabs.map(({ filter, label, count }) => {
				const chosen = inbox.filter === filter;
				return (
					<button
						key={filter}
						type="button"
						aria-pressed={chosen}
						data-testid={`filter-${filter}`}
						onClick={() => inbox.choose(filter)}
						className={classes(
							"ring-inside relative flex h-8 items-center gap-1.5 rounded-t-control px-2 text-base transition-colors duration-150",
							chosen ? "font-medium text-text-1" : "text-text-2 hover:text-text-1",
						)}
					>
						{label}
						{count !== null && (
							<span
								className={classes(
									"tabular text-small font-normal",
									chosen ? "text-accent-text" : "text-text-3",
								)}
							>
								{count}
							</span>
						)}
						<span
							aria-hidden="true"
							className={classes(
								"absolute inset-x-2 -bottom-px h-0.5 rounded-full transition-colors duration-150",
								chosen ? "bg-accent" : "bg-transparent",
							)}
						/>
					</button>
				);
			})}
		</div>
	);
}
