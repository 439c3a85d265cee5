import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountId } from "@/bindings";
import { commandFailure, useDesk } from "@/shared/host";
import { Brand } from "@/shared/ui/Brand";
import { KeyringWaiting } from "./KeyringWaiting";
import { KnownAccounts } from "./KnownAccounts";
import { Notices } from "./Notices";
import { SignInFields } from "./SignInFields";
import { useSignIn } from "./useSignIn";

/** The first page: go on with a known account, or sign in. `corner` is for the switches of theme and language. */
export function SignIn({ corner }: { corner: ReactNode }) {
	const { t } = useTranslation();
	const accounts = useDesk((desk) => desk.accounts);
	const keyring = useDesk((desk) => desk.keyring);
	const { attempt, signIn, resume, clear } = useSignIn();
	const [asked, setAsked] = useState<AccountId | null>(null);

	// A kept secret that is no longer accepted has to be typed anew: the form is made ready for it.
	useEffect(() => {
		if (attempt.state !== "failed" || attempt.account === null) return;
		if (commandFailure(attempt.error).code === "auth") setAsked(attempt.account);
	}, [attempt]);

	return (
		<main data-testid="sign-in" className="flex h-full flex-col overflow-y-auto bg-surface-0">
			<Notices />
			<KeyringWaiting />
			<div className="flex justify-end gap-1 px-4 pt-4">{corner}</div>
			<div className="mx-auto flex w-[432px] max-w-full flex-1 flex-col justify-center px-4 pt-4 pb-8">
				<div className="mb-6 flex items-center gap-3">
					<Brand size={40} />
					<div>
						<h1 className="text-display leading-6 font-semibold text-text-1">{t("signIn.title")}</h1>
						<p className="text-small text-text-2">{t("app.tagline")}</p>
					</div>
				</div>
				{accounts.length > 0 && (
					<KnownAccounts
						accounts={accounts}
						attempt={attempt}
						onResume={resume}
						onAsk={(account) => {
							clear();
							setAsked(account.id);
						}}
					/>
				)}
				<SignInFields
					// Choosing a known account without a kept secret fills the form with it.
					key={asked ?? "new"}
					known={accounts.find((account) => account.id === asked) ?? null}
					keyring={keyring}
					attempt={attempt}
					onSubmit={signIn}
					onEdit={clear}
				/>
			</div>
		</main>
	);
}
