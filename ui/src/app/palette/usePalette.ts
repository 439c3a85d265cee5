import {
	CircleHelp,
	Hourglass,
	Languages,
	LogOut,
	MessageSquareText,
	SunMoon,
	UsersRound,
} from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { searchFor } from "@/features/search/useSearch";
import { usePreferences } from "@/features/settings/usePreferences";
import { useThemeShown } from "@/shared/hooks/appearance";
import { switchToNext, useDesk } from "@/shared/host";
import { VIEWS, type ViewId } from "../views";
import type { Command } from "./model";

type Actions = {
	show: (view: ViewId) => void;
	nextWaiting: () => void;
	shortcuts: () => void;
	signOut: () => void;
};

/** The command palette: whether it is open, its key, and what it can do. */
export function usePalette({ show, nextWaiting, shortcuts, signOut }: Actions) {
	const { t } = useTranslation();
	const [open, setOpen] = useState(false);
	const several = useDesk(
		(desk) => desk.accounts.filter(({ state }) => state.state !== "signedOut").length > 1,
	);
	const { preferences, change } = usePreferences();
	const other = useThemeShown(preferences.theme) === "dark" ? "light" : "dark";

	useEffect(() => {
		function onKeyDown(event: KeyboardEvent) {
			if (event.isComposing || event.altKey || event.shiftKey) return;
			if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
			event.preventDefault();
			setOpen((was) => !was);
		}
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, []);

	const commands: Command[] = [
		{
			id: "search",
			icon: MessageSquareText,
			label: (text: string) => t("palette.search", { text }),
			keys: "Ctrl+Shift+F",
			takesText: true,
			run: (text: string) => {
				searchFor(text);
				show("search");
			},
		},
		{
			id: "nextWaiting",
			icon: Hourglass,
			label: () => t("palette.nextWaiting"),
			keys: "Ctrl+J",
			run: nextWaiting,
		},
		...VIEWS.map((view) => ({
			id: view.id,
			icon: view.icon,
			label: () => t("palette.view", { name: t(view.label) }),
			keys: `Alt+${view.shortcut.key}`,
			run: () => show(view.id),
		})),
		{
			id: "theme",
			icon: SunMoon,
			label: () => t("nav.theme", { theme: t(other === "dark" ? "nav.themeDark" : "nav.themeLight") }),
			run: () => change({ theme: other }),
		},
		{
			id: "language",
			icon: Languages,
			label: () => t("nav.languageSwitch"),
			run: () => change({ language: preferences.language === "en" ? "zh-CN" : "en" }),
		},
		{
			id: "shortcuts",
			icon: CircleHelp,
			label: () => t("palette.shortcuts"),
			keys: "Ctrl+/",
			run: shortcuts,
		},
		...(several
			? [{ id: "account", icon: UsersRound, label: () => t("accounts.next"), run: () => void switchToNext() }]
			: []),
		{ id: "signOut", icon: LogOut, label: () => t("palette.signOut"), run: signOut },
	];
	return { open, onOpenChange: setOpen, commands };
}
