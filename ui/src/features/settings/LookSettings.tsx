import { Minus, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { allowedZoom, ZOOM_PERCENT } from "@/shared/host";
import { useKeys } from "@/shared/keys";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import { Segmented } from "@/shared/ui/Segmented";
import { SaveFailed } from "./SaveFailed";
import { Setting } from "./Setting";
import { usePreferences } from "./usePreferences";

/** How the window looks and speaks. */
export function LookSettings() {
	const { t } = useTranslation();
	const keys = useKeys();
	const { preferences, change, failed } = usePreferences();
	const { zoomPercent } = preferences;
	const { min, max, step, normal } = ZOOM_PERCENT;
	const zoom = (percent: number) => change({ zoomPercent: allowedZoom(percent) });
	return (
		<>
			<Setting title={t("settings.theme")}>
				<Segmented
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
			</Setting>
			<Setting title={t("settings.density")} hint={t("settings.densityHint")}>
				<Segmented
					label={t("settings.density")}
					testId="density-choice"
					value={preferences.density}
					onChange={(density) => change({ density })}
					segments={[
						{ value: "compact", label: t("settings.densityCompact"), testId: "density-compact" },
						{ value: "standard", label: t("settings.densityStandard"), testId: "density-standard" },
						{ value: "comfortable", label: t("settings.densityComfortable"), testId: "density-comfortable" },
					]}
				/>
			</Setting>
			<Setting
				title={t("settings.zoom")}
				hint={t("settings.zoomHint", {
					larger: keys("zoomIn"),
					smaller: keys("zoomOut"),
					normal: keys("zoomReset"),
				})}
			>
				<div className="flex items-center gap-2">
					<IconButton
						label={t("settings.zoomOut")}
						size={32}
						data-testid="zoom-out"
						disabled={zoomPercent <= min}
						onClick={() => zoom(zoomPercent - step)}
					>
						<Minus size={16} />
					</IconButton>
					<output className="tabular w-12 text-center text-base text-text-1" data-testid="zoom">
						{zoomPercent}%
					</output>
					<IconButton
						label={t("settings.zoomIn")}
						size={32}
						data-testid="zoom-in"
						disabled={zoomPercent >= max}
						onClick={() => zoom(zoomPercent + step)}
					>
						<Plus size={16} />
					</IconButton>
					<Button look="quiet" disabled={zoomPercent === normal} onClick={() => zoom(normal)}>
						{t("settings.zoomReset")}
					</Button>
				</div>
			</Setting>
			<Setting title={t("settings.language")}>
				<Segmented
					label={t("settings.language")}
					testId="language-choice"
					value={preferences.language}
					onChange={(language) => change({ language })}
					segments={[
						{ value: "zh-CN", label: "简体中文", testId: "language-zh-CN" },
						{ value: "en", label: "English", testId: "language-en" },
					]}
				/>
			</Setting>
			<SaveFailed failed={failed} />
		</>
	);
}
