import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { create } from "zustand";
import { type AccountId, commands, type StorageState } from "@/bindings";
import { commandFailure, useDesk } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { TextField } from "@/shared/ui/TextField";
import { Tick } from "@/shared/ui/Tick";
import { ForgetStrip } from "./ForgetStrip";
import {
	configOf,
	EXAMPLES,
	fieldsOf,
	formOf,
	missingIn,
	PROVIDERS,
	type StorageField,
	type StorageForm,
} from "./storageForm";

/** What is typed stays in memory while the window is open, whatever else is looked at meanwhile. */
const useTyped = create<{ account: AccountId | null; form: StorageForm | null }>(() => ({
	account: null,
	form: null,
}));

/** Where files are uploaded to. It is tried out before it is kept. */
export function StorageSettings() {
	const reason = useReason();
	const account = useDesk((desk) => desk.account?.id ?? null);
	const storage = useQuery({ queryKey: ["storage", account], queryFn: () => commands.storage() });
	if (storage.error !== null) return <ErrorNote>{reason(storage.error)}</ErrorNote>;
	if (storage.data === undefined) return <div className="skeleton h-64 w-full" />;
	return <Form key={account} account={account} kept={storage.data} />;
}

function Form({ account, kept }: { account: AccountId | null; kept: StorageState }) {
	const { t } = useTranslation();
	const reason = useReason();
	const queries = useQueryClient();
	const typed = useTyped((state) => (state.account === account ? state.form : null));
	const [asking, setAsking] = useState(false);
	const [missing, setMissing] = useState<readonly StorageField[]>([]);
	const form = typed ?? formOf(kept.config);
	const hasKeptSecret = kept.config !== null && kept.config.provider.kind === form.kind;
	const again = () => {
		useTyped.setState({ account, form: null });
		return queries.invalidateQueries({ queryKey: ["storage", account] });
	};
	const saving = useMutation({
		mutationFn: () => commands.saveStorage(configOf(form), form.secret === "" ? null : form.secret),
		onSuccess: again,
	});
	const forgetting = useMutation({ mutationFn: () => commands.forgetStorage(), onSuccess: again });

	function change(part: Partial<StorageForm>) {
		saving.reset();
		setMissing([]);
		useTyped.setState({ account, form: { ...form, ...part } });
	}

	function save() {
		const found = missingIn(form, hasKeptSecret);
		setMissing(found);
		if (found.length === 0) saving.mutate();
	}

	const label = (field: StorageField) =>
		field === "keyId" || field === "secret"
			? t(`settings.storage.${field}.${form.kind}`)
			: t(`settings.storage.${field}`);

	return (
		<form
			className="flex flex-col gap-4"
			onSubmit={(event) => {
				event.preventDefault();
				save();
			}}
		>
			<p className="text-base text-text-2">{t("settings.storage.hint")}</p>
			{kept.config?.provider.kind === "practice" && (
				<p className="rounded-control bg-accent-weak px-3 py-2 text-base text-text-1">
					{t("settings.storage.practice")}
				</p>
			)}
			<div className="flex flex-col gap-1">
				<span className="text-small text-text-2">{t("settings.storage.provider")}</span>
				<Choice
					label={t("settings.storage.provider")}
					testId="storage-provider"
					value={form.kind}
					options={PROVIDERS.map((value) => ({ value, label: t(`settings.storage.kind.${value}`) }))}
					onChange={(kind) => change({ kind })}
				/>
			</div>
			{fieldsOf(form.kind).map((field) => (
				<div key={field}>
					<TextField
						label={label(field)}
						mono
						type={field === "secret" ? "password" : "text"}
						value={form[field]}
						placeholder={
							field === "secret" && hasKeptSecret
								? t("settings.storage.secretKept")
								: (EXAMPLES[form.kind][field] ?? "")
						}
						aria-invalid={missing.includes(field)}
						data-testid={`storage-${field}`}
						onChange={({ target }) => change({ [field]: target.value })}
					/>
					{field === "publicBase" && (
						<p className="mt-1 text-small text-text-2">{t("settings.storage.publicBaseHint")}</p>
					)}
					{field === "folder" && (
						<p className="mt-1 text-small text-text-2">{t("settings.storage.folderHint")}</p>
					)}
				</div>
			))}
			{form.kind === "s3" && (
				<Tick checked={form.virtualHost} onChange={(virtualHost) => change({ virtualHost })}>
					{t("settings.storage.virtualHost")}
				</Tick>
			)}
			{missing.length > 0 && (
				<ErrorNote testId="storage-missing">
					{t("settings.storage.missing", { fields: missing.map(label).join(t("settings.storage.and")) })}
				</ErrorNote>
			)}
			{saving.error !== null && (
				<ErrorNote testId="storage-error">
					{reason(saving.error)}
					<span className="mt-1 block font-mono text-small break-words text-text-2">
						{commandFailure(saving.error).message}
					</span>
					<span className="mt-1 block text-small text-text-2">{t("settings.storage.notSaved")}</span>
				</ErrorNote>
			)}
			{forgetting.error !== null && <ErrorNote>{reason(forgetting.error)}</ErrorNote>}
			<div className="flex items-center gap-2">
				<Button type="submit" look="primary" data-testid="storage-save" disabled={saving.isPending}>
					{t(saving.isPending ? "settings.storage.testing" : "settings.storage.save")}
				</Button>
				{kept.configured && kept.config?.provider.kind !== "practice" && !asking && (
					<Button look="quiet" onClick={() => setAsking(true)}>
						{t("settings.storage.forget")}
					</Button>
				)}
				<span role="status" data-testid="storage-saved" className="text-small text-positive-text">
					{saving.isSuccess && t("settings.storage.saved")}
				</span>
			</div>
			{asking && (
				<ForgetStrip
					what={t("settings.storage.forgetWhat")}
					confirm={t("settings.storage.forget")}
					busy={forgetting.isPending}
					onCancel={() => setAsking(false)}
					onForget={() => forgetting.mutate(undefined, { onSuccess: () => setAsking(false) })}
				/>
			)}
		</form>
	);
}
