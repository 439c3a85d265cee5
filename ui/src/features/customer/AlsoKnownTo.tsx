import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type AlsoKnown, type ChatKey, commands, type RobotKey } from "@/bindings";
import { chatPath, useDesk, useRobots } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { useSummary } from "@/shared/i18n/useSummary";
import { oneLine } from "@/shared/text/plain";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { classes } from "@/shared/ui/classes";
import { PanelSection } from "@/shared/ui/PanelSection";
import { RobotMark } from "@/shared/ui/RobotMark";

type Props = { chat: ChatKey; known: readonly RobotKey[]; onOpenChat: (chat: ChatKey) => void };

/** The other robots that know this customer, and what was said there last. */
export function AlsoKnownTo({ chat, known, onOpenChat }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const others = useQuery({
		queryKey: ["alsoKnown", chatPath(chat), known],
		queryFn: () => commands.alsoKnown(chat),
	});
	if (others.data?.length === 0 || (others.isPending && known.length === 0)) return null;
	return (
		<PanelSection title={t("customer.alsoKnown")} testId="also-known">
			{others.isPending && <span className="skeleton block h-8 w-full" />}
			{others.isError && (
				<p role="alert" className="text-small text-danger-text">
					{t("panel.failed", { reason: reason(others.error) })}
				</p>
			)}
			<ul className="-mx-2 flex flex-col">
				{others.data?.map((other) => (
					<li key={other.robotKey}>
						<Other other={other} onOpenChat={onOpenChat} />
					</li>
				))}
			</ul>
		</PanelSection>
	);
}

function Other({ other, onOpenChat }: { other: AlsoKnown; onOpenChat: Props["onOpenChat"] }) {
	const { t } = useTranslation();
	const robot = useRobots().get(other.robotKey);
	const summary = useSummary();
	const times = useTimeWords();
	const now = useNow(MINUTE_MS);
	// What is said there meanwhile comes with the list of chats.
	const row = useDesk((desk) => (other.chat === null ? undefined : desk.chats.get(chatPath(other.chat))));
	const last = row?.last ?? other.lastMessage;
	const name = robot ? oneLine(robot.robot.name) : t("robot.unnamed");
	return (
		<button
			type="button"
			disabled={other.chat === null}
			onClick={() => other.chat && onOpenChat(other.chat)}
			className="flex w-full flex-col rounded-control px-2 py-1 text-left transition-colors duration-150 enabled:hover:bg-hover"
		>
			<span className="flex w-full items-center gap-1.5 text-base">
				{robot && <RobotMark name={name} hue={robot.hue} dimmed={robot.robot.status !== "online"} />}
				<span className="bidi-isolate min-w-0 flex-1 truncate text-text-1">{name}</span>
				{last && (
					<time className="tabular shrink-0 text-mini text-text-3">{times.list(last.timestamp, now)}</time>
				)}
			</span>
			<span
				className={classes(
					"bidi-isolate w-full truncate pl-5 text-small",
					other.relationship === "normal" || other.relationship === "unknown"
						? "text-text-2"
						: "text-warning-text",
				)}
			>
				{other.relationship !== "normal" && other.relationship !== "unknown"
					? t(`customer.relation.${other.relationship}`)
					: last
						? `${last.direction === "out" ? t("list.me") : ""}${summary(last.content)}`
						: t("list.noMessages")}
			</span>
		</button>
	);
}
