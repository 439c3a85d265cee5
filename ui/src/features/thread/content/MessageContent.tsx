import type { ThreadMessage } from "@/bindings";
import type { Shown } from "../Lightbox";
import { FileCard, OutgoingFile } from "./FileCard";
import { ImageMessage, StickerMessage } from "./ImageMessage";
import { LinkCard, MiniProgramCard } from "./LinkCard";
import { TextBubble } from "./TextBubble";
import { UnsupportedCard } from "./UnsupportedCard";
import { VideoCard } from "./VideoCard";
import { VoiceCard } from "./VoiceCard";

type Props = { message: ThreadMessage; first: boolean; last: boolean; onShow: (shown: Shown) => void };

/** What a message carries, each kind in its own shape. */
export function MessageContent({ message, first, last, onShow }: Props) {
	const { content, attachment } = message;
	if (attachment !== null && attachment.kind !== "image")
		return <OutgoingFile kind={attachment.kind} name={attachment.name} />;
	switch (content.kind) {
		case "text":
			return <TextBubble content={content} direction={message.direction} first={first} last={last} />;
		case "image":
			return <ImageMessage message={message} onShow={onShow} />;
		case "sticker":
			return <StickerMessage message={message} />;
		case "file":
			return <FileCard message={message} content={content} />;
		case "voice":
			return <VoiceCard message={message} />;
		case "video":
			return <VideoCard message={message} onShow={onShow} />;
		case "link":
			return <LinkCard content={content} messageKey={message.key} />;
		case "miniProgram":
			return <MiniProgramCard title={content.title} description={content.description} />;
		case "unsupported":
			return <UnsupportedCard contentType={content.contentType} raw={content.raw} />;
	}
}
