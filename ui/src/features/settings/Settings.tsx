import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { focusByKey } from "@/shared/hooks/focusByKey";
import { classes } from "@/shared/ui/classes";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { AboutSettings } from "./AboutSettings";
import { AccountSettings } from "./AccountSettings";
import { DesktopSettings } from "./DesktopSettings";
import { KeySettings } from "./KeySettings";
import { LookSettings } from "./LookSettings";
import { PrivacySettings } from "./PrivacySettings";
import { SendingSettings } from "./SendingSettings";
import { StorageSettings } from "./StorageSettings";
import { SECTIONS, type SectionId, useSettingsSection } from "./sections";

type Props = {
	/** The quick replies, which another feature keeps. */
	replies: ReactNode;
	onBack: () => void;
	onShortcuts: () => void;
	/** Shows the first steps again. */
	onCoach: () => void;
};

/** Everything that can be chosen, one part at a time. Esc leads from a field to the parts, and from there back. */
export function Settings({ replies, onBack, onShortcuts, onCoach }: Props) {
	const { t } = useTranslation();
	const { section, open } = useSettingsSection();
	const parts = useRef<HTMLElement>(null);

	const contents: Record<SectionId, ReactNode> = {
		look: <LookSettings />,
		reply: <SendingSettings />,
		keys: <KeySettings onShortcuts={onShortcuts} />,
		desktop: <DesktopSettings />,
		storage: <StorageSettings />,
		replies,
		privacy: <PrivacySettings />,
		accounts: <AccountSettings />,
		about: <AboutSettings onCoach={onCoach} />,
	};

	function onKeyDown(event: KeyboardEvent) {
		if (event.key !== "Escape" || event.defaultPrevented || event.nativeEvent.isComposing) return;
		event.preventDefault();
		const inField =
			event.target instanceof HTMLElement && event.target.closest("input, textarea, select") !== null;
		if (inField) focusByKey(parts.current?.querySelector<HTMLElement>("[aria-current]"));
		else onBack();
	}

	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: Esc is a way back for whoever is inside.
		<div data-testid="settings-view" className="flex h-full flex-col bg-surface-1" onKeyDown={onKeyDown}>
			<ViewHeader title={t("settings.title")} hint={t("settings.hint")} />
			<div className="flex min-h-0 flex-1">
				<nav
					ref={parts}
					aria-label={t("settings.parts")}
					className="flex w-44 shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line p-2"
				>
					{SECTIONS.map(({ id, icon: Icon }) => (
						<button
							key={id}
							type="button"
							data-testid={`settings-${id}`}
							aria-current={id === section ? "page" : undefined}
							onClick={() => open(id)}
							className={classes(
								"ring-inside flex h-8 shrink-0 items-center gap-2 rounded-control px-2.5 text-left text-base transition-colors duration-150",
								id === section
									? "bg-selection font-medium text-text-1"
									: "text-text-2 hover:bg-hover hover:text-text-1",
							)}
						>
							<Icon size={16} aria-hidden="true" />
							{t(`settings.part.${id}`)}
						</button>
					))}
				</nav>
				<section
					key={section}
					aria-labelledby="settings-part"
					className="min-h-0 min-w-0 flex-1 overflow-y-auto px-8 py-6"
				>
					<div className="flex max-w-[640px] flex-col gap-6">
						<h2 id="settings-part" className="text-title font-semibold text-text-1">
							{t(`settings.part.${section}`)}
						</h2>
						{contents[section]}
					</div>
				</section>
			</div>
		</div>
	);
}
