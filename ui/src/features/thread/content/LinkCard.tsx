import { AppWindow, Link2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Content, MessageKey } from "@/bindings";
import { linkCover } from "@/shared/host";
import { webAddress } from "@/shared/text/links";
import { oneLine } from "@/shared/text/plain";
import { useThreadTools } from "../tools";
import { Card, CardButton } from "./Card";

type Props = { content: Extract<Content, { kind: "link" }>; messageKey: MessageKey };

/** A shared page: title, what it is about, where it leads. */
export function LinkCard({ content, messageKey }: Props) {
	const { t } = useTranslation();
	const { openLink } = useThreadTools();
	const url = webAddress(content.link);
	const foot = url === null ? t("message.notWeb") : new URL(url).hostname;
	const body = (
		<>
			<span className="flex gap-3 p-3">
				<span className="flex min-w-0 flex-1 flex-col gap-0.5">
					<span className="bidi-isolate line-clamp-2 text-base font-medium text-text-1">
						{oneLine(content.title)}
					</span>
					<span className="bidi-isolate line-clamp-2 text-small text-text-2">
						{oneLine(content.description)}
					</span>
				</span>
				<Cover source={linkCover(messageKey, content.coverUrl)} />
			</span>
			<span className="flex items-center gap-1 border-t border-line px-3 py-1 text-mini text-text-3">
				<Link2 size={12} aria-hidden="true" />
				<span className="truncate">{foot}</span>
			</span>
		</>
	);
	return url === null ? (
		<Card>{body}</Card>
	) : (
		<CardButton onOpen={() => openLink(url, content.title)}>{body}</CardButton>
	);
}

function Cover({ source }: { source: string | null }) {
	const [gone, setGone] = useState(false);
	if (source === null || gone) return null;
	return (
		<img
			src={source}
			alt=""
			draggable={false}
			onError={() => setGone(true)}
			className="size-12 shrink-0 rounded-control bg-bubble-in object-cover"
		/>
	);
}

/** A mini program: it opens on a phone only, so here it is read. */
export function MiniProgramCard({ title, description }: { title: string; description: string }) {
	const { t } = useTranslation();
	return (
		<Card>
			<span className="flex flex-col gap-0.5 p-3">
				<span className="bidi-isolate line-clamp-2 text-base font-medium text-text-1">{oneLine(title)}</span>
				<span className="bidi-isolate line-clamp-2 text-small text-text-2">{oneLine(description)}</span>
			</span>
			<span className="flex items-center gap-1 border-t border-line px-3 py-1 text-mini text-text-3">
				<AppWindow size={12} aria-hidden="true" />
				{t("message.miniProgram")}
			</span>
		</Card>
	);
}
