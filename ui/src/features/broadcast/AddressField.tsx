import { useMutation } from "@tanstack/react-query";
import { LoaderCircle, Upload } from "lucide-react";
import { useTranslation } from "react-i18next";
import { commands, type UploadKind } from "@/bindings";
import { useLatest } from "@/shared/hooks/useLatest";
import { pickFiles } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { TextField } from "@/shared/ui/TextField";

type Props = {
	label: string;
	value: string;
	/** What a file that is chosen instead is uploaded as. */
	kind: UploadKind;
	onChange: (address: string) => void;
};

/**
 * An address that the platform fetches a picture or a file from (Q55): typed, or that of a file of this machine once it is
 * uploaded. What is left before then is chosen again; the storage knows the file by its content and is quick about it.
 */
export function AddressField({ label, value, kind, onChange }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const latest = useLatest(onChange);
	const upload = useMutation({ mutationFn: (path: string) => commands.uploadFile(path, kind) });

	async function choose() {
		const [path] = await pickFiles(kind === "file" ? "any" : "image", t("broadcast.upload"), false);
		if (path !== undefined) upload.mutate(path, { onSuccess: (address) => latest.current(address) });
	}

	return (
		<div className="flex min-w-0 flex-col gap-1">
			<div className="flex items-end gap-2">
				<div className="min-w-0 flex-1">
					<TextField
						label={label}
						value={value}
						inputMode="url"
						placeholder="https://"
						onChange={(event) => {
							upload.reset();
							onChange(event.target.value);
						}}
					/>
				</div>
				<Button
					className="h-9 shrink-0"
					aria-label={t("broadcast.uploadFor", { label })}
					disabled={upload.isPending}
					onClick={() => void choose()}
				>
					{upload.isPending ? (
						<LoaderCircle size={16} className="animate-spin" aria-hidden="true" />
					) : (
						<Upload size={16} aria-hidden="true" />
					)}
					{t(upload.isPending ? "broadcast.uploading" : "broadcast.upload")}
				</Button>
			</div>
			{upload.isError && <ErrorNote>{reason(upload.error)}</ErrorNote>}
		</div>
	);
}
