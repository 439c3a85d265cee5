import { Building2 } from "lucide-react";
import { useTranslation } from "react-i18next";

/** Says beside a choice why some of it is missing. */
export function SetByOrganisation() {
	const { t } = useTranslation();
	return (
		<p data-testid="set-by-organisation" className="mt-1.5 flex items-center gap-1.5 text-small text-text-2">
			<Building2 size={14} aria-hidden="true" />
			{t("policy.set")}
		</p>
	);
}
