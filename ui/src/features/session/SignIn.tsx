import { ArrowLeft } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountId } from "@/bindings";
import { commandFailure, useAccountMoves, useDesk } from "@/shared/host";
import { Brand } from "@/shared/ui/Brand";
import { Button } from "@/shared/ui/Button";
import { KeyringWaiting } from "./KeyringWaiting";
import { KnownAccounts } from "./KnownAccounts";
import { Notices } from "./Notices";
import { SignInFields } from "./SignInFields";
import { useSignIn } from "./useSignIn";

type Props = {
	/** The switches of theme and language. */
	corner: ReactNode;
	/** The way back to the account at work, if there is one. */
	onBack?: () => void;
};

/** The first page, and that of another account: go on with a known account, or sign in. */
export function SignIn({ corner, onBack }: Props) {
	const { t } = useTranslation();
	const summaries = useDesk((desk) => desk.accounts);
	const front = useDesk((desk) => desk.account?.id);
	const wanted = useAccountMoves((moves) => moves.adding?.account ?? null);
	// Those at work are switched to in the menu; without one in front, this page is the way to them.
	const accounts = summaries
		.filter(({ state }) => front === undefined || state.state === "signedOut")
		.map(({ account }) => account);
	const keyring = useDesk((desk) => desk.keyring);
	const { attempt, signIn, resume, clear } = useSignIn();
	const [asked, setAsked] = useState<AccountId | null>(wanted);
	const begun = useRef(false);
	const goesOn = summaries.some(
		({ account, state }) => account.id === wanted && account.remembered && state.state === "signedOut",
	);
	useEffect(() => {
		if (wanted === null || !goesOn || begun.current) return;
		begun.current = true;
		resume(wanted);
	}, [wanted, goesOn, resume]);

	// A kept secret that is no longer accepted has to be typed anew: the form is made ready for it.
	useEffect(() => {
		if (attempt.state !== "failed" || attempt.account === null) return;
		if (commandFailure(attempt.error).code === "auth") setAsked(attempt.account);
	}, [attempt]);

	return (
		<main data-testid="sign-in" className="flex h-full flex-col overflow-y-auto bg-surface-0">
			<Notices />
			<KeyringWaiting />
			<div className="flex justify-end gap-1 px-4 pt-4">
				{onBack && (
					<Button look="quiet" data-testid="sign-in-back" className="mr-auto" onClick={onBack}>
						<ArrowLeft size={16} aria-hidden="true" />
						{t("accounts.back")}
					</Button>
				)}
				{corner}
			</div>
			<div className="mx-auto flex w-[432px] max-w-full flex-1 flex-col justify-center px-4 pt-4 pb-8">
				<div className="mb-6 flex items-center gap-3">
					<Brand size={40} />
					<div>
						<h1 className="text-display leading-6 font-semibold text-text-1">
							{onBack ? t("accounts.add") : t("signIn.title")}
						</h1>
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
					known={summaries.find(({ account }) => account.id === asked)?.account ?? null}
					keyring={keyring}
					attempt={attempt}
					onSubmit={signIn}
					onEdit={clear}
				/>
			</div>
		</main>
	);
}
