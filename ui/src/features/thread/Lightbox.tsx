import { Dialog } from "@base-ui/react/dialog";
import { Download, X, ZoomIn, ZoomOut } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ThreadMessage } from "@/bindings";
import { classes } from "@/shared/ui/classes";
import { IconButton } from "@/shared/ui/IconButton";
import { savedKind } from "./messages";

export type Shown = { kind: "image" | "video"; source: string; name: string; message: ThreadMessage };

type Props = { shown: Shown | null; onSave: (message: ThreadMessage) => void; onClose: () => void };

/** A picture by itself, fitted to the window or in its own size; or a video, to be played. */
export function Lightbox({ shown, onSave, onClose }: Props) {
	const { t } = useTranslation();
	const [large, setLarge] = useState(false);
	const zoom = large ? t("message.zoomOut") : t("message.zoomIn");
	return (
		<Dialog.Root
			open={shown !== null}
			onOpenChange={(open) => {
				if (open) return;
				setLarge(false);
				onClose();
			}}
		>
			<Dialog.Portal>
				<Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim backdrop-blur-sm" />
				<Dialog.Popup className="fixed inset-0 z-40 flex flex-col outline-none" data-testid="lightbox">
					<div className="flex h-12 shrink-0 items-center gap-2 bg-surface-0 px-4">
						<Dialog.Title className="bidi-isolate min-w-0 flex-1 truncate text-base font-medium">
							{shown &&
								t(shown.kind === "image" ? "message.imageAlt" : "player.videoBy", { name: shown.name })}
						</Dialog.Title>
						{shown !== null && savedKind(shown.message) !== null && (
							<IconButton
								label={t("player.save")}
								title={t("player.save")}
								size={32}
								data-testid="lightbox-save"
								onClick={() => onSave(shown.message)}
							>
								<Download size={18} />
							</IconButton>
						)}
						{shown?.kind === "image" && (
							<IconButton label={zoom} size={32} onClick={() => setLarge(!large)}>
								{large ? <ZoomOut size={18} /> : <ZoomIn size={18} />}
							</IconButton>
						)}
						<Dialog.Close render={<IconButton label={t("message.close")} size={32} />}>
							<X size={18} />
						</Dialog.Close>
					</div>
					{/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the picture is a shortcut for Esc. */}
					{/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Esc. */}
					<div
						className={classes("flex min-h-0 flex-1 overflow-auto", !large && "p-6")}
						onClick={(event) => event.target === event.currentTarget && onClose()}
					>
						{shown?.kind === "image" && (
							<img
								src={shown.source}
								alt={t("message.imageAlt", { name: shown.name })}
								draggable={false}
								className={classes(
									"m-auto",
									large ? "max-w-none" : "max-h-full max-w-full rounded-card object-contain",
								)}
							/>
						)}
						{shown?.kind === "video" && <Video key={shown.source} shown={shown} />}
					</div>
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	);
}

function Video({ shown }: { shown: Shown }) {
	const { t } = useTranslation();
	const [failed, setFailed] = useState(false);
	if (failed) {
		return (
			<p
				role="alert"
				className="m-auto rounded-card bg-surface-3 px-6 py-4 text-center text-base text-text-1"
			>
				{t("player.cannot")}
				<span className="block text-small text-text-2">{t("player.cannotHint")}</span>
			</p>
		);
	}
	return (
		// biome-ignore lint/a11y/useMediaCaption: what a customer filmed has no captions.
		<video
			src={shown.source}
			controls
			autoPlay
			aria-label={t("player.videoBy", { name: shown.name })}
			data-testid="video"
			onError={() => setFailed(true)}
			className="m-auto max-h-full max-w-full rounded-card"
		/>
	);
}
