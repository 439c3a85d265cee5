import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { withoutDirectionControls } from "@/shared/text/plain";
import { classes } from "@/shared/ui/classes";
import { Card } from "./Card";

/**
 * A kind this version does not know: it says so, and shows what came, unparsed, because its ids may be larger
 * than a number here can be. Q18.
 */
export function UnsupportedCard({ contentType, raw }: { contentType: string; raw: string }) {
	const { t } = useTranslation();
	const [open, setOpen] = useState(false);
	return (
		<Card className={classes("p-3", open && "w-[420px]")}>
			<span className="text-base text-text-1">{t("message.unsupported", { type: contentType })}</span>
			<span className="text-small text-text-2">{t("message.unsupportedHint")}</span>
			<button
				type="button"
				aria-expanded={open}
				onClick={() => setOpen(!open)}
				className="mt-1 -ml-0.5 flex items-center gap-0.5 self-start rounded-chip text-small text-accent-text hover:underline"
			>
				<ChevronRight
					size={14}
					aria-hidden="true"
					className={classes("transition-transform duration-150", open && "rotate-90")}
				/>
				{open ? t("message.rawHide") : t("message.rawShow")}
			</button>
			{open && (
				<pre className="mt-2 max-h-60 overflow-auto rounded-control bg-bubble-in p-2 font-mono text-small whitespace-pre-wrap text-text-1 [overflow-wrap:anywhere]">
					{withoutDirectionControls(raw)}
				</pre>
			)}
		</Card>
	);
}
