import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { commands, type StorageUsed, type WipeWhat } from "@/bindings";
import { refreshDesk, useDesk } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { allowsRetention } from "@/shared/policy/model";
import { SetByOrganisation } from "@/shared/policy/SetByOrganisation";
import { usePolicy } from "@/shared/policy/usePolicy";
import { bytesInWords } from "@/shared/text/bytes";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Setting } from "./Setting";

/** Days to choose from; 0 keeps everything. */
const DAYS = [0, 7, 30, 90, 180, 365];

/** What the account in front keeps on this computer: for how long, how much, and removing it. */
export function KeptSettings() {
	const account = useDesk((desk) => desk.account);
	if (account === null) return null;
	return (
		<>
			<RetentionSetting account={account.id} />
			<UsedSetting account={account.id} />
		</>
	);
}

function RetentionSetting({ account }: { account: string }) {
	const { t } = useTranslation();
	const reason = useReason();
	const queries = useQueryClient();
	const key = ["retention", account];
	const retention = useQuery({ queryKey: key, queryFn: () => commands.retention() });
	const saving = useMutation({
		mutationFn: (days: number) => commands.setRetention({ days }),
		onSettled: () => queries.invalidateQueries({ queryKey: key }),
	});
	const kept = saving.isPending ? saving.variables : (retention.data?.days ?? 0);
	const policy = usePolicy();
	const allowed = DAYS.filter((days) => allowsRetention(policy, days));
	const options = allowed.includes(kept) ? allowed : [...allowed, kept].sort((a, b) => a - b);
	const error = saving.error ?? retention.error;
	return (
		<Setting title={t("retention.title")} hint={t("retention.hint")}>
			<Choice
				label={t("retention.title")}
				testId="retention-days"
				className="w-48"
				value={String(kept)}
				options={options.map((days) => ({
					value: String(days),
					label: days === 0 ? t("retention.all") : t("retention.days", { count: days }),
				}))}
				onChange={(days) => saving.mutate(Number(days))}
			/>
			{allowed.length < DAYS.length && <SetByOrganisation />}
			{error !== null && <ErrorNote>{reason(error)}</ErrorNote>}
		</Setting>
	);
}

function UsedSetting({ account }: { account: string }) {
	const { t } = useTranslation();
	const reason = useReason();
	const queries = useQueryClient();
	const key = ["storageUsed", account];
	const used = useQuery({ queryKey: key, queryFn: () => commands.storageUsed() });
	const [asked, setAsked] = useState<WipeWhat | null>(null);
	const wiping = useMutation({
		mutationFn: (what: WipeWhat) => commands.wipe(what),
		onSuccess: () => setAsked(null),
		onSettled: async () => {
			await queries.invalidateQueries({ queryKey: key });
			await refreshDesk();
		},
	});
	return (
		<Setting title={t("retention.used")}>
			{used.data !== undefined && <Figures used={used.data} />}
			{used.error !== null && <ErrorNote>{reason(used.error)}</ErrorNote>}
			<div className="mt-3 flex flex-wrap gap-2">
				{(["media", "messages", "all"] as const).map((what) => (
					<Button
						key={what}
						data-testid={`wipe-${what}`}
						aria-expanded={asked === what}
						disabled={wiping.isPending}
						onClick={() => {
							wiping.reset();
							setAsked(what);
						}}
					>
						{t(`retention.wipe.${what}`)}
					</Button>
				))}
			</div>
			{asked !== null && (
				<div className="mt-2 rounded-control bg-danger-weak px-3 py-2" data-testid="wipe-question">
					<p className="text-small text-text-1">
						{t(`retention.what.${asked}`)}
						{asked === "all" && used.data !== undefined && used.data.unsent + used.data.drafts > 0 && (
							<strong className="block font-semibold">
								{t("retention.lost", {
									unsent: String(used.data.unsent),
									drafts: String(used.data.drafts),
								})}
							</strong>
						)}
					</p>
					<div className="mt-2 flex justify-end gap-2">
						<Button size="small" look="quiet" disabled={wiping.isPending} onClick={() => setAsked(null)}>
							{t("settings.cancel")}
						</Button>
						<Button
							size="small"
							look="danger"
							data-testid="wipe-confirm"
							disabled={wiping.isPending}
							onClick={() => wiping.mutate(asked)}
						>
							{wiping.isPending ? t("retention.wiping") : t(`retention.confirm.${asked}`)}
						</Button>
					</div>
				</div>
			)}
			{wiping.error !== null && <ErrorNote>{reason(wiping.error)}</ErrorNote>}
			{wiping.isSuccess && asked === null && (
				<p role="status" className="mt-2 text-small text-text-2">
					{t("retention.wiped")}
				</p>
			)}
		</Setting>
	);
}

function Figures({ used }: { used: StorageUsed }) {
	const { t } = useTranslation();
	const rows = [
		{
			name: t("retention.cache"),
			size: bytesInWords(used.cacheBytes),
			hint: t("retention.cacheHint", { messages: String(used.messages), chats: String(used.chats) }),
		},
		{
			name: t("retention.media"),
			size: bytesInWords(used.mediaBytes),
			hint: t("retention.mediaHint", { limit: bytesInWords(used.pictureLimitBytes) }),
		},
	];
	return (
		<dl data-testid="storage-used" className="overflow-hidden rounded-card border border-line bg-surface-2">
			{rows.map((row) => (
				<div
					key={row.name}
					className="flex items-baseline gap-3 border-b border-line px-3 py-2.5 last:border-0"
				>
					<dt className="min-w-0 flex-1">
						<span className="block text-base text-text-1">{row.name}</span>
						<span className="block text-small text-text-2">{row.hint}</span>
					</dt>
					<dd className="tabular shrink-0 text-base font-medium text-text-1">{row.size}</dd>
				</div>
			))}
		</dl>
	);
}
