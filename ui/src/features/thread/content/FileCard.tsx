import { AudioLines, ExternalLink, Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { webAddress } from "@/shared/text/links";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { extensionOf, fileNameOf } from "../model";
import { Card } from "./Card";
import { useOpenLink } from "./useOpenLink";

/** A file: its kind, its name, and the way to it. */
export function FileCard({ name, url }: { name: string | null; url: string }) {
	const { t } = useTranslation();
	const shown = oneLine(fileNameOf(name, url) ?? t("message.fileUnnamed"));
	return (
		<Card className="p-2.5">
			<div className="flex items-center gap-2.5">
				<span
					aria-hidden="true"
					className="flex size-10 shrink-0 items-center justify-center rounded-control bg-accent-weak text-mini font-semibold text-accent-text"
				>
					{extensionOf(shown) || "···"}
				</span>
				<span className="bidi-isolate line-clamp-2 min-w-0 flex-1 text-base text-text-1 [overflow-wrap:anywhere]">
					{shown}
				</span>
				<OpenButton url={url} label={t("message.open")} />
			</div>
		</Card>
	);
}

/** A file of ours on its way: it has no address to open yet. */
export function OutgoingFile({ kind, name }: { kind: "file" | "video"; name: string }) {
	const shown = oneLine(name);
	return (
		<Card className="p-2.5">
			<div className="flex items-center gap-2.5">
				<span
					aria-hidden="true"
					className="flex size-10 shrink-0 items-center justify-center rounded-control bg-accent-weak text-mini font-semibold text-accent-text"
				>
					{kind === "video" ? <Play size={20} /> : extensionOf(shown) || "···"}
				</span>
				<span className="bidi-isolate line-clamp-2 min-w-0 flex-1 text-base text-text-1 [overflow-wrap:anywhere]">
					{shown}
				</span>
			</div>
		</Card>
	);
}

const MEDIA = { voice: AudioLines, video: Play } as const;

/** Voice and video, until they play here: a card that opens them in the browser. */
export function MediaCard({ kind, url }: { kind: "voice" | "video"; url: string }) {
	const { t } = useTranslation();
	const Icon = MEDIA[kind];
	return (
		<Card className="p-2.5">
			<div className="flex items-center gap-2.5">
				<span
					aria-hidden="true"
					className="flex size-10 shrink-0 items-center justify-center rounded-control bg-accent-weak text-accent-text"
				>
					<Icon size={20} />
				</span>
				<span className="min-w-0 flex-1 text-base text-text-1">{t(`message.${kind}`)}</span>
				<OpenButton url={url} label={t("message.openInBrowser")} />
			</div>
		</Card>
	);
}

function OpenButton({ url, label }: { url: string; label: string }) {
	const { t } = useTranslation();
	const link = useOpenLink();
	if (webAddress(url) === null) return <span className="text-mini text-text-3">{t("message.notWeb")}</span>;
	return (
		<span className="flex shrink-0 flex-col items-end">
			<Button look="quiet" size="small" onClick={() => link.open(url)}>
				<ExternalLink size={14} aria-hidden="true" />
				{label}
			</Button>
			{link.failed && (
				<span role="alert" className="text-mini text-danger-text">
					{t("message.openFailed")}
				</span>
			)}
		</span>
	);
}
