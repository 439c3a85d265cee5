import { useTranslation } from "react-i18next";
import { ErrorNote } from "@/shared/ui/ErrorNote";

/** Beneath the choices of a part, once one of them could not be kept. */
export function SaveFailed({ failed }: { failed: boolean }) {
	const { t } = useTranslation();
	return failed ? <ErrorNote>{t("settings.saveFailed")}</ErrorNote> : null;
}
