import { useTranslation } from "react-i18next";
import { useKeys } from "@/shared/keys";
import { Kbd } from "@/shared/ui/Kbd";
import { Modal } from "@/shared/ui/Modal";
import { VIEWS } from "./views";

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** Every key there is. */
export function CheatSheet({ open, onOpenChange }: Props) {
	const { t } = useTranslation();
	const keys = useKeys();
	const groups = [
		{
			title: t("keys.groupChats"),
			lines: [
				{ text: t("keys.nextWaiting"), keys: [keys("nextWaiting")] },
				{ text: t("keys.previousNext"), keys: [keys("previousChat"), keys("nextChat")] },
				{ text: t("keys.unread"), keys: [keys("previousUnread"), keys("nextUnread")] },
				{ text: t("keys.filter"), keys: ["Ctrl+L"] },
				{ text: t("keys.moveInList"), keys: ["↑", "↓"] },
				{ text: t("keys.openChat"), keys: ["Enter"] },
				{ text: t("inbox.keyPick"), keys: ["Shift+↑", "Shift+↓"] },
				{ text: t("inbox.keyMarks"), keys: ["P", "H", "S", "M", "U"] },
				{ text: t("inbox.keyMenu"), keys: ["Shift+F10"] },
				{ text: t("inbox.keyRobot"), keys: ["Ctrl+1…9"] },
			],
		},
		{
			title: t("keys.groupMessage"),
			lines: [
				{ text: t("keys.send"), keys: ["Enter"] },
				{ text: t("keys.newline"), keys: ["Shift+Enter"] },
				{ text: t("sending.keySendAndNext"), keys: ["Ctrl+Shift+Enter"] },
				{ text: t("sending.keyTakeBack"), keys: ["Ctrl+Z"] },
				{ text: t("sending.replies"), keys: ["/"] },
				{ text: t("sending.keyMention"), keys: ["@"] },
				{ text: t("messageMenu.keyMove"), keys: ["↑", "↓"] },
				{ text: t("messageMenu.keyMenu"), keys: ["Enter", "X"] },
				{ text: t("messageMenu.keyActions"), keys: ["Q", "F"] },
			],
		},
		{
			title: t("keys.groupWindow"),
			lines: [
				{ text: t("keys.back"), keys: ["Esc"] },
				{ text: t("search.keyPalette"), keys: ["Ctrl+K"] },
				{ text: t("search.keyOpen"), keys: ["Ctrl+Shift+F"] },
				...VIEWS.map((view) => ({ text: t(view.label), keys: [`Alt+${view.shortcut.key}`] })),
				{ text: t("lead.keys"), keys: ["Alt+Shift+1…9"] },
				{ text: t("keys.panel"), keys: [keys("panel")] },
				{ text: t("keys.regions"), keys: ["F6", "Shift+F6"] },
				{ text: t("settings.zoom"), keys: [keys("zoomIn"), keys("zoomOut"), keys("zoomReset")] },
				{ text: t("keys.help"), keys: [keys("cheatSheet")] },
			],
		},
	];
	return (
		<Modal open={open} onOpenChange={onOpenChange} title={t("keys.title")} className="w-[480px]">
			<div data-testid="cheat-sheet" className="mt-4 flex flex-col gap-4">
				{groups.map((group) => (
					<section key={group.title}>
						<h3 className="mb-1 text-small text-text-3">{group.title}</h3>
						<dl className="flex flex-col">
							{group.lines.map((line) => (
								<div
									key={line.text}
									className="flex h-8 items-center justify-between gap-4 border-b border-line last:border-0"
								>
									<dt className="text-base text-text-1">{line.text}</dt>
									<dd className="flex gap-2">
										{line.keys.map((each) => (
											<Kbd key={each} keys={each} />
										))}
									</dd>
								</div>
							))}
						</dl>
					</section>
				))}
			</div>
		</Modal>
	);
}
