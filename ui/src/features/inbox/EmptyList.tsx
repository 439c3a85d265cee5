import { useTranslation } from "react-i18next";
import { useDesk } from "@/shared/host";
import { Kbd } from "@/shared/ui/Kbd";
import { ListSkeleton } from "./ListSkeleton";
import type { Inbox } from "./useInbox";

const TEACHING = {
	all: { title: "list.emptyAllTitle", body: "list.emptyAllBody", keys: "" },
	waiting: { title: "list.emptyWaitingTitle", body: "list.emptyWaitingBody", keys: "Ctrl+J" },
	unread: { title: "list.emptyUnreadTitle", body: "list.emptyUnreadBody", keys: "Alt+Shift+↓" },
	search: { title: "list.emptySearchTitle", body: "list.emptySearchBody", keys: "Esc" },
} as const;

/** Nothing to list: what would be here, and the key that leads on. */
export function EmptyList({ inbox }: { inbox: Inbox }) {
	const { t } = useTranslation();
	const fetching = useDesk(
		(desk) => desk.session.state === "connecting" || desk.session.state === "catchingUp",
	);
	if (inbox.chats.size === 0 && fetching) return <ListSkeleton label={t("session.catchingUp")} />;
	const { title, body, keys } = TEACHING[inbox.query.trim() === "" ? inbox.filter : "search"];
	const [before, after] = t(body, { key: "\u0000" }).split("\u0000");
	return (
		<div className="flex flex-col gap-1 px-6 pt-16 text-center">
			<p className="text-message font-medium text-text-1">{t(title, { query: inbox.query.trim() })}</p>
			<p className="text-small leading-5 text-text-2">
				{before}
				{after !== undefined && <Kbd keys={keys} />}
				{after}
			</p>
		</div>
	);
}
