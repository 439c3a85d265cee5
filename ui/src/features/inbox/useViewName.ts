import { useTranslation } from "react-i18next";
import type { SavedView } from "@/bindings";

/** What a view is called: its own name, or that of a view every console begins with. */
export function useViewName() {
	const { t } = useTranslation();
	return (view: Pick<SavedView, "id" | "name">): string => {
		if (view.name !== "") return view.name;
		if (view.id === "waiting") return t("list.waiting");
		return view.id === "mine" ? t("inbox.mine") : t("list.all");
	};
}
