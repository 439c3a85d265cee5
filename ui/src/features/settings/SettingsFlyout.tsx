import { Keyboard, Settings } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Flyout } from "@/shared/ui/Flyout";
import { IconButton } from "@/shared/ui/IconButton";
import { Kbd } from "@/shared/ui/Kbd";
import { Segmented } from "@/shared/ui/Segmented";
import { SendingSettings } from "./SendingSettings";
import { usePreferences } from "./usePreferences";

/** How the window looks and speaks. */
export function SettingsFlyout({ onShortcuts }: { onShortcuts: () => void }) {
	const { t } = useTranslation();
	const [open, setOpen] = useState(false);
	const { preferences, change, failed } = usePreferences();
	return (
		<Flyout
			title={t("settings.title")}
			side="right"
			align="end"
			className="w-72"
			open={open}
			onOpenChange={setOpen}
			trigger={
				<IconButton label={t("nav.settings")} size={36} data-testid="settings">
					<Settings size={20} />
				</IconButton>
			}
		>
			<div className="flex flex-col gap-4">
				<div>
					<h3 className="mb-1.5 text-small text-text-2">{t("settings.theme")}</h3>
					<Segmented
						wide
						label={t("settings.theme")}
						testId="theme-choice"
						value={preferences.theme}
						onChange={(theme) => change({ theme })}
						segments={[
							{ value: "system", label: t("settings.themeSystem"), testId: "theme-system" },
							{ value: "light", label: t("settings.themeLight"), testId: "theme-light" },
							{ value: "dark", label: t("settings.themeDark"), testId: "theme-dark" },
						]}
					/>
				</div>
				<div>
					<h3 className="mb-1.5 text-small text-text-2">{t("settings.language")}</h3>
					<Segmented
						wide
						label={t("settings.language")}
						testId="language-choice"
						value={preferences.language}
						onChange={(language) => change({ language })}
						segments={[
							{ value: "zh-CN", label: "简体中文", testId: "language-zh-CN" },
							{ value: "en", label: "English", testId: "language-en" },
						]}
					/>
				</div>
				<SendingSettings />
				{failed && <ErrorNote>{t("settings.saveFailed")}</ErrorNote>}
				<Button
					look="quiet"
					className="-mx-2 -mb-2 justify-start"
					onClick={() => {
						setOpen(false);
						onShortcuts();
					}}
				>
					<Keyboard size={16} aria-hidden="true" />
					{t("settings.shortcuts")}
					<span className="ml-auto">
						<Kbd keys="Ctrl+/" />
					</span>
				</Button>
			</div>
		</Flyout>
	);
}
