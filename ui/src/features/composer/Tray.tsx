import { CircleAlert, FileText, Film, Image as ImageIcon, Link2, X } from "lucide-react";
import { type KeyboardEvent, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { Attachment, LinkCard } from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { bytesInWords } from "@/shared/text/bytes";
import { oneLine } from "@/shared/text/plain";
import { classes } from "@/shared/ui/classes";
import { Hint } from "@/shared/ui/Hint";
import { IconButton } from "@/shared/ui/IconButton";
import type { Prepared } from "./content";
import type { SeenFiles } from "./seenFiles";

type Props = {
	content: Prepared;
	files: SeenFiles;
	busy: boolean;
	onMove: (path: string, step: -1 | 1) => void;
	onRemove: (path: string) => void;
	onEditLink: (index: number) => void;
	onRemoveLink: (index: number) => void;
};

const ICONS = { image: ImageIcon, file: FileText, video: Film } as const;
const TILE =
	"group/tile relative flex h-14 w-52 items-center gap-2.5 rounded-control border bg-surface-3 py-1 pr-7 pl-1.5";

/** The files and cards that will be sent with the text, in their order. */
export function Tray({ content, files, busy, onMove, onRemove, onEditLink, onRemoveLink }: Props) {
	const { t } = useTranslation();
	const count = content.attachments.length;
	if (count + content.links.length === 0 && !busy) return null;
	return (
		<div className="mb-2">
			<ul
				aria-label={t("sending.tray")}
				data-testid="tray"
				className="flex max-h-32 flex-wrap gap-2 overflow-y-auto p-0.5"
			>
				{content.attachments.map((attachment, index) => (
					<Tile
						key={attachment.path}
						attachment={attachment}
						files={files}
						place={index + 1}
						count={count}
						onMove={(step) => onMove(attachment.path, step)}
						onRemove={() => onRemove(attachment.path)}
					/>
				))}
				{content.links.map((link, index) => (
					<LinkTile
						// biome-ignore lint/suspicious/noArrayIndexKey: two cards may be alike in everything.
						key={index}
						link={link}
						onEdit={() => onEditLink(index)}
						onRemove={() => onRemoveLink(index)}
					/>
				))}
				{busy && (
					<li className={classes(TILE, "border-dashed border-line-strong text-small text-text-3")}>
						<span aria-hidden="true" className="skeleton size-11" />
						{t("sending.examining")}
					</li>
				)}
			</ul>
			{count > 1 && (
				<p className="mt-1 text-mini text-text-3" id="tray-order">
					{t("sending.order")}
				</p>
			)}
		</div>
	);
}

type TileProps = {
	attachment: Attachment;
	files: SeenFiles;
	place: number;
	count: number;
	onMove: (step: -1 | 1) => void;
	onRemove: () => void;
};

function Tile({ attachment, files, place, count, onMove, onRemove }: TileProps) {
	const { t } = useTranslation();
	const reason = useReason();
	const seen = useSyncExternalStore(files.subscribe, files.all).get(attachment.path);
	const problem = seen?.problem ? reason(seen.problem) : null;
	const name = oneLine(attachment.name);
	const size = seen ? bytesInWords(seen.bytes) : "";
	const Icon = ICONS[attachment.kind];

	function onKeyDown(event: KeyboardEvent) {
		const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as -1 | 1 | undefined;
		if (event.altKey && step !== undefined) onMove(step);
		else if (event.key === "Delete" || event.key === "Backspace") onRemove();
		else return;
		event.preventDefault();
	}

	return (
		<li>
			{/* biome-ignore lint/a11y/useSemanticElements: a <fieldset> groups fields; this is one file with its keys. */}
			<div
				role="group"
				// biome-ignore lint/a11y/noNoninteractiveTabindex: the keys that move and remove need the focus.
				tabIndex={0}
				data-testid="tray-file"
				aria-label={t("sending.fileLabel", {
					name,
					kind: t(`sending.kind.${attachment.kind}`),
					size,
					place: String(place),
					count,
				})}
				aria-describedby={count > 1 ? "tray-order" : undefined}
				onKeyDown={onKeyDown}
				className={classes(TILE, problem === null ? "border-line" : "border-danger")}
			>
				<Hint text={problem ?? name}>
					<span className="flex min-w-0 items-center gap-2.5">
						{seen?.preview ? (
							<img
								src={seen.preview}
								alt=""
								draggable={false}
								className="size-11 shrink-0 rounded-chip bg-bubble-in object-cover"
							/>
						) : (
							<span
								aria-hidden="true"
								className="flex size-11 shrink-0 items-center justify-center rounded-chip bg-accent-weak text-accent-text"
							>
								<Icon size={20} />
							</span>
						)}
						<span className="flex min-w-0 flex-col">
							<span className="bidi-isolate truncate text-small text-text-1">{name}</span>
							{problem === null ? (
								<span className="tabular truncate text-mini text-text-3">
									{t(`sending.kind.${attachment.kind}`)} {size}
								</span>
							) : (
								<span role="alert" className="flex items-center gap-1 text-mini text-danger-text">
									<CircleAlert size={12} aria-hidden="true" />
									<span className="truncate">{problem}</span>
								</span>
							)}
						</span>
					</span>
				</Hint>
				<RemoveButton label={t("sending.remove", { name })} onRemove={onRemove} />
			</div>
		</li>
	);
}

function LinkTile({ link, onEdit, onRemove }: { link: LinkCard; onEdit: () => void; onRemove: () => void }) {
	const { t } = useTranslation();
	const title = oneLine(link.title);
	return (
		<li className={classes(TILE, "border-line")}>
			<button
				type="button"
				data-testid="tray-link"
				aria-label={t("sending.linkEdit", { title })}
				onClick={onEdit}
				className="flex min-w-0 flex-1 items-center gap-2.5 rounded-chip text-left"
			>
				<span
					aria-hidden="true"
					className="flex size-11 shrink-0 items-center justify-center rounded-chip bg-accent-weak text-accent-text"
				>
					<Link2 size={20} />
				</span>
				<span className="flex min-w-0 flex-col">
					<span className="bidi-isolate truncate text-small text-text-1">{title}</span>
					<span className="truncate text-mini text-text-3">{t("sending.kind.link")}</span>
				</span>
			</button>
			<RemoveButton label={t("sending.remove", { name: title })} onRemove={onRemove} />
		</li>
	);
}

function RemoveButton({ label, onRemove }: { label: string; onRemove: () => void }) {
	return (
		<IconButton label={label} size={24} onClick={onRemove} className="absolute top-0.5 right-0.5 scale-90">
			<X size={14} />
		</IconButton>
	);
}
