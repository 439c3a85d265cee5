import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useRobots } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { SECOND_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { RobotMark } from "@/shared/ui/RobotMark";
import { StateDot } from "@/shared/ui/StateDot";
import { completeTo, hostOf, robotTone, toneOf } from "./model";
import { useSessionWords } from "./useSessionWords";

/** Everything behind the status line, spelt out. */
export function StatusDetails() {
	const { t } = useTranslation();
	const session = useDesk((desk) => desk.session);
	const account = useDesk((desk) => desk.account);
	const waiting = useDesk((desk) => desk.waiting);
	const robots = [...useRobots().values()];
	const words = useSessionWords();
	const times = useTimeWords();
	const now = useNow(SECOND_MS);
	const until = completeTo(session);

	return (
		<div className="flex flex-col gap-4">
			<Part title={t("status.connection")}>
				<p className="flex items-center gap-2 text-base text-text-1">
					<StateDot tone={toneOf(session)} />
					{words.state(session)}
					{account && (
						<span className="ml-auto truncate text-small text-text-3">
							{t(`environment.${account.environment.kind}`)} · {hostOf(account.environment.apiBase)}
						</span>
					)}
				</p>
				{session.state === "offline" && (
					<>
						<p className="tabular mt-1 text-small text-text-2">
							{words.reason(session.reason)} · {t("status.attempt", { attempt: String(session.attempt) })} ·{" "}
							{words.retry(session.nextAt, now)}
						</p>
						{"message" in session.reason && session.reason.message !== "" && (
							<p className="selectable mt-1 text-small text-text-3 [overflow-wrap:anywhere]">
								{session.reason.message}
							</p>
						)}
					</>
				)}
				{session.state === "authLost" && (
					<p className="selectable mt-1 text-small text-text-2 [overflow-wrap:anywhere]">{session.message}</p>
				)}
			</Part>
			<Part title={t("status.completeness")}>
				{until !== null && <p className="tabular text-base text-text-1">{times.full(until)}</p>}
				<p className="text-small text-text-2">
					{session.state === "live"
						? t("status.completeHint")
						: session.state === "offline"
							? t(session.reason.kind === "diskFull" ? "notice.diskFullNext" : "status.offlineHint")
							: t("status.incompleteHint")}
				</p>
			</Part>
			<Part title={t("status.robotsTitle")}>
				{robots.length === 0 && <p className="text-small text-text-2">{t("status.noRobots")}</p>}
				<ul className="-mx-1 flex max-h-48 flex-col overflow-y-auto px-1">
					{robots.map(({ robot, hue }) => (
						<li key={robot.key} className="flex h-7 items-center gap-2 text-base">
							<RobotMark name={oneLine(robot.name)} hue={hue} size={16} />
							<span className="bidi-isolate min-w-0 flex-1 truncate text-text-1">{oneLine(robot.name)}</span>
							<span className="flex items-center gap-1.5 text-small text-text-2">
								<StateDot tone={robotTone(robot)} />
								{t(`robot.${robot.status}`)}
							</span>
						</li>
					))}
				</ul>
			</Part>
			<Part title={t("status.outbox")}>
				<p className="text-small text-text-2">
					{waiting === 0 ? t("status.outboxEmpty") : t("status.outboxWaiting", { count: waiting })}
				</p>
			</Part>
		</div>
	);
}

function Part({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section>
			<h3 className="mb-1 text-mini text-text-3">{title}</h3>
			{children}
		</section>
	);
}
