import { Copy, Forward, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ThreadMessage } from "@/bindings";
import { Button } from "@/shared/ui/Button";
import { Hint } from "@/shared/ui/Hint";
import { IconButton } from "@/shared/ui/IconButton";
import { whyNotForwarded } from "./messages";

type Props = {
	chosen: readonly ThreadMessage[];
	onCopy: () => void;
	onForward: () => void;
	onLeave: () => void;
};

/** What can be done with all messages that are chosen, and why not, if something cannot. */
export function PickingBar({ chosen, onCopy, onForward, onLeave }: Props) {
	const { t } = useTranslation();
	const hindered = chosen.map(whyNotForwarded).filter((why) => why !== null);
	const why = hindered.includes("kind") ? "kind" : hindered[0];
	const count = hindered.filter((each) => each === why).length;
	return (
		<div
			role="toolbar"
			aria-label={t("picking.label")}
			data-testid="picking-bar"
			className="flex min-h-11 shrink-0 items-center gap-2 border-t border-line bg-surface-3 py-1.5 pr-3 pl-5"
		>
			<div className="min-w-0 flex-1 text-small" aria-live="polite">
				<p className="tabular text-text-1">
					{chosen.length === 0 ? t("picking.none") : t("picking.count", { count: chosen.length })}
				</p>
				{why !== undefined && <p className="text-text-3">{t(`picking.${why}`, { count })}</p>}
			</div>
			<Button data-testid="picked-copy" disabled={chosen.length === 0} onClick={onCopy}>
				<Copy size={16} aria-hidden="true" />
				{t("picking.copy")}
			</Button>
			<Button
				data-testid="picked-forward"
				disabled={chosen.length === 0 || hindered.length > 0}
				onClick={onForward}
			>
				<Forward size={16} aria-hidden="true" />
				{t("picking.forward")}
			</Button>
			<Hint text={t("picking.leave")}>
				<IconButton label={t("picking.leave")} size={32} data-testid="picked-leave" onClick={onLeave}>
					<X size={18} />
				</IconButton>
			</Hint>
		</div>
	);
}
