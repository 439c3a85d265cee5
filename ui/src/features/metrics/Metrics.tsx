import { useTranslation } from "react-i18next";

export function Metrics() {
	const { t } = useTranslation();
	return <section data-testid="metrics" aria-label={t("lead.view.metrics")} />;
}
