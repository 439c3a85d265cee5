import { useTranslation } from "react-i18next";
import { useReason } from "../i18n/useReason";
import { Button } from "./Button";
import { ErrorNote } from "./ErrorNote";

/** The shape of a card before it is here. */
export function PanelSkeleton() {
	const { t } = useTranslation();
	return (
		<div role="status" aria-label={t("panel.loading")} className="flex flex-col gap-4 p-4">
			<div className="flex items-center gap-3">
				<span className="skeleton size-10" />
				<span className="flex flex-1 flex-col gap-1.5">
					<span className="skeleton h-4 w-3/5" />
					<span className="skeleton h-3 w-2/5" />
				</span>
			</div>
			{["w-4/5", "w-3/5", "w-full", "w-2/3"].map((width) => (
				<span key={width} className={`skeleton h-3 ${width}`} />
			))}
		</div>
	);
}

export function PanelFailed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	return (
		<div className="flex flex-col items-start gap-3 p-4">
			<ErrorNote className="w-full">{t("panel.failed", { reason: reason(error) })}</ErrorNote>
			<Button size="small" onClick={onRetry}>
				{t("app.retry")}
			</Button>
		</div>
	);
}
