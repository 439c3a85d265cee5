import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
	type Chord,
	onCaps,
	type Refusal,
	refusalOf,
	SHORTCUTS,
	type ShortcutId,
	useKeys,
	withChord,
} from "@/shared/keys";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import { Kbd } from "@/shared/ui/Kbd";
import { SaveFailed } from "./SaveFailed";
import { useListening } from "./useListening";
import { usePreferences } from "./usePreferences";

const GROUPS = ["chats", "window"] as const;

/** The keys, and another one for each. */
export function KeySettings({ onShortcuts }: { onShortcuts: () => void }) {
	const { t } = useTranslation();
	const { preferences, change, failed } = usePreferences();
	const { shortcuts } = preferences;
	return (
		<>
			<p className="text-base text-text-2">{t("settings.keysHint")}</p>
			{GROUPS.map((group) => (
				<section key={group} aria-label={t(`settings.keyGroup.${group}`)}>
					<h3 className="mb-1 text-small text-text-3">{t(`settings.keyGroup.${group}`)}</h3>
					<ul className="rounded-card border border-line bg-surface-2">
						{SHORTCUTS.filter((each) => each.group === group).map(({ id }) => (
							<Row
								key={id}
								id={id}
								chosen={shortcuts}
								onChange={(chord) => change({ shortcuts: withChord(shortcuts, id, chord) })}
							/>
						))}
					</ul>
				</section>
			))}
			<div className="flex gap-2">
				<Button onClick={onShortcuts}>{t("settings.shortcuts")}</Button>
				<Button
					look="quiet"
					data-testid="keys-reset"
					disabled={Object.keys(shortcuts).length === 0}
					onClick={() => change({ shortcuts: {} })}
				>
					{t("settings.keysReset")}
				</Button>
			</div>
			<SaveFailed failed={failed} />
		</>
	);
}

type RowProps = {
	id: ShortcutId;
	chosen: Parameters<typeof refusalOf>[2];
	onChange: (chord: Chord | null) => void;
};

function Row({ id, chosen, onChange }: RowProps) {
	const { t } = useTranslation();
	const keys = useKeys();
	const [refused, setRefused] = useState<{ chord: Chord; refusal: Refusal } | null>(null);
	const name = t(`settings.shortcut.${id}`);

	const { listening, button } = useListening(
		(chord) => {
			const refusal = refusalOf(chord, id, chosen);
			setRefused(refusal === null ? null : { chord, refusal });
			if (refusal === null) onChange(chord);
			return refusal === null;
		},
		() => setRefused(null),
	);

	return (
		<li className="flex min-h-10 items-center gap-2 border-b border-line px-3 py-1 last:border-0">
			<span className="min-w-0 flex-1">
				<span className="text-base text-text-1">{name}</span>
				{refused !== null && (
					<span role="alert" className="block text-small text-danger-text">
						{onCaps(refused.chord)}
						{t("settings.keyColon")}
						{refused.refusal.why === "taken"
							? t("settings.keyTaken", { name: t(`settings.shortcut.${refused.refusal.by}`) })
							: t(refused.refusal.why === "bare" ? "settings.keyBare" : "settings.keyFixed")}
					</span>
				)}
			</span>
			<button
				type="button"
				data-testid={`key-${id}`}
				aria-label={
					listening ? t("settings.keyListening") : t("settings.keyChange", { name, keys: keys(id) })
				}
				{...button}
				className="flex h-7 min-w-24 items-center justify-center rounded-control border border-line px-2 text-small text-text-2 transition-colors duration-150 hover:border-text-3 hover:bg-hover"
			>
				{listening ? t("settings.keyListening") : <Kbd keys={keys(id)} />}
			</button>
			<IconButton
				label={t("settings.keyReset", { name })}
				disabled={chosen[id] === undefined}
				onClick={() => onChange(null)}
			>
				<RotateCcw size={14} />
			</IconButton>
		</li>
	);
}
