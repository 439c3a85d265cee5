import type { ThreadMessage } from "@/bindings";
import { senderAvatar } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { Avatar } from "@/shared/ui/Avatar";
import { classes } from "@/shared/ui/classes";
import { MessageContent } from "./content/MessageContent";
import { Decision } from "./Decision";
import type { Shown } from "./Lightbox";
import { MessageMeta } from "./MessageMeta";
import { deliverySign, needsDecision } from "./model";
import { isUploading, UploadStatus } from "./UploadStatus";

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
	const ours = message.direction === "out";
	const name = oneLine(message.sender.name);
	const sign = deliverySign(message);
	const unsettled = sign !== null && sign !== "confirmed";
	return (
		<article
			data-testid="message"
			data-message-id={message.key.messageId}
			data-direction={message.direction}
			data-delivery={message.delivery?.state ?? ""}
			className={classes("group/message px-5", first ? "pt-3" : "pt-0.5")}
		>
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
					</div>
					{isUploading(message) && <UploadStatus message={message} />}
					{needsDecision(message.delivery) && <Decision message={message} delivery={message.delivery} />}
				</div>
			</div>
		</article>
	);
}
