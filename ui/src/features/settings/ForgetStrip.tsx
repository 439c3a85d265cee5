import { useTranslation } from "react-i18next";
import { Button } from "@/shared/ui/Button";

type Props = {
	/** What is lost with it. */
	what: string;
	confirm: string;
	busy: boolean;
	onCancel: () => void;
	onForget: () => void;
	testId?: string;
};

/** Asks once more before something is forgotten, where it stands. */
export function ForgetStrip({ what, confirm, busy, onCancel, onForget, testId }: Props) {
	const { t } = useTranslation();
	return (
		<div className="flex items-center gap-2 rounded-control bg-danger-weak px-3 py-2">
			<p className="min-w-0 flex-1 text-small text-text-1">{what}</p>
			<Button size="small" look="quiet" onClick={onCancel}>
				{t("settings.cancel")}
			</Button>
			<Button size="small" look="danger" data-testid={testId} disabled={busy} onClick={onForget}>
				{confirm}
			</Button>
		</div>
	);
}
