import { Search, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/shared/ui/IconButton";
import { Kbd } from "@/shared/ui/Kbd";
import { FilterChips } from "./FilterChips";
import type { Inbox } from "./useInbox";
import { ViewTabs } from "./ViewTabs";

type Props = { inbox: Inbox; list: RefObject<HTMLElement | null>; robots?: ReactNode };

/** The name filter, the views, and what is filtered beside them. */
export function ListHeader({ inbox, list, robots }: Props) {
	const { t } = useTranslation();
	const input = useRef<HTMLInputElement>(null);

	useEffect(() => {
		function onKeyDown(event: globalThis.KeyboardEvent) {
			if (
				(event.ctrlKey || event.metaKey) &&
				!event.altKey &&
				!event.shiftKey &&
				event.key.toLowerCase() === "l"
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
			<div className="flex items-center gap-1.5 px-3 pt-3 pb-2">
				<div className="relative min-w-0 flex-1">
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
								<Kbd keys="Ctrl+L" />
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
				{robots}
			</div>
			<ViewTabs inbox={inbox} />
			<FilterChips inbox={inbox} />
		</div>
	);
}
