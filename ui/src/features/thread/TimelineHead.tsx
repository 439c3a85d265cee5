import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Timestamp } from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { startOfDay } from "@/shared/time/model";
import { Button } from "@/shared/ui/Button";
import { DayDivider } from "./DayPill";
import type { Head } from "./useThreadPages";

type Props = {
	head: Head;
	error: unknown;
	oldest: Timestamp | null;
	/** The thread begins here because older messages are let go. */
	cleared: boolean;
	onLoad: () => void;
};

/** What is above the oldest message: more to load, the beginning, and the day of that message. Of fixed height. */
export function TimelineHead({ head, error, oldest, cleared, onLoad }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	return (
		<div className="absolute inset-x-0 top-0 flex h-[88px] flex-col justify-end">
			<div className="flex h-11 items-center justify-center px-5 text-small text-text-3">
				{head === "loading" && (
					<span className="flex items-center gap-2" role="status">
						<LoaderCircle size={14} className="animate-spin" aria-hidden="true" />
						{t("thread.loadingOlder")}
					</span>
				)}
				{head === "more" && (
					<Button look="quiet" size="small" onClick={onLoad}>
						{t("thread.loadOlder")}
					</Button>
				)}
				{head === "failed" && (
					<span className="flex items-center gap-2 text-danger-text">
						<span className="line-clamp-2">{t("thread.olderFailed", { reason: reason(error) })}</span>
						<Button size="small" onClick={onLoad}>
							{t("app.retry")}
						</Button>
					</span>
				)}
				{head === "start" &&
					(cleared ? t("retention.threadStart") : oldest === null ? t("thread.empty") : t("thread.start"))}
			</div>
			{oldest !== null && <DayDivider day={startOfDay(oldest)} />}
			{oldest === null && head === "start" && (
				<p className="h-11 text-center text-small text-text-3">{t("thread.emptyBody")}</p>
			)}
		</div>
	);
}
