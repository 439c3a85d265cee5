import { Check, CircleHelp, Clock, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { classes } from "@/shared/ui/classes";
import type { DeliverySign } from "./model";

const SIGNS = {
	queued: { Icon: Clock, tone: "text-text-3" },
	uploading: { Icon: Clock, tone: "text-text-3" },
	emitted: { Icon: Clock, tone: "text-text-3" },
	pending: { Icon: Clock, tone: "text-text-3" },
	confirmed: { Icon: Check, tone: "text-accent-text" },
	failed: { Icon: TriangleAlert, tone: "text-danger-text" },
	unconfirmed: { Icon: CircleHelp, tone: "text-warning-text" },
} as const;

/** How far one of our messages came, as a small sign; in words for those who do not see it. */
export function DeliveryMark({ sign }: { sign: DeliverySign }) {
	const { t } = useTranslation();
	const { Icon, tone } = SIGNS[sign];
	return (
		<span className={classes("inline-flex", tone)}>
			<Icon size={14} aria-hidden="true" />
			<span className="sr-only">{t(`delivery.${sign}`)}</span>
		</span>
	);
}
