import { HardDriveUpload, Inbox, Keyboard, MessageSquareReply, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { savePreferences, useDesk } from "@/shared/host";
import { useKeys } from "@/shared/keys";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";

const STEPS = [
	{ id: "list", icon: Inbox },
	{ id: "reply", icon: MessageSquareReply },
	{ id: "uploads", icon: HardDriveUpload },
	{ id: "shortcuts", icon: Keyboard },
] as const;

type Props = { onUploads: () => void; onShortcuts: () => void };

/**
 * The first steps of somebody who has never seen the console. They stand above the work and cover none of it, so that
 * each can be tried at once; once through or closed, they do not come again.
 */
export function Coach({ onUploads, onShortcuts }: Props) {
	const coached = useDesk((desk) => desk.preferences.coached);
	return coached ? null : <Steps onUploads={onUploads} onShortcuts={onShortcuts} />;
}

function Steps({ onUploads, onShortcuts }: Props) {
	const { t } = useTranslation();
	const keys = useKeys();
	const preferences = useDesk((desk) => desk.preferences);
	const [at, setAt] = useState(0);
	const step = STEPS[at] ?? STEPS[0];
	const Icon = step.icon;
	const last = at === STEPS.length - 1;

	// Should it not be kept, it comes again, which is all that is lost.
	const finish = () => void savePreferences({ ...preferences, coached: true }).catch(() => undefined);

	return (
		<section
			aria-label={t("coach.label")}
			data-testid="coach"
			className="flex shrink-0 items-center gap-4 border-b border-line bg-accent-weak px-4 py-3"
		>
			<span className="flex size-10 shrink-0 items-center justify-center rounded-card bg-accent text-on-accent">
				<Icon size={20} aria-hidden="true" />
			</span>
			<div className="min-w-0 flex-1" role="status">
				<h2 className="text-base font-semibold text-text-1">
					{t(`coach.${step.id}.title`)}
					<span className="tabular ml-2 text-small font-normal text-text-2">
						{t("coach.step", { at: String(at + 1), of: String(STEPS.length) })}
					</span>
				</h2>
				<p className="text-base text-text-1">
					{t(`coach.${step.id}.body`, { key: keys("nextWaiting"), help: keys("cheatSheet") })}
				</p>
			</div>
			{step.id === "uploads" && (
				<Button data-testid="coach-uploads" onClick={onUploads}>
					{t("coach.uploads.act")}
				</Button>
			)}
			{step.id === "shortcuts" && (
				<Button data-testid="coach-shortcuts" onClick={onShortcuts}>
					{t("coach.shortcuts.act")}
				</Button>
			)}
			{at > 0 && (
				<Button look="quiet" onClick={() => setAt(at - 1)}>
					{t("coach.back")}
				</Button>
			)}
			<Button look="primary" data-testid="coach-next" onClick={() => (last ? finish() : setAt(at + 1))}>
				{t(last ? "coach.done" : "coach.next")}
			</Button>
			<IconButton label={t("coach.close")} data-testid="coach-close" onClick={finish}>
				<X size={16} />
			</IconButton>
		</section>
	);
}
