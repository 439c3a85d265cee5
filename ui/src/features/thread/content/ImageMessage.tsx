import { ImageOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ThreadMessage } from "@/bindings";
import { messageImage, outgoingImage } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { classes } from "@/shared/ui/classes";
import type { Shown } from "../Lightbox";

type State = "loading" | "shown" | "gone";

/** A picture. Its height is reserved before it is there, so that it never pushes what is on screen. */
export function ImageMessage({
	message,
	onShow,
}: {
	message: ThreadMessage;
	onShow: (shown: Shown) => void;
}) {
	const { t } = useTranslation();
	const [state, setState] = useState<State>("loading");
	// Until the picture has an address, it is shown from the file it is sent from.
	const source = message.attachment === null ? messageImage(message.key) : outgoingImage(message.key);
	const name = oneLine(message.sender.name);
	return (
		<button
			type="button"
			aria-label={t("message.imageOpen")}
			disabled={state === "gone"}
			onClick={() => onShow({ kind: "image", source, name, message })}
			className="relative flex h-[180px] max-w-80 min-w-24 shrink-0 cursor-zoom-in items-center justify-center overflow-hidden rounded-card border border-line bg-bubble-in disabled:cursor-default"
		>
			{state === "gone" ? (
				<Gone words={t("message.imageGone")} />
			) : (
				<img
					src={source}
					alt={t("message.imageAlt", { name })}
					draggable={false}
					decoding="async"
					onLoad={() => setState("shown")}
					onError={() => setState("gone")}
					className={classes(
						"h-full max-w-80 object-cover transition-opacity duration-150",
						state === "loading" && "w-60 opacity-0",
					)}
				/>
			)}
			{state === "loading" && <span aria-hidden="true" className="skeleton absolute inset-0 rounded-none" />}
		</button>
	);
}

/** A sticker: small, bare, square. */
export function StickerMessage({ message }: { message: ThreadMessage }) {
	const { t } = useTranslation();
	const [state, setState] = useState<State>("loading");
	return (
		<div className="flex size-28 shrink-0 items-center justify-center overflow-hidden rounded-card">
			{state === "gone" ? (
				<Gone words={t("message.stickerGone")} />
			) : (
				<img
					src={messageImage(message.key)}
					alt={t("message.sticker")}
					draggable={false}
					onLoad={() => setState("shown")}
					onError={() => setState("gone")}
					className={classes("size-full object-contain", state === "loading" && "skeleton")}
				/>
			)}
		</div>
	);
}

function Gone({ words }: { words: string }) {
	return (
		<span className="flex flex-col items-center gap-2 px-4 text-center text-small text-text-3">
			<ImageOff size={20} aria-hidden="true" />
			{words}
		</span>
	);
}
