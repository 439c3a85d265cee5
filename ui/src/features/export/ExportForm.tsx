import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { commands } from "@/bindings";
import { keepExports, pickFolder } from "@/shared/host";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { useReason } from "@/shared/i18n/useReason";
import { allowsExport } from "@/shared/policy/model";
import { SetByOrganisation } from "@/shared/policy/SetByOrganisation";
import { usePolicy } from "@/shared/policy/usePolicy";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Tick } from "@/shared/ui/Tick";
import { FORMATS, type Form, missing, requestOf, scopeOf, toggled } from "./model";
import { ScopeFields } from "./ScopeFields";
import { usePreviewWords } from "./usePreviewWords";

type Props = { form: Form; onChange: (part: Partial<Form>) => void; onStarted: () => void };

/** Which chats, in which formats, and where to. One page, because what would be exported is counted as one chooses. */
export function ExportForm({ form, onChange, onStarted }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const language = useLanguage();
	const previewWords = usePreviewWords();
	const lacks = missing(form);
	const scope = scopeOf(form);
	const preview = useQuery({
		queryKey: ["exportPreview", scope],
		queryFn: () => commands.exportPreview(scope),
		enabled: lacks !== "dates",
		placeholderData: (before) => before,
		gcTime: 0,
	});
	const choosing = useMutation({
		mutationFn: () => pickFolder(t("export.chooseTitle")),
		onSuccess: (folder) => folder !== null && onChange({ folder }),
	});
	const starting = useMutation({
		mutationFn: () =>
			commands.startExport(
				requestOf(form, Intl.DateTimeFormat().resolvedOptions().timeZone ?? "Asia/Shanghai"),
				language,
			),
		onSuccess: (record) => {
			keepExports([record]);
			onStarted();
		},
	});
	const policy = usePolicy();
	const forbidden = [...FORMATS, "media" as const].filter((kind) => !allowsExport(policy, kind));
	const refused =
		form.formats.some((format) => forbidden.includes(format)) || (form.media && forbidden.includes("media"));
	const nothing = preview.data?.messages === 0;
	return (
		<>
			<div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-6 py-4">
				<div className="flex max-w-[720px] flex-col gap-6">
					<Part title={t("export.what")} note={t("export.everything")}>
						<ScopeFields form={form} onChange={onChange} />
					</Part>
					<Part title={t("export.formats")}>
						<div className="grid gap-2 sm:grid-cols-2">
							{FORMATS.map((format) => (
								<Tick
									key={format}
									checked={form.formats.includes(format)}
									// What was ticked before the rules were known can still be unticked.
									disabled={forbidden.includes(format) && !form.formats.includes(format)}
									onChange={() => onChange({ formats: toggled(form.formats, format) })}
									testId={`export-format-${format}`}
								>
									{t(`export.format.${format}`)}
									<span className="block text-small text-text-2">{t(`export.formatHint.${format}`)}</span>
								</Tick>
							))}
						</div>
						<Tick
							checked={form.media}
							disabled={forbidden.includes("media") && !form.media}
							onChange={(media) => onChange({ media })}
							testId="export-media"
						>
							{t("export.media")}
							<span className="block text-small text-text-2">{t("export.mediaHint")}</span>
						</Tick>
						{forbidden.length > 0 && <SetByOrganisation />}
						{refused && <ErrorNote testId="export-refused">{t("error.forbiddenByPolicy.what")}</ErrorNote>}
					</Part>
					<Part title={t("export.where")}>
						<div className="flex min-w-0 items-center gap-3">
							<Button
								data-testid="export-folder"
								disabled={choosing.isPending}
								onClick={() => choosing.mutate()}
							>
								{t("export.choose")}
							</Button>
							<span
								className="bidi-isolate min-w-0 truncate text-base text-text-2"
								title={form.folder ?? undefined}
							>
								{form.folder ?? t("export.noFolder")}
							</span>
						</div>
						<p className="rounded-control bg-warning-weak px-3 py-2 text-small text-text-1">
							{t("export.clearText")}
						</p>
					</Part>
					{starting.isError && (
						<ErrorNote testId="export-failed">
							{t("export.failed", { reason: reason(starting.error) })}
						</ErrorNote>
					)}
				</div>
			</div>
			<footer className="flex shrink-0 items-center gap-3 border-t border-line px-6 py-3">
				<div className="min-w-0 flex-1 text-small" aria-live="polite" data-testid="export-preview">
					{preview.isError ? (
						<span className="text-danger-text">{reason(preview.error)}</span>
					) : (
						previewWords(preview.data)
					)}
				</div>
				{lacks !== null && (
					<span className="shrink-0 text-small text-text-2">{t(`export.missing.${lacks}`)}</span>
				)}
				<Button
					look="primary"
					data-testid="export-start"
					disabled={lacks !== null || nothing || refused || starting.isPending}
					onClick={() => starting.mutate()}
				>
					{t("export.start")}
				</Button>
			</footer>
		</>
	);
}

function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
	return (
		<section aria-label={title} className="flex flex-col gap-3">
			<div className="flex items-baseline gap-3">
				<h2 className="text-message font-medium">{title}</h2>
				{note !== undefined && <span className="text-small text-text-2">{note}</span>}
			</div>
			{children}
		</section>
	);
}
