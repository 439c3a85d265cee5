import { AlarmClock, BellOff, EyeOff, MailOpen, Pin, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ChatRow } from "@/bindings";
import { Hint } from "@/shared/ui/Hint";
import { IconButton } from "@/shared/ui/IconButton";
import { toggled } from "./model";
import type { Marking } from "./useMarks";

type Props = {
	rows: readonly ChatRow[];
	marking: Marking;
	onSnooze: () => void;
	onClear: () => void;
};

/** What can be done with all that are selected. */
export function PickedBar({ rows, marking, onSnooze, onClear }: Props) {
	const { t } = useTranslation();
	const buttons = [
		{
			label: t(toggled(rows, "pinned") ? "inbox.pin" : "inbox.unpin"),
			icon: Pin,
			act: () => marking.toggle(rows, "pinned"),
		},
		{
			label: t(toggled(rows, "unreadMark") ? "inbox.markUnread" : "inbox.unmarkUnread"),
			icon: MailOpen,
			act: () => marking.toggle(rows, "unreadMark"),
		},
		{
			label: t(toggled(rows, "muted") ? "inbox.mute" : "inbox.unmute"),
			icon: BellOff,
			act: () => marking.toggle(rows, "muted"),
		},
		{ label: t("inbox.snooze"), icon: AlarmClock, act: onSnooze },
		{
			label: t(toggled(rows, "hidden") ? "inbox.hide" : "inbox.unhide"),
			icon: EyeOff,
			act: () => marking.toggle(rows, "hidden"),
		},
		{ label: t("inbox.pickedClear"), icon: X, act: onClear },
	];
	return (
		<div
			role="toolbar"
			aria-label={t("inbox.menu")}
			data-testid="picked-bar"
			className="flex h-10 shrink-0 items-center gap-0.5 border-t border-line bg-surface-3 pr-2 pl-3"
		>
			<span className="tabular min-w-0 flex-1 truncate text-small text-text-2" aria-live="polite">
				{t("inbox.picked", { count: rows.length })}
			</span>
			{buttons.map(({ label, icon: Icon, act }) => (
				<Hint key={label} text={label}>
					<IconButton label={label} size={28} onClick={act}>
						<Icon size={16} />
					</IconButton>
				</Hint>
			))}
		</div>
	);
}
