import { CornerDownLeft, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ChatRow, SendKey } from "@/bindings";
import { useRobot } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { classes } from "@/shared/ui/classes";
import { Kbd } from "@/shared/ui/Kbd";
import { RobotMark } from "@/shared/ui/RobotMark";
import { FRAME_BYTES, type Size } from "./model";

type Props = {
	row: ChatRow;
	size: Size;
	bare: boolean;
	canSend: boolean;
	sendKey: SendKey;
	onSend: () => void;
};

/** Under the box: who speaks, how much room is left, and the button. */
export function Foot({ row, size, bare, canSend, sendKey, onSend }: Props) {
	const { t } = useTranslation();
	return (
		<div className="mt-1.5 flex h-8 items-center gap-3 text-small text-text-3">
			<As row={row} />
			<span className="ml-auto min-w-0">
				<SizeNote size={size} bare={bare} sendKey={sendKey} />
			</span>
			<Button look="primary" data-testid="composer-send" disabled={!canSend} onClick={onSend}>
				{t("composer.send")}
				<CornerDownLeft size={14} aria-hidden="true" />
			</Button>
		</div>
	);
}

/** Which robot the customer will see as the sender. */
function As({ row }: { row: ChatRow }) {
	const { t } = useTranslation();
	const known = useRobot(row.key.robotKey);
	if (!known) return null;
	const name = oneLine(known.robot.name);
	return (
		<span className="flex max-w-1/2 shrink-0 items-center gap-1.5">
			<span className="shrink-0">{t("composer.as")}</span>
			<RobotMark name={name} hue={known.hue} dimmed={known.robot.status !== "online"} />
			<span className="bidi-isolate truncate text-text-2">{name}</span>
			<span className="shrink-0">{t("composer.asTail")}</span>
		</span>
	);
}

function SizeNote({ size, bare, sendKey }: Pick<Props, "size" | "bare" | "sendKey">) {
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
		// One line high: a hint that has no room beside the robot's name is left out, not cut.
		<span
			className={classes(
				"flex h-6 flex-wrap justify-end gap-x-4 overflow-hidden transition-opacity",
				bare && "opacity-0",
			)}
		>
			<Hint keys={sendKey === "enter" ? "Shift+Enter" : "Enter"} words={t("composer.newline")} />
			<Hint keys="Ctrl+Shift+Enter" words={t("sending.sendAndNext")} />
		</span>
	);
}

/** A robot that is down still takes messages; the person should know before writing one. */
export function RobotDown({ row }: { row: ChatRow }) {
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

function Hint({ keys, words }: { keys: string; words: string }) {
	return (
		<span className="flex h-6 items-center gap-1.5 whitespace-nowrap">
			<Kbd keys={keys} /> {words}
		</span>
	);
}
