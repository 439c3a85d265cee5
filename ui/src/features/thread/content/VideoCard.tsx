import { Download, Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ThreadMessage } from "@/bindings";
import { messageStream } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { IconButton } from "@/shared/ui/IconButton";
import type { Shown } from "../Lightbox";
import { useThreadTools } from "../tools";

/** A video: a frame of fixed size that opens it. Nothing is read before somebody does. */
export function VideoCard({ message, onShow }: { message: ThreadMessage; onShow: (shown: Shown) => void }) {
	const { t } = useTranslation();
	const { save } = useThreadTools();
	const source = messageStream(message.key);
	return (
		<div className="relative h-[135px] w-60 max-w-[68%] shrink-0 overflow-hidden rounded-card border border-line bg-bubble-in">
			<button
				type="button"
				aria-label={t("player.openVideo")}
				data-testid="video-open"
				onClick={() => onShow({ kind: "video", source, name: oneLine(message.sender.name), message })}
				className="flex size-full flex-col items-center justify-center gap-1.5 text-small text-text-2 transition-colors duration-150 hover:bg-hover"
			>
				<span className="flex size-11 items-center justify-center rounded-full bg-accent text-on-accent">
					<Play size={20} aria-hidden="true" />
				</span>
				{t("player.video")}
			</button>
			<IconButton
				label={t("player.save")}
				title={t("player.save")}
				size={28}
				onClick={() => save(message)}
				className="absolute right-1 bottom-1"
			>
				<Download size={16} />
			</IconButton>
		</div>
	);
}
