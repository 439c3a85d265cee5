import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useReason } from "@/shared/i18n/useReason";
import { withoutDirectionControls } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import type { Leaving } from "./useLeaving";

type Props = {
	leaving: Leaving | null;
	onConfirm: () => void;
	onCopy: (url: string) => void;
	onStay: () => void;
};

/** An address that may not lead where it seems to: where it does lead, and why that is worth a look. */
export function LeavingDialog({ leaving, onConfirm, onCopy, onStay }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const judgement = leaving?.judgement ?? null;
	return (
		<Modal
			open={leaving !== null}
			onOpenChange={(open) => !open && onStay()}
			title={t("leaving.title")}
			className="w-[480px]"
		>
			{leaving !== null && (
				<div data-testid="leaving" className="mt-3 flex flex-col gap-4">
					<dl className="flex flex-col gap-2">
						{judgement !== null && (
							<div>
								<dt className="text-small text-text-3">{t("leaving.host")}</dt>
								<dd className="selectable bidi-isolate text-title font-semibold [overflow-wrap:anywhere]">
									{withoutDirectionControls(judgement.host)}
								</dd>
							</div>
						)}
						<div>
							<dt className="text-small text-text-3">{t("leaving.address")}</dt>
							<dd className="selectable bidi-isolate max-h-24 overflow-y-auto font-mono text-small text-text-2 [overflow-wrap:anywhere]">
								{withoutDirectionControls(leaving.url)}
							</dd>
						</div>
					</dl>
					{judgement !== null && (
						<ul className="flex flex-col gap-1.5 rounded-control bg-warning-weak px-3 py-2">
							{judgement.warnings.map((warning) => (
								<li key={warning} className="flex gap-2 text-base text-text-1">
									<TriangleAlert size={16} aria-hidden="true" className="mt-0.5 text-warning-text" />
									{t(`leaving.${warning}`)}
								</li>
							))}
						</ul>
					)}
					{leaving.error !== null && (
						<ErrorNote>{t("leaving.failed", { reason: reason(leaving.error) })}</ErrorNote>
					)}
					<div className="flex justify-end gap-2">
						<Button look="quiet" className="mr-auto" onClick={() => onCopy(leaving.url)}>
							{t("leaving.copy")}
						</Button>
						{judgement !== null && (
							<Button data-testid="leave" onClick={onConfirm}>
								{t("leaving.open")}
							</Button>
						)}
						<Button look="primary" data-testid="stay" onClick={onStay}>
							{t(judgement === null ? "leaving.close" : "leaving.cancel")}
						</Button>
					</div>
				</div>
			)}
		</Modal>
	);
}
