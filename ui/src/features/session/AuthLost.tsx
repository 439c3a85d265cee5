import { useTranslation } from "react-i18next";
import { useDesk } from "@/shared/host";
import { Button } from "@/shared/ui/Button";

/** Nothing arrives until someone signs in again: too much to say in the status line alone. */
export function AuthLost({ onSignInAgain }: { onSignInAgain: () => void }) {
	const { t } = useTranslation();
	const lost = useDesk((desk) => desk.session.state === "authLost");
	if (!lost) return null;
	return (
		<div
			role="alert"
			data-testid="auth-lost"
			className="flex shrink-0 items-center gap-4 border-b border-line bg-danger-weak px-4 py-2 text-base text-text-1"
		>
			<p className="min-w-0 flex-1">
				<strong className="font-semibold">{t("session.authLostTitle")}</strong>{" "}
				<span className="text-text-2">{t("session.authLostBody")}</span>
			</p>
			<Button data-testid="sign-in-again" onClick={onSignInAgain}>
				{t("session.signInAgain")}
			</Button>
		</div>
	);
}
