import { useMutation } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import { useTranslation } from "react-i18next";
import {
	commands,
	type NotificationContent,
	type NotificationSound,
	type NotificationSettings as Notifications,
} from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Segmented } from "@/shared/ui/Segmented";
import { Setting } from "./Setting";

const CONTENTS = [
	["off", "desktop.contentOff"],
	["count", "desktop.contentCount"],
	["name", "desktop.contentName"],
	["full", "desktop.contentFull"],
] as const satisfies readonly (readonly [NotificationContent, string])[];

export const SOUNDS = ["message", "bell", "chime", "silent"] as const satisfies readonly NotificationSound[];

type Props = {
	settings: Notifications;
	/** Nobody on this desktop shows notifications. */
	missing: boolean;
	onChange: (part: Partial<Notifications>) => void;
};

/** How much a notification says, what it sounds like, and one to try. */
export function NotificationSettings({ settings, missing, onChange }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const { content, sound } = settings;
	const trying = useMutation({ mutationFn: () => commands.tryNotification() });
	return (
		<>
			{missing && <ErrorNote testId="no-notifications">{t("desktop.missing")}</ErrorNote>}
			<Setting title={t("desktop.content")} hint={t(`desktop.contentHint.${content}`)}>
				<Segmented
					label={t("desktop.content")}
					testId="notification-content"
					value={content}
					onChange={(chosen) => onChange({ content: chosen })}
					segments={CONTENTS.map(([value, label]) => ({ value, label: t(label), testId: `notify-${value}` }))}
				/>
			</Setting>
			<Setting title={t("desktop.sound")} hint={t("desktop.contentRules")}>
				<div className="flex items-center gap-2">
					<Choice
						label={t("desktop.sound")}
						testId="notification-sound"
						value={sound}
						onChange={(chosen) => onChange({ sound: chosen })}
						options={SOUNDS.map((value) => ({ value, label: t(`desktop.soundName.${value}`) }))}
						className="w-32"
					/>
					<Button data-testid="try-notification" disabled={trying.isPending} onClick={() => trying.mutate()}>
						<BellRing size={16} aria-hidden="true" />
						{t("desktop.try")}
					</Button>
				</div>
				{trying.error !== null && <ErrorNote className="mt-2">{reason(trying.error)}</ErrorNote>}
			</Setting>
		</>
	);
}
