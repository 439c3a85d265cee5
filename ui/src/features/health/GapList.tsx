import { useTranslation } from "react-i18next";
import type { ChatGap } from "@/bindings";
import { jumpToChat } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { useTimeWords } from "@/shared/time/useTimeWords";

/** Stretches of chats that messages may be missing of; the thread has the button that reads them. */
export function GapList({ gaps, total }: { gaps: readonly ChatGap[]; total: number }) {
	const { t } = useTranslation();
	const times = useTimeWords();
	if (gaps.length === 0) return <p className="text-small text-text-2">{t("health.noGaps")}</p>;
	return (
		<>
			<ul>
				{gaps.map(({ chat, chatName, gap }) => (
					<li key={`${chat.robotKey}/${chat.chatUser}/${gap.from}`}>
						<button
							type="button"
							data-testid="gap"
							onClick={() => jumpToChat(chat)}
							className="ring-inside flex w-full items-baseline gap-3 rounded-control px-2 py-1.5 text-left hover:bg-hover"
						>
							<span className="w-40 shrink-0 truncate text-base font-medium">
								{oneLine(chatName) || chat.chatUser}
							</span>
							<span className="tabular min-w-0 flex-1 truncate text-small text-text-2">
								{times.full(gap.from)} – {times.full(gap.to)}
							</span>
						</button>
					</li>
				))}
			</ul>
			{gaps.length < total && (
				<p className="mt-1 text-small text-text-3">{t("health.firstOnly", { count: gaps.length })}</p>
			)}
		</>
	);
}
