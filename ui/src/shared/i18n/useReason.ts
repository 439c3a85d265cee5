import { useTranslation } from "react-i18next";
import { commandFailure } from "../host/errors";
import { useLanguage } from "./useLanguage";

/** Why a command failed and what to do about it: two sentences. */
export function useReason() {
	const { t } = useTranslation();
	// English puts a blank between sentences, Chinese none.
	const joint = useLanguage() === "en" ? " " : "";
	return (error: unknown): string => {
		const { code, message } = commandFailure(error);
		return [t(`error.${code}.what`), t(`error.${code}.next`, { message })].join(joint);
	};
}
