import { FolderDown } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useExports } from "@/shared/host";
import { Button } from "@/shared/ui/Button";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { ExportForm } from "./ExportForm";
import { ExportRow } from "./ExportRow";
import { type Form, NEW_FORM } from "./model";

/** Transcripts as files: what was exported, what runs, and a new export. */
export function Export() {
	const { t } = useTranslation();
	const [form, setForm] = useState<Form | null>(null);
	return (
		<section
			data-testid="export"
			aria-label={t("export.title")}
			className="flex h-full min-h-0 flex-col bg-surface-2"
		>
			<ViewHeader title={t("export.title")} hint={t("export.hint")}>
				{form === null ? (
					<Button look="primary" data-testid="export-new" onClick={() => setForm(NEW_FORM)}>
						<FolderDown size={16} aria-hidden="true" />
						{t("export.new")}
					</Button>
				) : (
					<Button look="quiet" data-testid="export-back" onClick={() => setForm(null)}>
						{t("export.back")}
					</Button>
				)}
			</ViewHeader>
			{form === null ? (
				<List onNew={() => setForm(NEW_FORM)} />
			) : (
				<ExportForm
					form={form}
					onChange={(part) => setForm((before) => ({ ...(before ?? NEW_FORM), ...part }))}
					onStarted={() => setForm(null)}
				/>
			)}
		</section>
	);
}

function List({ onNew }: { onNew: () => void }) {
	const { t } = useTranslation();
	const rows = useExports();
	if (rows.value === undefined) {
		return rows.error === null ? <PanelSkeleton /> : <PanelFailed error={rows.error} onRetry={rows.retry} />;
	}
	const shown = [...rows.value.values()].sort((a, b) => b.startedAt - a.startedAt);
	if (shown.length === 0) {
		return (
			<div className="mx-auto max-w-sm px-6 pt-24 text-center">
				<p className="text-message font-medium">{t("export.none")}</p>
				<p className="mt-1 mb-4 text-small leading-5 text-text-2">{t("export.noneBody")}</p>
				<Button onClick={onNew}>{t("export.new")}</Button>
			</div>
		);
	}
	const isRunning = shown.some((record) => record.state.kind === "running");
	return (
		<ul className="mx-auto w-full max-w-[960px] min-h-0 flex-1 overflow-y-auto overscroll-contain px-6 py-4">
			{shown.map((record) => (
				<ExportRow key={record.id} record={record} otherRuns={isRunning && record.state.kind !== "running"} />
			))}
		</ul>
	);
}
