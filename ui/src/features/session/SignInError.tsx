import { useTranslation } from "react-i18next";
import { commandFailure } from "@/shared/host";
import { ErrorNote } from "@/shared/ui/ErrorNote";

/** Why signing in did not work: what happened, what was kept, what to do. */
export function SignInError({ error, kept }: { error: unknown; kept: string }) {
	const { t } = useTranslation();
	const { code, message, requestId } = commandFailure(error);
	return (
		<ErrorNote testId="sign-in-error">
			<p className="font-medium">{t(`error.${code}.what`)}</p>
			<p>{t(`error.${code}.next`, { message })}</p>
			<p className="text-text-2">{kept}</p>
			{requestId !== null && (
				<p className="tabular text-small text-text-2">{t("signIn.requestId", { id: requestId })}</p>
			)}
		</ErrorNote>
	);
}
