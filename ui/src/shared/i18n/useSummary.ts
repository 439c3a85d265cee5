import { useTranslation } from "react-i18next";
import type { Content } from "@/bindings";
import { beginning, oneLine } from "../text/plain";

/** A message in one line, for lists and announcements. */
export function useSummary() {
	const { t } = useTranslation();
	return (content: Content): string => {
		switch (content.kind) {
			case "text":
				return beginning(content.text);
			case "file":
				return oneLine(t("content.file", { name: content.name ?? "" }));
			case "link":
				return oneLine(t("content.link", { title: content.title }));
			case "miniProgram":
				return oneLine(t("content.miniProgram", { title: content.title }));
			default:
				return t(`content.${content.kind}`);
		}
	};
}
