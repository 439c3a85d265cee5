import { useTranslation } from "react-i18next";
import { useKeys } from "@/shared/keys";
import { Kbd } from "@/shared/ui/Kbd";
import { useReportView } from "./useReportView";

/** No chat is open: what to do, and the keys that do it. */
export function NoThread() {
	const { t } = useTranslation();
	useReportView(null, false);
	const chosen = useKeys();
	const keys = [
		{ keys: [chosen("nextWaiting")], text: t("keys.nextWaiting") },
		{ keys: [chosen("previousChat"), chosen("nextChat")], text: t("keys.previousNext") },
		{ keys: ["Ctrl+K"], text: t("search.keyPalette") },
		{ keys: ["Ctrl+Shift+F"], text: t("search.keyOpen") },
		{ keys: [chosen("cheatSheet")], text: t("keys.title") },
	];
	return (
		<section
			aria-label={t("thread.label")}
			className="flex min-h-0 flex-1 flex-col items-center justify-center gap-1 px-8"
		>
			<h1 className="text-title font-semibold text-text-1">{t("thread.noneTitle")}</h1>
			<p className="text-base text-text-2">{t("thread.noneBody")}</p>
			<dl className="mt-6 grid grid-cols-[auto_auto] items-center gap-x-4 gap-y-2.5 text-small text-text-2">
				{keys.map((line) => (
					<div key={line.text} className="contents">
						<dt className="flex justify-end gap-1.5">
							{line.keys.map((each) => (
								<Kbd key={each} keys={each} />
							))}
						</dt>
						<dd>{line.text}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}
