import { FileUp, Film, Image as ImageIcon, Link2, Smile, Zap } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { type FileSort, pickFiles } from "@/shared/host";
import { Flyout } from "@/shared/ui/Flyout";
import { Hint } from "@/shared/ui/Hint";
import { IconButton } from "@/shared/ui/IconButton";

const EmojiPanel = lazy(() => import("./EmojiPanel"));

type Props = {
	/** False while uploads have no storage; then the buttons say what to set up. */
	canUpload: boolean;
	onEmoji: (emoji: string) => void;
	onFiles: (paths: readonly string[]) => void;
	onLink: () => void;
	onReplies: () => void;
};

/** What can be put into the box besides typing. */
export function Toolbar({ canUpload, onEmoji, onFiles, onLink, onReplies }: Props) {
	const { t } = useTranslation();
	const [emojiOpen, setEmojiOpen] = useState(false);
	return (
		<div role="toolbar" aria-label={t("sending.toolbar")} className="-ml-1.5 mb-1 flex items-center gap-0.5">
			<Flyout
				title={t("sending.emoji")}
				side="top"
				align="start"
				className="w-auto p-2"
				open={emojiOpen}
				onOpenChange={setEmojiOpen}
				trigger={
					<IconButton label={t("sending.emoji")} title={t("sending.emoji")} data-testid="tool-emoji">
						<Smile size={18} />
					</IconButton>
				}
			>
				<Suspense fallback={<div className="h-80 w-[300px]" />}>
					<EmojiPanel
						onEmoji={(emoji) => {
							setEmojiOpen(false);
							onEmoji(emoji);
						}}
					/>
				</Suspense>
			</Flyout>
			<UploadButton sort="any" label={t("sending.addFile")} {...{ canUpload, onFiles }}>
				<FileUp size={18} />
			</UploadButton>
			<UploadButton sort="image" label={t("sending.addImage")} {...{ canUpload, onFiles }}>
				<ImageIcon size={18} />
			</UploadButton>
			<UploadButton sort="video" label={t("sending.addVideo")} {...{ canUpload, onFiles }}>
				<Film size={18} />
			</UploadButton>
			<Hint text={t("sending.addLink")}>
				<IconButton label={t("sending.addLink")} data-testid="tool-link" onClick={onLink}>
					<Link2 size={18} />
				</IconButton>
			</Hint>
			<span aria-hidden="true" className="mx-1 h-4 w-px bg-line" />
			<button
				type="button"
				data-testid="tool-replies"
				onClick={onReplies}
				className="flex h-7 items-center gap-1 rounded-control px-1.5 text-small text-text-2 transition-colors duration-150 hover:bg-hover hover:text-text-1 active:bg-pressed"
			>
				<Zap size={16} aria-hidden="true" />
				{t("sending.replies")}
			</button>
		</div>
	);
}

type UploadProps = {
	sort: FileSort;
	label: string;
	canUpload: boolean;
	onFiles: Props["onFiles"];
	children: ReactNode;
};

function UploadButton({ sort, label, canUpload, onFiles, children }: UploadProps) {
	const { t } = useTranslation();
	const testId = `tool-${sort}`;
	if (!canUpload)
		return (
			<Flyout
				title={label}
				side="top"
				align="start"
				trigger={
					<IconButton label={label} title={label} data-testid={testId} className="opacity-60">
						{children}
					</IconButton>
				}
			>
				<p data-testid="storage-missing" className="text-base text-text-1">
					<span className="block font-medium">{t("error.storageNotConfigured.what")}</span>
					<span className="text-text-2">{t("sending.storageHow")}</span>
				</p>
			</Flyout>
		);
	return (
		<Hint text={label}>
			<IconButton
				label={label}
				data-testid={testId}
				onClick={async () => onFiles(await pickFiles(sort, label))}
			>
				{children}
			</IconButton>
		</Hint>
	);
}
