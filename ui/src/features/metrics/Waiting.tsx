import { useTranslation } from "react-i18next";

export function Waiting() {
	const { t } = useTranslation();
	return <section data-testid="waiting" aria-label={t("lead.view.waiting")} />;
}
