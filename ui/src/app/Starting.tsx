import { useTranslation } from "react-i18next";
import type { CommandFailure } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { Brand } from "@/shared/ui/Brand";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";

/** The moment before the engine has answered. */
export function Starting() {
	const { t } = useTranslation();
	return (
		<div role="status" className="flex h-full items-center justify-center gap-3 bg-surface-0 text-text-2">
			<Brand size={32} />
			{t("app.starting")}
		</div>
	);
}

export function StartFailed({ error, onRetry }: { error: CommandFailure; onRetry: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	return (
		<main className="flex h-full items-center justify-center bg-surface-0">
			<div className="flex w-[432px] flex-col items-start gap-4">
				<div className="flex items-center gap-3">
					<Brand size={32} />
					<h1 className="text-title font-semibold">{t("app.startFailed")}</h1>
				</div>
				<ErrorNote className="w-full">{reason(error)}</ErrorNote>
				<Button onClick={onRetry}>{t("app.retry")}</Button>
			</div>
		</main>
	);
}
