import { LoaderCircle, TriangleAlert } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Account, EnvironmentKind, KeyringState, SignInRequest } from "@/bindings";
import { useLatest } from "@/shared/hooks/useLatest";
import { allowsEnvironment } from "@/shared/policy/model";
import { PolicyBroken } from "@/shared/policy/PolicyBroken";
import { SetByOrganisation } from "@/shared/policy/SetByOrganisation";
import { usePolicy } from "@/shared/policy/usePolicy";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Segmented } from "@/shared/ui/Segmented";
import { TextField } from "@/shared/ui/TextField";
import { Tick } from "@/shared/ui/Tick";
import {
	ENVIRONMENTS,
	type FormField,
	missingFields,
	PRACTICE_KEY,
	PRACTICE_SECRET,
	type SignInForm,
	signInRequest,
} from "./model";
import { SignInError } from "./SignInError";
import type { Attempt } from "./useSignIn";

type Props = {
	known: Account | null;
	keyring: KeyringState;
	attempt: Attempt;
	onSubmit: (request: SignInRequest) => void;
	onEdit: () => void;
};

const LABELS = {
	practice: "signIn.environmentPractice",
	test: "signIn.environmentTest",
	production: "signIn.environmentProduction",
	custom: "signIn.environmentCustom",
} as const;

const ABOUT = {
	practice: "signIn.aboutPractice",
	test: "signIn.aboutTest",
	production: "signIn.aboutProduction",
	custom: "signIn.aboutCustom",
} as const;

function startingForm(known: Account | null, canRemember: boolean): SignInForm {
	const custom = known?.environment.kind === "custom" ? known.environment : null;
	return {
		environment: known?.environment.kind ?? "practice",
		accessKey: known?.accessKey ?? PRACTICE_KEY,
		apiBase: custom?.apiBase ?? "",
		socketBase: custom?.socketBase ?? "",
		remember: canRemember,
	};
}

