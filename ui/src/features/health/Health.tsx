import { useTranslation } from "react-i18next";

export function Health() {
	const { t } = useTranslation();
	return <section data-testid="health" aria-label={t("lead.view.health")} />;
}
