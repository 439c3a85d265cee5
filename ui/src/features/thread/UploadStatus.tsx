import { useMutation } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { commands, type ThreadMessage, type UploadProgress } from "@/bindings";
import { chatOf, useDesk } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { bytesInWords } from "@/shared/text/bytes";
import { IconButton } from "@/shared/ui/IconButton";
import { useTakenBack } from "./takenBack";

/** How far the file of a message is on its way, and the way to stop it. What is stopped returns to the box. */
export function UploadStatus({ message }: { message: ThreadMessage }) {
	const { t } = useTranslation();
	const reason = useReason();
	const { messageId } = message.key;
	const progress = useDesk((desk) => desk.uploads.get(messageId));
	const onTakenBack = useTakenBack();
	const cancel = useMutation({
		mutationFn: () => commands.takeBack(messageId),
		onSuccess: (part) => onTakenBack(chatOf(message.key), part),
	});
	const percent = percentOf(progress);
	const verifying = progress?.state.state === "verifying";
	const words = verifying
		? t("sending.verifying")
		: message.delivery?.state === "queued" && percent === 0
			? t("sending.uploadWaiting")
			: t("sending.uploading", { percent: String(percent) });
	return (
		<div data-testid="upload" className="mt-1 flex w-72 max-w-[68%] flex-col gap-1">
			<div className="flex items-center gap-2">
				<div
					role="progressbar"
					aria-label={t("sending.uploadLabel")}
					aria-valuemin={0}
					aria-valuemax={100}
					aria-valuenow={percent}
					className="h-1 flex-1 overflow-hidden rounded-full bg-pressed"
				>
					<div
						className="h-full rounded-full bg-accent transition-[width] duration-150"
						style={{ width: `${percent}%` }}
					/>
				</div>
				<span className="tabular shrink-0 text-mini text-text-3">
					{words}
					{progress !== undefined && !verifying && <> · {bytesInWords(progress.totalBytes)}</>}
				</span>
				<IconButton
					label={t("sending.uploadCancel")}
					title={t("sending.uploadCancel")}
					size={24}
					data-testid="upload-cancel"
					disabled={cancel.isPending}
					onClick={() => cancel.mutate()}
				>
					<X size={14} />
				</IconButton>
			</div>
			{cancel.isError && (
				<p role="alert" className="text-small text-danger-text">
					{t("delivery.resolveFailed", { reason: reason(cancel.error) })}
				</p>
			)}
		</div>
	);
}

/** Whole percent; never 100 before everything is sent. */
export function percentOf(progress: UploadProgress | undefined): number {
	if (progress === undefined || progress.totalBytes === 0) return 0;
	const percent = Math.floor((progress.sentBytes / progress.totalBytes) * 100);
	return Math.min(percent, progress.sentBytes < progress.totalBytes ? 99 : 100);
}

/** Whether the file of a message has still to be uploaded. */
export function isUploading({ attachment, delivery }: ThreadMessage): boolean {
	return attachment !== null && (delivery?.state === "uploading" || delivery?.state === "queued");
}
