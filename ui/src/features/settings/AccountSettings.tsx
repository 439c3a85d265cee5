import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Account, type AccountId, commands } from "@/bindings";
import { askToLeave, refreshDesk, useDesk } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { Avatar } from "@/shared/ui/Avatar";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { ForgetStrip } from "./ForgetStrip";

/** The accounts this console knows: one at work is signed out, another one is forgotten. */
export function AccountSettings() {
	const { t } = useTranslation();
	const reason = useReason();
	const accounts = useDesk((desk) => desk.accounts);
	const forgetting = useMutation({
		mutationFn: (id: AccountId) => commands.forgetAccount(id),
		onSettled: () => refreshDesk(),
	});
	return (
		<>
			<p className="text-base text-text-2">{t("settings.accountsHint")}</p>
			<ul className="overflow-hidden rounded-card border border-line bg-surface-2">
				{accounts.map(({ account, state }) => (
					<Row
						key={account.id}
						account={account}
						isAtWork={state.state !== "signedOut"}
						busy={forgetting.isPending}
						onSignOut={() => askToLeave(account.id)}
						onForget={() => forgetting.mutate(account.id)}
					/>
				))}
			</ul>
			{forgetting.error !== null && <ErrorNote>{reason(forgetting.error)}</ErrorNote>}
		</>
	);
}

type RowProps = {
	account: Account;
	isAtWork: boolean;
	busy: boolean;
	onSignOut: () => void;
	onForget: () => void;
};

/** Forgetting says what goes, and asks in place. */
function Row({ account, isAtWork, busy, onSignOut, onForget }: RowProps) {
	const { t } = useTranslation();
	const [asking, setAsking] = useState(false);
	return (
		<li data-testid="settings-account" className="border-b border-line px-3 py-2.5 last:border-0">
			<div className="flex items-center gap-3">
				<Avatar name={account.accessKey} seed={account.id} source={null} size={36} />
				<span className="min-w-0 flex-1">
					<span className="block truncate text-message font-medium text-text-1">{account.accessKey}</span>
					<span className="block truncate text-small text-text-2">
						{t(`environment.${account.environment.kind}`)}
						{isAtWork && ` · ${t("settings.accountAtWork")}`}
						{!account.remembered && ` · ${t("signIn.forgetHint")}`}
					</span>
				</span>
				{isAtWork ? (
					<Button data-testid="settings-sign-out" onClick={onSignOut}>
						{t("account.signOut")}
					</Button>
				) : (
					!asking && (
						<Button data-testid="account-forget" onClick={() => setAsking(true)}>
							{t("settings.accountForget")}
						</Button>
					)
				)}
			</div>
			{asking && (
				<div className="mt-2">
					<ForgetStrip
						what={t("settings.accountForgetWhat")}
						confirm={t("settings.accountForgetConfirm")}
						busy={busy}
						testId="account-forget-confirm"
						onCancel={() => setAsking(false)}
						onForget={onForget}
					/>
				</div>
			)}
		</li>
	);
}
