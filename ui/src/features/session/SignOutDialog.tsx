import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Account, SignOutWipe } from "@/bindings";
import { askToLeave, signOutOf, useAccountMoves, useDesk } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { classes } from "@/shared/ui/classes";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import { Tick } from "@/shared/ui/Tick";
import { leavingNeedsConsent } from "./model";

/** The way out of one account, for whoever asks it of `askToLeave`. */
export function SignOutDialog() {
	const { t } = useTranslation();
	const leaving = useAccountMoves((moves) => moves.leaving);
	const summary = useDesk((desk) => desk.accounts.find(({ account }) => account.id === leaving));
	const front = useDesk((desk) => desk.account);
	const account = summary?.account ?? (front?.id === leaving ? front : undefined);
	return (
		<Modal
			open={account !== undefined}
			onOpenChange={(open) => !open && askToLeave(null)}
			title={t("account.signOutTitle", { name: account?.accessKey ?? "" })}
		>
			{account !== undefined && <Leaving account={account} onDone={() => askToLeave(null)} />}
		</Modal>
	);
}

type Way = "rest" | "secret" | "media" | "cache";

const WIPES: Record<Way, SignOutWipe> = {
	rest: { secret: false, media: false, cache: false },
	secret: { secret: true, media: false, cache: false },
	media: { secret: true, media: true, cache: false },
	cache: { secret: true, media: true, cache: true },
};

/** What signing out will do to what, and a second gesture where something would wait or be lost. */
function Leaving({ account, onDone }: { account: Account; onDone: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const unsent = useDesk((desk) =>
		desk.account?.id === account.id
			? desk.waiting
			: (desk.accounts.find((known) => known.account.id === account.id)?.waiting ?? 0),
	);
	const [way, setWay] = useState<Way>("secret");
	const [consent, setConsent] = useState(false);
	const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
	const wipe = way === "cache";
	const asks = leavingNeedsConsent(unsent, wipe);

	async function leave() {
		setState({ busy: true, error: null });
		try {
			await signOutOf(account.id, WIPES[way]);
			onDone();
		} catch (error) {
			setState({ busy: false, error });
		}
	}

	const choices = [
		...(account.remembered
			? [
					{
						value: "rest",
						title: t("accounts.rest"),
						hint: t("accounts.restHint"),
						testId: "sign-out-rest",
					} as const,
				]
			: []),
		{ value: "secret", title: t("account.keep"), hint: t("account.keepHint"), testId: "sign-out-keep" },
		{ value: "media", title: t("accounts.media"), hint: t("accounts.mediaHint"), testId: "sign-out-media" },
		{ value: "cache", title: t("account.wipe"), hint: t("account.wipeHint"), testId: "sign-out-wipe" },
	] as const;

	return (
		<div className="mt-1 flex flex-col gap-4">
			<p className="text-base text-text-2">{t("account.signOutBody")}</p>
			<fieldset className="flex flex-col gap-2">
				<legend className="sr-only">{t("account.signOutBody")}</legend>
				{choices.map((choice) => (
					<label
						key={choice.testId}
						data-testid={choice.testId}
						className={classes(
							"relative flex flex-col rounded-control border px-3 py-2 transition-colors duration-150",
							"has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent",
							way === choice.value
								? "border-accent bg-accent-weak"
								: "border-line-strong hover:border-text-3",
						)}
					>
						<input
							type="radio"
							name="cache"
							checked={way === choice.value}
							onChange={() => {
								setWay(choice.value);
								setConsent(false);
							}}
							className="absolute inset-0 appearance-none outline-none"
						/>
						<span className="text-base font-medium text-text-1">{choice.title}</span>
						<span className="text-small text-text-2">{choice.hint}</span>
					</label>
				))}
			</fieldset>
			{unsent > 0 && (
				<p className="rounded-control bg-warning-weak px-3 py-2 text-base text-text-1">
					{t(wipe ? "account.unsentWipe" : "account.unsentKeep", { count: unsent })}
				</p>
			)}
			{asks && (
				<Tick checked={consent} onChange={setConsent} testId="sign-out-consent">
					{t(wipe ? "account.understoodWipe" : "account.understood")}
				</Tick>
			)}
			{state.error !== null && <ErrorNote>{reason(state.error)}</ErrorNote>}
			<div className="flex justify-end gap-2">
				<Button onClick={onDone}>{t("account.cancel")}</Button>
				<Button
					look={wipe ? "danger" : "primary"}
					data-testid="sign-out-confirm"
					disabled={state.busy || (asks && !consent)}
					onClick={leave}
				>
					{t(wipe ? "account.confirmWipe" : "account.confirm")}
				</Button>
			</div>
		</div>
	);
}
