import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLatest } from "@/shared/hooks/useLatest";
import { wordsOf } from "@/shared/text/words";
import { Segmented } from "@/shared/ui/Segmented";
import { SaveFailed } from "./SaveFailed";
import { Setting } from "./Setting";
import { usePreferences } from "./usePreferences";

const SECONDS = ["0", "2", "3", "5"] as const;

/** How the console sends: the key, the seconds to take back, and the words it asks about. */
export function SendingSettings() {
	const { t } = useTranslation();
	const { preferences, change, failed } = usePreferences();
	const { undoSeconds, sendKey, sensitiveWords } = preferences;
	const nearest = SECONDS.find((each) => Number(each) >= undoSeconds) ?? "5";
	return (
		<>
			<Setting title={t("sending.sendKey")}>
				<Segmented
					label={t("sending.sendKey")}
					value={sendKey}
					onChange={(key) => change({ sendKey: key })}
					segments={[
						{ value: "enter", label: "Enter", testId: "send-enter" },
						{ value: "ctrlEnter", label: "Ctrl+Enter", testId: "send-ctrl-enter" },
					]}
				/>
			</Setting>
			<Setting title={t("sending.undoWindow")} hint={t("settings.undoHint")}>
				<Segmented
					label={t("sending.undoWindow")}
					value={nearest}
					onChange={(seconds) => change({ undoSeconds: Number(seconds) })}
					segments={SECONDS.map((seconds) => ({
						value: seconds,
						label: seconds === "0" ? t("sending.undoOff") : t("sending.undoSeconds", { seconds }),
						testId: `undo-${seconds}`,
					}))}
				/>
			</Setting>
			<SensitiveWords words={sensitiveWords} onChange={(words) => change({ sensitiveWords: words })} />
			<SaveFailed failed={failed} />
		</>
	);
}

/** Saved when the box is left, by whatever way, so that half a word never asks. */
function SensitiveWords({
	words,
	onChange,
}: {
	words: readonly string[];
	onChange: (words: string[]) => void;
}) {
	const { t } = useTranslation();
	const id = useId();
	const [text, setText] = useState(words.join("\n"));
	const latest = useLatest({ save });

	useEffect(() => () => latest.current.save(), [latest]);

	function save() {
		const found = wordsOf(text);
		if (found.join("\n") !== words.join("\n")) onChange(found);
	}

	return (
		<div>
			<label htmlFor={id} className="mb-1.5 block text-base font-medium text-text-1">
				{t("sending.sensitive")}
			</label>
			<textarea
				id={id}
				rows={6}
				value={text}
				placeholder={t("sending.sensitiveHint")}
				data-testid="sensitive-words"
				onChange={({ target }) => setText(target.value)}
				onBlur={save}
				className="selectable w-full resize-none rounded-control border border-line-strong bg-surface-3 px-2 py-1 text-base text-text-1 focus:border-accent focus:outline-1 focus:outline-accent"
			/>
		</div>
	);
}
