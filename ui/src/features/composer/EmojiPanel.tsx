import { EmojiPicker } from "frimousse";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keep, readKept } from "@/shared/hooks/kept";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { classes } from "@/shared/ui/classes";
import { emojiData } from "./emojiData";

const KEPT = 8;

function recentEmoji(): string[] {
	return (readKept("emoji") ?? "").split(" ").filter((emoji) => emoji !== "");
}

/** All emoji, found by their names in the language of the window. The data comes with the app. */
export default function EmojiPanel({ onEmoji }: { onEmoji: (emoji: string) => void }) {
	const { t } = useTranslation();
	const language = useLanguage();
	const [recent] = useState(recentEmoji);

	function choose(emoji: string) {
		keep("emoji", [emoji, ...recent.filter((each) => each !== emoji)].slice(0, KEPT).join(" "));
		onEmoji(emoji);
	}

	return (
		<EmojiPicker.Root
			locale={language === "en" ? "en" : "zh"}
			columns={8}
			resolveEmojiData={(locale) =>
				emojiData(locale === "en" ? "en" : "zh", (group) => t(`sending.emojiGroup.${group}`))
			}
			onEmojiSelect={({ emoji }) => choose(emoji)}
			className="isolate flex h-80 w-[300px] flex-col"
		>
			<EmojiPicker.Search
				autoFocus
				placeholder={t("sending.emojiSearch")}
				aria-label={t("sending.emojiSearch")}
				className="selectable h-8 rounded-control border border-line-strong bg-surface-3 px-2.5 text-base text-text-1 focus:border-accent focus:outline-none"
			/>
			{recent.length > 0 && (
				<fieldset aria-label={t("sending.emojiRecent")} className="mt-2 flex border-b border-line pb-1">
					{recent.map((emoji) => (
						<button
							key={emoji}
							type="button"
							aria-label={emoji}
							onClick={() => choose(emoji)}
							className="flex size-9 items-center justify-center rounded-control text-display hover:bg-hover"
						>
							{emoji}
						</button>
					))}
				</fieldset>
			)}
			<EmojiPicker.Viewport className="relative mt-1 min-h-0 flex-1 overflow-y-auto outline-none">
				<EmojiPicker.Loading className="absolute inset-0 flex items-center justify-center text-small text-text-3">
					{t("sending.emojiLoading")}
				</EmojiPicker.Loading>
				<EmojiPicker.Empty className="absolute inset-0 flex items-center justify-center text-small text-text-3">
					{t("sending.emojiNone")}
				</EmojiPicker.Empty>
				<EmojiPicker.List
					className="pb-1 select-none"
					components={{
						CategoryHeader: ({ category, ...props }) => (
							<div {...props} className="bg-surface-3 py-1 text-small text-text-3">
								{category.label}
							</div>
						),
						Row: ({ children, ...props }) => <div {...props}>{children}</div>,
						Emoji: ({ emoji, ...props }) => (
							<button
								{...props}
								className={classes(
									"flex size-9 items-center justify-center rounded-control text-display",
									emoji.isActive && "bg-pressed",
								)}
							>
								{emoji.emoji}
							</button>
						),
					}}
				/>
			</EmojiPicker.Viewport>
		</EmojiPicker.Root>
	);
}
