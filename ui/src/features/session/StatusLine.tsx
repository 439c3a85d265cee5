import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { commands } from "@/bindings";
import { useDesk } from "@/shared/host";
import { SECOND_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { Flyout } from "@/shared/ui/Flyout";
import { StateDot } from "@/shared/ui/StateDot";
import { completeTo, robotTally, toneOf } from "./model";
import { StatusDetails } from "./StatusDetails";
import { useSessionWords } from "./useSessionWords";

/** The line at the foot of the window: what one may rely on now. It changes, but never blinks. */
export function StatusLine() {
	const { t } = useTranslation();
	const session = useDesk((desk) => desk.session);
	const robots = useDesk((desk) => desk.robots);
	const waiting = useDesk((desk) => desk.waiting);
	const words = useSessionWords();
	const tally = robotTally(robots);

	return (
		// biome-ignore lint/a11y/useAriaPropsSupportedByRole: the foot of the window is a landmark, and landmarks have names.
		<footer
			data-region="status"
			data-testid="status-line"
			data-state={session.state}
			aria-label={t("status.label")}
			className="flex h-7 shrink-0 items-center gap-1 border-t border-line bg-surface-0 px-2 text-small text-text-2"
		>
			<Flyout
				title={t("status.details")}
				side="top"
				align="start"
				className="w-80"
				trigger={
					<button
						type="button"
						data-region-focus=""
						className="tabular ring-inside flex h-6 min-w-0 items-center gap-2 rounded-control px-2 transition-colors duration-150 hover:bg-hover hover:text-text-1 data-[popup-open]:bg-pressed"
					>
						<StateDot tone={toneOf(session)} />
						<span className="shrink-0 text-text-1" aria-live="polite">
							{words.state(session)}
						</span>
						{session.state === "offline" && (
							<Countdown nextAt={session.nextAt} why={words.reason(session.reason)} />
						)}
						<Dot />
						<Completeness />
						<Dot />
						<span className="truncate">
							{t("status.robots", { online: String(tally.online), total: String(tally.total) })}
						</span>
						<Dot />
						<span className={waiting > 0 ? "shrink-0 text-warning-text" : "shrink-0"}>
							{t("status.waiting", { count: waiting })}
						</span>
					</button>
				}
			>
				<StatusDetails />
			</Flyout>
			{session.state === "offline" && <Reconnect />}
		</footer>
	);
}

function Dot() {
	return (
		<span aria-hidden="true" className="text-text-3">
			·
		</span>
	);
}

function Countdown({ nextAt, why }: { nextAt: number; why: string }) {
	const words = useSessionWords();
	const now = useNow(SECOND_MS);
	return (
		<>
			<Dot />
			<span className="shrink-0">{why}</span>
			<Dot />
			<span className="shrink-0">{words.retry(nextAt, now)}</span>
		</>
	);
}

function Completeness() {
	const { t } = useTranslation();
	const session = useDesk((desk) => desk.session);
	const words = useTimeWords();
	const until = completeTo(session);
	const key = session.state === "offline" ? "status.completeToOffline" : "status.completeTo";
	return (
		<span data-testid="status-complete" className="shrink-0">
			{until === null ? t("status.incomplete") : t(key, { time: words.clockWithSeconds(until) })}
		</span>
	);
}

function Reconnect() {
	const { t } = useTranslation();
	const reconnect = useMutation({ mutationFn: () => commands.reconnect() });
	return (
		<Button
			look="quiet"
			size="small"
			className="text-accent-text"
			data-testid="reconnect"
			disabled={reconnect.isPending}
			onClick={() => reconnect.mutate()}
		>
			{t("session.reconnect")}
		</Button>
	);
}
