import { AppWindow, FileText, Image, Link2, Music } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { BroadcastContent } from "@/bindings";
import { oneLine, withoutDirectionControls } from "@/shared/text/plain";
import { nameInAddress } from "./model";

const CARD = "w-52 max-w-full overflow-hidden rounded-card border border-line bg-surface-3";

/** What arrives on the customer's phone, one message after the other. Pictures are named: nothing is fetched for it. */
export function Preview({ contents }: { contents: readonly BroadcastContent[] }) {
	const { t } = useTranslation();
	return (
		<section aria-label={t("broadcast.preview")} className="min-w-0 rounded-card bg-surface-0 p-3">
			<p className="mb-2 text-center text-mini text-text-3">{t("broadcast.preview")}</p>
			<ol className="flex flex-col gap-2">
				{contents.map((content, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: the messages are told apart by their place.
					<li key={index} className="flex items-start gap-2">
						<span className="size-7 shrink-0 rounded-avatar bg-pressed" aria-hidden="true" />
						<Message content={content} />
					</li>
				))}
			</ol>
		</section>
	);
}

function Message({ content }: { content: BroadcastContent }) {
	const { t } = useTranslation();
	switch (content.kind) {
		case "text":
			return (
				<p className="bidi-isolate min-w-0 rounded-card bg-surface-3 px-3 py-2 text-message whitespace-pre-wrap [overflow-wrap:anywhere]">
					{withoutDirectionControls(content.text) || (
						<span className="text-text-3">{t("broadcast.blank")}</span>
					)}
				</p>
			);
		case "image":
			return (
				<span className={`${CARD} flex h-28 flex-col items-center justify-center gap-1 px-2 text-text-3`}>
					<Image size={20} aria-hidden="true" />
					<span className="max-w-full truncate text-mini">
						{nameInAddress(content.url) || t("broadcast.kind.image")}
					</span>
				</span>
			);
		case "file":
			return (
				<span className={`${CARD} flex items-center gap-2 p-3`}>
					<FileText size={20} aria-hidden="true" className="shrink-0 text-text-3" />
					<span className="min-w-0 flex-1 truncate text-base">
						{nameInAddress(content.url) || t("broadcast.kind.file")}
					</span>
				</span>
			);
		case "link":
			return (
				<Card
					title={content.title}
					description={content.description}
					foot={nameOfHost(content.link)}
					icon={content.isMusic ? <Music size={12} /> : <Link2 size={12} />}
				/>
			);
		case "miniProgram":
			return (
				<Card
					title={content.title}
					description={content.description}
					foot={t("message.miniProgram")}
					icon={<AppWindow size={12} />}
				/>
			);
	}
}

type CardProps = { title: string; description: string; foot: string; icon: React.ReactNode };

function Card({ title, description, foot, icon }: CardProps) {
	const { t } = useTranslation();
	return (
		<span className={CARD}>
			<span className="flex flex-col gap-0.5 p-3">
				<span className="bidi-isolate line-clamp-2 text-base font-medium">
					{oneLine(title) || t("broadcast.blank")}
				</span>
				<span className="bidi-isolate line-clamp-2 text-small text-text-2">{oneLine(description)}</span>
			</span>
			<span className="flex items-center gap-1 border-t border-line px-3 py-1 text-mini text-text-3">
				<span aria-hidden="true">{icon}</span>
				<span className="truncate">{foot}</span>
			</span>
		</span>
	);
}

function nameOfHost(address: string): string {
	try {
		return new URL(address.trim()).hostname;
	} catch {
		return address;
	}
}
