import { useTranslation } from "react-i18next";

export function Audit() {
	const { t } = useTranslation();
	return <section data-testid="audit" aria-label={t("lead.view.audit")} />;
}
