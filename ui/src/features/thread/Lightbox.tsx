import { Dialog } from "@base-ui/react/dialog";
import { X, ZoomIn, ZoomOut } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "@/shared/ui/classes";
import { IconButton } from "@/shared/ui/IconButton";

export type Shown = { source: string; name: string };

/** A picture by itself: fitted to the window, or in its own size. */
export function Lightbox({ shown, onClose }: { shown: Shown | null; onClose: () => void }) {
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
							{shown && t("message.imageAlt", { name: shown.name })}
						</Dialog.Title>
						<IconButton label={zoom} size={32} onClick={() => setLarge(!large)}>
							{large ? <ZoomOut size={18} /> : <ZoomIn size={18} />}
						</IconButton>
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
						{shown && (
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
					</div>
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
