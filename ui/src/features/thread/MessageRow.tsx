import { Checkbox } from "@base-ui/react/checkbox";
import { Check, Ellipsis } from "lucide-react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { ThreadMessage } from "@/bindings";
import { senderAvatar } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Avatar } from "@/shared/ui/Avatar";
import { classes } from "@/shared/ui/classes";
import { IconButton } from "@/shared/ui/IconButton";
import { MessageContent } from "./content/MessageContent";
import { Decision } from "./Decision";
import type { Shown } from "./Lightbox";
import { MessageMeta } from "./MessageMeta";
import { deliverySign, needsDecision } from "./model";
import { useThreadTools } from "./tools";
import { isUploading, UploadStatus } from "./UploadStatus";
import { openMenu } from "./useMessageKeys";

type Props = {
	message: ThreadMessage;
	first: boolean;
	last: boolean;
	isGroup: boolean;
	/** The customer's picture, where there is one customer only. */
	peerAvatar: string | null;
	onShow: (shown: Shown) => void;
};

/** One message: theirs on the left, ours on the right, with what is known of its delivery. */
export function MessageRow({ message, first, last, isGroup, peerAvatar, onShow }: Props) {
	const { picked, pick, readOnly = false } = useThreadTools();
	const { messageId } = message.key;
	const isPicked = picked?.has(messageId) ?? false;
	const ours = message.direction === "out";
	const name = oneLine(message.sender.name);
	const sign = deliverySign(message);
	const unsettled = sign !== null && sign !== "confirmed";
	/** While messages are chosen, a click anywhere on one chooses it and does nothing else. */
	function onPickingClick(event: MouseEvent) {
		event.preventDefault();
		event.stopPropagation();
		pick(messageId, event.shiftKey);
	}

	return (
		<article
			data-testid="message"
			data-message-id={message.key.messageId}
			data-direction={message.direction}
			data-delivery={message.delivery?.state ?? ""}
			data-picked={isPicked || undefined}
			// The arrows of the timeline go from message to message.
			tabIndex={-1}
			onClickCapture={picked === null ? undefined : onPickingClick}
			className={classes(
				"group/message ring-inside relative px-5",
				first ? "pt-3" : "pt-0.5",
				picked !== null && "pl-12 hover:bg-hover",
				isPicked && "bg-selection hover:bg-selection",
			)}
		>
			{picked !== null && <PickBox message={message} name={name} checked={isPicked} />}
			<div className={classes("flex gap-2.5", ours && "flex-row-reverse")}>
				{!ours && (
					<div className="w-8 shrink-0">
						{first && (
							<Avatar
								name={name}
								seed={isGroup ? message.sender.id : message.key.chatUser}
								source={senderAvatar(message) ?? peerAvatar}
								size={32}
							/>
						)}
					</div>
				)}
				<div className={classes("flex min-w-0 flex-1 flex-col", ours ? "items-end" : "items-start")}>
					{isGroup && !ours && first && (
						<span className="bidi-isolate mb-0.5 max-w-[68%] truncate text-small leading-4 text-text-3">
							{name}
						</span>
					)}
					<div className={classes("flex w-full items-end gap-2", ours && "flex-row-reverse")}>
						<MessageContent message={message} first={first} last={last} onShow={onShow} />
						<MessageMeta message={message} shown={last || unsettled} sign={sign} />
						{picked === null && !readOnly && <MoreButton />}
					</div>
					{!readOnly && isUploading(message) && <UploadStatus message={message} />}
					{!readOnly && needsDecision(message.delivery) && (
						<Decision message={message} delivery={message.delivery} />
					)}
				</div>
			</div>
		</article>
	);
}

type PickBoxProps = { message: ThreadMessage; name: string; checked: boolean };

/** Shows whether the message is chosen. The click reaches the whole message first, which takes it. */
function PickBox({ message, name, checked }: PickBoxProps) {
	const { t } = useTranslation();
	const words = useTimeWords();
	return (
		<Checkbox.Root
			checked={checked}
			aria-label={t("picking.select", { name, time: words.clock(message.timestamp) })}
			data-testid="pick"
			className="absolute top-1/2 left-4 flex size-[18px] -translate-y-1/2 items-center justify-center rounded-full border border-line-strong bg-surface-3 data-checked:border-accent data-checked:bg-accent"
		>
			<Checkbox.Indicator className="text-on-accent">
				<Check size={12} strokeWidth={3} />
			</Checkbox.Indicator>
		</Checkbox.Root>
	);
}

/** For the pointer: the keyboard opens the menu on the message itself. */
function MoreButton() {
	const { t } = useTranslation();
	return (
		<IconButton
			label={t("messageMenu.more")}
			title={t("messageMenu.more")}
			size={24}
			tabIndex={-1}
			data-testid="message-more"
			onClick={(event) => openMenu(event.currentTarget)}
			className="self-center opacity-0 group-hover/message:opacity-100 data-[popup-open]:opacity-100"
		>
			<Ellipsis size={16} />
		</IconButton>
	);
}
