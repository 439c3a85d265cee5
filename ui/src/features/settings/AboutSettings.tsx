import { useMutation, useQuery } from "@tanstack/react-query";
import { Footprints, LifeBuoy } from "lucide-react";
import { useTranslation } from "react-i18next";
import { commands } from "@/bindings";
import { pickWhereToSave } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { Brand } from "@/shared/ui/Brand";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Setting } from "./Setting";

/** Which console this is, and what support needs. */
export function AboutSettings({ onCoach }: { onCoach: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const about = useQuery({ queryKey: ["about"], queryFn: () => commands.about() });
	const saving = useMutation({
		mutationFn: async () => {
			const day = new Date().toISOString().slice(0, 10);
			const path = await pickWhereToSave(`zuoxi-${day}.zip`, "bundle", t("settings.diagnostics"));
			if (path !== null) await commands.saveDiagnostics(path);
			return path;
		},
	});
	const lines = [
		{ name: t("settings.version"), value: about.data?.version },
		{ name: t("settings.system"), value: about.data?.system },
		{ name: t("settings.dataFolder"), value: about.data?.dataFolder },
	];
	return (
		<>
			<div className="flex gap-4">
				<Brand size={48} />
				<dl className="grid min-w-0 flex-1 grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-base">
					{lines.map((line) => (
						<div key={line.name} className="contents">
							<dt className="text-text-2">{line.name}</dt>
							<dd className="selectable break-all text-text-1">{line.value ?? ""}</dd>
						</div>
					))}
				</dl>
			</div>
			{about.error !== null && <ErrorNote>{reason(about.error)}</ErrorNote>}
			<Setting title={t("settings.diagnostics")} hint={t("settings.diagnosticsHint")}>
				<Button data-testid="diagnostics" disabled={saving.isPending} onClick={() => saving.mutate()}>
					<LifeBuoy size={16} aria-hidden="true" />
					{t(saving.isPending ? "settings.diagnosticsBusy" : "settings.diagnosticsSave")}
				</Button>
				<p role="status" className="mt-1.5 text-small break-all text-positive-text empty:hidden">
					{saving.data && t("settings.diagnosticsSaved", { path: saving.data })}
				</p>
				{saving.error !== null && <ErrorNote className="mt-2">{reason(saving.error)}</ErrorNote>}
			</Setting>
			<Setting title={t("settings.coach")} hint={t("settings.coachHint")}>
				<Button data-testid="coach-again" onClick={onCoach}>
					<Footprints size={16} aria-hidden="true" />
					{t("settings.coachShow")}
				</Button>
			</Setting>
		</>
	);
}
