import { ListFilter as FilterIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "@/shared/ui/classes";
import { Flyout } from "@/shared/ui/Flyout";
import { IconButton } from "@/shared/ui/IconButton";
import { FilterPanel } from "./FilterPanel";
import type { Inbox } from "./useInbox";
import { useViewName } from "./useViewName";

/** The saved views, and the way to filter within them. */
export function ViewTabs({ inbox }: { inbox: Inbox }) {
	const { t } = useTranslation();
	const nameOf = useViewName();
	const strip = useRef<HTMLDivElement>(null);
	const chosenId = inbox.chosen?.id;
	const filtered = inbox.isChanged;

	// biome-ignore lint/correctness/useExhaustiveDependencies: the tab of another view comes into sight.
	useEffect(() => {
		strip.current
			?.querySelector("[aria-pressed=true]")
			?.scrollIntoView({ block: "nearest", inline: "nearest" });
	}, [chosenId]);

	return (
		<div className="flex items-center pr-2">
			{/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's; these are toggles of the list. */}
			<div
				ref={strip}
				role="group"
				aria-label={t("list.filters")}
				className="-mb-px flex min-w-0 flex-1 gap-1 overflow-x-auto px-3 pb-px [scrollbar-width:none] [&::-webkit-scrollbar]:hidden"
			>
				{inbox.views.map((view) => {
					const chosen = view.id === chosenId;
					const count = inbox.counts.get(view.id) ?? 0;
					return (
						<button
							key={view.id}
							type="button"
							aria-pressed={chosen}
							data-testid={`filter-${view.id}`}
							onClick={() => inbox.choose(view)}
							className={classes(
								"ring-inside relative flex h-8 shrink-0 items-center gap-1.5 rounded-t-control px-2 text-base transition-colors duration-150",
								chosen ? "font-medium text-text-1" : "text-text-2 hover:text-text-1",
							)}
						>
							<span className="bidi-isolate max-w-28 truncate">{nameOf(view)}</span>
							{count > 0 && (
								<span
									className={classes(
										"tabular text-small font-normal",
										chosen ? "text-accent-text" : "text-text-3",
									)}
								>
									{count > 999 ? "999+" : count}
								</span>
							)}
							<span
								aria-hidden="true"
								className={classes(
									"absolute inset-x-2 bottom-0 h-0.5 rounded-full transition-colors duration-150",
									chosen ? "bg-accent" : "bg-transparent",
								)}
							/>
						</button>
					);
				})}
			</div>
			<Flyout
				title={t("inbox.filter")}
				side="right"
				align="start"
				className="max-h-[calc(100vh-80px)] w-80 overflow-y-auto"
				trigger={
					<IconButton
						label={t(filtered ? "inbox.filterOn" : "inbox.filter")}
						data-testid="filter-panel"
						className={filtered ? "text-accent-text" : ""}
					>
						<FilterIcon size={16} />
					</IconButton>
				}
			>
				<FilterPanel inbox={inbox} />
			</Flyout>
		</div>
	);
}
