import { useTranslation } from "react-i18next";
import type { ExportPreview } from "@/bindings";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { useTimeWords } from "@/shared/time/useTimeWords";

/** What an export would hold, in words. */
export function usePreviewWords() {
	const { t } = useTranslation();
	const times = useTimeWords();
	const numbers = new Intl.NumberFormat(useLanguage());
	return (preview: ExportPreview | undefined) => {
		if (preview === undefined) return <p className="text-text-2">{t("export.counting")}</p>;
		if (preview.messages === 0) return <p className="text-text-2">{t("export.previewNone")}</p>;
		return (
			<>
				<p className="tabular text-text-1">
					{t("export.preview", {
						chats: numbers.format(preview.chats),
						messages: numbers.format(preview.messages),
					})}
					{preview.first !== null && preview.last !== null && (
						<span className="text-text-2">
							{" · "}
							{t("export.previewSpan", { first: times.full(preview.first), last: times.full(preview.last) })}
						</span>
					)}
				</p>
				{preview.chatsNotComplete > 0 && (
					<p className="text-warning-text">
						{t("export.notComplete", { chats: numbers.format(preview.chatsNotComplete) })}
					</p>
				)}
			</>
		);
	};
}