/** The form. The secret lives in its field alone, and is taken out of it with the submission. */
export function SignInFields({ known, keyring, attempt, onSubmit, onEdit }: Props) {
	const { t } = useTranslation();
	const canRemember = keyring.kind === "available" || keyring.kind === "checking";
	const [form, setForm] = useState(() => startingForm(known, canRemember));
	const [missing, setMissing] = useState<readonly FormField[]>([]);
	const secret = useRef<HTMLInputElement>(null);
	const busy = attempt.state === "busy" && attempt.account === null;
	const practice = form.environment === "practice";
	const policy = usePolicy();
	const environments = ENVIRONMENTS.filter((kind) => allowsEnvironment(policy, kind));
	// The rules come a moment after the form.
	const elsewhere = environments.includes(form.environment) ? undefined : environments[0];

	function edit(change: Partial<SignInForm>) {
		setForm((before) => ({ ...before, ...change }));
		setMissing([]);
		onEdit();
	}

	function choose(environment: EnvironmentKind) {
		// The practice account's name means nothing elsewhere, and one's own name nothing there.
		if (environment === "practice") edit({ environment, accessKey: PRACTICE_KEY });
		else edit({ environment, accessKey: form.accessKey === PRACTICE_KEY ? "" : form.accessKey });
		if (secret.current) secret.current.value = environment === "practice" ? PRACTICE_SECRET : "";
	}
	const chooseAllowed = useLatest(choose);
	useEffect(() => {
		if (elsewhere !== undefined) chooseAllowed.current(elsewhere);
	}, [elsewhere, chooseAllowed]);

	function submit(event: FormEvent) {
		event.preventDefault();
		const typed = secret.current?.value ?? "";
		const lacking = missingFields(form, typed);
		setMissing(lacking);
		if (lacking.length > 0) return;
		if (secret.current) secret.current.value = practice ? PRACTICE_SECRET : "";
		onSubmit(signInRequest(form, typed));
	}

	const fieldNames: Record<FormField, string> = {
		accessKey: t("signIn.accessKey"),
		accessSecret: t("signIn.accessSecret"),
		apiBase: t("signIn.apiBase"),
		socketBase: t("signIn.socketBase"),
	};
	const invalid = (field: FormField) => missing.includes(field);

	return (
		<form
			onSubmit={submit}
			noValidate
			className="flex flex-col gap-4 rounded-card border border-line bg-surface-2 p-5"
		>
			<PolicyBroken />
			{environments.length === 0 ? (
				<SetByOrganisation />
			) : (
				<div>
					<Segmented
						wide
						label={t("signIn.environment")}
						value={form.environment}
						onChange={choose}
						segments={environments.map((value) => ({
							value,
							label: t(LABELS[value]),
							testId: `env-${value}`,
						}))}
					/>
					{environments.length < ENVIRONMENTS.length && <SetByOrganisation />}
					<p className="mt-2 min-h-9 text-small text-text-2">{t(ABOUT[form.environment])}</p>
				</div>
			)}
			{form.environment === "custom" && (
				<>
					<TextField
						label={fieldNames.apiBase}
						data-testid="api-base"
						mono
						placeholder="https://api.example.com"
						value={form.apiBase}
						aria-invalid={invalid("apiBase")}
						onChange={(event) => edit({ apiBase: event.target.value })}
					/>
					<TextField
						label={fieldNames.socketBase}
						data-testid="socket-base"
						mono
						placeholder="https://chat.example.com"
						value={form.socketBase}
						aria-invalid={invalid("socketBase")}
						onChange={(event) => edit({ socketBase: event.target.value })}
					/>
				</>
			)}
			<div className="grid grid-cols-2 gap-3">
				<TextField
					label={fieldNames.accessKey}
					data-testid="access-key"
					value={form.accessKey}
					aria-invalid={invalid("accessKey")}
					onChange={(event) => edit({ accessKey: event.target.value })}
				/>
				<TextField
					ref={secret}
					label={fieldNames.accessSecret}
					data-testid="access-secret"
					type="password"
					defaultValue={practice ? PRACTICE_SECRET : ""}
					// A known account lacks its secret only, so that is where one types.
					autoFocus={known !== null}
					aria-invalid={invalid("accessSecret")}
					onChange={() => missing.length > 0 && setMissing([])}
				/>
			</div>
			<Remember
				canRemember={canRemember}
				checked={form.remember}
				onChange={(remember) => edit({ remember })}
			/>
			{missing.length > 0 && (
				<ErrorNote testId="sign-in-error">
					{t("signIn.missing", { fields: missing.map((field) => fieldNames[field]).join(" · ") })}
				</ErrorNote>
			)}
			{attempt.state === "failed" && attempt.account === null && (
				<SignInError
					error={attempt.error}
					kept={practice ? t("signIn.keptPractice") : t("signIn.keptForm")}
				/>
			)}
			<Button
				type="submit"
				look="primary"
				size="large"
				data-testid="sign-in-submit"
				disabled={attempt.state === "busy" || environments.length === 0}
				className="w-full"
			>
				{busy && <LoaderCircle size={16} className="animate-spin" aria-hidden="true" />}
				{busy ? t("signIn.submitting") : practice ? t("signIn.submitPractice") : t("signIn.submit")}
			</Button>
		</form>
	);
}

type RememberProps = { canRemember: boolean; checked: boolean; onChange: (checked: boolean) => void };

function Remember({ canRemember, checked, onChange }: RememberProps) {
	const { t } = useTranslation();
	if (!canRemember) {
		return (
			<p
				data-testid="keyring-unavailable"
				className="flex gap-2 rounded-control bg-warning-weak px-3 py-2 text-small text-text-1"
			>
				<TriangleAlert size={16} className="mt-px text-warning-text" aria-hidden="true" />
				{t("signIn.rememberImpossible")}
			</p>
		);
	}
	return (
		<Tick checked={checked} onChange={onChange} testId="remember">
			{t("signIn.remember")}
			<span className="ml-2 text-small text-text-3">{t("signIn.rememberHint")}</span>
		</Tick>
	);
}
