import { useTranslation } from "react-i18next";
import type { BroadcastContent } from "@/bindings";
import { TextField } from "@/shared/ui/TextField";
import { Tick } from "@/shared/ui/Tick";
import { AddressField } from "./AddressField";

type Props = { content: BroadcastContent; onChange: (content: BroadcastContent) => void };

/** What a part consists of. Pictures and files are named by an address that the platform can read (Q55). */
export function PartFields({ content, onChange }: Props) {
	const { t } = useTranslation();
	switch (content.kind) {
		case "text":
			return (
				<textarea
					value={content.text}
					rows={3}
					aria-label={t("broadcast.kind.text")}
					placeholder={t("broadcast.textHint")}
					data-testid="part-text"
					onChange={(event) => onChange({ ...content, text: event.target.value })}
					className="selectable max-h-60 min-h-20 w-full resize-none rounded-control border border-line-strong bg-surface-3 px-3 py-2 text-message text-text-1 [field-sizing:content] hover:border-text-3 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent"
				/>
			);
		case "image":
		case "file":
			return (
				<AddressField
					label={t(content.kind === "image" ? "broadcast.imageAddress" : "broadcast.fileAddress")}
					value={content.url}
					kind={content.kind}
					onChange={(url) => onChange({ ...content, url })}
				/>
			);
		case "link":
			return (
				<div className="grid grid-cols-2 gap-2">
					<TextField
						label={t("broadcast.linkTitle")}
						value={content.title}
						onChange={(event) => onChange({ ...content, title: event.target.value })}
					/>
					<TextField
						label={t("broadcast.linkAddress")}
						value={content.link}
						inputMode="url"
						placeholder="https://"
						onChange={(event) => onChange({ ...content, link: event.target.value })}
					/>
					<div className="col-span-2">
						<TextField
							label={t("broadcast.linkDescription")}
							value={content.description}
							onChange={(event) => onChange({ ...content, description: event.target.value })}
						/>
					</div>
					<div className="col-span-2">
						<AddressField
							label={t("broadcast.linkCover")}
							value={content.coverUrl ?? ""}
							kind="cover"
							onChange={(coverUrl) => onChange({ ...content, coverUrl: coverUrl || null })}
						/>
					</div>
					<Tick checked={content.isMusic} onChange={(isMusic) => onChange({ ...content, isMusic })}>
						{t("broadcast.linkMusic")}
					</Tick>
				</div>
			);
		case "miniProgram":
			return (
				<div className="grid grid-cols-2 gap-2">
					<p className="col-span-2 text-small text-text-2">{t("broadcast.miniHint")}</p>
					<TextField
						label={t("broadcast.miniTitle")}
						value={content.title}
						onChange={(event) => onChange({ ...content, title: event.target.value })}
					/>
					<TextField
						label={t("broadcast.miniDescription")}
						value={content.description}
						onChange={(event) => onChange({ ...content, description: event.target.value })}
					/>
					<TextField
						label={t("broadcast.miniSender")}
						value={content.senderName}
						onChange={(event) => onChange({ ...content, senderName: event.target.value })}
					/>
					<TextField
						label={t("broadcast.miniSenderAvatar")}
						value={content.senderAvatarUrl}
						onChange={(event) => onChange({ ...content, senderAvatarUrl: event.target.value })}
					/>
					<TextField
						label={t("broadcast.miniLogo")}
						value={content.logoUrl}
						onChange={(event) => onChange({ ...content, logoUrl: event.target.value })}
					/>
				</div>
			);
	}
}
