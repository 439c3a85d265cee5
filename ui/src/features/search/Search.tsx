import { Search as SearchIcon } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useOpenContact } from "@/shared/directory/useOpenContact";
import { focusByKey } from "@/shared/hooks/focusByKey";
import { jumpToChat, jumpToMessage } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { CoverageNote } from "./CoverageNote";
import { Filters } from "./Filters";
import { HitRow } from "./HitRow";
import { NameRow } from "./NameRow";
import { useSearch } from "./useSearch";

/** Everything the cache has: people, groups and messages. Works without a line. */
export function Search() {
	const { t } = useTranslation();
	const reason = useReason();
	const search = useSearch();
	const opening = useOpenContact(jumpToChat);
	const results = useRef<HTMLDivElement>(null);
	const { page } = search;
	const names = page === null ? [] : [...page.people, ...page.groups];
	const nothing = page !== null && names.length === 0 && page.hits.length === 0;

	/** The arrows go from result to result, and from the field into the results. */
	function onKeyDown(event: KeyboardEvent) {
		if (event.nativeEvent.isComposing) return;
		if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
		if (event.target instanceof HTMLSelectElement) return;
		const rows = [...(results.current?.querySelectorAll<HTMLElement>("button[data-result]") ?? [])];
		const at = rows.indexOf(document.activeElement as HTMLElement);
		const next = rows[at + (event.key === "ArrowDown" ? 1 : -1)];
		event.preventDefault();
		if (next) focusByKey(next);
		else if (at === 0) focusByKey(event.currentTarget.querySelector<HTMLElement>("input"));
	}

	return (
		<section
			data-testid="search"
			aria-label={t("search.title")}
			onKeyDown={onKeyDown}
			className="flex h-full min-h-0 flex-col"
		>
			<header className="flex shrink-0 flex-col gap-2 border-b border-line px-6 py-3">
				<h1 className="sr-only">{t("search.title")}</h1>
				<div className="relative">
					<SearchIcon
						size={18}
						aria-hidden="true"
						className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-text-3"
					/>
					<input
						type="search"
						data-testid="search-field"
						data-region-focus=""
						value={search.text}
						maxLength={200}
						onChange={(event) => search.type(event.target.value)}
						aria-label={t("search.title")}
						placeholder={t("search.placeholder")}
						autoComplete="off"
						spellCheck={false}
						className="selectable h-10 w-full rounded-control border border-line-strong bg-surface-3 pr-3 pl-10 text-message text-text-1 transition-colors duration-150 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent"
					/>
				</div>
				<Filters filter={search.filter} onChange={search.choose} />
			</header>
			<div ref={results} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
				<div className="mx-auto w-full max-w-[880px] px-6 py-3">
					{search.error !== null && (
						<div className="mb-3 flex items-start gap-2">
							<ErrorNote className="flex-1">{t("search.failed", { reason: reason(search.error) })}</ErrorNote>
							<Button onClick={search.retry}>{t("app.retry")}</Button>
						</div>
					)}
					{opening.error !== null && (
						<ErrorNote className="mb-3">
							{t("contacts.openFailed", { reason: reason(opening.error) })}
						</ErrorNote>
					)}
					{page === null ? (
						search.error === null && !search.busy && <Hints />
					) : (
						<>
							<CoverageNote coverage={page.coverage} />
							{names.length > 0 && (
								<section aria-label={t("search.names")} className="mb-4">
									<h2 className="px-3 py-1 text-small text-text-3">{t("search.names")}</h2>
									<ul className="grid grid-cols-[repeat(auto-fill,minmax(240px,1fr))]">
										{names.map((name) => (
											<li key={`${name.chat.robotKey}/${name.chat.chatUser}`}>
												<NameRow name={name} onOpen={() => opening.mutate(name.chat)} />
											</li>
										))}
									</ul>
								</section>
							)}
							{page.hits.length > 0 && (
								<section aria-label={t("search.messages")}>
									<h2 className="px-3 py-1 text-small text-text-3">{t("search.messages")}</h2>
									<ul data-testid="search-hits">
										{page.hits.map((hit) => (
											<li key={`${hit.key.robotKey}/${hit.key.chatUser}/${hit.key.messageId}`}>
												<HitRow hit={hit} onOpen={() => jumpToMessage(hit.key)} />
											</li>
										))}
									</ul>
									{page.next !== null && (
										<Button
											look="quiet"
											className="mx-auto mt-2 flex"
											disabled={search.busy}
											onClick={() => void search.more()}
										>
											{t("search.more")}
										</Button>
									)}
								</section>
							)}
							{nothing && (
								<div role="status" className="px-6 pt-16 text-center">
									<p className="text-message font-medium">{t("search.nothing")}</p>
									<p className="mt-1 text-small leading-5 text-text-2">{t("search.nothingBody")}</p>
								</div>
							)}
						</>
					)}
				</div>
			</div>
		</section>
	);
}

function Hints() {
	const { t } = useTranslation();
	return (
		<div className="mx-auto max-w-md px-6 pt-20 text-center">
			<p className="text-message font-medium">{t("search.emptyTitle")}</p>
			<p className="mt-1 text-small leading-5 text-text-2">{t("search.emptyBody")}</p>
		</div>
	);
}
