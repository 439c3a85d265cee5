import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { classes } from "@/shared/ui/classes";

type Props = {
	unread: number;
	onUnread: () => void;
	atEnd: boolean;
	below: number;
	onEnd: () => void;
	away: boolean;
};

const FLOATING =
	"absolute right-5 flex h-8 items-center gap-1.5 rounded-full bg-surface-3 text-small shadow-float transition-colors duration-150 hover:text-text-1";

/** Ways out of the middle of a long thread: to the first unread message above, to the newest below. */
export function Jumps({ unread, onUnread, atEnd, below, onEnd, away }: Props) {
	const { t } = useTranslation();
	return (
		<>
			{unread > 0 && (
				<button
					type="button"
					data-testid="jump-to-unread"
					aria-label={t("thread.unreadJumpLabel")}
					onClick={onUnread}
					className={classes(FLOATING, "top-3 px-3 text-accent-text")}
				>
					<ArrowUp size={16} aria-hidden="true" />
					{t("thread.unreadJump", { count: unread })}
				</button>
			)}
			{!atEnd && (
				<button
					type="button"
					data-testid="jump-to-bottom"
					aria-label={t(away ? "search.backToNewest" : "thread.toBottom")}
					onClick={onEnd}
					className={classes(
						FLOATING,
						"bottom-3",
						below > 0 || away ? "px-3 text-accent-text" : "w-8 justify-center text-text-2",
					)}
				>
					<ArrowDown size={16} aria-hidden="true" />
					{away && t("search.backToNewest")}
					{!away && below > 0 && <span className="tabular">{t("thread.newBelow", { count: below })}</span>}
				</button>
			)}
		</>
	);
}
