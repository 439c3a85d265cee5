import { Info } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SearchCoverage } from "@/bindings";
import { useTimeWords } from "@/shared/time/useTimeWords";

/** What a search could look through, and what it could not. */
export function CoverageNote({ coverage }: { coverage: SearchCoverage }) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const { indexing } = coverage;
	return (
		<p
			role="status"
			data-testid="search-coverage"
			className="mb-2 flex items-start gap-2 px-3 py-1 text-small leading-5 text-text-2"
		>
			<Info size={14} aria-hidden="true" className="mt-[3px] shrink-0 text-text-3" />
			<span>
				{coverage.chatsNotComplete === 0
					? t("search.complete", { count: coverage.chats })
					: coverage.completeFrom === null
						? t("search.incomplete", { count: coverage.chatsNotComplete, all: String(coverage.chats) })
						: t("search.incompleteBefore", {
								count: coverage.chatsNotComplete,
								all: String(coverage.chats),
								from: times.full(coverage.completeFrom),
							})}
				{indexing !== null && ` ${t("search.indexing", { percent: String(indexing.percent) })}`}
			</span>
		</p>
	);
}
