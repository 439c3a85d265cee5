import { Megaphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useBroadcasts, useDesk } from "@/shared/host";
import { Button } from "@/shared/ui/Button";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { BroadcastRow } from "./BroadcastRow";
import { useForm } from "./useForm";
import { Wizard } from "./Wizard";

/** One message to many: what was sent so, and a new one step by step. */
export function Broadcast() {
	const { t } = useTranslation();
	const account = useDesk((desk) => desk.account?.id ?? null);
	const desk = useForm(account);
	return (
		<section
			data-testid="broadcast"
			aria-label={t("broadcast.title")}
			className="flex h-full min-h-0 flex-col"
		>
			<ViewHeader title={t("broadcast.title")} hint={t("broadcast.hint")}>
				{desk.form === null && (
					<Button look="primary" data-testid="broadcast-new" onClick={desk.begin}>
						<Megaphone size={16} aria-hidden="true" />
						{t("broadcast.new")}
					</Button>
				)}
			</ViewHeader>
			{desk.form === null ? <List onNew={desk.begin} /> : <Wizard form={desk.form} desk={desk} />}
		</section>
	);
}

function List({ onNew }: { onNew: () => void }) {
	const { t } = useTranslation();
	const rows = useBroadcasts();
	if (rows.value === undefined) {
		return rows.error === null ? <PanelSkeleton /> : <PanelFailed error={rows.error} onRetry={rows.retry} />;
	}
	const shown = [...rows.value.values()]
		.filter((row) => row.state !== "discarded")
		.sort((a, b) => b.plannedAt - a.plannedAt);
	if (shown.length === 0) {
		return (
			<div className="mx-auto max-w-sm px-6 pt-24 text-center">
				<p className="text-message font-medium">{t("broadcast.none")}</p>
				<p className="mt-1 mb-4 text-small leading-5 text-text-2">{t("broadcast.noneBody")}</p>
				<Button onClick={onNew}>{t("broadcast.new")}</Button>
			</div>
		);
	}
	return (
		<ul className="mx-auto w-full max-w-[960px] min-h-0 flex-1 overflow-y-auto overscroll-contain px-6 py-4">
			{shown.map((row) => (
				<BroadcastRow key={row.id} record={row} />
			))}
		</ul>
	);
}
