import { Download, Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Content, ThreadMessage } from "@/bindings";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import { savedKind } from "../messages";
import { extensionOf, fileNameOf } from "../model";
import { useThreadTools } from "../tools";
import { Card } from "./Card";

type FileContent = Extract<Content, { kind: "file" }>;

/** A file: its kind, its name, and the way to it. */
export function FileCard({ message, content }: { message: ThreadMessage; content: FileContent }) {
	const { t } = useTranslation();
	const tools = useThreadTools();
	const shown = oneLine(fileNameOf(content.name, content.url) ?? t("message.fileUnnamed"));
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
				{savedKind(message) === null ? (
					<span className="text-mini text-text-3">{t("message.notWeb")}</span>
				) : (
					<span className="flex shrink-0 items-center">
						<Button look="quiet" size="small" data-testid="open-file" onClick={() => tools.openFile(message)}>
							{t("message.open")}
						</Button>
						<IconButton
							label={t("messageMenu.saveFile")}
							title={t("messageMenu.saveFile")}
							size={24}
							data-testid="save-file"
							onClick={() => tools.save(message)}
						>
							<Download size={16} />
						</IconButton>
					</span>
				)}
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
