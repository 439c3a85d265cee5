import { ContextMenu } from "@base-ui/react/context-menu";
import { AlarmClock, BellOff, ChevronRight, EyeOff, type LucideIcon, MailOpen, Pin } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ChatRow } from "@/bindings";
import { snoozeUntil, toggled } from "./model";
import type { Marking } from "./useMarks";

type Props = {
	/** What is marked: the row under the pointer, or all that are selected. */
	rows: readonly ChatRow[];
	marking: Marking;
	onCustom: (rows: readonly ChatRow[]) => void;
	onOpenChange: (open: boolean) => void;
	/** The list: the menu opens wherever it is asked for in there. */
	children: ReactElement<Record<string, unknown>>;
};

const POPUP = "popup-motion min-w-44 rounded-card bg-surface-3 p-1 shadow-float outline-none";
const ITEM =
	"flex h-7 items-center gap-2 rounded-control px-2 text-base text-text-1 outline-none select-none data-[highlighted]:bg-hover data-[popup-open]:bg-hover";

/** What can be done with a chat in the list. */
export function ChatMenu({ rows, marking, onCustom, onOpenChange, children }: Props) {
	const { t } = useTranslation();
	const snoozed = rows.some((row) => row.marks.snoozedUntil !== null);
	const later = (snooze: Parameters<typeof snoozeUntil>[0]) =>
		marking.snooze(rows, snoozeUntil(snooze, Date.now()));
	return (
		<ContextMenu.Root onOpenChange={onOpenChange}>
			<ContextMenu.Trigger render={children} />
			<ContextMenu.Portal>
				<ContextMenu.Positioner className="z-30" collisionPadding={4}>
					<ContextMenu.Popup className={POPUP} aria-label={t("inbox.menu")} data-testid="chat-menu">
						{rows.length > 1 && (
							<p className="px-2 py-1 text-small text-text-3">{t("inbox.picked", { count: rows.length })}</p>
						)}
						<Item icon={Pin} keys="P" onClick={() => marking.toggle(rows, "pinned")}>
							{t(toggled(rows, "pinned") ? "inbox.pin" : "inbox.unpin")}
						</Item>
						<Item icon={MailOpen} keys="U" onClick={() => marking.toggle(rows, "unreadMark")}>
							{t(toggled(rows, "unreadMark") ? "inbox.markUnread" : "inbox.unmarkUnread")}
						</Item>
						<Item icon={BellOff} keys="M" onClick={() => marking.toggle(rows, "muted")}>
							{t(toggled(rows, "muted") ? "inbox.mute" : "inbox.unmute")}
						</Item>
						<ContextMenu.SubmenuRoot>
							<ContextMenu.SubmenuTrigger className={ITEM}>
								<AlarmClock size={16} aria-hidden="true" className="text-text-2" />
								<span className="flex-1">{t("inbox.snooze")}</span>
								<ChevronRight size={14} aria-hidden="true" className="text-text-3" />
							</ContextMenu.SubmenuTrigger>
							<ContextMenu.Portal>
								<ContextMenu.Positioner className="z-30" sideOffset={2} collisionPadding={4}>
									<ContextMenu.Popup className={POPUP}>
										<Item onClick={() => later({ minutes: 30 })}>{t("inbox.snoozeHalfHour")}</Item>
										<Item onClick={() => later({ minutes: 120 })}>{t("inbox.snoozeTwoHours")}</Item>
										<Item onClick={() => later("tomorrow")}>{t("inbox.snoozeTomorrow")}</Item>
										<Item keys="S" onClick={() => onCustom(rows)}>
											{t("inbox.snoozeCustom")}
										</Item>
									</ContextMenu.Popup>
								</ContextMenu.Positioner>
							</ContextMenu.Portal>
						</ContextMenu.SubmenuRoot>
						{snoozed && (
							<Item icon={AlarmClock} onClick={() => marking.snooze(rows, 0)}>
								{t("inbox.wake")}
							</Item>
						)}
						<Item icon={EyeOff} keys="H" onClick={() => marking.toggle(rows, "hidden")}>
							{t(toggled(rows, "hidden") ? "inbox.hide" : "inbox.unhide")}
						</Item>
					</ContextMenu.Popup>
				</ContextMenu.Positioner>
			</ContextMenu.Portal>
		</ContextMenu.Root>
	);
}

type ItemProps = { icon?: LucideIcon; keys?: string; onClick: () => void; children: ReactNode };

function Item({ icon: Icon, keys, onClick, children }: ItemProps) {
	return (
		<ContextMenu.Item className={ITEM} onClick={onClick}>
			{Icon && <Icon size={16} aria-hidden="true" className="text-text-2" />}
			<span className="flex-1">{children}</span>
			{keys && (
				<span aria-hidden="true" className="pl-4 text-small text-text-3">
					{keys}
				</span>
			)}
		</ContextMenu.Item>
	);
}
