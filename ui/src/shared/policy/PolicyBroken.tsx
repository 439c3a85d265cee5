import { useTranslation } from "react-i18next";
import { ErrorNote } from "../ui/ErrorNote";
import { usePolicy } from "./usePolicy";

/** The rules cannot be read, so nobody can sign in: said where they would, and what to do. */
export function PolicyBroken() {
	const { t } = useTranslation();
	const policy = usePolicy();
	if (policy === null || policy.problem === null) return null;
	return (
		<ErrorNote testId="policy-broken">
			{t("policy.broken", { file: policy.file ?? "", problem: policy.problem })}
		</ErrorNote>
	);
}
