import { useTranslation } from "react-i18next";
import { useDesk } from "@/shared/host";
import { type ShortcutId, useKeys } from "@/shared/keys";
import { Kbd } from "@/shared/ui/Kbd";
import { NO_PARTS, partsOf } from "./filterParts";
import { ListSkeleton } from "./ListSkeleton";
import type { Inbox } from "./useInbox";

const TEACHING = {
	all: { title: "list.emptyAllTitle", body: "list.emptyAllBody", keys: null },
	waiting: { title: "list.emptyWaitingTitle", body: "list.emptyWaitingBody", keys: "nextWaiting" },
	unread: { title: "list.emptyUnreadTitle", body: "list.emptyUnreadBody", keys: "nextUnread" },
	mine: { title: "inbox.emptyMineTitle", body: "inbox.emptyMineBody", keys: null },
	filter: { title: "inbox.emptyFilterTitle", body: "inbox.emptyFilterBody", keys: null },
	search: { title: "list.emptySearchTitle", body: "list.emptySearchBody", keys: "Esc" },
} as const satisfies Record<string, { title: string; body: string; keys: ShortcutId | "Esc" | null }>;

/** Nothing to list: what would be here, and the key that leads on. */
export function EmptyList({ inbox }: { inbox: Inbox }) {
	const { t } = useTranslation();
	const keysOf = useKeys();
	const fetching = useDesk(
		(desk) => desk.session.state === "connecting" || desk.session.state === "catchingUp",
	);
	if (inbox.chats.size === 0 && fetching) return <ListSkeleton label={t("session.catchingUp")} />;
	const { title, body, keys } = TEACHING[whatIsMissing(inbox)];
	const [before, after] = t(body, { key: "\u0000" }).split("\u0000");
	return (
		<div className="flex flex-col gap-1 px-6 pt-16 text-center">
			<p className="text-message font-medium text-text-1">
				{t(title, { query: inbox.query.trim(), name: inbox.me })}
			</p>
			<p className="text-small leading-5 text-text-2">
				{before}
				{after !== undefined && keys !== null && <Kbd keys={keys === "Esc" ? keys : keysOf(keys)} />}
				{after}
			</p>
		</div>
	);
}

function whatIsMissing({ query, filter, chosen, chats }: Inbox): keyof typeof TEACHING {
	if (query.trim() !== "") return "search";
	if (chats.size === 0) return "all";
	const narrowed = filter.robots.length > 0 || filter.kind !== null || filter.tag !== null || filter.hidden;
	if (narrowed) return "filter";
	const parts = partsOf(filter, chosen?.filter);
	if (parts.length === 1 && parts[0]?.kind === "unread") return "unread";
	if (parts !== NO_PARTS || filter.mentioned) return "filter";
	if (filter.mine) return "mine";
	return filter.waiting ? "waiting" : filter.unread ? "unread" : "all";
}
