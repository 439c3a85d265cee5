import { useMutation } from "@tanstack/react-query";
import { FolderOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { commands, type ExportRecord, type ExportState } from "@/bindings";
import { keepExports } from "@/shared/host";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { useReason } from "@/shared/i18n/useReason";
import { bytesInWords } from "@/shared/text/bytes";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { classes } from "@/shared/ui/classes";
import { ErrorNote } from "@/shared/ui/ErrorNote";

const TONES: Record<ExportState["kind"], string> = {
	running: "text-accent-text",
	done: "text-positive-text",
	cancelled: "text-text-2",
	interrupted: "text-warning-text",
	failed: "text-danger-text",
};

type Props = { record: ExportRecord; otherRuns: boolean };

/** One export: how far it is, what came of it, and how to go on with it. */
export function ExportRow({ record, otherRuns }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const times = useTimeWords();
	const numbers = new Intl.NumberFormat(useLanguage());
	const now = useNow(MINUTE_MS);
	const cancelling = useMutation({ mutationFn: () => commands.cancelExport(record.id) });
	const resuming = useMutation({
		mutationFn: () => commands.resumeExport(record.id),
		onSuccess: (next) => keepExports([next]),
	});
	const opening = useMutation({ mutationFn: () => commands.openExport(record.id) });
	const { state } = record;
	const isOpenEnded = state.kind !== "running" && state.kind !== "done";
	const error = resuming.error ?? opening.error ?? cancelling.error;
	return (
		<li
			data-testid="export-row"
			data-state={state.kind}
			className="mb-3 rounded-card border border-line bg-surface-1 px-4 py-3"
		>
			<div className="flex items-center gap-3">
				<span className="text-message font-medium">
					{record.formats.map((format) => format.toUpperCase()).join(" · ")}
				</span>
				<span className={classes("shrink-0 text-small", TONES[state.kind])}>
					{t(`export.state.${state.kind}`)}
				</span>
				<time
					className="tabular ml-auto shrink-0 text-small text-text-3"
					title={times.full(record.startedAt)}
				>
					{times.list(record.startedAt, now)}
				</time>
			</div>
			<p className="mt-0.5 text-small text-text-2">
				{t("export.contents", {
					chats: numbers.format(record.chats),
					messages: numbers.format(record.messages),
				})}
				{record.media && ` · ${t("export.mediaKept", { kept: numbers.format(record.mediaKept) })}`}
				{record.mediaMissing > 0 && (
					<span className="text-warning-text">
						{` · ${t("export.mediaMissing", { missing: numbers.format(record.mediaMissing) })}`}
					</span>
				)}
				{state.kind === "done" &&
					` · ${t("export.files", { files: numbers.format(record.files), size: bytesInWords(record.bytes) })}`}
			</p>
			<p className="bidi-isolate selectable truncate text-small text-text-3" title={record.folder}>
				{record.folder}
			</p>
			{state.kind === "running" && <Progress record={record} words={(count) => numbers.format(count)} />}
			{record.chatsNotComplete > 0 && (
				<p className="mt-2 rounded-control bg-warning-weak px-3 py-1.5 text-small text-text-1">
					{t("export.notComplete", { chats: numbers.format(record.chatsNotComplete) })}
				</p>
			)}
			{state.kind === "failed" && (
				<ErrorNote className="mt-2">
					{reason({ code: state.code, message: state.message, retryable: true, requestId: null })}
				</ErrorNote>
			)}
			{state.kind === "done" && (
				<p className="mt-2 text-small leading-5 text-text-2">{t("export.manifest")}</p>
			)}
			{isOpenEnded && <p className="mt-2 text-small text-text-2">{t("export.unfinished")}</p>}
			{error !== null && (
				<ErrorNote className="mt-2">{t("export.actFailed", { reason: reason(error) })}</ErrorNote>
			)}
			<div className="mt-2 flex gap-2">
				{state.kind === "running" && (
					<Button
						size="small"
						data-testid="export-cancel"
						disabled={cancelling.isPending}
						onClick={() => cancelling.mutate()}
					>
						{t("export.cancel")}
					</Button>
				)}
				{isOpenEnded && (
					<Button
						size="small"
						data-testid="export-resume"
						disabled={resuming.isPending || otherRuns}
						onClick={() => resuming.mutate()}
					>
						{t("export.resume")}
					</Button>
				)}
				{state.kind !== "running" && (
					<Button
						size="small"
						look={state.kind === "done" ? "outline" : "quiet"}
						data-testid="export-open"
						disabled={opening.isPending}
						onClick={() => opening.mutate()}
					>
						<FolderOpen size={14} aria-hidden="true" />
						{t("export.open")}
					</Button>
				)}
			</div>
		</li>
	);
}

function Progress({ record, words }: { record: ExportRecord; words: (count: number) => string }) {
	const { t } = useTranslation();
	const share = record.messages === 0 ? 0 : Math.min(1, record.messagesDone / record.messages);
	return (
		<div className="mt-2 flex items-center gap-3">
			<progress
				aria-label={t("export.progress")}
				max={1}
				value={share}
				className="h-1.5 flex-1 appearance-none overflow-hidden rounded-full bg-track [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-track [&::-webkit-progress-value]:bg-accent"
			/>
			<span className="tabular shrink-0 text-small text-text-2">
				{t("export.progressOf", { done: words(record.messagesDone), all: words(record.messages) })}
			</span>
		</div>
	);
}
