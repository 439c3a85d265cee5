import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChatRow, commands, type ThreadMessage } from "@/bindings";
import { chatOf, chatPath, keepActions, messageImage, useDesk, useRobot } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { useSummary } from "@/shared/i18n/useSummary";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import { ForwardTargets, TargetName } from "./ForwardTargets";

type Props = { messages: readonly ThreadMessage[]; onClose: () => void; onForwarded: () => void };

/** Messages are forwarded to chats of the same robot: chosen, looked at once more, and then handed over. */
export function ForwardDialog({ messages, onClose, onForwarded }: Props) {
	const { t } = useTranslation();
	const [previewed, setPreviewed] = useState(false);
	return (
		<Modal
			open
			onOpenChange={(open) => !open && onClose()}
			title={t(previewed ? "forwarding.confirmTitle" : "forwarding.title")}
			className="w-[480px]"
		>
			<Choosing
				messages={messages}
				previewed={previewed}
				onPreview={setPreviewed}
				onClose={onClose}
				onForwarded={onForwarded}
			/>
		</Modal>
	);
}

type ChoosingProps = Props & { previewed: boolean; onPreview: (previewed: boolean) => void };

function Choosing({ messages, previewed, onPreview, onClose, onForwarded }: ChoosingProps) {
	const { t } = useTranslation();
	const first = messages[0];
	const robotKey = first?.key.robotKey ?? "";
	const from = first === undefined ? "" : chatPath(chatOf(first.key));
	const robot = useRobot(robotKey)?.robot;
	const chats = useDesk((desk) => desk.chats);
	const rows = useMemo(
		() =>
			[...chats.values()]
				.filter((row) => row.key.robotKey === robotKey && chatPath(row.key) !== from)
				.sort((a, b) => (b.lastActive ?? 0) - (a.lastActive ?? 0)),
		[chats, robotKey, from],
	);
	const [chosen, setChosen] = useState<ReadonlyMap<string, ChatRow>>(new Map());
	const handing = useHandOver(messages, onForwarded);

	function toggle(row: ChatRow) {
		const next = new Map(chosen);
		if (!next.delete(row.key.chatUser)) next.set(row.key.chatUser, row);
		setChosen(next);
	}

	const targets = [...chosen.values()];
	if (previewed) {
		return (
			<div data-testid="forward-preview" className="mt-3 flex flex-col gap-4">
				<section>
					<h3 className="mb-1 text-small text-text-3">{t("forwarding.what")}</h3>
					<Preview messages={messages} />
				</section>
				<section>
					<h3 className="mb-1 text-small text-text-3">{t("forwarding.whom")}</h3>
					<ul className="flex max-h-40 flex-col gap-1 overflow-y-auto rounded-control border border-line p-2">
						{targets.map((row) => (
							<li key={row.key.chatUser}>
								<TargetName row={row} />
							</li>
						))}
					</ul>
				</section>
				{handing.error !== null && (
					<ErrorNote>
						<HandOverFailed number={handing.handed + 1} error={handing.error} />
					</ErrorNote>
				)}
				<div className="flex items-center justify-end gap-2">
					<Button disabled={handing.busy} onClick={() => onPreview(false)}>
						{t("forwarding.back")}
					</Button>
					<Button
						look="primary"
						data-testid="forward-confirm"
						disabled={handing.busy}
						onClick={() => void handing.handOver(targets)}
					>
						{handing.busy ? t("forwarding.busy") : t("forwarding.confirm", { count: targets.length })}
					</Button>
				</div>
			</div>
		);
	}
	return (
		<div className="mt-1 flex flex-col gap-3">
			<p className="text-small text-text-2">
				{t("forwarding.robotOnly", { robot: robot ? oneLine(robot.name) : t("robot.unnamed") })}
			</p>
			<ForwardTargets rows={rows} chosen={new Set(chosen.keys())} onToggle={toggle} />
			<div className="flex items-center justify-end gap-2">
				<span className="tabular mr-auto text-small text-text-2" aria-live="polite">
					{t("forwarding.chosen", { count: chosen.size })}
				</span>
				<Button onClick={onClose}>{t("forwarding.cancel")}</Button>
				<Button
					look="primary"
					data-testid="forward-next"
					disabled={chosen.size === 0}
					onClick={() => onPreview(true)}
				>
					{t("forwarding.next")}
				</Button>
			</div>
		</div>
	);
}

function HandOverFailed({ number, error }: { number: number; error: unknown }) {
	const { t } = useTranslation();
	const reason = useReason();
	return t("forwarding.failed", { number: String(number), reason: reason(error) });
}

function Preview({ messages }: { messages: readonly ThreadMessage[] }) {
	const summary = useSummary();
	return (
		<ul className="flex max-h-40 flex-col gap-1 overflow-y-auto rounded-control bg-bubble-in p-2">
			{messages.map((message) => (
				<li key={message.key.messageId} className="flex min-w-0 items-center gap-2 text-base text-text-1">
					{message.content.kind === "image" && (
						<img
							src={messageImage(message.key)}
							alt=""
							draggable={false}
							className="size-8 shrink-0 rounded-chip object-cover"
						/>
					)}
					<span className="bidi-isolate min-w-0 truncate">{summary(message.content)}</span>
				</li>
			))}
		</ul>
	);
}

/**
 * Hands the messages over one after the other, in their order. What was handed over is not handed over again if a
 * later one fails and the person tries once more.
 */
function useHandOver(messages: readonly ThreadMessage[], onDone: () => void) {
	const [state, setState] = useState<{ busy: boolean; handed: number; error: unknown }>({
		busy: false,
		handed: 0,
		error: null,
	});

	async function handOver(targets: readonly ChatRow[]) {
		let { handed } = state;
		setState({ busy: true, handed, error: null });
		try {
			for (const message of messages.slice(handed)) {
				const id = await commands.forward(
					message.key,
					targets.map((row) => row.key),
				);
				handed += 1;
				const row = await commands.action(id);
				if (row !== null) keepActions([row]);
			}
			onDone();
		} catch (error) {
			setState({ busy: false, handed, error });
		}
	}

	return { ...state, handOver };
}
