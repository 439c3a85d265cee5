import { RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { onCaps } from "@/shared/keys";
import { IconButton } from "@/shared/ui/IconButton";
import { Kbd } from "@/shared/ui/Kbd";
import { isGlobalKey } from "./globalKeys";
import { Setting } from "./Setting";
import { useListening } from "./useListening";

const DEFAULT_KEYS = "Ctrl+Alt+J";

type Props = {
	/** None for no such key. */
	keys: string | null;
	works: boolean;
	onChange: (keys: string | null) => void;
};

/** The key that brings the window to the front from anywhere. */
export function GlobalKey({ keys, works, onChange }: Props) {
	const { t } = useTranslation();
	const [bare, setBare] = useState(false);
	const { listening, button } = useListening(
		(chord) => {
			setBare(!isGlobalKey(chord));
			if (isGlobalKey(chord)) onChange(chord);
			return isGlobalKey(chord);
		},
		() => setBare(false),
	);
	const shown = keys === null ? t("desktop.shortcutNone") : onCaps(keys);

	return (
		<Setting title={t("desktop.shortcut")} hint={t("desktop.shortcutHint")}>
			<div className="flex items-center gap-1">
				<button
					type="button"
					data-testid="global-key"
					aria-label={
						listening ? t("desktop.shortcutListening") : t("desktop.shortcutChange", { keys: shown })
					}
					{...button}
					className="flex h-8 min-w-32 items-center justify-center rounded-control border border-line-strong px-2 text-small text-text-2 transition-colors duration-150 hover:border-text-3 hover:bg-hover"
				>
					{listening ? t("desktop.shortcutListening") : keys === null ? shown : <Kbd keys={onCaps(keys)} />}
				</button>
				<IconButton
					label={t("desktop.shortcutReset")}
					disabled={keys === DEFAULT_KEYS}
					onClick={() => onChange(DEFAULT_KEYS)}
				>
					<RotateCcw size={14} />
				</IconButton>
				<IconButton
					label={t("desktop.shortcutClear")}
					data-testid="global-key-none"
					disabled={keys === null}
					onClick={() => onChange(null)}
				>
					<X size={14} />
				</IconButton>
			</div>
			{bare && (
				<p role="alert" className="mt-1.5 text-small text-danger-text">
					{t("desktop.shortcutBare")}
				</p>
			)}
			{!bare && !works && keys !== null && (
				<p role="alert" className="mt-1.5 text-small text-warning-text">
					{t("desktop.shortcutTaken", { keys: onCaps(keys) })}
				</p>
			)}
		</Setting>
	);
}
