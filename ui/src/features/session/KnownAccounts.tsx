import { ChevronRight, LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Account, AccountId } from "@/bindings";
import { Avatar } from "@/shared/ui/Avatar";
import { accountsToOffer, hostOf } from "./model";
import { SignInError } from "./SignInError";
import type { Attempt } from "./useSignIn";

type Props = {
	accounts: readonly Account[];
	attempt: Attempt;
	onResume: (account: AccountId) => void;
	/** The secret of this one was not kept. */
	onAsk: (account: Account) => void;
};

/** The accounts this console knows: one click goes on with one of them. */
export function KnownAccounts({ accounts, attempt, onResume, onAsk }: Props) {
	const { t } = useTranslation();
	const busy = attempt.state === "busy" ? attempt.account : null;
	return (
		<section className="mb-5" aria-label={t("signIn.again")}>
			<h2 className="mb-1.5 text-small text-text-2">{t("signIn.again")}</h2>
			<ul className="overflow-hidden rounded-card border border-line bg-surface-3">
				{accountsToOffer(accounts).map((account) => (
					<li key={account.id} className="not-first:border-t not-first:border-line">
						<button
							type="button"
							data-testid="known-account"
							disabled={attempt.state === "busy"}
							onClick={() => (account.remembered ? onResume(account.id) : onAsk(account))}
							className="ring-inside flex h-14 w-full items-center gap-3 px-3 text-left transition-colors duration-150 hover:bg-hover disabled:opacity-60"
						>
							<Avatar name={account.accessKey} seed={account.id} source={null} size={36} />
							<span className="min-w-0 flex-1">
								<span className="block truncate text-message font-medium text-text-1">
									{account.accessKey}
								</span>
								<span className="block truncate text-small text-text-2">
									{t(`environment.${account.environment.kind}`)}
									{account.environment.kind === "custom" && ` · ${hostOf(account.environment.apiBase)}`}
									{!account.remembered && ` · ${t("signIn.forgetHint")}`}
								</span>
							</span>
							{busy === account.id ? (
								<LoaderCircle size={18} className="animate-spin text-accent-text" aria-hidden="true" />
							) : (
								<ChevronRight size={18} className="text-text-3" aria-hidden="true" />
							)}
						</button>
						{attempt.state === "failed" && attempt.account === account.id && (
							<div className="px-3 pb-3">
								<SignInError error={attempt.error} kept={t("signIn.keptAccount")} />
							</div>
						)}
					</li>
				))}
			</ul>
			<p className="mt-5 text-small text-text-2">{t("signIn.otherAccount")}</p>
		</section>
	);
}
