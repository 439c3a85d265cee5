import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { ChatKey } from "@/bindings";
import { DayDivider } from "./DayPill";
import { GapRow } from "./GapRow";
import type { Shown } from "./Lightbox";
import { MessageRow } from "./MessageRow";
import type { TimelineItem } from "./model";

type Props = {
	item: TimelineItem;
	chat: ChatKey;
	isGroup: boolean;
	peerAvatar: string | null;
	onShow: (shown: Shown) => void;
};

export const TimelineRow = memo(function TimelineRow({ item, chat, isGroup, peerAvatar, onShow }: Props) {
	switch (item.kind) {
		case "day":
			return <DayDivider day={item.day} />;
		case "unread":
			return <UnreadLine count={item.count} />;
		case "gap":
			return <GapRow chat={chat} gap={item.gap} />;
		case "message":
			return (
				<MessageRow
					message={item.message}
					first={item.first}
					last={item.last}
					isGroup={isGroup}
					peerAvatar={peerAvatar}
					onShow={onShow}
				/>
			);
	}
});

function UnreadLine({ count }: { count: number }) {
	const { t } = useTranslation();
	return (
		<div
			data-testid="unread-line"
			className="flex h-9 items-center gap-3 px-5 pt-2 text-small text-accent-text"
		>
			<span aria-hidden="true" className="h-px flex-1 bg-accent opacity-40" />
			<span className="tabular">{t("thread.unread", { count })}</span>
			<span aria-hidden="true" className="h-px flex-1 bg-accent opacity-40" />
		</div>
	);
}
