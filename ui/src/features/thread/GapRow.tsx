import { useMutation } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type ChatKey, commands, type Interval } from "@/bindings";
import { useDesk } from "@/shared/host";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { useReason } from "@/shared/i18n/useReason";
import { formatTime, startOfDay } from "@/shared/time/model";
import { Button } from "@/shared/ui/Button";
import { useThreadTools } from "./tools";

/** A stretch that may miss messages: said, never hidden, and to be filled here. */
export function GapRow({ chat, gap }: { chat: ChatKey; gap: Interval }) {
	const { t } = useTranslation();
	const language = useLanguage();
	const reason = useReason();
	const catchingUp = useDesk((desk) => desk.session.state === "catchingUp");
	const fill = useMutation({ mutationFn: () => commands.fillGap(chat, gap) });
	const { readOnly = false } = useThreadTools();
	const busy = fill.isPending || catchingUp;
	const sameDay = startOfDay(gap.from) === startOfDay(gap.to);
	const clock = (at: number) => formatTime(at, "clock", language);
	const dated = (at: number) => `${formatTime(at, "date", language)} ${clock(at)}`;
	const ends = sameDay
		? { from: clock(gap.from), to: clock(gap.to) }
		: { from: dated(gap.from), to: dated(gap.to) };

	return (
		<div className="px-5 pt-3 pb-1" data-testid="gap">
			<div className="tabular flex min-h-9 items-center justify-center gap-3 rounded-control border border-dashed border-warning px-3 py-1 text-small text-text-2">
				{busy ? (
					<>
						<LoaderCircle size={14} className="animate-spin" aria-hidden="true" />
						<span role="status">{t("thread.gapFilling", ends)}</span>
					</>
				) : (
					<>
						<span>
							{t("thread.gap", ends)}
							{fill.isError && (
								<span role="alert" className="block text-danger-text">
									{t("thread.gapFailed", { reason: reason(fill.error) })}
								</span>
							)}
						</span>
						{!readOnly && (
							<Button size="small" data-testid="load-gap" onClick={() => fill.mutate()}>
								{t("thread.gapLoad")}
							</Button>
						)}
					</>
				)}
			</div>
		</div>
	);
}
