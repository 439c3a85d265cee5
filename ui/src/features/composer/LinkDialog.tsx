import { useMutation } from "@tanstack/react-query";
import { FolderOpen, Image as ImageIcon, Link2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { commands, type LinkCard } from "@/bindings";
import { pickFiles } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { webAddress } from "@/shared/text/links";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import { Segmented } from "@/shared/ui/Segmented";
import { TextField } from "@/shared/ui/TextField";
import { cardOf, fileNameIn, type LinkForm, problemOf } from "./linkForm";

type Props = {
	form: LinkForm;
	name: string;
	canUpload: boolean;
	onChange: (form: LinkForm) => void;
	onClose: () => void;
	onDone: (card: LinkCard) => void;
};

/** Writes a link card and shows it as the customer will see it. The cover's address is checked before it is taken. */
export function LinkDialog({ form, name, canUpload, onChange, onClose, onDone }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const [asked, setAsked] = useState(false);
	const problem = problemOf(form);
	const set = (part: Partial<LinkForm>) => {
		check.reset();
		onChange({ ...form, ...part });
	};
	const check = useMutation({
		mutationFn: async (card: LinkCard) => {
			if (card.cover?.kind === "address") await commands.checkCover(card.cover.url);
			return card;
		},
		onSuccess: onDone,
	});

	function submit(event: FormEvent) {
		event.preventDefault();
		setAsked(true);
		if (problem === null && !check.isPending) check.mutate(cardOf(form));
	}

	return (
		<Modal
			open
			onOpenChange={(open) => !open && onClose()}
			title={t("sending.linkTitle", { name })}
			className="w-[760px]"
		>
			<form onSubmit={submit} data-testid="link-dialog" className="mt-4 grid grid-cols-[1fr_300px] gap-6">
				<div className="flex flex-col gap-3">
					<TextField
						label={t("sending.linkName")}
						value={form.title}
						maxLength={120}
						aria-invalid={asked && problem === "title"}
						onChange={({ target }) => set({ title: target.value })}
					/>
					<TextField
						label={t("sending.linkAddress")}
						value={form.link}
						placeholder="https://"
						aria-invalid={asked && problem === "link"}
						onChange={({ target }) => set({ link: target.value })}
					/>
					<TextField
						label={t("sending.linkAbout")}
						value={form.description}
						maxLength={200}
						onChange={({ target }) => set({ description: target.value })}
					/>
					<div className="flex flex-col gap-2">
						<span className="text-small text-text-2">{t("sending.cover")}</span>
						<Segmented
							label={t("sending.cover")}
							value={form.cover}
							onChange={(cover) => set({ cover })}
							segments={[
								{ value: "none", label: t("sending.coverNone") },
								{ value: "address", label: t("sending.coverAddress"), testId: "cover-address" },
								{ value: "file", label: t("sending.coverFile") },
							]}
						/>
						{form.cover === "address" && (
							<>
								<TextField
									label={t("sending.coverUrl")}
									value={form.coverUrl}
									placeholder="https://"
									aria-invalid={(asked && problem === "coverUrl") || check.isError}
									onChange={({ target }) => set({ coverUrl: target.value })}
								/>
								<p className="text-small text-text-3">{t("sending.coverHint")}</p>
							</>
						)}
						{form.cover === "file" && <CoverFile {...{ form, set, canUpload }} />}
					</div>
					{asked && problem !== null && <ErrorNote>{t(`sending.linkProblem.${problem}`)}</ErrorNote>}
					{check.isError && <ErrorNote>{reason(check.error)}</ErrorNote>}
				</div>
				<div className="flex flex-col gap-2">
					<span className="text-small text-text-2">{t("sending.linkPreview")}</span>
					<div className="flex min-h-40 items-start justify-end rounded-card bg-surface-2 p-4">
						<Preview form={form} />
					</div>
				</div>
				<div className="col-span-2 flex items-center justify-end gap-2">
					<Button look="quiet" onClick={onClose}>
						{t("sending.cancel")}
					</Button>
					<Button type="submit" look="primary" data-testid="link-send" disabled={check.isPending}>
						{check.isPending ? t("sending.coverChecking") : t("sending.linkAdd")}
					</Button>
				</div>
			</form>
		</Modal>
	);
}

type CoverFileProps = { form: LinkForm; set: (part: Partial<LinkForm>) => void; canUpload: boolean };

function CoverFile({ form, set, canUpload }: CoverFileProps) {
	const { t } = useTranslation();
	if (!canUpload) return <p className="text-small text-warning-text">{t("sending.storageHow")}</p>;
	return (
		<span className="flex items-center gap-2">
			<Button
				onClick={async () => {
					const [path] = await pickFiles("image", t("sending.addImage"), false);
					if (path !== undefined) set({ coverPath: path });
				}}
			>
				<FolderOpen size={16} aria-hidden="true" />
				{t("sending.coverPick")}
			</Button>
			<span className="bidi-isolate min-w-0 truncate text-small text-text-2">
				{fileNameIn(form.coverPath)}
			</span>
		</span>
	);
}

/** The card in its place on the right, as ours. A cover is not fetched for this: only its room is shown. */
function Preview({ form }: { form: LinkForm }) {
	const { t } = useTranslation();
	const url = webAddress(form.link.trim());
	return (
		<div className="flex w-64 flex-col rounded-card border border-line bg-surface-3">
			<div className="flex gap-3 p-3">
				<span className="flex min-w-0 flex-1 flex-col gap-0.5">
					<span className="bidi-isolate line-clamp-2 text-base font-medium text-text-1">
						{form.title.trim() || <span className="text-text-3">{t("sending.linkName")}</span>}
					</span>
					<span className="bidi-isolate line-clamp-2 text-small text-text-2">
						{form.description.trim() || <span className="text-text-3">{t("sending.linkAbout")}</span>}
					</span>
				</span>
				{form.cover !== "none" && (
					<span
						aria-hidden="true"
						className="flex size-12 shrink-0 items-center justify-center rounded-control bg-bubble-in text-text-3"
					>
						<ImageIcon size={20} />
					</span>
				)}
			</div>
			<span className="flex items-center gap-1 border-t border-line px-3 py-1 text-mini text-text-3">
				<Link2 size={12} aria-hidden="true" />
				<span className="truncate">{url === null ? "…" : new URL(url).hostname}</span>
			</span>
		</div>
	);
}
