import { CornerDownLeft, TriangleAlert } from "lucide-react";
import {
	type ChangeEvent,
	type KeyboardEvent,
	useEffect,
	useRef,
	useState,
	useSyncExternalStore,
} from "react";
import { useTranslation } from "react-i18next";
import { type ChatRow, commands } from "@/bindings";
import { useDesk, useRobot } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { classes } from "@/shared/ui/classes";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Kbd } from "@/shared/ui/Kbd";
import { RobotMark } from "@/shared/ui/RobotMark";
import type { DraftBook } from "./drafts";
import { FRAME_BYTES, InputMethodGuard, type Size, sizeOf } from "./model";

type Props = { row: ChatRow; drafts: DraftBook };

/**
 * Two to eight lines. The text stands a second time behind the box and gives it its height; measuring the box
 * itself would make it small for a moment with every key, and the thread above would jump.
 */
const BOX =
	"col-start-1 row-start-1 max-h-[168px] min-h-[42px] w-full resize-none bg-transparent text-message whitespace-pre-wrap text-text-1 [overflow-wrap:anywhere]";

/** The box that answers one chat. Mounted anew for every chat, so that no text can stray into another. */
export function Composer({ row, drafts }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const [chat] = useState(row.key);
	const [stored] = useState(row.draft ?? "");
	const draft = useSyncExternalStore(drafts.subscribe, () => drafts.view(chat, stored));
	const input = useRef<HTMLTextAreaElement>(null);
	const [guard] = useState(() => new InputMethodGuard());
	const offline = useDesk((desk) => desk.session.state !== "live" && desk.session.state !== "catchingUp");
	const size = sizeOf(draft.text);
	const canSend = size.kind === "fits" || size.kind === "near";

	useEffect(() => {
		let current = true;
		commands.draft(chat).then(
			(draft) => current && draft !== null && drafts.learn(chat, draft.text),
			// The row has brought the draft already; this only makes sure.
			() => undefined,
		);
		return () => {
			current = false;
			void drafts.flush(chat);
		};
	}, [chat, drafts]);

	function send() {
		input.current?.focus();
		if (canSend) void drafts.send(chat);
	}

	function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
		if (!guard.sends(event.nativeEvent)) return;
		event.preventDefault();
		send();
	}

	return (
		<section
			data-testid="composer"
			data-region="composer"
			aria-label={t("composer.label")}
			className="shrink-0 border-t border-line px-5 pt-2.5 pb-3 transition-colors duration-150 has-[textarea:focus-visible]:border-accent"
		>
			<RobotDown row={row} />
			{draft.sendError !== null && (
				<ErrorNote className="mb-2">
					{t("composer.sendFailed", { reason: reason(draft.sendError) })}
				</ErrorNote>
			)}
			{draft.saveError !== null && <ErrorNote className="mb-2">{t("composer.draftFailed")}</ErrorNote>}
			<div className="grid">
				<div aria-hidden="true" className={classes(BOX, "invisible overflow-hidden")}>
					{`${draft.text}\n`}
				</div>
				<textarea
					ref={input}
					data-testid="composer-input"
					data-region-focus=""
					rows={1}
					value={draft.text}
					aria-label={t("composer.input", { name: oneLine(row.name) })}
					aria-invalid={size.kind === "over"}
					placeholder={offline ? t("composer.placeholderOffline") : t("composer.placeholder")}
					onChange={(event: ChangeEvent<HTMLTextAreaElement>) => drafts.type(chat, event.target.value)}
					onKeyDown={onKeyDown}
					onKeyUp={() => guard.keyReleased()}
					onCompositionStart={() => guard.compositionStarted()}
					onCompositionEnd={(event) => guard.compositionEnded(event.timeStamp)}
					onBlur={() => void drafts.flush(chat)}
					className={classes(BOX, "selectable overflow-y-auto outline-none")}
				/>
			</div>
			<div className="mt-1.5 flex h-8 items-center gap-3 text-small text-text-3">
				<As row={row} />
				<span className="ml-auto min-w-0 truncate">
					<SizeNote size={size} />
				</span>
				<Button look="primary" data-testid="composer-send" disabled={!canSend} onClick={send}>
					{t("composer.send")}
					<CornerDownLeft size={14} aria-hidden="true" />
				</Button>
			</div>
		</section>
	);
}

/** Which robot the customer will see as the sender. */
function As({ row }: { row: ChatRow }) {
	const { t } = useTranslation();
	const known = useRobot(row.key.robotKey);
	if (!known) return null;
	const name = oneLine(known.robot.name);
	return (
		<span className="flex min-w-0 items-center gap-1.5">
			<span className="shrink-0">{t("composer.as")}</span>
			<RobotMark name={name} hue={known.hue} dimmed={known.robot.status !== "online"} />
			<span className="bidi-isolate truncate text-text-2">{name}</span>
			<span className="shrink-0">{t("composer.asTail")}</span>
		</span>
	);
}

function SizeNote({ size }: { size: Size }) {
	const { t } = useTranslation();
	const kilobytes = (bytes: number) => `${Math.max(0.1, bytes / 1024).toFixed(1)} KB`;
	if (size.kind === "over") {
		return (
			<span role="alert" className="text-danger-text">
				{t("composer.tooLong", { bytes: kilobytes(size.overBytes), limit: `${FRAME_BYTES / 1024} KB` })}
			</span>
		);
	}
	if (size.kind === "near")
		return <span>{t("composer.nearLimit", { bytes: kilobytes(size.leftBytes) })}</span>;
	return (
		<span
			className={classes(
				"flex items-center gap-1.5 transition-opacity",
				size.kind === "empty" && "opacity-0",
			)}
		>
			<Kbd keys="Shift+Enter" /> {t("composer.newline")}
		</span>
	);
}

/** A robot that is down still takes messages; the person should know before writing one. */
function RobotDown({ row }: { row: ChatRow }) {
	const { t } = useTranslation();
	const known = useRobot(row.key.robotKey);
	if (!known || known.robot.status === "online" || known.robot.status === "starting") return null;
	return (
		<p className="mb-2 flex items-center gap-2 rounded-control bg-warning-weak px-3 py-1.5 text-small text-warning-text">
			<TriangleAlert size={14} aria-hidden="true" />
			{t("thread.robotDown", { name: oneLine(known.robot.name), status: t(`robot.${known.robot.status}`) })}
		</p>
	);
}
