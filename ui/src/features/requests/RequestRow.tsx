import { MessageCircle } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { ReceivedRequest } from "@/bindings";
import { focusByKey } from "@/shared/hooks/focusByKey";
import { useDesk, useRobot } from "@/shared/host";
import { useActionWords } from "@/shared/i18n/useActionWords";
import { oneLine } from "@/shared/text/plain";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Avatar } from "@/shared/ui/Avatar";
import { Button } from "@/shared/ui/Button";
import { classes } from "@/shared/ui/classes";
import { RobotMark } from "@/shared/ui/RobotMark";
import { Tick } from "@/shared/ui/Tick";
import { acceptance, wantsPerson } from "./model";

type Props = {
	request: ReceivedRequest;
	chosen: boolean;
	onToggle: () => void;
	onAccept: () => void;
	onIgnore: () => void;
};

const TONES: Record<ReceivedRequest["state"], string> = {
	waiting: "text-text-2",
	accepting: "text-text-2",
	accepted: "text-positive-text",
	ignored: "text-text-3",
	failed: "text-danger-text",
};

/** One request. The arrows move between rows; what is in the row is reached with Tab. */
export function RequestRow({ request, chosen, onToggle, onAccept, onIgnore }: Props) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const words = useActionWords();
	const now = useNow(MINUTE_MS);
	const known = useRobot(request.robotKey);
	const actions = useDesk((desk) => desk.records.actions);
	const { from, name: given, reason, isWechat } = request.request;
	const name = oneLine(given) || t("group.noName");
	const robotName = known ? oneLine(known.robot.name) : t("robot.unnamed");
	const open = wantsPerson(request);
	const attempt = request.state === "failed" ? acceptance(actions.values(), request) : null;

	return (
		<li
			data-testid="request"
			data-state={request.state}
			tabIndex={-1}
			onKeyDown={moveBetweenRows}
			className={classes(
				"mx-2 mb-0.5 flex items-start gap-3 rounded-card px-4 py-3 ring-inside",
				chosen ? "bg-selection" : "hover:bg-hover",
			)}
		>
			<span className="flex h-10 w-4 items-center">
				{open && (
					<Tick checked={chosen} onChange={onToggle}>
						<span className="sr-only">{t("requests.choose", { name })}</span>
					</Tick>
				)}
			</span>
			<Avatar name={name} seed={from} source={null} size={40} />
			<div className="min-w-0 flex-1">
				<p className="flex items-center gap-2">
					<span className="bidi-isolate selectable min-w-0 truncate text-message font-medium" title={name}>
						{name}
					</span>
					<span className="flex shrink-0 items-center gap-1 text-mini text-text-3">
						<MessageCircle size={11} aria-hidden="true" />
						{t(isWechat ? "customer.wechat" : "customer.wecom")}
					</span>
				</p>
				<p
					className={classes(
						"bidi-isolate selectable text-base [overflow-wrap:anywhere]",
						reason.trim() === "" ? "text-text-3" : "text-text-1",
					)}
				>
					{oneLine(reason) || t("requests.noReason")}
				</p>
				<p className="mt-1 flex items-center gap-1.5 text-small text-text-3">
					<span className="shrink-0">{t("requests.to")}</span>
					{known && <RobotMark name={robotName} hue={known.hue} dimmed={known.robot.status !== "online"} />}
					<span className="bidi-isolate truncate">{robotName}</span>
					<time className="tabular shrink-0" title={times.full(request.receivedAt)}>
						{t("requests.received", { time: times.list(request.receivedAt, now) })}
					</time>
				</p>
				{attempt !== null && (
					<p className="text-small text-danger-text [overflow-wrap:anywhere]">{words.refusal(attempt)}</p>
				)}
			</div>
			<div className="flex min-h-10 shrink-0 items-center gap-1.5">
				{request.state !== "waiting" && (
					<span className={classes("text-small", TONES[request.state])}>
						{t(`requests.state.${request.state}`)}
					</span>
				)}
				{open && (
					<>
						<Button look="quiet" data-testid="request-ignore" onClick={onIgnore}>
							{t("requests.ignore")}
						</Button>
						<Button data-testid="request-accept" onClick={onAccept}>
							{t(request.state === "failed" ? "requests.acceptAgain" : "requests.accept")}
						</Button>
					</>
				)}
				{request.state === "ignored" && (
					<Button look="quiet" onClick={onAccept}>
						{t("requests.acceptAfterAll")}
					</Button>
				)}
			</div>
		</li>
	);
}

/** From the control of one row to the same control of the next. */
function moveBetweenRows(event: KeyboardEvent<HTMLLIElement>) {
	const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" } as const;
	const towards = event.key in step ? step[event.key as keyof typeof step] : null;
	if (towards === null || event.altKey || event.ctrlKey || event.metaKey) return;
	const row = event.currentTarget;
	const controls = (of: Element) => [...of.querySelectorAll<HTMLElement>("button, [role=checkbox]")];
	const at = controls(row).indexOf(document.activeElement as HTMLElement);
	const next = row[towards];
	if (next === null) return;
	event.preventDefault();
	const there = controls(next);
	focusByKey(there[at] ?? there.at(-1) ?? (next as HTMLElement));
}
