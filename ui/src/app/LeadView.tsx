import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { focusByKey } from "@/shared/hooks/focusByKey";
import { classes } from "@/shared/ui/classes";
import { LEAD_VIEWS, useLeadView } from "./leadViews";
import type { ViewProps } from "./views";

/** The team lead's desk: one view at a time beside its own navigation. Esc leads from a view to the navigation, then back. */
export function LeadView(props: ViewProps) {
	const { t } = useTranslation();
	const { view, open } = useLeadView();
	const navigation = useRef<HTMLElement>(null);
	const Shown = LEAD_VIEWS.find((each) => each.id === view)?.component;

	function onKeyDown(event: KeyboardEvent) {
		if (event.defaultPrevented || event.nativeEvent.isComposing) return;
		const inNavigation = event.target instanceof Node && navigation.current?.contains(event.target);
		if (event.key === "Escape") {
			event.preventDefault();
			if (inNavigation) props.onBack();
			else focusByKey(navigation.current?.querySelector<HTMLElement>("[aria-current]"));
		} else if (inNavigation && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
			const entries = [...(navigation.current?.querySelectorAll<HTMLElement>("button") ?? [])];
			const at = entries.indexOf(document.activeElement as HTMLElement);
			event.preventDefault();
			focusByKey(entries[at + (event.key === "ArrowDown" ? 1 : -1)]);
		} else if (event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey) {
			const next = /^Digit([1-9])$/.exec(event.code)?.[1];
			const chosen = next === undefined ? undefined : LEAD_VIEWS[Number(next) - 1];
			if (chosen === undefined) return;
			event.preventDefault();
			open(chosen.id);
		}
	}

	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: Esc is a way back for whoever is inside.
		<div data-testid="lead-view" className="flex h-full bg-surface-1" onKeyDown={onKeyDown}>
			<nav
				ref={navigation}
				aria-label={t("lead.title")}
				className="flex w-36 shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line p-2"
			>
				<h2 className="px-2.5 pt-1 pb-2 text-small text-text-3">{t("lead.title")}</h2>
				{LEAD_VIEWS.map(({ id, icon: Icon, label }, index) => (
					<button
						key={id}
						type="button"
						data-testid={`lead-${id}`}
						aria-current={id === view ? "page" : undefined}
						aria-keyshortcuts={`Alt+Shift+${index + 1}`}
						onClick={() => open(id)}
						className={classes(
							"ring-inside flex h-8 shrink-0 items-center gap-2 rounded-control px-2.5 text-left text-base transition-colors duration-150",
							id === view
								? "bg-selection font-medium text-text-1"
								: "text-text-2 hover:bg-hover hover:text-text-1",
						)}
					>
						<Icon size={16} aria-hidden="true" className="shrink-0" />
						<span className="truncate">{t(label)}</span>
					</button>
				))}
			</nav>
			<div key={view} className="flex min-h-0 min-w-0 flex-1 flex-col">
				{Shown !== undefined && <Shown {...props} />}
			</div>
		</div>
	);
}
