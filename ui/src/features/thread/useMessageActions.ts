import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type Content, commands, type ThreadMessage } from "@/bindings";
import { pickWhereToSave } from "@/shared/host";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { useReason } from "@/shared/i18n/useReason";
import { useSummary } from "@/shared/i18n/useSummary";
import { copyText } from "@/shared/text/clipboard";
import { oneLine } from "@/shared/text/plain";
import { formatTime } from "@/shared/time/model";
import { asText, contentAsText, savedKind, savedName, shortened } from "./messages";
import type { Note } from "./useNote";

/** Copying, saving and opening; what comes of it is told in a note. */
export function useMessageActions(tell: (note: Note) => void) {
	const { t } = useTranslation();
	const reason = useReason();
	const summary = useSummary();
	const language = useLanguage();

	const copy = useCallback(
		async (text: string, done: string) => {
			try {
				await copyText(text);
				tell({ kind: "done", text: done });
			} catch {
				tell({ kind: "failed", text: t("messageMenu.copyFailed") });
			}
		},
		[tell, t],
	);

	const time = (at: number) =>
		`${formatTime(at, "dateWithYear", language)} ${formatTime(at, "clock", language)}`;

	return {
		copy: (text: string) => void copy(text, t("messageMenu.copied")),
		copyContent: (content: Content) => void copy(contentAsText(content, summary), t("messageMenu.copied")),
		copyAll: (messages: readonly ThreadMessage[]) =>
			void copy(asText(messages, { summary, time }), t("picking.copied", { count: messages.length })),
		quotation: (message: ThreadMessage) =>
			t("messageMenu.quoted", {
				name: oneLine(message.sender.name),
				text: shortened(summary(message.content)),
			}),
		save: async (message: ThreadMessage) => {
			const kind = savedKind(message);
			if (kind === null) return;
			try {
				const path = await pickWhereToSave(savedName(message, t(`fileNames.${kind}`)), "any", "");
				if (path === null) return;
				await commands.saveMedia(message.key, path);
				tell({ kind: "done", text: t("messageMenu.saved", { path }) });
			} catch (error) {
				tell({ kind: "failed", text: t("messageMenu.saveFailed", { reason: reason(error) }) });
			}
		},
		openFile: async (message: ThreadMessage) => {
			try {
				await commands.openFile(message.key);
			} catch (error) {
				tell({ kind: "failed", text: t("messageMenu.openFailed", { reason: reason(error) }) });
			}
		},
	};
}

export type MessageActions = ReturnType<typeof useMessageActions>;
